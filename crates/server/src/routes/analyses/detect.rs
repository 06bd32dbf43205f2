//! What a detector says of counts by day or week: of cases, of the facts of a ledger, or of a number of a report.

use super::{
    CASES_MAX,
    review::{may_review, reviews_of, series_of},
    whole,
};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::routes::{
    boards::{
        completion::top_org,
        epicurve::{by_counter, by_facts},
    },
    cases::{list::AskedCases, look::look_at_all},
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    lists,
    state::Doors,
};
use axum::{Json, extract::State};
use epi::detect::named::{Choices, Method};
use facts::{
    Date, FieldType,
    ledger::Act,
    time::{add_days, days_between},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::IntoParams;
use views::{
    detection::{DetectionAsk, DetectionView, STEPS_MAX, SeriesOf, detection_view},
    ledger::CodeView,
};

/// What is counted, and how it is judged.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedDetection {
    /// ears-c1, ears-c2, ears-c3, cusum, farrington, farrington-flexible, rki, percentile, threshold.
    pub method: String,
    /// Count a number of a report …
    pub indicator: Option<String>,
    /// … or the facts of a ledger; without either, cases by date of onset.
    pub ledger: Option<String>,
    /// day or week; default day.
    pub step: Option<String>,
    /// First civil day of the series; default: a year before the last, for methods that look at past years six.
    pub series_from: Option<String>,
    /// First civil day that is judged; default: 60 steps before the last.
    pub judged_from: Option<String>,
    /// Last civil day; default: today.
    pub series_until: Option<String>,
    /// One-sided error (farrington: two-sided), above 0 and below 1.
    pub alpha: Option<f64>,
    /// Steps of the baseline (EARS), 3 to 365; default 7.
    pub baseline: Option<u16>,
    /// Past years (farrington, rki, percentile), 1 to 20.
    pub years: Option<u16>,
    /// Steps that are added up (percentile, threshold), 1 to 365; default 7.
    pub window: Option<u16>,
    /// The least that is an alarm (threshold).
    pub least: Option<f64>,
}

/// What a detector says: observed, expected, upper bound, alarm, and why.
#[utoipa::path(
    get,
    path = "/analyses/detection",
    tag = "analyses",
    params(AskedCases, AskedDetection),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = DetectionView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_detection(
    State(doors): State<Doors>,
    caller: Caller,
    Params(of): Params<AskedCases>,
    Params(asked): Params<AskedDetection>,
) -> Answer<Json<DetectionView>> {
    let ask = decided(&asked, &doors)?;
    let view = doors.desk(&caller, move |desk| {
        let given = |name: &Option<String>| name.clone().filter(|n| !n.is_empty());
        let days = (ask.from, ask.until);
        let top = top_org(desk, of.org.as_deref())?;
        let (counted, complete) = match (given(&asked.indicator), given(&asked.ledger)) {
            (Some(indicator), _) => (by_counter(desk, &indicator, &top.path, days)?, true),
            (None, Some(ledger)) => by_facts(desk, &ledger, &top.path, days)?,
            (None, None) => (by_onset(desk, &of, days)?, true),
        };
        let series = series_of(&of, &asked);
        let reviews = reviews_of(desk, &top.id, &series)?;
        let findings = if may_review(desk, &top.path) { findings(desk) } else { Vec::new() };
        let names = desk.names([top.id.clone()])?;
        let org = desk.lens(&names).org(&top.id);
        Ok(detection_view(&ask, SeriesOf { series, org, findings, reviews, counted, complete }))
    });
    Ok(Json(view.await?))
}

/// What an alarm may be found to be.
fn findings(desk: &Desk<'_>) -> Vec<CodeView> {
    let field = desk.book.ledgers.acting(Act::Review).and_then(|ledger| ledger.field("finding"));
    match field.map(|field| &field.kind) {
        Some(FieldType::Code { codes }) => codes.iter().map(CodeView::from).collect(),
        _ => Vec::new(),
    }
}

fn by_onset(desk: &mut Desk<'_>, of: &AskedCases, days: (Date, Date)) -> Answer<BTreeMap<Date, i64>> {
    let found = look_at_all(desk, of, CASES_MAX)?;
    let mut counted = BTreeMap::new();
    for case in found.cases(desk.book, desk.house.zone) {
        let onset = case.onset(&desk.book.ledgers).filter(|day| (days.0..=days.1).contains(day));
        if let Some(day) = onset {
            *counted.entry(day).or_default() += 1;
        }
    }
    Ok(counted)
}

fn decided(asked: &AskedDetection, doors: &Doors) -> Answer<DetectionAsk> {
    let zone = doors.house.zone;
    let method = Method::parse(&asked.method).ok_or(Fault::BadParameter("method"))?;
    let step_days = match asked.step.as_deref() {
        None | Some("" | "day") => 1,
        Some("week") => 7,
        Some(_) => return Err(Fault::BadParameter("step")),
    };
    let until = lists::date(asked.series_until.as_ref(), zone, "series_until")?
        .unwrap_or_else(|| zone.date_of(doors.now()));
    let years = asked.years.map(|years| whole(Some(years), 0, 1..=20, "years")).transpose()?;
    let looks_back = match method {
        Method::Farrington | Method::FarringtonFlexible | Method::Rki | Method::Percentile => 6 * 366,
        _ => 366,
    };
    let from = lists::date(asked.series_from.as_ref(), zone, "series_from")?
        .unwrap_or_else(|| add_days(until, -looks_back));
    if !(0..=STEPS_MAX).contains(&(days_between(from, until) / step_days)) {
        return Err(Fault::BadParameter("series_from"));
    }
    let judged_from = lists::date(asked.judged_from.as_ref(), zone, "judged_from")?
        .unwrap_or_else(|| add_days(until, -60 * step_days));
    if method == Method::Threshold && asked.least.is_none() {
        return Err(Fault::BadParameter("least"));
    }
    if asked.alpha.is_some_and(|alpha| !(alpha > 0.0 && alpha < 1.0)) {
        return Err(Fault::BadParameter("alpha"));
    }
    let choices = Choices {
        alpha: asked.alpha,
        baseline: whole(asked.baseline, 7, 3..=365, "baseline")?,
        window: whole(asked.window, 7, 1..=365, "window")?,
        years,
        least: asked.least,
        ..Choices::default()
    };
    Ok(DetectionAsk { method, choices, step_days, from, judged_from: judged_from.max(from), until })
}
