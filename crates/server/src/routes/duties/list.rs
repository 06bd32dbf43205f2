//! Duties, by deadline.

use super::views_of;
use crate::caller::Caller;
use crate::extract::Params;
use crate::lists::{self, DutyFilter, yes};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy, Zone};
use serde::Deserialize;
use utoipa::IntoParams;
use views::{duty::DutyView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListDuties {
    /// `1`: those of the roles that the viewer holds; `taken`: those that the viewer has taken.
    pub mine: Option<String>,
    /// Held at or below this organisation.
    pub org: Option<String>,
    /// open, overdue, done, done_late, missed, waived, withdrawn; several with commas; `owed` for open and overdue.
    pub state: Option<String>,
    /// About this subject.
    pub subject: Option<String>,
    /// With this qualified name.
    pub name: Option<String>,
    /// Due not before this.
    pub due_from: Option<String>,
    /// Due before this.
    pub due_until: Option<String>,
    /// `1`: only those that nobody owns.
    pub gaps: Option<String>,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// The filter that is asked for; `None` where the caller asks for what the roles owe that they hold, and holds none:
/// nothing held is nothing owed, not everything.
pub fn wanted(ask: &ListDuties, caller: &Caller, zone: Zone) -> Answer<Option<DutyFilter>> {
    let mut filter = DutyFilter {
        states: lists::states(ask.state.as_ref())?,
        subject: lists::subject(ask.subject.as_ref())?,
        name: ask.name.as_ref().filter(|n| !n.is_empty()).map(Name::new),
        due_from: lists::instant(ask.due_from.as_ref(), zone, "due_from")?,
        due_until: lists::instant(ask.due_until.as_ref(), zone, "due_until")?,
        gaps: yes(ask.gaps.as_ref()),
        ..DutyFilter::default()
    };
    match ask.mine.as_deref() {
        Some("1" | "true") => filter.held = caller.scope.held(),
        Some("taken") => filter.taken = Some(caller.account.clone()),
        _ => {}
    }
    let nothing = filter.held.is_empty() && yes(ask.mine.as_ref());
    Ok((!nothing).then_some(filter))
}

/// Duties, by deadline.
#[utoipa::path(
    get,
    path = "/duties",
    tag = "duties",
    params(ListDuties),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<DutyView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_duties(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListDuties>,
) -> Answer<Json<PageView<DutyView>>> {
    let limit = lists::rows(ask.limit)?;
    let Some(filter) = wanted(&ask, &caller, doors.house.zone)? else {
        return Ok(Json(PageView { rows: Vec::new(), next: None }));
    };
    let page = doors.desk(&caller, move |desk| {
        let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
        let page = desk.page(filter.clone().into(), paths, limit, ask.after.clone())?;
        let (duties, next) = lists::only(page, lists::duty);
        Ok(PageView { rows: views_of(desk, &duties)?, next })
    });
    Ok(Json(page.await?))
}
