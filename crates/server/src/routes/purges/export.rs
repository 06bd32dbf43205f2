//! What was purged, as a file: a row for each ledger of each purge.

use super::list::page_of;
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export, moment},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::Zone;
use serde::Serialize;
use views::purge::PurgedOf;

/// What was purged when its time was over, as a file, streamed.
#[utoipa::path(
    get,
    path = "/purges/export",
    tag = "purges",
    params(Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_purges(
    State(doors): State<Doors>,
    caller: Caller,
    Params(format): Params<Format>,
) -> Answer<Response> {
    export(doors, caller, &format, Listed::of("purges", &()), Purges).await
}

/// All that the caller may see.
#[derive(Clone)]
struct Purges;

/// What went of one ledger in one purge.
#[derive(Serialize)]
struct Purged {
    at: String,
    fact: String,
    #[serde(flatten)]
    of: PurgedOf,
}

const HEADER: [&str; 6] = ["清除时间", "台账", "条数", "最早一条", "最晚一条", "清除记录编号"];

impl Sheet for Purges {
    type Row = Purged;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, row: &Purged, zone: Zone) -> Vec<String> {
        vec![
            moment(&row.at, zone),
            row.of.title.zh.clone(),
            row.of.facts.to_string(),
            moment(&row.of.oldest, zone),
            moment(&row.of.newest, zone),
            row.fact.clone(),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<Purged>, Option<String>)> {
        let (purges, next) = page_of(desk, limit, after)?;
        let rows = purges.into_iter().flat_map(|purge| {
            let (at, fact) = (purge.at, purge.fact);
            purge.ledgers.into_iter().map(move |of| Purged { at: at.clone(), fact: fact.clone(), of })
        });
        Ok((rows.collect(), next))
    }
}
