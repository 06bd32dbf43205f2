//! The record of looks: at identities, and at lists that left as files.

mod export;
mod list;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(export::export_looks)).routes(routes!(list::list_looks))
}
