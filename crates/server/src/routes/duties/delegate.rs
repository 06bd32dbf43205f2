//! Give a duty to another account.

use super::{claim::over, find};
use crate::accounts;
use crate::acts::{Decision, decide};
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::Taken;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{Json, extract::State};
use facts::ledger::Act;
use serde::Deserialize;
use utoipa::ToSchema;
use views::words::Words;

/// To whom, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Delegate {
    /// The account.
    pub account: String,
    /// Why.
    pub reason: String,
}

/// Give a duty to another account.
#[utoipa::path(
    post,
    path = "/duties/{key}/delegate",
    tag = "duties",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    request_body = Delegate,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn delegate_duty(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
    Body(to): Body<Delegate>,
) -> Answer<Json<Taken>> {
    if to.reason.trim().is_empty() {
        return Err(Fault::BadParameter("reason"));
    }
    if !accounts::is_account_name(to.account.trim()) {
        return Err(Fault::BadParameter("account"));
    }
    let account = to.account.trim().to_owned();
    let duty = doors.desk(&caller, move |desk| {
        let duty = find(desk, &key)?;
        if !desk.may_about(Right::Delegate, &duty)? {
            return Err(Fault::NotAllowed);
        }
        let known = accounts::account(desk.read, &account)?.is_some_and(|found| !found.disabled);
        if known { Ok(duty) } else { Err(nobody()) }
    });
    let duty = duty.await?;
    if !duty.state.is_owed() {
        return Err(over());
    }
    let body = vec![
        ("duty", duty.key.to_string()),
        ("account", to.account.trim().to_owned()),
        ("reason", to.reason.trim().to_owned()),
    ];
    let decision = Decision { org: duty.holder.clone(), ..Decision::new(Act::Delegate, duty.subject, body) };
    Ok(Json(decide(&doors, &caller, decision).await?))
}

fn nobody() -> Fault {
    Fault::Conflict(
        Words::new("没有这个账号，或该账号已停用", "there is no such account, or it is disabled"),
        Words::new("请从名单中选择账号", "choose an account from the list"),
    )
}
