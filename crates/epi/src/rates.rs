//! Attack rates (罹患率) and secondary attack rates (续发率) with their intervals.
//!
//! Formula: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
//! Statistical Association 1927;22:209–212. With p = cases / n and z the normal quantile, the interval is
//! (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Units: shares of one. Not here: rates by person-time.

use crate::math::normal;
use crate::problem::{Problem, ProblemKind};
use facts::{Date, time::days_between};
use serde::Serialize;

/// A share with its interval.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Rate {
    /// Cases.
    pub cases: u64,
    /// People exposed.
    pub exposed: u64,
    /// Cases / exposed.
    pub rate: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The share of cases among those exposed, at a confidence such as 0.95. `None` and a problem when nobody was exposed,
/// there are more cases than exposed, or the confidence is not between 0 and 1.
pub fn attack_rate(cases: u64, exposed: u64, confidence: f64) -> (Option<Rate>, Vec<Problem>) {
    let wrong = |kind| (None, vec![Problem::of(kind)]);
    if !(confidence > 0.0 && confidence < 1.0) {
        return wrong(ProblemKind::ParameterSenseless);
    }
    if exposed == 0 {
        return wrong(ProblemKind::NothingGiven);
    }
    if cases > exposed {
        return wrong(ProblemKind::MoreCasesThanExposed);
    }
    let (n, z) = (exposed as f64, normal::quantile(0.5 + confidence / 2.0));
    let rate = cases as f64 / n;
    let (center, square) = (rate + z * z / (2.0 * n), 1.0 + z * z / n);
    let margin = z * libm::sqrt(rate * (1.0 - rate) / n + z * z / (4.0 * n * n));
    // At no cases and at nothing but cases the formula gives 0 and 1 but for rounding.
    let low = if cases == 0 { 0.0 } else { (center - margin) / square };
    let high = if cases == exposed { 1.0 } else { (center + margin) / square };
    (Some(Rate { cases, exposed, rate, low, high }), Vec::new())
}

/// A household (or other group) with the onsets of its cases.
#[derive(Clone, PartialEq, Debug)]
pub struct Household {
    /// All its members, cases or not.
    pub members: u64,
    /// Onsets of the cases in it; unknown ones are left out and named.
    pub onsets: Vec<Option<Date>>,
}

/// The secondary attack rate over households: those who fell ill more than `primary_days` and at most `last_days` after
/// the first case of their household, among the members who were not primary. Households without a dated case do not
/// count.
pub fn secondary_attack_rate(
    households: &[Household],
    primary_days: i32,
    last_days: i32,
    confidence: f64,
) -> (Option<Rate>, Vec<Problem>) {
    let mut problems = Vec::new();
    let (mut secondary, mut exposed) = (0_u64, 0_u64);
    for (index, household) in households.iter().enumerate() {
        let dated: Vec<Date> = household.onsets.iter().copied().flatten().collect();
        if dated.len() < household.onsets.len() {
            problems.push(Problem::at(ProblemKind::CaseUndated, index));
        }
        if household.onsets.len() as u64 > household.members {
            problems.push(Problem::at(ProblemKind::MoreCasesThanExposed, index));
            continue;
        }
        let Some(first) = dated.iter().min() else { continue };
        let after: Vec<i32> = dated.iter().map(|onset| days_between(*first, *onset)).collect();
        let primary = after.iter().filter(|days| **days <= primary_days).count() as u64;
        secondary += after.iter().filter(|days| **days > primary_days && **days <= last_days).count() as u64;
        exposed += household.members - primary;
    }
    let (rate, more) = attack_rate(secondary, exposed, confidence);
    problems.extend(more);
    (rate, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_wilsons() {
        let (rate, _) = attack_rate(512, 763, 0.95);
        let rate = rate.expect("a rate");
        assert!((rate.rate - 0.671_035_4).abs() < 1e-7);
        assert!(
            (rate.low - 0.636_913_655_2).abs() < 1e-9 && (rate.high - 0.703_443_529_4).abs() < 1e-9,
            "{rate:?}"
        );
        let (none, _) = attack_rate(0, 10, 0.95);
        assert_eq!(none.map(|r| r.low), Some(0.0));
        assert_eq!(attack_rate(3, 2, 0.95).1, [Problem::of(ProblemKind::MoreCasesThanExposed)]);
        assert_eq!(attack_rate(0, 0, 0.95).0, None);
    }

    #[test]
    fn primary_cases_are_not_exposed() {
        let onset = |day| Date::new(2020, 1, day).ok();
        let households = [
            Household { members: 5, onsets: vec![onset(1), onset(2), onset(9), onset(30)] },
            Household { members: 4, onsets: vec![onset(3), None] },
            Household { members: 3, onsets: vec![] },
        ];
        let (rate, problems) = secondary_attack_rate(&households, 1, 14, 0.95);
        let rate = rate.expect("a rate");
        assert_eq!((rate.cases, rate.exposed), (1, 6));
        assert_eq!(problems, [Problem::at(ProblemKind::CaseUndated, 1)]);
    }
}
