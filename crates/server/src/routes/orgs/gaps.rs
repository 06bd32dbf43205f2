//! Roles that nobody holds and duties that nobody owns.

use super::list::tops;
use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    desk::{Desk, org_node},
    lists::{self, DutyFilter, ROWS_MAX},
};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use outcomes::DutyState;
use serde::Deserialize;
use smol_str::SmolStr;
use utoipa::IntoParams;
use views::org::GapView;
use views::org::{InForceBelow, OrgNode, duty_gap, role_gaps};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListGaps {
    /// At or below this organisation; default: everything that the viewer may see.
    pub under: Option<String>,
}

/// Roles that nobody holds and duties that nobody owns.
#[utoipa::path(
    get,
    path = "/orgs/gaps",
    tag = "orgs",
    params(ListGaps),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Vec<GapView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_gaps(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListGaps>,
) -> Answer<Json<Vec<GapView>>> {
    let gaps = doors.desk(&caller, move |desk| {
        let tops = match ask.under.as_deref().filter(|u| !u.is_empty()) {
            Some(under) => vec![desk.org(under)?.id],
            None => tops(desk),
        };
        let mut gaps = Vec::new();
        for top in tops {
            let orgs: Vec<OrgNode> = desk.read.orgs_below(&top, &[])?.iter().map(org_node).collect();
            let path = desk.path(&top)?;
            gaps.extend(gaps_at(desk, &orgs, &path, true)?);
        }
        Ok(gaps)
    });
    Ok(Json(gaps.await?))
}

/// Roles that nobody holds in these organisations, and owed duties below the path that nobody owns. Where `all` is
/// false, only duties looked for at these organisations.
pub fn gaps_at(desk: &mut Desk<'_>, orgs: &[OrgNode], path: &SmolStr, all: bool) -> Answer<Vec<GapView>> {
    let ids: Vec<_> = orgs.iter().map(|o| o.id.clone()).collect();
    let held = desk.held(&ids)?;
    let filter =
        DutyFilter { gaps: true, states: vec![DutyState::Open, DutyState::Overdue], ..DutyFilter::default() };
    let page = desk.page(filter.into(), vec![path.clone()], ROWS_MAX, None)?;
    let (duties, _) = lists::only(page, lists::duty);
    let here = |d: &&outcomes::Duty| all || d.due.owner.ask.first().is_some_and(|asked| ids.contains(asked));
    let duties: Vec<_> = duties.iter().filter(here).collect();
    let in_force = desk.house.in_force();
    let mut below = Vec::new();
    let adopted = |pack: &plan::Pack| in_force.plan.adoptions.iter().any(|a| a.pack.id == pack.id);
    for pack in desk.house.shipped.iter().filter(|p| p.extends.is_empty() && !adopted(p)) {
        below.push(InForceBelow { pack, path: "/".into() });
    }
    for adoption in &in_force.plan.adoptions {
        let holds = adoption.from <= desk.now && adoption.until.is_none_or(|until| desk.now < until);
        if holds {
            let path = desk.path(&adoption.scope)?.to_string();
            below.push(InForceBelow { pack: &adoption.pack, path });
        }
    }
    let names =
        desk.names(ids.iter().cloned().chain(duties.iter().flat_map(|d| views::duty::mentions(d))))?;
    let lens = desk.lens(&names);
    let mut gaps = role_gaps(&lens, orgs, &held, &below);
    gaps.extend(duties.into_iter().map(|d| duty_gap(&lens, d)));
    Ok(gaps)
}
