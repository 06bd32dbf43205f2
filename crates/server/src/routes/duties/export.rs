//! Duties as a file: the list as it is filtered, for those who count in a spreadsheet.

use super::{
    list::{AskedDuties, wanted, within},
    views_of,
};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    lists::{self, DutyFilter},
    looks::Listed,
    sheets::{Format, Sheet, exported, moment},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::Zone;
use smol_str::SmolStr;
use views::duty::{DutyView, state_words};

/// Duties as a file, streamed.
#[utoipa::path(
    get,
    path = "/duties/export",
    tag = "duties",
    params(AskedDuties, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_duties(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedDuties>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let kind = format.kind()?;
    let filter = wanted(&ask, &caller, doors.house.zone)?;
    let nothing = filter.is_none();
    let listed = Listed::of("duties", &ask);
    let found = doors.desk(&caller, move |desk| within(desk, &ask, filter.clone().unwrap_or_default()));
    let (filter, paths) = found.await?;
    // Nothing held is nothing owed.
    let paths = if nothing { Vec::new() } else { paths };
    exported(doors, caller, (kind, "duties"), listed, Duties { filter, paths }).await
}

/// The duties of a filter.
struct Duties {
    filter: DutyFilter,
    paths: Vec<SmolStr>,
}

const HEADER: [&str; 11] = [
    "时限",
    "状态",
    "任务",
    "对象编号",
    "对象",
    "责任岗位",
    "责任单位",
    "认领人",
    "条款",
    "办结时间",
    "登记时间",
];

impl Sheet for Duties {
    type Row = DutyView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, duty: &DutyView, zone: Zone) -> Vec<String> {
        let owner = duty.owner.org_name.clone().unwrap_or_else(|| "责任未落实".to_owned());
        vec![
            moment(&duty.due, zone),
            state_words(&duty.state).zh,
            duty.title.zh.clone(),
            duty.subject.id.clone(),
            duty.subject.label.clone(),
            duty.owner.title.zh.clone(),
            owner,
            duty.taken_by.clone().unwrap_or_default(),
            duty.clause.id.clone(),
            duty.done.as_ref().map(|d| moment(&d.at, zone)).unwrap_or_default(),
            duty.done.as_ref().map(|d| moment(&d.received, zone)).unwrap_or_default(),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<DutyView>, Option<String>)> {
        let page = desk.page(self.filter.clone().into(), self.paths.clone(), limit, after)?;
        let (duties, next) = lists::only(page, lists::duty);
        Ok((views_of(desk, &duties)?, next))
    }
}
