//! Messages that wait to leave, and those that could not.

use crate::accounts;
use crate::caller::Caller;
use crate::delivery::waiting::{self, Job};
use crate::desk::Desk;
use crate::extract::Params;
use crate::lists::{self, Paging};
use crate::wire::{DeliveryPage, DeliveryView};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use access::Right;
use axum::{Json, extract::State};
use views::{history::change_words, words::Words};

/// Messages that wait to leave the house, and those that could not, for whoever manages users there. Addresses of mails
/// are those of the accounts.
#[utoipa::path(
    get,
    path = "/deliveries",
    tag = "deliveries",
    params(Paging),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = DeliveryPage), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn list_deliveries(
    State(doors): State<Doors>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Answer<Json<DeliveryPage>> {
    let limit = lists::rows(paging.limit)?;
    let sends = doors.deliverer.is_some();
    let page = doors.desk(&caller, move |desk| {
        let (rows, next) = page_of(desk, limit, paging.after.clone())?;
        Ok(DeliveryPage { sends, rows, next })
    });
    Ok(Json(page.await?))
}

/// A page of those that the caller may see, and the key of the next.
pub fn page_of(
    desk: &mut Desk<'_>,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<DeliveryView>, Option<String>)> {
    if !desk.has(Right::Users) {
        return Err(Fault::NotAllowed);
    }
    lists::noted(desk, waiting::KIND, (limit, after), |desk, note| {
        let job: Job = accounts::parse(note)?;
        Ok(if may_see(desk, &job)? { Some(view(desk, &job)) } else { None })
    })
}

/// Whoever manages users of the organisation told; a message to nobody is seen by whoever manages any.
pub fn may_see(desk: &mut Desk<'_>, job: &Job) -> Answer<bool> {
    match &job.org {
        Some(org) => {
            let path = desk.path(org)?;
            Ok(desk.scope.may_manage_users(&path))
        }
        None => Ok(true),
    }
}

fn view(desk: &Desk<'_>, job: &Job) -> DeliveryView {
    let (kind, says) = change_words(job.kind);
    let failed = job.failed.as_ref();
    DeliveryView {
        key: job.note_key(),
        channel: job.channel.clone(),
        account: job.account.as_ref().map(ToString::to_string),
        at: job.at.to_string(),
        kind: kind.to_owned(),
        says,
        title: desk.book.title(job.outcome.name()),
        role: job.role.to_string(),
        org: job.org.as_ref().map(ToString::to_string),
        tries: job.tries,
        over: job.over,
        next: (!job.over && job.tries > 0).then(|| job.next.to_string()),
        failed_at: failed.map(|(at, ..)| at.to_string()),
        trouble: failed.map(|(_, code, _)| code.clone()),
        trouble_words: failed.map(|(_, code, said)| trouble_words(code, said)),
    }
}

fn trouble_words(code: &str, said: &str) -> Words {
    let (zh, en) = match code {
        "unreachable" => ("对方无法连接", "the other side cannot be reached"),
        "refused" => ("对方拒收", "the other side does not take it"),
        _ => ("地址或设置有误", "an address or a setting is wrong"),
    };
    Words::new(format!("{zh}：{said}"), format!("{en}: {said}"))
}
