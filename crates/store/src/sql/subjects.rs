//! Subjects, memberships, assignments, matches of signals, readings.

use super::{Connection, Shard, limit, statement::statements};
use crate::{
    cell::Cell,
    paging::{end_of, steps_up},
    rows::{AssignmentRow, MembershipRow, SubjectRow},
    seam::Result,
    stored::{ASSIGNMENT, MEMBERSHIP, MatchRow, PlaceRow, READING, ReadingRow, SIGNAL_MATCH, SUBJECT},
};
use facts::{FactId, Instant, Name, SubjectId};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

statements! {
    BY_ID = select(&SUBJECT, "AND id = $2");
    BY_IDS = select(&SUBJECT, "AND id IN ($*)");
    ORGS_BELOW = select(&SUBJECT, "AND org_kind IS NOT NULL AND path >= $2 AND path < $3 ORDER BY id");
    MEMBERSHIPS = select(&MEMBERSHIP, "AND member = $2 ORDER BY from_at, of_group, ledger, root");
    MEMBERSHIPS_OF = select(&MEMBERSHIP, "AND member IN ($*) ORDER BY member, from_at, of_group, ledger, root");
    DROP_PLACE = plain("DELETE FROM place WHERE shard = $1 AND subject = $2 AND path = $3");
    DROP_MEMBERSHIPS = plain("DELETE FROM membership WHERE shard = $1 AND member = $2 AND ledger = $3");
    MEMBERS = plain("SELECT DISTINCT member FROM membership WHERE shard = $1 AND of_group = $2
        AND from_at <= $3 AND (until_at IS NULL OR until_at > $6) AND member > $4 ORDER BY member LIMIT $5");
    ASSIGNED_AT = select(&ASSIGNMENT, "AND org IN ($*)");
    ASSIGNED_TO = select(&ASSIGNMENT, "AND account = $2 ORDER BY org, role, from_at, root");
    ASSIGNED_BY = select(&ASSIGNMENT, "AND root = $2");
    DROP_ASSIGNED = plain("DELETE FROM assignment WHERE shard = $1 AND root = $2");
    MATCHES = plain("SELECT root FROM signal_match WHERE shard = $1 AND of_group = $2 AND signal = $3
        AND happened >= $4 ORDER BY happened, root");
    MATCH = select(&SIGNAL_MATCH, "AND root = $2 AND of_group = $3 AND signal = $4");
    MATCHES_OF = select(&SIGNAL_MATCH, "AND root = $2 ORDER BY of_group, signal");
    DROP_MATCHES = plain("DELETE FROM signal_match WHERE shard = $1 AND root = $2");
    READERS = plain("SELECT DISTINCT reader FROM reading WHERE shard = $1 AND target = $2 ORDER BY reader");
    READ_BY = plain("SELECT DISTINCT target FROM reading WHERE shard = $1 AND reader = $2 ORDER BY target");
    READING_OF = select(&READING, "AND reader = $2 AND root = $3");
    DROP_READING = plain("DELETE FROM reading WHERE shard = $1 AND reader = $2 AND root = $3");
}

impl<C: Connection> Shard<'_, C> {
    pub(super) fn subject_by_id(&mut self, id: &SubjectId) -> Result<Option<SubjectRow>> {
        self.one(&BY_ID, [id.into()])
    }

    pub(super) fn subjects_by_ids(&mut self, ids: &[SubjectId]) -> Result<Vec<SubjectRow>> {
        self.each_of(&BY_IDS, ids.iter().map(Cell::from).collect())
    }

    pub(super) fn register(&mut self, row: &SubjectRow) -> Result<()> {
        let old = self.subject_by_id(&row.id)?;
        let had: BTreeSet<&SmolStr> = old.iter().flat_map(SubjectRow::paths).collect();
        let has: BTreeSet<&SmolStr> = row.paths().collect();
        for path in had.difference(&has) {
            self.run(&DROP_PLACE, [Cell::from(&row.id), (*path).into()])?;
        }
        for path in has.difference(&had) {
            self.insert(&PlaceRow { subject: row.id.clone(), path: (*path).clone() })?;
        }
        self.upsert(row)
    }

    pub(super) fn up_from(&mut self, org: &SubjectId) -> Result<Vec<SubjectRow>> {
        let Some(first) = self.subject_by_id(org)? else { return Ok(Vec::new()) };
        let steps: Vec<SubjectId> = steps_up(&first.path).filter(|step| step != org).collect();
        let above = self.subjects_by_ids(&steps)?;
        let mut by_id: BTreeMap<SubjectId, SubjectRow> =
            above.into_iter().map(|row| (row.id.clone(), row)).collect();
        let mut chain = vec![first];
        chain.extend(steps.iter().filter_map(|step| by_id.remove(step)));
        Ok(chain)
    }

    pub(super) fn down_from(&mut self, top: &SubjectId, kinds: &[Name]) -> Result<Vec<SubjectRow>> {
        let Some(top) = self.subject_by_id(top)? else { return Ok(Vec::new()) };
        let mut rows: Vec<SubjectRow> =
            self.all(&ORGS_BELOW, [Cell::from(&top.path), end_of(&top.path).into()])?;
        rows.retain(|row| kinds.is_empty() || row.org_kind.as_ref().is_some_and(|kind| kinds.contains(kind)));
        Ok(rows)
    }

    pub(super) fn memberships_by_member(&mut self, member: &SubjectId) -> Result<Vec<MembershipRow>> {
        self.all(&MEMBERSHIPS, [member.into()])
    }

    pub(super) fn memberships_by_members(&mut self, members: &[SubjectId]) -> Result<Vec<MembershipRow>> {
        self.each_of(&MEMBERSHIPS_OF, members.iter().map(Cell::from).collect())
    }

    pub(super) fn replace_memberships(
        &mut self,
        member: &SubjectId,
        ledger: &Name,
        rows: &[MembershipRow],
    ) -> Result<()> {
        let old = self.memberships_by_member(member)?.into_iter().filter(|row| &row.ledger == ledger);
        // Most facts say what was known already; then nothing is written.
        if old.eq(rows.iter().cloned()) {
            return Ok(());
        }
        self.run(&DROP_MEMBERSHIPS, [member.into(), ledger.into()])?;
        rows.iter().try_for_each(|row| self.upsert(row))
    }

    pub(super) fn members_of(
        &mut self,
        group: &SubjectId,
        (since, at): (Instant, Instant),
        after: Option<&SubjectId>,
        n: usize,
    ) -> Result<Vec<SubjectId>> {
        let after = after.map_or("", SubjectId::as_str);
        let mut rows =
            self.rows(&MEMBERS, [group.into(), at.into(), after.into(), limit(n), since.into()])?;
        rows.iter_mut().map(|row| row.subject()).collect()
    }

    pub(super) fn assigned_at(&mut self, orgs: &[SubjectId]) -> Result<Vec<AssignmentRow>> {
        let mut rows: Vec<AssignmentRow> =
            self.each_of(&ASSIGNED_AT, orgs.iter().map(Cell::from).collect())?;
        rows.sort_by(|a, b| {
            (&a.org, &a.role, &a.account, a.from, a.root).cmp(&(&b.org, &b.role, &b.account, b.from, b.root))
        });
        rows.dedup();
        Ok(rows)
    }

    pub(super) fn assigned_to(&mut self, account: &str) -> Result<Vec<AssignmentRow>> {
        self.all(&ASSIGNED_TO, [account.into()])
    }

    pub(super) fn replace_assigned(&mut self, root: FactId, rows: &[AssignmentRow]) -> Result<()> {
        if self.all::<AssignmentRow>(&ASSIGNED_BY, [root.into()])? == rows {
            return Ok(());
        }
        self.run(&DROP_ASSIGNED, [root.into()])?;
        rows.iter().try_for_each(|row| self.upsert(row))
    }

    pub(super) fn matches_at(
        &mut self,
        group: &SubjectId,
        signal: &Name,
        from: Instant,
    ) -> Result<Vec<FactId>> {
        let mut rows = self.rows(&MATCHES, [group.into(), signal.into(), from.into()])?;
        rows.iter_mut().map(|row| row.fact()).collect()
    }

    pub(super) fn match_is_news(
        &mut self,
        group: &SubjectId,
        signal: &Name,
        root: FactId,
        at: Instant,
    ) -> Result<bool> {
        let new = MatchRow { root, group: group.clone(), signal: signal.clone(), at };
        let old: Option<MatchRow> = self.one(&MATCH, [root.into(), group.into(), signal.into()])?;
        if old.as_ref() == Some(&new) {
            return Ok(false);
        }
        self.upsert(&new).map(|()| true)
    }

    pub(super) fn matched(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        let rows: Vec<MatchRow> = self.all(&MATCHES_OF, [root.into()])?;
        Ok(rows.into_iter().map(|row| (row.group, row.signal)).collect())
    }

    pub(super) fn forget_matches(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        let old = self.matched(root)?;
        if !old.is_empty() {
            self.run(&DROP_MATCHES, [root.into()])?;
        }
        Ok(old)
    }

    pub(super) fn who_reads(&mut self, target: &SubjectId) -> Result<Vec<SubjectId>> {
        self.rows(&READERS, [target.into()])?.iter_mut().map(|row| row.subject()).collect()
    }

    pub(super) fn whom_reads(&mut self, reader: &SubjectId) -> Result<Vec<SubjectId>> {
        self.rows(&READ_BY, [reader.into()])?.iter_mut().map(|row| row.subject()).collect()
    }

    pub(super) fn replace_reading(
        &mut self,
        reader: &SubjectId,
        root: FactId,
        target: Option<&SubjectId>,
    ) -> Result<()> {
        let old: Option<ReadingRow> = self.one(&READING_OF, [reader.into(), root.into()])?;
        match (old, target) {
            (Some(old), Some(target)) if &old.target == target => Ok(()),
            (None, None) => Ok(()),
            (Some(_), None) => self.run(&DROP_READING, [reader.into(), root.into()]).map(|_| ()),
            (_, Some(target)) => {
                self.upsert(&ReadingRow { reader: reader.clone(), root, target: target.clone() })
            }
        }
    }
}
