//! Whether a phone is to be wiped: asked without a session, because the account of a phone that was lost is closed first.
//!
//! Nothing else is told, and an id that nobody registered is told the same as one without an order.

use super::{device, id_of, note_seen};
use crate::{
    error::{Answer, ErrorBody},
    extract::Segment,
    state::Doors,
    sweeper::blocking,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a phone is told to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceOrders {
    /// True: erase everything.
    pub wipe: bool,
}

/// Whether a phone is to be wiped. Needs no session: the account of a lost phone is closed first.
#[utoipa::path(
    get,
    path = "/devices/{device}/orders",
    tag = "devices",
    params(("device" = String, Path, description = "the id that the phone made, a UUID")),
    responses((status = 200, description = "done", body = DeviceOrders), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_orders(
    State(doors): State<Doors>,
    Segment(id): Segment<String>,
) -> Answer<Json<DeviceOrders>> {
    let id = id_of(&id)?;
    let (of, asked) = (doors.clone(), id.clone());
    let known = blocking(move || of.house.read(|read| device(read, &asked))).await?;
    let wiped = known.filter(|d| d.wipe.is_some());
    if wiped.as_ref().is_some_and(|d| d.unnoted(doors.wall.now())) {
        note_seen(&doors, &id).await?;
    }
    Ok(Json(DeviceOrders { wipe: wiped.is_some() }))
}
