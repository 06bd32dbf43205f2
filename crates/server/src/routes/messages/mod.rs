//! Messages.

mod list;
mod read;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(list::list_messages)).routes(routes!(read::read_message))
}
