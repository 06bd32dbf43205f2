//! Purges by retention: what went, what is due. They happen in the house itself; nobody asks for one here.

mod due;
mod export;
mod list;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(list::list_purges))
        .routes(routes!(due::list_due_purges))
        .routes(routes!(export::export_purges))
}
