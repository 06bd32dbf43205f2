//! `Tally`: duties counted in one pass over what a caller sees, and asked for by state and deadline afterwards.
//!
//! Not here: the counting (`store`), and which figures a page shows.

use crate::{desk::Desk, error::Answer, lists::DutyFilter};
use facts::Instant;
use outcomes::DutyState;
use smol_str::SmolStr;
use store::query::{Query, Tallied};

/// Duties counted once.
pub struct Tally {
    cuts: Vec<Instant>,
    rows: Vec<Tallied>,
    most: u64,
}

impl Tally {
    /// Counts the duties of a filter below these paths, no more than `most` of those owed and of the others. `cuts` are
    /// the instants that deadlines will be compared with.
    pub fn of(
        desk: &mut Desk<'_>,
        filter: DutyFilter,
        paths: &[SmolStr],
        mut cuts: Vec<Instant>,
        most: u64,
    ) -> Answer<Self> {
        cuts.sort();
        cuts.dedup();
        if paths.is_empty() {
            return Ok(Tally { cuts, rows: Vec::new(), most });
        }
        let query = Query { of: filter.into(), paths: paths.to_vec(), after: None, limit: 1 };
        let rows = desk.read.tally(&query, &cuts, most)?;
        Ok(Tally { cuts, rows, most })
    }

    /// How many are in one of these states.
    pub fn n(&self, states: &[DutyState]) -> u64 {
        self.sum(|row| states.contains(&row.state))
    }

    /// How many of them are due from the first cut on and before the second.
    pub fn due(&self, states: &[DutyState], from: Instant, until: Instant) -> u64 {
        // A deadline lies in the stretch after as many cuts as are not later.
        let passed = |at: Instant| self.cuts.partition_point(|cut| *cut <= at);
        let within = passed(from)..passed(until);
        self.sum(|row| states.contains(&row.state) && within.contains(&row.stretch))
    }

    /// How many nobody holds.
    pub fn unheld(&self) -> u64 {
        self.sum(|row| !row.held)
    }

    /// False when there may be more than were counted.
    pub fn is_complete(&self) -> bool {
        self.sum(|_| true) < self.most
    }

    fn sum(&self, which: impl Fn(&Tallied) -> bool) -> u64 {
        self.rows.iter().filter(|row| which(row)).map(|row| row.n).sum()
    }
}
