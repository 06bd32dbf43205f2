//! The facts behind a number.

use super::report_of;
use crate::caller::Caller;
use crate::extract::Params;
use crate::extract::Segment;
use crate::lists;
use crate::routes::facts::views_of;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, fold::what_holds};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{PageOf, query::ListOf};
use utoipa::IntoParams;
use views::numbers::{Ask, Period, asks};
use views::{fact::FactView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListRows {
    /// The indicator, qualified.
    pub indicator: String,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// The facts behind a number.
#[utoipa::path(
    get,
    path = "/reports/{id}/{org}/{day}/rows",
    tag = "reports",
    params(("id" = String, Path, description = "the report, qualified, percent-encoded"), ("org" = String, Path, description = "the organisation"), ("day" = String, Path, description = "the civil day of the cut-off, `2026-09-12`"), ListRows),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<FactView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_report_rows(
    State(doors): State<Doors>,
    caller: Caller,
    Segment((id, org, day)): Segment<(String, String, String)>,
    Params(ask): Params<ListRows>,
) -> Answer<Json<PageView<FactView>>> {
    let limit = lists::rows(ask.limit)?;
    let day = lists::date(Some(&day), doors.house.zone, "day")?.ok_or(Fault::BadParameter("day"))?;
    let page = doors.desk(&caller, move |desk| {
        let row = desk.org(&org)?;
        let report = report_of(desk, &id)?;
        let asked = asks(&report, day, desk.house.zone, desk.now).into_iter();
        let mut asked =
            asked.filter(|(name, period, _)| name.as_str() == ask.indicator && *period == Period::This);
        let Some((indicator, _, Ask::Counter { days, .. } | Ask::Distinct { days } | Ask::Last { days })) =
            asked.next()
        else {
            return Err(Fault::BadParameter("indicator"));
        };
        let of = ListOf::Contributions { indicator, from: days.0, to: days.1 };
        let paths =
            if desk.scope.may_see(&row.path, Privacy::Internal) { vec![row.path] } else { Vec::new() };
        let page = desk.page(of, paths, limit, ask.after.clone())?;
        let (roots, next) = lists::only(page, |row| match row {
            PageOf::Contribution(c, root) if c.n != 0 => Some(root),
            _ => None,
        });
        // A fact counts at every place it belongs to, and is one row.
        let distinct: BTreeSet<_> = roots.into_iter().collect();
        let facts = what_holds(desk.read.facts_of_roots(&distinct.into_iter().collect::<Vec<_>>())?);
        Ok(PageView { rows: views_of(desk, &facts)?, next })
    });
    Ok(Json(page.await?))
}
