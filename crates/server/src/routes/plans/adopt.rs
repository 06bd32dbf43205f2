//! Put a plan in force.

use super::pack_of;
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::Taken;
use crate::{
    acts::{Decision, decide},
    lists,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::ledger::Act;
use serde::Deserialize;
use utoipa::ToSchema;

/// Where and from when.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Adopt {
    /// The organisation, and everything below it.
    pub scope: String,
    /// From when; default: now.
    pub from: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// The version; default: the shipped one, else the newest.
    pub version: Option<String>,
}

/// Put a plan in force.
#[utoipa::path(
    post,
    path = "/plans/{id}/adopt",
    tag = "plans",
    params(("id" = String, Path, description = "the plan")),
    request_body = Adopt,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn adopt_plan(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Body(adopt): Body<Adopt>,
) -> Answer<Json<Taken>> {
    let zone = doors.house.zone;
    let from = lists::instant(adopt.from.as_ref(), zone, "from")?;
    let until = lists::instant(adopt.until.as_ref(), zone, "until")?;
    let (scope, version) = (adopt.scope.clone(), adopt.version.clone());
    let found = doors.desk(&caller, move |desk| {
        let scope = desk.org(&scope)?;
        if !desk.scope.may_adopt(&scope.path) {
            return Err(Fault::NotAllowed);
        }
        Ok((scope.id, pack_of(desk, &id, version.as_deref())?))
    });
    let (scope, pack) = found.await?;
    let body = vec![
        ("pack", pack.id.to_string()),
        ("version", pack.version.to_string()),
        ("hash", pack.hash.to_hex()),
        ("until", until.map(|at| at.to_string()).unwrap_or_default()),
    ];
    let decision = Decision { org: Some(scope.clone()), at: from, ..Decision::new(Act::Adopt, scope, body) };
    let taken = decide(&doors, &caller, decision).await?;
    doors.callers.forget();
    Ok(Json(taken))
}
