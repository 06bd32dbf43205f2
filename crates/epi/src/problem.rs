//! `Problem`: what is not right with the data that a function was given, told beside its result.
//!
//! Bad data is a normal case here: a function answers `(T, Vec<Problem>)`, leaves out what it cannot say, and never
//! panics or makes up a number. Not here: refusals of facts; they are in `facts::refusal`.

use facts::{Date, Label};
use serde::Serialize;

/// What kind of thing is wrong. A closed list; the code of each is stable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A day, week or month between the first and the last is not there.
    DateMissing,
    /// A date occurs twice; the later row holds.
    DateTwice,
    /// A row has no date, or one that cannot be read.
    DateUnknown,
    /// A date stands before the one above it; rows are taken in order of date.
    DateOutOfOrder,
    /// There is a place for a count and no count in it.
    CountMissing,
    /// A missing count was taken as zero, because the method needs one for every step.
    CountAsZero,
    /// A count is negative or no number; it is taken as missing.
    CountSenseless,
    /// A cumulative count fell: the increment of that day is taken as missing.
    IncrementNegative,
    /// A count is many times its neighbours: a change of definition or a backlog; it is kept.
    DayJump,
    /// There are fewer values before this point than the method needs.
    HistoryShort,
    /// The reference window reaches before the first value and was cut.
    WindowCut,
    /// A parameter is outside of its range.
    ParameterSenseless,
    /// The regression did not converge.
    FitFailed,
    /// The window ends before one mean serial interval has passed, so that nothing is said of it.
    WindowTooEarly,
    /// A case has neither date of onset nor of first positive sample.
    CaseUndated,
    /// An interval ends before it begins; it is left out.
    IntervalReversed,
    /// Something refers to what is not among the data.
    ReferenceUnknown,
    /// A size, ventilation or seat that the rule asks for is not known; the contact is kept with lower certainty.
    ConditionUnknown,
    /// Two events of one person are in an order that cannot be (onset before infection, report before onset).
    OrderImpossible,
    /// More cases than people exposed.
    MoreCasesThanExposed,
    /// There is nothing to compute from.
    NothingGiven,
}

impl ProblemKind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.texts().0
    }

    /// What it means, for people.
    pub fn says(self) -> Label {
        let (_, zh, en) = self.texts();
        Label::new(zh, en)
    }

    fn texts(self) -> (&'static str, &'static str, &'static str) {
        use ProblemKind as K;
        match self {
            K::DateMissing => ("date_missing", "中间缺少日期", "a date in between is missing"),
            K::DateTwice => ("date_twice", "日期重复，取后一行", "a date occurs twice; the later row holds"),
            K::DateUnknown => {
                ("date_unknown", "没有日期或日期无法识别", "no date, or one that cannot be read")
            }
            K::DateOutOfOrder => {
                ("date_out_of_order", "日期未按先后排列，已排序", "dates are not in order; they were sorted")
            }
            K::CountMissing => ("count_missing", "该期没有数值", "no count for that time"),
            K::CountAsZero => ("count_as_zero", "缺失的数值按 0 计算", "a missing count was taken as zero"),
            K::CountSenseless => (
                "count_senseless",
                "数值为负或不是数，按缺失处理",
                "a negative count or none; taken as missing",
            ),
            K::IncrementNegative => (
                "increment_negative",
                "累计数下降，当日新增按缺失处理",
                "a cumulative count fell; that day's increment is taken as missing",
            ),
            K::DayJump => (
                "day_jump",
                "单日突增，可能是口径变化或补报",
                "a jump in one day: perhaps another definition, or a backlog",
            ),
            K::HistoryShort => ("history_short", "历史数据不足", "too few values before this time"),
            K::WindowCut => (
                "window_cut",
                "参考窗超出数据起点，已截短",
                "the reference window was cut at the first value",
            ),
            K::ParameterSenseless => {
                ("parameter_senseless", "参数超出范围", "a parameter is outside of its range")
            }
            K::FitFailed => ("fit_failed", "回归未收敛", "the regression did not converge"),
            K::WindowTooEarly => (
                "window_too_early",
                "时间窗早于一个平均代间距，不作估计",
                "the window ends before one mean serial interval has passed",
            ),
            K::CaseUndated => (
                "case_undated",
                "病例没有发病日期和首次阳性日期",
                "a case has no date of onset or first positive sample",
            ),
            K::IntervalReversed => {
                ("interval_reversed", "结束早于开始，未采用", "it ends before it begins; left out")
            }
            K::ReferenceUnknown => {
                ("reference_unknown", "所指对象不在数据中", "it refers to something that is not there")
            }
            K::ConditionUnknown => (
                "condition_unknown",
                "面积、通风或座位未知，按较低把握度保留",
                "size, ventilation or seat is not known; kept with lower certainty",
            ),
            K::OrderImpossible => ("order_impossible", "时间先后矛盾", "the order of two events cannot be"),
            K::MoreCasesThanExposed => {
                ("more_cases_than_exposed", "病例数多于暴露人数", "more cases than people exposed")
            }
            K::NothingGiven => ("nothing_given", "没有数据", "there is nothing to compute from"),
        }
    }
}

/// Something wrong, and where.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// The index of the value, row, case or visit in what was given, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The number that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

impl Problem {
    /// A problem of everything that was given.
    pub fn of(kind: ProblemKind) -> Self {
        Problem { kind, index: None, date: None, value: None }
    }

    /// A problem at one place.
    pub fn at(kind: ProblemKind, index: usize) -> Self {
        Problem { index: Some(index), ..Problem::of(kind) }
    }

    /// With its date.
    pub fn on(self, date: Date) -> Self {
        Problem { date: Some(date), ..self }
    }

    /// With the number that is wrong.
    pub fn with(self, value: f64) -> Self {
        Problem { value: Some(value), ..self }
    }

    /// The whole sentence.
    pub fn says(&self) -> Label {
        let says = self.kind.says();
        let mut place = String::new();
        if let Some(date) = self.date {
            place.push_str(&format!(" {date}"));
        }
        if let Some(index) = self.index {
            place.push_str(&format!(" #{}", index + 1));
        }
        if let Some(value) = self.value {
            place.push_str(&format!(" ({value})"));
        }
        Label::new(format!("{}{place}", says.zh), format!("{}{place}", says.en))
    }
}
