//! Farrington's detector of 1996: a trend through the same weeks of past years, and a two-sided bound.
//!
//! Source: see `reference`. Steps: the counts of `half_window` steps around the same step of each of `years` years; a
//! quasi-Poisson regression on time, fitted again with less weight for past outbreaks; the trend is kept only if its
//! probability is below `trend_p_max`, the years are at least three, and it does not expect more than was ever seen; the
//! bound on the scale of a power at 1 − α/2. No alarm unless there were `recent_cases` in the last `recent_steps` steps.
//!
//! Units: counts by step. Not here: Noufaily's improvements; they are in `farrington_flexible`.

use super::baseline::{Baseline, FitParameters, Row};
use super::bound::{Bound, Power, power_bound};
use super::reference::{Observed, windows};
use super::{Judged, ModelNote, Reading, Why, over, refused};
use crate::math::{normal, rounded};
use crate::problem::{Problem, ProblemKind};
use std::ops::Range;

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FarringtonParameters {
    /// Past years; customary 5.
    pub years: usize,
    /// Half the window around the same step, in steps; customary 3.
    pub half_window: usize,
    /// Two-sided error of the bound; customary 0.01 to 0.05.
    pub alpha: f64,
    /// Fit a trend if it can be kept.
    pub trend: bool,
    /// Fit again with less weight for past outbreaks.
    pub reweight: bool,
    /// The scale of the bound; customary `TwoThirds`.
    pub power: Power,
    /// No alarm below so many cases …
    pub recent_cases: f64,
    /// … in so many last steps, the judged one included; customary 5 in 4.
    pub recent_steps: usize,
}

const WEIGHTS_THRESHOLD: f64 = 1.0;
const TREND_P_MAX: f64 = 0.05;
/// A trend needs so many years.
pub(super) const TREND_YEARS_MIN: usize = 3;

/// Judges a range of indices.
pub fn farrington(observed: &Observed, parameters: &FarringtonParameters, range: Range<usize>) -> Judged {
    let p = *parameters;
    let sensible =
        p.alpha > 0.0 && p.alpha < 1.0 && p.years > 0 && observed.per_year > 0 && p.recent_steps > 0;
    if !sensible || !shapes(observed) {
        return refused();
    }
    let z = normal::quantile(1.0 - p.alpha / 2.0);
    let mut cut: Option<(usize, usize)> = None;
    let (readings, mut problems) = over(observed.counts, range, |counts, index, count| {
        let (places, lacking) = windows(observed, index, p.years, p.half_window);
        if lacking > 0 {
            cut.get_or_insert((index, lacking));
        }
        let rows: Vec<Row> = places.iter().filter_map(|place| row(observed, counts, *place)).collect();
        let baseline = kept(&rows, observed, index, &p)?;
        let (eta, error) =
            baseline.predict(index as f64 + 1.0, 1, observed.offset(index), baseline.dispersion);
        let mean = libm::exp(eta);
        let bound = power_bound(mean, error * mean, baseline.dispersion, p.power, z, count);
        let recent = recent(counts, index, p.recent_cases, p.recent_steps);
        Ok(reading(index, count, mean, &bound, &baseline, recent, rounded(bound.score) > 1.0))
    });
    problems
        .extend(cut.map(|(index, lacking)| Problem::at(ProblemKind::WindowCut, index).with(lacking as f64)));
    (readings, problems)
}

/// The regression with trend if it may be kept, else without.
fn kept(rows: &[Row], observed: &Observed, index: usize, p: &FarringtonParameters) -> Result<Baseline, Why> {
    if rows.is_empty() {
        return Err(Why::HistoryMissing);
    }
    let fitting = FitParameters { periods: 1, reweight: p.reweight, weights_threshold: WEIGHTS_THRESHOLD };
    // A trend that fewer years could not keep need not be fitted.
    let trend = p.trend && p.years >= TREND_YEARS_MIN;
    let baseline = Baseline::fit(rows, trend, &fitting).ok_or(Why::FitFailed)?;
    if !baseline.has_trend() {
        return Ok(baseline);
    }
    let dispersion = baseline.working_dispersion();
    let significant = baseline.trend_probability(dispersion).is_some_and(|q| rounded(q) < TREND_P_MAX);
    let (eta, _) = baseline.predict(index as f64 + 1.0, 1, observed.offset(index), dispersion);
    let seen_before = rounded(libm::exp(eta)) <= baseline.greatest();
    if significant && seen_before {
        return Ok(baseline);
    }
    Baseline::fit(rows, false, &fitting).ok_or(Why::FitFailed)
}

fn row(observed: &Observed, counts: &[Option<f64>], place: usize) -> Option<Row> {
    let count = counts.get(place).copied().flatten()?;
    Some(Row { count, time: place as f64 + 1.0, group: 1, offset: observed.offset(place) })
}

/// Dates and populations are there for every count, dates in order, populations above zero.
pub(super) fn shapes(observed: &Observed) -> bool {
    let n = observed.counts.len();
    observed.dates.is_none_or(|d| d.len() == n && d.windows(2).all(|pair| pair[0] < pair[1]))
        && observed.population.is_none_or(|p| p.len() == n && p.iter().all(|p| p.is_finite() && *p > 0.0))
}

/// There were enough cases lately; `None` if a gap hides it.
pub(super) fn recent(counts: &[Option<f64>], index: usize, cases: f64, steps: usize) -> Option<bool> {
    let stretch = &counts[(index + 1).saturating_sub(steps)..=index];
    let known: f64 = stretch.iter().flatten().sum();
    if known >= cases { Some(true) } else { stretch.iter().all(Option::is_some).then_some(false) }
}

/// The reading of a bound; without enough recent cases there is no bound and no alarm.
pub(super) fn reading(
    index: usize,
    count: f64,
    mean: f64,
    bound: &Bound,
    baseline: &Baseline,
    recent: Option<bool>,
    above: bool,
) -> Reading {
    let model =
        Some(ModelNote { trend: baseline.slope(), dispersion: baseline.dispersion, p_value: bound.p_value });
    let silent = |why| Reading { model, ..Reading::silent(index, Some(count), why) };
    match recent {
        None => silent(Why::HistoryMissing),
        Some(false) => Reading { alarm: Some(false), ..silent(Why::TooFewRecent) },
        Some(true) if !bound.upper.is_finite() => silent(Why::FitFailed),
        Some(true) => Reading {
            expected: Some(mean),
            upper: Some(bound.upper),
            statistic: Some(bound.score),
            alarm: Some(above),
            ..silent(if above { Why::AboveBound } else { Why::WithinBound })
        },
    }
}
