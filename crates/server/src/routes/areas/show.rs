//! The shapes of areas.

use super::{AreaFeature, AreaOf, AreaShapes, kept, registration};
use crate::{
    caller::Caller,
    error::{Answer, ErrorBody},
    state::Doors,
};
use axum::{Json, extract::State};

/// The shapes of areas that the reader may see, as GeoJSON.
#[utoipa::path(
    get,
    path = "/areas/map",
    tag = "analyses",
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AreaShapes), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_area_map(State(doors): State<Doors>, caller: Caller) -> Answer<Json<AreaShapes>> {
    let shapes = doors.desk(&caller, |desk| {
        let kept = kept(desk)?;
        let names = desk.names(kept.keys().cloned())?;
        let lens = desk.lens(&names);
        let seen = kept.into_iter().filter(|(org, _)| lens.sees(org).is_some());
        let feature = |(org, geometry)| AreaFeature {
            r#type: "Feature".to_owned(),
            properties: AreaOf { name: lens.org_name(&org), org: org.to_string() },
            geometry,
        };
        let ledger = registration(desk.book);
        Ok(AreaShapes {
            r#type: "FeatureCollection".to_owned(),
            features: seen.map(feature).collect(),
            may_change: ledger.is_some_and(|ledger| {
                desk.scope.is_system() || desk.scope.grants().iter().any(|(_, may)| may.may_write(ledger))
            }),
        })
    });
    Ok(Json(shapes.await?))
}
