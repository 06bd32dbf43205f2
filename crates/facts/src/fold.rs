//! The turning of corrections into what holds: of all facts with one root, the one that counts.
//!
//! Design, page 4: a correction names the root and may arrive before it; of several the greatest (writer time, id)
//! holds. A root without corrections holds itself; a void one leaves nothing, and neither does one that was purged.

use crate::{fact::Recorded, names::FactId};
use std::collections::BTreeMap;

/// The facts that hold, in order of (event time, root id). Corrections whose root is not among `facts` hold alone: the
/// root may still arrive, and will then be the older version.
pub fn what_holds(facts: impl IntoIterator<Item = Recorded>) -> Vec<Recorded> {
    let mut by_root: BTreeMap<FactId, Recorded> = BTreeMap::new();
    for new in facts {
        match by_root.entry(new.fact.root()) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(new);
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => {
                if rank(&new) > rank(slot.get()) {
                    slot.insert(new);
                }
            }
        }
    }
    let mut holding: Vec<Recorded> = by_root.into_values().filter(|r| !r.fact.void && !r.purged).collect();
    holding.sort_by_key(|r| (r.fact.at, r.fact.root()));
    holding
}

/// A correction outranks its root; among corrections (writer time, id) decides.
pub fn rank(r: &Recorded) -> (bool, crate::Instant, FactId) {
    (r.fact.corrects.is_some(), r.fact.written, r.fact.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Fact, Instant, SubjectId, Value};
    use proptest::prelude::*;

    fn id(n: u128) -> FactId {
        FactId(uuid::Uuid::from_u128(n))
    }

    /// `n`th fact; roots are 1 to 4, corrections of them have greater ids.
    fn recorded(n: u128, corrects: Option<u128>, written: i64, void: bool) -> Recorded {
        let person = SubjectId::parse("person:1").expect("a subject");
        let fact = Fact {
            id: id(n),
            ledger: "temperature".into(),
            subject: person.clone(),
            at: Instant(written % 3),
            written: Instant(written),
            org: person,
            by: "zhang".into(),
            body: Body::from([("n".into(), Value::text(n.to_string()))]),
            corrects: corrects.map(id),
            void,
            history: false,
            discharges: None,
        };
        Recorded { seq: 1, unit: 1, received: Instant(0), purged: false, fact }
    }

    fn ids(facts: Vec<Recorded>) -> Vec<u128> {
        what_holds(facts).iter().map(|r| r.fact.id.0.as_u128()).collect()
    }

    #[test]
    fn the_latest_correction_holds_even_before_its_root() {
        let root = recorded(1, None, 90, false);
        let first = recorded(10, Some(1), 5, false);
        let second = recorded(11, Some(1), 6, false);
        assert_eq!(ids(vec![root.clone()]), [1]);
        assert_eq!(
            ids(vec![first.clone(), root.clone()]),
            [10],
            "a correction outranks a root written later"
        );
        assert_eq!(ids(vec![second.clone(), first.clone(), root.clone()]), [11]);
        assert_eq!(ids(vec![second]), [11], "the root has not arrived yet");
        let purged = Recorded { purged: true, ..root.clone() };
        assert_eq!(ids(vec![root, recorded(12, Some(1), 7, true), first]), [0u128; 0], "void leaves nothing");
        assert_eq!(ids(vec![purged]), [0u128; 0], "what was purged holds nothing");
    }

    proptest! {
        #[test]
        fn neither_order_nor_doubling_matters(
            (facts, shuffled) in proptest::collection::vec((prop::option::of(1u128..5), 0i64..6, any::<bool>()), 0..12)
                .prop_map(|rows| {
                    let number = |(n, (corrects, written, void)): (usize, (Option<u128>, i64, bool))| match corrects {
                        Some(root) => recorded(10 + n as u128, Some(root), written, void),
                        None => recorded(1 + n as u128 % 4, None, 3, false),
                    };
                    rows.into_iter().enumerate().map(number).collect::<Vec<_>>()
                })
                .prop_flat_map(|facts| {
                    let twice: Vec<_> = facts.iter().chain(&facts).cloned().collect();
                    (Just(facts), Just(twice).prop_shuffle())
                })
        ) {
            prop_assert_eq!(what_holds(facts), what_holds(shuffled));
        }
    }
}
