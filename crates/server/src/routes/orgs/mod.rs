//! Organisations.

mod gap_export;
mod gaps;
mod list;
mod show;

pub use gaps::{roles_unheld, unreceived};
pub use list::tops;

use crate::state::Doors;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(gap_export::export_gaps))
        .routes(routes!(gaps::list_gaps))
        .routes(routes!(list::list_orgs))
        .routes(routes!(show::show_org))
}
