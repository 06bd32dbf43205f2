//! One line of the table of agreement: the largest difference of many numbers, and the alarms that are the same.

use crate::table::Row;
use epi::detect::{Judged, Reading};

/// A line of the table: what, how many numbers, the largest difference, its limit, differing alarms.
pub struct Line {
    pub what: String,
    pub numbers: usize,
    pub largest: f64,
    pub limit: f64,
    pub alarms: Option<(usize, usize)>,
}

impl Line {
    /// An empty line with its limit.
    pub fn new(what: impl Into<String>, limit: f64) -> Self {
        Line { what: what.into(), numbers: 0, largest: 0.0, limit, alarms: None }
    }

    /// A number and the one published; published ones have ten digits. Both must be there or both not.
    pub fn number(&mut self, found: Option<f64>, published: Option<f64>) {
        self.numbers += 1;
        let difference = match (found, published) {
            (None, None) => 0.0,
            (Some(a), Some(b)) if a == b => 0.0,
            (Some(a), Some(b)) => (a - b).abs() / b.abs().max(1e-12),
            _ => f64::INFINITY,
        };
        self.largest = self.largest.max(if difference.is_nan() { f64::INFINITY } else { difference });
    }

    /// An alarm and the one published.
    pub fn alarm(&mut self, found: Option<bool>, published: &Row) {
        let (same, all) = self.alarms.get_or_insert((0, 0));
        *all += 1;
        *same += usize::from(found == Some(published.value("alarm") == 1.0));
    }

    /// There were numbers, and none differed too much.
    pub fn holds(&self) -> bool {
        self.numbers > 0 && self.largest <= self.limit && self.alarms.is_none_or(|(same, all)| same == all)
    }
}

/// Judges the indices of the rows (from 1) and gives each row its reading.
pub fn judged<'a>(
    rows: &[&'a Row],
    judge: impl Fn(std::ops::Range<usize>) -> Judged,
) -> Vec<(Reading, &'a Row)> {
    let first = rows.iter().map(|row| row.value("index") as usize).min().expect("rows") - 1;
    let last = rows.iter().map(|row| row.value("index") as usize).max().expect("rows");
    let (readings, _) = judge(first..last);
    rows.iter().map(|row| (readings[row.value("index") as usize - 1 - first].clone(), *row)).collect()
}
