//! One case: card, earlier reports, what else was told, contacts.

use super::{contacts::naming_a_source, told::told_about};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{FactId, Recorded, SubjectId};
use std::collections::BTreeSet;
use views::{
    case::cases,
    case_page::{CasePage, case_page, mentions},
};

/// One case, by the id of any of its reports.
#[utoipa::path(
    get,
    path = "/cases/{id}",
    tag = "cases",
    params(("id" = String, Path, description = "the first fact of a report of the case")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = CasePage), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_case(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Json<CasePage>> {
    let root: FactId = id.parse().map_err(|_| Fault::Unknown)?;
    Ok(Json(doors.desk(&caller, move |desk| page_of(desk, root)).await?))
}

/// The page of the case that this report belongs to, as far as the caller may see it.
pub fn page_of(desk: &mut Desk<'_>, root: FactId) -> Answer<CasePage> {
    let (book, zone) = (desk.book, desk.house.zone);
    let person = person_of(desk.read.facts_of_root(root)?).ok_or(Fault::Unknown)?;
    let about = told_about(desk, BTreeSet::from([person.clone()]))?;
    let holding = about.get(&person).ok_or(Fault::Unknown)?;
    let found = cases(&book.ledgers, zone, holding);
    let is = |report: &Recorded| report.fact.root() == root;
    let case = found.into_iter().find(|case| is(case.report) || case.earlier.iter().any(|r| is(r)));
    let case = case.ok_or(Fault::Unknown)?;
    let named = naming_a_source(desk, case.since(&book.ledgers, zone))?;
    let contacts: Vec<Recorded> =
        named.into_iter().filter(|(source, _)| *source == person).map(|(_, fact)| fact).collect();
    let homes = desk.homes(std::slice::from_ref(&person))?;
    let names =
        desk.names(mentions(&book.ledgers, &case, &contacts).into_iter().chain(homes.values().cloned()))?;
    case_page(&desk.lens(&names), &case, homes.get(&person), &contacts).ok_or(Fault::Unknown)
}

fn person_of(versions: Vec<Recorded>) -> Option<SubjectId> {
    facts::fold::what_holds(versions).into_iter().next().map(|holds| holds.fact.subject)
}
