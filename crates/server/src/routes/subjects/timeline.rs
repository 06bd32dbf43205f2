//! Facts about a subject and what followed, newest first.

use crate::caller::Caller;
use crate::extract::Params;
use crate::extract::Segment;
use crate::lists;
use crate::lists::Paging;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectId, SubjectKind};
use store::query::ListOf;
use views::history::{self, TimelineCursor, TimelinePages, timeline};
use views::{history::TimelineEntry, words::PageView};

/// Facts about a subject and what followed, newest first.
#[utoipa::path(
    get,
    path = "/subjects/{id}/timeline",
    tag = "subjects",
    params(("id" = String, Path, description = "the subject"), Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PageView<TimelineEntry>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_timeline(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Params(paging): Params<Paging>,
) -> Answer<Json<PageView<TimelineEntry>>> {
    let limit = lists::rows(paging.limit)?;
    let id = SubjectId::parse(&id).ok_or(Fault::Unknown)?;
    let cursor = match paging.after.as_deref().filter(|a| !a.is_empty()) {
        None => TimelineCursor::default(),
        Some(text) => serde_json::from_str(text).map_err(|_| Fault::BadParameter("after"))?,
    };
    let page = doors.desk(&caller, move |desk| {
        let row = desk.subject(&id)?;
        let paths = vec![row.path.clone()];
        let ledgers = desk.book.ledgers.0.keys().cloned().collect();
        let of =
            ListOf::Facts { ledgers, subject: Some(id.clone()), from: None, until: None, holding: false };
        let facts =
            lists::only(desk.page(of, paths.clone(), limit, cursor.facts_after.clone())?, lists::fact);
        // What followed from a person's health is seen by whoever may see health data of theirs.
        let health =
            id.kind() != SubjectKind::Person || desk.scope.may_see_at_any(row.paths(), Privacy::Health);
        let of = ListOf::History { subject: Some(id.clone()), key: None };
        let paths = if health { paths } else { Vec::new() };
        let history = lists::only(desk.page(of, paths, limit, cursor.history_after.clone())?, lists::history);
        let mut ids: Vec<_> = views::fact::mentions(&facts.0).into_iter().collect();
        ids.extend(history.0.iter().flat_map(history::mentions));
        let names = desk.names(ids)?;
        let pages = TimelinePages { facts, history };
        let (rows, next) = timeline(&desk.lens(&names), &cursor, &pages, usize::from(limit));
        let next = next
            .map(|n| serde_json::to_string(&n))
            .transpose()
            .map_err(|_| Fault::Broken("write a cursor"))?;
        Ok(PageView { rows, next })
    });
    Ok(Json(page.await?))
}
