//! Signing in.

use super::me;
use crate::{
    accounts::{self, Account, FAILURES_MAX, IDLE_MICROS, LOCK_MICROS, PASSWORD_CHARS_MAX, Pass, kind},
    caller::COOKIE,
    error::{Answer, ErrorBody, Fault},
    extract::Body,
    state::Doors,
    sweeper::blocking,
    wire::Me,
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use facts::Instant;
use serde::Deserialize;
use utoipa::ToSchema;

/// Who signs in.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(example = json!({"account": "town-1-duty", "password": "…"}))]
pub struct SignIn {
    /// The account.
    pub account: String,
    /// The password.
    pub password: String,
}

/// Sign in. The cookie `lf_session` lives twelve hours from its last use; five wrong passwords lock the account for a
/// quarter of an hour.
#[utoipa::path(
    post,
    path = "/session",
    tag = "session",
    request_body = SignIn,
    responses((status = 200, description = "signed in", body = Me), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn open_session(State(doors): State<Doors>, Body(sign_in): Body<SignIn>) -> Answer<Response> {
    let name = sign_in.account.trim().to_ascii_lowercase();
    let known = accounts::is_account_name(&name) && sign_in.password.chars().count() <= PASSWORD_CHARS_MAX;
    let name = if known { name } else { String::new() };
    let (of, wanted, wall) = (doors.clone(), name.clone(), doors.wall.now());
    let account = blocking(move || of.house.read(|read| accounts::account(read, &wanted))).await?;
    if account.as_ref().and_then(|a| a.locked_until).is_some_and(|until| wall < until) {
        return Err(Fault::LockedOut);
    }
    let hash = account.as_ref().filter(|a| !a.disabled).and_then(|a| a.hash.clone());
    let permit = doors.hashing().await?;
    let fits = blocking(move || Ok(accounts::fits(&sign_in.password, hash.as_deref()))).await?;
    drop(permit);
    let Some(account) = account else { return Err(Fault::WrongPassword) };
    note_try(&doors, &name, account, fits, wall).await?;
    if !fits {
        return Err(Fault::WrongPassword);
    }
    let secret = accounts::secret_text(doors.random());
    let pass = Pass { account: name.clone(), began: wall, until: wall.plus_micros(IDLE_MICROS), name: None };
    let key = accounts::key_of(&secret);
    doors.write_notes(move |write| accounts::put_pass(write, kind::SESSION, &key, &pass)).await?;
    let secure = if doors.secure { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}");
    let me = me(&doors, &name).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(me)).into_response())
}

/// Counts wrong passwords; the right one forgets them. The count is read again under the lock of the shard, so that
/// tries at the same time are all counted.
async fn note_try(doors: &Doors, name: &str, account: Account, fits: bool, wall: Instant) -> Answer<()> {
    if fits && account.failures == 0 {
        return Ok(());
    }
    let name = name.to_owned();
    doors
        .write_notes(move |write| {
            let mut now = accounts::account(write, &name)?.unwrap_or_else(|| account.clone());
            now.failures = if fits { 0 } else { now.failures.saturating_add(1) };
            now.locked_until = None;
            if now.failures >= FAILURES_MAX {
                now.failures = 0;
                now.locked_until = Some(wall.plus_micros(LOCK_MICROS));
            }
            accounts::put_account(write, &name, &now)
        })
        .await
}
