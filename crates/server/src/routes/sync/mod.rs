//! Facts since a cursor, for programs; the day of a worker since a cursor, for phones.

mod field;
mod show;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(show::show_sync)).routes(routes!(field::show_field))
}
