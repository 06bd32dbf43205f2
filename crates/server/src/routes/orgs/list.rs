//! Organisations: those directly below, or all of a kind below.

use crate::caller::Caller;
use crate::extract::Params;
use crate::{desk::org_node, lists};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy, SubjectId};
use serde::Deserialize;
use utoipa::IntoParams;
use views::org::OrgRow;
use views::org::{OrgNode, org_row};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListOrgs {
    /// Below this one; default: the tops of what the viewer may see.
    pub under: Option<String>,
    /// All of these kinds in the whole subtree, with commas.
    pub kind: Option<String>,
}

/// Organisations: those directly below, or all of a kind below.
#[utoipa::path(
    get,
    path = "/orgs",
    tag = "orgs",
    params(ListOrgs),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Vec<OrgRow>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_orgs(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListOrgs>,
) -> Answer<Json<Vec<OrgRow>>> {
    let rows = doors.desk(&caller, move |desk| {
        let kinds: Vec<Name> = lists::words(ask.kind.as_ref()).iter().map(Name::new).collect();
        let tops = match ask.under.as_deref().filter(|u| !u.is_empty()) {
            Some(under) => vec![desk.org(under)?.id],
            None => tops(desk),
        };
        let mut all: Vec<OrgNode> = Vec::new();
        for top in &tops {
            all.extend(desk.read.orgs_below(top, &[])?.iter().map(org_node));
        }
        let names = views::lens::Names::default();
        let lens = desk.lens(&names);
        let below = |o: &&OrgNode| o.parent().is_some_and(|p| tops.contains(&p));
        let wanted = |o: &&OrgNode| match (&ask.under, kinds.is_empty()) {
            (_, false) => kinds.contains(&o.kind),
            (Some(under), true) if !under.is_empty() => below(o),
            _ => tops.contains(&o.id),
        };
        Ok(all.iter().filter(wanted).map(|o| org_row(&lens, o, &all)).collect())
    });
    Ok(Json(rows.await?))
}

/// The highest organisations of the caller's jurisdiction.
pub fn tops(desk: &crate::desk::Desk<'_>) -> Vec<SubjectId> {
    let paths = desk.scope.paths_for(Privacy::Internal);
    paths.iter().filter_map(|p| p.split('/').rfind(|s| !s.is_empty()).and_then(SubjectId::parse)).collect()
}
