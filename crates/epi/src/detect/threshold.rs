//! Fixed threshold: so many cases within so many steps are an alarm.
//!
//! Source: the fixed-threshold method beside the moving percentile in the Chinese national system (Yang et al., Western
//! Pacific Surveillance and Response Journal 2011;2:10–15), for diseases of which every case counts. Units: counts by
//! step. Not here: windows over single facts by subject; those are a plan's signals.

use super::{Judged, Reading, Why, over, refused, stretch};
use crate::math::rounded;
use std::ops::Range;

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ThresholdParameters {
    /// Steps that are added up, the judged one included; at least 1.
    pub window: usize,
    /// The least sum that is an alarm.
    pub least: f64,
}

/// Judges a range of indices; a window that begins before the first count is cut there.
pub fn threshold(counts: &[Option<f64>], parameters: &ThresholdParameters, range: Range<usize>) -> Judged {
    let ThresholdParameters { window, least } = *parameters;
    if window == 0 || !least.is_finite() {
        return refused();
    }
    over(counts, range, |counts, index, _| {
        let known: f64 = counts[(index + 1).saturating_sub(window)..=index].iter().flatten().sum();
        let alarm = rounded(known) >= rounded(least);
        // A gap can hide cases: below the threshold nothing can be said then.
        if !alarm {
            stretch(counts, (index + 1).saturating_sub(window)..index + 1)?;
        }
        Ok(Reading {
            upper: Some(least),
            alarm: Some(alarm),
            ..Reading::silent(
                index,
                Some(known),
                if alarm { Why::ThresholdReached } else { Why::WithinBound },
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_hides_what_could_be_an_alarm() {
        let counts = [Some(1.0), None, Some(1.0), Some(2.0), Some(0.0), Some(0.0), Some(0.0)];
        let (readings, _) = threshold(&counts, &ThresholdParameters { window: 3, least: 3.0 }, 0..7);
        let alarms: Vec<Option<bool>> = readings.iter().map(|r| r.alarm).collect();
        let expected = [Some(false), None, None, Some(true), Some(true), Some(false), Some(false)];
        assert_eq!(alarms, expected);
    }
}
