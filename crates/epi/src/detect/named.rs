//! Detectors by name, with the values that the published methods are customarily run with where the caller chooses none.
//!
//! None of these values belongs to a disease. Not here: formulas; each detector has its own file.

use super::{
    Judged,
    bound::{BoundMethod, Power},
    cusum::{CusumParameters, ExpectedMean, Transformation, cusum},
    ears::{Ears, EarsParameters, GAP, ears},
    farrington::{FarringtonParameters, farrington},
    farrington_flexible::{FlexibleParameters, farrington_flexible},
    percentile::{PercentileParameters, percentile},
    reference::Observed,
    rki::{RkiParameters, rki},
    threshold::{ThresholdParameters, threshold},
};
use std::ops::Range;

/// A detector.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Method {
    /// EARS C1.
    EarsC1,
    /// EARS C2.
    EarsC2,
    /// EARS C3.
    EarsC3,
    /// CUSUM; the expected mean is that of the steps before the range.
    Cusum,
    /// Farrington 1996.
    Farrington,
    /// Noufaily 2013.
    FarringtonFlexible,
    /// RKI.
    Rki,
    /// Moving percentile.
    Percentile,
    /// Fixed threshold; needs `least`.
    Threshold,
}

impl Method {
    /// All of them.
    pub const ALL: [Method; 9] = [
        Method::EarsC1,
        Method::EarsC2,
        Method::EarsC3,
        Method::Cusum,
        Method::Farrington,
        Method::FarringtonFlexible,
        Method::Rki,
        Method::Percentile,
        Method::Threshold,
    ];

    /// Its name on the command line and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::EarsC1 => "ears-c1",
            Method::EarsC2 => "ears-c2",
            Method::EarsC3 => "ears-c3",
            Method::Cusum => "cusum",
            Method::Farrington => "farrington",
            Method::FarringtonFlexible => "farrington-flexible",
            Method::Rki => "rki",
            Method::Percentile => "percentile",
            Method::Threshold => "threshold",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|method| method.as_str() == name)
    }
}

impl Method {
    /// How many steps right before a step decide about it, for methods that look no further back.
    pub fn steps_before(self, choices: &Choices) -> Option<usize> {
        match self {
            Method::EarsC1 => Some(choices.baseline),
            Method::EarsC2 => Some(choices.baseline + GAP),
            Method::EarsC3 => Some(choices.baseline + 2 * GAP),
            _ => None,
        }
    }
}

/// What is chosen; each value matters to the detectors named.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Choices {
    /// One-sided error (Farrington 1996: two-sided); customary 0.001 for C1 and C2, 0.025 for C3, 0.05 for Farrington.
    pub alpha: Option<f64>,
    /// Steps of the baseline (EARS).
    pub baseline: usize,
    /// Least standard deviation (EARS).
    pub sd_min: f64,
    /// Reference value (CUSUM).
    pub k: f64,
    /// Limit (CUSUM).
    pub h: f64,
    /// Past years; customary 5 for Farrington, 3 for the percentile, 2 for RKI.
    pub years: Option<usize>,
    /// Half the window, in steps; customary 3 for Farrington, 4 for RKI.
    pub half_window: Option<usize>,
    /// The steps right before count too (RKI).
    pub this_year: bool,
    /// Parts of the year (Noufaily).
    pub periods: usize,
    /// Newest steps that are left out (Noufaily); customary half the window.
    pub left_out: Option<usize>,
    /// Fit a trend (Farrington).
    pub trend: bool,
    /// The trend is kept below this probability (Noufaily).
    pub trend_p_max: f64,
    /// Take weight from past outbreaks (Farrington).
    pub reweight: bool,
    /// Residual from which weight is taken away (Noufaily).
    pub weights_threshold: f64,
    /// How the bound is found (Noufaily).
    pub bound: BoundMethod,
    /// No alarm below so many cases (Farrington) …
    pub recent_cases: f64,
    /// … in so many last steps.
    pub recent_steps: usize,
    /// Steps that are added up (percentile, threshold).
    pub window: usize,
    /// Blocks on either side (percentile).
    pub neighbours: usize,
    /// Percentile, 0 to 1.
    pub percentile: f64,
    /// Reaching the bound is an alarm (percentile).
    pub reaching: bool,
    /// The least that is an alarm (threshold); without it nothing is.
    pub least: Option<f64>,
}

impl Default for Choices {
    fn default() -> Self {
        Choices {
            alpha: None,
            baseline: 7,
            sd_min: 0.0,
            k: 1.04,
            h: 2.26,
            years: None,
            half_window: None,
            this_year: false,
            periods: 1,
            left_out: None,
            trend: true,
            trend_p_max: 0.05,
            reweight: true,
            weights_threshold: 2.58,
            bound: BoundMethod::Power(Power::TwoThirds),
            recent_cases: 5.0,
            recent_steps: 4,
            window: 7,
            neighbours: 2,
            percentile: 0.8,
            reaching: false,
            least: None,
        }
    }
}

/// Judges the steps of a range.
pub fn judge(method: Method, observed: &Observed, choices: &Choices, range: Range<usize>) -> Judged {
    let (c, counts, per_year) = (choices, observed.counts, observed.per_year);
    let ears_of = |which, customary| {
        let alpha = c.alpha.unwrap_or(customary);
        let parameters = EarsParameters { baseline: c.baseline, alpha, sd_min: c.sd_min };
        ears(counts, which, &parameters, range.clone())
    };
    match method {
        Method::EarsC1 => ears_of(Ears::C1, 0.001),
        Method::EarsC2 => ears_of(Ears::C2, 0.001),
        Method::EarsC3 => ears_of(Ears::C3, 0.025),
        Method::Cusum => {
            let (mean, transformation) = (ExpectedMean::Before, Transformation::Standard);
            cusum(counts, &CusumParameters { k: c.k, h: c.h, mean, transformation }, range)
        }
        Method::Rki => {
            let (years, half_window) = (c.years.unwrap_or(2), c.half_window.unwrap_or(4));
            rki(counts, &RkiParameters { years, half_window, this_year: c.this_year, per_year }, range)
        }
        Method::Percentile => {
            let parameters = PercentileParameters {
                window: c.window,
                years: c.years.unwrap_or(3),
                per_year,
                neighbours: c.neighbours,
                percentile: c.percentile,
                reaching: c.reaching,
            };
            percentile(counts, &parameters, range)
        }
        Method::Threshold => {
            let least = c.least.unwrap_or(f64::NAN);
            threshold(counts, &ThresholdParameters { window: c.window, least }, range)
        }
        Method::Farrington => {
            let parameters = FarringtonParameters {
                years: c.years.unwrap_or(5),
                half_window: c.half_window.unwrap_or(3),
                alpha: c.alpha.unwrap_or(0.05),
                trend: c.trend,
                reweight: c.reweight,
                power: Power::TwoThirds,
                recent_cases: c.recent_cases,
                recent_steps: c.recent_steps,
            };
            farrington(observed, &parameters, range)
        }
        Method::FarringtonFlexible => farrington_flexible(observed, &flexible(c), range),
    }
}

fn flexible(c: &Choices) -> FlexibleParameters {
    let half_window = c.half_window.unwrap_or(3);
    FlexibleParameters {
        years: c.years.unwrap_or(5),
        half_window,
        periods: c.periods,
        left_out: c.left_out.unwrap_or(half_window),
        alpha: c.alpha.unwrap_or(0.05),
        trend: c.trend,
        trend_p_max: c.trend_p_max,
        reweight: c.reweight,
        weights_threshold: c.weights_threshold,
        bound: c.bound,
        recent_cases: c.recent_cases,
        recent_steps: c.recent_steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_goes_there_and_back() {
        for method in Method::ALL {
            assert_eq!(Method::parse(method.as_str()), Some(method));
        }
        assert_eq!(Method::parse("ears"), None);
    }

    #[test]
    fn what_lies_further_back_does_not_matter() {
        let choices = Choices::default();
        for method in Method::ALL {
            let Some(steps) = method.steps_before(&choices) else { continue };
            let counts: Vec<Option<f64>> = (0..=steps).map(|n| Some(f64::from(n as u32 * 7 % 5))).collect();
            let whole: Vec<Option<f64>> = (0..30).map(|_| Some(90.0)).chain(counts.iter().copied()).collect();
            let judged = |counts: &[Option<f64>]| {
                let observed = Observed { counts, dates: None, per_year: 365, population: None };
                let (readings, problems) = judge(method, &observed, &choices, counts.len() - 1..counts.len());
                assert!(problems.is_empty(), "{method:?} {problems:?}");
                (readings[0].statistic, readings[0].upper, readings[0].alarm)
            };
            assert_eq!(judged(&counts), judged(&whole), "{method:?}");
            let fewer = Observed { counts: &counts[1..], dates: None, per_year: 365, population: None };
            assert_eq!(judge(method, &fewer, &choices, steps - 1..steps).0[0].alarm, None, "{method:?}");
        }
    }

    #[test]
    fn every_detector_answers_every_step_of_the_range() {
        let counts: Vec<Option<f64>> = (0..400).map(|n| Some(f64::from(n % 7))).collect();
        let observed = Observed { counts: &counts, dates: None, per_year: 52, population: None };
        let choices = Choices { least: Some(3.0), ..Choices::default() };
        for method in Method::ALL {
            let (readings, problems) = judge(method, &observed, &choices, 390..400);
            assert_eq!(readings.len(), 10, "{method:?} {problems:?}");
        }
        let (readings, problems) = judge(Method::Threshold, &observed, &Choices::default(), 390..400);
        assert!(readings.iter().all(|r| r.alarm.is_none()) && !problems.is_empty(), "no threshold, no alarm");
    }
}
