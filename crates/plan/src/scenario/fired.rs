//! Which constructs a pack's case notes show firing and which staying silent.
//!
//! Not here: what stands because of them (`compare`).

use super::{compare::Failure, note::Scenario};
use crate::{
    program::{Pack, Trigger},
    written::unqualified,
};
use facts::{Label, Name};
use serde::Serialize;
use std::collections::BTreeSet;

/// Holds a scenario to its `fires` and `silent`. `fired` are the rules and courses (qualified) that something came of
/// at any of its steps.
pub fn check_fired(scenario: &Scenario, fired: &BTreeSet<Name>) -> Vec<Failure> {
    let did = |construct: &Name| fired.iter().any(|rule| is_of(rule, construct));
    let failure =
        |zh: String, en: String| Failure { file: scenario.file.clone(), line: 1, says: Label::new(zh, en) };
    let unfired = scenario
        .fires
        .iter()
        .filter(|c| !did(c))
        .map(|c| failure(format!("`{c}` 应触发而没有触发"), format!("`{c}` should fire and did not")));
    let loud =
        scenario.silent.iter().filter(|c| did(c)).map(|c| {
            failure(format!("`{c}` 不应触发而触发了"), format!("`{c}` should stay silent and fired"))
        });
    unfired.chain(loud).collect()
}

/// Whether a rule of the core belongs to a construct: a level's measure may have several rules.
pub fn is_of(rule: &str, construct: &str) -> bool {
    rule == construct || rule.strip_prefix(construct).is_some_and(|rest| rest.starts_with('.'))
}

/// A construct that no scenario shows firing, or none shows staying silent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Lacking {
    /// The construct, qualified.
    pub construct: Name,
    /// No scenario in which it fires.
    pub fires: bool,
    /// No scenario in which it is looked at and stays silent.
    pub silent: bool,
}

/// The ledgers of whose facts a construct asks a condition before it fires. None where every fact sets it off: there is
/// nothing to look at.
fn asked_of<'p>(pack: &'p Pack, construct: &str) -> BTreeSet<&'p Name> {
    let rules = pack.rules.iter().filter(|r| is_of(&r.id, construct)).map(|r| &r.trigger);
    let starts = pack.courses.iter().filter(|c| &*c.id == construct).flat_map(|c| &c.starts);
    let asked = rules.chain(starts).flat_map(|trigger| match trigger {
        Trigger::Fact { ledgers, when: Some(_) } => ledgers.iter(),
        Trigger::Signal(signal) => signal.counts.iter(),
        _ => [].iter(),
    });
    asked.collect()
}

/// Whether something in a scenario is there to be looked at.
fn looks_at(scenario: &Scenario, asked: &BTreeSet<&Name>) -> bool {
    let mut facts = scenario.steps.iter().flat_map(|step| &step.facts);
    asked.is_empty() || facts.any(|fact| asked.contains(&fact.ledger))
}

/// The rules, routines, signals, courses and measures of a pack that its scenarios do not show both ways.
pub fn lacking(pack: &Pack, scenarios: &[Scenario]) -> Vec<Lacking> {
    let fires = |construct: &Name| scenarios.iter().any(|s| s.fires.contains(construct));
    let silent = |construct: &Name| {
        let asked = asked_of(pack, construct);
        scenarios.iter().any(|s| s.silent.contains(construct) && looks_at(s, &asked))
    };
    constructs_of(pack)
        .into_iter()
        .filter(|c| pack.reports.iter().all(|r| r.id != *c) && pack.areas.iter().all(|a| a.id != *c))
        .map(|construct| Lacking { fires: !fires(&construct), silent: !silent(&construct), construct })
        .filter(|l| l.fires || l.silent)
        .collect()
}

/// A scenario that says of a construct that it stays silent, and gives it nothing to look at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct WeakSilence {
    /// The scenario, a path inside of the pack.
    pub file: String,
    /// The construct, qualified.
    pub construct: Name,
    /// A fact of one of these ledgers would have been looked at.
    pub ledgers: BTreeSet<Name>,
}

/// The silences of a pack's scenarios that are kept only for want of a fact. They show nothing: whatever the condition
/// said, the construct would be silent.
pub fn weak_silences(pack: &Pack, scenarios: &[Scenario]) -> Vec<WeakSilence> {
    let of_scenario = |scenario: &Scenario| {
        let silent = scenario.silent.iter().map(|construct| (construct, asked_of(pack, construct)));
        let weak = silent.filter(|(_, asked)| !looks_at(scenario, asked));
        let told = weak.map(|(construct, asked)| WeakSilence {
            file: scenario.file.clone(),
            construct: construct.clone(),
            ledgers: asked.into_iter().cloned().collect(),
        });
        told.collect::<Vec<_>>()
    };
    scenarios.iter().flat_map(of_scenario).collect()
}

/// The constructs of a pack as scenarios and coverage name them, qualified: rules, measures, courses, reports,
/// areas.
pub fn constructs_of(pack: &Pack) -> BTreeSet<Name> {
    let rules = pack.rules.iter().map(|r| construct_of(pack, &r.id));
    let courses = pack.courses.iter().map(|c| c.id.clone());
    let reports = pack.reports.iter().map(|r| r.id.clone());
    rules.chain(courses).chain(reports).chain(pack.areas.iter().map(|a| a.id.clone())).collect()
}

/// The construct that a rule of the core belongs to.
pub(super) fn construct_of(pack: &Pack, rule: &Name) -> Name {
    let plain = unqualified(rule).split('.').next().unwrap_or_default();
    Name::new(format!("{}/{plain}", pack.id))
}
