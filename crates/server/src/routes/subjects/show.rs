//! One subject: everything that stands about it.

use crate::caller::Caller;
use crate::desk::{belongs, registered};
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::SubjectId;
use views::subject::SubjectFile;
use views::subject::{FileParts, mentions, subject_file};

/// One subject: everything that stands about it.
#[utoipa::path(
    get,
    path = "/subjects/{id}",
    tag = "subjects",
    params(("id" = String, Path, description = "the subject")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = SubjectFile), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_subject(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Json<SubjectFile>> {
    let id = SubjectId::parse(&id).ok_or(Fault::Unknown)?;
    let file = doors.desk(&caller, move |desk| {
        let row = desk.subject(&id)?;
        let may_unmask = desk.scope.may_unmask_at_any(row.paths());
        let memberships: Vec<_> = desk.read.memberships(&id)?.into_iter().map(belongs).collect();
        let standing = desk.read.standing(&id)?;
        let masked = desk.masked_identity(&id)?;
        let identity = masked.into_iter().map(|(field, (_, text))| (field, text)).collect();
        let of = registered(row);
        let parts = FileParts {
            of: &of,
            memberships: &memberships,
            standing: &standing,
            identity: &identity,
            may_unmask,
        };
        let names = desk.names(mentions(&parts))?;
        Ok(subject_file(&desk.lens(&names), &parts))
    });
    Ok(Json(file.await?))
}
