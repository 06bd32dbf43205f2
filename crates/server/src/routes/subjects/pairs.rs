//! Persons who may be registered twice.

use crate::{
    caller::Caller,
    error::{Answer, ErrorBody},
    extract::Params,
    likeness, lists,
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;
use views::{likeness::PairView, words::PageView};

/// Which pairs.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedPairs {
    /// Of whom the first belongs to or below this organisation.
    pub org: Option<String>,
    /// Of whom one was registered not before this.
    pub since: Option<String>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// Persons who may be registered twice, and about whom nobody has judged yet. A page looks at a hundred persons, so it may
/// be empty and yet not be the last.
#[utoipa::path(
    get,
    path = "/subjects/pairs",
    tag = "subjects",
    params(AskedPairs),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<PairView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_pairs(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedPairs>,
) -> Answer<Json<PageView<PairView>>> {
    let page = doors.desk(&caller, move |desk| {
        let since = lists::instant(ask.since.as_ref(), desk.house.zone, "since")?;
        let (rows, next) = likeness::pairs(desk, ask.org.as_deref(), since, ask.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
