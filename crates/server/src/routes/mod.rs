//! The routes: a folder per noun, a file per verb.
//!
//! Not here: layers (`layers`), errors (`error`), who is asking (`caller`).

pub mod accounts;
pub mod alerts;
pub mod analyses;
pub mod areas;
pub mod boards;
pub mod cases;
pub mod chains;
pub mod courses;
pub mod deliveries;
pub mod demo;
pub mod devices;
pub mod duties;
pub mod facts;
pub mod health;
pub mod imports;
pub mod kept;
pub mod ledgers;
pub mod looks;
pub mod mappings;
pub mod messages;
pub mod orgs;
pub mod plans;
pub mod purges;
pub mod reports;
pub mod session;
pub mod subjects;
pub mod sync;
pub mod today;
pub mod tokens;
pub mod why;

use crate::state::Doors;
use utoipa_axum::router::OpenApiRouter;

/// All routes of version 1.
pub fn api() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .merge(accounts::routes())
        .merge(alerts::routes())
        .merge(analyses::routes())
        .merge(areas::routes())
        .merge(boards::routes())
        .merge(cases::routes())
        .merge(chains::routes())
        .merge(courses::routes())
        .merge(deliveries::routes())
        .merge(demo::routes())
        .merge(devices::routes())
        .merge(duties::routes())
        .merge(facts::routes())
        .merge(health::routes())
        .merge(imports::routes())
        .merge(kept::routes())
        .merge(ledgers::routes())
        .merge(looks::routes())
        .merge(mappings::routes())
        .merge(messages::routes())
        .merge(orgs::routes())
        .merge(plans::routes())
        .merge(purges::routes())
        .merge(reports::routes())
        .merge(session::routes())
        .merge(subjects::routes())
        .merge(sync::routes())
        .merge(today::routes())
        .merge(tokens::routes())
        .merge(why::routes())
}
