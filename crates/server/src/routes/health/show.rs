//! Whether the server serves.

use crate::sweeper::blocking;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The state of the server.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// It can read its store.
    pub ok: bool,
    /// The version of the program.
    pub version: String,
    /// The version of the store's schema.
    pub schema: u32,
}

/// Whether the server serves. Open to everybody.
#[utoipa::path(
    get,
    path = "/health",
    tag = "health",
    responses((status = 200, description = "done", body = Health), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_health(State(doors): State<Doors>) -> Answer<Json<Health>> {
    let house = doors.house.clone();
    let schema = blocking(move || house.home.schema_version()).await?;
    Ok(Json(Health { ok: true, version: doors.version.to_owned(), schema }))
}
