//! Cases: which reports about a person are one case, and what was told of it in which words. Ledgers and fields are found
//! by their terms; a case is never stored, it is read from the facts that hold.
//!
//! Not here: rows and columns (`linelist`), and who infected whom.

use facts::{
    Date, Field, FieldTerm, Instant, Ledger, LedgerTerm, Ledgers, Name, Recorded, SubjectId, Value, Zone,
    time::{add_days, days_between},
};
use std::collections::BTreeSet;

/// One case of one disease: the report that came last, and what else was told of it. Newest first by (event time, root).
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The report that says what it is now.
    pub report: &'a Recorded,
    /// The reports before it: suspected, then confirmed.
    pub earlier: Vec<&'a Recorded>,
    /// What other ledgers tell of it.
    pub others: Vec<&'a Recorded>,
}

/// A value with the fact and the field that say so.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The fact.
    pub by: &'a Recorded,
    /// The field.
    pub field: &'a Field,
    /// The value.
    pub value: &'a Value,
}

/// The names of all ledgers that a case is read from: those that are something in the language of line lists, or tell
/// something of it. All of them are about persons.
pub fn ledgers_of_cases(ledgers: &Ledgers) -> Vec<Name> {
    let person = |l: &&Ledger| l.about == facts::SubjectKind::Person;
    let tells = |l: &&Ledger| l.term.is_some() || l.fields.iter().any(|f| f.term.is_some());
    ledgers.0.values().filter(person).filter(tells).map(|l| l.id.clone()).collect()
}

/// The value of a term in one fact.
pub fn told<'a>(ledgers: &'a Ledgers, by: &'a Recorded, term: FieldTerm) -> Option<Told<'a>> {
    let field = ledgers.get(&by.fact.ledger)?.field_of(term)?;
    Some(Told { by, field, value: by.fact.body.get(&field.id)? })
}

/// Whom a fact names as the source.
pub fn source_of(ledgers: &Ledgers, by: &Recorded) -> Option<SubjectId> {
    SubjectId::parse(told(ledgers, by, FieldTerm::SourceCase)?.value.as_text()?)
}

/// The cases of one person, in the order of their last reports. `holding`: what holds about the person, of the ledgers
/// above, in order of (event time, root).
pub fn cases<'a>(ledgers: &'a Ledgers, zone: Zone, holding: &'a [Recorded]) -> Vec<Case<'a>> {
    let reports = holding.iter().filter(|r| is_report(ledgers, r));
    let mut found: Vec<Case<'a>> = Vec::new();
    for report in reports {
        let same = |case: &&mut Case<'_>| {
            disease(ledgers, case.report) == disease(ledgers, report)
                && near(ledgers, anchor(ledgers, zone, case.report), anchor(ledgers, zone, report), report)
        };
        match found.iter_mut().rev().find(same) {
            Some(case) => {
                case.earlier.insert(0, case.report);
                case.report = report;
            }
            None => found.push(Case { report, earlier: Vec::new(), others: Vec::new() }),
        }
    }
    found.sort_by_key(|case| (case.report.fact.at, case.report.fact.root()));
    for case in &mut found {
        let when = anchor(ledgers, zone, case.report);
        let others = holding.iter().rev().filter(|r| !is_report(ledgers, r));
        let of_it = |r: &&Recorded| {
            let said = disease(ledgers, r);
            (said.is_none() || said == disease(ledgers, case.report))
                && (describes(ledgers, r) || near(ledgers, when, zone.date_of(r.fact.at), case.report))
        };
        case.others = others.filter(of_it).collect();
    }
    found
}

impl<'a> Case<'a> {
    /// What was told of it under this term: by the last report that says it, else by the newest other fact.
    pub fn told(&self, ledgers: &'a Ledgers, term: FieldTerm) -> Option<Told<'a>> {
        self.facts().find_map(|fact| told(ledgers, fact, term))
    }

    /// Everything that was told under this term, newest first.
    pub fn all_told(&self, ledgers: &'a Ledgers, term: FieldTerm) -> impl Iterator<Item = Told<'a>> {
        self.facts().filter_map(move |fact| told(ledgers, fact, term))
    }

    /// The newest fact of a ledger that is this.
    pub fn newest(&self, ledgers: &Ledgers, term: LedgerTerm) -> Option<&'a Recorded> {
        let is = |r: &&Recorded| ledgers.get(&r.fact.ledger).is_some_and(|l| l.term == Some(term));
        self.facts().find(is)
    }

    /// The date of onset.
    pub fn onset(&self, ledgers: &'a Ledgers) -> Option<Date> {
        day(self.told(ledgers, FieldTerm::DateOnset)?.value)
    }

    /// The civil day of the report: as it says, else that of the first report.
    pub fn reported(&self, ledgers: &'a Ledgers, zone: Zone) -> Date {
        let said = self.told(ledgers, FieldTerm::DateReporting).and_then(|told| day(told.value));
        let first = self.earlier.last().unwrap_or(&self.report);
        said.unwrap_or_else(|| zone.date_of(first.fact.at))
    }

    /// Whom it may have been infected by, as reports, contacts and exposures name them: newest first, each person once.
    pub fn sources(&self, ledgers: &'a Ledgers) -> impl Iterator<Item = (SubjectId, Told<'a>)> {
        let own = self.report.fact.subject.clone();
        let told = self.all_told(ledgers, FieldTerm::SourceCase);
        let named = told.filter_map(|told| Some((SubjectId::parse(told.value.as_text()?)?, told)));
        let mut seen = BTreeSet::from([own]);
        named.filter(move |(id, _)| seen.insert(id.clone()))
    }

    /// The day that places it: of onset, else of the report.
    pub fn day(&self, ledgers: &'a Ledgers, zone: Zone) -> Date {
        self.onset(ledgers).unwrap_or_else(|| self.reported(ledgers, zone))
    }

    /// From when on something may belong to it; `None` for ever.
    pub fn since(&self, ledgers: &'a Ledgers, zone: Zone) -> Option<Instant> {
        let days = ledgers.get(&self.report.fact.ledger)?.same_case_days?;
        Some(zone.start_of(add_days(self.day(ledgers, zone), -i32::from(days))))
    }

    /// The code of the disease.
    pub fn disease(&self, ledgers: &'a Ledgers) -> Option<&'a str> {
        self.told(ledgers, FieldTerm::Disease)?.value.as_text()
    }

    /// True when it is told that it was infected elsewhere.
    pub fn imported(&self, ledgers: &'a Ledgers) -> bool {
        self.told(ledgers, FieldTerm::Imported).and_then(|told| told.value.as_bool()) == Some(true)
    }

    fn facts(&self) -> impl Iterator<Item = &'a Recorded> {
        std::iter::once(self.report).chain(self.earlier.clone()).chain(self.others.clone())
    }
}

/// The civil day of a date, or of an instant as it is written in the zone of the house.
pub fn day(value: &Value) -> Option<Date> {
    value.as_text()?.parse().ok()
}

fn is_report(ledgers: &Ledgers, of: &Recorded) -> bool {
    ledgers.get(&of.fact.ledger).is_some_and(|l| l.term == Some(LedgerTerm::Case))
}

/// True for what matters whenever it was told: what describes the person, and doses.
fn describes(ledgers: &Ledgers, of: &Recorded) -> bool {
    let lasting = |l: &Ledger| l.profile || l.term == Some(LedgerTerm::Vaccination);
    ledgers.get(&of.fact.ledger).is_some_and(lasting)
}

fn disease<'a>(ledgers: &'a Ledgers, of: &'a Recorded) -> Option<&'a str> {
    told(ledgers, of, FieldTerm::Disease)?.value.as_text()
}

/// The day that places a report: of onset, else of the event.
fn anchor(ledgers: &Ledgers, zone: Zone, report: &Recorded) -> Date {
    let onset = told(ledgers, report, FieldTerm::DateOnset).and_then(|told| day(told.value));
    onset.unwrap_or_else(|| zone.date_of(report.fact.at))
}

/// True when two days are near enough for one case, as the ledger of the report has it.
fn near(ledgers: &Ledgers, a: Date, b: Date, report: &Recorded) -> bool {
    let within = ledgers.get(&report.fact.ledger).and_then(|l| l.same_case_days);
    within.is_none_or(|days| days_between(a, b).abs() <= i32::from(days))
}

#[cfg(test)]
mod tests;
