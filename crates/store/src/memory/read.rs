//! Reading a shard in memory. Each operation is said as plainly as it can be.

use super::{
    lists,
    shard::{FIRST_FACT, LAST_FACT, Shard},
    transfer,
};
use crate::{
    cell::{Cell, day_number, day_of},
    paging::{child_of, steps_up},
    query::{Page, PageOf, Query, Tallied, tallied},
    rows::*,
    seam::{Read, Result},
    stored::StandingRow,
};
use facts::{
    Date, FactId, Instant, Name, Recorded, SubjectId,
    chain::{Hash, Head},
};
use outcomes::{Duty, Standing, StatusRow};
use plan::Key;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

impl Shard {
    /// Counters of an indicator in a subtree and a range of days.
    fn counted(
        &self,
        indicator: &str,
        path: &str,
        from: Date,
        to: Date,
    ) -> impl Iterator<Item = (i64, &str, i64)> {
        let first = (Name::new(indicator), day_number(from), SmolStr::default());
        let (last, path) = (day_number(to), path.to_owned());
        let mine = self
            .counters
            .range(first..)
            .take_while(move |((name, day, _), _)| name.as_str() == indicator && *day <= last);
        mine.filter(move |((_, _, at), _)| at.starts_with(&path))
            .map(|((_, day, at), row)| (*day, at.as_str(), row.n))
    }
}

impl Read for &Shard {
    fn head(&mut self) -> Result<Head> {
        Ok(self.head.get(&()).copied().unwrap_or_default())
    }

    fn ground(&mut self) -> Result<u64> {
        Ok(self.ground.get(&()).map_or(0, |row| row.0))
    }

    fn fact(&mut self, id: FactId) -> Result<Option<Recorded>> {
        let link = self.seq_of.get(&id).and_then(|seq| self.links.get(seq));
        Ok(link.map(|link| link.recorded.clone()))
    }

    fn facts_of_root(&mut self, root: FactId) -> Result<Vec<Recorded>> {
        self.facts_of_roots(&[root])
    }

    fn facts_about(&mut self, subject: &SubjectId, ledgers: &[Name], from: Instant) -> Result<Vec<Recorded>> {
        let about = self.about.range((subject.clone(), 0)..=(subject.clone(), u64::MAX));
        let roots: BTreeSet<FactId> = about
            .filter_map(|((_, seq), ())| self.links.get(seq))
            .map(|link| &link.recorded.fact)
            .filter(|fact| fact.at >= from && (ledgers.is_empty() || ledgers.contains(&fact.ledger)))
            .map(|fact| fact.root())
            .collect();
        let roots: Vec<FactId> = roots.into_iter().collect();
        self.facts_of_roots(&roots)
    }

    fn facts_about_any(&mut self, subjects: &[SubjectId], ledgers: &[Name]) -> Result<Vec<Recorded>> {
        let mut found = BTreeMap::new();
        for subject in subjects {
            let about = self.facts_about(subject, ledgers, Instant(i64::MIN))?;
            found.extend(about.into_iter().map(|recorded| (recorded.seq, recorded)));
        }
        Ok(found.into_values().collect())
    }

    fn links(&mut self, from_seq: u64, limit: usize) -> Result<Vec<Link>> {
        Ok(self.links.range(from_seq..).take(limit).map(|(_, link)| link.clone()).collect())
    }

    fn facts_before(
        &mut self,
        ledger: &Name,
        until: Instant,
        after: (Instant, u64),
        limit: usize,
    ) -> Result<Vec<Recorded>> {
        let kept = self.links.values().map(|link| &link.recorded).filter(|r| !r.purged);
        let fits =
            |r: &&Recorded| r.fact.ledger == *ledger && r.fact.at < until && (r.fact.at, r.seq) > after;
        let mut found: Vec<Recorded> = kept.filter(fits).cloned().collect();
        found.sort_by_key(|r| (r.fact.at, r.seq));
        found.truncate(limit);
        Ok(found)
    }

    fn units(&mut self, from_unit: u64, limit: usize) -> Result<Vec<UnitRow>> {
        Ok(self.units.range(from_unit..).take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn subject(&mut self, id: &SubjectId) -> Result<Option<SubjectRow>> {
        Ok(self.subjects.get(id).cloned())
    }

    fn subjects(&mut self, ids: &[SubjectId]) -> Result<Vec<SubjectRow>> {
        Ok(ids.iter().filter_map(|id| self.subjects.get(id)).cloned().collect())
    }

    fn org_chain(&mut self, org: &SubjectId) -> Result<Vec<SubjectRow>> {
        let Some(first) = self.subjects.get(org) else { return Ok(Vec::new()) };
        let above = steps_up(&first.path).filter(|step| step != org);
        let above = above.filter_map(|step| self.subjects.get(&step));
        Ok(std::iter::once(first).chain(above).cloned().collect())
    }

    fn orgs_below(&mut self, top: &SubjectId, kinds: &[Name]) -> Result<Vec<SubjectRow>> {
        let Some(top) = self.subjects.get(top) else { return Ok(Vec::new()) };
        let wanted = |kind: &Name| kinds.is_empty() || kinds.contains(kind);
        let below = self.subjects.values().filter(|row| row.path.starts_with(top.path.as_str()));
        Ok(below.filter(|row| row.org_kind.as_ref().is_some_and(wanted)).cloned().collect())
    }

    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<MembershipRow>> {
        Ok(self.memberships.get(member).cloned().unwrap_or_default())
    }

    fn memberships_of(&mut self, members: &[SubjectId]) -> Result<Vec<MembershipRow>> {
        Ok(members.iter().filter_map(|member| self.memberships.get(member)).flatten().cloned().collect())
    }

    fn members(
        &mut self,
        group: &SubjectId,
        since: Instant,
        at: Instant,
        after: Option<&SubjectId>,
        limit: usize,
    ) -> Result<Vec<SubjectId>> {
        let holds = |row: &MembershipRow| row.from <= at && row.until.is_none_or(|until| since < until);
        let is_member = |member: &&SubjectId| {
            let rows = self.memberships.get(*member).into_iter().flatten();
            rows.filter(|row| &row.group == group).any(holds)
        };
        let of_group = self.members_of.get(group).into_iter().flatten();
        let later = of_group.filter(|member| after.is_none_or(|after| *member > after));
        Ok(later.filter(is_member).take(limit).cloned().collect())
    }

    fn matches(&mut self, group: &SubjectId, signal: &Name, from: Instant) -> Result<Vec<FactId>> {
        let first = (group.clone(), signal.clone(), from, FIRST_FACT);
        let of_group =
            self.matches_of.range(first..).take_while(|((g, s, _, _), ())| g == group && s == signal);
        Ok(of_group.map(|((_, _, _, root), ())| *root).collect())
    }

    fn matches_of(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        let of_root = self.matches.values().filter(|row| row.root == root);
        Ok(of_root.map(|row| (row.group.clone(), row.signal.clone())).collect())
    }

    fn facts_of_roots(&mut self, roots: &[FactId]) -> Result<Vec<Recorded>> {
        let links: BTreeMap<u64, &Link> =
            roots.iter().flat_map(|root| self.chain(*root)).map(|link| (link.recorded.seq, link)).collect();
        Ok(links.into_values().map(|link| link.recorded.clone()).collect())
    }

    fn readers_of(&mut self, target: &SubjectId) -> Result<Vec<SubjectId>> {
        let readers = self.readers_of.get(target).into_iter().flatten();
        let readers: BTreeSet<&SubjectId> = readers.map(|(reader, _)| reader).collect();
        Ok(readers.into_iter().cloned().collect())
    }

    fn read_by(&mut self, reader: &SubjectId) -> Result<Vec<SubjectId>> {
        let of_reader = self.readings.range((reader.clone(), FIRST_FACT)..=(reader.clone(), LAST_FACT));
        let targets: BTreeSet<&SubjectId> = of_reader.map(|(_, row)| &row.target).collect();
        Ok(targets.into_iter().cloned().collect())
    }

    fn standing(&mut self, subject: &SubjectId) -> Result<Standing> {
        Ok(self.standing_about(subject))
    }

    fn standing_of(&mut self, subject: &SubjectId, names: &[Name]) -> Result<Standing> {
        let named = |key: &Key| is_named(key, names);
        let mut standing = self.standing_about(subject);
        standing.duties.retain(|key, duty| named(key) && duty.state.is_owed());
        standing.statuses.retain(|key, _| named(key));
        standing.courses.retain(|key, _| named(key));
        standing.alerts.retain(|key, _| named(key));
        Ok(standing)
    }

    fn ever_stood(&mut self, subject: &SubjectId, names: &[Name]) -> Result<bool> {
        let Standing { duties, statuses, courses, alerts, .. } = self.standing_about(subject);
        let mut keys = duties.keys().chain(statuses.keys()).chain(courses.keys()).chain(alerts.keys());
        Ok(keys.any(|key| is_named(key, names)))
    }

    fn ended_duties(&mut self, subject: &SubjectId, names: &[Name], since: Instant) -> Result<Vec<Duty>> {
        let duties = self.standing_about(subject).duties.into_values();
        Ok(duties.filter(|d| is_named(&d.key, names) && !d.state.is_owed() && d.last() >= since).collect())
    }

    fn duty(&mut self, key: &str) -> Result<Option<Duty>> {
        Ok(self.duties.get(&Key::from_text(key)).map(|row| row.0.clone()))
    }

    fn statuses_of(&mut self, subjects: &[SubjectId]) -> Result<Vec<StatusRow>> {
        let subjects: BTreeSet<&SubjectId> = subjects.iter().collect();
        let rows = subjects.into_iter().flat_map(|subject| self.rows_about(subject));
        let statuses = rows.filter_map(|row| match row {
            StandingRow::Status(row) => Some(row.clone()),
            _ => None,
        });
        Ok(statuses.collect())
    }

    fn assignments_at(&mut self, orgs: &[SubjectId]) -> Result<Vec<AssignmentRow>> {
        let mut rows: Vec<_> =
            self.assignments.values().filter(|row| orgs.contains(&row.org)).cloned().collect();
        rows.sort_by(|a, b| {
            (&a.org, &a.role, &a.account, a.from, a.root).cmp(&(&b.org, &b.role, &b.account, b.from, b.root))
        });
        Ok(rows)
    }

    fn assignments_of(&mut self, account: &str) -> Result<Vec<AssignmentRow>> {
        let mut rows: Vec<_> =
            self.assignments.values().filter(|row| row.account == account).cloned().collect();
        rows.sort_by(|a, b| (&a.org, &a.role, a.from, a.root).cmp(&(&b.org, &b.role, b.from, b.root)));
        Ok(rows)
    }

    fn due_moments(&mut self, until: Instant, limit: usize) -> Result<Vec<MomentRow>> {
        Ok(self.moments_by_time.keys().take_while(|moment| moment.at <= until).take(limit).cloned().collect())
    }

    fn moments_of(&mut self, subject: &SubjectId) -> Result<Vec<MomentRow>> {
        let first = (subject.clone(), Name::default());
        let mine = self.moments.range(first..).take_while(|((s, _), _)| s == subject);
        Ok(mine.map(|(_, row)| row.clone()).collect())
    }

    fn next_moment(&mut self) -> Result<Option<Instant>> {
        Ok(self.moments_by_time.keys().next().map(|moment| moment.at))
    }

    fn touched(&mut self, limit: usize) -> Result<Vec<WaitingRow>> {
        let oldest = self.touched_by_n.keys().take(limit);
        Ok(oldest.filter_map(|(_, id)| self.touched.get(id)).map(|row| row.waiting.clone()).collect())
    }

    fn moving(&mut self) -> Result<bool> {
        Ok(!self.moves.is_empty())
    }

    fn adoptions(&mut self) -> Result<Vec<AdoptionRow>> {
        let mut rows: Vec<_> = self.adoptions.values().cloned().collect();
        rows.sort_by(|a, b| (a.from, &a.pack, a.root).cmp(&(b.from, &b.pack, b.root)));
        Ok(rows)
    }

    fn pack(&mut self, hash: &Hash) -> Result<Option<PackRow>> {
        Ok(self.packs.get(hash).cloned())
    }

    fn counter(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        Ok(self.counted(indicator, path, from, to).map(|(_, _, n)| n).fold(0, i64::saturating_add))
    }

    fn distinct(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        let adds = self.contributing(indicator, from, to).map(|(_, adds)| adds);
        let adds = adds.filter(|adds| adds.path.starts_with(path) && adds.n != 0);
        let subjects: BTreeSet<&SubjectId> = adds.map(|adds| &adds.subject).collect();
        Ok(i64::try_from(subjects.len()).unwrap_or(i64::MAX))
    }

    fn counters(&mut self, ask: &CounterAsk) -> Result<Vec<(String, i64)>> {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for (day, path, n) in self.counted(&ask.indicator, &ask.path, ask.from, ask.to) {
            let group = match ask.by {
                CounterBy::Day => day_of(day).to_string(),
                CounterBy::Child => child_of(&ask.path, path),
            };
            let sum = sums.entry(group).or_default();
            *sum = sum.saturating_add(n);
        }
        Ok(sums.into_iter().collect())
    }

    fn messages_after(&mut self, (at, key): (Instant, &str), limit: usize) -> Result<Vec<MessageRow>> {
        let after = |row: &&MessageRow| (row.at, row.key.as_str()) > (at, key);
        let mut found: Vec<MessageRow> = self.outbox.values().filter(after).cloned().collect();
        found.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        found.truncate(limit);
        Ok(found)
    }

    fn page(&mut self, query: &Query) -> Result<Page<PageOf>> {
        lists::page(self, query)
    }

    fn count(&mut self, query: &Query, limit: u64) -> Result<u64> {
        let rows = lists::rows(self, query);
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX).min(limit))
    }

    fn tally(&mut self, query: &Query, cuts: &[Instant], limit: u64) -> Result<Vec<Tallied>> {
        let (mut sums, mut looked_at) = (BTreeMap::new(), [0; 2]);
        for row in lists::rows(self, query) {
            let PageOf::Duty(duty) = row else { continue };
            let looked_at = &mut looked_at[usize::from(duty.state.is_owed())];
            if *looked_at < limit {
                *looked_at += 1;
                let stretch = cuts.iter().filter(|cut| duty.due.due >= **cut).count();
                *sums.entry((stretch, duty.state, duty.holder.is_some())).or_default() += 1;
            }
        }
        Ok(tallied(sums))
    }

    fn note(&mut self, kind: &str, key: &str) -> Result<Option<NoteRow>> {
        Ok(self.notes.get(&(kind.into(), key.into())).cloned())
    }

    fn notes(&mut self, kind: &str, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<NoteRow>> {
        let of_kind = self.notes.values().filter(|row| row.kind == kind && row.key.starts_with(prefix));
        let later = of_kind.filter(|row| after.is_none_or(|after| row.key.as_str() > after));
        Ok(later.take(limit).cloned().collect())
    }

    fn sealed(&mut self, subject: &SubjectId) -> Result<Vec<SealedRow>> {
        let of_subject = self.sealed.range((subject.clone(), Name::default())..);
        Ok(of_subject.take_while(|((s, _), _)| s == subject).map(|(_, row)| row.clone()).collect())
    }

    fn find_sealed(&mut self, field: &str, index: &[u8]) -> Result<Vec<SubjectId>> {
        let found = self.sealed_indexes.get(&(Name::new(field), index.to_vec()));
        Ok(found.into_iter().flatten().cloned().collect())
    }

    fn rows_after(&mut self, table: &str, after: Option<&[Cell]>, limit: usize) -> Result<Vec<Vec<Cell>>> {
        let key = crate::stored::table(table)?.key;
        let mut found = Vec::new();
        transfer::export(self, table, &mut |row| {
            if found.len() < limit && after.is_none_or(|after| row.get(..key) > Some(after)) {
                found.push(row);
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn export(&mut self, table: &str, each: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
        transfer::export(self, table, each)
    }

    fn rows_in(&mut self, table: &str) -> Result<u64> {
        let mut n = 0;
        transfer::export(self, table, &mut |_| {
            n += 1;
            Ok(())
        })?;
        Ok(n)
    }
}

/// True when an outcome has one of these names; none means any.
fn is_named(key: &Key, names: &[Name]) -> bool {
    names.is_empty() || names.iter().any(|name| name.as_str() == key.name())
}
