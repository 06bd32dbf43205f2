//! What stands, as far as case notes can ask. Whoever runs them fills it.
//!
//! Not here: where it is taken from (`intake`).

use super::expected::SeenState;
use facts::{Date, Instant, Name, SubjectId};

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
