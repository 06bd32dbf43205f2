//! Sign a report: its numbers are frozen.

use super::{report_of, sheet};
use crate::caller::Caller;
use crate::extract::Body;
use crate::extract::Segment;
use crate::wire::Taken;
use crate::{
    acts::{Decision, decide},
    lists,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Date, Name, chain::Hash, ledger::Act};
use serde::Deserialize;
use utoipa::ToSchema;
use views::{
    numbers::{period_of, to_sign},
    report::{IndicatorView, duty_key},
    words::Words,
};

/// A signature.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Sign {
    /// What the signer adds.
    pub comment: Option<String>,
}

/// Sign a report: its numbers are frozen.
#[utoipa::path(
    post,
    path = "/reports/{id}/{org}/{day}/sign",
    tag = "reports",
    params(("id" = String, Path, description = "the report, qualified, percent-encoded"), ("org" = String, Path, description = "the organisation"), ("day" = String, Path, description = "the civil day of the cut-off, `2026-09-12`")),
    request_body = Sign,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Taken), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn sign_report(
    State(doors): State<Doors>,
    caller: Caller,
    Segment((id, org, day)): Segment<(String, String, String)>,
    Body(sign): Body<Sign>,
) -> Answer<Json<Taken>> {
    let day = lists::date(Some(&day), doors.house.zone, "day")?.ok_or(Fault::BadParameter("day"))?;
    let drawn = doors.desk(&caller, move |desk| {
        let row = desk.org(&org)?;
        if !desk.scope.may_sign(&row.path) {
            return Err(Fault::NotAllowed);
        }
        let report = report_of(desk, &id)?;
        if period_of(&report, day, desk.house.zone).1 > desk.now {
            return Err(too_early());
        }
        let sheet = sheet(desk, &report, &row, day)?;
        Ok((duty_key(&report, &row.id, day), report.id.clone(), row.id, sheet))
    });
    let (key, report, org, sheet) = drawn.await?;
    if sheet.view.signed.is_some() && sheet.view.corrections.is_empty() {
        return Err(signed_before());
    }
    let body = signature(&report, day, &sheet.now, sign.comment)?;
    let decision = Decision {
        org: Some(org.clone()),
        corrects: sheet.signed_root,
        discharges: Some(key.as_str().into()),
        ..Decision::new(Act::Sign, org, body)
    };
    Ok(Json(decide(&doors, &caller, decision).await?))
}

/// The fields of a signature: the numbers as they are, and their hash.
fn signature(
    report: &Name,
    day: Date,
    now: &[IndicatorView],
    comment: Option<String>,
) -> Answer<Vec<(&'static str, String)>> {
    let numbers = serde_json::to_string(&to_sign(now)).map_err(|_| Fault::Broken("write the numbers"))?;
    let hash = Hash::of(numbers.as_bytes()).to_hex();
    Ok(vec![
        ("report", report.to_string()),
        ("period", day.to_string()),
        ("numbers", numbers),
        ("hash", hash),
        ("comment", comment.unwrap_or_default().trim().to_owned()),
    ])
}

fn too_early() -> Fault {
    Fault::Conflict(
        Words::new("未到统计截止时间，不能签发", "the cut-off has not come; it cannot be signed yet"),
        Words::new("请在截止时间后签发", "sign it after the cut-off"),
    )
}

fn signed_before() -> Fault {
    Fault::Conflict(
        Words::new("该报表已签发，数据没有变化", "the report was signed and its numbers have not changed"),
        Words::new("无需重复签发", "nothing more to do"),
    )
}
