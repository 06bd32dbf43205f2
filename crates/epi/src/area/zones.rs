//! Risk zones: the level of an area day by day, since when, on what legal basis, and when it can be lowered.
//!
//! Rule: each level of the plan says how many cases within how many days raise an area to it. It stays until no case
//! appeared for the level's quiet days (and its rounds of tests are done, if it asks for them), then goes down one level
//! at a time. Not here: measures, and who signs; a level is what the plan's numbers say.

use facts::{Date, Label, time::add_days, time::days_between};
use serde::Serialize;

/// A level of the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct ZoneLevel {
    /// Its name.
    pub name: Label,
    /// On what it rests in law.
    pub legal_basis: Label,
    /// So many cases …
    pub cases_min: usize,
    /// … within so many days raise an area to it.
    pub days: i32,
    /// Days without a new case until it can be lowered.
    pub quiet_days: i32,
    /// Rounds of tests of everybody, all negative, since the last case, until it can be lowered; 0 asks for none.
    pub test_rounds: usize,
}

/// A change of level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// On this day.
    pub date: Date,
    /// To this level (index into the plan's, worst first); `None` is no zone.
    pub level: Option<usize>,
}

/// The zone as it is.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Zone {
    /// Index of the level, worst first.
    pub level: usize,
    /// Its name.
    pub name: Label,
    /// Its legal basis.
    pub legal_basis: Label,
    /// Since this day.
    pub since: Date,
    /// The last case.
    pub last_case: Date,
    /// The first day on which it can be lowered, if no case appears.
    pub lower_from: Date,
    /// Rounds of tests that are still to be done before.
    pub test_rounds_missing: usize,
}

/// The longest stretch of days that is looked at: a century.
const DAYS_MAX: i32 = 36_525;

/// The zone on a day, and all changes until then. `levels` are worst first; `cases` the days on which cases appeared, in
/// any order; `tests` the days of finished rounds of negative tests.
pub fn zone(
    levels: &[ZoneLevel],
    cases: &[Date],
    tests: &[Date],
    today: Date,
) -> (Option<Zone>, Vec<Change>) {
    let mut cases: Vec<Date> = cases.iter().copied().filter(|date| *date <= today).collect();
    cases.sort_unstable();
    let Some(first) = cases.first().copied() else { return (None, Vec::new()) };
    let mut changes: Vec<Change> = Vec::new();
    let mut level: Option<usize> = None;
    for after in 0..=days_between(first, today).min(DAYS_MAX) {
        let date = add_days(first, after);
        let seen = &cases[..cases.partition_point(|case| *case <= date)];
        let raised = (0..levels.len()).find(|level| reached(&levels[*level], seen, date));
        let lowered = level.filter(|level| quiet(&levels[*level], seen, tests, date)).map(|level| level + 1);
        let next = match (level, raised, lowered) {
            (None, raised, _) => raised,
            (Some(now), Some(raised), _) if raised < now => Some(raised),
            (Some(_), _, Some(lower)) => Some(lower).filter(|lower| *lower < levels.len()),
            (now, _, _) => now,
        };
        if next != level {
            changes.push(Change { date, level: next });
            level = next;
        }
    }
    let current = level.zip(changes.last()).zip(cases.last()).map(|((level, change), last_case)| {
        let rule = &levels[level];
        Zone {
            level,
            name: rule.name.clone(),
            legal_basis: rule.legal_basis.clone(),
            since: change.date,
            last_case: *last_case,
            lower_from: lower_from(rule, *last_case),
            test_rounds_missing: rule.test_rounds.saturating_sub(rounds(tests, *last_case, today)),
        }
    });
    (current, changes)
}

fn reached(level: &ZoneLevel, seen: &[Date], date: Date) -> bool {
    let within = seen.iter().rev().take_while(|case| days_between(**case, date) < level.days).count();
    level.cases_min > 0 && within >= level.cases_min
}

fn quiet(level: &ZoneLevel, seen: &[Date], tests: &[Date], date: Date) -> bool {
    seen.last().is_some_and(|last| {
        date >= lower_from(level, *last) && rounds(tests, *last, date) >= level.test_rounds
    })
}

fn lower_from(level: &ZoneLevel, last_case: Date) -> Date {
    add_days(last_case, level.quiet_days.max(0).saturating_add(1))
}

fn rounds(tests: &[Date], after: Date, until: Date) -> usize {
    tests.iter().filter(|test| **test > after && **test <= until).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i32) -> Date {
        add_days(Date::new(2026, 3, 1).expect("a date"), day - 1)
    }

    fn levels() -> Vec<ZoneLevel> {
        let level = |en: &str, cases_min, quiet_days, test_rounds| ZoneLevel {
            name: Label::new(en, en),
            legal_basis: Label::new("依据", "basis"),
            cases_min,
            days: 7,
            quiet_days,
            test_rounds,
        };
        vec![level("high", 3, 7, 0), level("medium", 1, 7, 1)]
    }

    fn told(cases: &[i32], tests: &[i32], today: i32) -> String {
        let dates = |days: &[i32]| -> Vec<Date> { days.iter().map(|d| day(*d)).collect() };
        let (_, changes) = zone(&levels(), &dates(cases), &dates(tests), day(today));
        let words: Vec<String> = changes
            .iter()
            .map(|c| {
                format!("{}:{}", days_between(day(0), c.date), c.level.map_or("-".into(), |l| l.to_string()))
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn levels_rise_at_once_and_fall_one_by_one() {
        assert_eq!(told(&[1], &[], 8), "1:1");
        assert_eq!(told(&[1], &[5], 9), "1:1 9:-");
        assert_eq!(told(&[1], &[], 30), "1:1");
        assert_eq!(told(&[3, 1, 2], &[8], 30), "1:1 3:0 11:1 12:-");
        assert_eq!(told(&[], &[], 30), "");
    }

    #[test]
    fn a_zone_says_when_it_can_be_lowered() {
        let (zone, _) = zone(&levels(), &[day(1)], &[], day(4));
        let zone = zone.expect("a zone");
        assert_eq!((zone.level, zone.lower_from, zone.test_rounds_missing), (1, day(9), 1));
    }
}
