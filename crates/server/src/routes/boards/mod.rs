//! Pictures of many.

pub mod completion;
pub mod epicurve;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(completion::show_completion)).routes(routes!(epicurve::show_epicurve))
}
