//! What stands now about one subject: a function of the facts with both their times, the plans in force and the time
//! asked, whatever the order of arrival.

use facts::{Instant, Name, SubjectId};
use plan::case::Ambient;
use plan::verdict::{AlertDue, CourseRun, DutyDue, Key, StatusHeld};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a duty stands, for people and lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// 待办: owed, in time.
    Open,
    /// 逾期: owed, past its deadline.
    Overdue,
    /// 按时办结
    Done,
    /// 逾期办结
    DoneLate,
    /// 逾期未办: it is too late to do it.
    Missed,
    /// 免办
    Waived,
    /// 撤销: what it hung on turned out not to be.
    Withdrawn,
}

impl DutyState {
    /// The word in files and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            DutyState::Open => "open",
            DutyState::Overdue => "overdue",
            DutyState::Done => "done",
            DutyState::DoneLate => "done_late",
            DutyState::Missed => "missed",
            DutyState::Waived => "waived",
            DutyState::Withdrawn => "withdrawn",
        }
    }

    /// Still owed.
    pub fn is_owed(self) -> bool {
        matches!(self, DutyState::Open | DutyState::Overdue)
    }
}

/// A duty that stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Duty {
    /// Its key.
    pub key: Key,
    /// Whom it is about.
    pub subject: SubjectId,
    /// What the plan says of it.
    pub due: DutyDue,
    /// How it stands.
    pub state: DutyState,
    /// The organisation where somebody holds the owning role; `None` is a gap of the organisation.
    pub holder: Option<SubjectId>,
    /// Up to when its reminders and escalations have been given: a reading of the clock, not a function of the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Instant>,
}

/// A status that stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatusRow {
    /// Its key; the name of the key is the status.
    pub key: Key,
    /// Whom it is about.
    pub subject: SubjectId,
    /// What the plan says of it.
    pub held: StatusHeld,
    /// Its end has come, and that it ended is in the history.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

impl StatusRow {
    /// The status of an organisation, as those below it see it.
    pub fn ambient(&self) -> Ambient {
        Ambient {
            org: self.subject.clone(),
            status: Name::new(self.key.name()),
            value: self.held.value.clone(),
            anchor: self.key.as_str().splitn(3, '|').nth(2).unwrap_or_default().into(),
            from: self.held.from,
            until: self.held.until,
            known: self.held.known,
            quiet: self.held.quiet,
            facts: self.held.why.facts.clone(),
        }
    }
}

/// A course that stands or has ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Course {
    /// Its key.
    pub key: Key,
    /// Whom it is about.
    pub subject: SubjectId,
    /// What the plan says of it.
    pub run: CourseRun,
    /// What it hung on turned out not to be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

impl Course {
    /// The time of the trigger that started it.
    pub fn started(&self) -> Instant {
        self.run.started
    }
}

/// An alert that stands or has ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Alert {
    /// Its key.
    pub key: Key,
    /// Whom it is about.
    pub subject: SubjectId,
    /// What the plan says of it.
    pub due: AlertDue,
    /// Where its receivers were found: (role, organisation); a role nobody holds has `None`.
    pub receivers: Vec<(facts::Name, Option<SubjectId>)>,
    /// What it hung on turned out not to be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Its end has come, and that it ended is in the history.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

/// Everything that stands about one subject.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Standing {
    /// Duties by key, the ended ones included.
    pub duties: BTreeMap<Key, Duty>,
    /// Statuses by key, past ones included.
    pub statuses: BTreeMap<Key, StatusRow>,
    /// Courses by key.
    pub courses: BTreeMap<Key, Course>,
    /// Alerts by key.
    pub alerts: BTreeMap<Key, Alert>,
    /// Up to when facts it rested on were purged: what hangs on times up to it and is over stays as it is, and nothing
    /// new comes from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged_until: Option<Instant>,
}
