//! `evaluate`: what the plan says of a case file at a time. Pure and total: bad data is a missing value, never an error.
//!
//! The order inside: rules set off by facts and by signals; courses; then what statuses set off, pass by pass, because
//! a status may itself be an effect; at last the facts that discharge duties. Not here: what stood before.

mod course;
mod discharge;
mod duty;
mod firing;
mod recurring;
mod scope;
mod signal;
mod status;

pub(crate) use scope::FactScope;

use crate::{
    case::CaseFile,
    cel::{Condition, Truth},
    program::{Course, Effect, Pack, Plan, Rule, Signal, Trigger},
    verdict::{AlertDue, Key, StatusHeld, Verdict, Why},
};
use facts::{Instant, Name, Recorded, SubjectKind};
use firing::Firing;
use std::sync::Arc;

/// How often statuses may set off further statuses. `plan check` refuses cycles; this bounds what is left.
const PASSES_MAX: usize = 4;

/// What the plans in force say of this case file at `as_of`.
pub fn evaluate(plan: &Plan, case: &CaseFile, as_of: Instant) -> Verdict {
    let mut judge = Judge { plan, case, as_of, verdict: Verdict::default(), owed: Vec::new() };
    judge.facts_and_signals();
    judge.courses();
    judge.statuses();
    judge.recurring();
    judge.settle();
    judge.verdict
}

/// True when a fact passes the filter of a signal. `case` needs no more than the fact's subject and reporter.
pub fn passes(plan: &Plan, case: &CaseFile, signal: &Signal, fact: &Arc<Recorded>) -> bool {
    signal.filter.as_ref().is_none_or(|filter| holds(plan, case, filter, fact))
}

/// True when a condition definitely holds of a fact.
pub fn holds(plan: &Plan, case: &CaseFile, condition: &Condition, fact: &Arc<Recorded>) -> bool {
    condition.test(&FactScope::new(plan, case, fact)) == Truth::Yes
}

/// The state of one evaluation.
pub(crate) struct Judge<'a> {
    plan: &'a Plan,
    case: &'a CaseFile,
    as_of: Instant,
    verdict: Verdict,
    /// Duties found so far, with what discharges them.
    owed: Vec<duty::Owed<'a>>,
}

impl<'a> Judge<'a> {
    fn facts_and_signals(&mut self) {
        for rule in self.rules() {
            let firings = match &rule.1.trigger {
                Trigger::Fact { ledgers, when } => {
                    self.fact_firings(rule.0, &rule.1.id, ledgers, when.as_ref())
                }
                Trigger::Signal(signal) => self.signal_firings(rule.0, rule.1, signal),
                Trigger::Status(_) | Trigger::Recurring { .. } => continue,
            };
            self.apply(rule.0, rule.1, &firings);
        }
    }

    fn courses(&mut self) {
        let found: Vec<(&'a Pack, &'a Course)> = self.packs_of(|pack| &pack.courses, |c| c.about);
        for (pack, course) in found {
            let firings = course.starts.iter().flat_map(|start| match start {
                Trigger::Fact { ledgers, when } => {
                    self.fact_firings(pack, &course.id, ledgers, when.as_ref())
                }
                Trigger::Status(while_) => self.status_firings(pack, &course.id, while_),
                Trigger::Signal(_) | Trigger::Recurring { .. } => Vec::new(),
            });
            let mut firings: Vec<Firing> = firings.collect();
            firings.sort_by(|a, b| (a.at, &a.anchor).cmp(&(b.at, &b.anchor)));
            self.run_courses(pack, course, firings, 0);
        }
    }

    /// Rules set off by statuses. A pass that adds no status ends it.
    fn statuses(&mut self) {
        for _ in 0..PASSES_MAX {
            let before = self.verdict.statuses.len();
            for (pack, rule) in self.rules() {
                if let Trigger::Status(while_) = &rule.trigger {
                    let firings = self.status_firings(pack, &rule.id, while_);
                    self.owed.retain(|o| o.due.why.rule != rule.id);
                    self.apply(pack, rule, &firings);
                }
            }
            if self.verdict.statuses.len() == before {
                break;
            }
        }
    }

    fn recurring(&mut self) {
        for (pack, rule) in self.rules() {
            if let Trigger::Recurring { every, times, during, calendar, when } = &rule.trigger {
                let slots =
                    recurring::Slots { every, times, during: during.as_ref(), calendar: calendar.as_ref() };
                let firings = self.recurring_firings(pack, rule, &slots, when.as_ref());
                self.apply(pack, rule, &firings);
            }
        }
    }

    /// The rules of all packs in the timeline that are about such a subject. Whether a version was in force is asked
    /// for each trigger, at its own time.
    fn rules(&self) -> Vec<(&'a Pack, &'a Rule)> {
        let kind = self.case.profile.get("kind").and_then(|v| v.as_text()).unwrap_or_default();
        self.packs_of(|pack| &pack.rules, |rule| rule.about)
            .into_iter()
            .filter(|(_, rule)| rule.kinds.is_empty() || rule.kinds.iter().any(|k| k.as_str() == kind))
            .collect()
    }

    fn packs_of<T: 'a>(
        &self,
        parts: impl Fn(&'a Pack) -> &'a Vec<T>,
        about: impl Fn(&T) -> SubjectKind,
    ) -> Vec<(&'a Pack, &'a T)> {
        let mut seen = std::collections::BTreeSet::new();
        let mut found = Vec::new();
        for adoption in &self.plan.adoptions {
            if seen.insert(adoption.pack.hash) {
                let fitting =
                    parts(&adoption.pack).iter().filter(|part| about(part) == self.case.subject.kind());
                found.extend(fitting.map(|part| (&*adoption.pack, part)));
            }
        }
        found
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
                            why: self.why(pack, &rule.id, firing),
                        };
                        self.look_again(due.until);
                        self.verdict.alerts.insert(key, due);
                    }
                }
            }
        }
    }

    /// A status from a firing on. The same key with a stronger value keeps the stronger.
    fn hold(&mut self, status: &Name, value: &Name, until: Option<Instant>, why: Why, firing: &Firing) {
        self.look_again(until);
        let key = Key::new(status, &self.case.subject, &firing.anchor);
        let new = StatusHeld { value: value.clone(), from: firing.at, until, why };
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

    /// Notes a moment to come.
    fn look_again(&mut self, at: Option<Instant>) {
        if let Some(at) = at.filter(|at| *at > self.as_of) {
            self.verdict.moments.insert(at);
        }
    }
}
