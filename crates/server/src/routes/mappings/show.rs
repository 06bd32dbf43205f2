//! The remembered mapping of a ledger.

use crate::accounts::{self, kind};
use crate::caller::Caller;
use crate::extract::Segment;
use crate::wire::Mapping;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};

/// The remembered mapping of a ledger.
#[utoipa::path(
    get,
    path = "/mappings/{ledger}",
    tag = "imports",
    params(("ledger" = String, Path, description = "the ledger")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Mapping), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_mapping(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(ledger): Segment<String>,
) -> Answer<Json<Mapping>> {
    let mapping = doors.desk(&caller, move |desk| {
        if desk.book.ledgers.get(&ledger).is_none() {
            return Err(Fault::Unknown);
        }
        let note = desk.read.note(kind::MAPPING, &ledger)?;
        Ok(note.map(|n| accounts::parse(&n)).transpose()?.unwrap_or_default())
    });
    Ok(Json(mapping.await?))
}
