//! The reports of the level below that a report is made up of, and rows of reports that say who said zero.
//!
//! Not here: the numbers of a report (the parent), what a row says (`views`).

use crate::{desk::Desk, error::Answer};
use facts::{Date, Decimal, FactId, Name, Privacy, Recorded, fold::what_holds};
use outcomes::Duty;
use plan::program::Report;
use std::collections::BTreeMap;
use store::SubjectRow;
use views::report::{ReportRow, duty_key, is_counted, report_row, signature_of};

/// The rows of duties to send reports.
pub fn rows_of(desk: &mut Desk<'_>, duties: &[Duty]) -> Answer<Vec<ReportRow>> {
    let signed = signatures(desk, duties)?;
    let names = desk.names(duties.iter().flat_map(views::duty::mentions))?;
    let lens = desk.lens(&names);
    let row = |duty: &Duty| report_row(&lens, duty, signature_of(duty).and_then(|fact| signed.get(&fact)));
    Ok(duties.iter().filter_map(row).collect())
}

/// The signatures of those that were sent, as they hold, by the fact that closed the duty.
fn signatures(desk: &mut Desk<'_>, duties: &[Duty]) -> Answer<BTreeMap<FactId, Recorded>> {
    let closed: Vec<FactId> = duties.iter().filter_map(signature_of).collect();
    let holding = what_holds(desk.read.facts_of_roots(&closed)?);
    Ok(holding.into_iter().map(|fact| (fact.fact.root(), fact)).collect())
}

/// The duties to send the reports of a day that this one is made up of, of those below the organisation.
fn duties(desk: &mut Desk<'_>, report: &Report, org: &SubjectRow, day: Date) -> Answer<Vec<Duty>> {
    let mut duties = Vec::new();
    if !desk.scope.may_see(&org.path, Privacy::Internal) {
        return Ok(duties);
    }
    for id in report.gathered() {
        let Some(gathered) = desk.book.report(id).cloned().filter(|r| !r.owed_by.is_empty()) else {
            continue;
        };
        for below in desk.read.orgs_below(&org.id, &gathered.owed_by)? {
            if below.id != org.id {
                duties.extend(desk.read.duty(duty_key(&gathered, &below.id, day).as_str())?);
            }
        }
    }
    Ok(duties)
}

/// Their rows.
pub fn rows(desk: &mut Desk<'_>, report: &Report, org: &SubjectRow, day: Date) -> Answer<Vec<ReportRow>> {
    let duties = duties(desk, report, org, day)?;
    rows_of(desk, &duties)
}

/// One of their four figures.
pub fn returns(
    desk: &mut Desk<'_>,
    report: &Report,
    org: &SubjectRow,
    day: Date,
    which: &Name,
) -> Answer<Option<Decimal>> {
    let duties = duties(desk, report, org, day)?;
    let nobody = views::lens::Names::default();
    let lens = desk.lens(&nobody);
    let rows = duties.iter().filter_map(|duty| report_row(&lens, duty, None));
    let n = rows.filter(|row| is_counted(row, which)).count();
    Ok(i64::try_from(n).ok().and_then(Decimal::from_int))
}

/// A page of those that one of the figures counts, by the key of their duty, and the key of the next.
pub fn counted(
    desk: &mut Desk<'_>,
    report: &Report,
    org: &SubjectRow,
    (day, which): (Date, &Name),
    (limit, after): (usize, Option<&str>),
) -> Answer<(Vec<ReportRow>, Option<String>)> {
    let mut found = rows(desk, report, org, day)?;
    found.retain(|row| is_counted(row, which) && after.is_none_or(|after| row.duty.as_str() > after));
    found.sort_by(|a, b| a.duty.cmp(&b.duty));
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|row| row.duty.clone());
    Ok((found, next))
}
