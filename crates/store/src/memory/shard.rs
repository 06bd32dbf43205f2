//! `Shard`: which maps a shard is. `seq_of`, `chain_of`, `about` and the maps named `…_of` or `…_by_…` are indexes.

use super::rows::{Rows, Undo};
use crate::{cell::day_number, rows::*, seam::Error, stored::*};
use facts::{
    Date, FactId, Instant, Name, SubjectId,
    chain::{Hash, Head},
};
use outcomes::Standing;
use plan::Key;
use smol_str::SmolStr;
use std::collections::BTreeSet;

type AssignmentKey = (FactId, SubjectId, Name, SmolStr, Instant);

/// Before every fact.
pub(super) const FIRST_FACT: FactId = FactId(uuid::Uuid::nil());
/// After every fact.
pub(super) const LAST_FACT: FactId = FactId(uuid::Uuid::max());

macro_rules! shard {
    ($($name:ident: $key:ty => $row:ty,)+) => {
        /// The maps of a shard.
        #[derive(Default)]
        pub(super) struct Shard {
            /// It has been written to.
            pub exists: bool,
            /// What went wrong in this unit of work, whether or not the work passes over it.
            pub failed: Option<String>,
            $(pub $name: Rows<$key, $row>,)+
        }

        impl Shard {
            /// What this unit of work did stays.
            pub fn keep(&mut self) {
                $(self.$name.keep();)+
            }

            /// What this unit of work did is taken back.
            pub fn take_back(&mut self) {
                self.failed = None;
                $(self.$name.take_back();)+
            }
        }
    };
}

shard! {
    head: () => Head,
    ground: () => GroundRow,
    units: u64 => UnitRow,
    links: u64 => Link,
    seq_of: FactId => u64,
    chain_of: (FactId, u64) => (),
    about: (SubjectId, u64) => (),
    subjects: SubjectId => SubjectRow,
    memberships: SubjectId => Vec<MembershipRow>,
    members_of: SubjectId => BTreeSet<SubjectId>,
    assignments: AssignmentKey => AssignmentRow,
    matches: (FactId, SubjectId, Name) => MatchRow,
    matches_of: (SubjectId, Name, Instant, FactId) => (),
    readings: (SubjectId, FactId) => ReadingRow,
    readers_of: SubjectId => BTreeSet<(SubjectId, FactId)>,
    duties: Key => DutyRow,
    duties_of: (SubjectId, Key) => (),
    standing: (&'static str, SmolStr) => StandingRow,
    standing_of: (SubjectId, &'static str, SmolStr) => (),
    history: (u64, u32) => HistoryRow,
    moments: (SubjectId, Name) => MomentRow,
    moments_by_time: MomentRow => (),
    touched: SubjectId => TouchedRow,
    touched_by_n: (i64, SubjectId) => (),
    moves: i64 => MovingRow,
    counters: (Name, i64, SmolStr) => CounterRow,
    contributions: FactId => Vec<ContributionRow>,
    contributions_of: (Name, i64, FactId) => (),
    outbox: SmolStr => MessageRow,
    read_marks: SmolStr => ReadMarkRow,
    packs: Hash => PackRow,
    adoptions: FactId => AdoptionRow,
    notes: (SmolStr, SmolStr) => NoteRow,
    sealed: (SubjectId, Name) => SealedRow,
    sealed_indexes: (Name, Vec<u8>) => BTreeSet<SubjectId>,
    baseline: (String, u64) => BaselineRow,
}

impl Shard {
    /// Remembers that something failed: the unit of work cannot be kept.
    pub fn fail(&mut self, doing: &'static str, said: &str) -> Error {
        let error = Error { doing, said: said.into(), again: false };
        self.failed.get_or_insert_with(|| error.to_string());
        error
    }

    /// Everything that stands about a subject.
    pub fn standing_about(&self, subject: &SubjectId) -> Standing {
        let mut standing = Standing::default();
        for row in self.duties_about(subject) {
            standing.duties.insert(row.0.key.clone(), row.0.clone());
        }
        for row in self.rows_about(subject) {
            match row {
                StandingRow::Alert(row) => drop(standing.alerts.insert(row.key.clone(), row.clone())),
                StandingRow::Course(row) => drop(standing.courses.insert(row.key.clone(), row.clone())),
                StandingRow::Status(row) => drop(standing.statuses.insert(row.key.clone(), row.clone())),
                StandingRow::Purged(_, until) => standing.purged_until = Some(*until),
            }
        }
        standing
    }

    fn duties_about(&self, subject: &SubjectId) -> impl Iterator<Item = &DutyRow> {
        let first = (subject.clone(), Key::from_text(""));
        let keys = self.duties_of.range(first..).take_while(move |((s, _), ())| s == subject);
        keys.filter_map(|((_, key), ())| self.duties.get(key))
    }

    /// Rows of `standing` about a subject, in order of kind and key.
    pub fn rows_about(&self, subject: &SubjectId) -> impl Iterator<Item = &StandingRow> {
        let first = (subject.clone(), "", SmolStr::default());
        let keys = self.standing_of.range(first..).take_while(move |((s, _, _), ())| s == subject);
        keys.filter_map(|((_, kind, key), ())| self.standing.get(&(*kind, key.clone())))
    }

    /// The links of a chain of corrections.
    pub fn chain(&self, root: FactId) -> impl Iterator<Item = &Link> {
        let keys = self.chain_of.range((root, 0)..=(root, u64::MAX));
        keys.filter_map(|((_, seq), ())| self.links.get(seq))
    }

    /// What contributes to an indicator in a range of days, in order of (day, root).
    pub fn contributing<'a>(
        &'a self,
        indicator: &'a str,
        from: Date,
        to: Date,
    ) -> impl Iterator<Item = (FactId, &'a ContributionRow)> {
        let first = (Name::new(indicator), day_number(from), FIRST_FACT);
        let last = day_number(to);
        let mine = self.contributions_of.range(first..).map(|(key, ())| key);
        let mine = mine.take_while(move |(name, day, _)| name.as_str() == indicator && *day <= last);
        mine.flat_map(move |(_, day, root)| {
            let rows = self.contributions.get(root).into_iter().flatten();
            rows.filter(move |row| row.indicator.as_str() == indicator && day_number(row.day) == *day)
                .map(|row| (*root, row))
        })
    }
}
