//! Facts of a ledger as a file, streamed.

use super::{seen_ledgers, views_of};
use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    desk::Desk,
    files::{Kind, Piecewise, attachment, harmless, streamed},
    lists::{self, ROWS_MAX},
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;
use facts::{Instant, Ledger, Name, Privacy};
use serde::Deserialize;
use smol_str::SmolStr;
use spreadsheets::write::List;
use std::io::Write;
use store::query::ListOf;
use utoipa::IntoParams;
use views::fact::FactView;

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportFacts {
    /// The ledger.
    pub ledger: String,
    /// csv, xlsx, ndjson; default csv.
    pub format: Option<String>,
    /// Whose subjects belong to or below this organisation.
    pub org: Option<String>,
    /// Happened not before this.
    pub from: Option<String>,
    /// Happened before this.
    pub until: Option<String>,
}

/// Facts of a ledger as a file, streamed.
#[utoipa::path(
    get,
    path = "/facts/export",
    tag = "facts",
    params(ExportFacts),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_facts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ExportFacts>,
) -> Answer<Response> {
    let kind = Kind::named(ask.format.as_deref()).ok_or(Fault::BadParameter("format"))?;
    let zone = doors.house.zone;
    let from = lists::instant(ask.from.as_ref(), zone, "from")?;
    let until = lists::instant(ask.until.as_ref(), zone, "until")?;
    let (name, org) = (ask.ledger.clone(), ask.org.clone());
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
    let export = Export { doors, caller, ledger, paths, from, until };
    let headers = attachment(kind, &export.ledger.id);
    let body = streamed(move |into| match kind {
        Kind::Csv => export.csv(into),
        Kind::Xlsx => export.xlsx(into),
        Kind::Ndjson => export.ndjson(into),
    });
    Ok((headers, body).into_response())
}

/// An export under way: page after page, each of its own snapshot.
struct Export {
    doors: Doors,
    caller: Caller,
    ledger: Ledger,
    paths: Vec<SmolStr>,
    from: Option<Instant>,
    until: Option<Instant>,
}

const BROKEN: Fault = Fault::Broken("write an export");

impl Export {
    fn csv(self, mut into: Piecewise) -> Result<(), Fault> {
        // Spreadsheet programs take it for UTF-8 by this mark.
        into.write_all("\u{feff}".as_bytes()).map_err(|_| BROKEN)?;
        let mut file = csv::Writer::from_writer(into);
        file.write_record(self.header()).map_err(|_| BROKEN)?;
        self.each(|fact| {
            let cells = self.cells(fact);
            file.write_record(cells.iter().map(|c| harmless(c))).map_err(|_| BROKEN)
        })?;
        file.flush().map_err(|_| BROKEN)
    }

    fn xlsx(self, into: Piecewise) -> Result<(), Fault> {
        let mut list = List::new(&self.header()).map_err(|_| BROKEN)?;
        self.each(|fact| list.row(&self.cells(fact)).map_err(|_| BROKEN))?;
        list.finish(into).map_err(|_| BROKEN)
    }

    fn ndjson(self, mut into: Piecewise) -> Result<(), Fault> {
        self.each(|fact| {
            serde_json::to_writer(&mut into, fact).map_err(|_| BROKEN)?;
            into.write_all(b"\n").map_err(|_| BROKEN)
        })
    }

    fn header(&self) -> Vec<String> {
        let fixed = ["编号", "发生时间", "填报单位", "记录编号"].map(str::to_owned);
        fixed.into_iter().chain(self.ledger.fields.iter().map(|f| f.label.zh.to_string())).collect()
    }

    fn cells(&self, fact: &FactView) -> Vec<String> {
        let zone = self.doors.house.zone;
        let at = Instant::parse(&fact.at).map_or_else(|| fact.at.clone(), |at| zone.words(at));
        let fixed = [fact.subject.id.clone(), at, fact.org.id.clone(), fact.id.clone()];
        let value = |id: &Name| fact.fields.iter().find(|f| f.id == id.as_str()).map(|f| f.shown.zh.clone());
        fixed.into_iter().chain(self.ledger.fields.iter().map(|f| value(&f.id).unwrap_or_default())).collect()
    }

    fn each(&self, mut write: impl FnMut(&FactView) -> Result<(), Fault>) -> Result<(), Fault> {
        let book = self.doors.book();
        let mut after = None;
        loop {
            let of = ListOf::Facts {
                ledgers: vec![self.ledger.id.clone()],
                subject: None,
                from: self.from,
                until: self.until,
                holding: true,
            };
            let (facts, next) = self.doors.house.read(|read| {
                let (house, now) = (&*self.doors.house, self.doors.now());
                let (scope, account) = (&*self.caller.scope, self.caller.account.as_str());
                let mut desk = Desk { read, house, book: &book, scope, account, now };
                Ok(page(&mut desk, of.clone(), &self.paths, after.clone()))
            })??;
            facts.iter().try_for_each(&mut write)?;
            after = next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

fn page(
    desk: &mut Desk<'_>,
    of: ListOf,
    paths: &[SmolStr],
    after: Option<String>,
) -> Answer<(Vec<FactView>, Option<String>)> {
    let page = desk.page(of, paths.to_vec(), ROWS_MAX, after)?;
    let (facts, next) = lists::only(page, lists::fact);
    Ok((views_of(desk, &facts)?, next))
}
