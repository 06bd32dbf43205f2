//! Remember a mapping.

use crate::accounts::{kind, note};
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::Mapping;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use spreadsheets::Target;

/// Remember a mapping.
#[utoipa::path(
    put,
    path = "/mappings/{ledger}",
    tag = "imports",
    params(("ledger" = String, Path, description = "the ledger")),
    request_body = Mapping,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Mapping), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn keep_mapping(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(ledger): Segment<String>,
    Body(mapping): Body<Mapping>,
) -> Answer<Json<Mapping>> {
    let book = doors.book();
    let of = book.ledgers.get(&ledger).ok_or(Fault::Unknown)?;
    if !caller.scope.grants().iter().any(|(_, rights)| rights.may_write(of)) {
        return Err(Fault::NotAllowed);
    }
    let known = |to: &String| to.is_empty() || Target::named(of, to).is_some();
    if mapping.columns.len() > spreadsheets::table::COLUMNS_MAX || !mapping.columns.values().all(known) {
        return Err(Fault::BadParameter("columns"));
    }
    let kept = mapping.clone();
    doors.write_notes(move |write| write.put_note(&note(kind::MAPPING, &ledger, &kept, None)?)).await?;
    Ok(Json(mapping))
}
