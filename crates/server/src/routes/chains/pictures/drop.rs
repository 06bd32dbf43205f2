//! Delete a picture of chains.

use super::kept;
use crate::{
    accounts::kind,
    caller::Caller,
    error::{Answer, ErrorBody},
    extract::Segment,
    state::Doors,
};
use axum::{extract::State, http::StatusCode};

/// Delete a picture of chains.
#[utoipa::path(
    delete,
    path = "/chains/pictures/{id}",
    tag = "chains",
    params(("id" = String, Path, description = "the picture")),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "done"), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn drop_picture(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<StatusCode> {
    let (key, wall) = (format!("{}/{id}", caller.account), doors.wall.now());
    doors.desk(&caller, move |desk| kept(desk, &id, wall)).await?;
    doors.write_notes(move |write| write.drop_note(kind::PICTURE, &key)).await?;
    Ok(StatusCode::NO_CONTENT)
}
