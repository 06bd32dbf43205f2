//! Reports as people see them: what is due, the numbers, what is missing below, and what was signed.

use crate::{
    counted::{PresentView, RatioView},
    lens::Lens,
    numbers,
    words::{ClauseView, OrgRef, Words},
};
use facts::{Date, FactId, Recorded, SubjectId, Value};
use outcomes::{Duty, DutyState};
use plan::{
    program::{Report, ReportMode},
    verdict::{Anchor, DutyEnd, Key},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A report that is due.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportRow {
    /// The report, qualified.
    pub report: String,
    /// Its words.
    pub title: Words,
    /// Who owes it.
    pub org: OrgRef,
    /// The civil day of its cut-off.
    pub day: String,
    /// Its deadline.
    pub due: String,
    /// expected, received, late (received late), missing (deadline passed).
    pub state: String,
    /// The duty to send it.
    pub duty: String,
    /// When it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// Zero was said: every number made of facts is zero.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nil: bool,
}

/// The four figures of returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ReturnFigures {
    /// 应报
    pub expected: u32,
    /// 已报
    pub received: u32,
    /// 按时
    pub on_time: u32,
    /// 缺报: the deadline has passed.
    pub missing: u32,
}

/// The reports of a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportList {
    /// The day.
    pub day: String,
    /// Expected, received, on time, missing.
    pub figures: ReturnFigures,
    /// The reports.
    pub rows: Vec<ReportRow>,
}

/// A number of a report.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct IndicatorView {
    /// The indicator, qualified.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// Its unit.
    pub unit: Words,
    /// Its value; null when it cannot be said (a ratio over nothing).
    #[schema(value_type = Option<f64>)]
    pub value: Option<facts::Decimal>,
    /// The value of the period before.
    #[schema(value_type = Option<f64>)]
    pub yesterday: Option<facts::Decimal>,
    /// The difference.
    #[schema(value_type = Option<f64>)]
    pub difference: Option<facts::Decimal>,
    /// Since the beginning rather than within the period.
    pub cumulative: bool,
    /// When it ought to equal the sum of other numbers and does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts_differ: Option<PartsDiffer>,
    /// What it opens into: facts, latest (of each subject the latest fact), duties, statuses, courses, alerts, reports;
    /// ratio: two numbers that open.
    pub opens: String,
    /// For a ratio: what it is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<RatioView>,
    /// What it is now, when it was signed otherwise. Its rows are those of now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<PresentView>,
    /// For a number of duties: what became of those that it counts (`due`: all of them).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duties: Option<String>,
}

/// A total that differs from the sum of its parts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PartsDiffer {
    /// The sum of the parts.
    #[schema(value_type = f64)]
    pub sum: facts::Decimal,
    /// The parts.
    pub parts: Vec<String>,
}

/// A signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SignedView {
    /// By which account.
    pub by: String,
    /// How its holder is called.
    pub by_name: String,
    /// When.
    pub at: String,
    /// The hash of the numbers.
    pub hash: String,
    /// The fact.
    pub fact: String,
    /// What the signer added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A number that has changed since the signature.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CorrectionView {
    /// The indicator.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// As signed.
    #[schema(value_type = Option<f64>)]
    pub signed: Option<facts::Decimal>,
    /// As computed now.
    #[schema(value_type = Option<f64>)]
    pub now: Option<facts::Decimal>,
}

/// One report of one organisation for one day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportView {
    /// The report, qualified.
    pub report: String,
    /// Its words.
    pub title: Words,
    /// The clause.
    pub clause: ClauseView,
    /// full, nil_required, exception_only.
    pub mode: String,
    /// Whose.
    pub org: OrgRef,
    /// The civil day of its cut-off.
    pub day: String,
    /// The period: from.
    pub from: String,
    /// The period: until (the cut-off).
    pub until: String,
    /// Its deadline.
    pub due: String,
    /// The numbers: as signed, or the draft.
    pub indicators: Vec<IndicatorView>,
    /// The reports of the level below that it is made up of: who has sent them, in time, late or not at all.
    pub below: Vec<ReportRow>,
    /// The signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedView>,
    /// What has changed since the signature.
    pub corrections: Vec<CorrectionView>,
}

/// The fact that signed what a duty asks for.
pub fn signature_of(duty: &Duty) -> Option<FactId> {
    if let DutyEnd::Done { fact, .. } = duty.due.end { Some(fact) } else { None }
}

/// The row of a report's duty, with the signature if it is at hand. The day is that of the cut-off.
pub fn report_row(lens: &Lens<'_>, duty: &Duty, signed: Option<&Recorded>) -> Option<ReportRow> {
    let report = lens.book.report(duty.key.name())?;
    let received = match duty.due.end {
        DutyEnd::Done { received, .. } => Some(received),
        _ => None,
    };
    let state = match duty.state {
        DutyState::Done => "received",
        DutyState::DoneLate => "late",
        DutyState::Waived | DutyState::Withdrawn => return None,
        DutyState::Open => "expected",
        DutyState::Overdue | DutyState::Missed => "missing",
    };
    Some(ReportRow {
        report: report.id.to_string(),
        title: Words::from(&report.title),
        org: lens.org(&duty.subject),
        day: lens.zone.date_of(duty.due.triggered).to_string(),
        due: duty.due.due.to_string(),
        state: state.to_owned(),
        duty: duty.key.to_string(),
        received: received.map(|at| at.to_string()),
        nil: signed.and_then(numbers_in).is_some_and(|said| numbers::says_zero(report, &said)),
    })
}

/// The numbers that a signature froze.
fn numbers_in(signed: &Recorded) -> Option<BTreeMap<String, Option<facts::Decimal>>> {
    serde_json::from_str(signed.fact.get("numbers").and_then(Value::as_text)?).ok()
}

/// True for a report that one of the four figures counts: expected, received, on_time, missing.
pub fn is_counted(row: &ReportRow, which: &str) -> bool {
    match which {
        "expected" => true,
        "received" => matches!(row.state.as_str(), "received" | "late"),
        "on_time" => row.state == "received",
        _ => row.state == "missing",
    }
}

/// Expected, received, on time, missing.
pub fn figures(rows: &[ReportRow]) -> ReturnFigures {
    let count = |which: &str| {
        u32::try_from(rows.iter().filter(|row| is_counted(row, which)).count()).unwrap_or(u32::MAX)
    };
    ReturnFigures {
        expected: count("expected"),
        received: count("received"),
        on_time: count("on_time"),
        missing: count("missing"),
    }
}

/// The word of a mode.
pub fn mode_word(mode: ReportMode) -> &'static str {
    match mode {
        ReportMode::Full => "full",
        ReportMode::NilRequired => "nil_required",
        ReportMode::ExceptionOnly => "exception_only",
    }
}

/// The key of the duty to send the report of a day.
pub fn duty_key(report: &Report, org: &SubjectId, day: Date) -> Key {
    let at = report.cut_off;
    Key::new(&report.id, org, &Anchor::Period(format!("{day}T{:02}:{:02}", at.hour(), at.minute()).into()))
}

/// Everything that a report is made of.
pub struct ReportParts<'a> {
    /// The report.
    pub report: &'a Report,
    /// Whose.
    pub org: &'a SubjectId,
    /// The day of its cut-off.
    pub day: Date,
    /// The numbers as computed now.
    pub now: Vec<IndicatorView>,
    /// The fact that signed it, and how the signer is called.
    pub signed: Option<(&'a Recorded, String)>,
    /// The reports of the level below that it is made up of.
    pub below: Vec<ReportRow>,
}

/// A report: as signed with what has changed since, or the draft.
pub fn report_view(lens: &Lens<'_>, parts: ReportParts<'_>) -> ReportView {
    let ReportParts { report, org, day, now, signed, below } = parts;
    let (from, until) = numbers::period_of(report, day, lens.zone);
    let text =
        |fact: &Recorded, field: &str| fact.fact.get(field).and_then(Value::as_text).map(str::to_owned);
    let frozen = signed.as_ref().and_then(|(fact, _)| numbers_in(fact));
    let (indicators, corrections) = match &frozen {
        Some(frozen) => (numbers::as_signed(frozen, &now), numbers::corrections(report, frozen, &now)),
        None => (now, Vec::new()),
    };
    ReportView {
        report: report.id.to_string(),
        title: Words::from(&report.title),
        clause: ClauseView { id: report.clause.id.to_string(), says: Words::from(&report.clause.says) },
        mode: mode_word(report.mode).to_owned(),
        org: lens.org(org),
        day: day.to_string(),
        from: from.to_string(),
        until: until.to_string(),
        due: numbers::due_of(report, day, lens.zone).to_string(),
        indicators,
        below,
        signed: signed.map(|(fact, by_name)| SignedView {
            by: fact.fact.by.to_string(),
            by_name,
            at: fact.fact.at.to_string(),
            hash: text(fact, "hash").unwrap_or_default(),
            fact: fact.fact.id.to_string(),
            comment: text(fact, "comment"),
        }),
        corrections,
    }
}
