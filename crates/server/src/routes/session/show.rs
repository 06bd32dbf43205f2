//! Who is signed in.

use super::me;
use crate::{
    caller::Caller,
    error::{Answer, ErrorBody},
    state::Doors,
    wire::Me,
};
use axum::{Json, extract::State};

/// Who is signed in, with which roles.
#[utoipa::path(
    get,
    path = "/session",
    tag = "session",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Me), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_session(State(doors): State<Doors>, caller: Caller) -> Answer<Json<Me>> {
    Ok(Json(me(&doors, &caller.account).await?))
}
