//! The tree of the most probable sources: generations, cases infected by each case, serial intervals, ends that are loose.
//!
//! Not here: probabilities; see `sources`. A tree is one reading of them: `probability` on each link says how sure.

use super::sources::{ChainCase, Sources};
use crate::math::{mean, sd};
use facts::time::days_between;
use serde::Serialize;

/// A link that was kept.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Link {
    /// Index of the source.
    pub from: usize,
    /// Index of the case.
    pub to: usize,
    /// Its probability.
    pub probability: f64,
    /// Days from onset to onset.
    pub interval_days: i32,
}

/// The tree.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Tree {
    /// Links, by case.
    pub links: Vec<Link>,
    /// For each case 0 if it has no source in the list, else one more than its source.
    pub generations: Vec<usize>,
    /// For each case, how many it infected.
    pub infected: Vec<usize>,
    /// Cases without a source.
    pub without_source: Vec<usize>,
    /// Mean of the serial intervals of the links, in days.
    pub serial_mean: Option<f64>,
    /// Their standard deviation.
    pub serial_sd: Option<f64>,
}

/// The tree of the best source of each case, where its probability is at least `probability_min` and above that of an
/// unknown source.
pub fn tree(cases: &[ChainCase], sources: &[Sources], probability_min: f64) -> Tree {
    let mut links: Vec<Link> = Vec::new();
    for (to, all) in sources.iter().enumerate().take(cases.len()) {
        let Some(best) = all.candidates.first() else { continue };
        let (Some(source), Some(onset)) = (cases.get(best.source).and_then(|c| c.onset), cases[to].onset)
        else {
            continue;
        };
        if best.probability >= probability_min && best.probability > all.unknown {
            let interval_days = days_between(source, onset);
            links.push(Link { from: best.source, to, probability: best.probability, interval_days });
        }
    }
    let mut source_of: Vec<Option<usize>> = vec![None; cases.len()];
    let mut infected = vec![0; cases.len()];
    for link in &links {
        source_of[link.to] = Some(link.from);
        infected[link.from] += 1;
    }
    let intervals: Vec<f64> = links.iter().map(|link| f64::from(link.interval_days)).collect();
    Tree {
        generations: (0..cases.len()).map(|case| depth(case, &source_of)).collect(),
        without_source: (0..cases.len()).filter(|case| source_of[*case].is_none()).collect(),
        serial_mean: mean(&intervals),
        serial_sd: sd(&intervals),
        links,
        infected,
    }
}

/// Steps up to a case without source. A source fell ill before its case, so there are no circles; should somebody make
/// one, the count ends.
fn depth(case: usize, source_of: &[Option<usize>]) -> usize {
    std::iter::successors(Some(case), |case| source_of[*case]).take(source_of.len()).count().saturating_sub(1)
}

/// Missing links: cases for which fewer than `least` contacts are known, given the number known of each. An
/// investigation that found nobody has usually not found everybody.
pub fn missing_links(contacts_known: &[usize], least: usize) -> Vec<usize> {
    (0..contacts_known.len()).filter(|case| contacts_known[*case] < least).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sources::{ChainParameters, sources};
    use super::*;
    use facts::Date;

    #[test]
    fn generations_count_from_the_first() {
        let case = |day| ChainCase { onset: Date::new(2020, 1, day).ok(), ..ChainCase::default() };
        let cases = [case(1), case(3), case(5), case(20)];
        let parameters = ChainParameters {
            serial: &[0.0, 0.1, 0.8, 0.1],
            unknown_weight: 0.0,
            infectious_days_before: 0,
            infectious_days_after: 10,
        };
        let (found, _) = sources(&cases, |_, _| 1.0, &parameters);
        let tree = tree(&cases, &found, 0.5);
        assert_eq!(tree.generations, [0, 1, 2, 0]);
        assert_eq!(tree.infected, [1, 1, 0, 0]);
        assert_eq!(tree.without_source, [0, 3]);
        assert_eq!(tree.serial_mean, Some(2.0));
        assert_eq!(missing_links(&[0, 3, 1], 2), [0, 2]);
    }
}
