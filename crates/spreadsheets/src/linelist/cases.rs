//! Rows of a line list as facts: which parts a row fills, when each of them happened, and what makes each the same fact
//! when the list comes again.
//!
//! Not here: ids of persons and facts, which are keyed with the house's secret (`server`).

use super::{AT, LineList, Part};
use crate::{
    columns::{Column, Target},
    rows::value_of,
    table::{Cell, Row},
};
use facts::{
    FieldTerm, FieldType, Instant, LedgerTerm, Name, Refusal, Value, Zone,
    check::{RawFact, instant, read_value},
};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// Its row in the file.
    pub row: u64,
    /// The number of the case in the list; empty when it has none.
    pub number: String,
    /// The identity number, where the row has one.
    pub id_number: Option<String>,
    /// Its facts, the registration first.
    pub facts: Vec<PartFact>,
}

/// A fact of a row. It has neither id nor subject yet; its `at` is empty when the row does not tell it.
#[derive(Clone, PartialEq, Debug)]
pub struct PartFact {
    /// Of which part.
    pub part: usize,
    /// The fact.
    pub fact: RawFact,
    /// Its time is taken from another one of the row.
    pub derived: bool,
    /// What makes it the same fact when the list comes again, beside the person.
    pub key: Vec<String>,
    /// What its ledger requires, or its time, and the row does not have.
    pub lacking: Vec<Name>,
}

/// Which time of the row a case report is of, the best first; then those of any other part.
const REPORTED: [FieldTerm; 2] = [FieldTerm::DateReporting, FieldTerm::DateConfirmation];
const OTHERS: [FieldTerm; 4] =
    [FieldTerm::DateOnset, FieldTerm::DateOutcome, FieldTerm::DateDeath, FieldTerm::DateInfection];

impl LineList {
    /// One row. Constants (field of the list to value) stand in every row.
    pub fn case(
        &self,
        columns: &[Column],
        row: &Row,
        constants: &BTreeMap<Name, String>,
        zone: Zone,
    ) -> Result<Case, Vec<Refusal>> {
        let (mut number, mut org, mut refusals) = (String::new(), None, Vec::new());
        let mut cells: BTreeMap<&str, Json> = BTreeMap::new();
        for (column, cell) in columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            let Some(target) = &column.target else { continue };
            match (target, cell) {
                (_, Cell::Wrong(text)) => refusals.push(crate::rows::wrong_cell(column, text)),
                (Target::Subject, _) => number = cell.text(),
                (Target::Org, _) => org = Some(cell.text()),
                (Target::Field(name), _) => {
                    let kind = self.all.field(name).map(|f| &f.kind);
                    cells.insert(name.as_str(), value_of(kind, cell));
                }
                _ => {}
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let mut facts = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            let Some(mut found) = self.part_of(n, part, &cells, constants) else { continue };
            found.fact.org = org.as_deref().map(Into::into);
            facts.push(found);
        }
        self.number_in(&mut facts, &number);
        self.copy_disease(&mut facts);
        self.tell_times(&mut facts, zone);
        for found in &mut facts {
            self.finish(found, zone);
        }
        let id_number =
            self.parts.iter().enumerate().filter(|(_, part)| part.is.is_none()).find_map(|(n, part)| {
                let field = part.ledger.fields.iter().find(|f| f.kind == FieldType::CitizenId)?;
                let fact = facts.iter().find(|fact| fact.part == n)?;
                fact.fact.body.get(field.id.as_str())?.as_str().map(str::to_owned)
            });
        Ok(Case { row: row.n, number, id_number, facts })
    }

    /// What a row says of one part; registration and case report are there in any case.
    fn part_of(
        &self,
        n: usize,
        part: &Part,
        cells: &BTreeMap<&str, Json>,
        constants: &BTreeMap<Name, String>,
    ) -> Option<PartFact> {
        let mut fact = RawFact { ledger: part.ledger.id.clone(), ..RawFact::default() };
        for (name, json) in cells {
            match self.split(name).filter(|(of, _)| *of == n) {
                Some((_, AT)) => fact.at = json.as_str().unwrap_or_default().into(),
                Some((_, field)) => drop(fact.body.insert(field.to_owned(), json.clone())),
                None => {}
            }
        }
        let always = matches!(part.is, None | Some(LedgerTerm::Case));
        if !always && fact.body.is_empty() && fact.at.is_empty() {
            return None;
        }
        for (name, value) in constants {
            if let Some((_, field)) = self.split(name).filter(|(of, _)| *of == n) {
                fact.body.entry(field.to_owned()).or_insert_with(|| Json::from(value.as_str()));
            }
        }
        Some(PartFact { part: n, fact, derived: false, key: Vec::new(), lacking: Vec::new() })
    }

    /// The number of the case stays to be seen, where the case report has a field for it.
    fn number_in(&self, facts: &mut [PartFact], number: &str) {
        for found in facts.iter_mut().filter(|found| self.parts[found.part].is == Some(LedgerTerm::Case)) {
            if let Some(field) =
                self.parts[found.part].ledger.field_of(FieldTerm::CaseId).filter(|_| !number.is_empty())
            {
                found.fact.body.entry(field.id.to_string()).or_insert_with(|| Json::from(number));
            }
        }
    }

    /// Every fact of a row speaks of the same disease.
    fn copy_disease(&self, facts: &mut [PartFact]) {
        let said = |found: &PartFact| {
            let field = self.parts[found.part].ledger.field_of(FieldTerm::Disease)?;
            found.fact.body.get(field.id.as_str()).cloned()
        };
        let Some(disease) = facts.iter().find_map(said) else { return };
        for found in facts.iter_mut() {
            if let Some(field) = self.parts[found.part].ledger.field_of(FieldTerm::Disease) {
                found.fact.body.entry(field.id.to_string()).or_insert_with(|| disease.clone());
            }
        }
    }

    /// When each part happened. An admission is of its own day or of none.
    fn tell_times(&self, facts: &mut [PartFact], zone: Zone) {
        let of = |facts: &[PartFact], term: FieldTerm| {
            facts.iter().find_map(|found| {
                let field = self.parts[found.part].ledger.field_of(term)?;
                let text = found.fact.body.get(field.id.as_str())?.as_str()?;
                instant(text, zone).map(|_| text.to_owned())
            })
        };
        let is = |found: &PartFact, term| self.parts[found.part].is == Some(term);
        let admitted = facts.iter().find(|f| is(f, LedgerTerm::Admission)).map(|f| f.fact.at.to_string());
        let admitted = admitted.filter(|at| instant(at, zone).is_some());
        let reported = REPORTED.iter().find_map(|term| of(facts, *term));
        let other = || OTHERS.iter().find_map(|term| of(facts, *term));
        let case = reported.clone().or_else(|| admitted.clone()).or_else(other);
        let outcome = of(facts, FieldTerm::DateOutcome).or_else(|| of(facts, FieldTerm::DateDeath));
        let exposed = of(facts, FieldTerm::DateFirstExposure).or_else(|| of(facts, FieldTerm::DateInfection));
        let all = REPORTED.iter().chain(&OTHERS).filter_map(|term| of(facts, *term)).chain(admitted);
        let earliest = all.min_by_key(|text| instant(text, zone).unwrap_or(Instant::RANGE.start));
        for found in facts.iter_mut().filter(|found| found.fact.at.is_empty()) {
            let (at, own) = match self.parts[found.part].is {
                None => (earliest.clone(), false),
                Some(LedgerTerm::Case) => (case.clone(), reported.is_some()),
                Some(LedgerTerm::Outcome) => (outcome.clone(), true),
                Some(LedgerTerm::Exposure) => (exposed.clone().or_else(|| case.clone()), exposed.is_some()),
                Some(_) => (None, true),
            };
            (found.fact.at, found.derived) = (at.unwrap_or_default().into(), !own);
        }
    }

    /// What it lacks, and what makes it itself.
    fn finish(&self, found: &mut PartFact, zone: Zone) {
        let part = &self.parts[found.part];
        let body = &found.fact.body;
        let required = part.ledger.fields.iter().filter(|f| f.required && !body.contains_key(f.id.as_str()));
        found.lacking = required.map(|f| f.id.clone()).collect();
        if part.is == Some(LedgerTerm::Admission) && found.fact.at.is_empty() {
            found.lacking.push(Name::new(AT));
        }
        let disease = part.ledger.field_of(FieldTerm::Disease).map(|f| &f.id);
        let mut key: Vec<&Name> = part.ledger.natural_key.iter().collect();
        key.extend(disease.filter(|id| !part.ledger.natural_key.contains(id)));
        found.key = key
            .into_iter()
            .map(|id| {
                let (Some(field), Some(json)) = (part.ledger.field(id), body.get(id.as_str())) else {
                    return String::new();
                };
                match read_value(field, json, zone) {
                    Ok(Some(Value::Text(text))) => text.to_string(),
                    _ => json.to_string(),
                }
            })
            .collect();
    }
}
