//! Single rows in and out of the maps of a shard, with their indexes.

use super::shard::Shard;
use crate::{cell::day_number, rows::*, seam::Result, stored::*};
use facts::{FactId, Name, SubjectId};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

impl Shard {
    /// Adds a link and its indexes.
    pub(super) fn add_link(&mut self, link: Link) -> Result<()> {
        let (seq, id) = (link.recorded.seq, link.recorded.fact.id);
        if self.links.contains_key(&seq) || self.seq_of.contains_key(&id) {
            return Err(self.fail("add a fact", "its number or its id is there already"));
        }
        self.seq_of.put(id, seq);
        // A root is found by its own id, a correction by the id that it names.
        self.chain_of.put((id, seq), ());
        if let Some(root) = link.recorded.fact.corrects {
            self.chain_of.put((root, seq), ());
        }
        self.about.put((link.recorded.fact.subject.clone(), seq), ());
        self.links.put(seq, link);
        Ok(())
    }

    pub(super) fn add_unit_row(&mut self, row: UnitRow) -> Result<()> {
        if self.units.contains_key(&row.unit) {
            return Err(self.fail("add a unit", "its number is there already"));
        }
        self.units.put(row.unit, row);
        Ok(())
    }

    pub(super) fn add_entry(&mut self, row: HistoryRow) -> Result<()> {
        if self.history.contains_key(&(row.unit, row.n)) {
            return Err(self.fail("add to the history", "this place is taken already"));
        }
        self.history.put((row.unit, row.n), row);
        Ok(())
    }

    pub(super) fn set_memberships(&mut self, member: &SubjectId, rows: Vec<MembershipRow>) {
        let mut by_key = BTreeMap::new();
        for row in rows {
            by_key.insert((row.from, row.group.clone(), row.ledger.clone(), row.root), row);
        }
        for row in by_key.values() {
            let mut members = self.members_of.get(&row.group).cloned().unwrap_or_default();
            if members.insert(member.clone()) {
                self.members_of.put(row.group.clone(), members);
            }
        }
        self.memberships.put(member.clone(), by_key.into_values().collect());
    }

    pub(super) fn set_assignment(&mut self, row: AssignmentRow) {
        let key = (row.root, row.org.clone(), row.role.clone(), row.account.clone(), row.from);
        self.assignments.put(key, row);
    }

    pub(super) fn set_match(&mut self, row: MatchRow) {
        let key = (row.root, row.group.clone(), row.signal.clone());
        self.matches_of.put((row.group.clone(), row.signal.clone(), row.at, row.root), ());
        if let Some(old) = self.matches.put(key, row.clone())
            && old.at != row.at
        {
            self.matches_of.drop(&(old.group, old.signal, old.at, old.root));
        }
    }

    pub(super) fn drop_reading(&mut self, reader: &SubjectId, root: FactId) {
        let Some(old) = self.readings.drop(&(reader.clone(), root)) else { return };
        let mut readers = self.readers_of.get(&old.target).cloned().unwrap_or_default();
        readers.remove(&(old.reader, root));
        self.readers_of.put(old.target, readers);
    }

    pub(super) fn set_reading(&mut self, row: ReadingRow) {
        let mut readers = self.readers_of.get(&row.target).cloned().unwrap_or_default();
        readers.insert((row.reader.clone(), row.root));
        self.readers_of.put(row.target.clone(), readers);
        self.readings.put((row.reader.clone(), row.root), row);
    }

    pub(super) fn set_duty(&mut self, row: DutyRow) {
        let (subject, key) = (row.0.subject.clone(), row.0.key.clone());
        if let Some(old) = self.duties.put(key.clone(), row) {
            self.duties_of.drop(&(old.0.subject, key.clone()));
        }
        self.duties_of.put((subject, key), ());
    }

    pub(super) fn set_standing(&mut self, row: StandingRow) {
        let (subject, kind, key) = (row.subject().clone(), row.kind(), row.key());
        if let Some(old) = self.standing.put((kind, key.clone()), row) {
            self.standing_of.drop(&(old.subject().clone(), kind, key.clone()));
        }
        self.standing_of.put((subject, kind, key), ());
    }

    /// Removes an outcome with its history and the messages about it.
    pub(super) fn forget_outcome(&mut self, subject: &SubjectId, key: &plan::Key) {
        if let Some(old) = self.duties.drop(key) {
            self.duties_of.drop(&(old.0.subject, key.clone()));
        }
        for kind in ["alert", "course", "status"] {
            let key = SmolStr::from(key.as_str());
            if let Some(old) = self.standing.drop(&(kind, key.clone())) {
                self.standing_of.drop(&(old.subject().clone(), kind, key));
            }
        }
        let told = |row: &&HistoryRow| row.change.subject == *subject && row.change.key == *key;
        let told: Vec<(u64, u32)> = self.history.values().filter(told).map(|row| (row.unit, row.n)).collect();
        let units: BTreeSet<String> = told.iter().map(|(unit, _)| format!("{unit}.")).collect();
        told.iter().for_each(|place| drop(self.history.drop(place)));
        let of_unit = |row: &&MessageRow| {
            row.outcome == *key && units.iter().any(|unit| row.key.starts_with(unit.as_str()))
        };
        let posted: Vec<SmolStr> = self.outbox.values().filter(of_unit).map(|row| row.key.clone()).collect();
        for key in posted {
            self.outbox.drop(&key);
            self.read_marks.drop(&key);
        }
    }

    pub(super) fn set_moment(&mut self, row: MomentRow) {
        let key = (row.subject.clone(), row.part.clone());
        if let Some(old) = self.moments.put(key, row.clone()) {
            self.moments_by_time.drop(&old);
        }
        self.moments_by_time.put(row, ());
    }

    pub(super) fn set_touched(&mut self, row: TouchedRow) {
        self.touched_by_n.put((row.n, row.waiting.subject.clone()), ());
        self.touched.put(row.waiting.subject.clone(), row);
    }

    /// Sets what a fact contributes, without the counters.
    pub(super) fn set_contributions(&mut self, root: FactId, rows: Vec<ContributionRow>) {
        let index = |row: &ContributionRow| (row.indicator.clone(), day_number(row.day), root);
        for old in self.contributions.drop(&root).into_iter().flatten() {
            self.contributions_of.drop(&index(&old));
        }
        for row in &rows {
            self.contributions_of.put(index(row), ());
        }
        if !rows.is_empty() {
            self.contributions.put(root, rows);
        }
    }

    pub(super) fn count(&mut self, adds: &ContributionRow, n: i64) {
        let ContributionRow { indicator, path, day, .. } = adds;
        let key = (indicator.clone(), day_number(*day), path.clone());
        let sum = self.counters.get(&key).map_or(0, |row| row.n).saturating_add(n);
        if sum == 0 {
            self.counters.drop(&key);
        } else {
            let row = CounterRow { indicator: indicator.clone(), day: *day, path: path.clone(), n: sum };
            self.counters.put(key, row);
        }
    }

    pub(super) fn set_sealed_index(&mut self, field: &Name, blind: &[u8], subject: &SubjectId) {
        let key = (field.clone(), blind.to_vec());
        let mut subjects = self.sealed_indexes.get(&key).cloned().unwrap_or_default();
        subjects.insert(subject.clone());
        self.sealed_indexes.put(key, subjects);
    }

    pub(super) fn drop_sealed_field(&mut self, subject: &SubjectId, field: &Name) -> bool {
        let Some(old) = self.sealed.drop(&(subject.clone(), field.clone())) else { return false };
        for blind in old.indexes {
            let key = (field.clone(), blind);
            let mut subjects = self.sealed_indexes.get(&key).cloned().unwrap_or_default();
            subjects.remove(subject);
            self.sealed_indexes.put(key, subjects);
        }
        true
    }
}
