//! One case: its card, the reports before it, what else was told of it by sort, and who was in contact with it.
//!
//! Not here: which reports are one case (`case`), the row of the list (`linelist`).

use crate::{
    case::Case,
    fact::{FactView, fact_view, mentions as mentions_of_facts},
    lens::Lens,
    linelist::{self, CaseView, case_view},
    words::Words,
};
use facts::{LedgerTerm, Name, Recorded, SubjectId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Facts of one sort.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseGroup {
    /// What they are in the language of line lists: interview, exposure, contact, visit, sample, test_result, vaccination,
    /// admission, outcome; other.
    pub term: String,
    /// The words of the ledger.
    pub title: Words,
    /// The facts, newest first.
    pub facts: Vec<FactView>,
}

/// One case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CasePage {
    /// The row of the line list.
    pub case: CaseView,
    /// The report that says what it is now.
    pub card: FactView,
    /// The reports before it, newest first.
    pub earlier: Vec<FactView>,
    /// What else was told of it.
    pub groups: Vec<CaseGroup>,
    /// Contacts and exposures of others that name this person as their source, newest first.
    pub contacts: Vec<FactView>,
}

/// The sorts in reading order.
const SORTS: [LedgerTerm; 9] = [
    LedgerTerm::Interview,
    LedgerTerm::Exposure,
    LedgerTerm::Contact,
    LedgerTerm::Visit,
    LedgerTerm::Sample,
    LedgerTerm::TestResult,
    LedgerTerm::Vaccination,
    LedgerTerm::Admission,
    LedgerTerm::Outcome,
];

/// The subjects that the page mentions.
pub fn mentions(
    lens_ledgers: &facts::Ledgers,
    case: &Case<'_>,
    contacts: &[Recorded],
) -> BTreeSet<SubjectId> {
    let own = case.earlier.iter().chain(&case.others).copied().chain([case.report]);
    let mut found = mentions_of_facts(own.chain(contacts));
    found.extend(linelist::mentions(lens_ledgers, case));
    found
}

/// The page, as the viewer may see it.
pub fn case_page(
    lens: &Lens<'_>,
    case: &Case<'_>,
    home: Option<&SubjectId>,
    contacts: &[Recorded],
) -> Option<CasePage> {
    let ledgers = &lens.book.ledgers;
    let term = |fact: &Recorded| ledgers.get(&fact.fact.ledger).and_then(|l| l.term);
    let group = |sort: Option<LedgerTerm>| {
        let facts: Vec<&Recorded> = case.others.iter().copied().filter(|f| term(f) == sort).collect();
        by_ledger(lens, sort, &facts)
    };
    Some(CasePage {
        case: case_view(lens, case, home)?,
        card: fact_view(lens, case.report)?,
        earlier: case.earlier.iter().filter_map(|f| fact_view(lens, f)).collect(),
        groups: SORTS.into_iter().map(Some).chain([None]).flat_map(group).collect(),
        contacts: contacts.iter().rev().filter_map(|f| fact_view(lens, f)).collect(),
    })
}

/// A group for each ledger of a sort.
fn by_ledger(lens: &Lens<'_>, sort: Option<LedgerTerm>, facts: &[&Recorded]) -> Vec<CaseGroup> {
    let names: BTreeSet<&Name> = facts.iter().map(|f| &f.fact.ledger).collect();
    let group = |name: &Name| {
        let own = facts.iter().filter(|f| f.fact.ledger == *name);
        CaseGroup {
            term: sort.map_or("other", LedgerTerm::as_str).to_owned(),
            title: lens.book.ledger_title(name),
            facts: own.filter_map(|f| fact_view(lens, f)).collect(),
        }
    };
    names.into_iter().map(group).filter(|g: &CaseGroup| !g.facts.is_empty()).collect()
}
