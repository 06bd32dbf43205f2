//! Judging an alarm: whoever looked into it says what it was. The verdict is a fact about the organisation whose numbers
//! they are, and belongs to the series and the day, whatever method shows the day as an alarm.

use super::detect::AskedDetection;
use crate::{
    acts::{Decision, decide},
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    extract::Body,
    routes::cases::list::AskedCases,
    state::Doors,
    wire::Taken,
};
use axum::{Json, extract::State};
use facts::{Recorded, SubjectId, Value, fold::what_holds, ledger::Act};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use views::{detection::DetectionReview, fact::shown, words::Words};

/// What somebody found.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ReviewOf {
    /// The organisation, as the series names it.
    pub org: String,
    /// The series, as the answer of the detector names it.
    pub series: String,
    /// The civil day on which the step begins.
    #[schema(example = "2026-01-20")]
    pub day: String,
    /// What it was: a code of the ledger of reviews.
    pub finding: String,
    /// More about it.
    pub text: Option<String>,
}

/// Say what an alarm of a detector was.
#[utoipa::path(
    post,
    path = "/analyses/detection/reviews",
    tag = "analyses",
    request_body = ReviewOf,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn review_detection(
    State(doors): State<Doors>,
    caller: Caller,
    Body(review): Body<ReviewOf>,
) -> Answer<Json<Taken>> {
    let (wanted, of) = (review.org.clone(), review.series.clone());
    let org = doors.desk(&caller, move |desk| {
        let row = desk.org(&wanted)?;
        if of.is_empty() || !may_review(desk, &row.path) {
            return Err(Fault::NotAllowed);
        }
        Ok(row.id)
    });
    let org = org.await?;
    let text = review.text.unwrap_or_default().trim().to_owned();
    let body =
        vec![("series", review.series), ("day", review.day), ("finding", review.finding), ("text", text)];
    let decision = Decision { org: Some(org.clone()), ..Decision::new(Act::Review, org, body) };
    Ok(Json(decide(&doors, &caller, decision).await?))
}

/// True when the caller may say what alarms of an organisation are.
pub fn may_review(desk: &Desk<'_>, path: &str) -> bool {
    desk.book.ledgers.acting(Act::Review).is_some_and(|ledger| desk.scope.may_write(ledger, path))
}

/// By which a series is told from others: what is counted, and in which steps. The method is not of it.
pub fn series_of(of: &AskedCases, asked: &AskedDetection) -> String {
    let given = |text: &Option<String>| text.as_deref().unwrap_or_default().to_owned();
    let step = asked.step.as_deref().filter(|step| !step.is_empty()).unwrap_or("day");
    let counted = match (given(&asked.indicator), given(&asked.ledger)) {
        (indicator, _) if !indicator.is_empty() => format!("indicator {indicator}"),
        (_, ledger) if !ledger.is_empty() => format!("ledger {ledger}"),
        _ => format!("cases {}", given(&of.disease)),
    };
    format!("{} {step}", counted.trim_end())
}

/// What was found of a series of an organisation, by day.
pub fn reviews_of(
    desk: &mut Desk<'_>,
    org: &SubjectId,
    series: &str,
) -> Answer<BTreeMap<String, DetectionReview>> {
    let book = desk.book;
    let Some(ledger) = book.ledgers.acting(Act::Review) else { return Ok(BTreeMap::new()) };
    let facts = desk.read.facts_about_any(std::slice::from_ref(org), std::slice::from_ref(&ledger.id))?;
    let text =
        |fact: &Recorded, field: &str| fact.fact.get(field).and_then(Value::as_text).map(str::to_owned);
    let names = desk.names([org.clone()])?;
    let lens = desk.lens(&names);
    let mut found = BTreeMap::new();
    for fact in what_holds(facts).iter().filter(|fact| text(fact, "series").as_deref() == Some(series)) {
        let finding = ledger.field("finding").zip(fact.fact.get("finding"));
        let Some(day) = text(fact, "day") else { continue };
        // The latest of a day counts.
        found.insert(
            day,
            DetectionReview {
                finding: finding
                    .map_or_else(|| Words::same("?"), |(field, value)| shown(&lens, field, value)),
                text: text(fact, "text"),
                by: fact.fact.by.to_string(),
                at: fact.fact.at.to_string(),
            },
        );
    }
    Ok(found)
}
