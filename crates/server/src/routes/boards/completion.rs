//! Duty completion by the organisations one level below.

use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    desk::{Desk, org_node},
    lists::{self, DutyFilter},
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
    tally::Tally,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy, SubjectKind, time::add_days};
use serde::Deserialize;
use smol_str::SmolStr;
use utoipa::IntoParams;
use views::board::CompletionBoard;
use views::{
    board::{COUNTED, CompletionFigures, completion_rows},
    org::OrgNode,
};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShowCompletion {
    /// Below this one; default: the top of what the viewer may see.
    pub under: Option<String>,
    /// Due not before this; default: seven days ago.
    pub from: Option<String>,
    /// Due before this; default: the end of today.
    pub until: Option<String>,
    /// Only duties with this qualified name.
    pub name: Option<String>,
}

/// Duty completion by the organisations one level below.
#[utoipa::path(
    get,
    path = "/boards/completion",
    tag = "boards",
    params(ShowCompletion),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = CompletionBoard), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_completion(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ShowCompletion>,
) -> Answer<Json<CompletionBoard>> {
    let zone = doors.house.zone;
    let today = zone.date_of(doors.now());
    let from = lists::instant(ask.from.as_ref(), zone, "from")?
        .unwrap_or_else(|| zone.start_of(add_days(today, -7)));
    let until = lists::instant(ask.until.as_ref(), zone, "until")?
        .unwrap_or_else(|| zone.start_of(add_days(today, 1)));
    let filter = DutyFilter {
        due_from: Some(from),
        due_until: Some(until),
        name: ask.name.as_ref().filter(|n| !n.is_empty()).map(Name::new),
        ..DutyFilter::default()
    };
    let board = doors.desk(&caller, move |desk| {
        let top = top_org(desk, ask.under.as_deref())?;
        let all: Vec<OrgNode> = desk.read.orgs_below(&top.id, &[])?.iter().map(org_node).collect();
        let children: Vec<&OrgNode> = all.iter().filter(|o| o.parent().as_ref() == Some(&top.id)).collect();
        let total = figures(desk, &filter, &top.path)?;
        let mut counted = Vec::new();
        for child in &children {
            counted.push(figures(desk, &filter, &SmolStr::from(child.path.as_str()))?);
        }
        let names = desk.names(children.iter().map(|c| c.id.clone()).chain([top.id.clone()]))?;
        let lens = desk.lens(&names);
        let rows = children.iter().zip(counted).map(|(c, figures)| (lens.org(&c.id), figures)).collect();
        Ok(CompletionBoard {
            under: lens.org(&top.id),
            from: from.to_string(),
            until: until.to_string(),
            total,
            rows: completion_rows(rows),
        })
    });
    Ok(Json(board.await?))
}

/// Most duties of an organisation that are counted.
const COUNT_MAX: u64 = 1_000_000;

fn figures(desk: &mut Desk<'_>, filter: &DutyFilter, path: &SmolStr) -> Answer<CompletionFigures> {
    let filter = DutyFilter { states: COUNTED.to_vec(), ..filter.clone() };
    let tally = Tally::of(desk, filter, std::slice::from_ref(path), Vec::new(), COUNT_MAX)?;
    let mut figures = CompletionFigures::default();
    for state in COUNTED {
        figures.add(state, tally.n(&[state]));
    }
    Ok(figures)
}

/// The organisation asked for, else the highest of the caller's jurisdiction.
pub fn top_org(desk: &mut Desk<'_>, under: Option<&str>) -> Answer<store::SubjectRow> {
    if let Some(under) = under.filter(|u| !u.is_empty()) {
        return desk.org(under);
    }
    let top = crate::routes::orgs::tops(desk).into_iter().next().ok_or(Fault::Unknown)?;
    debug_assert_eq!(top.kind(), SubjectKind::Org);
    let row = desk.subject(&top)?;
    debug_assert!(desk.scope.may_see(&row.path, Privacy::Internal));
    Ok(row)
}
