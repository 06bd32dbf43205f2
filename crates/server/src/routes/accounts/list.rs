//! Accounts, by name.

use super::view;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::{
    accounts::{self, kind},
    lists,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use crate::{
    lists::Paging,
    wire::{AccountList, AccountView},
};
use access::Right;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

/// Which accounts: what the list and its file are asked with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedAccounts {
    /// Whose account, name or mail address contains this.
    pub text: Option<String>,
}

/// A page of the accounts that the caller manages, and the key of the next.
pub fn page_of(
    doors: &Doors,
    desk: &mut Desk<'_>,
    ask: &AskedAccounts,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<AccountView>, Option<String>)> {
    if !desk.has(Right::Users) {
        return Err(Fault::NotAllowed);
    }
    lists::noted(desk, kind::ACCOUNT, (limit, after), |desk, note| {
        let account: accounts::Account = accounts::parse(note)?;
        let email = account.email.as_deref().unwrap_or_default();
        if !lists::says(ask.text.as_ref(), [&*note.key, &*account.name, email])
            || !super::may_manage(desk, &note.key)?
        {
            return Ok(None);
        }
        view(doors, desk, &note.key, account).map(Some)
    })
}

/// Accounts.
#[utoipa::path(
    get,
    path = "/accounts",
    tag = "accounts",
    params(AskedAccounts, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AccountList), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_accounts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedAccounts>,
    Params(paging): Params<Paging>,
) -> Answer<Json<AccountList>> {
    let limit = lists::rows(paging.limit)?;
    let of = doors.clone();
    let list = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(&of, desk, &ask, limit, paging.after.clone())?;
        Ok(AccountList { rows, next })
    });
    Ok(Json(list.await?))
}
