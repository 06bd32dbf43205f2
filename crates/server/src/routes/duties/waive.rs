//! Waive a duty.

use super::{claim::over, find};
use crate::acts::{Decision, decide};
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::Taken;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{Json, extract::State};
use facts::ledger::Act;
use serde::Deserialize;
use utoipa::ToSchema;

/// Why a duty is waived.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Waive {
    /// Why.
    pub reason: String,
}

/// Waive a duty.
#[utoipa::path(
    post,
    path = "/duties/{key}/waive",
    tag = "duties",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    request_body = Waive,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn waive_duty(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
    Body(waive): Body<Waive>,
) -> Answer<Json<Taken>> {
    if waive.reason.trim().is_empty() {
        return Err(Fault::BadParameter("reason"));
    }
    let duty = doors.desk(&caller, move |desk| {
        let duty = find(desk, &key)?;
        if desk.may_about(Right::Waive, &duty)? { Ok(duty) } else { Err(Fault::NotAllowed) }
    });
    let duty = duty.await?;
    if !duty.state.is_owed() {
        return Err(over());
    }
    let body = vec![("duty", duty.key.to_string()), ("reason", waive.reason.trim().to_owned())];
    let decision = Decision { org: duty.holder.clone(), ..Decision::new(Act::Waive, duty.subject, body) };
    Ok(Json(decide(&doors, &caller, decision).await?))
}
