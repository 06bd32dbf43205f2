//! Reading inside of a unit of work: the same answers, on what the unit has written so far.

use super::shard::Shard;
use crate::{
    cell::Cell,
    query::{Page, PageOf, Query, Tallied},
    rows::*,
    seam::{Read, Result},
};
use facts::{
    Date, FactId, Instant, Name, Recorded, SubjectId,
    chain::{Hash, Head},
};
use outcomes::{Duty, Standing, StatusRow};

/// A unit of work reads what it has written so far.
impl Read for Shard {
    fn head(&mut self) -> Result<Head> {
        (&*self).head()
    }

    fn ground(&mut self) -> Result<u64> {
        Read::ground(&mut &*self)
    }

    fn fact(&mut self, id: FactId) -> Result<Option<Recorded>> {
        (&*self).fact(id)
    }

    fn facts_of_root(&mut self, root: FactId) -> Result<Vec<Recorded>> {
        (&*self).facts_of_root(root)
    }

    fn facts_about(&mut self, subject: &SubjectId, ledgers: &[Name], from: Instant) -> Result<Vec<Recorded>> {
        (&*self).facts_about(subject, ledgers, from)
    }

    fn facts_about_any(&mut self, subjects: &[SubjectId], ledgers: &[Name]) -> Result<Vec<Recorded>> {
        (&*self).facts_about_any(subjects, ledgers)
    }

    fn links(&mut self, from_seq: u64, limit: usize) -> Result<Vec<Link>> {
        (&*self).links(from_seq, limit)
    }

    fn facts_before(
        &mut self,
        ledger: &Name,
        until: Instant,
        after: (Instant, u64),
        limit: usize,
    ) -> Result<Vec<Recorded>> {
        (&*self).facts_before(ledger, until, after, limit)
    }

    fn units(&mut self, from_unit: u64, limit: usize) -> Result<Vec<UnitRow>> {
        (&*self).units(from_unit, limit)
    }

    fn subject(&mut self, id: &SubjectId) -> Result<Option<SubjectRow>> {
        (&*self).subject(id)
    }

    fn subjects(&mut self, ids: &[SubjectId]) -> Result<Vec<SubjectRow>> {
        (&*self).subjects(ids)
    }

    fn org_chain(&mut self, org: &SubjectId) -> Result<Vec<SubjectRow>> {
        (&*self).org_chain(org)
    }

    fn orgs_below(&mut self, top: &SubjectId, kinds: &[Name]) -> Result<Vec<SubjectRow>> {
        (&*self).orgs_below(top, kinds)
    }

    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<MembershipRow>> {
        (&*self).memberships(member)
    }

    fn memberships_of(&mut self, members: &[SubjectId]) -> Result<Vec<MembershipRow>> {
        (&*self).memberships_of(members)
    }

    fn members(
        &mut self,
        group: &SubjectId,
        since: Instant,
        at: Instant,
        after: Option<&SubjectId>,
        limit: usize,
    ) -> Result<Vec<SubjectId>> {
        (&*self).members(group, since, at, after, limit)
    }

    fn matches(&mut self, group: &SubjectId, signal: &Name, from: Instant) -> Result<Vec<FactId>> {
        (&*self).matches(group, signal, from)
    }

    fn matches_of(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        (&*self).matches_of(root)
    }

    fn facts_of_roots(&mut self, roots: &[FactId]) -> Result<Vec<Recorded>> {
        (&*self).facts_of_roots(roots)
    }

    fn readers_of(&mut self, target: &SubjectId) -> Result<Vec<SubjectId>> {
        (&*self).readers_of(target)
    }

    fn read_by(&mut self, reader: &SubjectId) -> Result<Vec<SubjectId>> {
        (&*self).read_by(reader)
    }

    fn standing(&mut self, subject: &SubjectId) -> Result<Standing> {
        (&*self).standing(subject)
    }

    fn standing_of(&mut self, subject: &SubjectId, names: &[Name]) -> Result<Standing> {
        Read::standing_of(&mut &*self, subject, names)
    }

    fn ever_stood(&mut self, subject: &SubjectId, names: &[Name]) -> Result<bool> {
        Read::ever_stood(&mut &*self, subject, names)
    }

    fn ended_duties(&mut self, subject: &SubjectId, names: &[Name], since: Instant) -> Result<Vec<Duty>> {
        (&*self).ended_duties(subject, names, since)
    }

    fn duty(&mut self, key: &str) -> Result<Option<Duty>> {
        (&*self).duty(key)
    }

    fn statuses_of(&mut self, subjects: &[SubjectId]) -> Result<Vec<StatusRow>> {
        (&*self).statuses_of(subjects)
    }

    fn assignments_at(&mut self, orgs: &[SubjectId]) -> Result<Vec<AssignmentRow>> {
        (&*self).assignments_at(orgs)
    }

    fn assignments_of(&mut self, account: &str) -> Result<Vec<AssignmentRow>> {
        (&*self).assignments_of(account)
    }

    fn due_moments(&mut self, until: Instant, limit: usize) -> Result<Vec<MomentRow>> {
        (&*self).due_moments(until, limit)
    }

    fn moments_of(&mut self, subject: &SubjectId) -> Result<Vec<MomentRow>> {
        Read::moments_of(&mut &*self, subject)
    }

    fn next_moment(&mut self) -> Result<Option<Instant>> {
        (&*self).next_moment()
    }

    fn touched(&mut self, limit: usize) -> Result<Vec<WaitingRow>> {
        (&*self).touched(limit)
    }

    fn moving(&mut self) -> Result<bool> {
        (&*self).moving()
    }

    fn adoptions(&mut self) -> Result<Vec<AdoptionRow>> {
        (&*self).adoptions()
    }

    fn pack(&mut self, hash: &Hash) -> Result<Option<PackRow>> {
        (&*self).pack(hash)
    }

    fn counter(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        (&*self).counter(indicator, path, from, to)
    }

    fn distinct(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        (&*self).distinct(indicator, path, from, to)
    }

    fn counters(&mut self, ask: &CounterAsk) -> Result<Vec<(String, i64)>> {
        (&*self).counters(ask)
    }

    fn messages_after(&mut self, after: (Instant, &str), limit: usize) -> Result<Vec<MessageRow>> {
        (&*self).messages_after(after, limit)
    }

    fn page(&mut self, query: &Query) -> Result<Page<PageOf>> {
        (&*self).page(query)
    }

    fn count(&mut self, query: &Query, limit: u64) -> Result<u64> {
        (&*self).count(query, limit)
    }

    fn tally(&mut self, query: &Query, cuts: &[Instant], limit: u64) -> Result<Vec<Tallied>> {
        (&*self).tally(query, cuts, limit)
    }

    fn note(&mut self, kind: &str, key: &str) -> Result<Option<NoteRow>> {
        (&*self).note(kind, key)
    }

    fn notes(&mut self, kind: &str, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<NoteRow>> {
        (&*self).notes(kind, prefix, after, limit)
    }

    fn sealed(&mut self, subject: &SubjectId) -> Result<Vec<SealedRow>> {
        (&*self).sealed(subject)
    }

    fn find_sealed(&mut self, field: &str, index: &[u8]) -> Result<Vec<SubjectId>> {
        (&*self).find_sealed(field, index)
    }

    fn rows_after(&mut self, table: &str, after: Option<&[Cell]>, limit: usize) -> Result<Vec<Vec<Cell>>> {
        (&*self).rows_after(table, after, limit)
    }

    fn export(&mut self, table: &str, each: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
        (&*self).export(table, each)
    }

    fn rows_in(&mut self, table: &str) -> Result<u64> {
        (&*self).rows_in(table)
    }
}
