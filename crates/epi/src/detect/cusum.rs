//! CUSUM: small excesses add up until they reach a limit.
//!
//! Source: G. Rossi, L. Lampugnani, M. Marchi, An approximate CUSUM procedure for surveillance of health events, Statistics
//! in Medicine 1999;18:2111–2122. C(t) = max(0, C(t−1) + z(t) − k), alarm at C(t) ≥ h, where z(t) is the count made
//! standard with the expected mean m by one of the transformations below. The upper bound is the count that would just
//! give C(t) = h (for `Standard` rounded up to whole cases).
//!
//! Units: counts by step; k and h in standard deviations. Not here: the choice of k and h for a wanted run length.

use super::{Judged, Reading, Why, over, refused};
use crate::{glm, math, math::rounded};
use nalgebra::DMatrix;
use std::ops::Range;

/// How a count is made standard.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Transformation {
    /// (x − m) / √m
    Standard,
    /// (x − 3m + 2√(xm)) / (2√m)
    Rossi,
    /// 3/2 (x^⅔ − m^⅔) / m^⅙
    Anscombe,
    /// (x − m) / √(m + αm²): negative binomial with dispersion α
    NegativeBinomial(f64),
}

/// Where the expected mean comes from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ExpectedMean {
    /// The mean of all counts before the range.
    Before,
    /// Given.
    Given(f64),
    /// A Poisson regression of the counts before the range on cos and sin of a year: steps of a year, and the step of the
    /// year (from 0) at which the counts begin.
    Seasonal {
        /// Steps of a year.
        per_year: usize,
        /// Step of the year of the first count, from 1.
        first: usize,
    },
}

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CusumParameters {
    /// Reference value; customary 1.04.
    pub k: f64,
    /// Limit; customary 2.26.
    pub h: f64,
    /// Expected mean.
    pub mean: ExpectedMean,
    /// Transformation.
    pub transformation: Transformation,
}

/// Judges a range of indices; the statistic starts at 0 at its first. A missing count leaves the statistic as it is.
pub fn cusum(counts: &[Option<f64>], parameters: &CusumParameters, range: Range<usize>) -> Judged {
    let CusumParameters { k, h, mean, transformation } = *parameters;
    if !(k.is_finite() && h.is_finite() && h > 0.0) {
        return refused();
    }
    let start = range.start;
    let means = Means::of(counts, start, mean);
    let mut sum = 0.0_f64;
    over(counts, range, |_, index, count| {
        let m = means.at(index).ok_or(Why::HistoryMissing)?;
        let room = h + k - sum;
        sum = (sum + standard(count, m, transformation) - k).max(0.0);
        let alarm = rounded(sum) >= rounded(h);
        Ok(Reading {
            expected: Some(m),
            upper: Some(bound(room, m, transformation)),
            statistic: Some(sum),
            alarm: Some(alarm),
            ..Reading::silent(
                index,
                Some(count),
                if alarm { Why::StatisticReached } else { Why::StatisticBelow },
            )
        })
    })
}

enum Means {
    Unknown,
    Constant(f64),
    Seasonal { coefficients: Vec<f64>, per_year: f64, first: f64 },
}

impl Means {
    fn of(counts: &[Option<f64>], start: usize, rule: ExpectedMean) -> Self {
        let before: Vec<(usize, f64)> = counts
            .iter()
            .take(start)
            .enumerate()
            .filter_map(|(index, count)| count.filter(|c| c.is_finite() && *c >= 0.0).map(|c| (index, c)))
            .collect();
        match rule {
            ExpectedMean::Given(mean) if mean.is_finite() && mean >= 0.0 => Means::Constant(mean),
            ExpectedMean::Given(_) => Means::Unknown,
            ExpectedMean::Before => {
                let values: Vec<f64> = before.iter().map(|(_, count)| *count).collect();
                math::mean(&values).map_or(Means::Unknown, Means::Constant)
            }
            ExpectedMean::Seasonal { per_year, first } => {
                let (per_year, first) = (per_year as f64, first as f64);
                let rows: Vec<[f64; 3]> = before.iter().map(|(i, _)| wave(*i, per_year, first)).collect();
                let design = DMatrix::from_fn(rows.len(), 3, |row, column| rows[row][column]);
                let values: Vec<f64> = before.iter().map(|(_, count)| *count).collect();
                let model = glm::Model { design: &design, counts: &values, weights: None, offset: None };
                match glm::fit(&model) {
                    Some(fit) => Means::Seasonal { coefficients: fit.coefficients, per_year, first },
                    None => Means::Unknown,
                }
            }
        }
    }

    fn at(&self, index: usize) -> Option<f64> {
        match self {
            Means::Unknown => None,
            Means::Constant(mean) => Some(*mean),
            Means::Seasonal { coefficients, per_year, first } => {
                let row = wave(index, *per_year, *first);
                Some(libm::exp(row.iter().zip(coefficients).map(|(x, beta)| x * beta).sum()))
            }
        }
    }
}

fn wave(index: usize, per_year: f64, first: f64) -> [f64; 3] {
    let angle = 2.0 * std::f64::consts::PI / per_year * (first + index as f64);
    [1.0, libm::cos(angle), libm::sin(angle)]
}

fn standard(x: f64, m: f64, transformation: Transformation) -> f64 {
    if m <= 0.0 {
        // Nothing was expected: any case is infinitely more, none is as expected.
        return if x > 0.0 { f64::INFINITY } else { 0.0 };
    }
    let root = libm::sqrt(m);
    match transformation {
        Transformation::Standard => (x - m) / root,
        Transformation::Rossi => (x - 3.0 * m + 2.0 * libm::sqrt(x * m)) / (2.0 * root),
        Transformation::Anscombe => {
            1.5 * (libm::pow(x, 2.0 / 3.0) - libm::pow(m, 2.0 / 3.0)) / libm::pow(m, 1.0 / 6.0)
        }
        Transformation::NegativeBinomial(alpha) => (x - m) / libm::sqrt(m + alpha * m * m),
    }
}

/// The count whose standard value is `room`; at least 0.
fn bound(room: f64, m: f64, transformation: Transformation) -> f64 {
    let root = libm::sqrt(m);
    let count = match transformation {
        Transformation::Standard => libm::ceil(root * room + m),
        Transformation::Rossi => {
            let s = libm::sqrt((4.0 * m + 2.0 * root * room).max(0.0)) - root;
            if s > 0.0 { s * s } else { 0.0 }
        }
        Transformation::Anscombe => {
            let power = 2.0 / 3.0 * libm::pow(m, 1.0 / 6.0) * room + libm::pow(m, 2.0 / 3.0);
            if power > 0.0 { libm::pow(power, 1.5) } else { 0.0 }
        }
        Transformation::NegativeBinomial(alpha) => libm::sqrt(m + alpha * m * m) * room + m,
    };
    count.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_lead_back_to_the_standard_value() {
        for transformation in
            [Transformation::Rossi, Transformation::Anscombe, Transformation::NegativeBinomial(0.2)]
        {
            let x = bound(1.7, 4.0, transformation);
            assert!((standard(x, 4.0, transformation) - 1.7).abs() < 1e-12, "{transformation:?}");
        }
    }

    #[test]
    fn nothing_expected_and_one_case_is_an_alarm() {
        let counts: Vec<Option<f64>> = [0, 0, 0, 0, 1].iter().map(|v| Some(f64::from(*v))).collect();
        let parameters = CusumParameters {
            k: 1.04,
            h: 2.26,
            mean: ExpectedMean::Before,
            transformation: Transformation::Standard,
        };
        let (readings, _) = cusum(&counts, &parameters, 3..5);
        assert_eq!(readings.iter().map(|r| r.alarm).collect::<Vec<_>>(), [Some(false), Some(true)]);
    }
}
