//! `Run`: one course under way, its days, phases and test days.
//!
//! Not here: what starts, moves and ends it (`course`).

use super::firing::Firing;
use crate::{
    program::Course,
    verdict::{CourseEnd, TestDay},
};
use facts::{Date, Decimal, FactId, Instant, Name, SubjectId, Value, time::add_days};

/// A result may arrive this many days after its test day and still belong to it.
const RESULT_DAYS_LATE_MAX: i32 = 2;

/// A course under way.
pub(super) struct Run<'a> {
    pub course: &'a Course,
    pub firing: Firing<'a>,
    pub target: Option<SubjectId>,
    pub day_one: Date,
    /// When the house knew what the days are counted from.
    pub laid: Instant,
    /// It knew by an import of history.
    pub laid_quietly: bool,
    /// Up to when time has passed.
    pub walked: Instant,
    pub added_days: u16,
    pub tests: Vec<TestDay>,
    /// Results that fit no test day.
    pub strays: Vec<(Date, Name)>,
    /// When the statuses that started it are over, if that ends it.
    pub lifted: Option<Instant>,
    pub ended: Option<(Instant, CourseEnd)>,
    pub converted: Option<Firing<'a>>,
    pub held_by: Vec<Name>,
    /// When the criteria of release were first met, if they were.
    pub releasable: Option<Instant>,
}

impl Run<'_> {
    /// The days are counted from something that the house came to know then.
    pub(super) fn lay(&mut self, received: Instant, quiet: bool) {
        if received >= self.laid {
            (self.laid, self.laid_quietly) = (received, quiet);
        }
    }

    /// True when it runs at that time.
    pub(super) fn covers(&self, at: Instant) -> bool {
        self.ended.as_ref().is_none_or(|(ended, _)| at < *ended)
    }

    pub(super) fn length(&self) -> u16 {
        let planned: u16 = self.course.phases.iter().map(|p| p.days).sum();
        planned.saturating_add(self.added_days).min(self.course.days_max.max(planned))
    }

    pub(super) fn last_day(&self) -> Date {
        add_days(self.day_one, i32::from(self.length()) - 1)
    }

    /// The number of a date, day 1 being `day_one`.
    pub(super) fn day_at(&self, date: Date) -> i32 {
        facts::time::days_between(self.day_one, date) + 1
    }

    /// Phases with their dates; added days belong to the last.
    pub(super) fn phases(&self) -> Vec<(Name, Date, Date)> {
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

    /// Puts a result to its test day; what fits none is remembered all the same.
    pub(super) fn note_result(&mut self, date: Date, fact: FactId, code: Name) {
        if let Some(code) = assign_result(&mut self.tests, date, fact, code) {
            self.strays.push((date, code));
        }
    }

    pub(super) fn value(&self, name: &str, today: Date) -> Option<Value> {
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
            "tests_positive" => {
                // A positive result counts though its day has one already, or is none of the test days.
                let positive = &tests?.positive;
                let strays = self.strays.iter().filter(|(_, code)| code == positive).count();
                number(with(positive).saturating_add(i64::try_from(strays).unwrap_or(i64::MAX)))
            }
            "phase" => {
                let phases = self.phases();
                let now = phases.iter().find(|(_, first, last)| *first <= today && today <= *last);
                now.or(phases.last()).map(|(id, _, _)| Value::text(id))
            }
            _ => None,
        }
    }
}

/// A result belongs to the earliest test day without one that is not after it and not too long before it; else to the
/// latest day not after it. Returns the code where there is none.
fn assign_result(tests: &mut [TestDay], date: Date, fact: FactId, code: Name) -> Option<Name> {
    let oldest = add_days(date, -RESULT_DAYS_LATE_MAX);
    let open = |t: &TestDay| t.result.is_none() && t.date <= date;
    let place =
        tests.iter().position(|t| open(t) && oldest <= t.date).or_else(|| tests.iter().rposition(open));
    match place.and_then(|n| tests.get_mut(n)) {
        Some(test) => {
            test.result = Some((fact, code));
            None
        }
        None => Some(code),
    }
}
