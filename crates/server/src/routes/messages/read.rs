//! Mark a message as read.

use crate::caller::Caller;
use crate::extract::Segment;
use crate::lists;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{extract::State, http::StatusCode};
use facts::Privacy;
use store::{PageOf, query::ListOf};

/// Mark a message as read.
#[utoipa::path(
    post,
    path = "/messages/{key}/read",
    tag = "messages",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "done"), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn read_message(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
) -> Answer<StatusCode> {
    let (held, wanted) = (caller.scope.held(), key.clone());
    let mine = doors.desk(&caller, move |desk| {
        let paths = desk.paths(None, Privacy::Public)?;
        let mut after = None;
        // A message is found among those of the caller's own roles, newest first.
        for _ in 0..PAGES_MAX {
            let of = ListOf::Messages { to: held.clone(), unread: false };
            let limit = if held.is_empty() { return Ok(false) } else { lists::ROWS_MAX };
            let page = desk.page(of, paths.clone(), limit, after)?;
            if page.rows.iter().any(|row| matches!(row, PageOf::Message(m) if m.key == wanted)) {
                return Ok(true);
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(false)
    });
    if !mine.await? {
        return Err(Fault::Unknown);
    }
    let (account, now) = (caller.account, doors.now());
    doors.write_notes(move |write| write.read_message(&key, &account, now).map(|_| ())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How far back a message can be marked as read.
const PAGES_MAX: usize = 20;
