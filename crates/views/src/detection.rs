//! What a detector says of a series: observed, expected, bound, alarm, and why.
//!
//! Not here: formulas (`epi::detect`); where the counts come from.

use crate::{
    ledger::CodeView,
    problems::in_words,
    words::{OrgRef, Words},
};
use epi::detect::{
    Reading,
    named::{Choices, Method, judge},
    reference::Observed,
};
use facts::{
    Date,
    time::{add_days, days_between},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What the reader decides.
#[derive(Clone, PartialEq, Debug)]
pub struct DetectionAsk {
    /// The detector.
    pub method: Method,
    /// Its values.
    pub choices: Choices,
    /// Days of a step: 1 or 7. Weeks begin on Monday.
    pub step_days: i32,
    /// First day of the series.
    pub from: Date,
    /// First day that is judged.
    pub judged_from: Date,
    /// Last day.
    pub until: Date,
}

/// A step.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DetectionStep {
    /// The civil day on which it begins.
    pub day: String,
    /// How many.
    pub observed: f64,
    /// What was judged, where that is the sum of several steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summed: Option<f64>,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// The greatest count that is no alarm (a threshold, and C3: the least that is one); absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// Alarm; absent where nothing can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alarm: Option<bool>,
    /// Why, of the steps that were judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Words>,
    /// What somebody found who looked into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<DetectionReview>,
}

/// What was found of an alarm.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DetectionReview {
    /// What it was.
    pub finding: Words,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The account that says so.
    pub by: String,
    /// When.
    pub at: String,
}

/// What a detector says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DetectionView {
    /// The detector.
    pub method: String,
    /// Days of a step.
    pub step_days: i32,
    /// By which the series is told from others, for saying what an alarm was.
    pub series: String,
    /// The organisation whose numbers they are.
    pub org: OrgRef,
    /// What an alarm may be found to be; empty where the viewer may not say it.
    pub findings: Vec<CodeView>,
    /// Every step, also those before the first that is judged.
    pub steps: Vec<DetectionStep>,
    /// False when there were more facts than could be counted one by one.
    pub complete: bool,
    /// What was not right with the data.
    pub problems: Vec<Words>,
}

/// The longest series, in steps.
pub const STEPS_MAX: i32 = 4_000;

/// What is judged.
pub struct SeriesOf {
    /// Its name.
    pub series: String,
    /// Whose numbers they are.
    pub org: OrgRef,
    /// What an alarm may be found to be.
    pub findings: Vec<CodeView>,
    /// What was found, by civil day.
    pub reviews: BTreeMap<String, DetectionReview>,
    /// Counts by civil day.
    pub counted: BTreeMap<Date, i64>,
    /// False when there were more facts than could be counted one by one.
    pub complete: bool,
}

/// What the detector says of counts by civil day; a day without any is a zero.
pub fn detection_view(ask: &DetectionAsk, mut of: SeriesOf) -> DetectionView {
    let first = if ask.step_days == 7 { monday(ask.from) } else { ask.from };
    let step_of = |day: Date| days_between(first, day).div_euclid(ask.step_days);
    // A week that has not ended is no count.
    let steps = (step_of(add_days(ask.until, 1))).clamp(0, STEPS_MAX);
    let mut counts = vec![0.0; usize::try_from(steps).unwrap_or_default()];
    for (day, n) in &of.counted {
        if let Some(count) = usize::try_from(step_of(*day)).ok().and_then(|step| counts.get_mut(step)) {
            *count += *n as f64;
        }
    }
    let dates: Vec<Date> = (0..steps).map(|n| add_days(first, n * ask.step_days)).collect();
    let known: Vec<Option<f64>> = counts.iter().copied().map(Some).collect();
    let per_year = if ask.step_days == 7 { 52 } else { 365 };
    let observed = Observed { counts: &known, dates: Some(&dates), per_year, population: None };
    let judged = usize::try_from(step_of(ask.judged_from)).unwrap_or_default()..counts.len();
    let (readings, problems) = judge(ask.method, &observed, &ask.choices, judged);
    let by_index: BTreeMap<usize, &Reading> = readings.iter().map(|r| (r.index, r)).collect();
    let step = |(index, (day, n)): (usize, (&Date, &f64))| {
        let step = step_view(*day, *n, by_index.get(&index).copied());
        DetectionStep { review: of.reviews.remove(&step.day), ..step }
    };
    let steps = dates.iter().zip(&counts).enumerate().map(step).collect();
    DetectionView {
        series: of.series,
        org: of.org,
        findings: of.findings,
        method: ask.method.as_str().to_owned(),
        step_days: ask.step_days,
        steps,
        complete: of.complete,
        problems: in_words(&problems),
    }
}

fn step_view(day: Date, observed: f64, reading: Option<&Reading>) -> DetectionStep {
    let finite = |value: Option<f64>| value.filter(|v| v.is_finite());
    DetectionStep {
        day: day.to_string(),
        observed,
        summed: reading.and_then(|r| r.observed).filter(|sum| *sum != observed),
        expected: reading.and_then(|r| finite(r.expected)),
        upper: reading.and_then(|r| finite(r.upper)),
        alarm: reading.and_then(|r| r.alarm),
        says: reading.map(|r| Words::from(&r.says())),
        review: None,
    }
}

/// The Monday of its week.
fn monday(day: Date) -> Date {
    add_days(day, -i32::from(day.weekday().to_monday_zero_offset()))
}
