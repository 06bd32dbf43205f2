//! The record of looks, newest first.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::{
    accounts::{self, kind},
    lists,
};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use crate::{lists::Paging, wire::LookView};
use access::Right;
use axum::{Json, extract::State};
use facts::SubjectId;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use views::words::PageView;

/// Which looks: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedLooks {
    /// Whose account, subject, reason or list contains this.
    pub text: Option<String>,
}

/// A page of the looks that the caller may see, and the key of the next.
pub fn page_of(
    desk: &mut Desk<'_>,
    ask: &AskedLooks,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<LookView>, Option<String>)> {
    let all = desk.has(Right::Users);
    lists::noted(desk, kind::LOOK, (limit, after), |desk, note| {
        let look: LookView = accounts::parse(note)?;
        let (subject, list) = (look.subject.as_deref(), look.export.as_ref().map(|e| &e.title));
        let texts = [Some(&*look.account), subject, Some(&*look.reason)];
        let texts = texts.into_iter().chain(list.map(|l| [Some(&*l.zh), Some(&*l.en)]).into_iter().flatten());
        let sought = lists::says(ask.text.as_ref(), texts.flatten());
        Ok(if sought && may_see(desk, &look, all)? { Some(look) } else { None })
    })
}

/// Everybody sees their own looks; whoever manages users sees those at somebody of their jurisdiction, and the files in
/// which somebody of it may be.
fn may_see(desk: &mut Desk<'_>, look: &LookView, all: bool) -> Answer<bool> {
    if look.account == desk.account || !all {
        return Ok(look.account == desk.account);
    }
    if let Some(subject) = look.subject.as_deref().and_then(SubjectId::parse) {
        let paths = desk.paths_of(&subject)?;
        return Ok(paths.iter().any(|path| desk.scope.may_manage_users(path)));
    }
    for org in look.export.iter().flat_map(|e| &e.within).filter_map(|org| SubjectId::parse(org)) {
        let path = desk.path(&org)?;
        let mut managed = desk.scope.grants().iter().filter(|(_, rights)| rights.may.contains(&Right::Users));
        if desk.scope.may_manage_users(&path) || managed.any(|(grant, _)| grant.path.starts_with(&*path)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The record of looks, newest first: at identities, and at lists that left as files.
#[utoipa::path(
    get,
    path = "/looks",
    tag = "accounts",
    params(AskedLooks, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<LookView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_looks(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedLooks>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<LookView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, &ask, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
