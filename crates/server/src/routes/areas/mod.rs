//! Shapes of areas: a local GeoJSON map, kept by the house, without any tile server. One note for each organisation.
//!
//! Reading order: `geojson` (reading and checking a file), this file, `keep`, `show`.
//!
//! Not here: what an area is coloured by (`analyses::areas`); the house draws nothing itself.

pub mod geojson;
mod keep;
mod show;

use crate::{
    accounts::kind,
    desk::Desk,
    error::Answer,
    lists,
    routes::analyses::areas::{AskedAreas, area_rows},
    state::Doors,
};
use facts::{Ledger, SubjectId, SubjectKind};
use geojson::Geometry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{book::Book, words::OrgRef};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new().routes(routes!(show::show_area_map, keep::keep_area_map))
}

/// What a feature says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaOf {
    /// The organisation.
    pub org: String,
    /// Its name.
    pub name: String,
}

/// The shape of an area, as a feature of GeoJSON.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaFeature {
    /// Always `Feature`.
    pub r#type: String,
    /// Which area.
    pub properties: AreaOf,
    /// Polygon or MultiPolygon, in degrees (east, north).
    #[schema(value_type = Object)]
    pub geometry: Geometry,
}

/// The shapes that the reader may see: a FeatureCollection of GeoJSON.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaShapes {
    /// Always `FeatureCollection`.
    pub r#type: String,
    /// The shapes, in order of organisation.
    pub features: Vec<AreaFeature>,
    /// True when the reader may bring shapes.
    pub may_change: bool,
}

/// What was made of a file of shapes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaShapesKept {
    /// Shapes that were taken.
    pub taken: usize,
    /// Shapes whose organisation is not known here, as they name it; they were left out.
    pub unknown: Vec<String>,
    /// Areas of the plans in force that have no shape now.
    pub without_shape: Vec<OrgRef>,
}

/// All shapes that are kept, by organisation.
fn kept(desk: &mut Desk<'_>) -> Answer<BTreeMap<SubjectId, Geometry>> {
    let (mut shapes, mut after) = (BTreeMap::new(), None::<String>);
    loop {
        let notes = desk.read.notes(kind::AREA_SHAPE, "", after.as_deref(), usize::from(lists::ROWS_MAX))?;
        after = notes.last().map(|note| note.key.to_string());
        if after.is_none() {
            return Ok(shapes);
        }
        for note in notes {
            if let (Some(org), Ok(shape)) = (SubjectId::parse(&note.key), serde_json::from_str(&note.json)) {
                shapes.insert(org, shape);
            }
        }
    }
}

/// The ledger that registers organisations: who may write it of an area may bring its shape.
fn registration(book: &Book) -> Option<&Ledger> {
    book.ledgers.0.values().find(|ledger| ledger.profile && ledger.about == SubjectKind::Org)
}

/// Areas that have no shape.
fn without_shape(desk: &mut Desk<'_>) -> Answer<Vec<OrgRef>> {
    let shapes = kept(desk)?;
    let rows = area_rows(desk, &AskedAreas::default())?;
    let missing: Vec<SubjectId> =
        rows.into_iter().map(|row| row.id).filter(|id| !shapes.contains_key(id)).collect();
    let names = desk.names(missing.iter().cloned())?;
    let lens = desk.lens(&names);
    Ok(missing.iter().map(|id| lens.org(id)).collect())
}
