//! Reports.

mod below;
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
use facts::{
    Date, Decimal, FactId, Instant, Name, SubjectId, Value, fold::what_holds, ledger::Act, time::add_days,
};
use outcomes::{Duty, DutyState};
use plan::program::Report;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use store::{PageOf, SubjectRow, query::ListOf};
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

/// Most rows of a list that are looked at one by one for a number; beyond it the number cannot be said.
const LOOKED_AT_MAX: usize = 50_000;

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
            ask => answer(desk, &indicator, ask, &org.path)?,
        };
        if let Some(n) = n {
            answers.insert((indicator, period), n);
        }
    }
    let now = numbers(report, &answers);
    let signed = signature(desk, report, &org.id, day)?;
    let below = below::rows(desk, report, org, day)?;
    let names = desk.names([org.id.clone()])?;
    let parts = ReportParts { report, org: &org.id, day, now: now.clone(), signed: signed.as_ref(), below };
    let view = report_view(&desk.lens(&names), parts);
    Ok(Sheet { view, now, signed_root: signed.map(|s| s.fact.root()) })
}

fn answer(desk: &mut Desk<'_>, indicator: &Name, ask: &Ask, path: &SmolStr) -> Answer<Option<Decimal>> {
    let whole = |n: i64| Decimal::from_int(n);
    Ok(match ask {
        Ask::Counter { days, scaled: false } => whole(desk.read.counter(indicator, path, days.0, days.1)?),
        Ask::Counter { days, scaled: true } => {
            Some(Decimal::from_scaled(desk.read.counter(indicator, path, days.0, days.1)?))
        }
        Ask::Distinct { days } => whole(desk.read.distinct(indicator, path, days.0, days.1)?),
        Ask::Last { days } => last(desk, indicator, *days, path)?,
        Ask::Duties { states, due } => whole(duties_due(desk, states, *due, path)?),
        Ask::Status { status, value, at } => status_at(desk, status, value, *at, path)?.and_then(whole),
        Ask::Courses { name, at } => courses_at(desk, name.clone(), *at, path)?.and_then(whole),
        Ask::Alerts { severity, raised } => alerts_raised(desk, *severity, *raised, path)?.and_then(whole),
        Ask::Returns { .. } => None,
    })
}

/// Goes through a list page by page; `None` when it is too long.
fn each(
    desk: &mut Desk<'_>,
    of: &ListOf,
    path: &SmolStr,
    mut look: impl FnMut(&mut Desk<'_>, PageOf) -> Answer<()>,
) -> Answer<Option<()>> {
    let (mut after, mut seen) = (None, 0);
    loop {
        let page = desk.page(of.clone(), vec![path.clone()], ROWS_MAX, after)?;
        seen += page.rows.len();
        for row in page.rows {
            look(desk, row)?;
        }
        after = page.next;
        match after {
            None => return Ok(Some(())),
            Some(_) if seen >= LOOKED_AT_MAX => return Ok(None),
            Some(_) => {}
        }
    }
}

fn last(
    desk: &mut Desk<'_>,
    indicator: &Name,
    days: (Date, Date),
    path: &SmolStr,
) -> Answer<Option<Decimal>> {
    let of = ListOf::Contributions { indicator: indicator.clone(), from: days.0, to: days.1 };
    // In order of day and root: a later fact of a subject replaces an earlier one.
    let mut latest: BTreeMap<SubjectId, (FactId, i64)> = BTreeMap::new();
    let whole = each(desk, &of, path, |_, row| {
        if let PageOf::Contribution(row, root) = row {
            let entry = latest.entry(row.subject).or_insert((root, 0));
            *entry = if entry.0 == root { (root, entry.1 + row.n) } else { (root, row.n) };
        }
        Ok(())
    })?;
    Ok(whole.map(|()| Decimal::from_scaled(latest.values().map(|(_, n)| n).sum())))
}

fn duties_due(
    desk: &mut Desk<'_>,
    states: &[DutyState],
    due: (Instant, Instant),
    path: &SmolStr,
) -> Answer<i64> {
    let filter = DutyFilter {
        states: states.to_vec(),
        due_from: Some(due.0),
        due_until: Some(due.1),
        ..DutyFilter::default()
    };
    let n = desk.count(filter.into(), std::slice::from_ref(path), LOOKED_AT_MAX as u64)?;
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Subjects with that value of a status at that time. Each subject counts once, with its strongest value.
fn status_at(
    desk: &mut Desk<'_>,
    status: &Name,
    value: &Name,
    at: Instant,
    path: &SmolStr,
) -> Answer<Option<i64>> {
    let Some(spec) = desk.book.status(status) else { return Ok(None) };
    let rank = |v: &Name| spec.values.iter().position(|(id, _)| id == v);
    let of = ListOf::Subjects { kind: spec.about, org_kinds: Vec::new(), text: None };
    let mut n = 0;
    let mut ids: Vec<SubjectId> = Vec::new();
    let whole = each(desk, &of, path, |_, row| {
        if let PageOf::Subject(row) = row {
            ids.push(row.id);
        }
        Ok(())
    })?;
    for chunk in ids.chunks(usize::from(ROWS_MAX)) {
        let mut strongest: BTreeMap<SubjectId, Name> = BTreeMap::new();
        for row in desk.read.statuses_of(chunk)? {
            let holds = row.held.from <= at && row.held.until.is_none_or(|until| at < until);
            if holds && row.key.name() == status.as_str() {
                let entry = strongest.entry(row.subject).or_insert_with(|| row.held.value.clone());
                if rank(&row.held.value) > rank(entry) {
                    *entry = row.held.value;
                }
            }
        }
        n += strongest.values().filter(|v| *v == value).count();
    }
    Ok(whole.map(|()| i64::try_from(n).unwrap_or(i64::MAX)))
}

fn courses_at(desk: &mut Desk<'_>, name: Option<Name>, at: Instant, path: &SmolStr) -> Answer<Option<i64>> {
    let name = name.filter(|n| n.as_str() != "*" && !n.is_empty());
    let mut n = 0;
    let whole = each(desk, &ListOf::Courses { running: false, name }, path, |desk, row| {
        if let PageOf::Course(course) = row {
            let begun = course.run.day_one <= desk.house.zone.date_of(at);
            let over = course.withdrawn || course.run.ended.as_ref().is_some_and(|(end, _)| *end <= at);
            n += i64::from(begun && !over);
        }
        Ok(())
    })?;
    Ok(whole.map(|()| n))
}

fn alerts_raised(
    desk: &mut Desk<'_>,
    severity: u8,
    raised: (Instant, Instant),
    path: &SmolStr,
) -> Answer<Option<i64>> {
    let mut n = 0;
    let whole = each(desk, &ListOf::Alerts { open: false, subject: None }, path, |_, row| {
        if let PageOf::Alert(alert) = row {
            let then = raised.0 <= alert.due.raised && alert.due.raised < raised.1;
            n += i64::from(then && !alert.withdrawn && alert.due.severity >= severity);
        }
        Ok(())
    })?;
    Ok(whole.map(|()| n))
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
