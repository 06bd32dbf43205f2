//! Import a line list: one row a case, whose columns belong to facts of several ledgers.

use super::Asked;
use crate::caller::Caller;
use crate::extract::Params;
use crate::importing::{self, Form, Import, Source};
use crate::lists;
use crate::wire::ImportAnswer;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::Json;
use axum::extract::Request;
use axum::extract::State;
use facts::{Name, SubjectId};
use serde::Deserialize;
use spreadsheets::linelist::LineList;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::IntoParams;

/// Most characters of the name of a list.
const NAME_CHARS_MAX: usize = 100;

/// Parameters of the import.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportLineList {
    /// The name of the list. Numbers of cases are its own: case 1 of another list is somebody else.
    pub list: String,
    /// What every row says that the file has no column for: `disease:covid,case_type:confirmed`. By terms, or as
    /// `ledger.field:value`.
    pub set: Option<String>,
    /// The organisation that persons belong to who are registered by the list.
    pub home: Option<String>,
    /// `1`: only say what would be done.
    pub dry_run: Option<String>,
    /// JSON object, heading to a term or `ledger.field`; remembered.
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

/// Import a line list: one row a case, whose columns belong to facts of several ledgers.
#[utoipa::path(
    post,
    path = "/imports/linelist",
    tag = "imports",
    params(ImportLineList),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file, as raw body or as one part of multipart/form-data"),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = ImportAnswer), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn import_line_list(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ImportLineList>,
    request: Request,
) -> Answer<Json<ImportAnswer>> {
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
    let form = Arc::new(form(&doors, &caller, &ask)?);
    let source = Source::of(request).await?;
    let import = Import { doors: &doors, caller: &caller, form, how };
    Ok(Json(import.run(source).await?))
}

/// The list that is meant, of ledgers that the caller may write.
fn form(doors: &Doors, caller: &Caller, ask: &ImportLineList) -> Answer<Form> {
    let (parts, not_mine) = importing::parts(&doors.book().ledgers, caller).ok_or(Fault::NotAllowed)?;
    let list = Box::new(LineList::new(parts));
    let name = ask.list.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Fault::BadParameter("list"));
    }
    let home: Option<SubjectId> =
        lists::subject(ask.home.as_ref()).map_err(|_| Fault::BadParameter("home"))?;
    let constants = constants(&list, ask.set.as_deref().unwrap_or_default())?;
    Ok(Form::LineList { list, not_mine, name, constants, home })
}

/// `name:value` pairs as fields and values.
fn constants(list: &LineList, set: &str) -> Answer<BTreeMap<Name, String>> {
    let mut constants = BTreeMap::new();
    for pair in set.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once(':').ok_or(Fault::BadParameter("set"))?;
        let fields = list.fields(name.trim());
        if fields.is_empty() || value.trim().is_empty() {
            return Err(Fault::BadParameter("set"));
        }
        constants.extend(fields.into_iter().map(|field| (field, value.trim().to_owned())));
    }
    Ok(constants)
}
