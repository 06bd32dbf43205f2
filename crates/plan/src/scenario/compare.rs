//! Expectations against what stands: what does not hold, with what stands instead.
//!
//! Not here: which constructs fired (`fired`).

use super::{
    expected::{Expect, Expected, Holder, SeenState},
    fired::is_of,
    note::{Scenario, Step},
    seen::{Seen, SeenCourse, SeenDuty},
};
use crate::problem::Lang;
use facts::{Instant, Label, Name, SubjectId, Zone};
use serde::Serialize;

/// An expectation that does not hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Failure {
    /// Path inside of the pack.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What was expected, and what stands instead.
    pub says: Label,
}

impl Failure {
    /// `scenarios/a.toml:12: …`
    pub fn render(&self, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, lang.of(&self.says))
    }
}

/// Compares the expectations of a step with what stands.
pub fn compare(scenario: &Scenario, step: &Step, seen: &Seen, zone: Zone) -> Vec<Failure> {
    step.expects.iter().filter_map(|expect| check(scenario, expect, step.at, seen, zone)).collect()
}

/// One outcome, as words for people, with whether it answers the expectation.
struct Candidate {
    fits: bool,
    words: String,
}

fn check(scenario: &Scenario, expect: &Expect, at: Instant, seen: &Seen, zone: Zone) -> Option<Failure> {
    let candidates = candidates(expect, seen, zone);
    let fitting = candidates.iter().filter(|c| c.fits).count();
    let holds = match (expect.none, expect.count) {
        (true, _) => fitting == 0,
        (false, Some(count)) => fitting == usize::from(count),
        (false, None) => fitting > 0,
    };
    if holds {
        return None;
    }
    let wanted = wanted(expect, zone);
    let clock = zone.words(at);
    let stands: Vec<&str> = candidates.iter().map(|c| c.words.as_str()).collect();
    let (zh, en) = match (expect.none, stands.is_empty()) {
        (true, _) => (format!("{clock} 不应有 {wanted}"), format!("{clock}: there should be no {wanted}")),
        (false, true) => (
            format!("{clock} 应有 {wanted}，实际没有；{}", others(expect, seen, true)),
            format!("{clock}: expected {wanted}, there is none; {}", others(expect, seen, false)),
        ),
        (false, false) => (format!("{clock} 应有 {wanted}"), format!("{clock}: expected {wanted}")),
    };
    let (zh, en) = match stands.is_empty() {
        true => (zh, en),
        false => {
            let list = stands.join("; ");
            (format!("{zh}，实际为：{list}"), format!("{en}, but there is: {list}"))
        }
    };
    Some(Failure { file: scenario.file.clone(), line: expect.line, says: Label::new(zh, en) })
}

/// What else stands for that subject, so that a wrong name shows at once.
fn others(expect: &Expect, seen: &Seen, zh: bool) -> String {
    let of = |s: &SubjectId| *s == expect.subject;
    let duties =
        seen.duties.iter().filter(|d| of(&d.subject)).map(|d| format!("{} {}", d.name, d.state.word()));
    let statuses = seen.statuses.iter().filter(|s| of(&s.subject)).map(|s| format!("{}={}", s.name, s.value));
    let courses = seen.courses.iter().filter(|c| of(&c.subject)).map(|c| c.name.to_string());
    let alerts = seen.alerts.iter().filter(|a| of(&a.subject)).map(|a| a.name.to_string());
    let mut all: Vec<String> = duties.chain(statuses).chain(courses).chain(alerts).collect();
    all.dedup();
    let more = all.len().saturating_sub(12);
    all.truncate(12);
    let list = if all.is_empty() { "-".to_owned() } else { all.join(", ") };
    let rest = if more > 0 { format!(" (+{more})") } else { String::new() };
    match zh {
        true => format!("{} 现有：{list}{rest}", expect.subject),
        false => format!("{} has: {list}{rest}", expect.subject),
    }
}

fn because_fits(expect: &Expect, rule: &Name) -> bool {
    expect.because.as_ref().is_none_or(|because| is_of(rule, because))
}

fn asked<T: PartialEq>(want: &Option<T>, is: &T) -> bool {
    want.as_ref().is_none_or(|w| w == is)
}

fn candidates(expect: &Expect, seen: &Seen, zone: Zone) -> Vec<Candidate> {
    let of = |s: &SubjectId| *s == expect.subject;
    match &expect.what {
        Expected::Duty { name, state, due, holder } => {
            let found = seen.duties.iter().filter(|d| of(&d.subject) && d.name == *name);
            found
                .map(|d| {
                    let state_fits = match state {
                        Some(state) => d.state == *state,
                        None if expect.none => d.state != SeenState::Withdrawn,
                        None => matches!(d.state, SeenState::Open | SeenState::Overdue),
                    };
                    let holder_fits = match holder {
                        None => true,
                        Some(Holder::Gap) => d.holder.is_none(),
                        Some(Holder::Org(org)) => d.holder.as_ref() == Some(org),
                    };
                    let fits =
                        state_fits && holder_fits && asked(due, &d.due) && because_fits(expect, &d.rule);
                    Candidate { fits, words: duty_words(d, zone) }
                })
                .collect()
        }
        Expected::Status { name, value } => {
            let found = seen.statuses.iter().filter(|s| of(&s.subject) && s.name == *name);
            found
                .map(|s| Candidate {
                    fits: asked(value, &s.value) && because_fits(expect, &s.rule),
                    words: format!("{} = {} ({})", s.name, s.value, s.rule),
                })
                .collect()
        }
        Expected::Alert { name, acknowledged, severity } => {
            let found = seen.alerts.iter().filter(|a| of(&a.subject) && a.name == *name);
            found
                .map(|a| Candidate {
                    fits: asked(acknowledged, &a.acknowledged)
                        && asked(severity, &a.severity)
                        && because_fits(expect, &a.rule),
                    words: format!(
                        "{} severity {} acknowledged {} ({})",
                        a.name, a.severity, a.acknowledged, a.rule
                    ),
                })
                .collect()
        }
        Expected::Course { name, day, last_day, phase, ended, held } => {
            let found = seen.courses.iter().filter(|c| of(&c.subject) && c.name == *name);
            found
                .map(|c| Candidate {
                    fits: day.is_none_or(|d| i32::from(d) == c.day)
                        && asked(last_day, &c.last_day)
                        && asked(held, &c.held)
                        && phase.as_ref().is_none_or(|p| c.phase.as_ref() == Some(p))
                        && ended.as_ref().is_none_or(|e| c.ended.as_ref() == Some(e)),
                    words: course_words(c),
                })
                .collect()
        }
    }
}

fn duty_words(duty: &SeenDuty, zone: Zone) -> String {
    let holder = duty.holder.as_ref().map_or("gap", |h| h.as_str());
    format!("{} {} due {} @ {holder} ({})", duty.name, duty.state.word(), zone.words(duty.due), duty.rule)
}

fn course_words(course: &SeenCourse) -> String {
    let phase = course.phase.as_ref().map(|p| format!(" phase {p}")).unwrap_or_default();
    let ended = course.ended.as_ref().map(|e| format!(" ended {e}")).unwrap_or_default();
    let held = if course.held { " held" } else { "" };
    format!("{} day {}{phase} last day {}{ended}{held}", course.name, course.day, course.last_day)
}

fn wanted(expect: &Expect, zone: Zone) -> String {
    let mut words = match &expect.what {
        Expected::Duty { name, state, due, holder } => {
            let mut words = format!("duty {name}");
            words += &state.map(|s| format!(" {}", s.word())).unwrap_or_default();
            words += &due.map(|d| format!(" due {}", zone.words(d))).unwrap_or_default();
            match holder {
                None => {}
                Some(Holder::Gap) => words += " @ gap",
                Some(Holder::Org(org)) => words += &format!(" @ {org}"),
            }
            words
        }
        Expected::Status { name, value } => match value {
            Some(value) => format!("status {name} = {value}"),
            None => format!("status {name}"),
        },
        Expected::Alert { name, acknowledged, severity } => {
            let mut words = format!("alert {name}");
            words += &severity.map(|s| format!(" severity {s}")).unwrap_or_default();
            words += &acknowledged.map(|a| format!(" acknowledged {a}")).unwrap_or_default();
            words
        }
        Expected::Course { name, day, last_day, phase, ended, held } => {
            let mut words = format!("course {name}");
            words += &day.map(|d| format!(" day {d}")).unwrap_or_default();
            words += &phase.as_ref().map(|p| format!(" phase {p}")).unwrap_or_default();
            words += &last_day.map(|d| format!(" last day {d}")).unwrap_or_default();
            words += &ended.as_ref().map(|e| format!(" ended {e}")).unwrap_or_default();
            words += &held.map(|h| format!(" held {h}")).unwrap_or_default();
            words
        }
    };
    words += &format!(" of {}", expect.subject);
    words += &expect.because.as_ref().map(|b| format!(" because {b}")).unwrap_or_default();
    words += &expect.count.map(|n| format!(" × {n}")).unwrap_or_default();
    words
}
