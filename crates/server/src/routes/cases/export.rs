//! The line list as a file, with the column names of the field: as it is filtered, masked like the list.

use super::list::{AskedCases, page_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::Zone;
use views::linelist::{CaseColumn, CaseView, columns};

/// The line list as a file, streamed. Codes stand as codes, so that other programs can read them; `ndjson` has both.
#[utoipa::path(
    get,
    path = "/cases/export",
    tag = "cases",
    params(AskedCases, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_cases(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCases>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("cases", &ask);
    let columns = columns(&doors.book().ledgers);
    export(doors, caller, &format, of, Cases { ask, columns }).await
}

/// What is asked for.
#[derive(Clone)]
struct Cases {
    ask: AskedCases,
    columns: Vec<CaseColumn>,
}

/// Before the columns: the person, where they belong, who reported.
const FIXED: [&str; 5] = ["id", "case_name", "home", "home_name", "reported_by"];

impl Sheet for Cases {
    type Row = CaseView;

    fn header(&self) -> Vec<String> {
        let columns = self.columns.iter().map(|column| column.id.clone());
        FIXED.map(str::to_owned).into_iter().chain(columns).collect()
    }

    fn cells(&self, case: &CaseView, _zone: Zone) -> Vec<String> {
        let home = case.home.as_ref();
        let fixed = [
            case.person.id.clone(),
            case.person.label.clone(),
            home.map(|home| home.id.clone()).unwrap_or_default(),
            home.map(|home| home.name.clone()).unwrap_or_default(),
            case.reported_by.id.clone(),
        ];
        fixed.into_iter().chain(self.columns.iter().map(|column| plain(case, column))).collect()
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<CaseView>, Option<String>)> {
        page_of(desk, &self.ask, limit, after)
    }
}

/// A cell as other programs read it; the mask where it is masked.
fn plain(case: &CaseView, column: &CaseColumn) -> String {
    use serde_json::Value;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let Some(cell) = case.cells.get(&column.id) else { return String::new() };
    match &cell.value {
        Some(Value::Array(items)) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Some(value) => text(value),
        None => cell.shown.zh.clone(),
    }
}
