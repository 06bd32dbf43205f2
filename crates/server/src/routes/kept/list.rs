//! The caller's own views of a page, by name.

use super::{KeptView, VIEWS_MAX, of_page};
use crate::{
    accounts::{self, kind},
    caller::Caller,
    error::{Answer, ErrorBody},
    extract::Segment,
    state::Doors,
};
use axum::{Json, extract::State};

/// The caller's own views of a page, by name.
#[utoipa::path(
    get,
    path = "/kept/{page}",
    tag = "kept",
    params(("page" = String, Path, description = "the page: letters a to z and hyphens")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = [KeptView]), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_kept(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(page): Segment<String>,
) -> Answer<Json<Vec<KeptView>>> {
    let prefix = of_page(&caller.account, &page)?;
    let views = doors.desk(&caller, move |desk| {
        let notes = desk.read.notes(kind::VIEW, &prefix, None, VIEWS_MAX)?;
        Ok(notes.iter().map(accounts::parse).collect::<Result<_, _>>()?)
    });
    Ok(Json(views.await?))
}
