//! `needs`: which facts a plan reads, about whom, and how far back. It bounds what is loaded and what is evaluated at
//! all: a fact that nothing reads changes nothing.

use crate::program::{DoneBy, DutySpec, Effect, Pack, Plan, Trigger, Until};
use facts::{Name, Span, SubjectKind, ledger::Act};
use std::collections::{BTreeMap, BTreeSet};

/// What a plan needs to know.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// Ledgers read about each kind of subject.
    pub ledgers: BTreeMap<SubjectKind, BTreeSet<Name>>,
    /// How many days back facts about each kind of subject matter.
    pub reach_days: BTreeMap<SubjectKind, i32>,
    /// How many days before a trigger the window of a signal about such a subject begins.
    pub window_days: BTreeMap<SubjectKind, i32>,
    /// Ledgers that conditions look back at without a bound (`history.<ledger>`): whether the first or the second fact of
    /// a kind fires must not depend on how much was loaded.
    pub history: BTreeMap<SubjectKind, BTreeSet<Name>>,
    /// Ledgers that signals over members count: ledger → (rule, kinds of organisation).
    pub counted: BTreeMap<Name, Vec<(Name, Vec<Name>)>>,
    /// Ledgers that give calendars to organisations and all below.
    pub calendars: BTreeSet<Name>,
    /// Ledgers of linked subjects that courses read.
    pub linked: BTreeSet<Name>,
    /// The fields of starting facts that name a linked subject: (ledger, field).
    pub links: BTreeSet<(Name, Name)>,
    /// Statuses of organisations that change what holds for their members or for organisations below.
    pub ambient: BTreeSet<Name>,
    /// Kinds of organisation (empty name: any) for which time alone brings duties.
    pub recurring: BTreeSet<Name>,
}

/// Days that a fact matters beyond what rules say: late corrections and late discharges.
const DAYS_EXTRA: i32 = 7;

/// What the packs of this plan need.
pub fn needs(plan: &Plan) -> Needs {
    let mut needs = Needs::default();
    for ledger in plan.ledgers.0.values() {
        // Decisions are facts about the subject of the duty or alert, whatever it is.
        if matches!(ledger.act, Some(Act::Claim | Act::Delegate | Act::Waive | Act::Acknowledge)) {
            for kind in SubjectKind::ALL {
                needs.read(kind, &ledger.id);
            }
        }
    }
    for adoption in &plan.adoptions {
        needs.pack(&adoption.pack);
    }
    needs
}

/// Days that a span may touch.
fn whole_days(span: Span) -> i32 {
    match span {
        Span::Days(n) => n,
        Span::Micros(micros) => i32::try_from(micros / 86_400_000_000 + 1).unwrap_or(i32::MAX),
    }
}

impl Needs {
    /// True when something reads this ledger about such a subject.
    pub fn reads(&self, kind: SubjectKind, ledger: &str) -> bool {
        self.ledgers.get(&kind).is_some_and(|set| set.contains(ledger))
    }

    /// How many days back facts about such a subject matter.
    pub fn reach(&self, kind: SubjectKind) -> i32 {
        self.reach_days.get(&kind).copied().unwrap_or(0) + DAYS_EXTRA
    }

    /// How many days before the horizon facts about such a subject must be known for what happened after it to be judged
    /// rightly.
    pub fn lookback(&self, kind: SubjectKind) -> i32 {
        self.window_days.get(&kind).copied().unwrap_or(0)
    }

    fn read(&mut self, kind: SubjectKind, ledger: &Name) {
        self.ledgers.entry(kind).or_default().insert(ledger.clone());
    }

    fn reach_at_least(&mut self, kind: SubjectKind, span: Span) {
        let entry = self.reach_days.entry(kind).or_default();
        *entry = (*entry).max(whole_days(span));
    }

    fn pack(&mut self, pack: &Pack) {
        for rule in &pack.rules {
            let about = rule.about;
            self.trigger(about, &rule.trigger);
            if let Trigger::Signal(signal) = &rule.trigger {
                for ledger in &signal.counts {
                    if about == SubjectKind::Org {
                        self.counted
                            .entry(ledger.clone())
                            .or_default()
                            .push((rule.id.clone(), rule.kinds.clone()));
                    }
                    self.read(about, ledger);
                }
                self.reach_at_least(about, signal.window);
                let window = self.window_days.entry(about).or_default();
                *window = (*window).max(whole_days(signal.window));
            }
            if matches!(rule.trigger, Trigger::Recurring { .. }) {
                let any = [Name::default()];
                let kinds: &[Name] = if rule.kinds.is_empty() { &any } else { &rule.kinds };
                self.recurring.extend(kinds.iter().cloned());
            }
            for effect in &rule.effects {
                match effect {
                    Effect::Duty(spec) => self.duty(about, spec),
                    Effect::Status { until, .. } | Effect::Alert { until, .. } => self.until(about, until),
                }
            }
        }
        self.courses(pack);
    }

    fn trigger(&mut self, about: SubjectKind, trigger: &Trigger) {
        match trigger {
            Trigger::Fact { ledgers, when } => {
                for ledger in ledgers {
                    self.read(about, ledger);
                }
                self.condition_reads(about, when.as_ref());
            }
            Trigger::Status(while_) => {
                self.ambient.insert(while_.status.clone());
            }
            Trigger::Recurring { during, calendar, .. } => {
                self.ambient.extend(during.iter().map(|w| w.status.clone()));
                if let Some(calendar) = calendar {
                    self.calendars.insert(calendar.ledger.clone());
                    self.read(SubjectKind::Org, &calendar.ledger);
                }
            }
            Trigger::Signal(_) => {}
        }
    }

    /// `history.<ledger>` and `during.<ledger>` in a condition are reads too.
    fn condition_reads(&mut self, about: SubjectKind, when: Option<&crate::cel::Condition>) {
        for path in when.into_iter().flat_map(|c| c.reads()) {
            let before = path.strip_prefix("history.");
            if let Some(ledger) = before.or_else(|| path.strip_prefix("during.")) {
                let ledger = Name::new(ledger.split('.').next().unwrap_or(ledger));
                self.read(about, &ledger);
                if before.is_some() {
                    self.history.entry(about).or_default().insert(ledger);
                }
            }
        }
    }

    fn duty(&mut self, about: SubjectKind, spec: &DutySpec) {
        self.done_by(about, &spec.done_by);
        self.reach_at_least(about, spec.within);
        if let Some(grace) = spec.grace {
            self.reach_at_least(about, grace);
        }
    }

    fn done_by(&mut self, about: SubjectKind, done_by: &DoneBy) {
        self.read(about, &done_by.ledger);
        self.condition_reads(about, done_by.when.as_ref());
    }

    fn until(&mut self, about: SubjectKind, until: &Until) {
        if let Some(span) = until.after {
            self.reach_at_least(about, span);
        }
        if let Some(done_by) = &until.fact {
            self.done_by(about, done_by);
        }
    }

    fn courses(&mut self, pack: &Pack) {
        for course in &pack.courses {
            let about = course.about;
            for start in &course.starts {
                self.trigger(about, start);
            }
            let facts = course.ends.iter().chain(&course.restart).chain(course.extend.iter().map(|(d, _)| d));
            for done_by in facts.chain(course.convert.iter().filter(|c| !c.of_linked).map(|c| &c.by)) {
                self.done_by(about, done_by);
            }
            let early = course.release_early.as_ref().map(|(_, when)| when);
            for when in course.release.iter().chain(early) {
                self.condition_reads(about, Some(when));
            }
            if let Some(tests) = &course.tests {
                self.read(about, &tests.result);
                self.duty(about, &tests.duty);
            }
            let duties =
                course.daily.iter().map(|d| &d.duty).chain(&course.at_start).chain(&course.release_duty);
            for spec in duties {
                self.duty(about, spec);
            }
            self.reach_at_least(about, Span::Days(i32::from(course.days_max)));
            if let Some(linked) = &course.linked {
                let turns = course.convert.iter().filter(|c| c.of_linked).map(|c| &c.by.ledger);
                self.linked.extend(linked.ledgers.iter().chain(turns).cloned());
                for start in &course.starts {
                    if let Trigger::Fact { ledgers, .. } = start {
                        self.links.extend(ledgers.iter().map(|l| (l.clone(), linked.field.clone())));
                    }
                }
            }
        }
    }
}
