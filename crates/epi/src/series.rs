//! `Series`: counts by day, week or month with their dates, made from rows as they come.
//!
//! A gap becomes a missing value, never a zero; what was mended or doubted is a named problem. Not here: reading files.

use crate::problem::{Problem, ProblemKind};
use facts::{Date, time::add_days, time::days_between};
use serde::Serialize;

/// The distance of two values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// One civil day.
    Day,
    /// Seven days; every value stands for the week that begins on its date.
    Week,
}

impl Step {
    /// Its days.
    pub fn days(self) -> i32 {
        match self {
            Step::Day => 1,
            Step::Week => 7,
        }
    }
}

/// Counts in order of time, one for each step; `None` is missing.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// The date of the first value; the rest follow by steps.
    pub first: Option<Date>,
    /// The distance of two values.
    pub step: Step,
    /// The counts.
    pub counts: Vec<Option<f64>>,
}

impl Series {
    /// From rows of date and count in any order. Rows without a date, dates that occur twice, gaps, and counts that are
    /// negative or no number are problems with the index of the row.
    pub fn from_rows(rows: &[(Option<Date>, Option<f64>)], step: Step) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut dated: Vec<(Date, usize, Option<f64>)> = Vec::with_capacity(rows.len());
        for (index, (date, count)) in rows.iter().enumerate() {
            match date {
                Some(date) => dated.push((*date, index, sensible(*count, index, *date, &mut problems))),
                None => problems.push(Problem::at(ProblemKind::DateUnknown, index)),
            }
        }
        problems.extend(
            dated
                .windows(2)
                .filter(|pair| pair[1].0 < pair[0].0)
                .map(|pair| Problem::at(ProblemKind::DateOutOfOrder, pair[1].1).on(pair[1].0)),
        );
        dated.sort_by_key(|(date, index, _)| (*date, *index));
        let Some(first) = dated.first().map(|row| row.0) else {
            problems.push(Problem::of(ProblemKind::NothingGiven));
            return (Series { first: None, step, counts: Vec::new() }, problems);
        };
        let mut counts: Vec<Option<f64>> = Vec::new();
        for (date, index, count) in dated {
            // In a weekly series a date in the middle of a week belongs to the week that began before.
            let place = (days_between(first, date) / step.days()) as usize;
            if place < counts.len() {
                problems.push(Problem::at(ProblemKind::DateTwice, index).on(date));
                counts[place] = count;
                continue;
            }
            for gap in counts.len()..place {
                let date = add_days(first, gap as i32 * step.days());
                problems.push(Problem::of(ProblemKind::DateMissing).on(date));
                counts.push(None);
            }
            counts.push(count);
        }
        (Series { first: Some(first), step, counts }, problems)
    }

    /// The date of a value.
    pub fn date(&self, index: usize) -> Option<Date> {
        self.first.map(|first| add_days(first, index as i32 * self.step.days()))
    }

    /// The dates of all values.
    pub fn dates(&self) -> Vec<Date> {
        (0..self.counts.len()).filter_map(|index| self.date(index)).collect()
    }

    /// From cumulative counts to new ones: the first value has no increment, a fall gives a missing one and a problem.
    pub fn increments(&self) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut before: Option<f64> = None;
        let mut counts = Vec::with_capacity(self.counts.len());
        for (index, count) in self.counts.iter().enumerate() {
            let increment = match (before, *count) {
                (Some(old), Some(new)) if new < old => {
                    let problem = Problem::at(ProblemKind::IncrementNegative, index).with(new - old);
                    problems.push(self.placed(problem, index));
                    None
                }
                // After a gap the difference would be that of several days.
                (Some(old), Some(new)) if index > 0 && self.counts[index - 1].is_some() => Some(new - old),
                _ => None,
            };
            counts.push(increment);
            before = count.or(before);
        }
        (Series { counts, ..self.clone() }, problems)
    }

    /// Days whose count is at least `least` and more than `times` the greatest of the `around` known values on each
    /// side. They are kept; the problems name them. All three are the caller's.
    pub fn jumps(&self, times: f64, least: f64, around: usize) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (index, count) in self.counts.iter().enumerate() {
            let Some(count) = count.filter(|count| *count >= least) else { continue };
            let before = self.counts[..index].iter().rev().flatten().take(around);
            let after = self.counts[index + 1..].iter().flatten().take(around);
            let greatest = before
                .chain(after)
                .copied()
                .fold(None, |top: Option<f64>, v| Some(top.map_or(v, |t| t.max(v))));
            if greatest.is_some_and(|greatest| count > times * greatest) {
                problems.push(self.placed(Problem::at(ProblemKind::DayJump, index).with(count), index));
            }
        }
        problems
    }

    fn placed(&self, problem: Problem, index: usize) -> Problem {
        match self.date(index) {
            Some(date) => problem.on(date),
            None => problem,
        }
    }
}

fn sensible(count: Option<f64>, index: usize, date: Date, problems: &mut Vec<Problem>) -> Option<f64> {
    let kind = match count {
        None => ProblemKind::CountMissing,
        Some(count) if count.is_finite() && count >= 0.0 => return Some(count),
        Some(_) => ProblemKind::CountSenseless,
    };
    let problem = Problem::at(kind, index).on(date);
    problems.push(count.map_or(problem.clone(), |count| problem.with(count)));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(Option<Date>, Option<f64>)> {
        text.split_whitespace()
            .map(|row| {
                let (date, count) = row.split_once('=').expect("date=count");
                (date.parse().ok(), count.parse().ok())
            })
            .collect()
    }

    fn codes(problems: &[Problem]) -> Vec<&'static str> {
        problems.iter().map(|problem| problem.kind.code()).collect()
    }

    #[test]
    fn gaps_are_missing_and_named() {
        let (series, problems) =
            Series::from_rows(&rows("2020-02-03=5 2020-02-01=3 ?=9 2020-02-05=-1 2020-02-03=6"), Step::Day);
        assert_eq!(series.counts, [Some(3.0), None, Some(6.0), None, None]);
        let expected = [
            "date_unknown",
            "count_senseless",
            "date_out_of_order",
            "date_out_of_order",
            "date_missing",
            "date_twice",
            "date_missing",
        ];
        assert_eq!(codes(&problems), expected);
    }

    #[test]
    fn cumulative_counts_may_fall_and_jump() {
        let (series, _) = Series::from_rows(
            &rows("2020-02-10=10 2020-02-11=12 2020-02-12=112 2020-02-13=115 2020-02-14=114 2020-02-15=116"),
            Step::Day,
        );
        let (new, problems) = series.increments();
        assert_eq!(new.counts, [None, Some(2.0), Some(100.0), Some(3.0), None, Some(2.0)]);
        assert_eq!(codes(&problems), ["increment_negative"]);
        let jumps = new.jumps(5.0, 20.0, 3);
        assert_eq!(jumps.len(), 1);
        assert_eq!(
            jumps[0].says().en,
            "a jump in one day: perhaps another definition, or a backlog 2020-02-12 #3 (100)"
        );
    }
}
