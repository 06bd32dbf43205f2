//! Courses: day counting, tests, release, extension, restart, conversion.
//!
//! A course that is started again while it runs is not doubled: the later end holds (a new exposure moves the window).

use super::{FactScope, Judge, duty::Window, firing::Firing, scope::CourseScope};
use crate::{
    cel::{Condition, Truth},
    program::{Course, DayOne, DoneBy, Pack},
    verdict::{Anchor, CourseEnd, CourseRun, Key, StatusHeld, TestDay},
};
use facts::{Date, Decimal, FactId, Instant, Name, Recorded, SubjectId, Value, time::add_days};
use smol_str::SmolStr;
use std::{collections::BTreeSet, sync::Arc};

/// How far conversions may lead from one course to the next; `plan check` refuses cycles.
const CONVERSIONS_MAX: u8 = 4;

/// A result may arrive this many days after its test day and still belong to it.
const RESULT_DAYS_LATE_MAX: i32 = 2;

/// A course under way.
struct Run<'a> {
    course: &'a Course,
    firing: Firing<'a>,
    target: Option<SubjectId>,
    day_one: Date,
    added_days: u16,
    tests: Vec<TestDay>,
    ended: Option<(Instant, CourseEnd)>,
    converted: Option<Firing<'a>>,
    held_by: Vec<Name>,
    /// When the criteria of release were first met, if they were.
    releasable: Option<Instant>,
}

impl<'a> Judge<'a> {
    /// Runs a course from its starts, in order of time.
    pub(super) fn run_courses(
        &mut self,
        pack: &'a Pack,
        course: &'a Course,
        starts: Vec<Firing<'a>>,
        depth: u8,
    ) {
        let mut starts = starts.into_iter().peekable();
        while let Some(start) = starts.next() {
            let mut again = Vec::new();
            let mut run = self.run(course, start, &again);
            while let Some(next) = starts.next_if(|next| self.covers(&run, next.at)) {
                again.push(next);
                run = self.run(course, run.firing, &again);
            }
            let converted = run.converted.take();
            let into = match &run.ended {
                Some((_, CourseEnd::Converted { into })) => Some(into.clone()),
                _ => None,
            };
            self.record(pack, run);
            let other = into.and_then(|into| pack.courses.iter().find(|c| c.id == into));
            if let (Some(other), Some(firing)) = (other, converted)
                && depth < CONVERSIONS_MAX
            {
                self.run_courses(pack, other, vec![firing], depth + 1);
            }
        }
    }

    fn covers(&self, run: &Run, at: Instant) -> bool {
        match &run.ended {
            Some((ended, _)) => at < *ended,
            None => true,
        }
    }

    fn run(&self, course: &'a Course, firing: Firing<'a>, again: &[Firing<'a>]) -> Run<'a> {
        let target = course.linked.as_ref().and_then(|linked| {
            let named = firing.fact.and_then(|f| f.fact.get(&linked.field)).and_then(|v| v.as_text());
            named.and_then(SubjectId::parse)
        });
        let day_one = self.day_one(course, &firing);
        let mut run = Run {
            course,
            firing,
            target,
            day_one,
            added_days: 0,
            tests: Vec::new(),
            ended: None,
            converted: None,
            held_by: Vec::new(),
            releasable: None,
        };
        for start in again {
            run.day_one = run.day_one.max(self.day_one(course, start));
            run.firing.facts.extend(start.facts.iter().copied());
        }
        self.lay_tests(&mut run);
        for fact in self.course_facts(&run) {
            self.take(&mut run, fact);
            if run.ended.is_some() {
                return run;
            }
            self.try_release(&mut run, fact.fact.at);
            if run.ended.is_some() {
                return run;
            }
        }
        self.try_release(&mut run, self.as_of);
        run
    }

    /// The facts that a course reads, from its start on: about the subject, and about the linked subject.
    fn course_facts(&self, run: &Run<'a>) -> Vec<&'a Arc<Recorded>> {
        let target = run.target.clone();
        let linked = self.case.linked.iter().filter(|f| Some(&f.fact.subject) == target.as_ref());
        let since = run.firing.at;
        let trigger = run.firing.fact.map(|f| f.fact.root());
        let mut facts: Vec<&'a Arc<Recorded>> = self.case.facts.iter().chain(linked).collect();
        facts.retain(|f| f.fact.at >= since && f.fact.at <= self.as_of && Some(f.fact.root()) != trigger);
        facts.sort_by_key(|f| (f.fact.at, f.fact.root()));
        facts
    }

    fn take(&self, run: &mut Run<'a>, fact: &'a Arc<Recorded>) {
        let own = fact.fact.subject == self.case.subject;
        let at = fact.fact.at;
        let by = |done: &DoneBy| done.ledger == fact.fact.ledger && self.settles(done.when.as_ref(), fact);
        if let Some(turn) = run.course.convert.iter().find(|c| c.of_linked != own && by(&c.by)) {
            run.ended = Some((at, CourseEnd::Converted { into: turn.into.clone() }));
            run.converted = Some(Firing {
                anchor: Anchor::Fact(fact.fact.root()),
                at,
                received: fact.received,
                ends: None,
                facts: [run.firing.facts.as_slice(), &[fact.fact.root()]].concat(),
                fields: Vec::new(),
                fact: Some(fact),
            });
            return;
        }
        if !own {
            return;
        }
        if run.course.ends.iter().any(by) {
            run.ended = Some((at, CourseEnd::Released { fact: fact.fact.root() }));
            return;
        }
        if run.course.restart.iter().any(by) {
            run.day_one = self.date_of(at);
            run.firing.facts.push(fact.fact.root());
            self.lay_tests(run);
        }
        if let Some((_, days)) = run.course.extend.iter().find(|(done, _)| by(done)) {
            run.added_days = run.added_days.saturating_add(*days);
            run.firing.facts.push(fact.fact.root());
        }
        if let Some(tests) = run.course.tests.as_ref().filter(|t| t.result == fact.fact.ledger) {
            if let Some(code) = fact.fact.get(&tests.field).and_then(|v| v.as_text()) {
                assign_result(&mut run.tests, self.date_of(at), fact.fact.root(), Name::new(code));
            }
        }
    }

    /// Ends the course when its time is over (or early release is possible) and its criteria are known to be met.
    fn try_release(&self, run: &mut Run<'a>, at: Instant) {
        let over = self.plan.zone.start_of(add_days(run.last_day(), 1));
        let moment = if at >= over {
            over.max(run.last_fact_before(at, self))
        } else {
            match &run.course.release_early {
                Some((day, when)) if run.day_at(self.date_of(at)) >= i32::from(*day) => {
                    if self.course_truth(run, when, at) == Truth::Yes { at } else { return }
                }
                _ => return,
            }
        };
        let truth = match (&run.course.release, at >= over) {
            (Some(when), true) => self.course_truth(run, when, at),
            _ => Truth::Yes,
        };
        run.held_by.clear();
        match truth {
            Truth::Yes if run.course.release_duty.is_some() => {
                run.releasable.get_or_insert(moment);
            }
            Truth::Yes => run.ended = Some((moment, CourseEnd::Completed)),
            Truth::No => run.held_by = run.course.release.iter().flat_map(|c| c.reads().to_vec()).collect(),
            Truth::Unknown(missing) => run.held_by = missing.into_iter().collect(),
        }
    }

    fn course_truth(&self, run: &Run<'a>, when: &Condition, at: Instant) -> Truth {
        let today = self.date_of(at);
        let values = |name: &str| run.value(name, today);
        let mut scope = match run.firing.fact {
            Some(fact) => FactScope::new(self.plan, self.case, fact),
            None => FactScope::of_subject(self.plan, self.case),
        };
        scope.course = Some(CourseScope {
            from: run.firing.at,
            until: at,
            target: run.target.as_ref(),
            values: &values,
        });
        when.test(&scope)
    }

    fn day_one(&self, course: &Course, firing: &Firing) -> Date {
        let named =
            course.day_from.as_ref().and_then(|field| firing.fact?.fact.get(field)?.as_text()?.parse().ok());
        let day = named.unwrap_or_else(|| self.date_of(firing.at));
        match course.day_one {
            DayOne::SameDay => day,
            DayOne::NextDay => add_days(day, 1),
        }
    }

    /// Lays the test days anew, keeping results that were already there.
    fn lay_tests(&self, run: &mut Run<'a>) {
        let Some(tests) = &run.course.tests else { return };
        let kept: Vec<(Date, FactId, Name)> =
            run.tests.iter().filter_map(|t| t.result.clone().map(|(id, code)| (t.date, id, code))).collect();
        let day_one = run.day_one;
        run.tests = tests
            .days
            .iter()
            .map(|day| TestDay { day: *day, date: add_days(day_one, i32::from(*day) - 1), result: None })
            .collect();
        for (date, id, code) in kept {
            if date >= day_one {
                assign_result(&mut run.tests, date, id, code);
            }
        }
    }

    fn record(&mut self, pack: &'a Pack, run: Run<'a>) {
        self.course_duties(pack, &run);
        let key = Key::new(&run.course.id, &self.case.subject, &run.firing.anchor);
        let why = self.why(pack, &run.course.id, &run.firing);
        if let Some((status, value)) = &run.course.status {
            let held = StatusHeld {
                value: value.clone(),
                from: run.firing.at,
                until: run.ended.as_ref().map(|(at, _)| *at),
                why: why.clone(),
            };
            self.verdict.statuses.insert(Key::new(status, &self.case.subject, &run.firing.anchor), held);
        }
        if run.ended.is_none() {
            let zone = self.plan.zone;
            self.look_again(Some(zone.start_of(add_days(self.date_of(self.as_of), 1))));
        }
        let course = CourseRun {
            started: run.firing.at,
            day_one: run.day_one,
            last_day: run.last_day(),
            phases: run.phases(),
            tests: run.tests,
            ended: run.ended,
            held_by: run.held_by,
            why,
        };
        self.verdict.courses.insert(key, course);
    }

    fn course_duties(&mut self, pack: &'a Pack, run: &Run<'a>) {
        let course = run.course;
        let Anchor::Fact(root) = run.firing.anchor.clone() else {
            return self.member_course_duties(pack, run);
        };
        self.duties_within(pack, run, &|part| Anchor::Within(root, part));
        for spec in &course.at_start {
            self.owe(pack, &course.id, spec, &run.firing, None);
        }
    }

    /// A course that an organisation's status brought upon a member hangs on that status.
    fn member_course_duties(&mut self, pack: &'a Pack, run: &Run<'a>) {
        let base = run.firing.anchor.to_string();
        self.duties_within(pack, run, &|part| Anchor::Period(SmolStr::from(format!("{base}+{part}"))));
        for spec in &run.course.at_start {
            self.owe(pack, &run.course.id, spec, &run.firing, None);
        }
    }

    fn duties_within(&mut self, pack: &'a Pack, run: &Run<'a>, anchor: &dyn Fn(SmolStr) -> Anchor) {
        let course = run.course;
        let zone = self.plan.zone;
        let ended = run.ended.as_ref().map(|(at, _)| *at);
        let as_of = self.as_of;
        let begun = |from: Instant| from <= as_of && ended.is_none_or(|at| from < at);
        let mut found = Vec::new();
        if let Some(tests) = &course.tests {
            for test in &run.tests {
                let from = zone.start_of(test.date);
                if begun(from) {
                    found.push((&tests.duty, SmolStr::from(format!("{}", test.day)), from));
                }
            }
        }
        let today = self.date_of(self.as_of);
        for (phase, first, last) in run.phases() {
            for daily in course.daily.iter().filter(|d| d.phases.is_empty() || d.phases.contains(&phase)) {
                let mut date = first;
                while date <= last.min(today) {
                    let day = run.day_at(date);
                    if (day - 1) % i32::from(daily.every_days.max(1)) == 0 {
                        for (time, from) in daily.times.iter().map(|t| (t, zone.at(date, *t))) {
                            if begun(from) {
                                let part = format!("{day}T{:02}:{:02}", time.hour(), time.minute());
                                found.push((&daily.duty, SmolStr::from(part), from));
                            } else if ended.is_none() {
                                self.look_again(Some(from));
                            }
                        }
                    }
                    date = add_days(date, 1);
                }
            }
        }
        for (spec, part, from) in found {
            self.owe(pack, &course.id, spec, &run.firing, Some(Window { anchor: anchor(part), from }));
        }
        if let (Some(spec), Some(from)) = (&course.release_duty, run.releasable) {
            let window = Window { anchor: anchor(SmolStr::new("release")), from };
            self.owe(pack, &course.id, spec, &run.firing, Some(window));
        }
    }
}

impl Run<'_> {
    fn length(&self) -> u16 {
        let planned: u16 = self.course.phases.iter().map(|p| p.days).sum();
        planned.saturating_add(self.added_days).min(self.course.days_max.max(planned))
    }

    fn last_day(&self) -> Date {
        add_days(self.day_one, i32::from(self.length()) - 1)
    }

    /// The number of a date, day 1 being `day_one`.
    fn day_at(&self, date: Date) -> i32 {
        facts::time::days_between(self.day_one, date) + 1
    }

    /// Phases with their dates; added days belong to the last.
    fn phases(&self) -> Vec<(Name, Date, Date)> {
        let mut first = self.day_one;
        let mut phases = Vec::new();
        for (n, phase) in self.course.phases.iter().enumerate() {
            let is_last = n + 1 == self.course.phases.len();
            let last = if is_last { self.last_day() } else { add_days(first, i32::from(phase.days) - 1) };
            phases.push((phase.id.clone(), first, last));
            first = add_days(last, 1);
        }
        phases
    }

    /// The time of the last fact up to `at` that could have met the criteria.
    fn last_fact_before(&self, at: Instant, judge: &Judge) -> Instant {
        let mut facts = judge.course_facts_of(self);
        facts.retain(|t| *t <= at);
        facts.into_iter().max().unwrap_or(Instant(i64::MIN))
    }

    fn value(&self, name: &str, today: Date) -> Option<Value> {
        let number = |n: i64| Decimal::from_int(n).map(Value::Number);
        let done: Vec<&Name> =
            self.tests.iter().filter_map(|t| t.result.as_ref().map(|(_, code)| code)).collect();
        let with =
            |code: &Name| i64::try_from(done.iter().filter(|c| **c == code).count()).unwrap_or(i64::MAX);
        let tests = self.course.tests.as_ref();
        match name {
            "day" => number(i64::from(self.day_at(today))),
            "days" => number(i64::from(self.length())),
            "tests_due" => number(i64::try_from(self.tests.iter().filter(|t| t.date <= today).count()).ok()?),
            "tests_done" => number(i64::try_from(done.len()).ok()?),
            "tests_negative" => number(with(&tests?.negative)),
            "tests_positive" => number(with(&tests?.positive)),
            "phase" => {
                let phases = self.phases();
                let now = phases.iter().find(|(_, first, last)| *first <= today && today <= *last);
                now.or(phases.last()).map(|(id, _, _)| Value::text(id))
            }
            _ => None,
        }
    }
}

impl Judge<'_> {
    fn course_facts_of(&self, run: &Run) -> BTreeSet<Instant> {
        let own = self.case.facts.iter().chain(&self.case.linked);
        let read = |f: &&Arc<Recorded>| {
            f.fact.at >= run.firing.at
                && (run.course.tests.as_ref().is_some_and(|t| t.result == f.fact.ledger)
                    || run.course.linked.as_ref().is_some_and(|l| l.ledgers.contains(&f.fact.ledger)))
        };
        own.filter(read).map(|f| f.fact.at).collect()
    }
}

/// A result belongs to the earliest test day without one that is not after it and not too long before it; else to the
/// latest day not after it.
fn assign_result(tests: &mut [TestDay], date: Date, fact: FactId, code: Name) {
    let oldest = add_days(date, -RESULT_DAYS_LATE_MAX);
    let open = tests.iter_mut().find(|t| t.result.is_none() && oldest <= t.date && t.date <= date);
    match open {
        Some(test) => test.result = Some((fact, code)),
        None => {
            if let Some(test) = tests.iter_mut().rev().find(|t| t.date <= date && t.result.is_none()) {
                test.result = Some((fact, code));
            }
        }
    }
}
