//! A report: a form of numbers owed upwards, and how each number is made.
//!
//! Not here: the duty to report (it is a rule), and the numbers themselves (`views`).

use super::Clause;
use crate::cel::Condition;
use facts::{Label, Name, Span, time::Time};
use serde::{Deserialize, Serialize};

/// A form of numbers owed by every organisation of a kind, for a period, by a time.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// Qualified: `pack/report`.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// The clause that it carries out.
    pub clause: Clause,
    /// Kinds of organisation that owe it.
    pub owed_by: Vec<Name>,
    /// Whether silence means something.
    pub mode: ReportMode,
    /// The length of its period in days, ending at the cut-off.
    pub period_days: u16,
    /// The hour up to which facts received count.
    pub cut_off: Time,
    /// When it is due, after the cut-off.
    pub due_after: Span,
    /// The reports of the level below that it is made up of, qualified. Empty: the same report, of those below.
    pub gathers: Vec<Name>,
    /// Its numbers, in order.
    pub indicators: Vec<Indicator>,
}

/// What silence means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportMode {
    /// Everything, every period.
    Full,
    /// Zero must be said.
    NilRequired,
    /// Only when there is something; silence is neither zero nor late.
    ExceptionOnly,
}

/// A number of a report.
#[derive(Clone, PartialEq, Debug)]
pub struct Indicator {
    /// Qualified: `pack/report.indicator`.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// Its unit, always said (人次, 户, 辆次 …).
    pub unit: Label,
    /// What it is made of.
    pub measure: Measure,
    /// Since the beginning rather than within the period.
    pub cumulative: bool,
    /// Indicators of the same report whose sum it must equal; a difference is shown.
    pub parts: Vec<Name>,
}

/// How a number is made.
#[derive(Clone, PartialEq, Debug)]
pub enum Measure {
    /// Facts of a ledger.
    Count(Counted),
    /// Different subjects of facts of a ledger, counted at their home organisation.
    Distinct(Counted),
    /// The sum of a field.
    Sum(Counted, Name),
    /// One indicator over another of the same report, in percent.
    Ratio(Name, Name),
    /// The latest value of a field per subject, summed.
    Last(Counted, Name),
    /// Duties due in the period that came to this end: `open`, `done`, `late`, `missed`, `overdue`, `waived`; or all but
    /// the waived ones: `due`.
    Duties(Name),
    /// Subjects that have this status value at the cut-off.
    Status(Name, Name),
    /// Courses of this name running at the cut-off; empty name means all.
    Courses(Option<Name>),
    /// Alerts raised in the period, at least as severe: 1 notice, 2 warning, 3 emergency.
    Alerts(u8),
    /// Reports of the same day that it gathers: `expected`, `received`, `on_time`, `missing`.
    Returns(Name),
}

impl Report {
    /// The reports of the level below that it is made up of.
    pub fn gathered(&self) -> &[Name] {
        if self.gathers.is_empty() { std::slice::from_ref(&self.id) } else { &self.gathers }
    }
}

/// Facts that an indicator counts.
#[derive(Clone, PartialEq, Debug)]
pub struct Counted {
    /// The ledger.
    pub ledger: Name,
    /// Only those for which this holds.
    pub filter: Option<Condition>,
}
