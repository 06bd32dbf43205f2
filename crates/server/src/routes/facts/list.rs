//! Facts, newest first.

use super::{seen_ledgers, views_of};
use crate::caller::Caller;
use crate::extract::Params;
use crate::lists::{self, yes};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::Privacy;
use serde::Deserialize;
use store::query::ListOf;
use utoipa::IntoParams;
use views::{fact::FactView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListFacts {
    /// Of these ledgers, with commas.
    pub ledger: Option<String>,
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
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// Facts, newest first.
#[utoipa::path(
    get,
    path = "/facts",
    tag = "facts",
    params(ListFacts),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<FactView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_facts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListFacts>,
) -> Answer<Json<PageView<FactView>>> {
    let limit = lists::rows(ask.limit)?;
    let zone = doors.house.zone;
    let from = lists::instant(ask.from.as_ref(), zone, "from")?;
    let until = lists::instant(ask.until.as_ref(), zone, "until")?;
    let subject = lists::subject(ask.subject.as_ref())?;
    let page = doors.desk(&caller, move |desk| {
        let ledgers = seen_ledgers(desk, &lists::words(ask.ledger.as_ref()))?;
        let paths = desk.paths(ask.org.as_deref(), Privacy::Internal)?;
        let of =
            ListOf::Facts { ledgers, subject: subject.clone(), from, until, holding: !yes(ask.all.as_ref()) };
        let page = desk.page(of, paths, limit, ask.after.clone())?;
        let (facts, next) = lists::only(page, lists::fact);
        Ok(PageView { rows: views_of(desk, &facts)?, next })
    });
    Ok(Json(page.await?))
}
