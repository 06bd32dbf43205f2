//! Acknowledge an alert.

use crate::acts::{Decision, decide};
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::Taken;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::ledger::Act;
use plan::Key;
use serde::Deserialize;
use utoipa::ToSchema;
use views::{outcome::alert_mentions, words::Words};

/// What the receiver says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Acknowledge {
    /// What is being done.
    pub note: Option<String>,
}

/// Acknowledge an alert.
#[utoipa::path(
    post,
    path = "/alerts/{key}/acknowledge",
    tag = "alerts",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    request_body = Acknowledge,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn acknowledge_alert(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
    Body(acknowledge): Body<Acknowledge>,
) -> Answer<Json<Taken>> {
    let of = caller.clone();
    let alert = doors.desk(&caller, move |desk| {
        let key = Key::from_text(&key);
        let standing = desk.read.standing(&key.subject().ok_or(Fault::Unknown)?)?;
        let alert = standing.alerts.get(&key).ok_or(Fault::Unknown)?;
        let mine = desk.any_mine(alert_mentions(alert))?;
        let held = of.scope.held();
        let told = alert
            .receivers
            .iter()
            .find(|(role, org)| org.as_ref().is_some_and(|o| held.contains(&(role.clone(), o.clone()))));
        match told {
            Some((_, org)) => Ok((alert.clone(), org.clone())),
            // Whoever was not told may see it, and may not say that it has been heard.
            None if mine => Err(Fault::NotAllowed),
            None => Err(Fault::Unknown),
        }
    });
    let (alert, org) = alert.await?;
    if alert.due.acknowledged.is_some() {
        let says = Words::new("该预警已确认", "the alert was acknowledged before");
        return Err(Fault::Conflict(says, Words::new("无需重复确认", "nothing more to do")));
    }
    let note = acknowledge.note.unwrap_or_default().trim().to_owned();
    let body = vec![("alert", alert.key.to_string()), ("comment", note)];
    let decision = Decision { org, ..Decision::new(Act::Acknowledge, alert.subject, body) };
    Ok(Json(decide(&doors, &caller, decision).await?))
}
