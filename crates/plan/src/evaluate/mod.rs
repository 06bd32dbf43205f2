//! `evaluate`: what the plan says of a case file at a time. Pure and total: bad data is a missing value, never an error.
//!
//! The order inside: rules set off by facts and by signals; courses; then what statuses set off, pass by pass, because
//! a status may itself be an effect; at last the facts that discharge duties. Not here: what stood before.

mod course;
mod discharge;
mod duty;
mod firing;
mod recurring;
mod run;
mod scope;
mod signal;
mod status;
#[cfg(test)]
mod tests;

pub(crate) use scope::FactScope;

use crate::{
    case::CaseFile,
    cel::{Condition, Truth},
    parts::{Part, Place},
    program::{Course, Effect, Pack, Plan, Rule, Signal, Trigger},
    verdict::{AlertDue, Key, StatusHeld, Verdict, Why},
};
use facts::{Instant, Name, Recorded};
use firing::Firing;
use std::{cell::Cell, collections::BTreeMap, ops::Range, sync::Arc};

/// How often statuses may set off further statuses. `plan check` refuses cycles; this bounds what is left.
const PASSES_MAX: usize = 4;

/// What the plans in force say of this case file at `as_of`.
pub fn evaluate(plan: &Plan, case: &CaseFile, as_of: Instant) -> Verdict {
    let kind = case.profile.get("kind").and_then(|v| v.as_text()).unwrap_or_default();
    let parts = crate::parts::parts(plan);
    let about = parts.about(case.subject.kind(), kind).filter_map(|n| parts.all.get(n));
    evaluate_parts(plan, &about.collect::<Vec<_>>(), case, as_of)
}

/// What some parts of the plans in force say of this case file at `as_of`. The verdict of several parts is the sum of
/// theirs: each says the same alone as among others.
pub fn evaluate_parts(plan: &Plan, parts: &[&Part], case: &CaseFile, as_of: Instant) -> Verdict {
    let mut judge = Judge::of(plan, parts, case, as_of);
    judge.all();
    judge.verdict
}

/// True when these parts say nothing of a subject of whom nothing stands, whatever is known from before the facts of the
/// case file: nothing follows from these, and no condition had to look back to tell.
pub fn says_nothing(plan: &Plan, parts: &[&Part], case: &CaseFile, as_of: Instant) -> bool {
    let mut judge = Judge::of(plan, parts, case, as_of);
    judge.all();
    // Nothing hangs on what could not be decided.
    judge.verdict.unknown.clear();
    !judge.looked_back.get() && judge.verdict == Verdict::default()
}

/// True when a fact passes the filter of a signal. `case` needs no more than the fact's subject and reporter.
pub fn passes(plan: &Plan, case: &CaseFile, signal: &Signal, fact: &Arc<Recorded>) -> bool {
    signal.filter.as_ref().is_none_or(|filter| holds(plan, case, filter, fact))
}

/// True when a condition definitely holds of a fact.
pub fn holds(plan: &Plan, case: &CaseFile, condition: &Condition, fact: &Arc<Recorded>) -> bool {
    condition.test(&FactScope::new(plan, case, fact)) == Truth::Yes
}

/// The rules of these parts about such a subject, in the order of the plan. Whether a version was in force is asked for
/// each trigger, at its own time.
fn rules<'a>(plan: &'a Plan, parts: &[&Part], case: &CaseFile) -> Arc<[(&'a Pack, &'a Rule)]> {
    let kind = case.profile.get("kind").and_then(|v| v.as_text()).unwrap_or_default();
    let found = in_order(parts, |part| &part.rules).map(|place| {
        let pack = &*plan.adoptions[place.adoption].pack;
        (pack, &pack.rules[place.n])
    });
    found.filter(|(_, rule)| rule.kinds.is_empty() || rule.kinds.iter().any(|k| k.as_str() == kind)).collect()
}

fn courses<'a>(plan: &'a Plan, parts: &[&Part]) -> Vec<(&'a Pack, &'a Course)> {
    let found = in_order(parts, |part| &part.courses).map(|place| {
        let pack = &*plan.adoptions[place.adoption].pack;
        (pack, &pack.courses[place.n])
    });
    found.collect()
}

/// Their constructs in the order of the plan.
fn in_order(parts: &[&Part], of: impl Fn(&Part) -> &Vec<Place>) -> impl Iterator<Item = Place> {
    let mut places: Vec<Place> = parts.iter().flat_map(|part| of(part).iter().copied()).collect();
    places.sort();
    places.into_iter()
}

/// The state of one evaluation.
pub(crate) struct Judge<'a> {
    plan: &'a Plan,
    case: &'a CaseFile,
    as_of: Instant,
    /// The rules about such a subject, of all versions of all packs in the timeline.
    rules: Arc<[(&'a Pack, &'a Rule)]>,
    /// The courses about such a subject, likewise.
    courses: Vec<(&'a Pack, &'a Course)>,
    verdict: Verdict,
    /// Of each signal, when the episodes lasted that versions of it judged so far found.
    episodes: BTreeMap<Name, Vec<Range<Instant>>>,
    /// Duties found so far, with what discharges them.
    owed: Vec<duty::Owed<'a>>,
    /// True when a trigger asked for what was before.
    looked_back: Cell<bool>,
}

impl<'a> Judge<'a> {
    fn of(plan: &'a Plan, parts: &[&Part], case: &'a CaseFile, as_of: Instant) -> Self {
        Judge {
            plan,
            case,
            as_of,
            rules: rules(plan, parts, case),
            courses: courses(plan, parts),
            verdict: Verdict::default(),
            episodes: BTreeMap::new(),
            owed: Vec::new(),
            looked_back: Cell::new(false),
        }
    }

    fn all(&mut self) {
        self.facts_and_signals();
        self.courses();
        self.statuses();
        self.recurring();
        self.settle();
    }

    fn facts_and_signals(&mut self) {
        for (pack, rule) in self.rules.clone().iter().copied() {
            let firings = match &rule.trigger {
                Trigger::Fact { ledgers, when } => self.fact_firings(pack, &rule.id, ledgers, when.as_ref()),
                Trigger::Signal(signal) => self.signal_firings(pack, rule, signal),
                Trigger::Status(_) | Trigger::Recurring { .. } => continue,
            };
            self.apply(pack, rule, &firings);
        }
    }

    /// Rules set off by statuses. A pass that adds no status ends it.
    fn statuses(&mut self) {
        for _ in 0..PASSES_MAX {
            let before = self.verdict.statuses.len();
            for (pack, rule) in self.rules.clone().iter().copied() {
                if let Trigger::Status(while_) = &rule.trigger {
                    let firings = self.status_firings(pack, while_);
                    // The last pass's own, not those of another version of the same rule.
                    self.owed.retain(|o| !rule.effects.iter().any(|e| o.is_of(e)));
                    self.apply(pack, rule, &firings);
                }
            }
            if self.verdict.statuses.len() == before {
                break;
            }
        }
    }

    fn recurring(&mut self) {
        for (pack, rule) in self.rules.clone().iter().copied() {
            if let Trigger::Recurring { every, times, during, calendar, when } = &rule.trigger {
                let slots =
                    recurring::Slots { every, times, during: during.as_ref(), calendar: calendar.as_ref() };
                let firings = self.recurring_firings(pack, rule, &slots, when.as_ref());
                self.apply(pack, rule, &firings);
            }
        }
    }

    fn apply(&mut self, pack: &'a Pack, rule: &'a Rule, firings: &[Firing<'a>]) {
        for firing in firings {
            for effect in &rule.effects {
                match effect {
                    Effect::Duty(spec) => self.owe(pack, &rule.id, spec, firing, None),
                    Effect::Status { status, value, until } => {
                        let until = self.until(until, firing);
                        self.hold(status, value, until, self.why(pack, &rule.id, firing), firing);
                    }
                    Effect::Alert { name, to, severity, until, .. } => {
                        let key = Key::new(name, &self.case.subject, &firing.anchor);
                        let due = AlertDue {
                            to: to.iter().map(|owner| self.ask(owner, firing)).collect(),
                            severity: *severity,
                            raised: firing.at,
                            until: self.until(until, firing),
                            acknowledged: None,
                            quiet: firing.quiet,
                            why: self.why(pack, &rule.id, firing),
                        };
                        self.look_again(&rule.id, due.until);
                        self.verdict.alerts.insert(key, due);
                    }
                }
            }
        }
    }

    /// A status from a firing on. The same key with a stronger value keeps the stronger.
    fn hold(&mut self, status: &Name, value: &Name, until: Option<Instant>, why: Why, firing: &Firing) {
        self.look_again(&why.rule, until);
        let key = Key::new(status, &self.case.subject, &firing.anchor);
        let known = firing.received.max(firing.at);
        let new =
            StatusHeld { value: value.clone(), from: firing.at, until, known, quiet: firing.quiet, why };
        let strength = |v: &Name| self.plan.status(status).and_then(|s| s.strength(v));
        match self.verdict.statuses.get(&key) {
            Some(old) if strength(&old.value) >= strength(value) => {}
            _ => {
                self.verdict.statuses.insert(key, new);
            }
        }
    }

    fn why(&self, pack: &Pack, rule: &Name, firing: &Firing) -> Why {
        Why {
            rule: rule.clone(),
            version: pack.version.clone(),
            facts: firing.facts.clone(),
            fields: firing.fields.clone(),
            missing: Vec::new(),
        }
    }

    /// Notes a moment to come at which a construct may say something else.
    fn look_again(&mut self, construct: &Name, at: Option<Instant>) {
        if let Some(at) = at.filter(|at| *at > self.as_of) {
            self.verdict.moments.insert((at, construct.clone()));
        }
    }
}
