//! Case notes: the pack's own tests. What happened, what ought to stand, and the comparison with what stands.
//!
//! Not here: reading the files (`written`), and running them, which needs a house (`intake`).

use crate::{problem::Lang, program::Pack, written::unqualified};
use facts::{Body, Date, Instant, Label, Name, SubjectId, Zone};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A scenario file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Scenario {
    /// Path inside of the pack.
    pub file: String,
    /// What happens.
    pub title: Label,
    /// The pack that is tested; those that it extends are in force too.
    pub pack: Name,
    /// Constructs that fire in it, qualified.
    pub fires: Vec<Name>,
    /// Constructs that are looked at and do not fire, qualified.
    pub silent: Vec<Name>,
    /// Organisations, in the order of the file.
    pub orgs: Vec<SceneOrg>,
    /// Persons, households, places, lots, vehicles.
    pub subjects: Vec<SceneSubject>,
    /// Who holds which role where.
    pub roles: Vec<SceneRole>,
    /// Readings of the clock, in order of time.
    pub steps: Vec<Step>,
}

/// An organisation of a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneOrg {
    /// Its id.
    pub id: SubjectId,
    /// Its kind.
    pub kind: Name,
    /// Its name; default its id.
    pub name: SmolStr,
    /// The one above it.
    pub parent: Option<SubjectId>,
    /// Other attributes of registration.
    pub facts: Body,
}

/// A person, household, place, lot or vehicle of a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneSubject {
    /// Its id.
    pub id: SubjectId,
    /// The organisations it belongs to.
    pub within: Vec<SubjectId>,
    /// Attributes of registration.
    pub facts: Body,
}

/// Somebody who holds a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneRole {
    /// The role.
    pub role: Name,
    /// Where.
    pub org: SubjectId,
    /// Who.
    pub account: SmolStr,
}

/// A reading of the clock: what was reported until then, what ought to stand then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Step {
    /// The clock.
    pub at: Instant,
    /// What was reported since the step before.
    pub facts: Vec<SceneFact>,
    /// What ought to stand.
    pub expects: Vec<Expect>,
}

/// A fact of a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneFact {
    /// Line of the file, from 1.
    pub line: usize,
    /// Its local name.
    pub id: Option<SmolStr>,
    /// Its ledger.
    pub ledger: Name,
    /// Whom or what it is about.
    pub subject: SubjectId,
    /// When it happened.
    pub at: Instant,
    /// When it was received.
    pub received: Instant,
    /// Who reports.
    pub org: SubjectId,
    /// Its fields as written; not checked against the ledger's types yet.
    pub body: Body,
    /// The local name of the fact that it corrects.
    pub corrects: Option<SmolStr>,
    /// The fact it corrects never was.
    pub void: bool,
}

/// What ought to stand (or not).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Expect {
    /// Line of the file, from 1.
    pub line: usize,
    /// True: there is no such outcome.
    pub none: bool,
    /// What is expected.
    pub what: Expected,
    /// Whom or what it is about.
    pub subject: SubjectId,
    /// The construct it comes from, qualified.
    pub because: Option<Name>,
    /// How many such outcomes stand; `None`: at least one.
    pub count: Option<u16>,
}

/// The outcome that is expected, its name qualified.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Expected {
    /// A duty.
    Duty {
        /// Its name.
        name: Name,
        /// How it stands; `None`: it is owed (open or overdue).
        state: Option<SeenState>,
        /// Its deadline.
        due: Option<Instant>,
        /// Where the role is held.
        holder: Option<Holder>,
    },
    /// A status.
    Status {
        /// Its name.
        name: Name,
        /// Its value.
        value: Option<Name>,
    },
    /// An alert.
    Alert {
        /// Its name.
        name: Name,
        /// Whether somebody took note.
        acknowledged: Option<bool>,
        /// 1 notice, 2 warning, 3 emergency.
        severity: Option<u8>,
    },
    /// A course.
    Course {
        /// Its name.
        name: Name,
        /// Today's number.
        day: Option<u16>,
        /// Its last day.
        last_day: Option<Date>,
        /// Its phase today.
        phase: Option<Name>,
        /// How it ended: completed, released, lifted, converted. `None` without `held`: it may be running or over.
        ended: Option<Name>,
        /// Its time is over and it cannot be released yet.
        held: Option<bool>,
    },
}

/// Where the role of a duty is held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Nobody holds it.
    Gap,
    /// In this organisation.
    Org(SubjectId),
}

/// How a duty stands at the reading of the clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenState {
    /// Owed, not late.
    Open,
    /// Owed and late.
    Overdue,
    /// Done in time.
    Done,
    /// Done after its deadline.
    DoneLate,
    /// Never done, and too late now.
    Missed,
    /// Waived by somebody.
    Waived,
    /// Its reason went away.
    Withdrawn,
}

impl SeenState {
    /// As written in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            SeenState::Open => "open",
            SeenState::Overdue => "overdue",
            SeenState::Done => "done",
            SeenState::DoneLate => "done_late",
            SeenState::Missed => "missed",
            SeenState::Waived => "waived",
            SeenState::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word of a scenario.
    pub fn parse(word: &str) -> Option<Self> {
        use SeenState::*;
        [Open, Overdue, Done, DoneLate, Missed, Waived, Withdrawn].into_iter().find(|s| s.word() == word)
    }
}

/// What stands, as far as scenarios can ask. The runner fills it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Duties, withdrawn ones too.
    pub duties: Vec<SeenDuty>,
    /// Statuses that hold now: of each subject and status the strongest.
    pub statuses: Vec<SeenStatus>,
    /// Courses, ended ones too.
    pub courses: Vec<SeenCourse>,
    /// Alerts that stand, acknowledged or not.
    pub alerts: Vec<SeenAlert>,
}

/// A duty as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenDuty {
    /// Qualified.
    pub name: Name,
    /// Whose.
    pub subject: SubjectId,
    /// How it stands.
    pub state: SeenState,
    /// Its deadline.
    pub due: Instant,
    /// The organisation where the role is held; `None`: nobody holds it.
    pub holder: Option<SubjectId>,
    /// The rule or course, qualified.
    pub rule: Name,
}

/// A status as it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenStatus {
    /// Qualified.
    pub name: Name,
    /// Whose.
    pub subject: SubjectId,
    /// Its value.
    pub value: Name,
    /// The rule or course, qualified.
    pub rule: Name,
}

/// A course as it runs or ran.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenCourse {
    /// Qualified.
    pub name: Name,
    /// Whose.
    pub subject: SubjectId,
    /// Today's number; day 1 is the first.
    pub day: i32,
    /// Its last day as planned now.
    pub last_day: Date,
    /// Its phase today.
    pub phase: Option<Name>,
    /// How it ended: completed, released, lifted, converted.
    pub ended: Option<Name>,
    /// Its time is over and it cannot be released yet.
    pub held: bool,
}

/// An alert as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenAlert {
    /// Qualified.
    pub name: Name,
    /// Whose.
    pub subject: SubjectId,
    /// Whether somebody took note.
    pub acknowledged: bool,
    /// 1 notice, 2 warning, 3 emergency.
    pub severity: u8,
    /// The rule, qualified.
    pub rule: Name,
}

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

/// Whether a rule of the core belongs to a construct: a level's measure may have several rules.
pub fn is_of(rule: &str, construct: &str) -> bool {
    rule == construct || rule.strip_prefix(construct).is_some_and(|rest| rest.starts_with('.'))
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

/// Holds a scenario to its `fires` and `silent`. `fired` are the rules and courses (qualified) that something came of
/// at any of its steps.
pub fn check_fired(scenario: &Scenario, fired: &BTreeSet<Name>) -> Vec<Failure> {
    let did = |construct: &Name| fired.iter().any(|rule| is_of(rule, construct));
    let failure =
        |zh: String, en: String| Failure { file: scenario.file.clone(), line: 1, says: Label::new(zh, en) };
    let unfired = scenario
        .fires
        .iter()
        .filter(|c| !did(c))
        .map(|c| failure(format!("`{c}` 应触发而没有触发"), format!("`{c}` should fire and did not")));
    let loud =
        scenario.silent.iter().filter(|c| did(c)).map(|c| {
            failure(format!("`{c}` 不应触发而触发了"), format!("`{c}` should stay silent and fired"))
        });
    unfired.chain(loud).collect()
}

/// A construct that no scenario shows firing, or none shows staying silent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Lacking {
    /// The construct, qualified.
    pub construct: Name,
    /// No scenario in which it fires.
    pub fires: bool,
    /// No scenario in which it stays silent.
    pub silent: bool,
}

/// The rules, routines, signals, courses and measures of a pack that its scenarios do not show both ways.
pub fn lacking(pack: &Pack, scenarios: &[Scenario]) -> Vec<Lacking> {
    let shown = |pick: fn(&Scenario) -> &Vec<Name>, construct: &Name| {
        scenarios.iter().any(|s| pick(s).contains(construct))
    };
    constructs_of(pack)
        .into_iter()
        .filter(|c| pack.reports.iter().all(|r| r.id != *c))
        .map(|construct| Lacking {
            fires: !shown(|s| &s.fires, &construct),
            silent: !shown(|s| &s.silent, &construct),
            construct,
        })
        .filter(|l| l.fires || l.silent)
        .collect()
}

/// The constructs of a pack as scenarios and coverage name them, qualified: rules, measures, courses, reports.
pub fn constructs_of(pack: &Pack) -> BTreeSet<Name> {
    let construct = |id: &Name| {
        let head = format!("{}/", pack.id);
        let plain = unqualified(id).split('.').next().unwrap_or_default();
        Name::new(format!("{head}{plain}"))
    };
    let rules = pack.rules.iter().map(|r| construct(&r.id));
    let courses = pack.courses.iter().map(|c| c.id.clone());
    rules.chain(courses).chain(pack.reports.iter().map(|r| r.id.clone())).collect()
}
