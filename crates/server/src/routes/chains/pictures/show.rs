//! Chains as they were when a picture of them was made.

use super::{PictureView, kept};
use crate::{
    caller::Caller,
    error::{Answer, ErrorBody},
    extract::Segment,
    state::Doors,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use views::chain::ChainView;

/// A picture of chains.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureOfChains {
    /// What it is.
    pub of: PictureView,
    /// The chains as they were.
    pub chains: ChainView,
}

/// Chains as they were when a picture of them was made.
#[utoipa::path(
    get,
    path = "/chains/pictures/{id}",
    tag = "chains",
    params(("id" = String, Path, description = "the picture")),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PictureOfChains), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_picture(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
) -> Answer<Json<PictureOfChains>> {
    let wall = doors.wall.now();
    let picture = doors.desk(&caller, move |desk| kept(desk, &id, wall));
    let picture = picture.await?;
    Ok(Json(PictureOfChains { of: picture.of, chains: picture.chains }))
}
