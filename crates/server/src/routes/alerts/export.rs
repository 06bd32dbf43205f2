//! Alerts as a file: the list as it is filtered, masked like the list.

use super::list::{AskedAlerts, page_of};
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
use views::{
    outcome::{AlertView, severity_words},
    words::HolderView,
};

/// Alerts as a file, streamed.
#[utoipa::path(
    get,
    path = "/alerts/export",
    tag = "alerts",
    params(AskedAlerts, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_alerts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedAlerts>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("alerts", &ask);
    export(doors, caller, &format, of, Alerts(ask)).await
}

/// What is asked for.
#[derive(Clone)]
struct Alerts(AskedAlerts);

const HEADER: [&str; 10] =
    ["发出时间", "等级", "预警信号", "对象编号", "对象", "接收岗位", "状态", "签收时间", "结束时间", "条款"];

fn receiver(of: &HolderView) -> String {
    match &of.org_name {
        Some(org) => format!("{}（{org}）", of.title.zh),
        None => format!("{}（责任未落实）", of.title.zh),
    }
}

impl Sheet for Alerts {
    type Row = AlertView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, alert: &AlertView, zone: Zone) -> Vec<String> {
        let at = |text: &Option<String>| text.as_deref().map(|at| moment(at, zone)).unwrap_or_default();
        let state = match (&alert.acknowledged, alert.open) {
            (Some(_), _) => "已签收",
            (None, true) => "待签收",
            (None, false) => "已结束",
        };
        let receivers: Vec<String> = alert.receivers.iter().map(receiver).collect();
        vec![
            moment(&alert.raised, zone),
            severity_words(alert.severity).zh,
            alert.title.zh.clone(),
            alert.subject.id.clone(),
            alert.subject.label.clone(),
            receivers.join("、"),
            state.to_owned(),
            at(&alert.acknowledged),
            at(&alert.until),
            alert.clause.id.clone(),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<AlertView>, Option<String>)> {
        page_of(desk, &self.0, limit, after)
    }
}
