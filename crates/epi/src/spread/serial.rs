//! The serial interval by day: days from the onset of a case to the onset of one that it infected.
//!
//! Source: A. Cori, N. M. Ferguson, C. Fraser, S. Cauchemez, A new framework and software to estimate time-varying
//! reproduction numbers during epidemics, American Journal of Epidemiology 2013;178:1505–1512, web appendix 11: a gamma
//! distribution shifted by one day, averaged over the times of day of both onsets. With shape a = ((μ − 1)/σ)², scale
//! b = σ²/(μ − 1) and F(k; a) its distribution function,
//!
//! w(k) = k F(k; a) + (k − 2) F(k − 2; a) − 2 (k − 1) F(k − 1; a)
//!        + a b (2 F(k − 1; a + 1) − F(k − 2; a + 1) − F(k; a + 1)), at least 0.
//!
//! Units: days. Not here: estimating it from pairs; `chain` does.

use crate::math::gamma;

/// So many days hold any serial interval that people analyse: a year.
pub const DAYS_MAX: usize = 366;

/// w(0) … w(`days` − 1) for a mean above one day and a standard deviation above 0; `None` for others. w(0) is 0. The
/// values add up to less than one when `days` cuts the tail off; they are not scaled up.
pub fn discretised(mean: f64, sd: f64, days: usize) -> Option<Vec<f64>> {
    if !(mean > 1.0 && sd > 0.0 && mean.is_finite() && sd.is_finite()) {
        return None;
    }
    let (shape, scale) = ((mean - 1.0) * (mean - 1.0) / (sd * sd), sd * sd / (mean - 1.0));
    // Each value of the distribution functions serves three days.
    let below = |shape: f64| -> Vec<f64> {
        (0..=days).map(|k| if k == 0 { 0.0 } else { gamma::cdf(k as f64, shape, scale) }).collect()
    };
    let (f, g) = (below(shape), below(shape + 1.0));
    let at = |values: &[f64], k: usize, back: usize| k.checked_sub(back).map_or(0.0, |k| values[k]);
    let weight = |k: usize| {
        let day = k as f64;
        let outer = day * f[k] + (day - 2.0) * at(&f, k, 2) - 2.0 * (day - 1.0) * at(&f, k, 1);
        let inner = shape * scale * (2.0 * at(&g, k, 1) - at(&g, k, 2) - g[k]);
        (outer + inner).max(0.0)
    };
    Some((0..days).map(weight).collect())
}

/// Given probabilities by day from day 0 make sense: day 0 has none (a case does not infect on its own day), none is
/// negative, and they add up to at most 1 (within 0.001) and more than 0.
pub fn sensible(distribution: &[f64]) -> bool {
    let sum: f64 = distribution.iter().sum();
    distribution.first() == Some(&0.0)
        && distribution.iter().all(|w| w.is_finite() && *w >= 0.0)
        && sum > 0.0
        && sum <= 1.001
}

/// Σ k w(k), in days, as the reproduction number's rule of the earliest window takes it.
pub fn mean(distribution: &[f64]) -> f64 {
    distribution.iter().enumerate().map(|(day, w)| day as f64 * w).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_adds_up_and_keeps_its_mean() {
        let w = discretised(6.8, 4.1, 200).expect("a distribution");
        assert!(sensible(&w));
        assert!((w.iter().sum::<f64>() - 1.0).abs() < 1e-10);
        assert!((mean(&w) - 6.8).abs() < 1e-9);
    }

    #[test]
    fn senseless_moments_have_none() {
        for (mean, sd) in [(1.0, 1.0), (2.0, 0.0), (f64::NAN, 1.0), (2.0, f64::INFINITY)] {
            assert!(discretised(mean, sd, 10).is_none());
        }
        assert!(!sensible(&[0.1, 0.9]));
        assert!(!sensible(&[]));
    }
}
