//! Courses.

mod export;
mod list;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(export::export_courses)).routes(routes!(list::list_courses))
}
