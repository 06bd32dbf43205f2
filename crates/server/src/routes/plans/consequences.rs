//! What putting a plan in force would mean.

use super::{pack_of, with_book};
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::{desk::org_node, lists};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::SubjectKind;
use serde::Deserialize;
use store::query::ListOf;
use utoipa::ToSchema;
use views::{
    foresee::{Consequences, Foresight, consequences},
    org::OrgNode,
};

/// Where and from when.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Foresee {
    /// The organisation.
    pub scope: String,
    /// From when; default: now.
    pub from: Option<String>,
    /// The version; default: the shipped one, else the newest.
    pub version: Option<String>,
}

/// What putting a plan in force would mean.
#[utoipa::path(
    post,
    path = "/plans/{id}/consequences",
    tag = "plans",
    params(("id" = String, Path, description = "the plan")),
    request_body = Foresee,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Consequences), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn foresee_plan(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Body(ask): Body<Foresee>,
) -> Answer<Json<Consequences>> {
    let from = lists::instant(ask.from.as_ref(), doors.house.zone, "from")?.unwrap_or_else(|| doors.now());
    let foreseen = doors.desk(&caller, move |desk| {
        let scope = desk.org(&ask.scope)?;
        let pack = pack_of(desk, &id, ask.version.as_deref())?;
        let orgs: Vec<OrgNode> = desk.read.orgs_below(&scope.id, &[])?.iter().map(org_node).collect();
        let held = desk.held(&orgs.iter().map(|o| o.id.clone()).collect::<Vec<_>>())?;
        let persons = ListOf::Subjects { kind: SubjectKind::Person, org_kinds: Vec::new(), text: None };
        let persons = desk.count(persons, &[scope.path], PERSONS_MAX)?;
        let names = desk.names(orgs.iter().map(|o| o.id.clone()))?;
        let book = with_book(desk, &pack);
        let lens = views::lens::Lens { book: &book, ..desk.lens(&names) };
        Ok(consequences(&lens, &pack, &Foresight { orgs: &orgs, held: &held, persons, from }))
    });
    Ok(Json(foreseen.await?))
}

/// Most persons that are counted.
const PERSONS_MAX: u64 = 100_000;
