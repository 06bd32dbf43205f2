//! A phone registers, at sign-in.

use super::{Device, DeviceView, WORDS_CHARS_MAX, device, id_of, put, view};
use crate::{
    caller::Caller,
    error::{Answer, ErrorBody, Fault},
    extract::{Body, Segment},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a phone says of itself.
#[derive(Clone, Deserialize, ToSchema)]
pub struct RegisterDevice {
    /// What its holder calls it, or the kind of its browser.
    pub name: String,
}

/// A phone registers under an id that it made itself (a UUID). One that another account holds is unknown to this one.
#[utoipa::path(
    put,
    path = "/devices/{device}",
    tag = "devices",
    params(("device" = String, Path, description = "the id that the phone made, a UUID")),
    request_body = RegisterDevice,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = DeviceView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn register_device(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Body(said): Body<RegisterDevice>,
) -> Answer<Json<DeviceView>> {
    let id = id_of(&id)?;
    let (of, account) = (id.clone(), caller.account.to_string());
    let known = doors.desk(&caller, move |desk| Ok(device(desk.read, &of)?)).await?;
    if known.as_ref().is_some_and(|d| d.account != account) {
        return Err(Fault::Unknown);
    }
    let (name, wall) = (said.name.trim().chars().take(WORDS_CHARS_MAX).collect::<String>(), doors.wall.now());
    let fresh = Device { account, name: name.clone(), registered: wall, seen: wall, wipe: None };
    // An order to wipe outlives signing in anew.
    let now = Device { name, seen: wall, ..known.unwrap_or(fresh) };
    let (key, kept) = (id.clone(), now.clone());
    doors.write_notes(move |write| put(write, &key, &kept)).await?;
    Ok(Json(view(&id, now)))
}
