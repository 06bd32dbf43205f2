//! Make a token for another program.

use crate::caller::Caller;
use crate::extract::Body;
use crate::{
    accounts::{self, Pass, kind},
    routes::accounts::may_manage,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the token is for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct TokenFor {
    /// What uses it.
    pub name: String,
    /// The account whose rights it has; default: the own one.
    pub account: Option<String>,
    /// How many days it is good for, 1 to 366; default 90.
    pub days: Option<u16>,
}

/// A token. It is told only once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewToken {
    /// Its id, for dropping it.
    pub id: String,
    /// The token: send it as `Authorization: Bearer …`.
    pub token: String,
    /// Until when it is good.
    pub until: String,
}

/// Make a token for another program.
#[utoipa::path(
    post,
    path = "/tokens",
    tag = "accounts",
    request_body = TokenFor,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = NewToken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn create_token(
    State(doors): State<Doors>,
    caller: Caller,
    Body(ask): Body<TokenFor>,
) -> Answer<Json<NewToken>> {
    let account = ask.account.clone().unwrap_or_else(|| caller.account.to_string());
    let (own, wanted) = (*account == *caller.account, account.clone());
    let allowed = doors.desk(&caller, move |desk| {
        accounts::account(desk.read, &wanted)?.ok_or(Fault::Unknown)?;
        if own || may_manage(desk, &wanted)? { Ok(()) } else { Err(Fault::Unknown) }
    });
    allowed.await?;
    let days = ask.days.unwrap_or(DAYS);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Fault::BadParameter("days"));
    }
    let (token, wall) = (accounts::secret_text(doors.random()), doors.wall.now());
    let until = wall.plus_micros(i64::from(days) * 86_400 * 1_000_000);
    let key = accounts::key_of(&token);
    let id = key.chars().take(ID_CHARS).collect();
    let name = ask.name.trim().chars().take(60).collect();
    let pass = Pass { account, began: wall, until, name: Some(name) };
    doors.write_notes(move |write| accounts::put_pass(write, kind::TOKEN, &key, &pass)).await?;
    Ok(Json(NewToken { id, token, until: until.to_string() }))
}

/// How many days a token is good for when nobody says.
const DAYS: u16 = 90;
/// How many days at most.
const DAYS_MAX: u16 = 366;
/// How much of the key is the id.
pub const ID_CHARS: usize = 16;
