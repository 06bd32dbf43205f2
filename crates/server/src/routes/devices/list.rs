//! The caller's phones, and those of accounts that they manage.

use super::{Device, DeviceView, view};
use crate::{
    accounts::{self, kind},
    caller::Caller,
    error::{Answer, ErrorBody},
    extract::Params,
    lists::{self, Paging},
    routes::accounts::may_manage,
    state::Doors,
};
use axum::{Json, extract::State};
use views::words::PageView;

/// The caller's phones, and those of accounts that they manage.
#[utoipa::path(
    get,
    path = "/devices",
    tag = "devices",
    params(Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<DeviceView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_devices(
    State(doors): State<Doors>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<DeviceView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let page = (limit, paging.after.clone());
        let (rows, next) = lists::noted(desk, kind::DEVICE, page, |desk, note| {
            let device: Device = accounts::parse(note)?;
            let shown = *device.account == *desk.account || may_manage(desk, &device.account)?;
            Ok(shown.then(|| view(&note.key, device)))
        })?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
