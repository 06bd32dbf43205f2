//! Two plans side by side.

use super::{pack_of, packs};
use crate::caller::Caller;
use crate::extract::Params;
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;
use views::plan_diff::plan_diff;
use views::plan_page::PlanDiff;

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DiffPlans {
    /// Another plan, or `id@version`, or a version of the same.
    pub with: String,
    /// The version of the first; default: the shipped one, else the newest.
    pub version: Option<String>,
}

/// Two plans side by side.
#[utoipa::path(
    get,
    path = "/plans/{id}/diff",
    tag = "plans",
    params(("id" = String, Path, description = "the plan"), DiffPlans),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PlanDiff), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn diff_plans(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Params(ask): Params<DiffPlans>,
) -> Answer<Json<PlanDiff>> {
    let diff = doors.desk(&caller, move |desk| {
        let first = pack_of(desk, &id, ask.version.as_deref())?;
        let (with, version) = match ask.with.split_once('@') {
            Some((with, version)) => (with, Some(version)),
            // A bare version is one of the same plan.
            None if ask.with.starts_with(|c: char| c.is_ascii_digit()) => {
                (id.as_str(), Some(ask.with.as_str()))
            }
            None => (ask.with.as_str(), None),
        };
        let second = pack_of(desk, with, version).map_err(|_| Fault::BadParameter("with"))?;
        Ok(plan_diff(&second, &first, &packs(desk)))
    });
    Ok(Json(diff.await?))
}
