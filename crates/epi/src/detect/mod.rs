//! Detectors: is the newest count more than was to be expected?
//!
//! Each takes a slice of counts (one for each step of time, `None` is missing), parameters and the range of indices to be
//! judged, and answers one `Reading` for each index with what was expected, the upper bound, the alarm and why. Counts are
//! compared after rounding to nine decimals (`math::rounded`). Parameters are the caller's: a plan's, not a disease's.
//! Not here: where counts come from, and who is told.
//!
//! Reading order: `named` (all of them by name), `ears`, `cusum`, `rki`, `percentile`, `threshold`; then Farrington's
//! two: `reference` (which past values), `baseline` (the regression), `bound`, `farrington`, `farrington_flexible`.

pub mod baseline;
pub mod bound;
pub mod cusum;
pub mod ears;
pub mod farrington;
pub mod farrington_flexible;
pub mod named;
pub mod percentile;
pub mod reference;
pub mod rki;
pub mod threshold;

use crate::problem::{Problem, ProblemKind};
use facts::Label;
use serde::Serialize;
use std::ops::Range;

/// Why a reading says what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The count is above the bound.
    AboveBound,
    /// It is not.
    WithinBound,
    /// The count reaches the threshold that was given.
    ThresholdReached,
    /// The running statistic reached its limit.
    StatisticReached,
    /// It did not.
    StatisticBelow,
    /// So few cases lately that the method gives no alarm.
    TooFewRecent,
    /// There is no count at this index.
    CountMissing,
    /// Values that the method compares with are missing or too few.
    HistoryMissing,
    /// The regression found no answer.
    FitFailed,
}

/// The regression behind a reading.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct ModelNote {
    /// Change of ln(expected) by one step of time, if the trend was kept.
    pub trend: Option<f64>,
    /// Dispersion φ, at least 1.
    pub dispersion: f64,
    /// Probability of a count as high as this one under the model.
    pub p_value: f64,
}

/// What a detector says of one index.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reading {
    /// Place in the counts, from 0.
    pub index: usize,
    /// The count.
    pub observed: Option<f64>,
    /// What was expected.
    pub expected: Option<f64>,
    /// The greatest count that is no alarm (for a threshold and for C3: the least that is one).
    pub upper: Option<f64>,
    /// The method's own statistic.
    pub statistic: Option<f64>,
    /// Alarm; `None` when it cannot be said.
    pub alarm: Option<bool>,
    /// Why.
    pub why: Why,
    /// The regression, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelNote>,
}

impl Reading {
    /// A reading that cannot say.
    fn silent(index: usize, observed: Option<f64>, why: Why) -> Self {
        Reading {
            index,
            observed,
            expected: None,
            upper: None,
            statistic: None,
            alarm: None,
            why,
            model: None,
        }
    }

    /// A reading whose alarm is "above the bound".
    fn bounded(index: usize, observed: f64, expected: f64, upper: f64) -> Self {
        let alarm = crate::math::exceeds(observed, upper);
        Reading {
            expected: Some(expected),
            upper: Some(upper),
            alarm: Some(alarm),
            ..Reading::silent(index, Some(observed), if alarm { Why::AboveBound } else { Why::WithinBound })
        }
    }

    /// The sentence for people.
    pub fn says(&self) -> Label {
        let number = |value: Option<f64>| value.map_or("?".to_owned(), |v| format!("{v:.2}"));
        let (observed, upper) =
            (self.observed.map_or("?".to_owned(), |v| format!("{v}")), number(self.upper));
        let statistic = number(self.statistic);
        let (zh, en) = match self.expected {
            Some(expected) => (format!("（预期 {expected:.2}）"), format!(" (expected {expected:.2})")),
            None => (String::new(), String::new()),
        };
        match self.why {
            Why::AboveBound => Label::new(
                format!("{observed} 例，超过上限 {upper}{zh}"),
                format!("{observed}, above the bound {upper}{en}"),
            ),
            Why::WithinBound => Label::new(
                format!("{observed} 例，未超过上限 {upper}{zh}"),
                format!("{observed}, not above the bound {upper}{en}"),
            ),
            Why::ThresholdReached => Label::new(
                format!("{observed} 例，达到阈值 {upper}"),
                format!("{observed}, reaching the threshold {upper}"),
            ),
            Why::StatisticReached => Label::new(
                format!("累积统计量 {statistic} 达到界值"),
                format!("the statistic {statistic} reached its limit"),
            ),
            Why::StatisticBelow => Label::new(
                format!("累积统计量 {statistic} 未达界值"),
                format!("the statistic {statistic} is below its limit"),
            ),
            Why::TooFewRecent => Label::new("近期病例太少，不预警", "too few recent cases for an alarm"),
            Why::CountMissing => Label::new("该期没有数值", "no count for that time"),
            Why::HistoryMissing => Label::new("历史数据不足或缺失", "history missing or too short"),
            Why::FitFailed => Label::new("回归未收敛", "the regression did not converge"),
        }
    }
}

/// Readings and problems: the answer of every detector.
pub type Judged = (Vec<Reading>, Vec<Problem>);

/// Runs a detector over a range: takes senseless counts as missing, calls `judge` with the index and its count, and
/// tells once, with the first index, that history was missing or a fit failed.
fn over(
    counts: &[Option<f64>],
    range: Range<usize>,
    mut judge: impl FnMut(&[Option<f64>], usize, f64) -> Result<Reading, Why>,
) -> Judged {
    let (clean, mut problems) = sensible(counts);
    let end = range.end.min(clean.len());
    let mut readings: Vec<Reading> = Vec::with_capacity(end.saturating_sub(range.start));
    for index in range.start..end {
        let reading = match clean[index] {
            None => Reading::silent(index, None, Why::CountMissing),
            Some(count) => {
                judge(&clean, index, count).unwrap_or_else(|why| Reading::silent(index, Some(count), why))
            }
        };
        readings.push(reading);
    }
    for (why, kind) in
        [(Why::HistoryMissing, ProblemKind::HistoryShort), (Why::FitFailed, ProblemKind::FitFailed)]
    {
        if let Some(first) = readings.iter().find(|reading| reading.why == why) {
            let times = readings.iter().filter(|reading| reading.why == why).count();
            problems.push(Problem::at(kind, first.index).with(times as f64));
        }
    }
    (readings, problems)
}

/// Counts that are negative or no number are taken as missing and named; missing ones are named.
fn sensible(counts: &[Option<f64>]) -> (Vec<Option<f64>>, Vec<Problem>) {
    let mut problems = Vec::new();
    let clean = counts
        .iter()
        .enumerate()
        .map(|(index, count)| match count {
            Some(value) if value.is_finite() && *value >= 0.0 => Some(*value),
            Some(value) => {
                problems.push(Problem::at(ProblemKind::CountSenseless, index).with(*value));
                None
            }
            None => {
                problems.push(Problem::at(ProblemKind::CountMissing, index));
                None
            }
        })
        .collect();
    (clean, problems)
}

/// The answer to parameters that make no sense: no readings and that problem.
fn refused() -> Judged {
    (Vec::new(), vec![Problem::of(ProblemKind::ParameterSenseless)])
}

/// Known values of a stretch, or `HistoryMissing` when it begins before the first or has a gap.
fn stretch(counts: &[Option<f64>], range: Range<usize>) -> Result<Vec<f64>, Why> {
    counts.get(range).and_then(|values| values.iter().copied().collect()).ok_or(Why::HistoryMissing)
}
