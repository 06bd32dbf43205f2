//! The spreadsheet to fill for a ledger.

use super::view;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::files::{Kind, attachment};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;

/// The spreadsheet to fill for a ledger.
#[utoipa::path(
    get,
    path = "/ledgers/{id}/template.xlsx",
    tag = "ledgers",
    params(("id" = String, Path, description = "the ledger")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the spreadsheet", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn template_of_ledger(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Response> {
    let book = doors.book();
    let ledger =
        book.ledgers.get(&id).filter(|ledger| view(&caller, ledger).is_some()).ok_or(Fault::Unknown)?;
    let bytes = spreadsheets::write::template(ledger).map_err(|_| Fault::Broken("write a template"))?;
    Ok((attachment(Kind::Xlsx, &format!("{id}-template")), bytes).into_response())
}
