//! Facts since a place in the shard.

use crate::caller::Caller;
use crate::extract::Params;
use crate::{desk::Desk, lists, routes::facts::seen_ledgers};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, Recorded};
use serde::{Deserialize, Serialize};
use store::query::ListOf;
use utoipa::{IntoParams, ToSchema};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShowSync {
    /// After this place; default: from the start.
    pub since: Option<u64>,
    /// Of these ledgers, with commas; default: all that the viewer may see.
    pub ledgers: Option<String>,
    /// How many facts, 1 to 500; default 200.
    pub limit: Option<u16>,
}

/// Facts with their receipts, in order of place.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Synced {
    /// The facts in record form; fields that the viewer may not see are left out.
    #[schema(value_type = Vec<Object>)]
    pub facts: Vec<serde_json::Value>,
    /// Ask on from here.
    pub next: u64,
    /// True when there is more.
    pub more: bool,
}

/// Facts since a place in the shard.
#[utoipa::path(
    get,
    path = "/sync",
    tag = "sync",
    params(ShowSync),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Synced), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_sync(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ShowSync>,
) -> Answer<Json<Synced>> {
    let limit = lists::rows(ask.limit.or(Some(FACTS)))?;
    let synced = doors.desk(&caller, move |desk| {
        let ledgers = seen_ledgers(desk, &lists::words(ask.ledgers.as_ref()))?;
        let since = ask.since.unwrap_or(0);
        if ledgers.is_empty() {
            return Ok(Synced { facts: Vec::new(), next: since, more: false });
        }
        let paths = desk.paths(None, Privacy::Internal)?;
        let page = desk.page(ListOf::Since { seq: since, ledgers }, paths, limit, None)?;
        let (facts, after) = lists::only(page, lists::fact);
        let next = facts.last().map_or(since, |f| f.seq);
        let names = desk.names(facts.iter().flat_map(|f| [f.fact.subject.clone(), f.fact.org.clone()]))?;
        let lens = desk.lens(&names);
        let seen =
            facts.into_iter().filter_map(|f| lens.sees_fact(&f.fact).and_then(|sees| allowed(desk, f, sees)));
        let facts = seen.filter_map(|f| serde_json::to_value(f).ok()).collect();
        Ok(Synced { facts, next, more: after.is_some() })
    });
    Ok(Json(synced.await?))
}

/// How many facts when nobody says.
const FACTS: u16 = 200;

/// A fact without the fields that the caller may not see; nothing when its ledger may not be seen.
fn allowed(desk: &Desk<'_>, mut recorded: Recorded, sees: Privacy) -> Option<Recorded> {
    let ledger = desk.book.ledgers.get(&recorded.fact.ledger)?;
    if ledger.privacy.min(Privacy::Health) > sees {
        return None;
    }
    recorded
        .fact
        .body
        .retain(|field, _| ledger.field(field).is_some_and(|f| !f.is_identity() && f.privacy <= sees));
    Some(recorded)
}
