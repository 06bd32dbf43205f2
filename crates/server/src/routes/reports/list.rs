//! The reports of a day: expected, received, on time, missing.

use super::{below, duties_of_day};
use crate::caller::Caller;
use crate::extract::Params;
use crate::lists;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::Privacy;
use serde::Deserialize;
use utoipa::IntoParams;
use views::report::ReportList;
use views::report::figures;

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListReports {
    /// Owed at or below this organisation.
    pub org: Option<String>,
    /// The civil day; default: today.
    pub day: Option<String>,
}

/// The reports of a day: expected, received, on time, missing.
#[utoipa::path(
    get,
    path = "/reports",
    tag = "reports",
    params(ListReports),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = ReportList), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_reports(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListReports>,
) -> Answer<Json<ReportList>> {
    let zone = doors.house.zone;
    let day = lists::date(ask.day.as_ref(), zone, "day")?.unwrap_or_else(|| zone.date_of(doors.now()));
    let rows = doors.desk(&caller, move |desk| {
        let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
        let duties = duties_of_day(desk, &paths, day)?;
        below::rows_of(desk, &duties)
    });
    let rows = rows.await?;
    Ok(Json(ReportList { day: day.to_string(), figures: figures(&rows), rows }))
}
