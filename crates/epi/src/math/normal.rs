//! The normal distribution: distribution function and quantile.
//!
//! Not here: the normal density as a model of anything.

const SQRT_2: f64 = std::f64::consts::SQRT_2;

/// P(Z ≤ z) of the standard normal distribution, from the complementary error function.
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// P(Z > z), precise in the upper tail.
pub fn upper(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The z with P(Z ≤ z) = p; −∞ and ∞ at 0 and 1, NaN outside.
///
/// Starts from the rational approximation 26.2.23 of Abramowitz & Stegun (error below 4.5e-4) and takes Halley steps
/// on the tail that p lies in, which triple the digits each time.
pub fn quantile(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    if p == 0.5 {
        return 0.0;
    }
    // In the smaller tail nothing is lost to subtraction from one.
    if p > 0.5 { -lower_tail(1.0 - p) } else { lower_tail(p) }
}

/// The quantile for 0 < p < 0.5.
fn lower_tail(p: f64) -> f64 {
    let t = libm::sqrt(-2.0 * libm::log(p));
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328);
    let denominator = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    let mut z = numerator / denominator - t;
    for _ in 0..4 {
        let density = libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * std::f64::consts::PI);
        if density == 0.0 {
            break;
        }
        let step = (cdf(z) - p) / density;
        let change = step / (1.0 + 0.5 * z * step);
        z -= change;
        if change.abs() <= 1e-16 * z.abs() {
            break;
        }
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813_5),
            (0.9, 1.281_551_565_544_600_4),
            (1e-10, -6.361_340_902_404_056),
        ];
        for (p, z) in table {
            assert!((quantile(p) - z).abs() < 1e-14 * z.abs().max(1.0), "{p}: {} and {z}", quantile(p));
        }
        assert!(quantile(1.5).is_nan());
        assert_eq!(quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn the_tail_keeps_its_digits() {
        assert!((upper(10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-13);
    }
}
