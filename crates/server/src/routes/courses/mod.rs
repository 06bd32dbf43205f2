//! Courses.

mod export;
mod followup;
mod list;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(export::export_courses))
        .routes(routes!(list::list_courses))
        .routes(routes!(followup::list_followup))
        .routes(routes!(followup::export_followup))
}
