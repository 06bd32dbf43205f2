//! The gamma distribution: density of Poisson weights, regularised incomplete gamma functions, quantile.
//!
//! The factor x^a e^(−x) / Γ(a+1) is taken with Loader's saddle point form (C. Loader, Fast and accurate computation of
//! binomial probabilities, 2000), which loses no digits at large shapes; the rest is the series below x = a + 1 and
//! Lentz's continued fraction above. Not here: reproduction numbers.

use super::{EPSILON, ITERATIONS_MAX};

/// From this shape on the cube root of a gamma value is normal to within a relative error of 1e-10 (E. B. Wilson, M. M.
/// Hilferty, Proceedings of the National Academy of Sciences 1931;17:684–688), and the series would be long.
const SHAPE_NORMAL: f64 = 1e7;

const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;

/// ln n! − ln(√(2πn) (n/e)^n): what Stirling's formula leaves out, for n > 0.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - LN_SQRT_2PI;
    }
    let square = n * n;
    let terms = [1.0 / 12.0, 1.0 / 360.0, 1.0 / 1260.0, 1.0 / 1680.0, 1.0 / 1188.0, 691.0 / 360_360.0];
    let mut sum = 0.0;
    for term in terms.iter().rev() {
        sum = term - sum / square;
    }
    sum / n
}

/// x ln(x/m) + m − x without cancellation when x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut power = 2.0 * x * v;
    for j in 1..200 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// m^x e^(−m) / Γ(x+1): the Poisson probability of x (which need not be whole) at mean m.
pub fn poisson_weight(x: f64, m: f64) -> f64 {
    if m <= 0.0 {
        return if x == 0.0 { 1.0 } else { 0.0 };
    }
    if x == 0.0 {
        return libm::exp(-m);
    }
    if x < 0.0 || !x.is_finite() || !m.is_finite() {
        return 0.0;
    }
    libm::exp(-stirling_error(x) - deviance(x, m)) / libm::sqrt(2.0 * std::f64::consts::PI * x)
}

/// Both regularised incomplete gamma functions, (P(a, x), Q(a, x)); P + Q = 1. Shape a > 0; NaN for other shapes.
pub fn incomplete(a: f64, x: f64) -> (f64, f64) {
    if a.is_nan() || x.is_nan() || a <= 0.0 || a.is_infinite() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if a >= SHAPE_NORMAL {
        let z = (libm::cbrt(x / a) - 1.0 + 1.0 / (9.0 * a)) * 3.0 * libm::sqrt(a);
        return (super::normal::cdf(z), super::normal::upper(z));
    }
    let weight = poisson_weight(a, x);
    if x < a + 1.0 {
        let p = (weight * series(a, x)).min(1.0);
        (p, 1.0 - p)
    } else {
        let q = (weight * a * continued_fraction(a, x)).min(1.0);
        (1.0 - q, q)
    }
}

/// Σ x^n / ((a+1) … (a+n)), n = 0, 1, …
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    for _ in 0..ITERATIONS_MAX {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * EPSILON * 0.5 {
            break;
        }
    }
    sum
}

/// Q(a, x) Γ(a) / (x^a e^(−x)) by Lentz's method.
fn continued_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = if b == 0.0 { 1.0 / TINY } else { 1.0 / b };
    let mut h = d;
    for i in 1..ITERATIONS_MAX {
        let i = i as f64;
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + an / c;
        c = if c.abs() < TINY { TINY } else { c };
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() < EPSILON {
            break;
        }
    }
    h
}

/// P(X ≤ x) for shape and scale, both positive.
pub fn cdf(x: f64, shape: f64, scale: f64) -> f64 {
    incomplete(shape, x / scale).0
}

/// The x with P(X ≤ x) = p for shape and scale, both positive; NaN for anything else.
///
/// Newton steps on ln x from the Wilson–Hilferty start, held inside of a bracket.
pub fn quantile(p: f64, shape: f64, scale: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) || !(shape > 0.0 && scale > 0.0) || shape.is_infinite() {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { 0.0 } else { f64::INFINITY };
    }
    let mut x = start(p, shape);
    if shape >= SHAPE_NORMAL {
        return x * scale;
    }
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    for _ in 0..200 {
        let (below, above) = incomplete(shape, x);
        // The difference is taken in the smaller tail.
        let excess = if p > 0.5 { (1.0 - p) - above } else { below - p };
        if excess == 0.0 {
            break;
        }
        if excess > 0.0 {
            high = x
        } else {
            low = x
        }
        let slope = poisson_weight(shape, x) * shape;
        let mut next = x * libm::exp((-excess / slope).clamp(-2.0, 2.0));
        if !next.is_finite() || next <= low || next >= high {
            next = if high.is_infinite() { 2.0 * x } else { 0.5 * (low + high) };
        }
        if (next - x).abs() <= 1e-15 * x {
            x = next;
            break;
        }
        x = next;
    }
    x * scale
}

/// A first guess of the quantile at scale 1.
fn start(p: f64, shape: f64) -> f64 {
    let small = libm::exp((libm::log(p) + libm::lgamma(shape + 1.0)) / shape);
    if shape < 0.5 {
        return small.max(1e-300);
    }
    let z = super::normal::quantile(p);
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
    if root > 0.05 { shape * root * root * root } else { small.max(1e-300) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found / expected - 1.0).abs() < tolerance, "{found} and {expected}");
    }

    #[test]
    fn exponential_and_chi_square_are_special_cases() {
        for x in [0.01, 0.5, 1.0, 3.0, 20.0] {
            near(incomplete(1.0, x).0, 1.0 - libm::exp(-x), 1e-13);
            near(incomplete(1.0, x).1, libm::exp(-x), 1e-13);
            near(incomplete(0.5, x).1, libm::erfc(libm::sqrt(x)), 1e-13);
        }
    }

    #[test]
    fn quantiles_lead_back() {
        for shape in [0.05, 0.3, 1.0, 2.5, 77.0, 5e3, 1e6] {
            for p in [1e-9, 0.025, 0.05, 0.25, 0.5, 0.75, 0.975, 0.999_999] {
                let x = quantile(p, shape, 1.7);
                if x > 1e-290 {
                    assert!((cdf(x, shape, 1.7) - p).abs() < 1e-12, "{shape} {p} {x}");
                }
            }
        }
        assert!(quantile(0.5, -1.0, 1.0).is_nan());
    }

    #[test]
    fn great_shapes_go_on_smoothly() {
        for p in [0.025, 0.5, 0.975] {
            let (below, at) =
                (quantile(p, SHAPE_NORMAL * (1.0 - 1e-15), 1.0), quantile(p, SHAPE_NORMAL, 1.0));
            near(below, at, 1e-10);
            near(cdf(at, SHAPE_NORMAL, 1.0), p, 1e-6);
        }
        assert!(quantile(0.5, 1e300, 1.0).is_finite());
    }
}
