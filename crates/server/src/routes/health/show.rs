//! Whether the server serves.

use crate::sweeper::blocking;
use crate::{
    accounts,
    error::{Answer, ErrorBody},
    routes::session::grants,
    serve::Demo,
    state::Doors,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use views::words::Words;

/// The state of the server.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// It can read its store.
    pub ok: bool,
    /// The version of the program.
    pub version: String,
    /// The version of the store's schema.
    pub schema: u32,
    /// On a server for demonstrations, and nowhere else: accounts that anybody may sign in with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demo_accounts: Vec<DemoAccount>,
}

/// An account of a demonstration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DemoAccount {
    /// The account.
    pub account: String,
    /// The account's name.
    pub name: String,
    /// Its password.
    pub password: String,
    /// The roles that it holds, and where.
    pub roles: Words,
}

/// Whether the server serves. Open to everybody.
#[utoipa::path(
    get,
    path = "/health",
    tag = "health",
    responses((status = 200, description = "done", body = Health), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_health(State(doors): State<Doors>) -> Answer<Json<Health>> {
    let of = doors.clone();
    let (schema, demo_accounts) = blocking(move || {
        let known = match &of.demo {
            Some(demo) => offered(&of, demo)?,
            None => Vec::new(),
        };
        Ok((of.house.home.schema_version()?, known))
    })
    .await?;
    Ok(Json(Health { ok: true, version: doors.version.to_owned(), schema, demo_accounts }))
}

/// Those of a demonstration's accounts that exist.
fn offered(doors: &Doors, demo: &Demo) -> Result<Vec<DemoAccount>, store::Error> {
    let book = doors.book();
    doors.house.read(|read| {
        let mut found = Vec::new();
        for name in &demo.accounts {
            let Some(account) = accounts::account(read, name)? else { continue };
            let grants = grants(doors, read, &book, name)?;
            let words = |of: fn(&Words) -> &str| {
                let each = grants.iter().map(|g| format!("{} · {}", of(&g.title), g.org_name));
                each.collect::<Vec<_>>().join("；")
            };
            found.push(DemoAccount {
                account: name.clone(),
                name: account.name,
                password: demo.password.clone(),
                roles: Words::new(words(|w| &w.zh), words(|w| &w.en)),
            });
        }
        Ok(found)
    })
}
