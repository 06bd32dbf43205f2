//! The seam: what every home offers. A unit of work is one closure that runs wholly inside of one transaction on the
//! database's own thread; reads see one snapshot.
//!
//! Not here: SQL, and any decision.

use crate::{
    cell::Cell,
    query::{Page, PageOf, Query, Tallied},
    rows::*,
};
use facts::{
    FactId, Instant, Name, Recorded, SubjectId,
    chain::{Hash, Head, Salt},
};
use outcomes::{Alert, Course, Duty, Standing, StatusRow};
use std::fmt;

/// What can go wrong with keeping. Everything else is a refusal and decided above.
#[derive(Debug)]
pub struct Error {
    /// What was being done.
    pub doing: &'static str,
    /// What the engine said.
    pub said: String,
    /// Trying again may help (a lost connection, a serialisation failure, a busy file).
    pub again: bool,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.said)
    }
}

impl std::error::Error for Error {}

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

/// A home: a database with the shards of one or more counties in it.
pub trait Home: Send + Sync {
    /// Runs `work` in one transaction that holds the head row of the shard, and commits durably, or leaves no trace
    /// when `work` fails, or when it passes over an error of one of its own statements. Several servers may share a
    /// home: the head row orders them. When the engine asks for it, `work` is run again from its beginning, so it must
    /// set anew whatever it gives to the outside. `work` must not use this home other than through its argument.
    fn write(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()>;

    /// Runs `work` on one consistent snapshot. Many may run at once. When a connection is lost, `work` is run again from
    /// its beginning on another one.
    fn read(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Read) -> Result<()>) -> Result<()>;

    /// The shards that exist (have been written to), in order of their names.
    fn shards(&self) -> Result<Vec<String>>;

    /// The version of the schema.
    fn schema_version(&self) -> Result<u32>;
}

/// Reading one shard.
pub trait Read {
    /// The head of the chain.
    fn head(&mut self) -> Result<Head>;
    /// The unit of work that last changed the ground (see `set_ground`); 0 when none has.
    fn ground(&mut self) -> Result<u64>;
    /// A fact by its own id.
    fn fact(&mut self, id: FactId) -> Result<Option<Recorded>>;
    /// A root and all its corrections, in order of seq. The root may be missing: corrections may arrive before it.
    fn facts_of_root(&mut self, root: FactId) -> Result<Vec<Recorded>>;
    /// Facts about a subject, of these ledgers (all when empty), whose event time (or whose root's, or any
    /// correction's: the whole chain of corrections is given if one of it matches) is not earlier than `from`. In
    /// order of seq.
    fn facts_about(&mut self, subject: &SubjectId, ledgers: &[Name], from: Instant) -> Result<Vec<Recorded>>;
    /// Facts about any of these subjects, of these ledgers (all when empty), with whole chains of corrections, in order of
    /// seq.
    fn facts_about_any(&mut self, subjects: &[SubjectId], ledgers: &[Name]) -> Result<Vec<Recorded>>;
    /// Links of the chain from this seq on, at most `limit`: for verifying and rebuilding.
    fn links(&mut self, from_seq: u64, limit: usize) -> Result<Vec<Link>>;
    /// Facts of a ledger that are not purged and happened before `until`, after that place, in order of (event time,
    /// seq), at most `limit`: for purging.
    fn facts_before(
        &mut self,
        ledger: &Name,
        until: Instant,
        after: (Instant, u64),
        limit: usize,
    ) -> Result<Vec<Recorded>>;
    /// Units of work from this number on, at most `limit`.
    fn units(&mut self, from_unit: u64, limit: usize) -> Result<Vec<UnitRow>>;

    /// A registered subject.
    fn subject(&mut self, id: &SubjectId) -> Result<Option<SubjectRow>>;
    /// Those of these that are registered, in any order.
    fn subjects(&mut self, ids: &[SubjectId]) -> Result<Vec<SubjectRow>>;
    /// An organisation and all above it, nearest first.
    fn org_chain(&mut self, org: &SubjectId) -> Result<Vec<SubjectRow>>;
    /// Organisations of one of these kinds (of any, when empty) in the subtree of `top` (itself included), in order of
    /// id.
    fn orgs_below(&mut self, top: &SubjectId, kinds: &[Name]) -> Result<Vec<SubjectRow>>;
    /// The memberships of a subject, past ones included, in order of (from, group).
    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<MembershipRow>>;
    /// The memberships of several subjects, those of each in the same order.
    fn memberships_of(&mut self, members: &[SubjectId]) -> Result<Vec<MembershipRow>>;
    /// Who was a direct member of a group at any time from `since` to `at` (the same twice: at that instant), in order
    /// of id, after `after`, at most `limit`.
    fn members(
        &mut self,
        group: &SubjectId,
        since: Instant,
        at: Instant,
        after: Option<&SubjectId>,
        limit: usize,
    ) -> Result<Vec<SubjectId>>;
    /// Matches of a signal's filter at a group: facts of these ledgers about its members, recorded with `add_match`,
    /// happened not before `from`, in order of (event time, root).
    fn matches(&mut self, group: &SubjectId, signal: &Name, from: Instant) -> Result<Vec<FactId>>;
    /// Where a fact passes a signal's filter: (group, signal).
    fn matches_of(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>>;
    /// Facts by their roots (whole correction chains), in order of seq.
    fn facts_of_roots(&mut self, roots: &[FactId]) -> Result<Vec<Recorded>>;
    /// Subjects whose courses read facts about `target`.
    fn readers_of(&mut self, target: &SubjectId) -> Result<Vec<SubjectId>>;
    /// Subjects that a course of `reader` reads facts about.
    fn read_by(&mut self, reader: &SubjectId) -> Result<Vec<SubjectId>>;

    /// Everything that stands about a subject.
    fn standing(&mut self, subject: &SubjectId) -> Result<Standing>;
    /// Of outcomes with one of these names (with any, when empty) about a subject: the duties that are still owed, and all
    /// statuses, courses and alerts.
    fn standing_of(&mut self, subject: &SubjectId, names: &[Name]) -> Result<Standing>;
    /// True when a duty, status, course or alert with one of these names (with any, when empty) about a subject stands or
    /// ever stood.
    fn ever_stood(&mut self, subject: &SubjectId, names: &[Name]) -> Result<bool>;
    /// Duties with one of these names (with any, when empty) about a subject that are no longer owed and were due, or
    /// done, waived or too late to do, not before `since`, in order of key.
    fn ended_duties(&mut self, subject: &SubjectId, names: &[Name], since: Instant) -> Result<Vec<Duty>>;
    /// One duty.
    fn duty(&mut self, key: &str) -> Result<Option<Duty>>;
    /// Statuses of any of these organisations, past ones included, in order of (organisation, key).
    fn statuses_of(&mut self, subjects: &[SubjectId]) -> Result<Vec<StatusRow>>;
    /// Role assignments at any of these organisations, in order of (organisation, role, account).
    fn assignments_at(&mut self, orgs: &[SubjectId]) -> Result<Vec<AssignmentRow>>;
    /// Role assignments of an account.
    fn assignments_of(&mut self, account: &str) -> Result<Vec<AssignmentRow>>;
    /// Due moments not later than `until`, in order of (moment, subject, part), at most `limit`.
    fn due_moments(&mut self, until: Instant, limit: usize) -> Result<Vec<MomentRow>>;
    /// The moments of a subject, in order of part.
    fn moments_of(&mut self, subject: &SubjectId) -> Result<Vec<MomentRow>>;
    /// The earliest due moment.
    fn next_moment(&mut self) -> Result<Option<Instant>>;
    /// Touched subjects waiting to be judged again, oldest first, at most `limit`.
    fn touched(&mut self, limit: usize) -> Result<Vec<WaitingRow>>;
    /// True while something has yet to follow an organisation that moved.
    fn moving(&mut self) -> Result<bool>;
    /// Adoptions in order of (from, pack, root).
    fn adoptions(&mut self) -> Result<Vec<AdoptionRow>>;
    /// A stored pack by its hash.
    fn pack(&mut self, hash: &Hash) -> Result<Option<PackRow>>;
    /// Sum of a counter over a subtree of organisations (by path prefix) and a range of days, both ends included.
    fn counter(&mut self, indicator: &str, path: &str, from: facts::Date, to: facts::Date) -> Result<i64>;
    /// Different subjects that contribute to a counter over a subtree and a range of days.
    fn distinct(&mut self, indicator: &str, path: &str, from: facts::Date, to: facts::Date) -> Result<i64>;
    /// Counters per organisation one level below the path `path` (what counts at `path` itself comes under its own
    /// id), or per day; in order of the group.
    fn counters(&mut self, ask: &CounterAsk) -> Result<Vec<(String, i64)>>;

    /// Messages after that place, oldest first in order of (time, key), at most `limit`, whoever they are for.
    fn messages_after(&mut self, after: (Instant, &str), limit: usize) -> Result<Vec<MessageRow>>;

    /// One page of a list.
    fn page(&mut self, query: &Query) -> Result<Page<PageOf>>;
    /// How many rows a list has, counted up to `limit`; `after` and `limit` of the query do not matter.
    fn count(&mut self, query: &Query, limit: u64) -> Result<u64>;
    /// The duties of a list, counted by stretch of time, state, and whether somebody holds them, in that order. `cuts`, in
    /// ascending order, part the time of deadlines: a deadline at a cut is after it. Of those owed, and of the others, some
    /// may be left out where there are more than `limit`. `after` and `limit` of the query do not matter; other lists have
    /// none.
    fn tally(&mut self, query: &Query, cuts: &[Instant], limit: u64) -> Result<Vec<Tallied>>;

    /// A row of one of the doors' small tables (accounts, sessions, tokens, mappings, settings), by kind and key.
    fn note(&mut self, kind: &str, key: &str) -> Result<Option<NoteRow>>;
    /// All rows of a kind whose key begins with `prefix`, in order of key, after `after`, at most `limit`.
    fn notes(&mut self, kind: &str, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<NoteRow>>;
    /// Sealed personal fields of a subject, in order of field.
    fn sealed(&mut self, subject: &SubjectId) -> Result<Vec<SealedRow>>;
    /// Subjects whose sealed field has this blind index, in order of id.
    fn find_sealed(&mut self, field: &str, index: &[u8]) -> Result<Vec<SubjectId>>;

    /// Rows of a table (see `stored`) in order of their key, after the row with this key, as they are kept, at most
    /// `limit`.
    fn rows_after(&mut self, table: &str, after: Option<&[Cell]>, limit: usize) -> Result<Vec<Vec<Cell>>>;
    /// All rows of a table (see `stored`) in order of their key, as they are kept: for moving a house.
    fn export(&mut self, table: &str, each: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()>;
    /// How many rows a table has.
    fn rows_in(&mut self, table: &str) -> Result<u64>;
}

/// Writing one shard, inside of a unit of work.
pub trait Write: Read {
    /// Records a unit of work and its clock reading.
    fn add_unit(&mut self, unit: &UnitRow) -> Result<()>;
    /// Appends a fact.
    fn add_fact(&mut self, recorded: &Recorded, body_json: &str, salt: &Salt, body: &Hash) -> Result<()>;
    /// Sets the head.
    fn set_head(&mut self, head: &Head) -> Result<()>;
    /// Stamps the ground (organisations, roles, what holds for all below) as changed by this unit of work: whatever
    /// somebody keeps of it from before is stale.
    fn set_ground(&mut self, unit: u64) -> Result<()>;
    /// Removes body and salt of facts (purge); the commitment stays. Returns how many.
    fn purge_bodies(&mut self, ids: &[FactId]) -> Result<u64>;

    /// Registers a subject or updates what is known of it, and where it lies.
    fn put_subject(&mut self, row: &SubjectRow) -> Result<()>;
    /// Replaces all memberships of a member that come from one ledger.
    fn put_memberships(&mut self, member: &SubjectId, ledger: &Name, rows: &[MembershipRow]) -> Result<()>;
    /// Replaces all assignments that come from a fact with this root.
    fn put_assignments(&mut self, root: FactId, rows: &[AssignmentRow]) -> Result<()>;
    /// Records that a fact passes a signal's filter for a group. True when that is news (it did not, or at another
    /// time).
    fn add_match(&mut self, group: &SubjectId, signal: &Name, root: FactId, at: Instant) -> Result<bool>;
    /// Forgets all matches of a fact. Returns the groups that had it.
    fn drop_matches(&mut self, root: FactId) -> Result<Vec<(SubjectId, Name)>>;
    /// A course of `reader` reads facts about `target`, because of the fact with this root. Replaces what the root said
    /// of this reader before.
    fn put_reading(&mut self, reader: &SubjectId, root: FactId, target: Option<&SubjectId>) -> Result<()>;

    /// Writes a duty row.
    fn put_duty(&mut self, duty: &Duty) -> Result<()>;
    /// Writes a status row.
    fn put_status(&mut self, row: &StatusRow) -> Result<()>;
    /// Writes a course row.
    fn put_course(&mut self, row: &Course) -> Result<()>;
    /// Writes an alert row.
    fn put_alert(&mut self, row: &Alert) -> Result<()>;
    /// Sets up to when what hangs on purged facts about a subject has settled (`Standing::purged_until`).
    fn put_purged(&mut self, subject: &SubjectId, until: Instant) -> Result<()>;
    /// Removes outcomes of a subject with their history and the messages about them (purge).
    fn drop_outcomes(&mut self, subject: &SubjectId, keys: &[plan::Key]) -> Result<()>;
    /// Adds entries to the history.
    fn add_history(&mut self, rows: &[HistoryRow]) -> Result<()>;
    /// Sets when to look again at a subject for a part of the plan; `None` removes it.
    fn put_moment(&mut self, subject: &SubjectId, part: &Name, at: Option<Instant>) -> Result<()>;
    /// Marks a subject to be judged again. `from`: the earliest event time that concerns it. `quiet`: only history was
    /// imported. One that waits already keeps its place and the earlier time, and is quiet only if both are.
    fn touch(&mut self, subject: &SubjectId, from: Instant, quiet: bool) -> Result<()>;
    /// Takes subjects off that list.
    fn untouch(&mut self, subjects: &[SubjectId]) -> Result<()>;
    /// An organisation has another path: the organisations below it follow at once, everything else that is listed by
    /// path (subjects, duties, what stands) with `follow_move`. The new path is not below the old one.
    fn put_move(&mut self, row: &MoveRow) -> Result<()>;
    /// Goes on with the oldest move, looking at no more than `limit` rows. `None` when nothing is moving.
    fn follow_move(&mut self, limit: usize) -> Result<Option<Followed>>;
    /// Replaces what a fact contributes to counters, and adjusts the counters by the difference.
    fn put_contributions(&mut self, root: FactId, rows: &[ContributionRow]) -> Result<()>;
    /// Forgets what a fact contributes and leaves the counters as they are (purge): the sum stays, who was counted
    /// does not.
    fn forget_contributions(&mut self, root: FactId) -> Result<()>;
    /// Adds messages to the outbox; the same key twice changes nothing.
    fn add_messages(&mut self, rows: &[MessageRow]) -> Result<()>;
    /// Marks a message as read; true when it exists and nobody had read it.
    fn read_message(&mut self, key: &str, account: &str, at: Instant) -> Result<bool>;
    /// Stores a pack.
    fn put_pack(&mut self, row: &PackRow) -> Result<()>;
    /// Records an adoption (by the root of its fact), or removes it.
    fn put_adoption(&mut self, root: FactId, row: Option<&AdoptionRow>) -> Result<()>;

    /// Writes a row of the doors' small tables.
    fn put_note(&mut self, row: &NoteRow) -> Result<()>;
    /// Removes one.
    fn drop_note(&mut self, kind: &str, key: &str) -> Result<()>;
    /// Removes those that can be forgotten at that time. Returns how many.
    fn drop_expired_notes(&mut self, at: Instant) -> Result<u64>;
    /// Writes a sealed personal field.
    fn put_sealed(&mut self, row: &SealedRow) -> Result<()>;
    /// Removes the sealed fields of a subject, or one of them. Returns how many.
    fn drop_sealed(&mut self, subject: &SubjectId, field: Option<&Name>) -> Result<u64>;
    /// Empties everything that can be computed from the facts (for a rebuild). Facts, units, head, packs, notes, sealed
    /// fields, the baseline and the marks of what was read stay.
    fn clear_outcomes(&mut self) -> Result<()>;
    /// Empties the baseline (see `baseline`).
    fn clear_baseline(&mut self) -> Result<()>;
    /// Adds a row as `export` gave it: for moving a house.
    fn import(&mut self, table: &str, row: Vec<Cell>) -> Result<()>;
}

/// Opens a home by its URL: `memory:`, `sqlite:path/to/file`, `postgres://…`. Creates and migrates what is missing.
pub fn open(url: &str) -> Result<Box<dyn Home>> {
    match url.split_once(':').map_or(url, |(scheme, _)| scheme) {
        "memory" => Ok(Box::new(crate::memory::Memory::default())),
        "sqlite" => Ok(Box::new(crate::sqlite::Sqlite::open(url.trim_start_matches("sqlite:"))?)),
        "postgres" | "postgresql" => Ok(Box::new(crate::postgres::Postgres::open(url)?)),
        _ => Err(Error {
            doing: "open the store",
            said: format!("{url:?} is none of memory:, sqlite:<file>, postgres://<host>/<database>"),
            again: false,
        }),
    }
}
