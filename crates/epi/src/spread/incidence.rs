//! `Incidence`: new cases by day, those infected here and those who brought it along.
//!
//! Not here: how counts are gathered; see `series`.

use crate::problem::{Problem, ProblemKind};

/// New cases by day without gaps. The cases of the first day count as imported: nobody here can have infected them.
#[derive(Clone, PartialEq, Debug)]
pub struct Incidence {
    local: Vec<f64>,
    imported: Vec<f64>,
}

impl Incidence {
    /// From counts by day and, if known, the imported ones among other columns (same length). A missing or senseless
    /// count is taken as zero, and named.
    pub fn new(local: &[Option<f64>], imported: Option<&[Option<f64>]>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut clean = |values: &[Option<f64>], days: usize| -> Vec<f64> {
            (0..days)
                .map(|day| match values.get(day).copied().flatten() {
                    Some(count) if count.is_finite() && count >= 0.0 => count,
                    Some(count) => {
                        problems.push(Problem::at(ProblemKind::CountSenseless, day).with(count));
                        0.0
                    }
                    None => {
                        problems.push(Problem::at(ProblemKind::CountAsZero, day));
                        0.0
                    }
                })
                .collect()
        };
        let days = local.len();
        let mut local = clean(local, days);
        let mut imported = imported.map_or_else(|| vec![0.0; days], |values| clean(values, days));
        if let (Some(first), Some(brought)) = (local.first_mut(), imported.first_mut()) {
            *brought += std::mem::take(first);
        }
        if days == 0 {
            problems.push(Problem::of(ProblemKind::NothingGiven));
        }
        (Incidence { local, imported }, problems)
    }

    /// Days.
    pub fn days(&self) -> usize {
        self.local.len()
    }

    /// Cases infected here, by day.
    pub fn local(&self) -> &[f64] {
        &self.local
    }

    /// All cases, by day.
    pub fn total(&self) -> Vec<f64> {
        self.local.iter().zip(&self.imported).map(|(local, imported)| local + imported).collect()
    }

    /// Λ(t) = Σ over s ≤ t of w(s) I(t − s): how infectious all earlier cases are together on day t (from 0).
    pub fn infectivity(&self, serial: &[f64]) -> Vec<f64> {
        let total = self.total();
        let on = |day: usize| -> f64 {
            serial.iter().zip(total[..=day].iter().rev()).map(|(weight, cases)| weight * cases).sum()
        };
        (0..total.len()).map(on).collect()
    }
}

/// A stretch of days, both ends included, from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// First day; at least 1, because the first day of all has nobody before it.
    pub first: usize,
    /// Last day.
    pub last: usize,
}

impl Window {
    /// Windows of `length` days that end on each day they can: the first begins on day 1.
    pub fn sliding(days: usize, length: usize) -> Vec<Window> {
        let length = length.max(1);
        (1..days)
            .take_while(|first| first + length <= days)
            .map(|first| Window { first, last: first + length - 1 })
            .collect()
    }

    /// It lies inside of so many days.
    pub fn inside(self, days: usize) -> bool {
        self.first >= 1 && self.first <= self.last && self.last < days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_is_imported() {
        let (incidence, problems) = Incidence::new(&[Some(2.0), None, Some(1.0)], None);
        assert_eq!((incidence.local(), incidence.total()), (&[0.0, 0.0, 1.0][..], vec![2.0, 0.0, 1.0]));
        assert_eq!(problems, [Problem::at(ProblemKind::CountAsZero, 1)]);
    }

    #[test]
    fn windows_slide_to_the_last_day() {
        assert_eq!(Window::sliding(4, 2), [Window { first: 1, last: 2 }, Window { first: 2, last: 3 }]);
        assert_eq!(Window::sliding(2, 7), []);
    }
}
