//! Delete a kept view.

use super::key_of;
use crate::{
    accounts::kind,
    caller::Caller,
    error::{Answer, ErrorBody, Fault},
    extract::Segment,
    state::Doors,
};
use axum::{extract::State, http::StatusCode};

/// Delete a kept view.
#[utoipa::path(
    delete,
    path = "/kept/{page}/{name}",
    tag = "kept",
    params(("page" = String, Path, description = "the page"), ("name" = String, Path, description = "the view")),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "done"), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn drop_kept(
    State(doors): State<Doors>,
    caller: Caller,
    Segment((page, name)): Segment<(String, String)>,
) -> Answer<StatusCode> {
    let key = key_of(&caller.account, &page, &name)?;
    let wanted = key.clone();
    let known = doors.desk(&caller, move |desk| Ok(desk.read.note(kind::VIEW, &wanted)?.is_some()));
    if !known.await? {
        return Err(Fault::Unknown);
    }
    doors.write_notes(move |write| write.drop_note(kind::VIEW, &key)).await?;
    Ok(StatusCode::NO_CONTENT)
}
