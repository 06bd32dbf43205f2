//! Writing a shard in memory. The single rows are put in `change`.

use super::{shard::Shard, transfer};
use crate::{
    cell::Cell,
    moving,
    rows::*,
    seam::{Result, Write},
    stored::*,
};
use facts::{
    FactId, Instant, Name, Recorded, SubjectId,
    chain::{Hash, Head, Salt},
};
use outcomes::{Alert, Course, Duty, StatusRow};
use smol_str::SmolStr;
use std::collections::BTreeMap;

impl Write for Shard {
    fn add_unit(&mut self, unit: &UnitRow) -> Result<()> {
        self.add_unit_row(unit.clone())
    }

    fn add_fact(&mut self, recorded: &Recorded, body_json: &str, salt: &Salt, body: &Hash) -> Result<()> {
        let (body_json, salt) = (Some(body_json.to_owned()), Some(*salt));
        self.add_link(Link { recorded: recorded.clone(), body_json, salt, body: *body })
    }

    fn set_head(&mut self, head: &Head) -> Result<()> {
        self.head.put((), *head);
        Ok(())
    }

    fn set_ground(&mut self, unit: u64) -> Result<()> {
        self.ground.put((), GroundRow(unit));
        Ok(())
    }

    fn purge_bodies(&mut self, ids: &[FactId]) -> Result<u64> {
        let mut purged = 0;
        for id in ids {
            let link = self.seq_of.get(id).and_then(|seq| self.links.get(seq)).cloned();
            let Some(mut link) = link.filter(|link| link.salt.is_some()) else { continue };
            (link.body_json, link.salt, link.recorded.purged) = (None, None, true);
            link.recorded.fact.body.clear();
            self.links.put(link.recorded.seq, link);
            purged += 1;
        }
        Ok(purged)
    }

    fn put_subject(&mut self, row: &SubjectRow) -> Result<()> {
        self.subjects.put(row.id.clone(), row.clone());
        Ok(())
    }

    fn put_memberships(&mut self, member: &SubjectId, ledger: &Name, rows: &[MembershipRow]) -> Result<()> {
        let mut all = self.memberships.get(member).cloned().unwrap_or_default();
        all.retain(|row| &row.ledger != ledger);
        all.extend_from_slice(rows);
        self.set_memberships(member, all);
        Ok(())
    }

    fn put_assignments(&mut self, root: FactId, rows: &[AssignmentRow]) -> Result<()> {
        let old: Vec<_> = self.assignments.keys().filter(|key| key.0 == root).cloned().collect();
        for key in old {
            self.assignments.drop(&key);
        }
        rows.iter().for_each(|row| self.set_assignment(row.clone()));
        Ok(())
    }

    fn add_match(&mut self, group: &SubjectId, signal: &Name, root: FactId, at: Instant) -> Result<bool> {
        let new = MatchRow { root, group: group.clone(), signal: signal.clone(), at };
        let news = self.matches.get(&(root, group.clone(), signal.clone())) != Some(&new);
        if news {
            self.set_match(new);
        }
        Ok(news)
    }

    fn drop_matches(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        let of_root = self.matches.values().filter(|row| row.root == root);
        let old: Vec<MatchRow> = of_root.cloned().collect();
        for row in &old {
            self.matches.drop(&(root, row.group.clone(), row.signal.clone()));
            self.matches_of.drop(&(row.group.clone(), row.signal.clone(), row.at, root));
        }
        Ok(old.into_iter().map(|row| (row.group, row.signal)).collect())
    }

    fn put_reading(&mut self, reader: &SubjectId, root: FactId, target: Option<&SubjectId>) -> Result<()> {
        Shard::drop_reading(self, reader, root);
        if let Some(target) = target {
            self.set_reading(ReadingRow { reader: reader.clone(), root, target: target.clone() });
        }
        Ok(())
    }

    fn put_duty(&mut self, duty: &Duty) -> Result<()> {
        self.set_duty(DutyRow(duty.clone()));
        Ok(())
    }

    fn put_status(&mut self, row: &StatusRow) -> Result<()> {
        self.set_standing(StandingRow::Status(row.clone()));
        Ok(())
    }

    fn put_course(&mut self, row: &Course) -> Result<()> {
        self.set_standing(StandingRow::Course(row.clone()));
        Ok(())
    }

    fn put_alert(&mut self, row: &Alert) -> Result<()> {
        self.set_standing(StandingRow::Alert(row.clone()));
        Ok(())
    }

    fn put_purged(&mut self, subject: &SubjectId, until: Instant) -> Result<()> {
        self.set_standing(StandingRow::Purged(subject.clone(), until));
        Ok(())
    }

    fn drop_outcomes(&mut self, subject: &SubjectId, keys: &[plan::Key]) -> Result<()> {
        keys.iter().for_each(|key| self.forget_outcome(subject, key));
        Ok(())
    }

    fn add_history(&mut self, rows: &[HistoryRow]) -> Result<()> {
        rows.iter().try_for_each(|row| self.add_entry(row.clone()))
    }

    fn put_moment(&mut self, subject: &SubjectId, part: &Name, at: Option<Instant>) -> Result<()> {
        match at {
            Some(at) => self.set_moment(MomentRow { at, subject: subject.clone(), part: part.clone() }),
            None => {
                if let Some(old) = self.moments.drop(&(subject.clone(), part.clone())) {
                    self.moments_by_time.drop(&old);
                }
            }
        }
        Ok(())
    }

    fn touch(&mut self, subject: &SubjectId, from: Instant, quiet: bool) -> Result<()> {
        let subject = subject.clone();
        let row = match self.touched.get(&subject) {
            Some(TouchedRow { n, waiting: old }) => {
                let (from, quiet) = (from.min(old.from), quiet && old.quiet);
                TouchedRow { n: *n, waiting: WaitingRow { subject, from, quiet } }
            }
            None => {
                let n = self.touched_by_n.keys().next_back().map_or(0, |(n, _)| *n) + 1;
                TouchedRow { n, waiting: WaitingRow { subject, from, quiet } }
            }
        };
        self.set_touched(row);
        Ok(())
    }

    fn untouch(&mut self, subjects: &[SubjectId]) -> Result<()> {
        for subject in subjects {
            if let Some(old) = self.touched.drop(subject) {
                self.touched_by_n.drop(&(old.n, old.waiting.subject));
            }
        }
        Ok(())
    }

    fn put_move(&mut self, row: &MoveRow) -> Result<()> {
        let below: Vec<SubjectRow> =
            self.subjects.values().filter(|s| s.org_kind.is_some()).cloned().collect();
        for org in below.into_iter().filter_map(|org| org.following(row)) {
            self.put_subject(&org)?;
        }
        let n = self.moves.keys().next_back().copied().unwrap_or(0) + 1;
        let part = moving::PARTS[0].into();
        self.moves.put(n, MovingRow { n, moving: row.clone(), part, after: String::new() });
        Ok(())
    }

    fn follow_move(&mut self, limit: usize) -> Result<Option<Followed>> {
        let Some(row) = self.moves.values().next().cloned() else { return Ok(None) };
        let (table, after) = moving::place(&row)?;
        let mut rows = Vec::new();
        transfer::export(self, table.name, &mut |cells| {
            let later = after.as_ref().is_none_or(|after| cells[..table.key] > after[..]);
            if later && rows.len() < limit {
                rows.push(cells);
            }
            Ok(())
        })?;
        let n = row.n;
        let step = moving::follow(row, rows, limit)?;
        for subject in &step.moved {
            self.put_subject(subject)?;
        }
        match step.next {
            Some(next) => drop(self.moves.put(n, next)),
            None => drop(self.moves.drop(&n)),
        }
        Ok(Some(step.followed))
    }

    fn put_contributions(&mut self, root: FactId, rows: &[ContributionRow]) -> Result<()> {
        for old in self.contributions.get(&root).cloned().unwrap_or_default() {
            self.count(&old, old.n.saturating_neg());
        }
        let mut sums: BTreeMap<_, ContributionRow> = BTreeMap::new();
        for row in rows {
            self.count(row, row.n);
            let place = (row.indicator.clone(), row.path.clone(), row.day, row.subject.clone());
            let add = |sum: &mut ContributionRow| sum.n = sum.n.saturating_add(row.n);
            sums.entry(place).and_modify(add).or_insert_with(|| row.clone());
        }
        self.set_contributions(root, sums.into_values().collect());
        Ok(())
    }

    fn forget_contributions(&mut self, root: FactId) -> Result<()> {
        self.set_contributions(root, Vec::new());
        Ok(())
    }

    fn add_messages(&mut self, rows: &[MessageRow]) -> Result<()> {
        for row in rows {
            if self.outbox.contains_key(&row.key) {
                continue;
            }
            if let Some((account, at)) = &row.read {
                let mark = ReadMarkRow { key: row.key.clone(), account: account.clone(), at: *at };
                self.read_marks.put(row.key.clone(), mark);
            }
            self.outbox.put(row.key.clone(), MessageRow { read: None, ..row.clone() });
        }
        Ok(())
    }

    fn read_message(&mut self, key: &str, account: &str, at: Instant) -> Result<bool> {
        let (key, account) = (SmolStr::from(key), SmolStr::from(account));
        if !self.outbox.contains_key(&key) || self.read_marks.contains_key(&key) {
            return Ok(false);
        }
        self.read_marks.put(key.clone(), ReadMarkRow { key, account, at });
        Ok(true)
    }

    fn put_pack(&mut self, row: &PackRow) -> Result<()> {
        self.packs.put(row.hash, row.clone());
        Ok(())
    }

    fn put_adoption(&mut self, root: FactId, row: Option<&AdoptionRow>) -> Result<()> {
        match row {
            Some(row) => self.adoptions.put(root, AdoptionRow { root, ..row.clone() }),
            None => self.adoptions.drop(&root),
        };
        Ok(())
    }

    fn put_note(&mut self, row: &NoteRow) -> Result<()> {
        self.notes.put((row.kind.clone(), row.key.clone()), row.clone());
        Ok(())
    }

    fn drop_note(&mut self, kind: &str, key: &str) -> Result<()> {
        self.notes.drop(&(kind.into(), key.into()));
        Ok(())
    }

    fn drop_expired_notes(&mut self, at: Instant) -> Result<u64> {
        let over = |row: &NoteRow| row.expires.is_some_and(|until| until <= at);
        let keys: Vec<_> =
            self.notes.iter().filter(|(_, row)| over(row)).map(|(key, _)| key.clone()).collect();
        Ok(keys.iter().filter_map(|key| self.notes.drop(key)).count() as u64)
    }

    fn put_sealed(&mut self, row: &SealedRow) -> Result<()> {
        self.drop_sealed_field(&row.subject, &row.field);
        for blind in &row.indexes {
            self.set_sealed_index(&row.field, blind, &row.subject);
        }
        self.sealed.put((row.subject.clone(), row.field.clone()), row.clone());
        Ok(())
    }

    fn drop_sealed(&mut self, subject: &SubjectId, field: Option<&Name>) -> Result<u64> {
        let wanted = |(s, f): &&(SubjectId, Name)| s == subject && field.is_none_or(|field| f == field);
        let of_subject = self.sealed.keys().filter(wanted);
        let fields: Vec<Name> = of_subject.map(|(_, field)| field.clone()).collect();
        let mut dropped = 0;
        for field in fields {
            dropped += u64::from(self.drop_sealed_field(subject, &field));
        }
        Ok(dropped)
    }

    fn clear_outcomes(&mut self) -> Result<()> {
        self.subjects.clear();
        self.memberships.clear();
        self.members_of.clear();
        self.assignments.clear();
        self.matches.clear();
        self.matches_of.clear();
        self.readings.clear();
        self.readers_of.clear();
        self.duties.clear();
        self.duties_of.clear();
        self.standing.clear();
        self.standing_of.clear();
        self.history.clear();
        self.moments.clear();
        self.moments_by_time.clear();
        self.touched.clear();
        self.touched_by_n.clear();
        self.moves.clear();
        self.counters.clear();
        self.contributions.clear();
        self.contributions_of.clear();
        self.outbox.clear();
        self.adoptions.clear();
        Ok(())
    }

    fn clear_baseline(&mut self) -> Result<()> {
        self.baseline.clear();
        Ok(())
    }

    fn import(&mut self, table: &str, row: Vec<Cell>) -> Result<()> {
        transfer::import(self, table, row)
    }
}
