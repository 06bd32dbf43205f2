//! What is told about persons, of all that cases are read from, as far as the caller may see it.

use crate::{desk::Desk, error::Answer};
use facts::{LedgerTerm, Name, Recorded, SubjectId, fold::what_holds};
use std::collections::{BTreeMap, BTreeSet};
use views::{book::Book, case::ledgers_of_cases};

/// The ledgers whose facts report cases.
pub fn report_ledgers(book: &Book) -> Vec<Name> {
    book.ledgers.of_term(LedgerTerm::Case).map(|l| l.id.clone()).collect()
}

/// What holds about these persons and may be seen, by person, of all that cases are read from.
pub fn told_about(
    desk: &mut Desk<'_>,
    persons: BTreeSet<SubjectId>,
) -> Answer<BTreeMap<SubjectId, Vec<Recorded>>> {
    let ledgers = ledgers_of_cases(&desk.book.ledgers);
    let ids: Vec<SubjectId> = persons.into_iter().collect();
    let holding = what_holds(desk.read.facts_about_any(&ids, &ledgers)?);
    let names = desk.names(
        holding.iter().flat_map(|r| [r.fact.subject.clone(), r.fact.org.clone()]).collect::<BTreeSet<_>>(),
    )?;
    let lens = desk.lens(&names);
    let seen = |r: &Recorded| lens.sees_whole(&r.fact).is_some();
    let mut by_person: BTreeMap<SubjectId, Vec<Recorded>> = BTreeMap::new();
    for fact in holding.into_iter().filter(seen) {
        by_person.entry(fact.fact.subject.clone()).or_default().push(fact);
    }
    Ok(by_person)
}
