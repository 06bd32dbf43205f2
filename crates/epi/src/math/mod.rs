//! Portable mathematics of distributions: normal, gamma, beta, Poisson, negative binomial.
//!
//! Every elementary function comes from `libm`, so that the same input gives the same bits on every machine. Not here:
//! statistics; they are in the rooms that use these.
//!
//! Reading order: `normal`, `gamma`, `beta`, `counts`.

pub mod beta;
pub mod counts;
pub mod gamma;
pub mod normal;

/// The spacing of doubles around 1.
pub(crate) const EPSILON: f64 = f64::EPSILON;

/// Iterations after which a series or continued fraction is taken as it is; none of ours needs a tenth of it for shapes
/// below a hundred million.
pub(crate) const ITERATIONS_MAX: usize = 200_000;

/// Rounds to nine decimals: fine enough for every published result, coarse enough that the last bits of a sum do not
/// decide an alarm.
pub fn rounded(value: f64) -> f64 {
    const SCALE: f64 = 1e9;
    let scaled = value * SCALE;
    // Beyond 2^52 a double has no such decimals; NaN and infinity stay what they are.
    if scaled.abs() < 4.5e15 { libm::round(scaled) / SCALE } else { value }
}

/// `value` is above `limit`, both rounded: how every detector compares.
pub fn exceeds(value: f64, limit: f64) -> bool {
    rounded(value) > rounded(limit)
}

/// Mean of a slice; `None` when it is empty.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

/// Standard deviation with divisor n − 1; `None` below two values.
pub fn sd(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    if values.len() < 2 {
        return None;
    }
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some(libm::sqrt(squares / (values.len() - 1) as f64))
}

/// The quantile of sorted values that lies at `1 + (n − 1) p`, interpolated (type 7 of Hyndman & Fan, The American
/// Statistician 1996;50:361). `None` when empty.
pub fn sorted_quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = libm::floor(place);
    let low = sorted.get(below as usize)?;
    let high = sorted.get((below as usize + 1).min(last))?;
    Some(low + (place - below) * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_hides_the_last_bits_only() {
        assert!(!exceeds(0.1 + 0.2, 0.3));
        assert!(exceeds(3.000_001, 3.0));
        assert!(exceeds(f64::INFINITY, 3.0));
        assert!(!exceeds(f64::NAN, 3.0));
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(sorted_quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(sorted_quantile(&[], 0.5), None);
        assert_eq!(sd(&[2.0]), None);
    }
}
