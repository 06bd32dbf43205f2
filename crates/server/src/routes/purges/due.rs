//! What would be purged now. Changes nothing.

use crate::caller::Caller;
use crate::sweeper::blocking;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::Privacy;
use intake::purge::{DueLine, Standstill};
use views::{
    book::Book,
    purge::{DueView, HeldView, kept_from_words},
    words::Words,
};

/// What would be purged now, by ledger, and what holds facts back whose time is over. Changes nothing. For whoever sees
/// everything there is.
#[utoipa::path(
    get,
    path = "/purges/due",
    tag = "purges",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Vec<DueView>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_due_purges(State(doors): State<Doors>, caller: Caller) -> Answer<Json<Vec<DueView>>> {
    let all = doors.desk(&caller, |desk| {
        let mut seen = true;
        for row in desk.read.adoptions()? {
            for org in desk.read.org_chain(&row.scope)? {
                seen &= desk.scope.may_see(&org.path, Privacy::Internal);
            }
        }
        Ok(seen && !desk.scope.paths_for(Privacy::Internal).is_empty())
    });
    if !all.await? {
        return Err(Fault::NotAllowed);
    }
    let (house, now) = (doors.house.clone(), doors.now());
    let lines = blocking(move || house.purge_due(now)).await?;
    let book = doors.book();
    Ok(Json(lines.iter().map(|line| view(&book, line)).collect()))
}

fn view(book: &Book, line: &DueLine) -> DueView {
    let (from, from_words) = kept_from_words(line.from);
    DueView {
        ledger: line.ledger.to_string(),
        title: book.ledger_title(&line.ledger),
        days: line.days,
        from: from.to_owned(),
        from_words,
        facts: line.facts,
        subjects: line.subjects,
        oldest: line.oldest.map(|at| at.to_string()),
        newest: line.newest.map(|at| at.to_string()),
        held: line.held.iter().map(|(by, facts)| HeldView { facts: *facts, because: because(*by) }).collect(),
    }
}

fn because(by: Standstill) -> Words {
    match by {
        Standstill::Course => Words::new("该对象的管控期尚未结束", "a course of the subject is under way"),
        Standstill::Reader => Words::new(
            "他人的管控期仍要查看该对象的记录",
            "somebody else's course reads facts about the subject",
        ),
        Standstill::Outcome => Words::new(
            "尚未办结的任务、状态或预警以它为依据",
            "a duty, status or alert under way rests on it",
        ),
    }
}
