//! Plans: shipped and in force.

use super::{adopted, packs};
use crate::caller::Caller;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use views::plan_page::PlanRow;
use views::plan_page::plan_row;

/// Plans: shipped and in force.
#[utoipa::path(
    get,
    path = "/plans",
    tag = "plans",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Vec<PlanRow>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_plans(State(doors): State<Doors>, caller: Caller) -> Answer<Json<Vec<PlanRow>>> {
    let rows = doors.desk(&caller, move |desk| {
        let in_force = adopted(desk)?;
        let names = desk.names(in_force.iter().map(|a| a.scope.clone()))?;
        let lens = desk.lens(&names);
        Ok(packs(desk).iter().map(|p| plan_row(&lens, p, &in_force)).collect())
    });
    Ok(Json(rows.await?))
}
