//! See a person's identity, with a reason that is recorded.

use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::looks;
use crate::wire::LookView;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{FieldType, SubjectId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is to be seen, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Unmask {
    /// Why: at least four characters.
    pub reason: String,
    /// The fields; empty means all.
    pub fields: Vec<String>,
}

/// What was asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Unmasked {
    /// Field to value.
    pub fields: BTreeMap<String, String>,
}

/// See a person's identity, with a reason that is recorded.
#[utoipa::path(
    post,
    path = "/subjects/{id}/unmask",
    tag = "subjects",
    params(("id" = String, Path, description = "the subject")),
    request_body = Unmask,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Unmasked), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn unmask_subject(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Body(unmask): Body<Unmask>,
) -> Answer<Json<Unmasked>> {
    let id = SubjectId::parse(&id).ok_or(Fault::Unknown)?;
    if unmask.reason.trim().chars().count() < REASON_CHARS_MIN
        || unmask.reason.chars().count() > REASON_CHARS_MAX
    {
        return Err(Fault::BadParameter("reason"));
    }
    let (of, wanted) = (id.clone(), unmask.fields.clone());
    let opened = doors.desk(&caller, move |desk| {
        let row = desk.subject(&of)?;
        if !desk.scope.may_unmask_at_any(row.paths()) {
            return Err(Fault::NotAllowed);
        }
        let asked = |field: &str| wanted.is_empty() || wanted.iter().any(|w| w == field);
        let found: Vec<(facts::Name, FieldType, vault::Secret)> = desk.identity(&of)?;
        let found = found.into_iter().filter(|(field, _, _)| asked(field));
        Ok(found
            .map(|(field, _, secret)| (field.to_string(), secret.expose().to_owned()))
            .collect::<BTreeMap<_, _>>())
    });
    let fields = opened.await?;
    // The look is recorded before anything is shown.
    let look = LookView {
        account: caller.account.to_string(),
        subject: Some(id.to_string()),
        fields: fields.keys().cloned().collect(),
        reason: unmask.reason.trim().to_owned(),
        at: doors.wall.now().to_string(),
        export: None,
    };
    looks::record(&doors, look).await?;
    Ok(Json(Unmasked { fields }))
}

/// Fewest characters of a reason.
const REASON_CHARS_MIN: usize = 4;
/// Most characters of a reason.
const REASON_CHARS_MAX: usize = 300;
