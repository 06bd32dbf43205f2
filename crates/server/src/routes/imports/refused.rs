//! The refused rows of an import, with reasons.

use super::Kept;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::{
    accounts::{self, kind},
    files::{Kind, attachment},
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;
use base64::{Engine, engine::general_purpose::STANDARD};

/// The refused rows of an import, with reasons.
#[utoipa::path(
    get,
    path = "/imports/{id}/refused.xlsx",
    tag = "imports",
    params(("id" = String, Path, description = "the import")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the spreadsheet", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn refused_of_import(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Response> {
    let me = caller.account.clone();
    let wall = doors.wall.now();
    let (name, bytes) = doors
        .desk(&caller, move |desk| {
            let note = desk.read.note(kind::IMPORT, &id)?.ok_or(Fault::Unknown)?;
            let over = note.expires.is_some_and(|until| until <= wall);
            let kept: Kept = accounts::parse(&note)?;
            // Only whoever imported the rows gets them back: they may hold names.
            if over || *kept.account != *me { Err(Fault::Unknown) } else { Ok((kept.ledger, kept.file)) }
        })
        .await?;
    let bytes = STANDARD.decode(bytes).map_err(|_| Fault::Broken("read a kept file"))?;
    Ok((attachment(Kind::Xlsx, &format!("{name}-refused")), bytes).into_response())
}
