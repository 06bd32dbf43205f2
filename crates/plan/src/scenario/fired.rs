//! Which constructs a pack's case notes show firing and which staying silent.
//!
//! Not here: what stands because of them (`compare`).

use super::{compare::Failure, note::Scenario};
use crate::{program::Pack, written::unqualified};
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
    /// No scenario in which it stays silent.
    pub silent: bool,
}

/// The rules, routines, signals, courses and measures of a pack that its scenarios do not show both ways.
pub fn lacking(pack: &Pack, scenarios: &[Scenario]) -> Vec<Lacking> {
    let shown = |pick: fn(&Scenario) -> &Vec<Name>, construct: &Name| {
        scenarios.iter().any(|s| pick(s).contains(construct))
    };
    constructs_of(pack)
        .into_iter()
        .filter(|c| pack.reports.iter().all(|r| r.id != *c))
        .map(|construct| Lacking {
            fires: !shown(|s| &s.fires, &construct),
            silent: !shown(|s| &s.silent, &construct),
            construct,
        })
        .filter(|l| l.fires || l.silent)
        .collect()
}

/// The constructs of a pack as scenarios and coverage name them, qualified: rules, measures, courses, reports.
pub fn constructs_of(pack: &Pack) -> BTreeSet<Name> {
    let construct = |id: &Name| {
        let head = format!("{}/", pack.id);
        let plain = unqualified(id).split('.').next().unwrap_or_default();
        Name::new(format!("{head}{plain}"))
    };
    let rules = pack.rules.iter().map(|r| construct(&r.id));
    let courses = pack.courses.iter().map(|c| c.id.clone());
    rules.chain(courses).chain(pack.reports.iter().map(|r| r.id.clone())).collect()
}
