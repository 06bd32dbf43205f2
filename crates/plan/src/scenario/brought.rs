//! What a pack's constructs may bring (duties, statuses, courses, alerts), and which of it its case notes never show.
//!
//! Not here: whether the construct itself fires (`fired`): a course may start without any of its tests ever being owed.

use super::fired::construct_of;
use crate::program::{Effect, Pack};
use facts::{Label, Name};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that may come to stand, by its qualified name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Brought {
    /// A duty.
    Duty(Name),
    /// A value of a status.
    Status(Name, Name),
    /// A course.
    Course(Name),
    /// An alert.
    Alert(Name),
}

impl Brought {
    /// In words.
    pub fn says(&self) -> Label {
        match self {
            Brought::Duty(name) => Label::new(format!("任务 {name}"), format!("the duty {name}")),
            Brought::Status(name, value) => {
                Label::new(format!("状态 {name} = {value}"), format!("the status {name} = {value}"))
            }
            Brought::Course(name) => Label::new(format!("管控期 {name}"), format!("the course {name}")),
            Brought::Alert(name) => Label::new(format!("预警 {name}"), format!("the alert {name}")),
        }
    }
}

/// Something that no scenario shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unseen {
    /// What never comes to stand.
    pub brought: Brought,
    /// The constructs that may bring it.
    pub by: BTreeSet<Name>,
}

/// What a pack may bring and none of its scenarios did.
pub fn unseen(pack: &Pack, seen: &BTreeSet<Brought>) -> Vec<Unseen> {
    let all = brought_by(pack).into_iter().filter(|(brought, _)| !seen.contains(brought));
    all.map(|(brought, by)| Unseen { brought, by }).collect()
}

/// What the constructs of a pack may bring, with the constructs.
fn brought_by(pack: &Pack) -> BTreeMap<Brought, BTreeSet<Name>> {
    let mut all: BTreeMap<Brought, BTreeSet<Name>> = BTreeMap::new();
    let mut add = |brought: Brought, by: &Name| {
        all.entry(brought).or_default().insert(by.clone());
    };
    for rule in &pack.rules {
        let by = construct_of(pack, &rule.id);
        for effect in &rule.effects {
            let brought = match effect {
                Effect::Duty(spec) => Brought::Duty(spec.name.clone()),
                Effect::Status { status, value, .. } => Brought::Status(status.clone(), value.clone()),
                Effect::Alert { name, .. } => Brought::Alert(name.clone()),
            };
            add(brought, &by);
        }
    }
    for course in &pack.courses {
        let daily = course.daily.iter().map(|daily| &daily.duty);
        let tests = course.tests.iter().map(|tests| &tests.duty);
        let specs = daily.chain(tests).chain(&course.at_start).chain(&course.release_duty);
        specs.for_each(|spec| add(Brought::Duty(spec.name.clone()), &course.id));
        let status = course.status.iter().cloned();
        status.for_each(|(status, value)| add(Brought::Status(status, value), &course.id));
        add(Brought::Course(course.id.clone()), &course.id);
    }
    all
}
