//! A rule: what sets it off, and which effects follow.
//!
//! Not here: what the effects are (`effect`).

use super::{Clause, Effect};
use crate::{cel::Condition, recurrence::Recurrence};
use epi::detect::{
    named::{Choices, Method, judge},
    reference::Observed,
};
use facts::{Decimal, Label, Name, Span, SubjectKind, time::Time};
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
    /// Only on days on which this detector finds more than was to be expected; the window is then one civil day.
    pub detector: Option<Detector>,
    /// How far back. `Days(3)` is three consecutive civil days including today.
    pub window: Span,
}

/// A detector that judges the count of a day by the days before it.
#[derive(Clone, PartialEq, Debug)]
pub struct Detector {
    /// Which one: of those that look back no further than a few weeks.
    pub method: Method,
    /// Days of the baseline.
    pub baseline_days: u16,
    /// One-sided error.
    pub alpha: Decimal,
    /// The least standard deviation that is believed.
    pub sd_min: Decimal,
}

impl Detector {
    /// The detectors that a plan can call. The others need years of counts, which no judgement of a fact can read.
    pub const METHODS: [&'static str; 3] = ["ears-c1", "ears-c2", "ears-c3"];

    fn choices(&self) -> Choices {
        Choices {
            alpha: Some(self.alpha.as_f64()),
            baseline: usize::from(self.baseline_days),
            sd_min: self.sd_min.as_f64(),
            ..Choices::default()
        }
    }

    /// How many days before a day decide about it.
    pub fn days_before(&self) -> i32 {
        let steps = self.method.steps_before(&self.choices()).unwrap_or_default();
        i32::try_from(steps).unwrap_or(i32::MAX)
    }

    /// What it asks, after a count.
    pub fn words(&self) -> Label {
        let (method, days, alpha) = (self.method.as_str().to_uppercase(), self.baseline_days, self.alpha);
        let (spread_zh, spread_en) = match self.sd_min == Decimal::ZERO {
            true => (String::new(), String::new()),
            false => (format!("，标准差至少 {}", self.sd_min), format!(", spread at least {}", self.sd_min)),
        };
        Label::new(
            format!("高于 {method} 按此前 {days} 天的预期（α={alpha}{spread_zh}）"),
            format!("above what {method} expects from {days} days before (α {alpha}{spread_en})"),
        )
    }

    /// True when the last of these counts is more than was to be expected. `counts`: those of the days before and of the
    /// day, in order; `None` is a day of which nothing is known, and then nothing is said.
    pub fn alarms(&self, counts: &[Option<f64>]) -> bool {
        let Some(day) = counts.len().checked_sub(1) else { return false };
        let observed = Observed { counts, dates: None, per_year: DAYS_OF_YEAR, population: None };
        let (readings, _) = judge(self.method, &observed, &self.choices(), day..day + 1);
        readings.first().is_some_and(|reading| reading.alarm == Some(true))
    }
}

/// Steps of a year, for detectors that know seasons.
const DAYS_OF_YEAR: usize = 365;
