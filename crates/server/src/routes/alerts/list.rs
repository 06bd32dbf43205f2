//! Alerts, newest first.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging, yes};
use crate::said::said_by;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::Privacy;
use serde::{Deserialize, Serialize};
use store::query::ListOf;
use utoipa::IntoParams;
use views::outcome::{alert_mentions, alert_view};
use views::{book::Book, outcome::AlertView, words::PageView};

/// Which alerts: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedAlerts {
    /// `1`: only those that nobody has acknowledged.
    pub open: Option<String>,
    /// About this subject.
    pub subject: Option<String>,
    /// At or below this organisation.
    pub org: Option<String>,
    /// 1 notice, 2 warning, 3 emergency.
    pub severity: Option<u8>,
    /// Whose title contains this, or whose subject is found by it: an organisation or place by a part of its attributes,
    /// anybody by the whole code, a person by name, identity number or telephone where the viewer may see these.
    pub text: Option<String>,
}

/// A page of what is asked for, as the caller sees it, and the key of the next.
pub fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedAlerts,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<AlertView>, Option<String>)> {
    let subject = lists::subject(ask.subject.as_ref())?;
    let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
    let said = said_by(desk, ask.text.as_ref(), Book::alerts_saying)?;
    let of = ListOf::Alerts { open: yes(ask.open.as_ref()), subject, severity: ask.severity, said };
    let (alerts, next) = lists::only(desk.page(of, paths, limit, after)?, lists::alert);
    let names = desk.names(alerts.iter().flat_map(alert_mentions))?;
    let lens = desk.lens(&names);
    Ok((alerts.iter().map(|a| alert_view(&lens, a)).collect(), next))
}

/// Alerts, newest first.
#[utoipa::path(
    get,
    path = "/alerts",
    tag = "alerts",
    params(AskedAlerts, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<AlertView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_alerts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedAlerts>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<AlertView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
