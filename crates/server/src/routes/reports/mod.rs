//! Reports.

mod below;
mod counted;
mod list;
mod rows;
mod show;
mod sign;

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    lists::{self, DutyFilter, ROWS_MAX},
    state::Doors,
};
use counted::Counted;
use facts::{Date, FactId, Instant, Name, SubjectId, Value, fold::what_holds, ledger::Act, time::add_days};
use outcomes::Duty;
use plan::program::Report;
use smol_str::SmolStr;
use store::SubjectRow;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{
    numbers::{Answers, Ask, asks, due_of, numbers},
    report::{IndicatorView, ReportParts, ReportView, report_view},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(list::list_reports))
        .routes(routes!(rows::list_report_rows))
        .routes(routes!(show::show_report))
        .routes(routes!(sign::sign_report))
}

/// The duties to send the reports of a day: what the list of reports shows and what the page of today counts. A duty is
/// looked for from its cut-off on until a day after its deadline, as other versions of the plan may have set another.
pub fn duties_of_day(desk: &mut Desk<'_>, paths: &[SmolStr], day: Date) -> Answer<Vec<Duty>> {
    let zone = desk.house.zone;
    let spans: Vec<(Name, Instant, Instant)> = desk
        .book
        .reports()
        .into_values()
        .map(|r| (r.id.clone(), zone.start_of(day), due_of(r, add_days(day, 1), zone)))
        .collect();
    let mut duties = Vec::new();
    for (name, from, until) in spans {
        let mut after = None;
        loop {
            let filter = DutyFilter {
                name: Some(name.clone()),
                due_from: Some(from),
                due_until: Some(until.plus_micros(1)),
                ..DutyFilter::default()
            };
            let page = desk.page(filter.into(), paths.to_vec(), ROWS_MAX, after)?;
            let (found, next) = lists::only(page, lists::duty);
            duties.extend(found.into_iter().filter(|d| zone.date_of(d.due.triggered) == day));
            after = next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(duties)
}

/// A report with the numbers as computed now.
pub struct Sheet {
    /// As it is shown.
    pub view: ReportView,
    /// The numbers as computed now.
    pub now: Vec<IndicatorView>,
    /// The first fact that signed it.
    pub signed_root: Option<FactId>,
}

/// A report by its qualified name.
pub fn report_of(desk: &Desk<'_>, id: &str) -> Answer<Report> {
    desk.book.report(id).cloned().ok_or(Fault::Unknown)
}

/// The report of an organisation for a day. That it may be seen was looked at before.
pub fn sheet(desk: &mut Desk<'_>, report: &Report, org: &SubjectRow, day: Date) -> Answer<Sheet> {
    let mut answers = Answers::new();
    for (indicator, period, ask) in asks(report, day, desk.house.zone, desk.now) {
        let n = match &ask {
            Ask::Returns { day, which } => below::returns(desk, report, org, *day, which)?,
            ask => Counted { indicator: &indicator, ask, path: &org.path }.number(desk)?,
        };
        if let Some(n) = n {
            answers.insert((indicator, period), n);
        }
    }
    let now = numbers(report, &answers);
    let signed = signature(desk, report, &org.id, day)?;
    let below = below::rows(desk, report, org, day)?;
    let names = desk.names([org.id.clone()])?;
    let signed = match signed {
        Some(fact) => Some((crate::accounts::name_of(desk.read, &fact.fact.by)?, fact)),
        None => None,
    };
    let of_signer = signed.as_ref().map(|(name, fact)| (fact, name.clone()));
    let parts = ReportParts { report, org: &org.id, day, now: now.clone(), signed: of_signer, below };
    let view = report_view(&desk.lens(&names), parts);
    Ok(Sheet { view, now, signed_root: signed.map(|(_, fact)| fact.fact.root()) })
}

/// The fact that signed the report of a day, as it holds.
fn signature(
    desk: &mut Desk<'_>,
    report: &Report,
    org: &SubjectId,
    day: Date,
) -> Answer<Option<facts::Recorded>> {
    let Some(ledger) = desk.book.ledgers.acting(Act::Sign).map(|l| l.id.clone()) else { return Ok(None) };
    let from = desk.house.zone.start_of(day);
    let facts = what_holds(desk.read.facts_about(org, &[ledger], from)?);
    let text =
        |f: &facts::Recorded, field: &str| f.fact.get(field).and_then(Value::as_text).map(str::to_owned);
    let this = |f: &facts::Recorded| {
        text(f, "report").as_deref() == Some(report.id.as_str()) && text(f, "period") == Some(day.to_string())
    };
    Ok(facts.into_iter().rfind(this))
}
