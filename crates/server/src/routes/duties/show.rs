//! One duty with its reasons.

use super::find;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::routes::why::tell;
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use views::why::DutyDetail;
use views::{duty::duty_view, why::Stands};

/// One duty with its reasons.
#[utoipa::path(
    get,
    path = "/duties/{key}",
    tag = "duties",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = DutyDetail), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_duty(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
) -> Answer<Json<DutyDetail>> {
    let detail = doors.desk(&caller, move |desk| {
        let duty = find(desk, &key)?;
        let why = tell(desk, Stands::Duty(&duty))?;
        let names = desk.names(views::duty::mentions(&duty))?;
        Ok(DutyDetail { duty: duty_view(&desk.lens(&names), &duty), why })
    });
    Ok(Json(detail.await?))
}
