//! Try a message again.

use super::list::may_see;
use crate::accounts;
use crate::caller::Caller;
use crate::delivery::waiting::{self, Job};
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{extract::State, http::StatusCode};

/// Try a message again that waits or was given up.
#[utoipa::path(
    post,
    path = "/deliveries/{key}/retry",
    tag = "deliveries",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "done"), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn retry_delivery(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
) -> Answer<StatusCode> {
    if !caller.has(Right::Users) {
        return Err(Fault::NotAllowed);
    }
    let now = doors.wall.now();
    let found = doors.desk(&caller, move |desk| {
        let note = desk.read.note(waiting::KIND, &key)?.ok_or(Fault::Unknown)?;
        let job: Job = accounts::parse(&note)?;
        if may_see(desk, &job)? { Ok(job) } else { Err(Fault::Unknown) }
    });
    let job = Job { tries: 0, over: false, next: now, ..found.await? };
    doors.write_notes(move |write| waiting::put(write, &job)).await?;
    doors.written();
    Ok(StatusCode::NO_CONTENT)
}
