//! Alerts, newest first.

use crate::caller::Caller;
use crate::extract::Params;
use crate::lists::{self, yes};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::Privacy;
use serde::Deserialize;
use store::query::ListOf;
use utoipa::IntoParams;
use views::outcome::{alert_mentions, alert_view};
use views::{outcome::AlertView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListAlerts {
    /// `1`: only those that nobody has acknowledged.
    pub open: Option<String>,
    /// About this subject.
    pub subject: Option<String>,
    /// At or below this organisation.
    pub org: Option<String>,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// Alerts, newest first.
#[utoipa::path(
    get,
    path = "/alerts",
    tag = "alerts",
    params(ListAlerts),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<AlertView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_alerts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListAlerts>,
) -> Answer<Json<PageView<AlertView>>> {
    let limit = lists::rows(ask.limit)?;
    let subject = lists::subject(ask.subject.as_ref())?;
    let page = doors.desk(&caller, move |desk| {
        let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
        let of = ListOf::Alerts { open: yes(ask.open.as_ref()), subject: subject.clone() };
        let page = desk.page(of, paths, limit, ask.after.clone())?;
        let (alerts, next) = lists::only(page, lists::alert);
        let names = desk.names(alerts.iter().flat_map(alert_mentions))?;
        let lens = desk.lens(&names);
        Ok(PageView { rows: alerts.iter().map(|a| alert_view(&lens, a)).collect(), next })
    });
    Ok(Json(page.await?))
}
