//! Roles that nobody holds, duties that nobody owns, reports that nobody receives.

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
use facts::{Name, SubjectId};
use intake::{House, InForce};
use outcomes::{Duty, DutyState};
use plan::verdict::Asked;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use store::{AssignmentRow, query::Said};
use utoipa::IntoParams;
use views::lens::Names;
use views::org::{GapView, InForceBelow, OrgNode, duty_gap, gap_mentions, report_gap, role_gaps};

/// Most pages of owed reports that are looked through.
const REPORT_PAGES_MAX: usize = 100;

/// Parameters of the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListGaps {
    /// At or below this organisation; default: everything that the viewer may see.
    pub under: Option<String>,
    /// Whose organisation, role or duty is called so, in part.
    pub text: Option<String>,
}

/// Roles that nobody holds, duties that nobody owns, reports that nobody receives.
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
    Ok(Json(doors.desk(&caller, move |desk| gaps_of(desk, &ask)).await?))
}

/// All gaps that are asked for.
pub fn gaps_of(desk: &mut Desk<'_>, ask: &ListGaps) -> Answer<Vec<GapView>> {
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
    gaps.retain(|gap| {
        let titles = [Some(&gap.role.title), gap.duty_title.as_ref()];
        let titles = titles.into_iter().flatten().flat_map(|title| [&*title.zh, &*title.en]);
        lists::says(ask.text.as_ref(), titles.chain([&*gap.org.id, &*gap.org.name]))
    });
    Ok(gaps)
}

/// Roles that nobody holds in these organisations, owed duties below the path that nobody owns, and owed reports that
/// nobody receives. Where `all` is false, only what was looked for at these organisations.
pub fn gaps_at(desk: &mut Desk<'_>, orgs: &[OrgNode], path: &SmolStr, all: bool) -> Answer<Vec<GapView>> {
    let ids: Vec<_> = orgs.iter().map(|o| o.id.clone()).collect();
    let held = desk.held(&ids)?;
    let filter =
        DutyFilter { gaps: true, states: vec![DutyState::Open, DutyState::Overdue], ..DutyFilter::default() };
    let page = desk.page(filter.into(), vec![path.clone()], ROWS_MAX, None)?;
    let (duties, _) = lists::only(page, lists::duty);
    let here =
        |asked: Option<&Asked>| all || asked.and_then(|a| a.ask.first()).is_some_and(|o| ids.contains(o));
    let duties: Vec<_> = duties.iter().filter(|d| here(Some(&d.due.owner))).collect();
    let reports = unreceived(desk, std::slice::from_ref(path), REPORT_PAGES_MAX)?;
    let reports: Vec<_> = reports.iter().filter(|d| here(d.due.to.first())).collect();
    let mentioned = duties.iter().chain(&reports).flat_map(|d| gap_mentions(d));
    let names = desk.names(ids.iter().cloned().chain(mentioned))?;
    let in_force = desk.house.in_force();
    let below = below(desk, desk.house, &in_force)?;
    let lens = desk.lens(&names);
    let mut gaps = role_gaps(&lens, orgs, &held, &below);
    gaps.extend(duties.into_iter().map(|d| duty_gap(&lens, d)));
    gaps.extend(reports.into_iter().filter_map(|d| report_gap(&lens, d)));
    Ok(gaps)
}

/// The packs in force now, with the paths below which they are.
fn below<'p>(desk: &mut Desk<'_>, house: &'p House, in_force: &'p InForce) -> Answer<Vec<InForceBelow<'p>>> {
    let adopted = |pack: &plan::Pack| in_force.plan.adoptions.iter().any(|a| a.pack.id == pack.id);
    let bases = house.shipped.iter().filter(|p| p.extends.is_empty() && !adopted(p));
    let mut below: Vec<_> = bases.map(|pack| InForceBelow { pack, path: "/".into() }).collect();
    for adoption in &in_force.plan.adoptions {
        let holds = adoption.from <= desk.now && adoption.until.is_none_or(|until| desk.now < until);
        if holds {
            let path = desk.path(&adoption.scope)?.to_string();
            below.push(InForceBelow { pack: &adoption.pack, path });
        }
    }
    Ok(below)
}

/// How many roles that the plans in force need nobody holds, wherever the viewer sees.
pub fn roles_unheld(desk: &mut Desk<'_>) -> Answer<usize> {
    let in_force = desk.house.in_force();
    let below = below(desk, desk.house, &in_force)?;
    let kinds: BTreeSet<Name> =
        below.iter().flat_map(|b| b.pack.roles.values()).flat_map(|r| r.needed_in.iter().cloned()).collect();
    let kinds: Vec<Name> = kinds.into_iter().collect();
    let mut unheld = 0;
    for top in tops(desk) {
        let orgs: Vec<OrgNode> = desk.read.orgs_below(&top, &kinds)?.iter().map(org_node).collect();
        let ids: Vec<SubjectId> = orgs.iter().map(|org| org.id.clone()).collect();
        let held = desk.held(&ids)?;
        unheld += role_gaps(&desk.lens(&Names::default()), &orgs, &held, &below).len();
    }
    Ok(unheld)
}

/// The owed reports below these paths that nobody receives: no role that they go to is held anywhere on the way up. Looked
/// for in so many pages of owed reports, those due first.
pub fn unreceived(desk: &mut Desk<'_>, paths: &[SmolStr], pages: usize) -> Answer<Vec<Duty>> {
    let names: Vec<Name> = desk.book.reports().into_keys().cloned().collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let filter = DutyFilter {
        states: vec![DutyState::Open, DutyState::Overdue],
        said: Some(Said { names, subjects: Vec::new() }),
        ..DutyFilter::default()
    };
    let (mut held, mut lost, mut after) = (Receivers::default(), Vec::new(), None);
    for _ in 0..pages {
        let page = desk.page(filter.clone().into(), paths.to_vec(), ROWS_MAX, after)?;
        let (found, next) = lists::only(page, lists::duty);
        for duty in found {
            if !duty.due.to.is_empty() && !held.any(desk, &duty.due.to)? {
                lost.push(duty);
            }
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    Ok(lost)
}

/// Who receives what, looked up once for each organisation: most reports go the same way.
#[derive(Default)]
struct Receivers {
    chains: BTreeMap<SubjectId, Vec<SubjectId>>,
    roles: BTreeMap<SubjectId, BTreeSet<Name>>,
}

impl Receivers {
    /// True when any of these roles is held now, there or above.
    fn any(&mut self, desk: &mut Desk<'_>, to: &[Asked]) -> Answer<bool> {
        for asked in to {
            for start in &asked.ask {
                for org in self.chain(desk, start)? {
                    if self.holds(desk, &org, &asked.role)? {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    fn chain(&mut self, desk: &mut Desk<'_>, start: &SubjectId) -> Answer<Vec<SubjectId>> {
        if let Some(known) = self.chains.get(start) {
            return Ok(known.clone());
        }
        let chain: Vec<SubjectId> = desk.read.org_chain(start)?.into_iter().map(|row| row.id).collect();
        self.chains.insert(start.clone(), chain.clone());
        Ok(chain)
    }

    fn holds(&mut self, desk: &mut Desk<'_>, org: &SubjectId, role: &Name) -> Answer<bool> {
        if let Some(known) = self.roles.get(org) {
            return Ok(known.contains(role));
        }
        let now = desk.now;
        let holds = |a: &AssignmentRow| a.from <= now && a.until.is_none_or(|until| now < until);
        let rows = desk.read.assignments_at(std::slice::from_ref(org))?;
        let roles: BTreeSet<Name> = rows.into_iter().filter(holds).map(|a| a.role).collect();
        let held = roles.contains(role);
        self.roles.insert(org.clone(), roles);
        Ok(held)
    }
}
