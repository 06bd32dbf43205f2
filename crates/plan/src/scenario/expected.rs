//! What a case note expects to stand, and how a duty may stand.
//!
//! Not here: what does stand (`seen`).

use facts::{Date, Instant, Name, SubjectId};
use serde::{Deserialize, Serialize};

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
