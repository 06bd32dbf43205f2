//! Accounts as a file: the list as it is searched.

use super::list::{AskedAccounts, page_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export, moment},
    state::Doors,
    wire::{AccountView, GrantView},
};
use axum::{extract::State, response::Response};
use facts::Zone;

/// Accounts as a file, streamed.
#[utoipa::path(
    get,
    path = "/accounts/export",
    tag = "accounts",
    params(AskedAccounts, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_accounts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedAccounts>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("accounts", &ask);
    let sheet = Accounts { doors: doors.clone(), ask };
    export(doors, caller, &format, of, sheet).await
}

/// What is asked for.
#[derive(Clone)]
struct Accounts {
    doors: Doors,
    ask: AskedAccounts,
}

const HEADER: [&str; 5] = ["账号", "姓名或称呼", "邮箱", "岗位", "状态"];

fn role(of: &GrantView) -> String {
    format!("{}（{}）", of.title.zh, of.org_name)
}

impl Sheet for Accounts {
    type Row = AccountView;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, account: &AccountView, zone: Zone) -> Vec<String> {
        let state = match &account.locked_until {
            _ if account.disabled => "已停用".to_owned(),
            Some(until) => format!("锁定至 {}", moment(until, zone)),
            None => "可登录".to_owned(),
        };
        vec![
            account.account.clone(),
            account.name.clone(),
            account.email.clone().unwrap_or_default(),
            account.grants.iter().map(role).collect::<Vec<_>>().join("、"),
            state,
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<AccountView>, Option<String>)> {
        page_of(&self.doors, desk, &self.ask, limit, after)
    }
}
