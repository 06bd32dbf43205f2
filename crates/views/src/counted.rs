//! What stands behind a number of a report: facts, duties, statuses, courses, alerts or reports, each as its kind is shown
//! elsewhere.
//!
//! Not here: which rows a number counts (the doors), and the number (`numbers`).

use crate::{
    duty::DutyView,
    fact::FactView,
    lens::Lens,
    outcome::{AlertView, CourseView, StatusView, course_view, status_view},
    report::ReportRow,
    words::SubjectRef,
};
use facts::{Decimal, Privacy, SubjectId, SubjectKind};
use outcomes::{Course, StatusRow};
use plan::program::Measure;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A status, and whose it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusOf {
    /// Whose.
    pub subject: SubjectRef,
    /// The status.
    #[serde(flatten)]
    pub status: StatusView,
}

/// A row behind a number.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NumberRow {
    /// A fact.
    Fact(Box<FactView>),
    /// A duty.
    Duty(Box<DutyView>),
    /// A status.
    Status(Box<StatusOf>),
    /// A course.
    Course(Box<CourseView>),
    /// An alert.
    Alert(Box<AlertView>),
    /// A report of the level below.
    Report(Box<ReportRow>),
}

/// A page of the rows behind a number.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NumberRows {
    /// The rows that the viewer may see.
    pub rows: Vec<NumberRow>,
    /// How many of the page the viewer may not see.
    pub hidden: u32,
    /// Give this as `after` for the next page; null after the last one.
    pub next: Option<String>,
}

/// The two numbers that a ratio is made of; each opens its own rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RatioView {
    /// The numerator: an indicator of the same report.
    pub part: String,
    /// The denominator.
    pub whole: String,
}

/// What a number that was signed is now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PresentView {
    /// Null when it cannot be said.
    #[schema(value_type = Option<f64>)]
    pub value: Option<Decimal>,
}

/// What a number opens into.
pub fn opens(measure: &Measure) -> &'static str {
    match measure {
        Measure::Count(_) | Measure::Sum(..) => "facts",
        Measure::Distinct(_) | Measure::Last(..) => "latest",
        Measure::Ratio(..) => "ratio",
        Measure::Duties(_) => "duties",
        Measure::Status(..) => "statuses",
        Measure::Courses(_) => "courses",
        Measure::Alerts(_) => "alerts",
        Measure::Returns(_) => "reports",
    }
}

/// What a ratio is made of.
pub fn ratio(measure: &Measure) -> Option<RatioView> {
    let Measure::Ratio(part, whole) = measure else { return None };
    Some(RatioView { part: part.to_string(), whole: whole.to_string() })
}

/// A status as a row of its own, for whoever may see it.
pub fn status_of(lens: &Lens<'_>, row: &StatusRow) -> Option<StatusOf> {
    sees_health(lens, &row.subject)
        .then(|| StatusOf { subject: lens.subject(&row.subject), status: status_view(lens, row) })
}

/// A course as a row, for whoever may see it.
pub fn course_of(lens: &Lens<'_>, course: &Course) -> Option<CourseView> {
    sees_health(lens, &course.subject).then(|| course_view(lens, course))
}

/// A state of health is not shown to everybody who may know that the person exists.
fn sees_health(lens: &Lens<'_>, subject: &SubjectId) -> bool {
    subject.kind() != SubjectKind::Person || lens.sees(subject) >= Some(Privacy::Health)
}
