//! Messages that leave the house: what waits, what failed.

mod export;
mod list;
mod retry;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(export::export_deliveries))
        .routes(routes!(list::list_deliveries))
        .routes(routes!(retry::retry_delivery))
}
