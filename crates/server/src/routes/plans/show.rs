//! A plan, explained.

use super::{adopted, pack_of, with_book};
use crate::caller::Caller;
use crate::extract::Params;
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;
use views::plan_page::PlanPage;
use views::plan_page::plan_page;

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShowPlan {
    /// The version; default: the shipped one, else the newest.
    pub version: Option<String>,
}

/// A plan, explained.
#[utoipa::path(
    get,
    path = "/plans/{id}",
    tag = "plans",
    params(("id" = String, Path, description = "the plan"), ShowPlan),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PlanPage), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_plan(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Params(ask): Params<ShowPlan>,
) -> Answer<Json<PlanPage>> {
    let page = doors.desk(&caller, move |desk| {
        let pack = pack_of(desk, &id, ask.version.as_deref())?;
        let in_force = adopted(desk)?;
        let names = desk.names(in_force.iter().map(|a| a.scope.clone()))?;
        let book = with_book(desk, &pack);
        let lens = views::lens::Lens { book: &book, ..desk.lens(&names) };
        Ok(plan_page(&lens, &pack, &in_force))
    });
    Ok(Json(page.await?))
}
