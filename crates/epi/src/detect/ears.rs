//! EARS C1, C2 and C3: is the count above mean and spread of the few steps before it?
//!
//! Source: L. Hutwagner, W. Thompson, G. M. Seeman, T. Treadwell, The bioterrorism preparedness and response Early
//! Aberration Reporting System (EARS), Journal of Urban Health 2003;80:i89–i96; R. D. Fricker, B. L. Hegler, D. A. Dunfee,
//! Statistics in Medicine 2008;27:3407–3429.
//!
//! * C1(t): mean m and standard deviation s (divisor n − 1) of the `baseline` steps t−7 … t−1; bound m + z·s.
//! * C2(t): the same of t−9 … t−3, so that an outbreak's first days do not raise its own bound.
//! * C3(t) = Σ over i = t−2 … t of max(0, (y(i) − m2(i)) / s2(i) − 1) with C2's m2 and s2; alarm at or above z.
//!
//! z is the normal quantile of 1 − `alpha`; s is at least `sd_min`. Where s = 0, C2's statistic is 0 if y ≤ m, else
//! infinite. Units: counts by step. Not here: seasons and trends; the method knows none.

use super::{Judged, Reading, Why, over, refused, stretch};
use crate::math::{mean, normal, rounded, sd};
use std::ops::Range;

/// Which of the three.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ears {
    /// Baseline right before.
    C1,
    /// Baseline with a gap of two steps.
    C2,
    /// Three days of C2 added up.
    C3,
}

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EarsParameters {
    /// Steps of the baseline, at least 3; customary 7.
    pub baseline: usize,
    /// One-sided error, between 0 and 1; customary 0.001 for C1 and C2, 0.025 for C3.
    pub alpha: f64,
    /// The least standard deviation that is believed; customary 0 or 1.
    pub sd_min: f64,
}

/// Steps between the baseline and the step that is judged.
pub(super) const GAP: usize = 2;

/// Judges a range of indices.
pub fn ears(counts: &[Option<f64>], which: Ears, parameters: &EarsParameters, range: Range<usize>) -> Judged {
    let EarsParameters { baseline, alpha, sd_min } = *parameters;
    let sensible = baseline >= 3 && alpha > 0.0 && alpha < 1.0 && sd_min >= 0.0 && sd_min.is_finite();
    if !sensible {
        return refused();
    }
    let z = normal::quantile(1.0 - alpha);
    over(counts, range, |counts, index, count| match which {
        Ears::C1 => bounded(counts, index, count, parameters, 0, z),
        Ears::C2 => bounded(counts, index, count, parameters, GAP, z),
        Ears::C3 => added(counts, index, count, parameters, z),
    })
}

fn bounded(
    counts: &[Option<f64>],
    index: usize,
    count: f64,
    parameters: &EarsParameters,
    gap: usize,
    z: f64,
) -> Result<Reading, Why> {
    let (mean, spread) = before(counts, index, parameters, gap)?;
    let reading = Reading::bounded(index, count, mean, mean + z * spread);
    Ok(Reading { statistic: Some(standard(count, mean, spread)), ..reading })
}

fn added(
    counts: &[Option<f64>],
    index: usize,
    count: f64,
    parameters: &EarsParameters,
    z: f64,
) -> Result<Reading, Why> {
    let mut earlier = 0.0;
    for back in [2, 1] {
        let then = index.checked_sub(back).ok_or(Why::HistoryMissing)?;
        let value = counts[then].ok_or(Why::HistoryMissing)?;
        let (mean, spread) = before(counts, then, parameters, GAP)?;
        earlier += (standard(value, mean, spread) - 1.0).max(0.0);
    }
    let (mean, spread) = before(counts, index, parameters, GAP)?;
    let statistic = earlier + (standard(count, mean, spread) - 1.0).max(0.0);
    let alarm = rounded(statistic) >= rounded(z);
    // The least count at which the sum reaches z; none is needed when the days before reached it alone.
    let upper = if earlier >= z { 0.0 } else { mean + spread * (1.0 + z - earlier) };
    Ok(Reading {
        expected: Some(mean),
        upper: Some(upper),
        statistic: Some(statistic),
        alarm: Some(alarm),
        ..Reading::silent(index, Some(count), if alarm { Why::StatisticReached } else { Why::StatisticBelow })
    })
}

/// Mean and standard deviation of the baseline that ends `gap` steps before the step before this one.
fn before(counts: &[Option<f64>], index: usize, p: &EarsParameters, gap: usize) -> Result<(f64, f64), Why> {
    let end = index.checked_sub(gap).ok_or(Why::HistoryMissing)?;
    let start = end.checked_sub(p.baseline).ok_or(Why::HistoryMissing)?;
    let values = stretch(counts, start..end)?;
    let mean = mean(&values).ok_or(Why::HistoryMissing)?;
    let spread = sd(&values).ok_or(Why::HistoryMissing)?;
    Ok((mean, spread.max(p.sd_min)))
}

fn standard(count: f64, mean: f64, spread: f64) -> f64 {
    if spread > 0.0 {
        (count - mean) / spread
    } else if count <= mean {
        0.0
    } else {
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUSTOMARY: EarsParameters = EarsParameters { baseline: 7, alpha: 0.025, sd_min: 0.0 };

    fn counts(values: &[i32]) -> Vec<Option<f64>> {
        values.iter().map(|v| (*v >= 0).then_some(f64::from(*v))).collect()
    }

    #[test]
    fn a_gap_in_the_baseline_is_no_answer() {
        let (readings, problems) =
            ears(&counts(&[1, 2, 3, -1, 2, 3, 1, 2, 9, 9, 9, 9]), Ears::C1, &CUSTOMARY, 0..12);
        assert_eq!(readings.iter().filter(|reading| reading.alarm.is_some()).count(), 1);
        assert_eq!(readings[11].alarm, Some(false));
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn a_flat_baseline_makes_any_more_an_alarm() {
        let mut values = vec![2; 12];
        values.extend([2, 3]);
        let (readings, _) = ears(&counts(&values), Ears::C3, &CUSTOMARY, 11..14);
        assert_eq!(
            readings.iter().map(|r| r.alarm).collect::<Vec<_>>(),
            [Some(false), Some(false), Some(true)]
        );
        assert_eq!(readings[2].statistic, Some(f64::INFINITY));
    }

    #[test]
    fn senseless_parameters_are_a_problem() {
        let (readings, problems) =
            ears(&counts(&[1, 2]), Ears::C1, &EarsParameters { alpha: 2.0, ..CUSTOMARY }, 0..2);
        assert!(readings.is_empty() && problems.len() == 1);
    }
}
