//! What was purged, newest first.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging};
use crate::{
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, ledger::Act};
use store::query::ListOf;
use views::{
    purge::{PurgeView, purge_view},
    words::PageView,
};

/// What was purged when its time was over, newest first. For whoever sees the organisation above all others.
#[utoipa::path(
    get,
    path = "/purges",
    tag = "purges",
    params(Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<PurgeView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_purges(
    State(doors): State<Doors>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<PurgeView>>> {
    let limit = lists::rows(paging.limit)?;
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, limit, paging.after.clone())?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}

/// A page of what was purged, and the key of the next.
pub fn page_of(
    desk: &mut Desk<'_>,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<PurgeView>, Option<String>)> {
    let in_force = desk.house.in_force();
    let Some(ledger) = in_force.plan.ledgers.acting(Act::Purge) else { return Ok((Vec::new(), None)) };
    let paths = desk.paths(None, Privacy::Internal)?;
    let ledgers = vec![ledger.id.clone()];
    let of = ListOf::Facts { ledgers, subject: None, from: None, until: None, holding: true };
    let (facts, next) = lists::only(desk.page(of, paths, limit, after)?, lists::fact);
    let names = desk.names(views::fact::mentions(&facts))?;
    let lens = desk.lens(&names);
    Ok((facts.iter().map(|fact| purge_view(&lens, fact)).collect(), next))
}
