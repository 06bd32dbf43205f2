//! The columns of the line list.

use crate::caller::Caller;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use views::linelist::{CaseColumn, columns};

/// The columns of the line list, in reading order, with the codes that may stand in them.
#[utoipa::path(
    get,
    path = "/cases/columns",
    tag = "cases",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Vec<CaseColumn>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_case_columns(State(doors): State<Doors>, _caller: Caller) -> Answer<Json<Vec<CaseColumn>>> {
    Ok(Json(columns(&doors.book().ledgers)))
}
