//! The table of contents of the SQL: which theme answers which operation of the seam.

use super::{Connection, Shard};
use crate::{
    cell::Cell,
    query::{Page, PageOf, Query, Tallied},
    rows::*,
    seam::{Read, Result, Write},
    stored::{DutyRow, GroundRow, StandingRow},
};
use facts::{
    Date, FactId, Instant, Name, Recorded, SubjectId,
    chain::{Hash, Head, Salt},
};
use outcomes::{Alert, Course, Duty, Standing, StatusRow};

impl<C: Connection> Read for Shard<'_, C> {
    fn head(&mut self) -> Result<Head> {
        self.head_now()
    }

    fn ground(&mut self) -> Result<u64> {
        self.ground_now()
    }

    fn fact(&mut self, id: FactId) -> Result<Option<Recorded>> {
        self.fact_by_id(id)
    }

    fn facts_of_root(&mut self, root: FactId) -> Result<Vec<Recorded>> {
        self.chain_of_root(root)
    }

    fn facts_about(&mut self, subject: &SubjectId, ledgers: &[Name], from: Instant) -> Result<Vec<Recorded>> {
        self.chains_about(subject, ledgers, from)
    }

    fn facts_about_any(&mut self, subjects: &[SubjectId], ledgers: &[Name]) -> Result<Vec<Recorded>> {
        self.chains_about_any(subjects, ledgers)
    }

    fn links(&mut self, from_seq: u64, limit: usize) -> Result<Vec<Link>> {
        self.links_from(from_seq, limit)
    }

    fn facts_before(
        &mut self,
        ledger: &Name,
        until: Instant,
        after: (Instant, u64),
        limit: usize,
    ) -> Result<Vec<Recorded>> {
        self.kept_before(ledger, until, after, limit)
    }

    fn units(&mut self, from_unit: u64, limit: usize) -> Result<Vec<UnitRow>> {
        self.units_from(from_unit, limit)
    }

    fn subject(&mut self, id: &SubjectId) -> Result<Option<SubjectRow>> {
        self.subject_by_id(id)
    }

    fn subjects(&mut self, ids: &[SubjectId]) -> Result<Vec<SubjectRow>> {
        self.subjects_by_ids(ids)
    }

    fn org_chain(&mut self, org: &SubjectId) -> Result<Vec<SubjectRow>> {
        self.up_from(org)
    }

    fn orgs_below(&mut self, top: &SubjectId, kinds: &[Name]) -> Result<Vec<SubjectRow>> {
        self.down_from(top, kinds)
    }

    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<MembershipRow>> {
        self.memberships_by_member(member)
    }

    fn memberships_of(&mut self, members: &[SubjectId]) -> Result<Vec<MembershipRow>> {
        self.memberships_by_members(members)
    }

    fn members(
        &mut self,
        group: &SubjectId,
        since: Instant,
        at: Instant,
        after: Option<&SubjectId>,
        limit: usize,
    ) -> Result<Vec<SubjectId>> {
        self.members_of(group, (since, at), after, limit)
    }

    fn matches(&mut self, group: &SubjectId, signal: &Name, from: Instant) -> Result<Vec<FactId>> {
        self.matches_at(group, signal, from)
    }

    fn matches_of(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        self.matched(root)
    }

    fn facts_of_roots(&mut self, roots: &[FactId]) -> Result<Vec<Recorded>> {
        self.chains_of_roots(roots)
    }

    fn readers_of(&mut self, target: &SubjectId) -> Result<Vec<SubjectId>> {
        self.who_reads(target)
    }

    fn read_by(&mut self, reader: &SubjectId) -> Result<Vec<SubjectId>> {
        self.whom_reads(reader)
    }

    fn standing(&mut self, subject: &SubjectId) -> Result<Standing> {
        self.standing_about(subject)
    }

    fn standing_of(&mut self, subject: &SubjectId, names: &[Name]) -> Result<Standing> {
        self.owed_about(subject, names)
    }

    fn ever_stood(&mut self, subject: &SubjectId, names: &[Name]) -> Result<bool> {
        self.has_stood(subject, names)
    }

    fn ended_duties(&mut self, subject: &SubjectId, names: &[Name], since: Instant) -> Result<Vec<Duty>> {
        self.ended_about(subject, names, since)
    }

    fn duty(&mut self, key: &str) -> Result<Option<Duty>> {
        self.duty_by_key(key)
    }

    fn statuses_of(&mut self, subjects: &[SubjectId]) -> Result<Vec<StatusRow>> {
        self.statuses_about(subjects)
    }

    fn assignments_at(&mut self, orgs: &[SubjectId]) -> Result<Vec<AssignmentRow>> {
        self.assigned_at(orgs)
    }

    fn assignments_of(&mut self, account: &str) -> Result<Vec<AssignmentRow>> {
        self.assigned_to(account)
    }

    fn due_moments(&mut self, until: Instant, limit: usize) -> Result<Vec<MomentRow>> {
        self.due_until(until, limit)
    }

    fn moments_of(&mut self, subject: &SubjectId) -> Result<Vec<MomentRow>> {
        self.moments_about(subject)
    }

    fn next_moment(&mut self) -> Result<Option<Instant>> {
        self.next_due()
    }

    fn touched(&mut self, limit: usize) -> Result<Vec<WaitingRow>> {
        self.waiting(limit)
    }

    fn moving(&mut self) -> Result<bool> {
        self.is_moving()
    }

    fn adoptions(&mut self) -> Result<Vec<AdoptionRow>> {
        self.adopted()
    }

    fn pack(&mut self, hash: &Hash) -> Result<Option<PackRow>> {
        self.pack_by_hash(hash)
    }

    fn counter(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        self.sum(indicator, path, from, to)
    }

    fn distinct(&mut self, indicator: &str, path: &str, from: Date, to: Date) -> Result<i64> {
        self.different(indicator, path, from, to)
    }

    fn counters(&mut self, ask: &CounterAsk) -> Result<Vec<(String, i64)>> {
        self.sums(ask)
    }

    fn messages_after(&mut self, after: (Instant, &str), limit: usize) -> Result<Vec<MessageRow>> {
        self.posted_after(after, limit)
    }

    fn page(&mut self, query: &Query) -> Result<Page<PageOf>> {
        self.one_page(query)
    }

    fn count(&mut self, query: &Query, limit: u64) -> Result<u64> {
        self.count_list(query, limit)
    }

    fn tally(&mut self, query: &Query, cuts: &[Instant], limit: u64) -> Result<Vec<Tallied>> {
        self.tally_list(query, cuts, limit)
    }

    fn note(&mut self, kind: &str, key: &str) -> Result<Option<NoteRow>> {
        self.note_by_key(kind, key)
    }

    fn notes(&mut self, kind: &str, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<NoteRow>> {
        self.notes_after(kind, prefix, after, limit)
    }

    fn sealed(&mut self, subject: &SubjectId) -> Result<Vec<SealedRow>> {
        self.sealed_of(subject)
    }

    fn find_sealed(&mut self, field: &str, index: &[u8]) -> Result<Vec<SubjectId>> {
        self.sealed_by_index(field, index)
    }

    fn rows_after(&mut self, table: &str, after: Option<&[Cell]>, limit: usize) -> Result<Vec<Vec<Cell>>> {
        self.part_of_table(crate::stored::table(table)?, after, limit)
    }

    fn export(&mut self, table: &str, each: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
        self.export_table(table, each)
    }

    fn rows_in(&mut self, table: &str) -> Result<u64> {
        self.count_table(table)
    }
}

impl<C: Connection> Write for Shard<'_, C> {
    fn add_unit(&mut self, unit: &UnitRow) -> Result<()> {
        self.insert(unit)
    }

    fn add_fact(&mut self, recorded: &Recorded, body_json: &str, salt: &Salt, body: &Hash) -> Result<()> {
        self.append(recorded, body_json, salt, body)
    }

    fn set_head(&mut self, head: &Head) -> Result<()> {
        self.upsert(head)
    }

    fn set_ground(&mut self, unit: u64) -> Result<()> {
        self.upsert(&GroundRow(unit))
    }

    fn purge_bodies(&mut self, ids: &[FactId]) -> Result<u64> {
        self.purge(ids)
    }

    fn put_subject(&mut self, row: &SubjectRow) -> Result<()> {
        self.register(row)
    }

    fn put_memberships(&mut self, member: &SubjectId, ledger: &Name, rows: &[MembershipRow]) -> Result<()> {
        self.replace_memberships(member, ledger, rows)
    }

    fn put_assignments(&mut self, root: FactId, rows: &[AssignmentRow]) -> Result<()> {
        self.replace_assigned(root, rows)
    }

    fn add_match(&mut self, group: &SubjectId, signal: &Name, root: FactId, at: Instant) -> Result<bool> {
        self.match_is_news(group, signal, root, at)
    }

    fn drop_matches(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>> {
        self.forget_matches(root)
    }

    fn put_reading(&mut self, reader: &SubjectId, root: FactId, target: Option<&SubjectId>) -> Result<()> {
        self.replace_reading(reader, root, target)
    }

    fn put_duty(&mut self, duty: &Duty) -> Result<()> {
        self.upsert(&DutyRow(duty.clone()))
    }

    fn put_status(&mut self, row: &StatusRow) -> Result<()> {
        self.upsert(&StandingRow::Status(row.clone()))
    }

    fn put_course(&mut self, row: &Course) -> Result<()> {
        self.upsert(&StandingRow::Course(row.clone()))
    }

    fn put_alert(&mut self, row: &Alert) -> Result<()> {
        self.upsert(&StandingRow::Alert(row.clone()))
    }

    fn put_purged(&mut self, subject: &SubjectId, until: Instant) -> Result<()> {
        self.upsert(&StandingRow::Purged(subject.clone(), until))
    }

    fn drop_outcomes(&mut self, subject: &SubjectId, keys: &[plan::Key]) -> Result<()> {
        keys.iter().try_for_each(|key| self.forget_outcome(subject, key))
    }

    fn add_history(&mut self, rows: &[HistoryRow]) -> Result<()> {
        self.add_entries(rows)
    }

    fn put_moment(&mut self, subject: &SubjectId, part: &Name, at: Option<Instant>) -> Result<()> {
        self.set_moment(subject, part, at)
    }

    fn touch(&mut self, subject: &SubjectId, from: Instant, quiet: bool) -> Result<()> {
        self.queue(subject, from, quiet)
    }

    fn untouch(&mut self, subjects: &[SubjectId]) -> Result<()> {
        self.unqueue(subjects)
    }

    fn put_move(&mut self, row: &MoveRow) -> Result<()> {
        self.queue_move(row)
    }

    fn follow_move(&mut self, limit: usize) -> Result<Option<Followed>> {
        self.go_on_moving(limit)
    }

    fn put_contributions(&mut self, root: FactId, rows: &[ContributionRow]) -> Result<()> {
        self.replace_contributions(root, rows)
    }

    fn forget_contributions(&mut self, root: FactId) -> Result<()> {
        self.forget_contributors(root)
    }

    fn add_messages(&mut self, rows: &[MessageRow]) -> Result<()> {
        self.post(rows)
    }

    fn read_message(&mut self, key: &str, account: &str, at: Instant) -> Result<bool> {
        self.mark_read(key, account, at)
    }

    fn put_pack(&mut self, row: &PackRow) -> Result<()> {
        self.upsert(row)
    }

    fn put_adoption(&mut self, root: FactId, row: Option<&AdoptionRow>) -> Result<()> {
        self.adopt(root, row)
    }

    fn put_note(&mut self, row: &NoteRow) -> Result<()> {
        self.upsert(row)
    }

    fn drop_note(&mut self, kind: &str, key: &str) -> Result<()> {
        self.forget_note(kind, key)
    }

    fn drop_expired_notes(&mut self, at: Instant) -> Result<u64> {
        self.forget_expired(at)
    }

    fn put_sealed(&mut self, row: &SealedRow) -> Result<()> {
        self.seal(row)
    }

    fn drop_sealed(&mut self, subject: &SubjectId, field: Option<&Name>) -> Result<u64> {
        self.forget_sealed(subject, field)
    }

    fn clear_outcomes(&mut self) -> Result<()> {
        self.forget_computed()
    }

    fn clear_baseline(&mut self) -> Result<()> {
        self.forget_baseline()
    }

    fn import(&mut self, table: &str, row: Vec<Cell>) -> Result<()> {
        self.import_row(table, row)
    }
}
