//! The regression of Farrington's detectors: quasi-Poisson, perhaps with trend and parts of the year, fitted twice, the
//! second time with less weight for past outbreaks.
//!
//! Sources: Farrington et al. 1996 and Noufaily et al. 2013 (see `reference`). Standardised Anscombe residuals
//! s = 3/2 (y^⅔ μ^−⅙ − μ^½) / √(φ (1 − h)); values with s above the limit get weight γ s^−2, the others γ, with γ such that
//! the weights add up to the number of values. φ is at least 1 throughout. Not here: bounds.

use crate::glm::{self, Fit, Model};
use crate::math::beta::student_two_sided;
use nalgebra::DMatrix;

/// One reference value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Row {
    /// The count.
    pub count: f64,
    /// Its time, in steps.
    pub time: f64,
    /// Its part of the year, from 1; all the same without parts.
    pub group: usize,
    /// ln(population), or 0.
    pub offset: f64,
}

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FitParameters {
    /// Parts of the year; 1 for none.
    pub periods: usize,
    /// Fit again with less weight for high residuals.
    pub reweight: bool,
    /// The residual from which weight is taken away: 1 in the original, 2.58 in the flexible one.
    pub weights_threshold: f64,
}

/// The regression that was kept.
#[derive(Clone, Debug)]
pub struct Baseline {
    fit: Fit,
    counts: Vec<f64>,
    /// Weights of the second fit, if there was one.
    omega: Option<Vec<f64>>,
    trend: bool,
    groups: Vec<usize>,
    /// Dispersion φ, at least 1.
    pub dispersion: f64,
}

impl Baseline {
    /// Fits with or without trend; without, if with does not converge. `None` if nothing converges.
    pub fn fit(rows: &[Row], trend: bool, parameters: &FitParameters) -> Option<Baseline> {
        let first = Self::once(rows, trend, parameters, None)?;
        let first = match (first.fit.converged, trend) {
            (true, _) => first,
            (false, true) => Self::once(rows, false, parameters, None).filter(|b| b.fit.converged)?,
            (false, false) => return None,
        };
        if !parameters.reweight {
            return Some(first);
        }
        let omega = first.outbreak_weights(parameters.weights_threshold);
        Self::once(rows, first.trend, parameters, Some(omega))
    }

    fn once(rows: &[Row], trend: bool, p: &FitParameters, omega: Option<Vec<f64>>) -> Option<Baseline> {
        let mut groups: Vec<usize> =
            if p.periods > 1 { rows.iter().map(|r| r.group).collect() } else { vec![] };
        groups.sort_unstable();
        groups.dedup();
        let columns = columns(trend, &groups);
        let mut design = DMatrix::zeros(rows.len(), columns);
        for (row, value) in rows.iter().enumerate() {
            for (column, x) in regressors(value.time, value.group, trend, &groups).enumerate() {
                design[(row, column)] = x;
            }
        }
        let counts: Vec<f64> = rows.iter().map(|row| row.count).collect();
        let offset: Vec<f64> = rows.iter().map(|row| row.offset).collect();
        let model =
            Model { design: &design, counts: &counts, weights: omega.as_deref(), offset: Some(&offset) };
        let fit = glm::fit(&model)?;
        // NaN (no degrees of freedom) becomes 1 too.
        let dispersion = fit.dispersion(&counts, None).max(1.0);
        Some(Baseline { fit, counts, omega, trend, groups, dispersion })
    }

    /// The weights of the second fit.
    fn outbreak_weights(&self, threshold: f64) -> Vec<f64> {
        let residuals =
            self.counts.iter().zip(&self.fit.means).zip(&self.fit.leverages).map(|((y, mu), h)| {
                let raw = 1.5 * (libm::pow(*y, 2.0 / 3.0) * libm::pow(*mu, -1.0 / 6.0) - libm::sqrt(*mu));
                raw / libm::sqrt(self.dispersion * (1.0 - h))
            });
        // A value that fits itself (leverage 1) has no residual and keeps its weight.
        let weights: Vec<f64> =
            residuals.map(|s| if s > threshold && s.is_finite() { 1.0 / (s * s) } else { 1.0 }).collect();
        let gamma = weights.len() as f64 / weights.iter().sum::<f64>();
        weights.iter().map(|weight| gamma * weight).collect()
    }

    /// A trend is part of the regression.
    pub fn has_trend(&self) -> bool {
        self.trend
    }

    /// The trend: change of ln(expected) by one step.
    pub fn slope(&self) -> Option<f64> {
        self.trend.then(|| self.fit.coefficients[1])
    }

    /// The dispersion that the weights of the second fit give; may be below 1. Standard errors of the flexible detector
    /// use it.
    pub fn weighted_dispersion(&self) -> f64 {
        self.fit.dispersion(&self.counts, self.omega.as_deref())
    }

    /// The working dispersion of the last fit; may be below 1.
    pub fn working_dispersion(&self) -> f64 {
        self.fit.dispersion(&self.counts, None)
    }

    /// Two-sided probability of a trend like this if there were none, at dispersion φ; `None` without trend.
    pub fn trend_probability(&self, dispersion: f64) -> Option<f64> {
        let error = self.trend.then(|| self.fit.error(1, dispersion))??;
        Some(student_two_sided(self.slope()? / error, self.fit.df as f64))
    }

    /// Linear predictor and its standard error at a time in a part of the year, at dispersion φ.
    pub fn predict(&self, time: f64, group: usize, offset: f64, dispersion: f64) -> (f64, f64) {
        let row: Vec<f64> = regressors(time, group, self.trend, &self.groups).collect();
        let (eta, error) = self.fit.predict(&row, dispersion);
        (eta + offset, error)
    }

    /// The greatest reference count.
    pub fn greatest(&self) -> f64 {
        self.counts.iter().copied().fold(0.0, f64::max)
    }
}

fn columns(trend: bool, groups: &[usize]) -> usize {
    1 + usize::from(trend) + groups.len().saturating_sub(1)
}

/// Intercept, time if there is a trend, and one column for each group but the first.
fn regressors(time: f64, group: usize, trend: bool, groups: &[usize]) -> impl Iterator<Item = f64> {
    let head = std::iter::once(1.0).chain(trend.then_some(time));
    head.chain(groups.iter().skip(1).map(move |g| if *g == group { 1.0 } else { 0.0 }))
}
