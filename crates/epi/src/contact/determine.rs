//! Determining contacts: close, secondary and general, each with its exposures, window of observation and certainty.
//!
//! Always from the whole of the data, so that re-exposure moves the window and a corrected date changes what hangs on it.
//! A person is the same contact whatever becomes of it: one who falls ill keeps its exposures until that day and is marked
//! as a case.
//!
//! A secondary contact is one whom a close rule holds with a close contact, from that contact's first exposure until its
//! isolation; of these only the first and the last exposure are kept, because one contact may have thousands. Not here:
//! duties, courses, release: the plan's.

use super::given::{Case, Given, Person};
use super::near::{self, Source, Sources};
use super::rules::{Certainty, Level, Rules};
use crate::problem::{Problem, ProblemKind};
use facts::{Date, Instant, time::add_days};
use serde::Serialize;
use std::collections::BTreeMap;

pub use super::near::{Exposure, Where};

/// One contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Contact {
    /// Who.
    pub person: Person,
    /// The nearest of its exposures.
    pub level: Level,
    /// The surest exposure of that level.
    pub certainty: Certainty,
    /// Exposures by time; of a secondary contact the first and the last.
    pub exposures: Vec<Exposure>,
    /// How many there were.
    pub exposures_count: usize,
    /// The end of the last exposure of that level.
    pub last_exposure: Instant,
    /// The last day of observation.
    pub observe_until: Date,
    /// Index among the cases, if it fell ill itself.
    pub case: Option<usize>,
}

/// The contacts, by person.
pub fn determine(given: &Given, rules: &Rules) -> (Vec<Contact>, Vec<Problem>) {
    let mut problems = unknown_rooms(given);
    let windows = windows(given, rules, &mut problems);
    let case_of: BTreeMap<Person, usize> =
        given.cases.iter().enumerate().map(|(index, case)| (case.person, index)).collect();
    let cases = Sources::new(windows);
    let mut found: Vec<(Person, Exposure)> = Vec::new();
    near::exposures(given, rules, &cases, Level::General, &mut problems, |person, e| found.push((person, e)));
    near::named(given, &cases, &mut problems, |person, exposure| found.push((person, exposure)));
    // What exposed a case counts until the day on which it fell ill itself.
    let ill = ill_since(given, rules);
    found.retain(|(person, exposure)| ill.get(person).is_none_or(|since| exposure.from < *since));
    found.sort_unstable();
    found.dedup();
    let mut contacts: BTreeMap<Person, Contact> = found
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|chunk| {
            let exposures: Vec<Exposure> = chunk.iter().map(|(_, exposure)| *exposure).collect();
            contact(chunk[0].0, exposures, rules, &case_of)
        })
        .map(|contact| (contact.person, contact))
        .collect();
    if rules.secondary {
        add_secondary(given, rules, &cases, &mut contacts, &case_of);
    }
    (contacts.into_values().collect(), problems)
}

/// The windows in which cases expose others. A case without dates is a problem and exposes nobody.
fn windows(given: &Given, rules: &Rules, problems: &mut Vec<Problem>) -> Vec<Source> {
    let mut windows = Vec::with_capacity(given.cases.len());
    for (index, case) in given.cases.iter().enumerate() {
        let Some(from) = rules.window_start(case.onset, case.first_positive) else {
            problems.push(Problem::at(ProblemKind::CaseUndated, index));
            continue;
        };
        let to = case.isolated.unwrap_or(rules.now).min(rules.now);
        if to < from {
            problems.push(Problem::at(ProblemKind::OrderImpossible, index));
        }
        windows.push(Source { person: case.person, from, to });
    }
    windows
}

/// The end of the day on which each case fell ill (or gave its first positive sample).
fn ill_since(given: &Given, rules: &Rules) -> BTreeMap<Person, Instant> {
    let end = |date: Date| rules.zone.start_of(add_days(date, 1));
    let of = |case: &Case| Some((case.person, end(case.onset.or(case.first_positive)?)));
    given.cases.iter().filter_map(of).collect()
}

fn contact(
    person: Person,
    exposures: Vec<Exposure>,
    rules: &Rules,
    case_of: &BTreeMap<Person, usize>,
) -> Option<Contact> {
    let level = exposures.iter().map(|e| e.level).max()?;
    let decisive = || exposures.iter().filter(|e| e.level == level);
    let last_exposure = decisive().map(|e| e.to).max()?;
    Some(Contact {
        person,
        level,
        certainty: decisive().map(|e| e.certainty).max()?,
        exposures_count: exposures.len(),
        last_exposure,
        observe_until: rules.observe_until(last_exposure),
        case: case_of.get(&person).copied(),
        exposures,
    })
}

/// The first and the last exposure of somebody to close contacts.
struct Ends {
    first: Exposure,
    last: Exposure,
    certainty: Certainty,
    count: usize,
}

fn add_secondary(
    given: &Given,
    rules: &Rules,
    cases: &Sources,
    contacts: &mut BTreeMap<Person, Contact>,
    case_of: &BTreeMap<Person, usize>,
) {
    let isolated: BTreeMap<Person, Instant> = given.isolated.iter().copied().collect();
    // A close contact who fell ill exposes as a case, not as a contact.
    let carriers = contacts.values().filter(|c| c.level == Level::Close && c.case.is_none());
    let sources: Vec<Source> = carriers
        .filter_map(|contact| {
            let close = contact.exposures.iter().filter(|e| e.level == Level::Close);
            let from = close.map(|e| e.from).min()?;
            let to = isolated.get(&contact.person).copied().unwrap_or(rules.now).min(rules.now);
            Some(Source { person: contact.person, from, to })
        })
        .collect();
    let sources = Sources::new(sources);
    let known: std::collections::BTreeSet<Person> =
        near::persons(&sources).chain(near::persons(cases)).collect();
    let size = known.last().map_or(0, |last| last.0 as usize + 1);
    let mut is_known = vec![false; size];
    for person in &known {
        is_known[person.0 as usize] = true;
    }
    let mut ends: BTreeMap<Person, Ends> = BTreeMap::new();
    // What was wrong with the visits was told when the cases' contacts were sought.
    let mut told = Vec::new();
    near::exposures(given, rules, &sources, Level::Close, &mut told, |person, exposure| {
        if is_known.get(person.0 as usize).copied().unwrap_or(false) {
            return;
        }
        let exposure = Exposure { level: Level::Secondary, ..exposure };
        let ends = ends.entry(person).or_insert(Ends {
            first: exposure,
            last: exposure,
            certainty: exposure.certainty,
            count: 0,
        });
        ends.first = ends.first.min(exposure);
        if (exposure.to, exposure) > (ends.last.to, ends.last) {
            ends.last = exposure;
        }
        ends.certainty = ends.certainty.max(exposure.certainty);
        ends.count += 1;
    });
    for (person, ends) in ends {
        merge(person, &ends, rules, contacts, case_of);
    }
}

fn merge(
    person: Person,
    ends: &Ends,
    rules: &Rules,
    contacts: &mut BTreeMap<Person, Contact>,
    case_of: &BTreeMap<Person, usize>,
) {
    let general = contacts.remove(&person);
    let mut exposures: Vec<Exposure> = general.iter().flat_map(|c| c.exposures.iter().copied()).collect();
    let others = exposures.len();
    exposures.push(ends.first);
    if ends.last != ends.first {
        exposures.push(ends.last);
    }
    exposures.sort_unstable();
    if let Some(contact) = contact(person, exposures, rules, case_of) {
        let exposures_count = others + ends.count;
        contacts.insert(person, Contact { certainty: ends.certainty, exposures_count, ..contact });
    }
}

/// Places whose size or ventilation is not known are told once, as many as there are.
fn unknown_rooms(given: &Given) -> Vec<Problem> {
    let unknown = given.rooms.iter().filter(|room| room.area_m2.is_none() || room.ventilation.is_none());
    match unknown.count() {
        0 => Vec::new(),
        n => vec![Problem::of(ProblemKind::ConditionUnknown).with(n as f64)],
    }
}

#[cfg(test)]
mod tests;
