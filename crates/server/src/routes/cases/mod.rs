//! Cases: the line list and its columns, and what others need to read cases too.
//!
//! Reading order: `told` (facts about persons), `look` (which cases), this file (rows), `list`, `export`,
//! `contacts`, `contact_export`, `fhir`, `show`, `card`.
//!
//! Not here: which reports are one case, and what stands in a cell (`views`).

mod card;
mod columns;
mod contact_export;
pub mod contacts;
mod export;
mod fhir;
pub mod list;
pub mod look;
mod show;
pub mod told;

use crate::{desk::Desk, error::Answer, state::Doors};
use facts::SubjectId;
use std::collections::BTreeSet;
use utoipa_axum::{router::OpenApiRouter, routes};
use views::{
    case::Case,
    linelist::{CaseView, case_view, mentions},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(list::list_cases))
        .routes(routes!(columns::list_case_columns))
        .routes(routes!(export::export_cases))
        .routes(routes!(contact_export::export_contacts))
        .routes(routes!(fhir::export_fhir))
        .routes(routes!(show::show_case))
        .routes(routes!(card::print_card))
}

/// The rows of these cases, where the caller may see them.
fn views_of(desk: &mut Desk<'_>, found: &[Case<'_>]) -> Answer<Vec<CaseView>> {
    let book = desk.book;
    let homes = desk.homes(&persons_of(found))?;
    let mentioned = found.iter().flat_map(|case| mentions(&book.ledgers, case));
    let names = desk.names(mentioned.chain(homes.values().cloned()).collect::<BTreeSet<_>>())?;
    let lens = desk.lens(&names);
    let view = |case: &Case<'_>| case_view(&lens, case, homes.get(&case.report.fact.subject));
    Ok(found.iter().filter_map(view).collect())
}

/// The persons of these cases, each once.
pub fn persons_of(found: &[Case<'_>]) -> Vec<SubjectId> {
    let persons: BTreeSet<SubjectId> = found.iter().map(|c| c.report.fact.subject.clone()).collect();
    persons.into_iter().collect()
}
