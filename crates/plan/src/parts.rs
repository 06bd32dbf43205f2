//! `Parts`: the pieces of a plan that can be judged apart from one another.
//!
//! Two constructs belong to one part when what one says of a subject can change what the other says of it: they owe a
//! duty of the same name, raise the same alert, give or follow the same status, or one course turns into the other. The
//! verdict on a subject is the sum of its parts, so a fact, a moment or a change above asks only for the parts that it
//! can change, and only for what these read. Not here: what a part reads (`needs`), judging (`evaluate`).

use crate::program::{Course, DutySpec, Effect, Pack, Plan, Rule, Trigger};
use facts::{Name, SubjectKind};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A construct of a version of a pack: its place in the timeline of the plan, so that parts keep the order of the whole.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The adoption, by its place in the plan; the first of several of the same version.
    pub adoption: usize,
    /// The place in the pack's list of rules, or of courses.
    pub n: usize,
}

/// A piece of a plan about one kind of subject.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part {
    /// The least qualified id of its constructs: the same as long as its constructs are the same.
    pub id: Name,
    /// Whom it is about.
    pub about: Option<SubjectKind>,
    /// For organisations: of these kinds; empty means any.
    pub kinds: BTreeSet<Name>,
    /// Rules, in order.
    pub rules: Vec<Place>,
    /// Courses, in order.
    pub courses: Vec<Place>,
    /// Qualified ids of rules and courses.
    pub constructs: BTreeSet<Name>,
    /// Names of the duties, statuses, alerts and courses that it may bring.
    pub outcomes: BTreeSet<Name>,
}

/// All parts of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// In order of the subject's kind and their ids.
    pub all: Vec<Part>,
    by_construct: BTreeMap<(SubjectKind, Name), usize>,
    by_outcome: BTreeMap<(SubjectKind, Name), usize>,
}

impl Parts {
    /// The part that a construct about such a subject belongs to.
    pub fn of_construct(&self, about: SubjectKind, id: &Name) -> Option<usize> {
        self.by_construct.get(&(about, id.clone())).copied()
    }

    /// The part that brings outcomes of this name.
    pub fn of_outcome(&self, about: SubjectKind, name: &str) -> Option<usize> {
        self.by_outcome.get(&(about, Name::new(name))).copied()
    }

    /// All parts about such a subject; `org_kind` is the kind of an organisation.
    pub fn about(&self, about: SubjectKind, org_kind: &str) -> impl Iterator<Item = usize> {
        let fits = move |part: &Part| {
            part.about == Some(about) && (part.kinds.is_empty() || part.kinds.contains(org_kind))
        };
        self.all.iter().enumerate().filter(move |(_, part)| fits(part)).map(|(n, _)| n)
    }
}

/// The parts of a plan.
pub fn parts(plan: &Plan) -> Parts {
    let mut joined = Joined::default();
    for (_, pack) in versions(plan) {
        pack.rules.iter().for_each(|rule| joined.rule(rule));
        pack.courses.iter().for_each(|course| joined.course(course));
    }
    let mut found: BTreeMap<(SubjectKind, Name), Part> = BTreeMap::new();
    for (adoption, pack) in versions(plan) {
        for (n, rule) in pack.rules.iter().enumerate() {
            let part = joined.part(&mut found, rule.about, &rule.id, &rule.kinds);
            part.rules.push(Place { adoption, n });
            part.outcomes.extend(outcomes_of_rule(rule).map(|(_, name)| name));
        }
        for (n, course) in pack.courses.iter().enumerate() {
            let part = joined.part(&mut found, course.about, &course.id, &[]);
            part.courses.push(Place { adoption, n });
            part.outcomes.extend(outcomes_of_course(course).map(|(_, name)| name));
        }
    }
    listed(found.into_values().collect())
}

fn listed(all: Vec<Part>) -> Parts {
    let mut parts = Parts { all, ..Parts::default() };
    for (n, part) in parts.all.iter().enumerate() {
        let Some(about) = part.about else { continue };
        parts.by_construct.extend(part.constructs.iter().map(|id| ((about, id.clone()), n)));
        parts.by_outcome.extend(part.outcomes.iter().map(|name| ((about, name.clone()), n)));
    }
    parts
}

/// Each version of each pack once, with the place of its first adoption.
fn versions(plan: &Plan) -> impl Iterator<Item = (usize, &Arc<Pack>)> {
    let first = |n: usize| plan.adoptions[..n].iter().all(|a| a.pack.hash != plan.adoptions[n].pack.hash);
    (0..plan.adoptions.len()).filter(move |n| first(*n)).map(|n| (n, &plan.adoptions[n].pack))
}

/// What a construct may bring, and what of its own subject it follows: the threads that tie constructs together. Duties,
/// alerts, statuses and courses may bear the same name without meaning the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Tie {
    Construct,
    Duty,
    Alert,
    Status,
    Course,
}

fn outcomes_of_rule(rule: &Rule) -> impl Iterator<Item = (Tie, Name)> {
    rule.effects.iter().map(|effect| match effect {
        Effect::Duty(spec) => (Tie::Duty, spec.name.clone()),
        Effect::Status { status, .. } => (Tie::Status, status.clone()),
        Effect::Alert { name, .. } => (Tie::Alert, name.clone()),
    })
}

fn outcomes_of_course(course: &Course) -> impl Iterator<Item = (Tie, Name)> {
    let tests = course.tests.as_ref().map(|tests| &tests.duty);
    let daily = course.daily.iter().map(|d| &d.duty);
    let specs = daily.chain(tests).chain(&course.at_start).chain(&course.release_duty);
    let duties = specs.map(|spec: &DutySpec| (Tie::Duty, spec.name.clone()));
    let status = course.status.as_ref().map(|(status, _)| (Tie::Status, status.clone()));
    duties.chain(status).chain([(Tie::Course, course.id.clone())])
}

fn followed(trigger: &Trigger) -> Option<(Tie, Name)> {
    match trigger {
        Trigger::Status(while_) | Trigger::Recurring { during: Some(while_), .. } => {
            Some((Tie::Status, while_.status.clone()))
        }
        _ => None,
    }
}

type Thread = (SubjectKind, Tie, Name);

/// Constructs and what ties them, as sets that grow together (union–find, Galler and Fischer 1964).
#[derive(Default)]
struct Joined {
    above: BTreeMap<Thread, Thread>,
}

impl Joined {
    fn rule(&mut self, rule: &Rule) {
        let own = (rule.about, Tie::Construct, rule.id.clone());
        self.root(&own);
        for (tie, name) in outcomes_of_rule(rule).chain(followed(&rule.trigger)) {
            self.join(&own, &(rule.about, tie, name));
        }
    }

    fn course(&mut self, course: &Course) {
        let own = (course.about, Tie::Construct, course.id.clone());
        self.root(&own);
        let turns = course.convert.iter().map(|turn| (Tie::Course, turn.into.clone()));
        let starts = course.starts.iter().filter_map(followed);
        for (tie, name) in outcomes_of_course(course).chain(turns).chain(starts) {
            self.join(&own, &(course.about, tie, name));
        }
    }

    /// The root of a set is its least thread, so constructs come before what ties them.
    fn root(&mut self, of: &Thread) -> Thread {
        let mut at = of.clone();
        while let Some(above) = self.above.get(&at) {
            at = above.clone();
        }
        at
    }

    fn join(&mut self, a: &Thread, b: &Thread) {
        let (a, b) = (self.root(a), self.root(b));
        match a.cmp(&b) {
            std::cmp::Ordering::Less => drop(self.above.insert(b, a)),
            std::cmp::Ordering::Greater => drop(self.above.insert(a, b)),
            std::cmp::Ordering::Equal => {}
        }
    }

    fn part<'p>(
        &mut self,
        found: &'p mut BTreeMap<(SubjectKind, Name), Part>,
        about: SubjectKind,
        id: &Name,
        kinds: &[Name],
    ) -> &'p mut Part {
        let (_, _, least) = self.root(&(about, Tie::Construct, id.clone()));
        let entry = found.entry((about, least.clone()));
        let part = match entry {
            std::collections::btree_map::Entry::Occupied(slot) => {
                let part = slot.into_mut();
                // A part of which one construct is about any kind is about any kind.
                if kinds.is_empty() || part.kinds.is_empty() {
                    part.kinds.clear();
                } else {
                    part.kinds.extend(kinds.iter().cloned());
                }
                part
            }
            std::collections::btree_map::Entry::Vacant(slot) => {
                let kinds = kinds.iter().cloned().collect();
                slot.insert(Part { id: least, about: Some(about), kinds, ..Part::default() })
            }
        };
        part.constructs.insert(id.clone());
        part
    }
}
