//! The follow-up grid: a row for each person under a course (contacts, returnees, cases), a cell for each day: seen, seen in
//! part, missed, still to do, with the tests of that day. What the plan asks of a day is read from the duties of the course.
//!
//! Not here: which courses, paging.

use crate::{
    lens::Lens,
    outcome::{CourseView, course_view},
    words::{OrgRef, SubjectRef},
};
use facts::{
    Date, SubjectId,
    time::{add_days, days_between},
};
use outcomes::{Course, Duty, DutyState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A day of somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FollowupCell {
    /// The civil day.
    pub day: String,
    /// outside (of the course), none (nothing is asked that day), seen, partly, missed, open.
    pub state: String,
    /// Duties of that day.
    pub due: u16,
    /// Of these done, in time or late.
    pub done: u16,
    /// The test of that day: done, today, overdue, ahead, dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    /// The code of its result; absent when there is none or the viewer may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
}

/// Somebody under a course.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FollowupRow {
    /// The key of the course.
    pub key: String,
    /// The course.
    pub course: CourseView,
    /// Where the person belongs first of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<OrgRef>,
    /// Whom they were in contact with, as contacts and exposures tell.
    pub sources: Vec<SubjectRef>,
    /// The days, in order.
    pub cells: Vec<FollowupCell>,
    /// Days in a row, up to yesterday, on which something was asked and nothing was done.
    pub missed_in_row: u16,
}

/// What a row is made of.
pub struct FollowupParts<'a> {
    /// The course.
    pub course: &'a Course,
    /// Duties about the person that were due on these days.
    pub duties: &'a [&'a Duty],
    /// Where the person belongs first of all.
    pub home: Option<&'a SubjectId>,
    /// Whom they were in contact with.
    pub sources: &'a [SubjectId],
}

/// A row of the grid for so many days from a day on.
pub fn followup_row(lens: &Lens<'_>, parts: &FollowupParts<'_>, from: Date, days: u16) -> FollowupRow {
    let course = course_view(lens, parts.course);
    let today = lens.zone.date_of(lens.now);
    let cells: Vec<FollowupCell> =
        (0..i32::from(days)).map(|n| cell(lens, parts, &course, add_days(from, n))).collect();
    let past = cells.iter().filter(|c| c.day < today.to_string() && c.due > 0);
    let missed_in_row = past.rev().take_while(|c| c.done == 0).count();
    FollowupRow {
        key: course.key.clone(),
        home: parts.home.map(|home| lens.org(home)),
        sources: parts.sources.iter().map(|id| lens.subject(id)).collect(),
        cells,
        missed_in_row: u16::try_from(missed_in_row).unwrap_or(u16::MAX),
        course,
    }
}

fn cell(lens: &Lens<'_>, parts: &FollowupParts<'_>, course: &CourseView, day: Date) -> FollowupCell {
    let run = &parts.course.run;
    let inside = days_between(run.day_one, day) >= 0 && days_between(day, run.last_day) >= 0;
    let (mut due, mut done, mut open) = (0, 0, 0);
    for duty in parts.duties.iter().filter(|d| lens.zone.date_of(d.due.due) == day) {
        match duty.state {
            DutyState::Done | DutyState::DoneLate => (due, done) = (due + 1, done + 1),
            DutyState::Open => (due, open) = (due + 1, open + 1),
            DutyState::Overdue | DutyState::Missed => due += 1,
            DutyState::Waived | DutyState::Withdrawn => {}
        }
    }
    let state = match (due, done) {
        _ if !inside && due == 0 => "outside",
        (0, _) => "none",
        (due, done) if due == done => "seen",
        (_, 0) if open > 0 => "open",
        (_, 0) => "missed",
        _ => "partly",
    };
    let test = course.tests.iter().find(|t| t.date == day.to_string());
    FollowupCell {
        day: day.to_string(),
        state: state.to_owned(),
        due,
        done,
        test: test.map(|t| t.state.clone()),
        result: test.and_then(|t| t.result.clone()),
    }
}
