//! Take a duty.

use super::find;
use crate::acts::{Decision, decide};
use crate::caller::Caller;
use crate::extract::Segment;
use crate::wire::Taken;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{Json, extract::State};
use facts::ledger::Act;
use views::words::Words;

/// Take a duty.
#[utoipa::path(
    post,
    path = "/duties/{key}/claim",
    tag = "duties",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn claim_duty(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
) -> Answer<Json<Taken>> {
    let of = caller.clone();
    let duty = doors.desk(&caller, move |desk| {
        let duty = find(desk, &key)?;
        let holds = duty
            .holder
            .as_ref()
            .is_some_and(|org| of.scope.held().contains(&(duty.due.owner.role.clone(), org.clone())));
        if holds || desk.may_about(Right::Delegate, &duty)? { Ok(duty) } else { Err(Fault::NotAllowed) }
    });
    let duty = duty.await?;
    if !duty.state.is_owed() {
        return Err(over());
    }
    let body = vec![("duty", duty.key.to_string()), ("account", caller.account.to_string())];
    let decision = Decision { org: duty.holder.clone(), ..Decision::new(Act::Claim, duty.subject, body) };
    Ok(Json(decide(&doors, &caller, decision).await?))
}

/// The answer to taking what is not owed any more.
pub fn over() -> Fault {
    Fault::Conflict(
        Words::new("该任务已办结或不再需要", "the duty is done or no longer owed"),
        Words::new("请刷新任务列表", "reload the list of duties"),
    )
}
