//! Pictures of many: duty completion by organisation, the epidemic curve, the counters of today.

use crate::{duty::DutyView, outcome::AlertView, words::OrgRef};
use facts::{
    Date,
    time::{add_days, days_between},
};
use outcomes::DutyState;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Duties of one organisation and everything below it, by end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CompletionRow {
    /// The organisation.
    pub org: OrgRef,
    /// The figures.
    #[serde(flatten)]
    pub figures: CompletionFigures,
    /// Done, in time or late, of all that were due, in whole percent; null when nothing was due.
    pub rate: Option<u8>,
}

/// Duties by end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct CompletionFigures {
    /// 按时办结
    pub done: u64,
    /// 逾期办结
    pub late: u64,
    /// 逾期
    pub overdue: u64,
    /// 待办
    pub open: u64,
    /// 逾期未办
    pub missed: u64,
    /// 免办
    pub waived: u64,
}

/// The board of completion.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CompletionBoard {
    /// Under which organisation.
    pub under: OrgRef,
    /// Due from.
    pub from: String,
    /// Due until.
    pub until: String,
    /// All together.
    pub total: CompletionFigures,
    /// By the organisation one level below.
    pub rows: Vec<CompletionRow>,
}

/// A day of a curve.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CurveDay {
    /// The civil day.
    pub day: String,
    /// How many.
    pub n: i64,
}

/// A curve by civil day; days without anything are there with 0.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Curve {
    /// What is counted: an indicator or a ledger.
    pub of: String,
    /// The days.
    pub days: Vec<CurveDay>,
    /// False when there were more facts than could be counted one by one.
    pub complete: bool,
}

/// What stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NowFigures {
    /// Duties owed in time.
    pub open: u64,
    /// Duties owed past their deadline.
    pub overdue: u64,
    /// Duties owed within two hours.
    pub due_2h: u64,
    /// Duties that nobody owns, and owed reports that nobody receives.
    pub gaps: u64,
    /// Alerts that nobody has acknowledged.
    pub alerts_open: u64,
}

/// What the viewer owes, by the roles that the viewer holds: a part of what stands, and often none of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct MineFigures {
    /// Duties owed in time.
    pub open: u64,
    /// Duties owed past their deadline.
    pub overdue: u64,
    /// Duties owed within two hours.
    pub due_2h: u64,
}

/// What was due on a day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct DayFigures {
    /// The civil day.
    pub day: String,
    /// Duties due that day.
    pub due: u64,
    /// Of these done in time.
    pub done: u64,
    /// Of these done late.
    pub done_late: u64,
    /// Of these missed.
    pub missed: u64,
    /// Reports of that day expected: those that the list of reports shows.
    pub reports_expected: u64,
    /// Of these received.
    pub reports_received: u64,
    /// Of these received in time.
    pub reports_on_time: u64,
}

/// The page of today.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TodayView {
    /// The reading of the clock.
    pub at: String,
    /// What the viewer owes now.
    pub mine: MineFigures,
    /// What stands now wherever the viewer sees, whoever owes it.
    pub now: NowFigures,
    /// What is due today.
    pub today: DayFigures,
    /// What was due yesterday.
    pub yesterday: DayFigures,
    /// False when there are more duties than were counted: then the figures are the least that it can be.
    pub complete: bool,
    /// The viewer's own duties, by deadline.
    pub duties: Vec<DutyView>,
    /// Open alerts, newest first.
    pub alerts: Vec<AlertView>,
}

impl CompletionFigures {
    /// Done, in time or late, of all that were due, in whole percent. What is not due yet and what was waived does not
    /// count.
    pub fn rate(&self) -> Option<u8> {
        let done = self.done + self.late;
        let due = done + self.overdue + self.missed;
        (due > 0).then(|| u8::try_from(done * 100 / due).unwrap_or(100))
    }

    /// Adds duties that have come to this state.
    pub fn add(&mut self, state: DutyState, n: u64) {
        match state {
            DutyState::Done => self.done += n,
            DutyState::DoneLate => self.late += n,
            DutyState::Overdue => self.overdue += n,
            DutyState::Open => self.open += n,
            DutyState::Missed => self.missed += n,
            DutyState::Waived => self.waived += n,
            DutyState::Withdrawn => {}
        }
    }
}

/// The states that a board counts.
pub const COUNTED: [DutyState; 6] = [
    DutyState::Done,
    DutyState::DoneLate,
    DutyState::Overdue,
    DutyState::Open,
    DutyState::Missed,
    DutyState::Waived,
];

/// The rows of a board, those with most left undone first.
pub fn completion_rows(of: Vec<(OrgRef, CompletionFigures)>) -> Vec<CompletionRow> {
    let mut rows: Vec<CompletionRow> =
        of.into_iter().map(|(org, figures)| CompletionRow { org, rate: figures.rate(), figures }).collect();
    rows.sort_by(|a, b| {
        (b.figures.overdue + b.figures.missed, &a.org).cmp(&(a.figures.overdue + a.figures.missed, &b.org))
    });
    rows
}

/// A curve without holes: every day of the range is there.
pub fn curve(of: String, from: Date, to: Date, counted: &BTreeMap<Date, i64>, complete: bool) -> Curve {
    let days = (0..=days_between(from, to).clamp(0, CURVE_DAYS_MAX)).map(|n| add_days(from, n));
    let days = days
        .map(|day| CurveDay { day: day.to_string(), n: counted.get(&day).copied().unwrap_or(0) })
        .collect();
    Curve { of, days, complete }
}

/// Longest curve: three years.
pub const CURVE_DAYS_MAX: i32 = 1100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_due_and_what_was_waived_does_not_count() {
        let mut figures = CompletionFigures::default();
        for (state, n) in COUNTED.into_iter().zip([6, 2, 1, 50, 1, 9]) {
            figures.add(state, n);
        }
        assert_eq!(figures.rate(), Some(80));
        assert_eq!(CompletionFigures { open: 3, ..CompletionFigures::default() }.rate(), None);
    }

    #[test]
    fn a_curve_has_no_holes() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let counted = BTreeMap::from([(day("2026-09-03"), 4)]);
        let days: Vec<i64> = curve("x".into(), day("2026-09-01"), day("2026-09-04"), &counted, true)
            .days
            .iter()
            .map(|d| d.n)
            .collect();
        assert_eq!(days, [0, 0, 4, 0]);
    }
}
