//! Upper bounds for a new count, from what a regression expects of it.
//!
//! Sources: the bound on the scale of a power (Farrington et al. 1996, equations 7 to 9), and the quantile of the negative
//! binomial distribution (Noufaily et al. 2013; M. Salmon, D. Schumacher, M. Höhle, Monitoring count time series in R,
//! Journal of Statistical Software 2016;70(10)). Not here: the regression.

use crate::math::{counts, normal};

/// How the bound is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BoundMethod {
    /// A normal bound for the count on the scale of a power, with the error of the expected value.
    Power(Power),
    /// The quantile of the negative binomial distribution around the expected value itself.
    Plugin,
    /// The same around the upper quantile of the expected value.
    Muan,
}

/// The power on whose scale counts are taken as normal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Power {
    /// 1
    None,
    /// 1/2: the variance is stable
    Half,
    /// 2/3: the distribution is symmetric
    TwoThirds,
}

/// A bound, the score (above 1 is an alarm) and the probability of a count as high.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bound {
    /// The greatest count that is no alarm; NaN if there is none.
    pub upper: f64,
    /// Where the count lies: 0 at the expected value, 1 at the bound.
    pub score: f64,
    /// P(Y ≥ count) under the model.
    pub p_value: f64,
}

/// The bound on the scale of a power. `mean` and `error` are the expected count and its standard error; `z` the normal
/// quantile.
pub fn power_bound(mean: f64, error: f64, dispersion: f64, power: Power, z: f64, count: f64) -> Bound {
    let tau = dispersion + error * error / mean;
    let (exponent, spread) = match power {
        Power::None => (1.0, libm::sqrt(mean * tau)),
        Power::Half => (0.5, libm::sqrt(tau / 4.0)),
        Power::TwoThirds => (2.0 / 3.0, libm::sqrt(4.0 / 9.0 * libm::cbrt(mean) * tau)),
    };
    let center = libm::pow(mean, exponent);
    let upper = libm::pow(center + z * spread, 1.0 / exponent);
    Bound {
        upper,
        score: (count - mean) / (upper - mean),
        p_value: normal::upper((libm::pow(count, exponent) - center) / spread),
    }
}

/// The bound of the negative binomial distribution (Poisson at dispersion 1). `eta` and `error` are the linear predictor
/// and its standard error; `alpha` is one-sided.
///
/// The score is taken from `eta` itself, not from its exponential, as in the reference implementation: where `eta` lies
/// above the bound there is never an alarm.
pub fn count_bound(eta: f64, error: f64, dispersion: f64, muan: bool, alpha: f64, count: f64) -> Bound {
    let center = if muan { eta + error * normal::quantile(1.0 - alpha) } else { eta };
    let mean = libm::exp(center);
    if !mean.is_finite() {
        return Bound { upper: f64::NAN, score: f64::NAN, p_value: f64::NAN };
    }
    let (upper, below) = if dispersion > 1.0 {
        let (size, prob) = (mean / (dispersion - 1.0), 1.0 / dispersion);
        (
            counts::negative_binomial_quantile(1.0 - alpha, size, prob),
            counts::negative_binomial_cdf(count - 1.0, size, prob),
        )
    } else {
        (counts::poisson_quantile(1.0 - alpha, mean), counts::poisson_cdf(count - 1.0, mean))
    };
    Bound { upper, score: (count - eta) / (upper - eta), p_value: 1.0 - below }
}
