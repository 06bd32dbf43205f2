//! Messages on their way out of the house as a file.

use super::list::page_of;
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export, moment},
    state::Doors,
    wire::DeliveryView,
};
use axum::{extract::State, response::Response};
use facts::Zone;

/// Messages that wait to leave the house, and those that could not, as a file, streamed.
#[utoipa::path(
    get,
    path = "/deliveries/export",
    tag = "deliveries",
    params(Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_deliveries(
    State(doors): State<Doors>,
    caller: Caller,
    Params(format): Params<Format>,
) -> Answer<Response> {
    export(doors, caller, &format, Listed::of("deliveries", &()), Deliveries).await
}

/// All that the caller may see.
#[derive(Clone)]
struct Deliveries;

const HEADER: [&str; 9] =
    ["产生时间", "消息", "内容", "渠道", "发给", "岗位", "尝试次数", "状态", "失败原因"];

impl Sheet for Deliveries {
    type Row = DeliveryView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, message: &DeliveryView, zone: Zone) -> Vec<String> {
        let state = match &message.next {
            _ if message.over => "已放弃".to_owned(),
            Some(next) => format!("下次 {}", moment(next, zone)),
            None => "等待发出".to_owned(),
        };
        vec![
            moment(&message.at, zone),
            message.says.zh.clone(),
            message.title.zh.clone(),
            message.channel.clone(),
            message.account.clone().unwrap_or_default(),
            message.role.clone(),
            message.tries.to_string(),
            state,
            message.trouble_words.as_ref().map(|words| words.zh.clone()).unwrap_or_default(),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<DeliveryView>, Option<String>)> {
        page_of(desk, limit, after)
    }
}
