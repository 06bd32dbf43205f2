//! What stands, its history, due moments, what was touched, messages.

use super::{Connection, Shard, in_text, limit, statement::statements};
use crate::{
    cell::Cell,
    rows::{HistoryRow, MessageRow, MomentRow, WaitingRow},
    seam::Result,
    stored::{
        DUTY, DutyRow, MOMENT, OUTBOX, ReadMarkRow, STANDING, StandingRow, TABLES, TOUCHED, TouchedRow,
    },
};
use facts::{Instant, Name, SubjectId};
use outcomes::{Duty, Standing, StatusRow};
use smol_str::SmolStr;

statements! {
    DUTY_BY_KEY = select(&DUTY, "AND key = $2");
    DUTIES_ABOUT = select(&DUTY, "AND subject = $2");
    OWED_ABOUT = select(&DUTY, "AND subject = $2 AND owed = 1
        AND ($3 = '' OR replace($3, ',' || name || ',', '') <> $3)");
    ENDED_ABOUT = select(&DUTY, "AND subject = $2 AND owed = 0 AND last >= $4
        AND ($3 = '' OR replace($3, ',' || name || ',', '') <> $3) ORDER BY key");
    STANDING_ABOUT = select(&STANDING, "AND subject = $2
        AND (kind = 'purged' OR $3 = '' OR replace($3, ',' || name || ',', '') <> $3)");
    EVER_STOOD = plain("SELECT 1 FROM duty WHERE shard = $1 AND subject = $2
        AND ($3 = '' OR replace($3, ',' || name || ',', '') <> $3)
        UNION ALL SELECT 1 FROM standing WHERE shard = $1 AND subject = $2 AND kind <> 'purged'
        AND ($3 = '' OR replace($3, ',' || name || ',', '') <> $3) LIMIT 1");
    STATUSES_OF = select(&STANDING, "AND kind = 'status' AND subject IN ($*)");
    DUE = select(&MOMENT, "AND moment <= $2 ORDER BY moment, subject, part LIMIT $3");
    NEXT = plain("SELECT MIN(moment) FROM moment WHERE shard = $1");
    MOMENTS_OF = select(&MOMENT, "AND subject = $2 ORDER BY part");
    DROP_MOMENT = plain("DELETE FROM moment WHERE shard = $1 AND subject = $2 AND part = $3");
    WAITING = select(&TOUCHED, "ORDER BY n LIMIT $2");
    TOUCH = plain("INSERT INTO touched (shard, subject, n, from_at, quiet)
        SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), COALESCE(MAX(n), 0) + 1, CAST($3 AS BIGINT), CAST($4 AS BIGINT)
        FROM touched WHERE shard = $1
        ON CONFLICT (shard, subject) DO UPDATE SET quiet = touched.quiet * excluded.quiet, from_at =
        CASE WHEN excluded.from_at < touched.from_at THEN excluded.from_at ELSE touched.from_at END");
    UNTOUCH = plain("DELETE FROM touched WHERE shard = $1 AND subject = $2");
    MESSAGE = select(&OUTBOX, "AND key = $2");
    POSTED_AFTER = select(&OUTBOX, "AND (happened, key) > ($2, $3) ORDER BY happened, key LIMIT $4");
    TOLD_OF = plain("SELECT DISTINCT unit FROM history WHERE shard = $1 AND subject = $2 AND key = $3");
    DROP_DUTY = plain("DELETE FROM duty WHERE shard = $1 AND key = $2");
    DROP_STANDING = plain("DELETE FROM standing WHERE shard = $1 AND kind IN ('alert', 'course', 'status') AND key = $2");
    DROP_HISTORY = plain("DELETE FROM history WHERE shard = $1 AND subject = $2 AND key = $3");
    DROP_MARKS = plain("DELETE FROM read_mark WHERE shard = $1 AND key >= $2 AND key < $3 AND key IN
        (SELECT key FROM outbox WHERE shard = $1 AND key >= $2 AND key < $3 AND outcome = $4)");
    DROP_MESSAGES = plain("DELETE FROM outbox WHERE shard = $1 AND key >= $2 AND key < $3 AND outcome = $4");
}

impl<C: Connection> Shard<'_, C> {
    pub(super) fn standing_about(&mut self, subject: &SubjectId) -> Result<Standing> {
        let duties = self.all::<DutyRow>(&DUTIES_ABOUT, [subject.into()])?;
        self.standing_with(subject, &[], duties)
    }

    pub(super) fn owed_about(&mut self, subject: &SubjectId, names: &[Name]) -> Result<Standing> {
        let duties = self.all::<DutyRow>(&OWED_ABOUT, [subject.into(), in_text(names)])?;
        self.standing_with(subject, names, duties)
    }

    pub(super) fn ended_about(
        &mut self,
        subject: &SubjectId,
        names: &[Name],
        since: Instant,
    ) -> Result<Vec<Duty>> {
        let rows = self.all::<DutyRow>(&ENDED_ABOUT, [subject.into(), in_text(names), since.into()])?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    pub(super) fn has_stood(&mut self, subject: &SubjectId, names: &[Name]) -> Result<bool> {
        Ok(!self.rows(&EVER_STOOD, [subject.into(), in_text(names)])?.is_empty())
    }

    fn standing_with(
        &mut self,
        subject: &SubjectId,
        names: &[Name],
        duties: Vec<DutyRow>,
    ) -> Result<Standing> {
        let mut standing = Standing::default();
        standing.duties.extend(duties.into_iter().map(|row| (row.0.key.clone(), row.0)));
        for row in self.all(&STANDING_ABOUT, [subject.into(), in_text(names)])? {
            match row {
                StandingRow::Alert(row) => drop(standing.alerts.insert(row.key.clone(), row)),
                StandingRow::Course(row) => drop(standing.courses.insert(row.key.clone(), row)),
                StandingRow::Status(row) => drop(standing.statuses.insert(row.key.clone(), row)),
                StandingRow::Purged(_, until) => standing.purged_until = Some(until),
            }
        }
        Ok(standing)
    }

    pub(super) fn duty_by_key(&mut self, key: &str) -> Result<Option<Duty>> {
        Ok(self.one::<DutyRow>(&DUTY_BY_KEY, [key.into()])?.map(|row| row.0))
    }

    pub(super) fn statuses_about(&mut self, subjects: &[SubjectId]) -> Result<Vec<StatusRow>> {
        let rows = self.each_of(&STATUSES_OF, subjects.iter().map(Cell::from).collect())?;
        let mut statuses: Vec<StatusRow> = rows
            .into_iter()
            .filter_map(|row| match row {
                StandingRow::Status(row) => Some(row),
                _ => None,
            })
            .collect();
        statuses.sort_by(|a, b| (&a.subject, &a.key).cmp(&(&b.subject, &b.key)));
        statuses.dedup();
        Ok(statuses)
    }

    pub(super) fn add_entries(&mut self, rows: &[HistoryRow]) -> Result<()> {
        rows.iter().try_for_each(|row| self.insert(row))
    }

    pub(super) fn due_until(&mut self, until: Instant, n: usize) -> Result<Vec<MomentRow>> {
        self.all(&DUE, [until.into(), limit(n)])
    }

    pub(super) fn moments_about(&mut self, subject: &SubjectId) -> Result<Vec<MomentRow>> {
        self.all(&MOMENTS_OF, [subject.into()])
    }

    pub(super) fn next_due(&mut self) -> Result<Option<Instant>> {
        let mut rows = self.rows(&NEXT, [])?;
        Ok(rows.first_mut().map(|row| row.maybe_instant()).transpose()?.flatten())
    }

    pub(super) fn set_moment(&mut self, subject: &SubjectId, part: &Name, at: Option<Instant>) -> Result<()> {
        match at {
            Some(at) => self.upsert(&MomentRow { at, subject: subject.clone(), part: part.clone() }),
            None => self.run(&DROP_MOMENT, [subject.into(), Cell::from(part)]).map(|_| ()),
        }
    }

    pub(super) fn waiting(&mut self, n: usize) -> Result<Vec<WaitingRow>> {
        let rows: Vec<TouchedRow> = self.all(&WAITING, [limit(n)])?;
        Ok(rows.into_iter().map(|row| row.waiting).collect())
    }

    pub(super) fn queue(&mut self, subject: &SubjectId, from: Instant, quiet: bool) -> Result<()> {
        self.run(&TOUCH, [subject.into(), from.into(), quiet.into()]).map(|_| ())
    }

    pub(super) fn unqueue(&mut self, subjects: &[SubjectId]) -> Result<()> {
        subjects.iter().try_for_each(|subject| self.run(&UNTOUCH, [subject.into()]).map(|_| ()))
    }

    pub(super) fn post(&mut self, rows: &[MessageRow]) -> Result<()> {
        for row in rows {
            let known: Option<MessageRow> = self.one(&MESSAGE, [Cell::from(&row.key)])?;
            if known.is_none() {
                self.insert(row)?;
            }
            if let (None, Some((account, at))) = (known, &row.read) {
                self.upsert(&ReadMarkRow { key: row.key.clone(), account: account.clone(), at: *at })?;
            }
        }
        Ok(())
    }

    pub(super) fn mark_read(&mut self, key: &str, account: &str, at: Instant) -> Result<bool> {
        let known: Option<MessageRow> = self.one(&MESSAGE, [key.into()])?;
        if known.is_none() {
            return Ok(false);
        }
        let text = format!("{} ON CONFLICT (shard, key) DO NOTHING", crate::stored::READ_MARK.insert());
        let mark = ReadMarkRow { key: SmolStr::from(key), account: SmolStr::from(account), at };
        let cells = crate::stored::Stored::cells(&mark)?;
        Ok(self.change(&text, cells)? == 1)
    }

    pub(super) fn posted_after(&mut self, (at, key): (Instant, &str), n: usize) -> Result<Vec<MessageRow>> {
        self.all(&POSTED_AFTER, [at.into(), key.into(), limit(n)])
    }

    /// Messages about an outcome begin with the unit of the history that told of it, so they are found by their key.
    pub(super) fn forget_outcome(&mut self, subject: &SubjectId, key: &plan::Key) -> Result<()> {
        self.connection.overwrite()?;
        let mut told = self.rows(&TOLD_OF, [subject.into(), key.into()])?;
        let units: Vec<u64> = told.iter_mut().map(|row| row.count()).collect::<Result<_>>()?;
        for unit in units {
            let (from, end) = (format!("{unit}."), format!("{unit}/"));
            let of_unit = [Cell::from(from), end.into(), key.into()];
            self.run(&DROP_MARKS, of_unit.clone())?;
            self.run(&DROP_MESSAGES, of_unit)?;
        }
        self.run(&DROP_DUTY, [key.into()])?;
        self.run(&DROP_STANDING, [key.into()])?;
        self.run(&DROP_HISTORY, [subject.into(), key.into()]).map(|_| ())
    }

    pub(super) fn forget_computed(&mut self) -> Result<()> {
        for table in TABLES.into_iter().filter(|table| table.computed) {
            self.change(&format!("DELETE FROM {} WHERE shard = $1", table.name), [])?;
        }
        Ok(())
    }
}
