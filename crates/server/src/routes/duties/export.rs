//! Duties as a file, streamed: the list as it is filtered, for those who count in a spreadsheet.

use super::{
    list::{ListDuties, wanted},
    views_of,
};
use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    files::{Kind, Piecewise, attachment, harmless, streamed},
    lists::{self, DutyFilter, ROWS_MAX},
    state::Doors,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use facts::{Instant, Privacy};
use serde::Deserialize;
use smol_str::SmolStr;
use spreadsheets::write::List;
use std::io::Write;
use utoipa::IntoParams;
use views::duty::{DutyView, state_words};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportDuties {
    /// csv, xlsx; default csv.
    pub format: Option<String>,
    /// `1`: those of the roles that the viewer holds; `taken`: those that the viewer has taken.
    pub mine: Option<String>,
    /// Held at or below this organisation.
    pub org: Option<String>,
    /// open, overdue, done, done_late, missed, waived, withdrawn; several with commas; `owed` for open and overdue.
    pub state: Option<String>,
    /// About this subject.
    pub subject: Option<String>,
    /// With this qualified name.
    pub name: Option<String>,
    /// Due not before this.
    pub due_from: Option<String>,
    /// Due before this.
    pub due_until: Option<String>,
    /// `1`: only those that nobody owns.
    pub gaps: Option<String>,
}

impl From<ExportDuties> for ListDuties {
    fn from(ask: ExportDuties) -> Self {
        let ExportDuties { format: _, mine, org, state, subject, name, due_from, due_until, gaps } = ask;
        ListDuties { mine, org, state, subject, name, due_from, due_until, gaps, limit: None, after: None }
    }
}

/// Duties as a file, streamed.
#[utoipa::path(
    get,
    path = "/duties/export",
    tag = "duties",
    params(ExportDuties),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_duties(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ExportDuties>,
) -> Answer<Response> {
    let kind = Kind::named(ask.format.as_deref()).ok_or(Fault::BadParameter("format"))?;
    let org = ask.org.clone();
    let filter = wanted(&ask.into(), &caller, doors.house.zone)?;
    let paths = doors.desk(&caller, move |desk| desk.paths(org.as_deref(), Privacy::Internal)).await?;
    // Nothing held is nothing owed.
    let paths = if filter.is_some() { paths } else { Vec::new() };
    let export = Export { doors, caller, filter: filter.unwrap_or_default(), paths };
    let body = streamed(move |into| match kind {
        Kind::Csv => export.csv(into),
        Kind::Xlsx => export.xlsx(into),
        Kind::Ndjson => export.ndjson(into),
    });
    Ok((attachment(kind, "duties"), body).into_response())
}

/// An export under way: page after page, each of its own snapshot.
struct Export {
    doors: Doors,
    caller: Caller,
    filter: DutyFilter,
    paths: Vec<SmolStr>,
}

const BROKEN: Fault = Fault::Broken("write an export");
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

impl Export {
    fn csv(self, mut into: Piecewise) -> Result<(), Fault> {
        // Spreadsheet programs take it for UTF-8 by this mark.
        into.write_all("\u{feff}".as_bytes()).map_err(|_| BROKEN)?;
        let mut file = csv::Writer::from_writer(into);
        file.write_record(HEADER).map_err(|_| BROKEN)?;
        self.each(|duty| {
            let cells = self.cells(duty);
            file.write_record(cells.iter().map(|c| harmless(c))).map_err(|_| BROKEN)
        })?;
        file.flush().map_err(|_| BROKEN)
    }

    fn xlsx(self, into: Piecewise) -> Result<(), Fault> {
        let mut list = List::new(&HEADER.map(str::to_owned)).map_err(|_| BROKEN)?;
        self.each(|duty| list.row(&self.cells(duty)).map_err(|_| BROKEN))?;
        list.finish(into).map_err(|_| BROKEN)
    }

    fn ndjson(self, mut into: Piecewise) -> Result<(), Fault> {
        self.each(|duty| {
            serde_json::to_writer(&mut into, duty).map_err(|_| BROKEN)?;
            into.write_all(b"\n").map_err(|_| BROKEN)
        })
    }

    fn cells(&self, duty: &DutyView) -> Vec<String> {
        let zone = self.doors.house.zone;
        let at = |text: &str| Instant::parse(text).map_or_else(|| text.to_owned(), |at| zone.words(at));
        let owner = duty.owner.org_name.clone().unwrap_or_else(|| "责任未落实".to_owned());
        vec![
            at(&duty.due),
            state_words(&duty.state).zh,
            duty.title.zh.clone(),
            duty.subject.id.clone(),
            duty.subject.label.clone(),
            duty.owner.title.zh.clone(),
            owner,
            duty.taken_by.clone().unwrap_or_default(),
            duty.clause.id.clone(),
            duty.done.as_ref().map(|d| at(&d.at)).unwrap_or_default(),
            duty.done.as_ref().map(|d| at(&d.received)).unwrap_or_default(),
        ]
    }

    fn each(&self, mut write: impl FnMut(&DutyView) -> Result<(), Fault>) -> Result<(), Fault> {
        let book = self.doors.book();
        let mut after = None;
        loop {
            let (duties, next) = self.doors.house.read(|read| {
                let (house, now) = (&*self.doors.house, self.doors.now());
                let (scope, account) = (&*self.caller.scope, self.caller.account.as_str());
                let mut desk = Desk { read, house, book: &book, scope, account, now };
                Ok(self.page(&mut desk, after.clone()))
            })??;
            duties.iter().try_for_each(&mut write)?;
            after = next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    fn page(&self, desk: &mut Desk<'_>, after: Option<String>) -> Answer<(Vec<DutyView>, Option<String>)> {
        let page = desk.page(self.filter.clone().into(), self.paths.clone(), ROWS_MAX, after)?;
        let (duties, next) = lists::only(page, lists::duty);
        Ok((views_of(desk, &duties)?, next))
    }
}
