//! The ledgers that the viewer may see.

use super::view;
use crate::caller::Caller;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use views::ledger::LedgerView;

/// The ledgers that the viewer may see.
#[utoipa::path(
    get,
    path = "/ledgers",
    tag = "ledgers",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Vec<LedgerView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_ledgers(State(doors): State<Doors>, caller: Caller) -> Answer<Json<Vec<LedgerView>>> {
    let book = doors.book();
    let seen = book.ledgers.0.values().filter_map(|ledger| view(&caller, ledger));
    Ok(Json(seen.collect()))
}
