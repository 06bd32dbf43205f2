//! A fact with all its versions.

use crate::caller::Caller;
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::FactId;
use views::fact::FactDetail;
use views::fact::{fact_detail, mentions};

/// A fact with all its versions.
#[utoipa::path(
    get,
    path = "/facts/{id}",
    tag = "facts",
    params(("id" = String, Path, description = "the fact, or any of its corrections")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = FactDetail), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_fact(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Json<FactDetail>> {
    let id: FactId = id.parse().map_err(|_| Fault::Unknown)?;
    let detail = doors.desk(&caller, move |desk| {
        let fact = desk.read.fact(id)?.ok_or(Fault::Unknown)?;
        let versions = desk.read.facts_of_root(fact.fact.root())?;
        let names = desk.names(mentions(&versions))?;
        fact_detail(&desk.lens(&names), versions).ok_or(Fault::Unknown)
    });
    Ok(Json(detail.await?))
}
