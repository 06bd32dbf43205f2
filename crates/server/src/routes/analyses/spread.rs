//! How fast the cases that are asked for spread.

use super::{CASES_MAX, serial_interval, whole};
use crate::caller::Caller;
use crate::extract::Params;
use crate::routes::cases::{list::AskedCases, look::look_at_all};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;
use views::{
    lens::Names,
    spread::{SpreadAsk, SpreadView, spread_view},
};

/// What the reader decides.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedSpread {
    /// Mean of the serial interval in days, above 1; without it there is no reproduction number.
    pub si_mean: Option<f64>,
    /// Its standard deviation, above 0.
    pub si_sd: Option<f64>,
    /// Days of the window of the reproduction number, 1 to 60; default 7.
    pub window: Option<u16>,
    /// Days of the last stretch whose growth is told, 3 to 365; default 14.
    pub growth_days: Option<u16>,
    /// The longest delay from onset to report that is believed, 1 to 365 days; default 21.
    pub delay_days_max: Option<u16>,
}

/// How fast cases spread: reproduction number (Cori et al. 2013), growth, delay, what is expected of the last days.
#[utoipa::path(
    get,
    path = "/analyses/spread",
    tag = "analyses",
    params(AskedCases, AskedSpread),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = SpreadView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_spread(
    State(doors): State<Doors>,
    caller: Caller,
    Params(of): Params<AskedCases>,
    Params(asked): Params<AskedSpread>,
) -> Answer<Json<SpreadView>> {
    let ask = SpreadAsk {
        serial: serial_interval(asked.si_mean, asked.si_sd)?,
        window: whole(asked.window, 7, 1..=60, "window")?,
        growth_days: whole(asked.growth_days, 14, 3..=365, "growth_days")?,
        delay_days_max: whole(asked.delay_days_max, 21, 1..=365, "delay_days_max")?,
        today: doors.house.zone.date_of(doors.now()),
    };
    let view = doors.desk(&caller, move |desk| {
        let found = look_at_all(desk, &of, CASES_MAX)?;
        let cases = found.cases(desk.book, desk.house.zone);
        Ok(spread_view(&desk.lens(&Names::default()), &cases, &ask))
    });
    Ok(Json(view.await?))
}
