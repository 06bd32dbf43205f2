//! The flexible Farrington detector: all weeks of past years in parts of the year, gentler reweighting, a trend even when
//! it is weak, and a one-sided bound.
//!
//! Sources: Noufaily et al. 2013 (see `reference`) and Salmon et al. 2016 (see `bound`), whose reference implementation
//! (the R package surveillance 1.20.3) this agrees with, also where it has ways of its own: standard errors and the
//! probability of the trend use the dispersion that the weights of the second fit give, which may be below 1; the score of
//! the two count bounds is taken from the linear predictor.
//!
//! One thing differs: where the first reference count is missing, that implementation shifts the time of the prediction
//! by one step; here it does not. Units: counts by step.

use super::baseline::{Baseline, FitParameters, Row};
use super::bound::{BoundMethod, count_bound, power_bound};
use super::farrington::{TREND_YEARS_MIN, reading, recent, shapes};
use super::reference::{Observed, grouped};
use super::{Judged, Why, over, refused};
use crate::math::{normal, rounded};
use crate::problem::{Problem, ProblemKind};
use std::ops::Range;

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FlexibleParameters {
    /// Past years; customary 5.
    pub years: usize,
    /// Half the window around the same step; customary 3.
    pub half_window: usize,
    /// Parts of the year; 1 compares with the windows only, Noufaily et al. use 10.
    pub periods: usize,
    /// Newest steps before the judged one that are left out: 26 weeks with Noufaily et al.
    pub left_out: usize,
    /// One-sided error of the bound.
    pub alpha: f64,
    /// Fit a trend if it can be kept.
    pub trend: bool,
    /// The trend is kept if its probability is below this: 1 with Noufaily et al.
    pub trend_p_max: f64,
    /// Fit again with less weight for past outbreaks.
    pub reweight: bool,
    /// The residual from which weight is taken away: 2.58 with Noufaily et al.
    pub weights_threshold: f64,
    /// How the bound is found.
    pub bound: BoundMethod,
    /// No alarm below so many cases …
    pub recent_cases: f64,
    /// … in so many last steps, the judged one included.
    pub recent_steps: usize,
}

/// Judges a range of indices.
pub fn farrington_flexible(
    observed: &Observed,
    parameters: &FlexibleParameters,
    range: Range<usize>,
) -> Judged {
    let p = *parameters;
    let sensible = p.alpha > 0.0
        && p.alpha < 1.0
        && p.years > 0
        && p.periods > 0
        && observed.per_year > 0
        && p.recent_steps > 0
        && p.weights_threshold.is_finite();
    if !sensible || !shapes(observed) {
        return refused();
    }
    let mut cut: Option<(usize, usize)> = None;
    let (readings, mut problems) = over(observed.counts, range, |counts, index, count| {
        let grouped = grouped(observed, index, p.years, p.half_window, p.periods, p.left_out)
            .ok_or(Why::HistoryMissing)?;
        if grouped.lacking > 0 {
            cut.get_or_insert((index, grouped.lacking));
        }
        let rows: Vec<Row> = grouped
            .values
            .iter()
            .filter_map(|(place, group)| {
                let (time, offset) = (observed.time(*place), observed.offset(*place));
                counts[*place].map(|count| Row { count, time, group: *group, offset })
            })
            .collect();
        let baseline = kept(&rows, observed, index, &p)?;
        let dispersion = baseline.weighted_dispersion();
        let (eta, error) =
            baseline.predict(observed.time(index), p.periods, observed.offset(index), dispersion);
        let mean = libm::exp(eta);
        let bound = match p.bound {
            BoundMethod::Power(power) => {
                let z = normal::quantile(1.0 - p.alpha);
                power_bound(mean, error * mean, baseline.dispersion, power, z, count)
            }
            BoundMethod::Plugin => count_bound(eta, error, baseline.dispersion, false, p.alpha, count),
            BoundMethod::Muan => count_bound(eta, error, baseline.dispersion, true, p.alpha, count),
        };
        let recent = recent(counts, index, p.recent_cases, p.recent_steps);
        let above = rounded(bound.score) > 1.0 && count > 0.0;
        Ok(reading(index, count, mean, &bound, &baseline, recent, above))
    });
    problems
        .extend(cut.map(|(index, lacking)| Problem::at(ProblemKind::WindowCut, index).with(lacking as f64)));
    (readings, problems)
}

/// The regression with trend if it may be kept, else without.
fn kept(rows: &[Row], observed: &Observed, index: usize, p: &FlexibleParameters) -> Result<Baseline, Why> {
    if !rows.iter().any(|row| row.group == p.periods) {
        return Err(Why::HistoryMissing);
    }
    let fitting =
        FitParameters { periods: p.periods, reweight: p.reweight, weights_threshold: p.weights_threshold };
    // A trend that fewer years could not keep need not be fitted.
    let trend = p.trend && p.years >= TREND_YEARS_MIN;
    let baseline = Baseline::fit(rows, trend, &fitting).ok_or(Why::FitFailed)?;
    if !baseline.has_trend() {
        return Ok(baseline);
    }
    let dispersion = baseline.weighted_dispersion();
    let significant = baseline.trend_probability(dispersion).is_some_and(|q| rounded(q) < p.trend_p_max);
    let (eta, _) = baseline.predict(observed.time(index), p.periods, observed.offset(index), dispersion);
    let seen_before = rounded(libm::exp(eta)) <= baseline.greatest();
    if significant && seen_before {
        return Ok(baseline);
    }
    Baseline::fit(rows, false, &fitting).ok_or(Why::FitFailed)
}
