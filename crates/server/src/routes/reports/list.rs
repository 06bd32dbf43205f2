//! The reports of a day: expected, received, on time, missing.

use crate::caller::Caller;
use crate::extract::Params;
use crate::lists::{self, DutyFilter, ROWS_MAX};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, time::add_days};
use serde::Deserialize;
use utoipa::IntoParams;
use views::report::ReportList;
use views::report::{figures, report_row};

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
        // The deadline lies after the cut-off, by at most a few days; the row tells its own day.
        let (from, until) = (zone.start_of(day), zone.start_of(add_days(day, DUE_DAYS_MAX)));
        let mut duties = Vec::new();
        for name in desk.book.reports().into_keys() {
            let mut after = None;
            loop {
                let filter = DutyFilter {
                    name: Some(name.clone()),
                    due_from: Some(from),
                    due_until: Some(until),
                    ..DutyFilter::default()
                };
                let page = desk.page(filter.into(), paths.clone(), ROWS_MAX, after)?;
                let (found, next) = lists::only(page, lists::duty);
                duties.extend(found);
                after = next;
                if after.is_none() {
                    break;
                }
            }
        }
        let names = desk.names(duties.iter().flat_map(views::duty::mentions))?;
        let lens = desk.lens(&names);
        let rows = duties.iter().filter_map(|d| report_row(&lens, d));
        Ok(rows.filter(|r| r.day == day.to_string()).collect::<Vec<_>>())
    });
    let rows = rows.await?;
    Ok(Json(ReportList { day: day.to_string(), figures: figures(&rows), rows }))
}

/// How many days after its cut-off a report may be due.
const DUE_DAYS_MAX: i32 = 8;
