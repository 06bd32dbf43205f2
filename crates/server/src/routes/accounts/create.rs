//! Make an account.

use super::{address, hash, show};
use crate::accounts::{self, Account};
use crate::caller::Caller;
use crate::extract::Body;
use crate::wire::AccountView;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{Json, extract::State};
use serde::Deserialize;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use utoipa::ToSchema;
use views::words::Words;

/// An account. Its roles are facts.
#[derive(Clone, Deserialize, ToSchema)]
pub struct NewAccount {
    /// 1 to 40 of `a-z 0-9 . _ -`.
    pub account: String,
    /// How it is called.
    pub name: String,
    /// Where mails about its duties go.
    pub email: Option<String>,
    /// At least ten characters; without one it cannot sign in yet.
    pub password: Option<String>,
}

/// Make an account.
#[utoipa::path(
    post,
    path = "/accounts",
    tag = "accounts",
    request_body = NewAccount,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AccountView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn create_account(
    State(doors): State<Doors>,
    caller: Caller,
    Body(new): Body<NewAccount>,
) -> Answer<Json<AccountView>> {
    if !caller.has(Right::Users) {
        return Err(Fault::NotAllowed);
    }
    let name = new.account.trim().to_owned();
    if !accounts::is_account_name(&name) {
        let says = Words::new(
            "账号只能用 1 至 40 个小写字母、数字、. _ -",
            "an account is 1 to 40 of a-z 0-9 . _ -",
        );
        return Err(Fault::Unfit("account", says, Words::new("请换一个账号", "choose another one")));
    }
    let hash = match &new.password {
        Some(password) => Some(hash(&doors, password).await?),
        None => None,
    };
    let (called, email) = (new.name.trim().chars().take(60).collect(), address(new.email.as_ref())?);
    let account = Account { name: called, email, hash, ..Account::default() };
    let taken = Arc::new(AtomicBool::new(false));
    let (seen, key) = (taken.clone(), name.clone());
    doors
        .write_notes(move |write| {
            taken.store(accounts::account(write, &key)?.is_some(), Ordering::SeqCst);
            if taken.load(Ordering::SeqCst) { Ok(()) } else { accounts::put_account(write, &key, &account) }
        })
        .await?;
    if seen.load(Ordering::SeqCst) {
        let says = Words::new("账号已存在", "there is such an account");
        return Err(Fault::Conflict(says, Words::new("请换一个账号", "choose another one")));
    }
    Ok(Json(show(&doors, &caller, name).await?))
}
