//! Accounts.

use super::view;
use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    accounts::{self, kind},
    lists,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use crate::{lists::Paging, wire::AccountList};
use access::Right;
use axum::{Json, extract::State};

/// Accounts.
#[utoipa::path(
    get,
    path = "/accounts",
    tag = "accounts",
    params(Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AccountList), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_accounts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Answer<Json<AccountList>> {
    if !caller.has(Right::Users) {
        return Err(Fault::NotAllowed);
    }
    let limit = usize::from(lists::rows(paging.limit)?);
    let of = doors.clone();
    let list = doors.desk(&caller, move |desk| {
        let notes = desk.read.notes(kind::ACCOUNT, "", paging.after.as_deref(), limit + 1)?;
        let next = (notes.len() > limit).then(|| notes.get(limit - 1).map(|n| n.key.to_string())).flatten();
        let mut rows = Vec::new();
        for note in notes.into_iter().take(limit) {
            if super::may_manage(desk, &note.key)? {
                rows.push(view(&of, desk, &note.key, accounts::parse(&note)?)?);
            }
        }
        Ok(AccountList { rows, next })
    });
    Ok(Json(list.await?))
}
