//! The caller's own pictures of chains, newest first.

use super::{PICTURES_MAX, PictureView, seen};
use crate::{
    accounts::kind,
    caller::Caller,
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};

/// The caller's own pictures of chains, newest first.
#[utoipa::path(
    get,
    path = "/chains/pictures",
    tag = "chains",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = [PictureView]), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_pictures(State(doors): State<Doors>, caller: Caller) -> Answer<Json<Vec<PictureView>>> {
    let wall = doors.wall.now();
    let pictures = doors.desk(&caller, move |desk| {
        let prefix = format!("{}/", desk.account);
        let mut pictures = Vec::new();
        for note in desk.read.notes(kind::PICTURE, &prefix, None, PICTURES_MAX)? {
            pictures.extend(seen(desk, &note, wall)?.map(|kept| kept.of));
        }
        Ok(pictures)
    });
    Ok(Json(pictures.await?))
}
