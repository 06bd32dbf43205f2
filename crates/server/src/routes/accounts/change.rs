//! Change an account.

use super::{address, hash, may_manage, show};
use crate::accounts;
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::AccountView;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

/// What changes.
#[derive(Clone, Deserialize, ToSchema)]
pub struct ChangeAccount {
    /// How it is called.
    pub name: Option<String>,
    /// Where mails about its duties go; empty: nowhere.
    pub email: Option<String>,
    /// A new password; all its sessions end.
    pub password: Option<String>,
    /// The present password: needed for password, address and disabling of the own account.
    pub current: Option<String>,
    /// It cannot sign in; all its sessions end.
    pub disabled: Option<bool>,
}

/// Change an account.
#[utoipa::path(
    patch,
    path = "/accounts/{account}",
    tag = "accounts",
    params(("account" = String, Path, description = "the account")),
    request_body = ChangeAccount,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AccountView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn change_account(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(account): Segment<String>,
    Body(change): Body<ChangeAccount>,
) -> Answer<Json<AccountView>> {
    let own = *account == *caller.account;
    let wanted = account.clone();
    let known = doors.desk(&caller, move |desk| {
        let known = accounts::account(desk.read, &wanted)?.ok_or(Fault::Unknown)?;
        if own || may_manage(desk, &wanted)? { Ok(known) } else { Err(Fault::Unknown) }
    });
    let known = known.await?;
    let email = address(change.email.as_ref())?;
    if own && (change.password.is_some() || change.disabled.is_some() || change.email.is_some()) {
        // Whoever finds an open screen cannot take the account over.
        super::confirm(&doors, &known, change.current.clone().unwrap_or_default()).await?;
    }
    let hash = match &change.password {
        Some(password) => Some(hash(&doors, password).await?),
        None => None,
    };
    let (key, wall) = (account.clone(), doors.wall.now());
    doors
        .write_notes(move |write| {
            let mut now = accounts::account(write, &key)?.unwrap_or_else(|| known.clone());
            now.name = change.name.as_ref().map_or(now.name, |n| n.trim().chars().take(60).collect());
            now.email = if change.email.is_some() { email.clone() } else { now.email };
            if hash.is_some() || change.disabled == Some(true) {
                now.sessions_from = Some(wall);
                (now.failures, now.locked_until) = (0, None);
            }
            now.hash = hash.clone().or(now.hash);
            now.disabled = change.disabled.unwrap_or(now.disabled);
            accounts::put_account(write, &key, &now)
        })
        .await?;
    doors.callers.forget();
    Ok(Json(show(&doors, &caller, account).await?))
}
