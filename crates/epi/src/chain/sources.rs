//! Who may have infected a case, with what probability, by dates and contact.
//!
//! Formula: the likelihood of Wallinga & Teunis (American Journal of Epidemiology 2004;160:509–516) with a factor for what
//! is known of contact: case j was infected by i with a weight w(onset j − onset i) · c(i, j), where w is the serial
//! interval and c the caller's weight of the pair (a household more than a class, a class more than nothing known). The
//! weights of all i and that of "somebody not in the list" are divided by their sum. Whoever cannot have been infectious
//! in the window in which j was infected has weight zero.
//!
//! Units: days. Not here: fitting the weights; with everything unknown at once they run away from the truth.

use crate::problem::{Problem, ProblemKind};
use crate::spread::serial;
use facts::{Date, time::days_between};
use serde::Serialize;

/// What chains need to know of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ChainCase {
    /// First symptoms, or whatever date stands for them.
    pub onset: Option<Date>,
    /// It was infected on this day at the earliest.
    pub infected_from: Option<Date>,
    /// It was infected on this day at the latest.
    pub infected_to: Option<Date>,
    /// It brought the infection from elsewhere: nobody in the list is its source.
    pub imported: bool,
}

/// What the caller decides.
#[derive(Clone, Copy, Debug)]
pub struct ChainParameters<'a> {
    /// w(0), w(1), … by day.
    pub serial: &'a [f64],
    /// The weight of "somebody not in the list", on the scale of w · c; 0 if the list is complete.
    pub unknown_weight: f64,
    /// A case is infectious from so many days before its onset …
    pub infectious_days_before: i32,
    /// … until so many days after it. Both matter only where a window of infection is known.
    pub infectious_days_after: i32,
}

/// A possible source.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Candidate {
    /// Index of the source.
    pub source: usize,
    /// Its probability.
    pub probability: f64,
}

/// The possible sources of one case.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Sources {
    /// Most probable first; at equal probability in order of index.
    pub candidates: Vec<Candidate>,
    /// Probability that the source is not in the list.
    pub unknown: f64,
}

/// The possible sources of each case, in their order. `contact(i, j)` is c, at least 0. Cases without onset have no
/// sources and are none; they are named.
pub fn sources(
    cases: &[ChainCase],
    contact: impl Fn(usize, usize) -> f64,
    parameters: &ChainParameters,
) -> (Vec<Sources>, Vec<Problem>) {
    let nobody = || Sources { candidates: Vec::new(), unknown: 1.0 };
    let p = *parameters;
    if !serial::sensible(p.serial) || !(0.0..=f64::MAX).contains(&p.unknown_weight) {
        let problems = vec![Problem::of(ProblemKind::ParameterSenseless)];
        return (cases.iter().map(|_| nobody()).collect(), problems);
    }
    let mut problems = Vec::new();
    let mut all = Vec::with_capacity(cases.len());
    for (j, case) in cases.iter().enumerate() {
        if case.onset.is_none() {
            problems.push(Problem::at(ProblemKind::CaseUndated, j));
        }
        if reversed(case) {
            problems.push(Problem::at(ProblemKind::IntervalReversed, j));
        }
        let weights: Vec<(usize, f64)> = if case.imported {
            Vec::new()
        } else {
            let weight = |i: usize| Some((i, date_weight(&cases[i], case, &p)? * contact(i, j)));
            (0..cases.len()).filter(|i| *i != j).filter_map(weight).collect()
        };
        let sensible = |weight: &(usize, f64)| weight.1 > 0.0 && weight.1.is_finite();
        let weights: Vec<(usize, f64)> = weights.into_iter().filter(sensible).collect();
        let total: f64 = weights.iter().map(|(_, weight)| weight).sum::<f64>() + p.unknown_weight;
        if weights.is_empty() || !total.is_finite() {
            all.push(nobody());
            continue;
        }
        let mut candidates: Vec<Candidate> = weights
            .into_iter()
            .map(|(source, weight)| Candidate { source, probability: weight / total })
            .collect();
        candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.source.cmp(&b.source)));
        all.push(Sources { candidates, unknown: p.unknown_weight / total });
    }
    (all, problems)
}

fn reversed(case: &ChainCase) -> bool {
    matches!((case.infected_from, case.infected_to), (Some(from), Some(to)) if to < from)
}

/// w of the two onsets; `None` where dates rule it out.
fn date_weight(source: &ChainCase, case: &ChainCase, p: &ChainParameters) -> Option<f64> {
    let (from, to) = (source.onset?, case.onset?);
    let weight = *p.serial.get(usize::try_from(days_between(from, to)).ok()?)?;
    let too_late = case.infected_to.is_some_and(|to| days_between(from, to) < -p.infectious_days_before);
    let too_early =
        case.infected_from.is_some_and(|since| days_between(from, since) > p.infectious_days_after);
    (weight > 0.0 && (reversed(case) || !too_late && !too_early)).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(day: i8) -> ChainCase {
        ChainCase { onset: Date::new(2020, 1, day).ok(), ..ChainCase::default() }
    }

    const BY_DAY: ChainParameters = ChainParameters {
        serial: &[0.0, 0.5, 0.3, 0.2],
        unknown_weight: 0.1,
        infectious_days_before: 0,
        infectious_days_after: 2,
    };

    #[test]
    fn contact_outweighs_dates() {
        let cases = [case(1), case(2), case(3)];
        let known = |i: usize, j: usize| if (i, j) == (0, 2) { 10.0 } else { 1.0 };
        let (sources, _) = sources(&cases, known, &BY_DAY);
        assert_eq!(sources[0].unknown, 1.0);
        let best = sources[2].candidates[0];
        assert_eq!(best.source, 0);
        assert!((best.probability - 3.0 / 3.6).abs() < 1e-12);
    }

    #[test]
    fn a_window_of_infection_rules_sources_out() {
        let late = ChainCase { infected_from: Date::new(2020, 1, 4).ok(), ..case(4) };
        let (found, _) = sources(&[case(1), case(3), late], |_, _| 1.0, &BY_DAY);
        assert_eq!(found[2].candidates.iter().map(|c| c.source).collect::<Vec<_>>(), [1]);
        let imported = ChainCase { imported: true, ..case(3) };
        let (found, problems) = sources(&[case(1), imported, ChainCase::default()], |_, _| 1.0, &BY_DAY);
        assert!(found[1].candidates.is_empty() && found[2].candidates.is_empty());
        assert_eq!(problems, [Problem::at(ProblemKind::CaseUndated, 2)]);
    }
}
