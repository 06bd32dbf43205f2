//! What stands, its history, and what waits to be judged, as rows. An outcome is kept as JSON beside the columns that
//! lists filter by.

use super::{Stored, Table};
use crate::{
    cell::{Cell, Cells, json_of},
    rows::{HistoryRow, MomentRow, MoveRow, WaitingRow},
    seam::Result,
};
use facts::{Instant, SubjectId};
use outcomes::{Alert, Course, Duty, StatusRow};
use smol_str::SmolStr;

/// Duties.
pub static DUTY: Table = Table::computed(
    "duty",
    1,
    &["key", "subject", "name", "state", "owed", "due", "last", "role", "holder", "taken", "asked", "json"],
);

/// Statuses, courses, alerts, and up to when what hangs on purged facts has settled.
pub static STANDING: Table =
    Table::computed("standing", 2, &["kind", "key", "subject", "name", "moment", "until_at", "open", "json"]);

/// The history.
pub static HISTORY: Table = Table::computed("history", 2, &["unit", "n", "as_of", "subject", "key", "json"]);

/// When to look again.
pub static MOMENT: Table = Table::computed("moment", 2, &["subject", "part", "moment"]);

/// What waits to be judged again.
pub static TOUCHED: Table = Table::computed("touched", 1, &["subject", "n", "from_at", "quiet"]);

/// Organisations that moved.
pub static MOVING: Table =
    Table::computed("moving", 1, &["n", "old_path", "new_path", "from_at", "quiet", "part", "after"]);

/// A move that something has yet to follow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovingRow {
    /// Its place in the queue.
    pub n: i64,
    /// From where to where.
    pub moving: MoveRow,
    /// The table that is gone through now.
    pub part: SmolStr,
    /// The key of the last row that was looked at, as JSON; empty before the first.
    pub after: String,
}

/// A duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DutyRow(pub Duty);

impl DutyRow {
    /// The organisation that is asked for it: its holder, or else the first one where a holder was looked for.
    pub fn asked(&self) -> Option<&SubjectId> {
        self.0.holder.as_ref().or(self.0.due.owner.ask.first())
    }
}

/// A row of what stands, other than a duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StandingRow {
    /// An alert.
    Alert(Alert),
    /// A course.
    Course(Course),
    /// A status.
    Status(StatusRow),
    /// Up to when what hangs on purged facts about a subject has settled.
    Purged(SubjectId, Instant),
}

/// A subject to be judged again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TouchedRow {
    /// Its place in the queue.
    pub n: i64,
    /// Who waits, and why.
    pub waiting: WaitingRow,
}

impl StandingRow {
    /// The kind, as its table has it.
    pub fn kind(&self) -> &'static str {
        match self {
            StandingRow::Alert(..) => "alert",
            StandingRow::Course(..) => "course",
            StandingRow::Status(_) => "status",
            StandingRow::Purged(..) => "purged",
        }
    }

    /// The key within the kind.
    pub fn key(&self) -> SmolStr {
        match self {
            StandingRow::Alert(row) => row.key.as_str().into(),
            StandingRow::Course(row) => row.key.as_str().into(),
            StandingRow::Status(row) => row.key.as_str().into(),
            StandingRow::Purged(subject, _) => subject.as_str().into(),
        }
    }

    /// Whom it is about.
    pub fn subject(&self) -> &SubjectId {
        match self {
            StandingRow::Alert(row) => &row.subject,
            StandingRow::Course(row) => &row.subject,
            StandingRow::Status(row) => &row.subject,
            StandingRow::Purged(subject, _) => subject,
        }
    }

    /// What lists are ordered by, a known end, whether it is open, and its JSON.
    fn listed(&self) -> Result<(Cell, Cell, bool, String)> {
        Ok(match self {
            StandingRow::Alert(row) => {
                let open = row.due.acknowledged.is_none() && !row.withdrawn;
                (row.due.raised.into(), row.due.until.into(), open, json_of(row)?)
            }
            StandingRow::Course(row) => {
                let open = row.run.ended.is_none() && !row.withdrawn;
                (row.run.last_day.into(), Cell::Null, open, json_of(row)?)
            }
            StandingRow::Status(row) => (row.held.from.into(), row.held.until.into(), true, json_of(row)?),
            StandingRow::Purged(_, until) => ((*until).into(), Cell::Null, true, String::new()),
        })
    }
}

impl Stored for DutyRow {
    fn table() -> &'static Table {
        &DUTY
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        let duty = &self.0;
        Ok(vec![
            Cell::from(&duty.key),
            Cell::from(&duty.subject),
            duty.key.name().into(),
            duty.state.as_str().into(),
            duty.state.is_owed().into(),
            duty.due.due.into(),
            duty.last().into(),
            Cell::from(&duty.due.owner.role),
            duty.holder.as_ref().into(),
            duty.due.taken.as_ref().map(|(account, _)| account).into(),
            self.asked().into(),
            json_of(duty)?.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        row.pass(11)?;
        Ok(DutyRow(row.json()?))
    }
}

impl Stored for StandingRow {
    fn table() -> &'static Table {
        &STANDING
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        let (moment, until, open, json) = self.listed()?;
        let key = self.key();
        Ok(vec![
            self.kind().into(),
            Cell::from(&key),
            Cell::from(self.subject()),
            key.split('|').next().unwrap_or_default().into(),
            moment,
            until,
            open.into(),
            json.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let kind = row.text()?;
        row.pass(1)?;
        let subject = row.subject()?;
        row.pass(1)?;
        let moment = row.instant()?;
        row.pass(2)?;
        Ok(match kind.as_str() {
            "alert" => StandingRow::Alert(row.json()?),
            "course" => StandingRow::Course(row.json()?),
            "purged" => StandingRow::Purged(subject, moment),
            _ => StandingRow::Status(row.json()?),
        })
    }
}

impl Stored for HistoryRow {
    fn table() -> &'static Table {
        &HISTORY
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            self.unit.into(),
            self.n.into(),
            self.as_of.into(),
            Cell::from(&self.change.subject),
            Cell::from(&self.change.key),
            json_of(&self.change)?.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (unit, n, as_of) = (row.count()?, row.small()?, row.instant()?);
        row.pass(2)?;
        Ok(HistoryRow { unit, n, as_of, change: row.json()? })
    }
}

impl Stored for MomentRow {
    fn table() -> &'static Table {
        &MOMENT
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.subject), Cell::from(&self.part), self.at.into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(MomentRow { subject: row.subject()?, part: row.name()?, at: row.instant()? })
    }
}

impl Stored for TouchedRow {
    fn table() -> &'static Table {
        &TOUCHED
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        let WaitingRow { subject, from, quiet } = &self.waiting;
        Ok(vec![Cell::from(subject), self.n.into(), (*from).into(), (*quiet).into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (subject, n) = (row.subject()?, row.int()?);
        let waiting = WaitingRow { subject, from: row.instant()?, quiet: row.yes()? };
        Ok(TouchedRow { n, waiting })
    }
}

impl Stored for MovingRow {
    fn table() -> &'static Table {
        &MOVING
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        let MoveRow { old, new, from, quiet } = &self.moving;
        let part = Cell::from(&self.part);
        Ok(vec![
            self.n.into(),
            old.into(),
            new.into(),
            (*from).into(),
            (*quiet).into(),
            part,
            self.after.clone().into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let n = row.int()?;
        let (old, new, from, quiet) = (row.short()?, row.short()?, row.instant()?, row.yes()?);
        Ok(MovingRow { n, moving: MoveRow { old, new, from, quiet }, part: row.short()?, after: row.text()? })
    }
}
