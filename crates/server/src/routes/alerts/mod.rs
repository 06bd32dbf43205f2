//! Alerts.

mod acknowledge;
mod export;
mod list;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(acknowledge::acknowledge_alert))
        .routes(routes!(export::export_alerts))
        .routes(routes!(list::list_alerts))
}
