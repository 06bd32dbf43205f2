//! Judge that two registered persons are one, and merge them, or that they are two.

use crate::{
    acts::{Decision, decide},
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    extract::{Body, Segment},
    merging::{Merge, merge},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectId, SubjectKind, ledger::Act};
use serde::{Deserialize, Serialize};
use store::SubjectRow;
use utoipa::ToSchema;
use views::words::Words;

/// What was judged.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Judged {
    /// The other person.
    pub other: String,
    /// True: the same person, merged into the one of the address. False: two persons.
    pub same: bool,
    /// Why.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Identified {
    /// The fact of the verdict.
    pub fact: String,
    /// Facts told again about the person who is kept.
    pub told_again: usize,
    /// Facts about others that name the kept person now.
    pub renamed: usize,
}

/// Judge that two registered persons are one, and merge them, or that they are two.
#[utoipa::path(
    post,
    path = "/subjects/{id}/identify",
    tag = "subjects",
    params(("id" = String, Path, description = "the person who is kept")),
    request_body = Judged,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Identified), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn identify_subject(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Body(judged): Body<Judged>,
) -> Answer<Json<Identified>> {
    let reason = judged.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Fault::BadParameter("reason"));
    }
    let (one, another) = (person(&id)?, person(&judged.other)?);
    if one == another {
        let says = Words::new("两个编号是同一登记", "both codes are one registration");
        return Err(Fault::Unfit("other", says, Words::new("请选择另一个人", "choose another person")));
    }
    let kept = doors.desk(&caller, move |desk| {
        let kept = judging(desk, &one)?;
        judging(desk, &another)?;
        Ok(kept)
    });
    let (kept, other) = (kept.await?, person(&judged.other)?);
    let mut done = (0, 0);
    if judged.same {
        let merged = merge(&doors, &caller, Merge { kept: kept.clone(), other: other.clone() }).await?;
        done = (merged.told_again, merged.renamed);
    }
    let verdict = if judged.same { "same" } else { "different" };
    let body = vec![("other", other.to_string()), ("verdict", verdict.to_owned()), ("reason", reason)];
    let taken = decide(&doors, &caller, Decision::new(Act::Identify, kept.id, body)).await?;
    Ok(Json(Identified { fact: taken.fact, told_again: done.0, renamed: done.1 }))
}

fn person(id: &str) -> Answer<SubjectId> {
    SubjectId::parse(id).filter(|id| id.kind() == SubjectKind::Person).ok_or(Fault::Unknown)
}

/// A person of whom the caller sees the identity and may judge who they are.
fn judging(desk: &mut Desk<'_>, id: &SubjectId) -> Answer<SubjectRow> {
    let row = desk.subject(id)?;
    let ledger = desk.book.ledgers.acting(Act::Identify).ok_or(Fault::Unknown)?;
    let may = desk.scope.may_see_at_any(row.paths(), Privacy::Identity)
        && row.paths().any(|path| desk.scope.may_write(ledger, path));
    if may { Ok(row) } else { Err(Fault::NotAllowed) }
}
