//! The numbers of a report: signed, or the draft.

use super::{report_of, sheet};
use crate::caller::Caller;
use crate::extract::Segment;
use crate::lists;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use views::report::ReportView;

/// The numbers of a report: signed, or the draft.
#[utoipa::path(
    get,
    path = "/reports/{id}/{org}/{day}",
    tag = "reports",
    params(("id" = String, Path, description = "the report, qualified, percent-encoded"), ("org" = String, Path, description = "the organisation"), ("day" = String, Path, description = "the civil day of the cut-off, `2026-09-12`")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = ReportView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_report(
    State(doors): State<Doors>,
    caller: Caller,
    Segment((id, org, day)): Segment<(String, String, String)>,
) -> Answer<Json<ReportView>> {
    let day = lists::date(Some(&day), doors.house.zone, "day")?.ok_or(Fault::BadParameter("day"))?;
    let view = doors.desk(&caller, move |desk| {
        let row = desk.org(&org)?;
        let report = report_of(desk, &id)?;
        Ok(sheet(desk, &report, &row, day)?.view)
    });
    Ok(Json(view.await?))
}
