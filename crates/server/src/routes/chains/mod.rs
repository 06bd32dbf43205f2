//! Chains of transmission, and pictures of them that somebody kept.

mod pictures;
mod show;

pub use show::groups_of;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(show::show_chains))
        .routes(routes!(pictures::list::list_pictures, pictures::keep::keep_picture))
        .routes(routes!(pictures::show::show_picture, pictures::drop::drop_picture))
}
