//! Cases: the line list and its columns.
//!
//! Not here: which reports are one case, and what stands in a cell (`views`).

mod columns;
mod export;
mod list;

use crate::{desk::Desk, error::Answer, state::Doors};
use facts::{LedgerTerm, Name, Privacy, Recorded, SubjectId, Zone, fold::what_holds};
use std::collections::{BTreeMap, BTreeSet};
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{
    book::Book,
    case::{Case, cases, ledgers_of_cases},
    linelist::{CaseView, case_view, mentions},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(list::list_cases))
        .routes(routes!(columns::list_case_columns))
        .routes(routes!(export::export_cases))
}

/// The ledgers whose facts report cases.
fn report_ledgers(desk: &Desk<'_>) -> Vec<Name> {
    desk.book.ledgers.of_term(LedgerTerm::Case).map(|l| l.id.clone()).collect()
}

/// What holds about these persons and may be seen, by person, of all that cases are read from.
fn told_about(
    desk: &mut Desk<'_>,
    persons: &BTreeSet<SubjectId>,
) -> Answer<BTreeMap<SubjectId, Vec<Recorded>>> {
    let ledgers = ledgers_of_cases(&desk.book.ledgers);
    let ids: Vec<SubjectId> = persons.iter().cloned().collect();
    let holding = what_holds(desk.read.facts_about_any(&ids, &ledgers)?);
    let names = desk.names(
        holding.iter().flat_map(|r| [r.fact.subject.clone(), r.fact.org.clone()]).collect::<BTreeSet<_>>(),
    )?;
    let lens = desk.lens(&names);
    let seen = |r: &Recorded| {
        let privacy = lens.book.ledgers.get(&r.fact.ledger).map_or(Privacy::Internal, |l| l.privacy);
        lens.sees_fact(&r.fact).is_some_and(|sees| sees >= privacy.min(Privacy::Health))
    };
    let mut by_person: BTreeMap<SubjectId, Vec<Recorded>> = BTreeMap::new();
    for fact in holding.into_iter().filter(seen) {
        by_person.entry(fact.fact.subject.clone()).or_default().push(fact);
    }
    Ok(by_person)
}

/// The rows of these cases, where the caller may see them.
fn views_of(desk: &mut Desk<'_>, found: &[Case<'_>]) -> Answer<Vec<CaseView>> {
    let book = desk.book;
    let persons: BTreeSet<SubjectId> = found.iter().map(|c| c.report.fact.subject.clone()).collect();
    let ids: Vec<SubjectId> = persons.into_iter().collect();
    let rows = desk.read.subjects(&ids)?;
    let homes: BTreeMap<SubjectId, SubjectId> =
        rows.into_iter().filter_map(|row| Some((row.id, row.home?))).collect();
    let mentioned = found.iter().flat_map(|case| mentions(&book.ledgers, case));
    let names = desk.names(mentioned.chain(homes.values().cloned()).collect::<BTreeSet<_>>())?;
    let lens = desk.lens(&names);
    let view = |case: &Case<'_>| case_view(&lens, case, homes.get(&case.report.fact.subject));
    Ok(found.iter().filter_map(view).collect())
}

/// The cases of these persons.
fn cases_of<'a>(book: &'a Book, zone: Zone, about: &'a BTreeMap<SubjectId, Vec<Recorded>>) -> Vec<Case<'a>> {
    about.values().flat_map(|holding| cases(&book.ledgers, zone, holding)).collect()
}
