//! Signing out.

use crate::{
    caller::{COOKIE, Caller},
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// Sign out: the session is over, also for whoever copied its cookie.
#[utoipa::path(
    delete,
    path = "/session",
    tag = "session",
    security(("session" = [])),
    responses((status = 204, description = "signed out"), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn close_session(State(doors): State<Doors>, caller: Caller) -> Answer<Response> {
    let (kind, key) = caller.pass;
    doors.write_notes(move |write| write.drop_note(kind, &key)).await?;
    doors.callers.forget();
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
