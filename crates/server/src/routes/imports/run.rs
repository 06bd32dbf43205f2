//! Import a spreadsheet (CSV in UTF-8 or GBK, or XLSX).

use super::Asked;
use crate::caller::Caller;
use crate::extract::Params;
use crate::importing::{Form, Import, Source};
use crate::wire::ImportAnswer;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::Json;
use axum::extract::Request;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunImport {
    /// The ledger.
    pub ledger: String,
    /// `1`: only say what would be done.
    pub dry_run: Option<String>,
    /// JSON object, heading to field; remembered for the ledger.
    pub mapping: Option<String>,
    /// `1`: facts of the past; nothing is sent and nobody is reminded.
    pub history: Option<String>,
    /// On whose behalf, where a row names none.
    pub org: Option<String>,
    /// In which order dates are written where a column does not tell it: dmy, mdy, ymd.
    pub dates: Option<String>,
    /// JSON object, heading to an object of what is written to what it means; an empty text for nothing.
    pub means: Option<String>,
    /// What becomes of a row that says something known otherwise: `refuse` (as without), or `correct`.
    pub changes: Option<String>,
}

/// Import a spreadsheet (CSV in UTF-8 or GBK, or XLSX).
#[utoipa::path(
    post,
    path = "/imports",
    tag = "imports",
    params(RunImport),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file, as raw body or as one part of multipart/form-data"),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = ImportAnswer), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn run_import(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<RunImport>,
    request: Request,
) -> Answer<Json<ImportAnswer>> {
    let book = doors.book();
    let ledger = book.ledgers.get(&ask.ledger).ok_or(Fault::BadParameter("ledger"))?;
    if !caller.scope.grants().iter().any(|(_, rights)| rights.may_write(ledger)) {
        return Err(Fault::NotAllowed);
    }
    let asked = Asked {
        dry_run: ask.dry_run.as_ref(),
        history: ask.history.as_ref(),
        org: ask.org.as_ref(),
        mapping: ask.mapping.as_ref(),
        dates: ask.dates.as_ref(),
        means: ask.means.as_ref(),
        changes: ask.changes.as_ref(),
    };
    let how = asked.read()?;
    let source = Source::of(request).await?;
    let form = Arc::new(Form::Ledger(Box::new(ledger.clone())));
    let import = Import { doors: &doors, caller: &caller, form, how };
    Ok(Json(import.run(source).await?))
}
