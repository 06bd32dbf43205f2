//! `needs`: which facts a plan reads, about whom, and how far back. It bounds what is loaded and what is evaluated at
//! all: a fact that nothing reads changes nothing.

use crate::{
    parts::{Part, Parts, parts},
    program::{Course, DoneBy, DutySpec, Effect, Plan, Rule, Trigger, Until},
};
use facts::{Name, Span, SubjectKind, ledger::Act};
use std::collections::{BTreeMap, BTreeSet};

/// What a plan needs to know.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// The parts that can be judged apart.
    pub parts: Parts,
    /// What each of them reads, in the order of `parts.all`.
    pub reads: Vec<Reads>,
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
    /// Which parts read a ledger about such a subject; decisions are led to their part by the key they name.
    readers: BTreeMap<(SubjectKind, Name), Vec<usize>>,
}

/// What a part, or several together, need of a case file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reads {
    /// Ledgers of facts about the subject.
    pub ledgers: BTreeSet<Name>,
    /// Ledgers that conditions look back at without a bound (`history.<ledger>`): whether the first or the second fact of
    /// a kind fires must not depend on how much was loaded.
    pub history: BTreeSet<Name>,
    /// Ledgers whose facts say something together with others only: signals count them, routines look back at them.
    pub counts: BTreeSet<Name>,
    /// Which facts may set something off that they did not before, once a fact that they look back at becomes known:
    /// ledger looked back at → ledgers of triggers.
    pub looking_back: BTreeMap<Name, BTreeSet<Name>>,
    /// Signals over members, by rule.
    pub signals: BTreeSet<Name>,
    /// Statuses of organisations above.
    pub ambient: BTreeSet<Name>,
    /// Ledgers that give calendars.
    pub calendars: BTreeSet<Name>,
    /// Ledgers of linked subjects.
    pub linked: BTreeSet<Name>,
    /// How many days back facts matter by what the constructs say.
    reach_days: i32,
    /// How many days before a trigger the window of a signal begins.
    window_days: i32,
}

/// Days that a fact matters beyond what rules say: late corrections and late discharges.
const DAYS_EXTRA: i32 = 7;

/// What the packs of this plan need.
pub fn needs(plan: &Plan) -> Needs {
    let mut needs = Needs { parts: parts(plan), ..Needs::default() };
    // Decisions are facts about the subject of the duty or alert, whatever it is.
    let decides =
        |act: Option<Act>| matches!(act, Some(Act::Claim | Act::Delegate | Act::Waive | Act::Acknowledge));
    let decisions: BTreeSet<Name> =
        plan.ledgers.0.values().filter(|l| decides(l.act)).map(|l| l.id.clone()).collect();
    for n in 0..needs.parts.all.len() {
        let part = needs.parts.all[n].clone();
        let mut reads = Reads::default();
        needs.part(plan, &part, &mut reads);
        for (ledger, about) in reads.ledgers.iter().zip(std::iter::repeat(part.about)) {
            if let Some(about) = about {
                needs.readers.entry((about, ledger.clone())).or_default().push(n);
            }
        }
        reads.ledgers.extend(decisions.iter().cloned());
        needs.reads.push(reads);
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
    /// The parts that read this ledger about such a subject.
    pub fn readers(&self, about: SubjectKind, ledger: &Name) -> &[usize] {
        self.readers.get(&(about, ledger.clone())).map_or(&[], Vec::as_slice)
    }

    /// The parts about such a reader that read this ledger about a linked subject.
    pub fn reading_linked<'a>(
        &'a self,
        reader: SubjectKind,
        ledger: &'a Name,
    ) -> impl Iterator<Item = usize> + 'a {
        let reads = move |n: &usize| {
            self.parts.all[*n].about == Some(reader) && self.reads[*n].linked.contains(ledger)
        };
        (0..self.reads.len()).filter(reads)
    }

    /// What several parts need together.
    pub fn together(&self, parts: impl IntoIterator<Item = usize>) -> Reads {
        let mut all = Reads::default();
        parts.into_iter().filter_map(|n| self.reads.get(n)).for_each(|reads| all.join(reads));
        all
    }

    fn part(&mut self, plan: &Plan, part: &Part, reads: &mut Reads) {
        for place in &part.rules {
            let rule = &plan.adoptions[place.adoption].pack.rules[place.n];
            reads.rule(rule);
            if let Trigger::Signal(signal) = &rule.trigger
                && rule.about == SubjectKind::Org
            {
                for ledger in &signal.counts {
                    let counts = (rule.id.clone(), rule.kinds.clone());
                    let known = self.counted.entry(ledger.clone()).or_default();
                    if !known.contains(&counts) {
                        known.push(counts);
                    }
                }
            }
        }
        for place in &part.courses {
            let course = &plan.adoptions[place.adoption].pack.courses[place.n];
            reads.course(course);
            self.links(course);
        }
        self.ambient.extend(reads.ambient.iter().cloned());
        self.calendars.extend(reads.calendars.iter().cloned());
        self.linked.extend(reads.linked.iter().cloned());
    }

    fn links(&mut self, course: &Course) {
        let Some(linked) = &course.linked else { return };
        for start in &course.starts {
            if let Trigger::Fact { ledgers, .. } = start {
                self.links.extend(ledgers.iter().map(|l| (l.clone(), linked.field.clone())));
            }
        }
    }
}

impl Reads {
    /// How many days back facts matter.
    pub fn reach(&self) -> i32 {
        self.reach_days + DAYS_EXTRA
    }

    /// How many days before the horizon facts must be known for what happened after it to be judged rightly.
    pub fn lookback(&self) -> i32 {
        self.window_days
    }

    /// As long as nothing stands, the ledgers of those facts after one of this ledger that may say something else now
    /// that it is known. None when even what came before may.
    pub fn said_anew_by(&self, ledger: &Name) -> Option<impl Iterator<Item = &Name>> {
        let alone = !self.counts.contains(ledger);
        alone.then(|| self.looking_back.get(ledger).into_iter().flatten())
    }

    fn join(&mut self, other: &Reads) {
        let sets = [
            (&mut self.ledgers, &other.ledgers),
            (&mut self.history, &other.history),
            (&mut self.counts, &other.counts),
            (&mut self.signals, &other.signals),
            (&mut self.ambient, &other.ambient),
            (&mut self.calendars, &other.calendars),
            (&mut self.linked, &other.linked),
        ];
        for (own, others) in sets {
            own.extend(others.iter().cloned());
        }
        for (ledger, triggers) in &other.looking_back {
            self.looking_back.entry(ledger.clone()).or_default().extend(triggers.iter().cloned());
        }
        self.reach_days = self.reach_days.max(other.reach_days);
        self.window_days = self.window_days.max(other.window_days);
    }

    fn reach_at_least(&mut self, span: Span) {
        self.reach_days = self.reach_days.max(whole_days(span));
    }

    fn rule(&mut self, rule: &Rule) {
        self.trigger(&rule.trigger);
        if let Trigger::Signal(signal) = &rule.trigger {
            self.ledgers.extend(signal.counts.iter().cloned());
            self.counts.extend(signal.counts.iter().cloned());
            // A day decides about the days that a detector compares with it; the first of them is needed whole.
            let before = signal.detector.as_ref().map_or(0, |d| d.days_before().saturating_add(1));
            let window = whole_days(signal.window).saturating_add(before);
            self.reach_days = self.reach_days.max(window);
            self.window_days = self.window_days.max(window);
            if rule.about == SubjectKind::Org {
                self.signals.insert(rule.id.clone());
            }
        }
        for effect in &rule.effects {
            match effect {
                Effect::Duty(spec) => self.duty(spec),
                Effect::Status { until, .. } | Effect::Alert { until, .. } => self.until(until),
            }
        }
    }

    fn trigger(&mut self, trigger: &Trigger) {
        match trigger {
            Trigger::Fact { ledgers, when } => {
                self.ledgers.extend(ledgers.iter().cloned());
                for before in self.condition(when.as_ref()) {
                    self.looking_back.entry(before).or_default().extend(ledgers.iter().cloned());
                }
            }
            Trigger::Status(while_) => {
                self.ambient.insert(while_.status.clone());
            }
            Trigger::Recurring { during, calendar, when, .. } => {
                let before = self.condition(when.as_ref());
                self.counts.extend(before);
                self.ambient.extend(during.iter().map(|w| w.status.clone()));
                if let Some(calendar) = calendar {
                    self.calendars.insert(calendar.ledger.clone());
                    self.ledgers.insert(calendar.ledger.clone());
                }
            }
            Trigger::Signal(_) => {}
        }
    }

    /// `history.<ledger>` and `during.<ledger>` in a condition are reads too. Returns the ledgers that it looks back at.
    fn condition(&mut self, when: Option<&crate::cel::Condition>) -> BTreeSet<Name> {
        let mut looked_back_at = BTreeSet::new();
        for path in when.into_iter().flat_map(|c| c.reads()) {
            let before = path.strip_prefix("history.");
            if let Some(ledger) = before.or_else(|| path.strip_prefix("during.")) {
                let ledger = Name::new(ledger.split('.').next().unwrap_or(ledger));
                self.ledgers.insert(ledger.clone());
                if before.is_some() {
                    self.history.insert(ledger.clone());
                    looked_back_at.insert(ledger);
                }
            }
        }
        looked_back_at
    }

    fn duty(&mut self, spec: &DutySpec) {
        self.done_by(&spec.done_by);
        let lasts = whole_days(spec.within).saturating_add(spec.grace.map_or(0, whole_days));
        self.reach_days = self.reach_days.max(lasts);
    }

    fn done_by(&mut self, done_by: &DoneBy) {
        self.ledgers.insert(done_by.ledger.clone());
        self.condition(done_by.when.as_ref());
    }

    fn until(&mut self, until: &Until) {
        if let Some(span) = until.after {
            self.reach_at_least(span);
        }
        if let Some(done_by) = &until.fact {
            self.done_by(done_by);
        }
    }

    fn course(&mut self, course: &Course) {
        for start in &course.starts {
            self.trigger(start);
        }
        let facts = course.ends.iter().chain(&course.restart).chain(course.extend.iter().map(|(d, _)| d));
        for done_by in facts.chain(course.convert.iter().filter(|c| !c.of_linked).map(|c| &c.by)) {
            self.done_by(done_by);
        }
        let early = course.release_early.as_ref().map(|(_, when)| when);
        for when in course.release.iter().chain(early) {
            self.condition(Some(when));
        }
        if let Some(tests) = &course.tests {
            self.ledgers.insert(tests.result.clone());
            self.duty(&tests.duty);
        }
        let duties = course.daily.iter().map(|d| &d.duty).chain(&course.at_start).chain(&course.release_duty);
        for spec in duties {
            self.duty(spec);
        }
        self.reach_at_least(Span::Days(i32::from(course.days_max)));
        if let Some(linked) = &course.linked {
            let turns = course.convert.iter().filter(|c| c.of_linked).map(|c| &c.by.ledger);
            self.linked.extend(linked.ledgers.iter().chain(turns).cloned());
        }
    }
}
