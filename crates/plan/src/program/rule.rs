//! A rule: what sets it off, and which effects follow.
//!
//! Not here: what the effects are (`effect`).

use super::{Clause, Effect};
use crate::{cel::Condition, recurrence::Recurrence};
use facts::{Label, Name, Span, SubjectKind, time::Time};
use serde::{Deserialize, Serialize};

/// When something happens, these effects follow for the subject of the case file.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// Qualified: `pack/rule`.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// The clause that it carries out.
    pub clause: Clause,
    /// The word it was written with.
    pub construct: Construct,
    /// What it is about.
    pub about: SubjectKind,
    /// For organisations: the kinds it is about; empty means any.
    pub kinds: Vec<Name>,
    /// What sets it off.
    pub trigger: Trigger,
    /// What follows.
    pub effects: Vec<Effect>,
}

/// Which word of the language a rule was written with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Construct {
    /// 规则
    Rule,
    /// 日常
    Routine,
    /// 信号
    Signal,
    /// 报表
    Report,
    /// 响应等级
    Level,
    /// 管控流程
    Course,
    /// 地区研判
    Area,
}

/// What sets a rule off.
#[derive(Clone, PartialEq, Debug)]
pub enum Trigger {
    /// A fact of one of these ledgers about the subject, when the condition holds.
    Fact {
        /// The ledgers.
        ledgers: Vec<Name>,
        /// On the fact's fields, `subject`, `org`, `params`, `history`.
        when: Option<Condition>,
    },
    /// The subject enters the status (its own, or that of an organisation it belongs to).
    Status(WhileStatus),
    /// The passing of time.
    Recurring {
        /// On which days.
        every: Recurrence,
        /// At which times of day the duty opens; at least one.
        times: Vec<Time>,
        /// Only while the subject (or an organisation above it) has the status.
        during: Option<WhileStatus>,
        /// Only on days inside of a period that a fact of this ledger about the subject or an organisation above it
        /// gives (a school term).
        calendar: Option<Calendar>,
        /// On `subject` and `params`.
        when: Option<Condition>,
    },
    /// A windowed count over the facts about the members of the subject (or about the subject itself).
    Signal(Signal),
}

/// A status that must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WhileStatus {
    /// The status, qualified by its pack.
    pub status: Name,
    /// The weakest value that suffices.
    pub at_least: Name,
    /// The strongest value that still does; `None`: every stronger one (measures of a level that do not add up).
    pub up_to: Option<Name>,
}

/// A ledger that gives periods: facts with a first and a last day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// The ledger.
    pub ledger: Name,
    /// Its date field with the first day.
    pub first: Name,
    /// Its date field with the last day.
    pub last: Name,
}

/// A windowed count.
#[derive(Clone, PartialEq, Debug)]
pub struct Signal {
    /// Facts of these ledgers are counted.
    pub counts: Vec<Name>,
    /// Only those for which this holds.
    pub filter: Option<Condition>,
    /// Count only persons that share at least one code of this field (similar symptoms).
    pub similar: Option<Name>,
    /// Count each subject once in the window; otherwise count facts.
    pub distinct: bool,
    /// How many are enough.
    pub at_least: u32,
    /// How far back. `Days(3)` is three consecutive civil days including today.
    pub window: Span,
}
