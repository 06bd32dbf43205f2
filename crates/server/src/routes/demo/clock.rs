//! Set the simulated clock; only in demo mode.

use crate::caller::Caller;
use crate::extract::Body;
use crate::lists;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the clock is to stand.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SetClock {
    /// RFC 3339; never earlier than the last fact.
    pub to: String,
}

/// A reading of the clock.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Reading {
    /// The time.
    pub clock: String,
    /// True when everything that was due until then has been looked at.
    pub settled: bool,
}

/// Set the simulated clock; only in demo mode.
#[utoipa::path(
    post,
    path = "/demo/clock",
    tag = "demo",
    request_body = SetClock,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Reading), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn set_clock(
    State(doors): State<Doors>,
    caller: Caller,
    Body(set): Body<SetClock>,
) -> Answer<Json<Reading>> {
    if doors.demo.is_none() {
        return Err(Fault::Unknown);
    }
    if !caller.has(Right::Users) {
        return Err(Fault::NotAllowed);
    }
    let to = lists::instant(Some(&set.to), doors.house.zone, "to")?.ok_or(Fault::BadParameter("to"))?;
    if to < doors.now() {
        return Err(Fault::BadParameter("to"));
    }
    let settled = doors.sweeper.forward(to).await?;
    Ok(Json(Reading { clock: doors.now().to_string(), settled }))
}
