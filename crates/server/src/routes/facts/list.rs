//! Facts, newest first.

use super::{seen_ledgers, views_of};
use crate::caller::Caller;
use crate::extract::Params;
use crate::lists::{self, Paging, yes};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Name, Privacy, Zone};
use serde::{Deserialize, Serialize};
use store::query::ListOf;
use utoipa::IntoParams;
use views::{fact::FactView, words::PageView};

/// Of which ledgers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfLedgers {
    /// Of these ledgers, with commas.
    pub ledger: Option<String>,
}

/// Which facts: what the list and its file are asked with, besides the ledgers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedFacts {
    /// About this subject.
    pub subject: Option<String>,
    /// Whose subjects belong to or below this organisation.
    pub org: Option<String>,
    /// Happened not before this.
    pub from: Option<String>,
    /// Happened before this.
    pub until: Option<String>,
    /// `1`: replaced and void ones too.
    pub all: Option<String>,
}

/// The list of these ledgers that is asked for.
pub fn wanted(ask: &AskedFacts, ledgers: Vec<Name>, zone: Zone) -> Answer<ListOf> {
    Ok(ListOf::Facts {
        ledgers,
        subject: lists::subject(ask.subject.as_ref())?,
        from: lists::instant(ask.from.as_ref(), zone, "from")?,
        until: lists::instant(ask.until.as_ref(), zone, "until")?,
        holding: !yes(ask.all.as_ref()),
    })
}

/// Facts, newest first.
#[utoipa::path(
    get,
    path = "/facts",
    tag = "facts",
    params(OfLedgers, AskedFacts, Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<FactView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_facts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(of): Params<OfLedgers>,
    Params(ask): Params<AskedFacts>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<FactView>>> {
    let limit = lists::rows(paging.limit)?;
    let zone = doors.house.zone;
    wanted(&ask, Vec::new(), zone)?;
    let page = doors.desk(&caller, move |desk| {
        let ledgers = seen_ledgers(desk, &lists::words(of.ledger.as_ref()))?;
        let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
        let page = desk.page(wanted(&ask, ledgers, zone)?, paths, limit, paging.after.clone())?;
        let (facts, next) = lists::only(page, lists::fact);
        Ok(PageView { rows: views_of(desk, &facts)?, next })
    });
    Ok(Json(page.await?))
}
