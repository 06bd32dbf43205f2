//! A line list: one row a case, whose columns belong to facts of several ledgers. Headings are matched to the terms of
//! ledgers in force by the names that line lists usually have, and a row becomes the facts that its cells fill.
//!
//! Not here: which ledgers these are and who a case is (`server`), and the check of facts.
//!
//! Reading order: this file (columns), `usual` (names of columns), `cases` (rows).

mod cases;
mod usual;

pub use cases::{Case, PartFact};

use crate::columns::{Column, Target};
use facts::{Field, FieldTerm, FieldType, Label, Ledger, LedgerTerm, Name, Privacy, SubjectKind};
use std::collections::BTreeMap;

/// The time of a part, as a field of the list.
const AT: &str = "at";

/// A ledger that a row may have a fact of.
#[derive(Clone, Debug)]
pub struct Part {
    /// The ledger.
    pub ledger: Ledger,
    /// What it is; `None` for the registration of the person.
    pub is: Option<LedgerTerm>,
}

/// The ledgers of a line list, seen as one with the fields of all of them: `ledger.field`, and `ledger.at` for when
/// each happened.
#[derive(Clone, Debug)]
pub struct LineList {
    parts: Vec<Part>,
    all: Ledger,
}

impl LineList {
    /// Of these ledgers. Where a column fits several, the first takes it.
    pub fn new(parts: Vec<Part>) -> LineList {
        let mut fields = Vec::new();
        for part in &parts {
            fields.extend(part.ledger.fields.iter().map(|field| Field {
                id: joined(&part.ledger.id, &field.id),
                required: false,
                ..field.clone()
            }));
            fields.push(Field {
                id: joined(&part.ledger.id, AT),
                label: Label::new(
                    format!("{}：发生时间", part.ledger.title.zh),
                    format!("{}: event time", part.ledger.title.en),
                ),
                kind: FieldType::Instant,
                required: false,
                privacy: Privacy::default(),
                membership: false,
                help: None,
                term: None,
            });
        }
        let all = Ledger {
            id: Name::new("linelist"),
            title: Label::new("病例一览表", "line list"),
            about: SubjectKind::Person,
            kinds: Vec::new(),
            privacy: Privacy::Health,
            fields,
            profile: false,
            natural_key: Vec::new(),
            sheet: None,
            orders: Vec::new(),
            act: None,
            term: None,
            same_case_days: None,
            days_ahead_max: 0,
            retention_days: None,
            retention_from: facts::ledger::KeptFrom::default(),
        };
        LineList { parts, all }
    }

    /// All fields as one ledger, for mending.
    pub fn all(&self) -> &Ledger {
        &self.all
    }

    /// Its ledgers.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What each heading means. `remembered` (heading to name, an empty name leaves the column out) comes first, then
    /// the usual names, then names and labels of fields.
    pub fn columns(&self, header: &[String], remembered: &BTreeMap<String, String>) -> Vec<Column> {
        let mut targets: Vec<Option<Target>> =
            header.iter().map(|name| remembered.get(name).and_then(|to| self.named(to))).collect();
        let free = |targets: &[Option<Target>], n: usize, target: &Target| {
            targets[n].is_none()
                && !remembered.contains_key(&header[n])
                && !targets.contains(&Some(target.clone()))
        };
        for (meaning, words) in usual::NAMES {
            let Some(target) = self.named(meaning) else { continue };
            let heading =
                |word: &&str| header.iter().position(|name| usual::plain(name) == usual::plain(word));
            if let Some(n) = words.iter().find_map(heading).filter(|n| free(&targets, *n, &target)) {
                targets[n] = Some(target);
            }
        }
        for (n, name) in header.iter().enumerate() {
            let wanted = usual::plain(name);
            let called = |field: &&Field| {
                let own = field.id.split_once('.').map_or("", |(_, own)| own);
                own != AT
                    && [own, &field.label.zh, &field.label.en].iter().any(|word| usual::plain(word) == wanted)
            };
            let mut fitting = self.all.fields.iter().filter(called).map(|f| Target::Field(f.id.clone()));
            if let Some(target) = fitting.find(|target| !wanted.is_empty() && free(&targets, n, target)) {
                targets[n] = Some(target);
            }
        }
        header.iter().zip(targets).map(|(name, target)| Column { name: name.clone(), target }).collect()
    }

    /// What a name means: `subject`, `org`, `ledger.field`, `ledger.at`, the term of a field, or of a ledger for the time
    /// of its fact.
    pub fn named(&self, name: &str) -> Option<Target> {
        match name {
            "subject" => return Some(Target::Subject),
            "org" => return Some(Target::Org),
            _ => {}
        }
        self.fields(name).into_iter().next().map(Target::Field)
    }

    /// The fields that a name means: of the term of a disease, one in each ledger that has it; else one.
    pub fn fields(&self, name: &str) -> Vec<Name> {
        if let Some(field) = self.all.field(name) {
            return vec![field.id.clone()];
        }
        // `outcome` is a ledger and a field; the field is meant.
        let of_term =
            |term| self.all.fields.iter().filter(move |f| f.term == Some(term)).map(|f| f.id.clone());
        match (FieldTerm::parse(name), LedgerTerm::parse(name)) {
            (Some(FieldTerm::Disease), _) => of_term(FieldTerm::Disease).collect(),
            (Some(term), _) => of_term(term).take(1).collect(),
            (None, Some(term)) => {
                let part = self.parts.iter().find(|part| part.is == Some(term));
                part.map(|part| joined(&part.ledger.id, AT)).into_iter().collect()
            }
            (None, None) => Vec::new(),
        }
    }

    /// The ledger and the field of a field of the list.
    fn split<'n>(&self, field: &'n str) -> Option<(usize, &'n str)> {
        let (ledger, field) = field.split_once('.')?;
        Some((self.parts.iter().position(|part| part.ledger.id.as_str() == ledger)?, field))
    }
}

fn joined(ledger: &str, field: &str) -> Name {
    Name::new(format!("{ledger}.{field}"))
}

#[cfg(test)]
mod tests;
