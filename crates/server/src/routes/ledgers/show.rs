//! One ledger.

use super::view;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use views::ledger::LedgerView;

/// One ledger.
#[utoipa::path(
    get,
    path = "/ledgers/{id}",
    tag = "ledgers",
    params(("id" = String, Path, description = "the ledger")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = LedgerView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_ledger(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Json<LedgerView>> {
    let book = doors.book();
    let ledger = book.ledgers.get(&id).and_then(|ledger| view(&caller, ledger));
    Ok(Json(ledger.ok_or(Fault::Unknown)?))
}
