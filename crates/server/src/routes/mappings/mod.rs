//! Remembered mappings of columns.

mod keep;
mod show;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(keep::keep_mapping, show::show_mapping))
}
