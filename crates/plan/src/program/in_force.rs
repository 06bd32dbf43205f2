//! What is in force where and since when: packs adopted for parts of the tree of organisations.
//!
//! Not here: which of several adoptions decides (`evaluate`).

use super::Pack;
use facts::{Instant, Ledgers, SubjectId, Zone};
use std::sync::Arc;

/// A plan put in force: a pack, for the subtree of an organisation, from a time on.
#[derive(Clone, PartialEq, Debug)]
pub struct Adoption {
    /// The pack as adopted; stays stored.
    pub pack: Arc<Pack>,
    /// For this organisation and everything below it.
    pub scope: SubjectId,
    /// From this event time.
    pub from: Instant,
    /// Until this event time, or until another version of the same pack is adopted for the same scope.
    pub until: Option<Instant>,
}

/// Everything in force: the timeline of plans, the ledgers that they declare, the zone.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// Adoptions in order of `from`.
    pub adoptions: Vec<Adoption>,
    /// The ledgers of all adopted packs (and the packs that they extend), the latest version of each.
    pub ledgers: Ledgers,
    /// The deployment's zone.
    pub zone: Zone,
}
