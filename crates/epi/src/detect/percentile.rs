//! Moving percentile: is the count of the last days above a percentile of the same days in past years?
//!
//! Source: the movable percentile method of the Chinese national system of automatic alerts: W. Yang, Z. Li, Y. Lan et
//! al., A nationwide web-based automated system for outbreak early detection and rapid response in China, Western Pacific
//! Surveillance and Response Journal 2011;2:10–15. The last `window` steps are one block; the reference is, for each of
//! `years` past years, the block at the same place and `neighbours` blocks on either side of it. The bound is the
//! `percentile` of the reference (type 7).
//!
//! Units: counts by step. Not here: the choice of percentile; in that system it differs by disease and place.

use super::{Judged, Reading, Why, over, refused, stretch};
use crate::math::{rounded, sorted_quantile};
use std::ops::Range;

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PercentileParameters {
    /// Steps of a block; customary 7 days.
    pub window: usize,
    /// Past years; customary 3 to 5.
    pub years: usize,
    /// Steps of a year.
    pub per_year: usize,
    /// Blocks on either side; customary 2.
    pub neighbours: usize,
    /// Between 0 and 1; customary 0.8.
    pub percentile: f64,
    /// Reaching the bound is an alarm, not only passing it.
    pub reaching: bool,
}

/// Judges a range of indices; observed is the sum of the block that ends at the index.
pub fn percentile(counts: &[Option<f64>], parameters: &PercentileParameters, range: Range<usize>) -> Judged {
    let p = *parameters;
    if p.window == 0 || p.years == 0 || p.per_year == 0 || !(0.0..=1.0).contains(&p.percentile) {
        return refused();
    }
    over(counts, range, |counts, index, _| {
        let observed = block(counts, index as i64, p.window)?;
        let mut reference = Vec::new();
        for year in 1..=p.years as i64 {
            for neighbour in -(p.neighbours as i64)..=p.neighbours as i64 {
                let end = year
                    .checked_mul(p.per_year as i64)
                    .and_then(|back| (index as i64).checked_sub(back))
                    .and_then(|end| end.checked_add(neighbour.checked_mul(p.window as i64)?))
                    .ok_or(Why::HistoryMissing)?;
                // A block of last year that reaches into this one would hold what is judged.
                if end > index as i64 - p.window as i64 {
                    return Err(Why::HistoryMissing);
                }
                reference.push(block(counts, end, p.window)?);
            }
        }
        reference.sort_by(f64::total_cmp);
        let upper = sorted_quantile(&reference, p.percentile).ok_or(Why::HistoryMissing)?;
        let expected = sorted_quantile(&reference, 0.5).ok_or(Why::HistoryMissing)?;
        let mut reading = Reading::bounded(index, observed, expected, upper);
        if p.reaching && rounded(observed) >= rounded(upper) {
            (reading.alarm, reading.why) = (Some(true), Why::ThresholdReached);
        }
        Ok(reading)
    })
}

/// The sum of the `window` steps that end at `end`.
fn block(counts: &[Option<f64>], end: i64, window: usize) -> Result<f64, Why> {
    let end = usize::try_from(end).map_err(|_| Why::HistoryMissing)? + 1;
    let start = end.checked_sub(window).ok_or(Why::HistoryMissing)?;
    Ok(stretch(counts, start..end)?.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_the_same_season_of_past_years() {
        // Two "years" of 40 steps with a season of twos; now it is five a day.
        let mut counts: Vec<Option<f64>> =
            (0..80).map(|t| Some(if t % 40 < 20 { 0.0 } else { 2.0 })).collect();
        counts.extend((0..30).map(|_| Some(5.0)));
        let parameters = PercentileParameters {
            window: 3,
            years: 2,
            per_year: 40,
            neighbours: 1,
            percentile: 0.8,
            reaching: false,
        };
        let (readings, problems) = percentile(&counts, &parameters, 100..110);
        assert_eq!(readings[9].upper, Some(6.0));
        assert_eq!(readings[9].observed, Some(15.0));
        assert_eq!(readings[9].alarm, Some(true));
        assert!(problems.is_empty());
    }
}
