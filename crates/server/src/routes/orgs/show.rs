//! One organisation: roster, gaps, figures.

use super::gaps::gaps_at;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::{
    desk::{Desk, org_node},
    lists::DutyFilter,
};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
    tally::Tally,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectId, SubjectKind};
use outcomes::DutyState;
use smol_str::SmolStr;
use store::query::ListOf;
use views::org::OrgDetail;
use views::{
    org::{OrgCounts, OrgNode, org_row, roster},
    outcome::status_view,
};

/// One organisation: roster, gaps, figures.
#[utoipa::path(
    get,
    path = "/orgs/{id}",
    tag = "orgs",
    params(("id" = String, Path, description = "the organisation")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = OrgDetail), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_org(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Json<OrgDetail>> {
    let detail = doors.desk(&caller, move |desk| {
        let row = desk.org(&id)?;
        let node = org_node(&row);
        let all: Vec<OrgNode> = desk.read.orgs_below(&row.id, &[])?.iter().map(org_node).collect();
        let held = desk.held(std::slice::from_ref(&row.id))?;
        let above = desk.read.org_chain(&row.id)?;
        let counts = counts(desk, &row.path)?;
        let gaps = gaps_at(desk, std::slice::from_ref(&node), &row.path, false)?;
        let statuses = desk.read.statuses_of(std::slice::from_ref(&row.id))?;
        let ids: Vec<SubjectId> =
            above.iter().map(|o| o.id.clone()).chain(held.iter().filter_map(|h| h.seat.clone())).collect();
        let names = desk.names(ids)?;
        let lens = desk.lens(&names);
        let below = all.iter().filter(|o| o.parent().as_ref() == Some(&row.id));
        Ok(OrgDetail {
            org: org_row(&lens, &node, &all),
            above: above.iter().rev().map(|o| lens.org(&o.id)).collect(),
            children: below.map(|o| org_row(&lens, o, &all)).collect(),
            roster: roster(&lens, &held),
            gaps,
            statuses: statuses.iter().map(|s| status_view(&lens, s)).collect(),
            counts,
        })
    });
    Ok(Json(detail.await?))
}

/// Most persons that are counted.
const PERSONS_MAX: u64 = 10_000;
/// Most duties, alerts, courses that are counted.
const COUNT_MAX: u64 = 100_000;

fn counts(desk: &mut Desk<'_>, path: &SmolStr) -> Answer<OrgCounts> {
    let paths = std::slice::from_ref(path);
    let states = vec![DutyState::Open, DutyState::Overdue];
    let owed = Tally::of(desk, DutyFilter { states, ..DutyFilter::default() }, paths, Vec::new(), COUNT_MAX)?;
    let persons = ListOf::Subjects { kind: SubjectKind::Person, org_kinds: Vec::new(), text: None };
    let health = desk.scope.may_see(path, Privacy::Health);
    let courses = if health { paths } else { &[] };
    Ok(OrgCounts {
        open: owed.n(&[DutyState::Open]),
        overdue: owed.n(&[DutyState::Overdue]),
        persons: desk.count(persons, paths, PERSONS_MAX)?,
        alerts_open: desk.count(
            ListOf::Alerts { open: true, subject: None, severity: None, said: None },
            paths,
            COUNT_MAX,
        )?,
        courses_running: desk.count(
            ListOf::Courses { running: true, name: None, said: None },
            courses,
            COUNT_MAX,
        )?,
    })
}
