//! Statuses, courses and alerts as people see them.

use crate::{
    fact::{MASK, shown},
    lens::Lens,
    words::{ClauseView, HolderView, SubjectRef, Words},
};
use facts::{Privacy, SubjectId, Value, time::days_between};
use outcomes::{Alert, Course, StatusRow};
use plan::{
    program::DayOne,
    verdict::{CourseEnd, TestDay},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A status of a subject.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusView {
    /// Its key.
    pub key: String,
    /// Its qualified name.
    pub name: String,
    /// Its words.
    pub title: Words,
    /// Its value.
    pub value: String,
    /// The words of the value.
    pub value_title: Words,
    /// Since.
    pub from: String,
    /// Until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// True while it holds.
    pub holds: bool,
    /// The clause.
    pub clause: ClauseView,
}

/// A course (管控期).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CourseView {
    /// Its key.
    pub key: String,
    /// Its qualified name.
    pub name: String,
    /// Its words.
    pub title: Words,
    /// The clause.
    pub clause: ClauseView,
    /// About whom.
    pub subject: SubjectRef,
    /// Today's number; 0 before day 1.
    pub day: i32,
    /// How many days it lasts as planned now.
    pub days: i32,
    /// How its days are counted.
    pub counting: Words,
    /// The date of day 1.
    pub day_one: String,
    /// The last day.
    pub last_day: String,
    /// Its phases.
    pub phases: Vec<PhaseView>,
    /// Its tests.
    pub tests: Vec<TestView>,
    /// How it ended: completed, released, lifted, converted, withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<CourseEndView>,
    /// Why release is not possible yet though the time is over.
    pub held_by: Vec<Words>,
    /// Statute and article, if it restricts a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<Words>,
    /// How to object, if it restricts a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objection: Option<Words>,
}

/// A phase of a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PhaseView {
    /// Its name.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// First day.
    pub first: String,
    /// Last day.
    pub last: String,
    /// True when today lies in it.
    pub now: bool,
}

/// A day of the test calendar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TestView {
    /// Day number.
    pub day: u16,
    /// Its date.
    pub date: String,
    /// done, today, overdue, ahead, dropped (the course ended before).
    pub state: String,
    /// The result's code; absent when there is none or the viewer may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// The words of the result; `●●●` when masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Words>,
    /// The fact with the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
}

/// How a course ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CourseEndView {
    /// When.
    pub at: String,
    /// completed, released, lifted, converted, withdrawn.
    pub how: String,
    /// The same in words.
    pub says: Words,
}

/// An alert (预警).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertView {
    /// Its key.
    pub key: String,
    /// Its qualified name.
    pub name: String,
    /// Its words.
    pub title: Words,
    /// The clause.
    pub clause: ClauseView,
    /// About whom or what.
    pub subject: SubjectRef,
    /// 1 notice, 2 warning, 3 emergency.
    pub severity: u8,
    /// When it was raised.
    pub raised: String,
    /// When it ends or ended by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// True while it stands and nobody has acknowledged it.
    pub open: bool,
    /// When it was acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<String>,
    /// Who is told.
    pub receivers: Vec<HolderView>,
    /// True when the viewer is among those who are told, and so may acknowledge it.
    pub mine: bool,
}

/// The words of a severity.
pub fn severity_words(severity: u8) -> Words {
    match severity {
        0 | 1 => Words::new("提示", "notice"),
        2 => Words::new("警告", "warning"),
        _ => Words::new("紧急", "emergency"),
    }
}

/// The subjects that an alert mentions.
pub fn alert_mentions(alert: &Alert) -> Vec<SubjectId> {
    let receivers = alert.receivers.iter().filter_map(|(_, org)| org.clone());
    receivers.chain([alert.subject.clone()]).collect()
}

/// A status as the viewer sees it.
pub fn status_view(lens: &Lens<'_>, row: &StatusRow) -> StatusView {
    let (name, held) = (row.key.name(), &row.held);
    StatusView {
        key: row.key.to_string(),
        name: name.to_owned(),
        title: lens.book.title(name),
        value: held.value.to_string(),
        value_title: lens.book.status_value(name, &held.value),
        from: held.from.to_string(),
        until: held.until.map(|at| at.to_string()),
        holds: held.from <= lens.now && held.until.is_none_or(|until| lens.now < until),
        clause: lens.book.clause(&held.why),
    }
}

/// A course as the viewer sees it.
pub fn course_view(lens: &Lens<'_>, course: &Course) -> CourseView {
    let (name, run) = (course.key.name(), &course.run);
    let spec = lens.book.course(name);
    let today = lens.zone.date_of(lens.now);
    let counting = spec.map_or_else(Words::default, |s| match s.day_one {
        DayOne::SameDay => Words::new("当日为第1天", "the same day is day 1"),
        DayOne::NextDay => Words::new("次日为第1天", "the next day is day 1"),
    });
    let phases = run.phases.iter().map(|(id, first, last)| PhaseView {
        id: id.to_string(),
        title: spec
            .and_then(|s| s.phases.iter().find(|p| p.id == *id))
            .map_or_else(|| Words::same(id.as_str()), |p| Words::from(&p.title)),
        first: first.to_string(),
        last: last.to_string(),
        now: *first <= today && today <= *last,
    });
    let restriction = spec.and_then(|s| s.restriction.as_ref());
    CourseView {
        key: course.key.to_string(),
        name: name.to_owned(),
        title: lens.book.title(name),
        clause: lens.book.clause(&run.why),
        subject: lens.subject(&course.subject),
        day: (days_between(run.day_one, today) + 1).max(0),
        days: days_between(run.day_one, run.last_day) + 1,
        counting,
        day_one: run.day_one.to_string(),
        last_day: run.last_day.to_string(),
        phases: phases.collect(),
        tests: run.tests.iter().map(|test| test_view(lens, course, test)).collect(),
        ended: course_end(lens, course),
        held_by: run.held_by.iter().map(|path| lens.book.path(path, &[])).collect(),
        legal_basis: restriction.map(|r| Words::from(&r.legal_basis)),
        objection: restriction.map(|r| Words::from(&r.objection)),
    }
}

fn course_end(lens: &Lens<'_>, course: &Course) -> Option<CourseEndView> {
    if course.withdrawn {
        let says = Words::new("撤销", "withdrawn");
        return Some(CourseEndView { at: course.started().to_string(), how: "withdrawn".into(), says });
    }
    course.run.ended.as_ref().map(|(at, how)| {
        let (how, says) = match how {
            CourseEnd::Completed => ("completed", Words::new("期满解除", "completed")),
            CourseEnd::Lifted => {
                ("lifted", Words::new("触发状态解除，随之结束", "ended with the status that started it"))
            }
            CourseEnd::Released { .. } => ("released", Words::new("提前解除或转出", "released")),
            CourseEnd::Converted { into } => {
                let into = lens.book.title(into);
                ("converted", Words::new(format!("转为{}", into.zh), format!("became {}", into.en)))
            }
        };
        CourseEndView { at: at.to_string(), how: how.to_owned(), says }
    })
}

fn test_view(lens: &Lens<'_>, course: &Course, test: &TestDay) -> TestView {
    let today = lens.zone.date_of(lens.now);
    let ended = course.withdrawn || course.run.ended.is_some();
    let state = match &test.result {
        Some(_) => "done",
        None if ended && test.date >= today => "dropped",
        None if test.date < today => "overdue",
        None if test.date == today => "today",
        None => "ahead",
    };
    let sees = lens.sees(&course.subject) >= Some(Privacy::Health);
    let result = test.result.as_ref();
    let words = |code: &facts::Name| {
        let tests = lens.book.course(course.key.name()).and_then(|c| c.tests.as_ref());
        let field = tests.and_then(|t| lens.book.ledgers.get(&t.result)?.field(&t.field));
        field.map_or_else(|| Words::same(code.as_str()), |f| shown(lens, f, &Value::text(code.as_str())))
    };
    TestView {
        day: test.day,
        date: test.date.to_string(),
        state: state.to_owned(),
        result: result.filter(|_| sees).map(|(_, code)| code.to_string()),
        shown: result.map(|(_, code)| if sees { words(code) } else { Words::same(MASK) }),
        fact: result.map(|(fact, _)| fact.to_string()),
    }
}

/// An alert as the viewer sees it.
pub fn alert_view(lens: &Lens<'_>, alert: &Alert) -> AlertView {
    let due = &alert.due;
    let stands = !alert.withdrawn && due.until.is_none_or(|until| lens.now < until);
    AlertView {
        key: alert.key.to_string(),
        name: alert.key.name().to_owned(),
        title: lens.book.alert_title(alert.key.name()),
        clause: lens.book.clause(&due.why),
        subject: lens.subject(&alert.subject),
        severity: due.severity,
        raised: due.raised.to_string(),
        until: due.until.map(|at| at.to_string()),
        open: stands && due.acknowledged.is_none(),
        acknowledged: due.acknowledged.map(|(_, at)| at.to_string()),
        receivers: alert.receivers.iter().map(|(role, org)| lens.holder(role, org.as_ref())).collect(),
        mine: told_to(lens, alert),
    }
}

fn told_to(lens: &Lens<'_>, alert: &Alert) -> bool {
    let held = lens.scope.held();
    let told = alert.receivers.iter().filter_map(|(role, org)| Some((role.clone(), org.clone()?)));
    told.into_iter().any(|receiver| held.contains(&receiver))
}
