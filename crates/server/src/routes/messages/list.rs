//! Messages to the viewer's roles, newest first.

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
use store::{PageOf, query::ListOf};
use utoipa::IntoParams;
use views::message::{Told, mentions, message_view};
use views::{message::MessageView, words::PageView};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMessages {
    /// `1`: only unread ones.
    pub unread: Option<String>,
    /// How many rows, 1 to 500; default 50.
    pub limit: Option<u16>,
    /// Continue after this, as given by the page before.
    pub after: Option<String>,
}

/// Messages to the viewer's roles, newest first.
#[utoipa::path(
    get,
    path = "/messages",
    tag = "messages",
    params(ListMessages),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<MessageView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_messages(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListMessages>,
) -> Answer<Json<PageView<MessageView>>> {
    let limit = lists::rows(ask.limit)?;
    let held = caller.scope.held();
    if held.is_empty() {
        return Ok(Json(PageView { rows: Vec::new(), next: None }));
    }
    let page = doors.desk(&caller, move |desk| {
        let of = ListOf::Messages { to: held.clone(), unread: yes(ask.unread.as_ref()) };
        let paths = desk.paths(None, Privacy::Public)?;
        let page = desk.page(of, paths, limit, ask.after.clone())?;
        let (told, next) = lists::only(page, pick);
        let names = desk.names(told.iter().flat_map(mentions))?;
        let lens = desk.lens(&names);
        Ok(PageView { rows: told.iter().map(|t| message_view(&lens, t)).collect(), next })
    });
    Ok(Json(page.await?))
}

fn pick(row: PageOf) -> Option<Told> {
    let PageOf::Message(m) = row else { return None };
    let read = m.read.map(|(account, at)| (account.to_string(), at));
    Some(Told {
        key: m.key.to_string(),
        at: m.at,
        role: m.role,
        org: m.org,
        kind: m.kind,
        outcome: m.outcome,
        read,
    })
}
