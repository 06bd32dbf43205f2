//! The record of unmaskings, newest first.

use crate::caller::Caller;
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
use views::words::PageView;

/// The record of unmaskings, newest first.
#[utoipa::path(
    get,
    path = "/looks",
    tag = "accounts",
    params(Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<LookView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_looks(
    State(doors): State<Doors>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<LookView>>> {
    let limit = usize::from(lists::rows(paging.limit)?);
    let all = caller.has(Right::Users);
    let me = caller.account.clone();
    let page = doors.desk(&caller, move |desk| {
        let notes = desk.read.notes(kind::LOOK, "", paging.after.as_deref(), limit + 1)?;
        let next = (notes.len() > limit).then(|| notes.get(limit - 1).map(|n| n.key.to_string())).flatten();
        let mut rows = Vec::new();
        for note in notes.into_iter().take(limit) {
            let look: LookView = accounts::parse(&note)?;
            let paths = match SubjectId::parse(&look.subject) {
                Some(id) => desk.paths_of(&id)?,
                None => continue,
            };
            // Everybody sees their own looks; whoever manages users sees those of their jurisdiction.
            if *look.account == *me || (all && paths.iter().any(|path| desk.scope.may_manage_users(path))) {
                rows.push(look);
            }
        }
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
