//! Spreadsheets in.

mod refused;
mod run;

use crate::state::Doors;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(refused::refused_of_import)).routes(routes!(run::run_import))
}

/// The refused rows of an import, as they are kept for seven days.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Who imported.
    account: String,
    /// Into which ledger.
    ledger: String,
    /// The spreadsheet, in base64.
    file: String,
}
