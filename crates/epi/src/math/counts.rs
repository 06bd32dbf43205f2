//! Distributions of counts: Poisson and negative binomial, distribution functions and quantiles.
//!
//! Not here: fitting them.

use super::{EPSILON, beta, gamma, normal};

/// How much a distribution function may miss a probability by and still count as reaching it: the rounding of its own
/// computation, so that P(X ≤ k) = p exactly gives k and not k + 1.
const FUZZ: f64 = 64.0 * EPSILON;

/// Beyond this a count is no count; the search for a quantile gives up.
const COUNT_MAX: f64 = 1e15;

/// P(X ≤ k) of the Poisson distribution with this mean.
pub fn poisson_cdf(k: f64, mean: f64) -> f64 {
    if k < 0.0 {
        return 0.0;
    }
    if mean == 0.0 {
        return 1.0;
    }
    gamma::incomplete(libm::floor(k) + 1.0, mean).1
}

/// The least k with P(X ≤ k) ≥ p; NaN when mean or p makes no sense.
pub fn poisson_quantile(p: f64, mean: f64) -> f64 {
    if mean == 0.0 && (0.0..=1.0).contains(&p) {
        return 0.0;
    }
    if !(mean > 0.0 && mean.is_finite()) {
        return f64::NAN;
    }
    least(p, mean, libm::sqrt(mean), |k| poisson_cdf(k, mean))
}

/// P(X ≤ k) of the negative binomial distribution: k failures before `size` successes of chance `prob`.
pub fn negative_binomial_cdf(k: f64, size: f64, prob: f64) -> f64 {
    if k < 0.0 {
        return 0.0;
    }
    beta::incomplete(size, libm::floor(k) + 1.0, prob)
}

/// The least k with P(X ≤ k) ≥ p; mean `size (1 − prob) / prob`. NaN when a parameter makes no sense.
pub fn negative_binomial_quantile(p: f64, size: f64, prob: f64) -> f64 {
    if !(size > 0.0 && prob > 0.0 && prob <= 1.0) {
        return f64::NAN;
    }
    if prob == 1.0 {
        return 0.0;
    }
    let mean = size * (1.0 - prob) / prob;
    least(p, mean, libm::sqrt(mean / prob), |k| negative_binomial_cdf(k, size, prob))
}

/// The least whole k ≥ 0 at which a distribution function reaches p: doubles outwards from a normal guess, then halves.
fn least(p: f64, mean: f64, sd: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) || mean > COUNT_MAX {
        return f64::NAN;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    let target = p * (1.0 - FUZZ);
    // Beyond that whole numbers are no longer told apart, and halving would not end.
    let guess = libm::floor((mean + sd * normal::quantile(p.max(1e-300))).clamp(0.0, COUNT_MAX));
    let (mut low, mut high) = (-1.0, guess);
    let mut step = 1.0;
    while cdf(high) < target {
        low = high;
        high += step;
        step *= 2.0;
        if high > COUNT_MAX {
            return f64::NAN;
        }
    }
    step = 1.0;
    // From here cdf(high) reaches the target; low is the greatest known not to.
    while low + 1.0 < high {
        let probe =
            if low < 0.0 && high - step > 0.0 { high - step } else { libm::floor(0.5 * (low + high)) };
        step *= 2.0;
        if cdf(probe) >= target { high = probe } else { low = probe }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_beyond_all_counts_ends() {
        let upper = negative_binomial_quantile(0.999, 1e-14, 1e-24);
        assert!(upper.is_nan() || upper <= COUNT_MAX, "{upper}");
        let wide = negative_binomial_quantile(0.999_999, 1.0, 1e-30);
        assert!(wide.is_nan() || wide <= COUNT_MAX, "{wide}");
    }

    fn by_counting(p: f64, pmf: impl Fn(u32) -> f64) -> f64 {
        let (mut sum, mut k) = (0.0, 0);
        loop {
            sum += pmf(k);
            if sum >= p * (1.0 - 1e-12) {
                return f64::from(k);
            }
            k += 1;
        }
    }

    #[test]
    fn quantiles_are_those_found_by_counting() {
        for mean in [0.01, 0.7, 3.0, 12.5, 80.0] {
            for p in [0.01, 0.05, 0.5, 0.9, 0.99, 0.999] {
                let pmf = |k: u32| gamma::poisson_weight(f64::from(k), mean);
                assert_eq!(poisson_quantile(p, mean), by_counting(p, pmf), "{mean} {p}");
            }
        }
        for (size, prob) in [(0.3, 0.2), (2.0, 0.5), (30.0, 0.9), (0.01, 0.01)] {
            for p in [0.05, 0.5, 0.9, 0.99] {
                let pmf = |k: u32| {
                    let k = f64::from(k);
                    let ways = libm::lgamma(size + k) - libm::lgamma(size) - libm::lgamma(k + 1.0);
                    libm::exp(ways + size * libm::log(prob) + k * libm::log1p(-prob))
                };
                assert_eq!(
                    negative_binomial_quantile(p, size, prob),
                    by_counting(p, pmf),
                    "{size} {prob} {p}"
                );
            }
        }
    }

    #[test]
    fn senseless_parameters_give_no_number() {
        assert!(poisson_quantile(0.5, f64::NAN).is_nan());
        assert!(poisson_quantile(0.5, -1.0).is_nan());
        assert!(negative_binomial_quantile(0.5, 0.0, 0.5).is_nan());
        assert!(negative_binomial_quantile(f64::NAN, 1.0, 0.5).is_nan());
    }
}
