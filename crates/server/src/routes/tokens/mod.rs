//! Tokens of other programs.

mod create;
mod drop;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(create::create_token)).routes(routes!(drop::drop_token))
}
