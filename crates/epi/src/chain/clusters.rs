//! Clusters: cases of one place, class or household that fell ill near each other in time.
//!
//! Not here: whether a cluster must be reported; that is a plan's signal.

use facts::{Date, time::days_between};
use serde::Serialize;
use std::collections::BTreeMap;

/// A cluster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Cluster<K> {
    /// The place, class or household.
    pub key: K,
    /// Indices of its cases, by onset.
    pub cases: Vec<usize>,
    /// The first onset.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// Clusters of at least `least` cases in which nobody fell ill more than `within_days` after the one before, by key and
/// date. `belongs` are pairs of case (an index into `onsets`) and key; a case may belong to several. Cases without onset
/// are left out.
pub fn clusters<K: Ord + Clone>(
    onsets: &[Option<Date>],
    belongs: &[(usize, K)],
    least: usize,
    within_days: i32,
) -> Vec<Cluster<K>> {
    let mut by_key: BTreeMap<&K, Vec<(Date, usize)>> = BTreeMap::new();
    for (case, key) in belongs {
        if let Some(onset) = onsets.get(*case).copied().flatten() {
            by_key.entry(key).or_default().push((onset, *case));
        }
    }
    let mut found = Vec::new();
    for (key, mut cases) in by_key {
        cases.sort_unstable();
        cases.dedup();
        for near in cases.chunk_by(|a, b| days_between(a.0, b.0) <= within_days) {
            if near.len() >= least.max(1) {
                let cases = near.iter().map(|(_, case)| *case).collect();
                let (first, last) = (near[0].0, near[near.len() - 1].0);
                found.push(Cluster { key: key.clone(), cases, first, last });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_pause_ends_a_cluster() {
        let onset = |day| Date::new(2020, 1, day).ok();
        let onsets = [onset(1), onset(2), onset(20), onset(21), None, onset(3)];
        let belongs = [(0, "a"), (1, "a"), (2, "a"), (3, "a"), (4, "a"), (5, "b"), (1, "a")];
        let found = clusters(&onsets, &belongs, 2, 7);
        let cases: Vec<(&str, Vec<usize>)> = found.into_iter().map(|c| (c.key, c.cases)).collect();
        assert_eq!(cases, [("a", vec![0, 1]), ("a", vec![2, 3])]);
    }
}
