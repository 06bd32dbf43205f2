//! A contact as from and to: who may have infected whom, as a contact or exposure names it.
//!
//! Not here: what is a case (`case`), and the picture of chains (`chain`).

use crate::{
    case::source_of,
    fact::{FieldView, fact_view},
    lens::Lens,
    words::SubjectRef,
};
use facts::Recorded;
use serde::Serialize;
use std::collections::BTreeMap;

/// A contact.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ContactView {
    /// The source.
    pub from: SubjectRef,
    /// Who was in contact with them.
    pub to: SubjectRef,
    /// The ledger that says so.
    pub ledger: String,
    /// When it happened.
    pub at: String,
    /// What was told of it, by term: codes, days, moments; what is masked is absent.
    pub told: BTreeMap<String, String>,
}

/// A fact as a contact; `None` when it names nobody, or the viewer may not see whom.
pub fn contact_view(lens: &Lens<'_>, by: &Recorded) -> Option<ContactView> {
    let source = source_of(&lens.book.ledgers, by)?;
    let ledger = lens.book.ledgers.get(&by.fact.ledger)?;
    let seen = fact_view(lens, by)?;
    let term = |view: &FieldView| ledger.field(&view.id).and_then(|field| field.term);
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let told: BTreeMap<String, String> = seen
        .fields
        .iter()
        .filter_map(|view| Some((term(view)?.as_str().to_owned(), text(view.value.as_ref()?))))
        .collect();
    told.contains_key(facts::FieldTerm::SourceCase.as_str()).then(|| ContactView {
        from: lens.subject(&source),
        to: seen.subject,
        ledger: seen.ledger,
        at: seen.at,
        told,
    })
}
