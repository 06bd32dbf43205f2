//! Courses: day counting, tests, release, extension, restart, conversion.
//!
//! A course that is started again while it runs is not doubled: the later end holds (a new exposure moves the window).

use super::{FactScope, Judge, duty::Window, firing::Firing, run::Run, scope::CourseScope};
use crate::{
    cel::{Condition, Truth},
    program::{Course, DayOne, DoneBy, Pack, Trigger},
    verdict::{Anchor, CourseEnd, CourseRun, Key, StatusHeld, TestDay},
};
use facts::{Date, FactId, Instant, Name, Recorded, SubjectId, time::add_days};
use smol_str::SmolStr;
use std::sync::Arc;

/// How often courses that turn into one another in a circle go round.
const CONVERSIONS_MAX: u8 = 4;

/// A turn into another course: from which pack, into which course, by which firing.
struct Turn<'a> {
    pack: &'a Pack,
    into: Name,
    firing: Firing<'a>,
}

impl<'a> Judge<'a> {
    /// All courses. One that others turn into comes after them, so that a turn into a course that runs already moves
    /// its end instead of doubling it.
    pub(super) fn courses(&mut self) {
        let all = self.courses.clone();
        let mut waiting = all.clone();
        let mut turns: Vec<Turn<'a>> = Vec::new();
        while !waiting.is_empty() {
            let turned_into = |course: &Course| {
                let others = waiting.iter().filter(|(_, c)| c.id != course.id);
                others.flat_map(|(_, c)| &c.convert).any(|turn| turn.into == course.id)
            };
            let next = waiting.iter().position(|(_, course)| !turned_into(course)).unwrap_or(0);
            let (pack, course) = waiting.remove(next);
            let mut starts = self.starts(pack, course);
            let (mine, others): (Vec<_>, Vec<_>) =
                turns.into_iter().partition(|turn| self.takes(pack, course, turn));
            turns = others;
            starts.extend(mine.into_iter().map(|turn| turn.firing));
            turns.extend(self.run_courses(pack, course, starts));
        }
        // Courses that turn into one another in a circle: what is left runs by itself, a bounded number of times.
        for _ in 0..CONVERSIONS_MAX {
            for turn in std::mem::take(&mut turns) {
                if let Some((pack, course)) = all.iter().find(|(p, c)| self.takes(p, c, &turn)) {
                    turns.extend(self.run_courses(pack, course, vec![turn.firing]));
                }
            }
        }
    }

    /// True when a turn leads into this course: of the same version, or of another pack's version then in force.
    fn takes(&self, pack: &Pack, course: &Course, turn: &Turn) -> bool {
        let here = turn.pack.hash == pack.hash;
        let there = || turn.pack.id != pack.id && self.in_force(pack, turn.firing.at, None);
        turn.into == course.id && (here || there())
    }

    fn starts(&mut self, pack: &'a Pack, course: &'a Course) -> Vec<Firing<'a>> {
        let mut firings = Vec::new();
        for start in &course.starts {
            firings.extend(match start {
                Trigger::Fact { ledgers, when } => {
                    self.fact_firings(pack, &course.id, ledgers, when.as_ref())
                }
                Trigger::Status(while_) => self.status_firings(pack, while_),
                Trigger::Signal(_) | Trigger::Recurring { .. } => Vec::new(),
            });
        }
        firings
    }

    /// Runs a course from its starts, in order of time. Returns what it turned into.
    fn run_courses(
        &mut self,
        pack: &'a Pack,
        course: &'a Course,
        mut starts: Vec<Firing<'a>>,
    ) -> Vec<Turn<'a>> {
        starts.sort_by(|a, b| (a.at, &a.anchor).cmp(&(b.at, &b.anchor)));
        // One fact may start a course in two ways.
        starts.dedup_by(|a, b| a.anchor == b.anchor);
        let mut turns = Vec::new();
        let mut starts = starts.into_iter().peekable();
        while let Some(start) = starts.next() {
            let mut again = Vec::new();
            let mut run = self.run(course, start.clone(), &again);
            while let Some(next) = starts.next_if(|next| run.covers(next.at)) {
                again.push(next);
                run = self.run(course, start.clone(), &again);
            }
            if let (Some(firing), Some((_, CourseEnd::Converted { into }))) =
                (run.converted.take(), &run.ended)
            {
                turns.push(Turn { pack, into: into.clone(), firing });
            }
            self.record(pack, run);
        }
        turns
    }

    fn run(&self, course: &'a Course, firing: Firing<'a>, again: &[Firing<'a>]) -> Run<'a> {
        let target = course.linked.as_ref().and_then(|linked| {
            let named = firing.fact.and_then(|f| f.fact.get(&linked.field)).and_then(|v| v.as_text());
            named.and_then(SubjectId::parse)
        });
        let mut run = Run {
            course,
            target,
            day_one: self.day_one(course, &firing),
            laid: firing.received,
            laid_quietly: firing.quiet,
            walked: firing.at,
            lifted: firing.ends.filter(|_| !course.outlasts),
            firing,
            added_days: 0,
            tests: Vec::new(),
            strays: Vec::new(),
            ended: None,
            converted: None,
            held_by: Vec::new(),
            releasable: None,
        };
        for start in again {
            run.day_one = run.day_one.max(self.day_one(course, start));
            run.lay(start.received, start.quiet);
            // As long as anything goes on that started it.
            run.lifted = run.lifted.zip(start.ends).map(|(a, b)| a.max(b));
            run.firing.facts.extend(start.facts.iter().copied());
        }
        self.lay_tests(&mut run);
        let lifted = run.lifted.filter(|at| *at <= self.as_of);
        for fact in self.course_facts(&run) {
            if lifted.is_some_and(|at| at < fact.fact.at) {
                break;
            }
            self.walk(&mut run, fact.fact.at);
            if run.ended.is_none() {
                self.take(&mut run, fact);
            }
            if run.ended.is_none() {
                self.try_release(&mut run, fact.fact.at, fact.fact.at);
            }
            if run.ended.is_some() {
                return run;
            }
        }
        self.walk(&mut run, lifted.unwrap_or(self.as_of));
        if let (None, Some(at)) = (&run.ended, lifted) {
            run.ended = Some((at, CourseEnd::Lifted));
            (run.held_by, run.releasable) = (Vec::new(), None);
        }
        run
    }

    /// Lets time pass up to and including a moment: with the start of a day a course may end, whether or not anybody
    /// looks at that very moment. What happened at the moment itself is not known yet.
    fn walk(&self, run: &mut Run<'a>, until: Instant) {
        let early = run.course.release_early.as_ref().map(|(day, _)| i32::from(*day) - 1);
        let early = early.map(|days| add_days(run.day_one, days));
        let over = add_days(run.last_day(), 1);
        let first = early.map_or(over, |early| early.min(over));
        let mut date = first.max(add_days(self.date_of(run.walked), 1));
        run.walked = run.walked.max(until);
        loop {
            let start = self.plan.zone.start_of(date);
            if start > until || run.ended.is_some() {
                return;
            }
            self.try_release(run, start, start.plus_micros(-1));
            date = add_days(date, 1);
        }
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
                since: run.firing.since,
                received: fact.received,
                quiet: fact.fact.history,
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
            run.lay(fact.received, fact.fact.history);
            run.releasable = None;
            run.firing.facts.push(fact.fact.root());
            self.lay_tests(run);
        }
        if let Some((_, days)) = run.course.extend.iter().find(|(done, _)| by(done)) {
            run.added_days = run.added_days.saturating_add(*days);
            run.releasable = None;
            run.firing.facts.push(fact.fact.root());
        }
        if let Some(tests) = run.course.tests.as_ref().filter(|t| t.result == fact.fact.ledger)
            && let Some(code) = fact.fact.get(&tests.field).and_then(|v| v.as_text())
        {
            run.note_result(self.date_of(at), fact.fact.root(), Name::new(code));
        }
    }

    /// Ends the course at a moment if its time is over (or early release is possible) and its criteria are known to be
    /// met by what is known until then.
    fn try_release(&self, run: &mut Run<'a>, at: Instant, known: Instant) {
        let today = self.date_of(at);
        let truth = if today > run.last_day() {
            run.course.release.as_ref().map_or(Truth::Yes, |when| self.course_truth(run, when, at, known))
        } else {
            let early =
                run.course.release_early.as_ref().filter(|(day, _)| run.day_at(today) >= i32::from(*day));
            match early.map(|(_, when)| self.course_truth(run, when, at, known)) {
                Some(Truth::Yes) => Truth::Yes,
                _ => {
                    run.held_by.clear();
                    run.releasable = None;
                    return;
                }
            }
        };
        run.held_by.clear();
        match truth {
            Truth::Yes if run.course.release_duty.is_some() => {
                run.releasable.get_or_insert(at);
            }
            Truth::Yes => run.ended = Some((at, CourseEnd::Completed)),
            Truth::No => {
                run.releasable = None;
                run.held_by = run.course.release.iter().flat_map(|c| c.reads().to_vec()).collect();
            }
            Truth::Unknown(missing) => {
                run.releasable = None;
                run.held_by = missing.into_iter().collect();
            }
        }
    }

    fn course_truth(&self, run: &Run<'a>, when: &Condition, at: Instant, known: Instant) -> Truth {
        let today = self.date_of(at);
        let values = |name: &str| run.value(name, today);
        let mut scope = match run.firing.fact {
            Some(fact) => FactScope::new(self.plan, self.case, fact),
            None => FactScope::of_subject(self.plan, self.case),
        };
        scope.course = Some(CourseScope {
            from: run.firing.at,
            until: known,
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
        run.strays.retain(|(date, _)| *date >= day_one);
        for (date, id, code) in kept.into_iter().filter(|(date, _, _)| *date >= day_one) {
            run.note_result(date, id, code);
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
                known: run.firing.received.max(run.firing.at),
                quiet: run.firing.quiet,
                why: why.clone(),
            };
            // The fact that starts a course may give the same status by a rule too; each ends in its own time.
            let anchor = match &run.firing.anchor {
                Anchor::Fact(root) => Anchor::Within(*root, SmolStr::new(&*run.course.id)),
                other => Anchor::Period(SmolStr::from(format!("{other}+{}", run.course.id))),
            };
            self.verdict.statuses.insert(Key::new(status, &self.case.subject, &anchor), held);
        }
        if run.ended.is_none() {
            let zone = self.plan.zone;
            self.look_again(&run.course.id, Some(zone.start_of(add_days(self.date_of(self.as_of), 1))));
            self.look_again(&run.course.id, run.lifted);
        }
        let course = CourseRun {
            started: run.firing.since,
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
                            // A slot that was over before the course began was never anybody's to fill. (A test is
                            // owed all the same: the calendar counts from an earlier day.)
                            if daily.duty.within.after(from, zone) <= run.firing.at {
                                continue;
                            }
                            if begun(from) {
                                let part = format!("{day}T{:02}:{:02}", time.hour(), time.minute());
                                found.push((&daily.duty, SmolStr::from(part), from));
                            } else if ended.is_none() {
                                self.look_again(&course.id, Some(from));
                            }
                        }
                    }
                    date = add_days(date, 1);
                }
            }
        }
        // Days that were laid anew by something received late are not the owner's fault.
        let firing = Firing { received: run.laid, quiet: run.laid_quietly, ..run.firing.clone() };
        for (spec, part, from) in found {
            self.owe(pack, &course.id, spec, &firing, Some(Window { anchor: anchor(part), from }));
        }
        if let (Some(spec), Some(from)) = (&course.release_duty, run.releasable) {
            let window = Window { anchor: anchor(SmolStr::new("release")), from };
            self.owe(pack, &course.id, spec, &run.firing, Some(window));
        }
    }
}
