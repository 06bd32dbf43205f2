//! RKI: is the count above the interval that past counts of the season give?
//!
//! Source: the detection algorithms of the Robert Koch Institute as described by D. Altmann, The surveillance system of
//! the Robert Koch Institute, Berlin 2003. The reference values are `half_window` steps before now (if `this_year`) and
//! 2·`half_window` + 1 steps around the same step of each of `years` past years. With mean m > 20 the bound is m + 2s;
//! else it is the upper end of the 95 % interval for a Poisson mean at the count ⌊m⌋ of E. L. Crow & R. S. Gardner,
//! Confidence intervals for the expectation of a Poisson variable, Biometrika 1959;46:441–453.
//!
//! RKI 1 is (0 years, 6, this year), RKI 2 (1, 6, this year), RKI 3 (2, 4, without this year). Units: counts by step.
//! Not here: trends.

use super::{Judged, Reading, Why, over, refused, stretch};
use crate::math::{mean, sd};
use std::ops::Range;

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RkiParameters {
    /// Past years.
    pub years: usize,
    /// Half the window, in steps.
    pub half_window: usize,
    /// The steps right before now count too.
    pub this_year: bool,
    /// Steps of a year: 52 for weeks.
    pub per_year: usize,
}

/// Upper ends of Crow and Gardner's interval for the counts 0 to 20.
const CROW_GARDNER_UPPER: [f64; 21] = [
    3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633, 19.050, 20.335,
    21.364, 22.945, 23.762, 25.400, 26.306, 27.735, 28.966, 30.017,
];

/// Judges a range of indices.
pub fn rki(counts: &[Option<f64>], parameters: &RkiParameters, range: Range<usize>) -> Judged {
    let RkiParameters { years, half_window, this_year, per_year } = *parameters;
    if years == 0 && !this_year || years > 0 && per_year <= half_window || half_window == 0 {
        return refused();
    }
    over(counts, range, |counts, index, count| {
        let mut reference = Vec::new();
        if this_year {
            reference = stretch(counts, index.checked_sub(half_window).ok_or(Why::HistoryMissing)?..index)?;
        }
        for year in 1..=years {
            let middle = year.checked_mul(per_year).and_then(|back| index.checked_sub(back));
            let middle = middle.ok_or(Why::HistoryMissing)?;
            let start = middle.checked_sub(half_window).ok_or(Why::HistoryMissing)?;
            reference.extend(stretch(counts, start..middle + half_window + 1)?);
        }
        let expected = mean(&reference).ok_or(Why::HistoryMissing)?;
        let upper = match CROW_GARDNER_UPPER.get(expected as usize) {
            Some(upper) if expected <= 20.0 => *upper,
            _ => expected + 2.0 * sd(&reference).ok_or(Why::HistoryMissing)?,
        };
        Ok(Reading::bounded(index, count, expected, upper))
    })
}
