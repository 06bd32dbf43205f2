//! A phone is to be wiped.

use super::{DeviceView, WORDS_CHARS_MAX, Wipe, device, id_of, put, view};
use crate::{
    caller::Caller,
    error::{Answer, ErrorBody, Fault},
    extract::{Body, Segment},
    routes::accounts::may_manage,
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

/// Why.
#[derive(Clone, Deserialize, ToSchema)]
pub struct WipeDevice {
    /// The reason, kept with the order.
    pub reason: String,
}

/// Order a phone to be wiped: its own, or one of an account that the caller manages. It erases everything, also what it
/// has not sent, when it next speaks to the house. The order stands; a phone that was found again registers anew.
#[utoipa::path(
    post,
    path = "/devices/{device}/wipe",
    tag = "devices",
    params(("device" = String, Path, description = "the phone")),
    request_body = WipeDevice,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = DeviceView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn wipe_device(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Body(why): Body<WipeDevice>,
) -> Answer<Json<DeviceView>> {
    let (id, reason) = (id_of(&id)?, why.reason.trim().to_owned());
    let of = id.clone();
    let known = doors.desk(&caller, move |desk| {
        let device = device(desk.read, &of)?.ok_or(Fault::Unknown)?;
        let may = *device.account == *desk.account || may_manage(desk, &device.account)?;
        if may { Ok(device) } else { Err(Fault::Unknown) }
    });
    let mut known = known.await?;
    if reason.is_empty() || reason.chars().count() > WORDS_CHARS_MAX {
        return Err(Fault::BadParameter("reason"));
    }
    let (by, at) = (caller.account.to_string(), doors.wall.now());
    known.wipe.get_or_insert(Wipe { by, at, reason, told: None });
    let (key, kept) = (id.clone(), known.clone());
    doors.write_notes(move |write| put(write, &key, &kept)).await?;
    Ok(Json(view(&id, known)))
}
