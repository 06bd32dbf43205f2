//! Percentiles, medians and spread of what was measured.
//!
//! Not here: measuring.

use serde_json::{Value, json};

/// Percentiles of many values, in their own unit.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Percentiles {
    /// Half are at most this.
    pub p50: f64,
    /// 95 of 100 are at most this.
    pub p95: f64,
    /// 99 of 100 are at most this.
    pub p99: f64,
    /// The largest.
    pub max: f64,
}

impl Percentiles {
    /// Of values in any order. Zeros when there are none.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |percent| nearest_rank(&values, percent);
        Percentiles { p50: at(50), p95: at(95), p99: at(99), max: at(100) }
    }
}

/// The smallest value that at least so many percent of the (sorted) values do not exceed.
fn nearest_rank(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).or(sorted.last()).copied().unwrap_or_default()
}

/// A number measured in several rounds: its median, and how far the rounds were apart.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Measured {
    /// The middle one; of an even number the mean of the two in the middle.
    pub median: f64,
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

impl Measured {
    /// Of one value per round.
    pub fn of(rounds: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = rounds.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (Some(low), Some(high)) = (values.first(), values.last()) else { return Measured::default() };
        let middle = values.len() / 2;
        let at = |n: usize| values.get(n).copied().unwrap_or_default();
        let median =
            if values.len() % 2 == 1 { at(middle) } else { f64::midpoint(at(middle - 1), at(middle)) };
        Measured { median, low: *low, high: *high }
    }

    /// (highest − lowest) ÷ median, in percent: the noise between rounds.
    pub fn spread_percent(&self) -> f64 {
        if self.median == 0.0 { 0.0 } else { (self.high - self.low) / self.median * 100.0 }
    }

    /// As a record.
    pub fn json(&self) -> Value {
        json!({ "median": rounded(self.median), "low": rounded(self.low), "high": rounded(self.high) })
    }

    /// `2 310 (2 250–2 400)`, with so many decimals.
    pub fn words(&self, decimals: usize) -> String {
        let number = |n: f64| grouped(n, decimals);
        if self.low == self.high {
            return number(self.median);
        }
        format!("{} ({}–{})", number(self.median), number(self.low), number(self.high))
    }
}

/// Six decimals are more than any of it means.
pub fn rounded(n: f64) -> f64 {
    (n * 1e6).round() / 1e6
}

/// With a thin space between thousands.
pub fn grouped(n: f64, decimals: usize) -> String {
    let text = format!("{n:.decimals$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let digits = whole.trim_start_matches('-').len();
    let mut out = String::new();
    for (n, c) in whole.trim_start_matches('-').chars().enumerate() {
        if n > 0 && (digits - n).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    rest.map_or_else(|| format!("{sign}{out}"), |rest| format!("{sign}{out}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let hundred = Percentiles::of((1..=100).rev().map(f64::from).collect());
        assert_eq!(hundred, Percentiles { p50: 50.0, p95: 95.0, p99: 99.0, max: 100.0 });
        let few = Percentiles::of(vec![30.0, 10.0, 20.0]);
        assert_eq!(few, Percentiles { p50: 20.0, p95: 30.0, p99: 30.0, max: 30.0 });
        assert_eq!(Percentiles::of(vec![7.0]), Percentiles { p50: 7.0, p95: 7.0, p99: 7.0, max: 7.0 });
        assert_eq!(Percentiles::of(Vec::new()), Percentiles::default());
        // Of 200 the 99th percentile leaves two above it, of 101 one.
        assert_eq!(Percentiles::of((1..=200).map(f64::from).collect()).p99, 198.0);
        assert_eq!(Percentiles::of((1..=101).map(f64::from).collect()).p99, 100.0);
    }

    #[test]
    fn medians_and_spread() {
        let odd = Measured::of([3.0, 1.0, 2.0]);
        assert_eq!((odd.median, odd.low, odd.high, odd.spread_percent()), (2.0, 1.0, 3.0, 100.0));
        assert_eq!(Measured::of([4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert_eq!(Measured::of([]), Measured::default());
        assert_eq!(Measured::of([]).spread_percent(), 0.0);
        assert_eq!(odd.words(0), "2 (1–3)");
        assert_eq!(Measured::of([5.0, 5.0]).words(1), "5.0");
    }

    #[test]
    fn thousands_are_grouped() {
        let words = |n: f64, decimals| grouped(n, decimals).replace('\u{202f}', "_");
        assert_eq!(
            [words(999.0, 0), words(1234.5, 1), words(1_000_000.0, 0), words(-12_345.0, 0), words(0.25, 2)],
            ["999", "1_234.5", "1_000_000", "-12_345", "0.25"]
        );
    }
}
