//! Spreadsheets in.

mod linelist;
mod refused;
mod run;

use crate::{
    error::{Answer, Fault},
    importing::How,
    lists::{self, yes},
    state::Doors,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use spreadsheets::mend::DateOrder;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(refused::refused_of_import))
        .routes(routes!(run::run_import))
        .routes(routes!(linelist::import_line_list))
}

/// What is asked of any import.
struct Asked<'a> {
    dry_run: Option<&'a String>,
    history: Option<&'a String>,
    org: Option<&'a String>,
    mapping: Option<&'a String>,
    dates: Option<&'a String>,
    means: Option<&'a String>,
    changes: Option<&'a String>,
}

impl Asked<'_> {
    /// As an import takes it.
    fn read(&self) -> Answer<How> {
        let dates = match self.dates.map(String::as_str).filter(|word| !word.is_empty()) {
            Some(word) => Some(DateOrder::named(word).ok_or(Fault::BadParameter("dates"))?),
            None => None,
        };
        Ok(How {
            mapping: json(self.mapping, "mapping")?,
            org: lists::subject(self.org).map_err(|_| Fault::BadParameter("org"))?,
            dry_run: yes(self.dry_run),
            history: yes(self.history),
            dates,
            correct: match self.changes.map(String::as_str).unwrap_or_default() {
                "" | "refuse" => false,
                "correct" => true,
                _ => return Err(Fault::BadParameter("changes")),
            },
            said: json(self.means, "means")?.unwrap_or_default(),
        })
    }
}

/// A parameter that holds JSON.
fn json<T: DeserializeOwned>(text: Option<&String>, name: &'static str) -> Answer<Option<T>> {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => serde_json::from_str(text).map(Some).map_err(|_| Fault::BadParameter(name)),
        None => Ok(None),
    }
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
