//! The line list, newest report first.

use super::{look::look, views_of};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use views::{linelist::CaseView, words::PageView};

/// Which cases: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedCases {
    /// Of these diseases, with commas: codes of the case report.
    pub disease: Option<String>,
    /// Of these types, with commas: codes of the case report.
    pub case_type: Option<String>,
    /// Whose persons belong to or below this organisation, or that it reported.
    pub org: Option<String>,
    /// With onset not before this civil day.
    pub onset_from: Option<String>,
    /// With onset not after this civil day.
    pub onset_until: Option<String>,
    /// Whose last report is dated not before this.
    pub from: Option<String>,
    /// Whose last report is dated before this.
    pub until: Option<String>,
    /// Whose person is found by this: by the whole code, or by name, identity number or telephone where the viewer may see
    /// these.
    pub text: Option<String>,
}

/// A page of what is asked for, as the caller sees it, and the key of the next. Where few reports fit, a page may be short
/// and yet not be the last.
pub fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedCases,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<CaseView>, Option<String>)> {
    let (found, next) = look(desk, ask, limit, after)?;
    let cases = found.cases(desk.book, desk.house.zone);
    Ok((views_of(desk, &cases)?, next))
}

/// The line list, newest report first.
#[utoipa::path(
    get,
    path = "/cases",
    tag = "cases",
    params(AskedCases, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<CaseView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_cases(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedCases>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<CaseView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
