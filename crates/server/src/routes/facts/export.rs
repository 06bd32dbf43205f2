//! Facts of a ledger as a file: the list as it is filtered, masked like the list.

use super::{
    list::{AskedFacts, wanted},
    seen_ledgers, views_of,
};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    extract::Params,
    lists,
    looks::Listed,
    sheets::{Format, Sheet, exported, moment},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::{Ledger, Name, Privacy, Zone};
use serde::Deserialize;
use smol_str::SmolStr;
use store::query::ListOf;
use utoipa::IntoParams;
use views::fact::FactView;

/// Of which ledger: its fields are the columns.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfLedger {
    /// The ledger.
    pub ledger: String,
}

/// Facts of a ledger as a file, streamed.
#[utoipa::path(
    get,
    path = "/facts/export",
    tag = "facts",
    params(OfLedger, AskedFacts, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_facts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(OfLedger { ledger: name }): Params<OfLedger>,
    Params(ask): Params<AskedFacts>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let kind = format.kind()?;
    let of = wanted(&ask, vec![Name::new(&name)], doors.house.zone)?;
    let org = ask.org.clone();
    let found = doors.desk(&caller, move |desk| {
        let ledgers = seen_ledgers(desk, std::slice::from_ref(&name))?;
        let ledger = desk.book.ledgers.get(&name).cloned().ok_or(Fault::Unknown)?;
        if ledgers.is_empty() {
            Err(Fault::NotAllowed)
        } else {
            Ok((ledger, desk.paths(org.as_deref(), Privacy::Internal)?))
        }
    });
    let (ledger, paths) = found.await?;
    let (name, mut listed) = (ledger.id.clone(), Listed::of("facts", &ask));
    listed.filters.insert("ledger".into(), name.to_string());
    exported(doors, caller, (kind, &name), listed, Facts { ledger, of, paths }).await
}

/// The facts of one ledger.
struct Facts {
    ledger: Ledger,
    of: ListOf,
    paths: Vec<SmolStr>,
}

impl Sheet for Facts {
    type Row = FactView;

    fn header(&self) -> Vec<String> {
        let fixed = ["编号", "发生时间", "填报单位", "记录编号"].map(str::to_owned);
        fixed.into_iter().chain(self.ledger.fields.iter().map(|f| f.label.zh.to_string())).collect()
    }

    fn cells(&self, fact: &FactView, zone: Zone) -> Vec<String> {
        let fixed = [fact.subject.id.clone(), moment(&fact.at, zone), fact.org.id.clone(), fact.id.clone()];
        let value = |id: &Name| fact.fields.iter().find(|f| f.id == id.as_str()).map(|f| f.shown.zh.clone());
        fixed.into_iter().chain(self.ledger.fields.iter().map(|f| value(&f.id).unwrap_or_default())).collect()
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<FactView>, Option<String>)> {
        let page = desk.page(self.of.clone(), self.paths.clone(), limit, after)?;
        let (facts, next) = lists::only(page, lists::fact);
        Ok((views_of(desk, &facts)?, next))
    }
}
