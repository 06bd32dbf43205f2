//! The regularised incomplete beta function, and the tail of Student's t that it gives.
//!
//! Lentz's continued fraction (Abramowitz & Stegun 26.5.8). Not here: the gamma function; it is `libm`'s.

use super::{EPSILON, ITERATIONS_MAX};

/// I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1; NaN otherwise.
pub fn incomplete(a: f64, b: f64, x: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) || a.is_infinite() || b.is_infinite() {
        return f64::NAN;
    }
    if x == 0.0 || x == 1.0 {
        return x;
    }
    let ln_front =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    let front = libm::exp(ln_front);
    // Each side converges fast on its own side of the mean.
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(a, b, x) / a
    } else {
        1.0 - front * continued_fraction(b, a, 1.0 - x) / b
    };
    value.clamp(0.0, 1.0)
}

fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..ITERATIONS_MAX {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() < EPSILON {
            break;
        }
    }
    h
}

/// The probability that |T| is at least |t|, for Student's t with `df` degrees of freedom.
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if t.is_infinite() {
        return 0.0;
    }
    incomplete(0.5 * df, 0.5, df / (df + t * t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_t_has_known_critical_values() {
        for (t, df, p) in
            [(12.706_204_736_174_7, 1.0, 0.05), (2.228_138_851_986_27, 10.0, 0.05), (0.0, 5.0, 1.0)]
        {
            assert!((student_two_sided(t, df) - p).abs() < 1e-12, "{t} {df}");
        }
    }

    #[test]
    fn both_sides_agree() {
        for (a, b, x) in [(0.5, 3.0, 0.2), (40.0, 2.0, 0.97), (1e4, 2e4, 0.334)] {
            assert!((incomplete(a, b, x) + incomplete(b, a, 1.0 - x) - 1.0).abs() < 1e-11);
        }
        assert!(incomplete(-1.0, 1.0, 0.5).is_nan());
    }
}
