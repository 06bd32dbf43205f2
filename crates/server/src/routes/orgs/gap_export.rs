//! Gaps as a file: the list as it is filtered.

use super::gaps::{ListGaps, gaps_of};
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
use views::org::GapView;

/// Gaps as a file, streamed.
#[utoipa::path(
    get,
    path = "/orgs/gaps/export",
    tag = "orgs",
    params(ListGaps, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_gaps(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ListGaps>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("gaps", &ask);
    export(doors, caller, &format, of, Gaps(ask)).await
}

/// What is asked for.
#[derive(Clone)]
struct Gaps(ListGaps);

const HEADER: [&str; 6] = ["组织编号", "组织", "岗位", "缺什么", "任务", "时限"];

impl Sheet for Gaps {
    type Row = GapView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, gap: &GapView, zone: Zone) -> Vec<String> {
        let what = match gap.what.as_str() {
            "duty" => "任务无人负责",
            "report" => "报告无人接收",
            _ => "岗位无人担任",
        };
        vec![
            gap.org.id.clone(),
            gap.org.name.clone(),
            gap.role.title.zh.clone(),
            what.to_owned(),
            gap.duty_title.as_ref().map(|title| title.zh.clone()).unwrap_or_default(),
            gap.due.as_deref().map(|due| moment(due, zone)).unwrap_or_default(),
        ]
    }

    fn page(&self, desk: &mut Desk<'_>, _: u16, _: Option<String>) -> Answer<(Vec<GapView>, Option<String>)> {
        Ok((gaps_of(desk, &self.0)?, None))
    }
}
