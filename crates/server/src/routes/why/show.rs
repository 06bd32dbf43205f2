//! Why something stands.

use super::tell;
use crate::caller::Caller;
use crate::extract::Segment;
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Privacy, SubjectKind};
use plan::Key;
use views::why::Stands;
use views::why::WhyView;

/// Why a duty, status, course or alert stands: clause, facts, what is missing, what has happened.
#[utoipa::path(
    get,
    path = "/why/{key}",
    tag = "why",
    params(("key" = String, Path, description = "the key, percent-encoded")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = WhyView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_why(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(key): Segment<String>,
) -> Answer<Json<WhyView>> {
    let why = doors.desk(&caller, move |desk| {
        let subject = Key::from_text(&key).subject().ok_or(Fault::Unknown)?;
        if let Some(duty) = desk.read.duty(&key)? {
            let mine = desk.any_mine(views::duty::mentions(&duty))?;
            return if mine { tell(desk, Stands::Duty(&duty)) } else { Err(Fault::Unknown) };
        }
        let standing = desk.read.standing(&subject)?;
        let key = Key::from_text(&key);
        if let Some(alert) = standing.alerts.get(&key) {
            let mine = desk.any_mine(views::outcome::alert_mentions(alert))?;
            return if mine { tell(desk, Stands::Alert(alert)) } else { Err(Fault::Unknown) };
        }
        let paths = desk.paths_of(&subject)?;
        // A person's state of health is seen by whoever may see health data of theirs.
        let class = if subject.kind() == SubjectKind::Person { Privacy::Health } else { Privacy::Internal };
        if !desk.scope.may_see_at_any(&paths, class) {
            return Err(Fault::Unknown);
        }
        let status = standing.statuses.get(&key).map(Stands::Status);
        let stands = status.or_else(|| standing.courses.get(&key).map(Stands::Course));
        tell(desk, stands.ok_or(Fault::Unknown)?)
    });
    Ok(Json(why.await?))
}
