//! What goes into a home and comes out of it. Row types stay at this edge.

use facts::{
    Body, Date, FactId, Instant, Name, SubjectId,
    chain::{Hash, Salt},
};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A link of the chain: a fact with its commitment. Body and salt are gone after a purge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The fact; its body is empty when `salt` is `None`.
    pub recorded: facts::Recorded,
    /// Canonical JSON of the body, as committed to.
    pub body_json: Option<String>,
    /// The salt.
    pub salt: Option<Salt>,
    /// The commitment to the body.
    pub body: Hash,
}

/// A unit of work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitRow {
    /// Its number.
    pub unit: u64,
    /// The clock reading that it was judged at.
    pub as_of: Instant,
    /// First fact of it; `seq_first > seq_last` for a unit without facts (a sweep).
    pub seq_first: u64,
    /// Last fact of it.
    pub seq_last: u64,
    /// Head of the chain after it.
    pub hash: Hash,
}

/// A registered subject and what is known of it now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubjectRow {
    /// Its id.
    pub id: SubjectId,
    /// For organisations, their kind.
    pub org_kind: Option<Name>,
    /// The organisation it belongs to first of all (for an organisation: itself).
    pub home: Option<SubjectId>,
    /// Path of `home` from the top, as `/org:a/org:b/`.
    pub path: SmolStr,
    /// Paths of the other organisations that it belongs to now. A subject lies in a subtree when one of its paths does.
    pub also: Vec<SmolStr>,
    /// Its attributes.
    pub profile: Body,
    /// Since when it is registered.
    pub registered: Instant,
}

impl SubjectRow {
    /// The paths of all organisations that it belongs to now, its home's first.
    pub fn paths(&self) -> impl Iterator<Item = &SmolStr> {
        std::iter::once(&self.path).chain(&self.also)
    }
}

/// A dated membership.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MembershipRow {
    /// Who.
    pub member: SubjectId,
    /// Where: an organisation or a household.
    pub group: SubjectId,
    /// From this instant.
    pub from: Instant,
    /// Until this instant.
    pub until: Option<Instant>,
    /// The ledger that says so.
    pub ledger: Name,
    /// The fact that says so.
    pub root: FactId,
}

/// A role in an organisation held by an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AssignmentRow {
    /// The organisation that it is held for.
    pub org: SubjectId,
    /// The role.
    pub role: Name,
    /// The account.
    pub account: SmolStr,
    /// The organisation where the holder sits, if another (the CDC for a county).
    pub seat: Option<SubjectId>,
    /// From.
    pub from: Instant,
    /// Until.
    pub until: Option<Instant>,
    /// The fact that says so.
    pub root: FactId,
}

/// A subject that waits to be judged again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingRow {
    /// Whom.
    pub subject: SubjectId,
    /// The earliest event time that concerns it.
    pub from: Instant,
    /// Only history was imported: nobody is told.
    pub quiet: bool,
}

/// An organisation that moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MoveRow {
    /// Its path before, `/…/`.
    pub old: SmolStr,
    /// Its path now.
    pub new: SmolStr,
    /// The earliest event time that the move concerns.
    pub from: Instant,
    /// Only history was imported: nobody is told.
    pub quiet: bool,
}

/// What has followed an organisation that moved, in one step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// The move.
    pub moving: MoveRow,
    /// Subjects, other than organisations, that were below it and are now below its new path.
    pub subjects: Vec<SubjectId>,
    /// Facts that still count below its old path: they are to be counted again.
    pub roots: Vec<FactId>,
}

/// An entry of the history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HistoryRow {
    /// The unit of work.
    pub unit: u64,
    /// Its place in the unit, from 0.
    pub n: u32,
    /// The clock reading of the unit.
    pub as_of: Instant,
    /// What happened.
    pub change: outcomes::Change,
}

/// When to look again at a subject for a part of the plan.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MomentRow {
    /// When.
    pub at: Instant,
    /// At whom.
    pub subject: SubjectId,
    /// For which part, by its id.
    pub part: Name,
}

/// What one fact adds to one counter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ContributionRow {
    /// Qualified indicator.
    pub indicator: Name,
    /// Path of the organisation that it counts at.
    pub path: SmolStr,
    /// The civil day.
    pub day: Date,
    /// The subject.
    pub subject: SubjectId,
    /// How much: whole numbers as they are, decimals in ten-thousandths as the indicator declares.
    pub n: i64,
}

/// A question to the counters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CounterAsk {
    /// Qualified indicator.
    pub indicator: Name,
    /// Subtree.
    pub path: SmolStr,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Group by: `day`, or `child` (the organisation one level below `path`).
    pub by: CounterBy,
}

/// What counters are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CounterBy {
    /// By civil day (`2026-09-12`).
    Day,
    /// By the organisation one level below.
    Child,
}

/// A message that is to leave the house.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    /// Idempotency key: unit, outcome and receiver.
    pub key: SmolStr,
    /// The unit of work it came from.
    pub unit: u64,
    /// When it was written.
    pub at: Instant,
    /// The role told.
    pub role: Name,
    /// The organisation where it is held; `None` is a gap.
    pub org: Option<SubjectId>,
    /// The kind of change.
    pub kind: outcomes::ChangeKind,
    /// The outcome.
    pub outcome: plan::Key,
    /// Read by an account, at a time.
    pub read: Option<(SmolStr, Instant)>,
}

/// A pack as adopted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackRow {
    /// BLAKE3 over its files.
    pub hash: Hash,
    /// Its name.
    pub id: Name,
    /// Its version.
    pub version: SmolStr,
    /// Its files, by path.
    pub files: Vec<(String, String)>,
}

/// A plan put in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdoptionRow {
    /// The pack.
    pub pack: Name,
    /// Its version.
    pub version: SmolStr,
    /// Its hash.
    pub hash: Hash,
    /// The organisation.
    pub scope: SubjectId,
    /// From.
    pub from: Instant,
    /// Until.
    pub until: Option<Instant>,
    /// The packs that it extends, directly or not, as they were when it was adopted.
    pub bases: Vec<(Name, Hash)>,
    /// The fact.
    pub root: FactId,
}

/// A row of the doors' small tables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteRow {
    /// Table: `account`, `session`, `token`, `look`, `mapping`, …; the doors name them.
    pub kind: SmolStr,
    /// Its key.
    pub key: SmolStr,
    /// JSON.
    pub json: String,
    /// When it can be forgotten.
    pub expires: Option<Instant>,
}

/// A sealed personal field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedRow {
    /// Whose.
    pub subject: SubjectId,
    /// Which.
    pub field: Name,
    /// Nonce and ciphertext.
    pub sealed: Vec<u8>,
    /// Blind indexes for search (the whole value; for names also their parts).
    pub indexes: Vec<Vec<u8>>,
    /// The version of the key.
    pub key_version: u32,
}
