//! The case reproduction number: how many the cases of a day came to infect.
//!
//! Source: J. Wallinga, P. Teunis, Different epidemic curves for severe acute respiratory syndrome reveal similar impacts
//! of control measures, American Journal of Epidemiology 2004;160:509–516. A case of day i was infected by one of day j
//! with probability w(i − j) / Σ over k of I(k) w(i − k); the number of a day is the sum of these over all later cases.
//! The standard deviation is that of whom each later case was infected by, given the curve: the square root of
//! Σ I(i) P(i) (1 − P(i)), divided by the cases of the window, where P(i) is the chance that its infector lies there.
//!
//! The last days are too low, because those whom they infect are not ill yet. Units: cases for each case; days from 0.
//! Not here: contacts; `chain` uses them.

use super::incidence::{Incidence, Window};
use super::serial;
use crate::problem::{Problem, ProblemKind};
use serde::Serialize;

/// The number of one window.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Cohort {
    /// Mean over the cases of the window.
    pub mean: f64,
    /// Standard deviation of that mean.
    pub sd: f64,
}

/// The number in each window, in their order; `None` where there are no cases in the window.
pub fn cohorts(
    incidence: &Incidence,
    serial: &[f64],
    windows: &[Window],
) -> (Vec<Option<Cohort>>, Vec<Problem>) {
    if !serial::sensible(serial) {
        return (vec![None; windows.len()], vec![Problem::of(ProblemKind::ParameterSenseless)]);
    }
    let mut problems = Vec::new();
    let cases = incidence.total();
    let pressure = incidence.infectivity(serial);
    let by_day: Vec<f64> = (0..cases.len()).map(|day| infected_by(day, &cases, &pressure, serial)).collect();
    let mut numbers = Vec::with_capacity(windows.len());
    for (index, window) in windows.iter().enumerate() {
        if !window.inside(cases.len()) {
            problems.push(Problem::at(ProblemKind::ParameterSenseless, index));
            numbers.push(None);
            continue;
        }
        let days = window.first..=window.last;
        let inside: f64 = cases[days.clone()].iter().sum();
        if inside == 0.0 {
            numbers.push(None);
            continue;
        }
        let infected: f64 = cases[days.clone()].iter().zip(&by_day[days]).map(|(n, r)| n * r).sum();
        let spread = spread(*window, &cases, &pressure, serial);
        numbers.push(Some(Cohort { mean: infected / inside, sd: libm::sqrt(spread) / inside }));
    }
    (numbers, problems)
}

/// How many each case of a day infected: Σ over later days i of I(i) w(i − day) / Λ(i).
fn infected_by(day: usize, cases: &[f64], pressure: &[f64], serial: &[f64]) -> f64 {
    let later = cases[day..].iter().zip(&pressure[day..]).zip(serial);
    later.filter(|((_, lambda), _)| **lambda > 0.0).map(|((n, lambda), w)| n * w / lambda).sum()
}

/// Σ I(i) P(i) (1 − P(i)).
fn spread(window: Window, cases: &[f64], pressure: &[f64], serial: &[f64]) -> f64 {
    let of_day = |day: usize| {
        if pressure[day] <= 0.0 {
            return 0.0;
        }
        let from = (window.first..=window.last.min(day))
            .map(|source| cases[source] * serial.get(day - source).copied().unwrap_or(0.0))
            .sum::<f64>();
        let chance = (from / pressure[day]).min(1.0);
        cases[day] * chance * (1.0 - chance)
    };
    (window.first..cases.len()).map(of_day).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_later_case_is_infected_once() {
        let counts: Vec<Option<f64>> = [1, 2, 4, 3, 2, 1].iter().map(|n| Some(f64::from(*n))).collect();
        let (incidence, _) = Incidence::new(&counts, None);
        let days: Vec<Window> = (1..6).map(|day| Window { first: day, last: day }).collect();
        let (numbers, _) = cohorts(&incidence, &[0.0, 0.6, 0.4], &days);
        let total: f64 =
            numbers.iter().zip([2.0, 4.0, 3.0, 2.0, 1.0]).map(|(r, n)| r.expect("cases").mean * n).sum();
        // The two cases of day 1 have only day 0 to come from; of day 2's four, part too.
        assert!(total < 10.0 && total > 5.0, "{total}");
        assert_eq!(numbers[4].map(|r| r.mean), Some(0.0));
    }
}
