//! The rows behind a number: as they are now, also when the number was signed before.

use super::{below, counted::Counted, report_of};
use crate::caller::Caller;
use crate::extract::Params;
use crate::extract::Segment;
use crate::lists;
use crate::{
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectId};
use serde::Deserialize;
use store::PageOf;
use utoipa::IntoParams;
use views::counted::{NumberRow, NumberRows, course_of, status_of};
use views::numbers::{Ask, Period, asks};
use views::{duty::duty_view, fact::fact_view, lens::Lens, outcome::alert_view};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListRows {
    /// The indicator, qualified. A ratio has no rows of its own: ask for its two numbers.
    pub indicator: String,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// The rows behind a number, as they are now: what the number counts. Those that the caller may not see are counted.
#[utoipa::path(
    get,
    path = "/reports/{id}/{org}/{day}/rows",
    tag = "reports",
    params(("id" = String, Path, description = "the report, qualified, percent-encoded"), ("org" = String, Path, description = "the organisation"), ("day" = String, Path, description = "the civil day of the cut-off, `2026-09-12`"), ListRows),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = NumberRows), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_report_rows(
    State(doors): State<Doors>,
    caller: Caller,
    Segment((id, org, day)): Segment<(String, String, String)>,
    Params(ask): Params<ListRows>,
) -> Answer<Json<NumberRows>> {
    let limit = usize::from(lists::rows(ask.limit)?);
    let day = lists::date(Some(&day), doors.house.zone, "day")?.ok_or(Fault::BadParameter("day"))?;
    let page = doors.desk(&caller, move |desk| {
        let row = desk.org(&org)?;
        let report = report_of(desk, &id)?;
        let mut asked = asks(&report, day, desk.house.zone, desk.now).into_iter();
        let asked = asked.find(|(name, period, _)| name.as_str() == ask.indicator && *period == Period::This);
        let (indicator, _, asked) = asked.ok_or(Fault::BadParameter("indicator"))?;
        if !desk.scope.may_see(&row.path, Privacy::Internal) {
            return Ok(NumberRows { rows: Vec::new(), hidden: 0, next: None });
        }
        if let Ask::Returns { day, which } = &asked {
            let from = (limit, ask.after.as_deref());
            let (found, next) = below::counted(desk, &report, &row, (*day, which), from)?;
            let rows = found.into_iter().map(|row| NumberRow::Report(Box::new(row))).collect();
            return Ok(NumberRows { rows, hidden: 0, next });
        }
        let counted = Counted { indicator: &indicator, ask: &asked, path: &row.path };
        let (found, next) = counted.rows(desk, limit, ask.after.clone())?;
        shown(desk, &found, next)
    });
    Ok(Json(page.await?))
}

/// Rows as the caller sees them.
fn shown(desk: &mut Desk<'_>, found: &[PageOf], next: Option<String>) -> Answer<NumberRows> {
    let names = desk.names(found.iter().flat_map(mentions))?;
    let lens = desk.lens(&names);
    let rows: Vec<NumberRow> = found.iter().filter_map(|row| view(&lens, row)).collect();
    let hidden = u32::try_from(found.len() - rows.len()).unwrap_or(u32::MAX);
    Ok(NumberRows { rows, hidden, next })
}

fn mentions(row: &PageOf) -> Vec<SubjectId> {
    match row {
        PageOf::Fact(fact) => views::fact::mentions(std::iter::once(&**fact)).into_iter().collect(),
        PageOf::Duty(duty) => views::duty::mentions(duty),
        PageOf::Alert(alert) => views::outcome::alert_mentions(alert),
        PageOf::Course(course) => vec![course.subject.clone()],
        PageOf::Status(status) => vec![status.subject.clone()],
        _ => Vec::new(),
    }
}

fn view(lens: &Lens<'_>, row: &PageOf) -> Option<NumberRow> {
    Some(match row {
        PageOf::Fact(fact) => NumberRow::Fact(Box::new(fact_view(lens, fact)?)),
        PageOf::Duty(duty) => NumberRow::Duty(Box::new(duty_view(lens, duty))),
        PageOf::Status(status) => NumberRow::Status(Box::new(status_of(lens, status)?)),
        PageOf::Course(course) => NumberRow::Course(Box::new(course_of(lens, course)?)),
        PageOf::Alert(alert) => NumberRow::Alert(Box::new(alert_view(lens, alert))),
        _ => return None,
    })
}
