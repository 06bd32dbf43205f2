//! Drop a token.

use super::create::ID_CHARS;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::{
    accounts::{self, Pass, kind},
    routes::accounts::may_manage,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{extract::State, http::StatusCode};

/// Drop a token.
#[utoipa::path(
    delete,
    path = "/tokens/{id}",
    tag = "accounts",
    params(("id" = String, Path, description = "the token")),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "done"), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn drop_token(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<StatusCode> {
    if id.len() != ID_CHARS || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Fault::Unknown);
    }
    let me = caller.account.clone();
    let found = doors.desk(&caller, move |desk| {
        let notes = desk.read.notes(kind::TOKEN, &id, None, 1)?;
        let note = notes.into_iter().next().ok_or(Fault::Unknown)?;
        let pass: Pass = accounts::parse(&note)?;
        if *pass.account == *me || may_manage(desk, &pass.account)? {
            Ok(note.key)
        } else {
            Err(Fault::Unknown)
        }
    });
    let key = found.await?;
    doors.write_notes(move |write| write.drop_note(kind::TOKEN, &key)).await?;
    doors.callers.forget();
    Ok(StatusCode::NO_CONTENT)
}
