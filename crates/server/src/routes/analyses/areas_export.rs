//! Areas as a file: the table of the map. Situations, levels and colours stand as codes, so that other programs can read
//! them; `ndjson` has both.

use super::areas::{AskedAreas, areas_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::Zone;
use views::area::AreaView;

/// Areas as a file.
#[utoipa::path(
    get,
    path = "/analyses/areas/export",
    tag = "analyses",
    params(AskedAreas, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_areas(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedAreas>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("areas", &ask);
    export(doors, caller, &format, of, Areas(ask)).await
}

/// What is asked for.
#[derive(Clone)]
struct Areas(AskedAreas);

const HEADER: [&str; 20] = [
    "org",
    "name",
    "kind",
    "population",
    "situation",
    "situation_at_worst",
    "cases",
    "outbreaks",
    "unknown_source",
    "undated",
    "last_case",
    "zone",
    "zone_since",
    "zone_lower_from",
    "test_rounds_missing",
    "colour",
    "colour_at_worst",
    "score_low",
    "score_high",
    "statuses",
];

impl Sheet for Areas {
    type Row = AreaView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, area: &AreaView, _zone: Zone) -> Vec<String> {
        let (zone, coloured, of) = (area.zone.as_ref(), area.colouring.as_ref(), &area.assessment);
        let score = |n: f64| format!("{n:.4}");
        let held = area.statuses.iter().map(|status| format!("{}={}", status.status, status.value));
        vec![
            area.org.id.clone(),
            area.org.name.clone(),
            area.kind.zh.clone(),
            area.population.map(|n| n.to_string()).unwrap_or_default(),
            of.situation.clone(),
            of.at_worst.clone(),
            of.cases.to_string(),
            of.outbreaks.to_string(),
            of.unknown_source.to_string(),
            of.undated.to_string(),
            of.last_case.clone().unwrap_or_default(),
            zone.map(|z| z.level.clone()).unwrap_or_default(),
            zone.map(|z| z.since.clone()).unwrap_or_default(),
            zone.map(|z| z.lower_from.clone()).unwrap_or_default(),
            zone.map(|z| z.test_rounds_missing.to_string()).unwrap_or_default(),
            coloured.and_then(|c| c.colour.clone()).unwrap_or_default(),
            coloured.map(|c| c.at_worst.clone()).unwrap_or_default(),
            coloured.map(|c| score(c.low)).unwrap_or_default(),
            coloured.map(|c| score(c.high)).unwrap_or_default(),
            held.collect::<Vec<_>>().join(";"),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        _: u16,
        _: Option<String>,
    ) -> Answer<(Vec<AreaView>, Option<String>)> {
        Ok((areas_of(desk, &self.0)?.areas, None))
    }
}
