//! Duties, by deadline.

use super::views_of;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, DutyFilter, Paging, yes};
use crate::said::said_by;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy, Zone};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use utoipa::IntoParams;
use views::{book::Book, duty::DutyView, words::PageView};

/// Which duties: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedDuties {
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
    /// Whose title contains this, or whose subject is found by it: an organisation or place by a part of its attributes,
    /// anybody by the whole code, a person by name, identity number or telephone where the viewer may see these.
    pub text: Option<String>,
}

/// The filter that is asked for; `None` where the caller asks for what the roles owe that they hold, and holds none:
/// nothing held is nothing owed, not everything.
pub fn wanted(ask: &AskedDuties, caller: &Caller, zone: Zone) -> Answer<Option<DutyFilter>> {
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

/// The rest of the filter, for which the store is asked: where the list looks, and what its text finds.
pub fn within(
    desk: &mut Desk<'_>,
    ask: &AskedDuties,
    filter: DutyFilter,
) -> Answer<(DutyFilter, Vec<SmolStr>)> {
    let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
    let said = said_by(desk, ask.text.as_ref(), Book::duties_saying)?;
    Ok((DutyFilter { said, ..filter }, paths))
}

/// Duties, by deadline.
#[utoipa::path(
    get,
    path = "/duties",
    tag = "duties",
    params(AskedDuties, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<DutyView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_duties(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedDuties>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<DutyView>>> {
    let limit = lists::rows(paging.limit)?;
    let Some(filter) = wanted(&ask, &caller, doors.house.zone)? else {
        return Ok(Json(PageView { rows: Vec::new(), next: None }));
    };
    let page = doors.desk(&caller, move |desk| {
        let (filter, paths) = within(desk, &ask, filter.clone())?;
        let page = desk.page(filter.into(), paths, limit, paging.after.clone())?;
        let (duties, next) = lists::only(page, lists::duty);
        Ok(PageView { rows: views_of(desk, &duties)?, next })
    });
    Ok(Json(page.await?))
}
