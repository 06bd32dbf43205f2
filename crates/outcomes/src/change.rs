//! `Change`: one entry of the history, and the new row that it leaves behind.

use crate::standing::{Alert, Course, Duty, StatusRow};
use facts::{Name, SubjectId};
use plan::verdict::Key;
use serde::{Deserialize, Serialize};

/// What happened to an outcome.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A duty, course, status or alert came to be.
    Opened,
    /// A duty was done in time.
    Fulfilled,
    /// A duty was done after its deadline.
    DoneLate,
    /// A duty passed its deadline.
    Late,
    /// A duty can no longer be done.
    Missed,
    /// A duty was waived.
    Waived,
    /// What it hung on turned out not to be.
    Withdrawn,
    /// What was ended or withdrawn stands again (a correction, a late fact).
    Reopened,
    /// It stands as before with other dates, owner, reasons or results.
    Changed,
    /// The owner was reminded.
    Reminded,
    /// Somebody above was told.
    Escalated,
    /// A status, course or alert ended.
    Ended,
    /// An alert was acknowledged.
    Acknowledged,
}

/// What changed, with the row as it is now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Row {
    /// A duty.
    Duty(Duty),
    /// A status.
    Status(StatusRow),
    /// A course.
    Course(Course),
    /// An alert.
    Alert(Alert),
}

/// One entry of the history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The outcome.
    pub key: Key,
    /// Whom it is about.
    pub subject: SubjectId,
    /// The row as it is now; absent for reminders and escalations, which change nothing.
    pub row: Option<Row>,
    /// For reminders, escalations and new alerts: who is told (role, organisation where it is held).
    pub tell: Vec<(Name, Option<SubjectId>)>,
}
