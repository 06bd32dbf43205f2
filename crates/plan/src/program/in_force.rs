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

impl Plan {
    /// The plan of these adoptions, in order of `from`, with the ledgers of the packs in force.
    pub fn of(adoptions: Vec<Adoption>, in_force: &[Arc<Pack>], zone: Zone) -> Self {
        let ledgers = in_force.iter().flat_map(|pack| &pack.ledgers);
        let ledgers = Ledgers(ledgers.map(|ledger| (ledger.id.clone(), ledger.clone())).collect());
        Plan { adoptions, ledgers, zone }
    }
}

/// The packs in force: the base packs among those that the program brings, and what was adopted. Base packs come first,
/// so that a later pack's ledger of the same name replaces an earlier one's. Of a pack that was adopted, what the program
/// brings now counts for nothing.
pub fn packs_in_force(adoptions: &[Adoption], brought: &[Arc<Pack>]) -> Vec<Arc<Pack>> {
    let own = |p: &&Arc<Pack>| p.extends.is_empty() && adoptions.iter().all(|a| a.pack.id != p.id);
    brought.iter().filter(own).chain(adoptions.iter().map(|a| &a.pack)).cloned().collect()
}
