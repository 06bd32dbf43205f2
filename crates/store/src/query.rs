//! The one typed query: lists of people's work, paged by key, never counted by scanning.

use crate::rows::*;
use facts::{Instant, Name, Recorded, SubjectId, SubjectKind};
use outcomes::{Alert, Course, Duty, DutyState, StatusRow};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A list, its filters, and where to go on.
///
/// A subject lies in a subtree when any of the organisations that it belongs to now does. What lies in the subtrees
/// `paths`: a duty whose subject lies there, or who is asked for it (its holder, or where nobody holds the role, the first
/// organisation that was asked); a message whose subject or receiver lies there; a fact whose subject or whose reporting
/// organisation lies there; a course, alert, status or history whose subject lies there; a contribution that counts there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// What is listed.
    pub of: ListOf,
    /// Only in the subtrees with these path prefixes. Empty means nothing is allowed, not everything.
    pub paths: Vec<SmolStr>,
    /// Continue after this key, as given by the page before.
    pub after: Option<String>,
    /// At most so many rows (1 to 500).
    pub limit: u16,
}

/// What is listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListOf {
    /// Duties in order of (due, key).
    Duties {
        /// Held for any of these (role, organisation); empty means any.
        held: Vec<(Name, SubjectId)>,
        /// Taken by this account.
        taken: Option<SmolStr>,
        /// In any of these states; empty means any.
        states: Vec<DutyState>,
        /// About this subject.
        subject: Option<SubjectId>,
        /// With this qualified name.
        name: Option<Name>,
        /// Due not before.
        due_from: Option<Instant>,
        /// Due before.
        due_until: Option<Instant>,
        /// Only gaps: nobody holds the role.
        gaps: bool,
        /// Of any of these names, or about any of these subjects.
        said: Option<Said>,
    },
    /// Facts of ledgers, newest event first.
    Facts {
        /// Of these ledgers; empty means none.
        ledgers: Vec<Name>,
        /// About this subject.
        subject: Option<SubjectId>,
        /// Happened not before.
        from: Option<Instant>,
        /// Happened before.
        until: Option<Instant>,
        /// Only roots and corrections that hold (void and replaced ones left out).
        holding: bool,
    },
    /// Facts in order of seq, for sync.
    Since {
        /// After this seq.
        seq: u64,
        /// Of these ledgers; empty means all.
        ledgers: Vec<Name>,
    },
    /// Registered subjects in order of id.
    Subjects {
        /// Of this kind.
        kind: SubjectKind,
        /// For organisations, of these kinds; empty means any.
        org_kinds: Vec<Name>,
        /// Whose public attributes contain this text.
        text: Option<SmolStr>,
    },
    /// Alerts, newest first.
    Alerts {
        /// Only those that are neither withdrawn nor acknowledged and had not ended at the last clock reading of the
        /// shard.
        open: bool,
        /// About this subject.
        subject: Option<SubjectId>,
        /// Of this severity.
        severity: Option<u8>,
        /// Of any of these names, or about any of these subjects.
        said: Option<Said>,
    },
    /// Courses in order of (last day, key).
    Courses {
        /// Only those that run: neither ended nor withdrawn.
        running: bool,
        /// With this qualified name.
        name: Option<Name>,
        /// Of any of these names, or about any of these subjects.
        said: Option<Said>,
    },
    /// Statuses that hold at an instant, in order of key: those of one subject stand together.
    Statuses {
        /// With this qualified name.
        name: Name,
        /// With this value.
        value: Option<Name>,
        /// When.
        at: Instant,
    },
    /// History of one subject or of everything in the subtree, newest first.
    History {
        /// Of this subject.
        subject: Option<SubjectId>,
        /// Of this outcome.
        key: Option<SmolStr>,
    },
    /// Messages to these (role, organisation), newest first.
    Messages {
        /// To any of these; empty means any.
        to: Vec<(Name, SubjectId)>,
        /// Only unread.
        unread: bool,
    },
    /// What an indicator counts: the facts behind a number, in order of (day, root).
    Contributions {
        /// Qualified indicator.
        indicator: Name,
        /// First day.
        from: facts::Date,
        /// Last day.
        to: facts::Date,
    },
}

/// How many duties of a list are in one state, with or without a holder, and due within one stretch of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Tallied {
    /// Which stretch: how many of the cuts are not later than their deadline.
    pub stretch: usize,
    /// The state.
    pub state: DutyState,
    /// Somebody holds the role that is asked.
    pub held: bool,
    /// How many.
    pub n: u64,
}

/// A tally from its sums by stretch, state and whether they are held.
pub(crate) fn tallied(sums: BTreeMap<(usize, DutyState, bool), u64>) -> Vec<Tallied> {
    sums.into_iter().map(|((stretch, state, held), n)| Tallied { stretch, state, held, n }).collect()
}

/// What the text of a search stands for in a list of duties, alerts or courses. The store searches no texts of them: their
/// words are the plan's, and the names of persons are sealed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// Qualified names.
    pub names: Vec<Name>,
    /// Subjects; each is a stretch of an index that every page looks at.
    pub subjects: Vec<SubjectId>,
}

impl Said {
    /// True for what has one of the names or is about one of the subjects.
    pub(crate) fn means(&self, name: &str, subject: &SubjectId) -> bool {
        self.subjects.contains(subject) || self.names.iter().any(|n| n.as_str() == name)
    }
}

/// One page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// The key to continue after; `None` when this was the last page.
    pub next: Option<String>,
}

/// A row of any list.
#[derive(Clone, PartialEq, Debug)]
pub enum PageOf {
    /// A duty.
    Duty(Box<Duty>),
    /// A fact.
    Fact(Box<Recorded>),
    /// A subject.
    Subject(Box<SubjectRow>),
    /// An alert.
    Alert(Box<Alert>),
    /// A course.
    Course(Box<Course>),
    /// A status.
    Status(Box<StatusRow>),
    /// An entry of the history.
    History(Box<HistoryRow>),
    /// A message.
    Message(Box<MessageRow>),
    /// A contribution and its fact's root.
    Contribution(Box<ContributionRow>, facts::FactId),
}
