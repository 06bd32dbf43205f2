//! Delays between two dates of the same case: onset to report, sample to result.
//!
//! Formula: plain moments and type-7 quantiles of whole days. A delay below 0 is an impossible order: named and left out.
//! Units: days. Not here: the delays of those who are not reported yet; `nowcast` allows for them.

use crate::math::{mean, sd, sorted_quantile};
use crate::problem::{Problem, ProblemKind};
use facts::{Date, time::days_between};
use serde::Serialize;

/// Delays in days.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Delays {
    /// How many are known.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation (divisor n − 1); `None` for one.
    pub sd: Option<f64>,
    /// Lower quartile.
    pub p25: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub p75: f64,
    /// Nine of ten are at most this.
    pub p90: f64,
    /// The longest.
    pub longest: f64,
}

/// Delays of pairs (from, to); those with one date missing are left out and named. `None` when no pair is left.
pub fn delays(pairs: &[(Option<Date>, Option<Date>)]) -> (Option<Delays>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut days: Vec<f64> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        match pair {
            (Some(from), Some(to)) if to >= from => days.push(f64::from(days_between(*from, *to))),
            (Some(from), Some(to)) => {
                let days = f64::from(days_between(*from, *to));
                problems.push(Problem::at(ProblemKind::OrderImpossible, index).on(*from).with(days));
            }
            _ => problems.push(Problem::at(ProblemKind::DateUnknown, index)),
        }
    }
    days.sort_by(f64::total_cmp);
    let at = |p| sorted_quantile(&days, p);
    let summary = || {
        Some(Delays {
            n: days.len(),
            mean: mean(&days)?,
            sd: sd(&days),
            p25: at(0.25)?,
            median: at(0.5)?,
            p75: at(0.75)?,
            p90: at(0.9)?,
            longest: *days.last()?,
        })
    };
    (summary(), problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_orders_are_left_out() {
        let date = |day| Date::new(2020, 2, day).ok();
        let pairs = [(date(1), date(3)), (date(5), date(4)), (None, date(4)), (date(2), date(2))];
        let (delays, problems) = delays(&pairs);
        let delays = delays.expect("delays");
        assert_eq!((delays.n, delays.mean, delays.longest), (2, 1.0, 2.0));
        assert_eq!(problems.len(), 2);
    }
}
