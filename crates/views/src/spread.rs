//! How fast it spreads: cases by day of onset, the reproduction number with its interval, what is still to be expected of
//! the last days, growth, and the delay from onset to report.
//!
//! Not here: formulas (`epi::spread`); which cases.

use crate::{case::Case, lens::Lens, problems::in_words, words::Words};
use epi::{
    Problem, ProblemKind,
    spread::{
        cori::{Estimate, Prior, reproduction},
        delays::delays,
        growth::growth,
        incidence::{Incidence, Window},
        nowcast::{NowcastParameters, nowcast},
        serial,
    },
};
use facts::{
    Date,
    time::{add_days, days_between},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the reader decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SpreadAsk {
    /// Mean and standard deviation of the serial interval in days; without it there is no reproduction number.
    pub serial: Option<(f64, f64)>,
    /// Days of the window.
    pub window: usize,
    /// Days of the last stretch whose growth is told.
    pub growth_days: usize,
    /// The longest delay from onset to report that is believed, in days.
    pub delay_days_max: usize,
    /// The last civil day.
    pub today: Date,
}

/// A day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpreadDay {
    /// The civil day of onset.
    pub day: String,
    /// Cases.
    pub cases: u32,
    /// Of these infected elsewhere.
    pub imported: u32,
    /// Expected in all, where the delay tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// Lower end of the interval of 95 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_low: Option<f64>,
    /// Upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_high: Option<f64>,
}

/// The reproduction number in a window.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReproductionView {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Mean of the posterior distribution.
    pub mean: f64,
    /// Its quantile 0.025.
    pub low: f64,
    /// Its median.
    pub median: f64,
    /// Its quantile 0.975.
    pub high: f64,
}

/// Growth in the last stretch.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GrowthView {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Growth of each day.
    pub rate: f64,
    /// Lower end of the interval of 95 %.
    pub rate_low: f64,
    /// Upper end.
    pub rate_high: f64,
    /// Days of doubling; negative: of halving.
    pub doubling_days: f64,
}

/// Days from onset to report.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DelayView {
    /// Of how many cases.
    pub n: usize,
    /// Median.
    pub median: f64,
    /// Lower quartile.
    pub p25: f64,
    /// Upper quartile.
    pub p75: f64,
    /// Nine of ten are at most this.
    pub p90: f64,
}

/// How fast it spreads.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpreadView {
    /// Every day from the first onset to today.
    pub days: Vec<SpreadDay>,
    /// The last day of which nine of ten cases are reported by now, as the delays tell. What is said of later days is too
    /// low.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_until: Option<String>,
    /// The reproduction number by window, where one can be told.
    pub reproduction: Vec<ReproductionView>,
    /// Growth of the last stretch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth: Option<GrowthView>,
    /// From onset to report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<DelayView>,
    /// Cases without date of onset: they are not counted.
    pub undated: usize,
    /// What was not right with the data.
    pub problems: Vec<Words>,
}

/// The longest series, in days: an onset further back is a slip of the pen.
const DAYS_MAX: i32 = 3_660;
/// The prior of Cori et al. 2013: high, so that a low number needs evidence.
const PRIOR: Prior = Prior { mean: 5.0, sd: 5.0 };
/// Nothing is expected of days of which less is reported.
const SHARE_MIN: f64 = 0.1;
/// A day of which so much is reported counts as complete.
const SHARE_COMPLETE: f64 = 0.9;
const CONFIDENCE: f64 = 0.95;

/// How fast these cases spread.
pub fn spread_view(lens: &Lens<'_>, cases: &[Case<'_>], ask: &SpreadAsk) -> SpreadView {
    let ledgers = &lens.book.ledgers;
    let dated: Vec<(Option<Date>, Option<Date>)> =
        cases.iter().map(|case| (case.onset(ledgers), Some(case.reported(ledgers, lens.zone)))).collect();
    let (mut counted, mut problems) = Counted::of(lens, cases, ask.today);
    let (delay, more) = delays(&dated);
    problems.extend(more.into_iter().filter(|p| p.kind == ProblemKind::OrderImpossible));
    let reproduction = counted.reproduction(ask, &mut problems);
    let complete = counted.expect(&dated, ask);
    let growth = complete.and_then(|last| counted.growth(ask, last));
    SpreadView {
        complete_until: complete.map(|last| counted.date(last)),
        undated: dated.iter().filter(|(onset, _)| onset.is_none()).count(),
        days: counted.days,
        reproduction,
        growth,
        delay: delay.map(|d| DelayView { n: d.n, median: d.median, p25: d.p25, p75: d.p75, p90: d.p90 }),
        problems: in_words(&problems),
    }
}

/// Cases by day, every day from the first onset to today.
struct Counted {
    first: Date,
    days: Vec<SpreadDay>,
}

impl Counted {
    fn of(lens: &Lens<'_>, cases: &[Case<'_>], today: Date) -> (Counted, Vec<Problem>) {
        let ledgers = &lens.book.ledgers;
        let believed = |day: &Date| (0..=DAYS_MAX).contains(&days_between(*day, today));
        let onsets: Vec<(Date, bool)> = cases
            .iter()
            .filter_map(|case| Some((case.onset(ledgers).filter(believed)?, case.imported(ledgers))))
            .collect();
        let beyond = cases.iter().filter_map(|case| case.onset(ledgers)).filter(|day| !believed(day));
        let problems = beyond.map(|day| Problem::of(ProblemKind::OrderImpossible).on(day)).collect();
        let Some(first) = onsets.iter().map(|(day, _)| *day).min() else {
            return (Counted { first: today, days: Vec::new() }, problems);
        };
        let mut days: Vec<SpreadDay> = (0..=days_between(first, today))
            .map(|n| SpreadDay {
                day: add_days(first, n).to_string(),
                cases: 0,
                imported: 0,
                expected: None,
                expected_low: None,
                expected_high: None,
            })
            .collect();
        for (day, imported) in onsets {
            let place = usize::try_from(days_between(first, day)).ok().and_then(|n| days.get_mut(n));
            if let Some(counted) = place {
                counted.cases += 1;
                counted.imported += u32::from(imported);
            }
        }
        (Counted { first, days }, problems)
    }

    fn date(&self, index: usize) -> String {
        add_days(self.first, i32::try_from(index).unwrap_or(i32::MAX)).to_string()
    }

    fn reproduction(&self, ask: &SpreadAsk, problems: &mut Vec<Problem>) -> Vec<ReproductionView> {
        let Some((mean, sd)) = ask.serial else { return Vec::new() };
        let Some(serial) = serial::discretised(mean, sd, serial::DAYS_MAX) else {
            problems.push(Problem::of(ProblemKind::ParameterSenseless));
            return Vec::new();
        };
        let local: Vec<Option<f64>> =
            self.days.iter().map(|d| Some(f64::from(d.cases - d.imported))).collect();
        let imported: Vec<Option<f64>> = self.days.iter().map(|d| Some(f64::from(d.imported))).collect();
        let (incidence, _) = Incidence::new(&local, Some(&imported));
        let windows = Window::sliding(self.days.len(), ask.window);
        let (estimates, _) = reproduction(&incidence, &serial, PRIOR, &windows);
        let view = |(window, estimate): (&Window, Option<Estimate>)| {
            let Estimate { mean, quantiles, .. } = estimate?;
            let (from, until) = (self.date(window.first), self.date(window.last));
            Some(ReproductionView {
                from,
                until,
                mean,
                low: quantiles[0],
                median: quantiles[3],
                high: quantiles[6],
            })
        };
        windows.iter().zip(estimates).filter_map(view).collect()
    }

    /// Growth of the stretch that ends on this day.
    fn growth(&self, ask: &SpreadAsk, last: usize) -> Option<GrowthView> {
        let from = (last + 1).checked_sub(ask.growth_days.max(3))?;
        let stretch = self.days.get(from..=last)?;
        let counts: Vec<Option<f64>> = stretch.iter().map(|d| Some(f64::from(d.cases))).collect();
        let found = growth(&counts, CONFIDENCE).0?;
        Some(GrowthView {
            from: self.date(from),
            until: self.date(last),
            rate: found.rate,
            rate_low: found.rate_low,
            rate_high: found.rate_high,
            doubling_days: found.doubling_days,
        })
    }

    /// What is to be expected of the last days; the last day before any that is not complete.
    fn expect(&mut self, dated: &[(Option<Date>, Option<Date>)], ask: &SpreadAsk) -> Option<usize> {
        let parameters = NowcastParameters {
            // A delay longer than the outbreak can be seen in nobody yet.
            delay_days_max: ask.delay_days_max.min(self.days.len().saturating_sub(1)),
            learn_days: 0,
            share_min: SHARE_MIN,
            confidence: CONFIDENCE,
        };
        let mut complete = self.days.len();
        for told in nowcast(dated, ask.today, &parameters).0 {
            let Ok(place) = usize::try_from(days_between(self.first, told.date)) else { continue };
            let Some(day) = self.days.get_mut(place) else { continue };
            (day.expected, day.expected_low, day.expected_high) = (told.expected, told.low, told.high);
            if told.share.is_none_or(|share| share < SHARE_COMPLETE) {
                complete = complete.min(place);
            }
        }
        complete.checked_sub(1)
    }
}
