//! A course: a time-boxed regime for a subject, its days, its tests, how it ends.
//!
//! Not here: what is owed on one of its days (`effect`).

use super::{Clause, DoneBy, DutySpec, Trigger};
use crate::cel::Condition;
use facts::{Label, Name, SubjectKind, time::Time};
use serde::{Deserialize, Serialize};

/// A time-boxed regime for a subject.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    /// Qualified: `pack/course`.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// The clause that it carries out.
    pub clause: Clause,
    /// What it is about.
    pub about: SubjectKind,
    /// What starts it. A status trigger starts it for everybody who belongs to the organisation.
    pub starts: Vec<Trigger>,
    /// It goes on when the status that started it is over; else it ends with it.
    pub outlasts: bool,
    /// The date field of the starting fact that days are counted from; absent: the day it happened.
    pub day_from: Option<Name>,
    /// How days are counted.
    pub day_one: DayOne,
    /// Its phases in order.
    pub phases: Vec<Phase>,
    /// Its tests.
    pub tests: Option<Tests>,
    /// What is owed every day of certain phases.
    pub daily: Vec<DailyDuty>,
    /// Duties owed once at its start.
    pub at_start: Vec<DutySpec>,
    /// What must hold for it to end at the end of its last phase. On `course`, `linked`, `params`, `subject`. Unknown
    /// does not release.
    pub release: Option<Condition>,
    /// It may end earlier, from this day on, when this holds.
    pub release_early: Option<(u16, Condition)>,
    /// The duty to release, raised on the last day; discharged by the fact that ends it. `None`: it ends by itself.
    pub release_duty: Option<DutySpec>,
    /// Facts that end it at once.
    pub ends: Vec<DoneBy>,
    /// Facts that add days to its last phase.
    pub extend: Vec<(DoneBy, u16)>,
    /// Facts that make it start again on their day.
    pub restart: Vec<DoneBy>,
    /// Facts (about the subject, or about the linked subject) that turn it into another course.
    pub convert: Vec<Conversion>,
    /// The facts of another subject that its conditions read as `linked.<ledger>`.
    pub linked: Option<Linked>,
    /// The status that the subject has during it.
    pub status: Option<(Name, Name)>,
    /// If it restricts a person: on what legal basis, who cares, how to object. A restriction without it cannot be put
    /// in force.
    pub restriction: Option<Restriction>,
    /// It never lasts longer than this, extensions included.
    pub days_max: u16,
}

/// How days of a course are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOne {
    /// The day itself is day 1.
    SameDay,
    /// The next day is day 1.
    NextDay,
}

/// A phase of a course.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phase {
    /// Its name.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// How many days.
    pub days: u16,
}

/// The tests of a course.
#[derive(Clone, PartialEq, Debug)]
pub struct Tests {
    /// On which days, day 1 being declared by the course.
    pub days: Vec<u16>,
    /// The duty to take the sample, opening and due within its day. `opens` and `within` count from the day's start.
    pub duty: DutySpec,
    /// The ledger of results.
    pub result: Name,
    /// Its field that holds the result.
    pub field: Name,
    /// The code that means negative.
    pub negative: Name,
    /// The code that means positive.
    pub positive: Name,
}

/// A duty that recurs during a course.
#[derive(Clone, PartialEq, Debug)]
pub struct DailyDuty {
    /// In these phases; empty means in all.
    pub phases: Vec<Name>,
    /// Every so many days, from day 1.
    pub every_days: u16,
    /// At which times of day it opens.
    pub times: Vec<Time>,
    /// The duty; `opens` and `within` count from those times.
    pub duty: DutySpec,
}

/// A turn into another course.
#[derive(Clone, PartialEq, Debug)]
pub struct Conversion {
    /// By this fact.
    pub by: DoneBy,
    /// True: the fact is about the linked subject (a contact's positive test turns their contact into a contact).
    pub of_linked: bool,
    /// The other course, qualified.
    pub into: Name,
}

/// Another subject whose facts a course reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Linked {
    /// The field of the starting fact that names it.
    pub field: Name,
    /// The ledgers of its facts that are read.
    pub ledgers: Vec<Name>,
}

/// What a restriction on a person carries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restriction {
    /// Statute and article.
    pub legal_basis: Label,
    /// The role that cares for the person.
    pub carer: Name,
    /// How to object.
    pub objection: Label,
}
