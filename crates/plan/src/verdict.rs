//! `Verdict`: what the plan says of a case file at a time. Everything in it knows why.
//!
//! Not here: what stood before and what changes (`outcomes`).

use facts::{FactId, Instant, Name, SubjectId};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What an outcome hangs on: never a time that a correction can move.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Anchor {
    /// The root id of the triggering fact, or of the earliest fact of a signal's episode.
    Fact(FactId),
    /// The start of a period: a civil date and time, `2026-09-12T07:30`.
    Period(SmolStr),
    /// A day of something that itself hangs on a fact: course day, slot (`<fact>+7`, `<fact>+7T08:00`).
    Within(FactId, SmolStr),
    /// An anchor of an organisation's status, for what it brings upon its members.
    Of(SubjectId, SmolStr),
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Anchor::Fact(id) => write!(f, "{id}"),
            Anchor::Period(start) => f.write_str(start),
            Anchor::Within(id, part) => write!(f, "{id}+{part}"),
            Anchor::Of(org, anchor) => write!(f, "{org}~{anchor}"),
        }
    }
}

/// The key of an outcome: (name, subject, anchor). As text `name|subject|anchor`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(SmolStr);

/// The key of a duty.
pub type DutyKey = Key;

impl Key {
    /// From its parts.
    pub fn new(name: &Name, subject: &SubjectId, anchor: &Anchor) -> Self {
        Key(SmolStr::from(format!("{name}|{subject}|{anchor}")))
    }

    /// As kept; not checked.
    pub fn from_text(text: impl AsRef<str>) -> Self {
        Key(SmolStr::new(text))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the outcome.
    pub fn name(&self) -> &str {
        self.0.split('|').next().unwrap_or_default()
    }

    /// The subject's id.
    pub fn subject(&self) -> Option<SubjectId> {
        self.0.split('|').nth(1).and_then(SubjectId::parse)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why something stands: the rule, the version of the plan, the facts, the fields that its condition looked at, and
/// what was missing. Values are not here; they are looked up under the viewer's permission.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Why {
    /// Qualified rule or course.
    pub rule: Name,
    /// Version of the pack that it was judged by.
    pub version: SmolStr,
    /// The facts it rests on, earliest first.
    pub facts: Vec<FactId>,
    /// The fields looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Name>,
    /// What is not known and would have been needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Name>,
}

/// A role, and the organisations from which the tree is walked upwards until somebody holds it, nearest first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The role.
    pub role: Name,
    /// Where to start.
    pub ask: Vec<SubjectId>,
}

/// A duty as the plan sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DutyDue {
    /// The role that owes it, and where its holder is looked for.
    pub owner: Asked,
    /// Who receives what is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Asked>,
    /// The time of the trigger.
    pub triggered: Instant,
    /// From when it can be done.
    pub opens: Instant,
    /// Its deadline.
    pub due: Instant,
    /// When it is too late to do it even late.
    pub expires: Option<Instant>,
    /// True when the trigger was received after the deadline: the recording was late, not the owner.
    pub late_on_arrival: bool,
    /// True when an import of history brought it: nobody is told of it or reminded, now or later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
    /// How it stands.
    pub end: DutyEnd,
    /// The account that claimed it or that it was delegated to, and by which fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<(SmolStr, FactId)>,
    /// Times at which the owner is reminded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Instant>,
    /// Times at which, if still open, somebody else is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<(Instant, Asked)>,
    /// Estimated minutes of work.
    pub minutes: u16,
    /// Why.
    pub why: Why,
}

/// How a duty stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DutyEnd {
    /// Still owed.
    Open,
    /// Done by this fact.
    Done {
        /// The fact.
        fact: FactId,
        /// When it happened: on time or late is decided by this.
        at: Instant,
        /// When it was received.
        received: Instant,
    },
    /// Never done, and it is too late now.
    Missed,
    /// Waived by a person with a reason, in this fact.
    Waived {
        /// The fact.
        fact: FactId,
        /// When it was waived: what was done before then has discharged it all the same.
        at: Instant,
    },
}

/// A status as the plan sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatusHeld {
    /// Its value.
    pub value: Name,
    /// Since.
    pub from: Instant,
    /// Until: known end, past or to come.
    pub until: Option<Instant>,
    /// When the house knew that it was entered: not before `from`.
    pub known: Instant,
    /// True when an import of history brought it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
    /// Why.
    pub why: Why,
}

/// A course as the plan sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CourseRun {
    /// The time of the trigger that started it.
    pub started: Instant,
    /// The civil date that is day 1.
    pub day_one: facts::Date,
    /// The last day as planned now (restarts and extensions included).
    pub last_day: facts::Date,
    /// Its phases with their first and last days.
    pub phases: Vec<(Name, facts::Date, facts::Date)>,
    /// Its tests: day number, date, result so far.
    pub tests: Vec<TestDay>,
    /// When and how it ended, if it did.
    pub ended: Option<(Instant, CourseEnd)>,
    /// Why release is not possible yet, if the time is over: missing data or unmet criteria.
    pub held_by: Vec<Name>,
    /// Why.
    pub why: Why,
}

/// A day of a course's test calendar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TestDay {
    /// Day number.
    pub day: u16,
    /// Its date.
    pub date: facts::Date,
    /// The fact with the result, and the result's code.
    pub result: Option<(FactId, Name)>,
}

/// How a course ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum CourseEnd {
    /// Its time was over and its criteria met.
    Completed,
    /// A fact ended it.
    Released {
        /// The fact.
        fact: FactId,
    },
    /// The status that started it was over.
    Lifted,
    /// It became another course.
    Converted {
        /// The course.
        into: Name,
    },
}

/// An alert as the plan sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AlertDue {
    /// Who is told.
    pub to: Vec<Asked>,
    /// 1 notice, 2 warning, 3 emergency.
    pub severity: u8,
    /// When the rule became true.
    pub raised: Instant,
    /// When it ends or ended by itself.
    pub until: Option<Instant>,
    /// Acknowledged by this fact, at this time.
    pub acknowledged: Option<(FactId, Instant)>,
    /// True when an import of history brought it: nobody is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
    /// Why.
    pub why: Why,
}

/// Everything the plan says of one subject at one time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verdict {
    /// What is owed.
    pub duties: BTreeMap<Key, DutyDue>,
    /// What state it is in. Several keys may give the same status; the strongest value holds.
    pub statuses: BTreeMap<Key, StatusHeld>,
    /// What regimes it is under.
    pub courses: BTreeMap<Key, CourseRun>,
    /// Who ought to know what.
    pub alerts: BTreeMap<Key, AlertDue>,
    /// For rules set off by time alone: since when their slots were judged; older ones stay as they are.
    pub judged_since: BTreeMap<Name, Instant>,
    /// When to look again, and for which construct. Not facts: they can be computed again.
    pub moments: BTreeSet<(Instant, Name)>,
    /// What could not be decided, and for want of what: (rule, missing fields, fact).
    pub unknown: BTreeSet<(Name, Vec<Name>, Option<FactId>)>,
}
