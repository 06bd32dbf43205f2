//! What a plan is once it has been read and checked: the small core that the evaluator knows.
//!
//! Every construct of the files (`rule`, `routine`, `signal`, `report`, `level` …) is lowered to a `Rule` with a
//! trigger and effects, or to a `Course`. Not here: the files themselves (`written`).

use crate::{cel::Condition, recurrence::Recurrence};
use facts::{
    Instant, Label, Ledger, Ledgers, Name, Span, SubjectId, SubjectKind, Value, Zone, chain::Hash, time::Time,
};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::{collections::BTreeMap, sync::Arc};

/// A checked pack: one version of one plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Pack {
    /// Its name, the name of its folder.
    pub id: Name,
    /// `major.minor.patch`.
    pub version: SmolStr,
    /// Its words.
    pub title: Label,
    /// The packs whose ledgers, roles and rules it builds on.
    pub extends: Vec<Name>,
    /// Which text it carries out.
    pub source: Source,
    /// Who issues it: country, province, city, county, town, village, sector, unit.
    pub level: Name,
    /// BLAKE3 over its files, in order of path.
    pub hash: Hash,
    /// Its files (path, text), as adopted and stored.
    pub files: Vec<(String, String)>,
    /// Named numbers and words of the plan, each with its reason.
    pub params: BTreeMap<Name, Param>,
    /// Kinds of fact that it declares itself.
    pub ledgers: Vec<Ledger>,
    /// Roles that it declares itself.
    pub roles: BTreeMap<Name, Role>,
    /// Kinds of organisation that it declares itself.
    pub org_kinds: BTreeMap<Name, Label>,
    /// States of a subject that it declares itself.
    pub statuses: BTreeMap<Name, Status>,
    /// What follows from what.
    pub rules: Vec<Rule>,
    /// Time-boxed regimes.
    pub courses: Vec<Course>,
    /// Forms of numbers owed upwards. Their duty is among the rules.
    pub reports: Vec<Report>,
    /// Every rule of the source, and what carries it out.
    pub coverage: Vec<CoverageRow>,
}

/// A rule of the source, and what carries it out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CoverageRow {
    /// Its id in the catalogue of requirements (`B-05.14`).
    pub id: SmolStr,
    /// The constructs of the pack that run it, qualified.
    pub runs: Vec<Name>,
    /// Why it is not software, if nothing runs it.
    pub why_not: Option<Label>,
}

/// Where a plan comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Source {
    /// File of the source text.
    pub file: SmolStr,
    /// Section of it.
    pub section: SmolStr,
}

/// A named value of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Param {
    /// The value.
    pub value: Value,
    /// Its unit, if a number.
    pub unit: Option<SmolStr>,
    /// Its words.
    pub label: Label,
    /// The clause that gives it, or the gap of the source that it fills and why with this default.
    pub why: Label,
    /// True when the source leaves it open.
    pub gap: bool,
}

/// A role that somebody holds in an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Its words.
    pub title: Label,
    /// Kinds of organisation that ought to have one; a missing one is a gap of the organisation.
    pub needed_in: Vec<Name>,
    /// The most private that its holders see.
    pub sees: facts::Privacy,
    /// Ledgers that its holders write; `*` means all.
    pub writes: Vec<Name>,
    /// What else its holders may do: adopt, users, unmask, sign, waive, delegate, outside.
    pub may: Vec<Name>,
}

/// A named state of a subject, its values in order of precedence (the last is the strongest).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Status {
    /// Its words.
    pub title: Label,
    /// What has it.
    pub about: SubjectKind,
    /// Its values, weakest first. The first holds when nothing else does.
    pub values: Vec<(Name, Label)>,
}

/// The place in the source that a rule carries out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Clause {
    /// Its id in the catalogue of requirements (`B-05.14`).
    pub id: SmolStr,
    /// One line for the user: what the source says.
    pub says: Label,
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
}

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

/// What follows from a trigger.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Something is owed.
    Duty(DutySpec),
    /// The subject has a state.
    Status {
        /// Qualified name.
        status: Name,
        /// One of its values.
        value: Name,
        /// How long.
        until: Until,
    },
    /// Somebody ought to know.
    Alert {
        /// Qualified name.
        name: Name,
        /// Its words.
        title: Label,
        /// Roles that are told, found like owners of duties.
        to: Vec<Owner>,
        /// 1 notice, 2 warning, 3 emergency.
        severity: u8,
        /// How long it stands if nobody acknowledges it.
        until: Until,
    },
}

/// When a status or an alert ends. Several may be given; the first to come holds. For signals, the end of the episode
/// is an end too.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Until {
    /// This long after the trigger.
    pub after: Option<Span>,
    /// A fact of this ledger about the subject, when the condition holds.
    pub fact: Option<DoneBy>,
}

/// Something owed.
#[derive(Clone, PartialEq, Debug)]
pub struct DutySpec {
    /// Qualified: `pack/name`.
    pub name: Name,
    /// Its words, in the imperative.
    pub title: Label,
    /// Who owes it.
    pub owner: Owner,
    /// Who receives what is done.
    pub to: Vec<Owner>,
    /// From when it can be done, measured from the trigger.
    pub opens: Span,
    /// Its deadline, measured from the trigger.
    pub within: Span,
    /// After the deadline it can still be done late for this long; then it is missed. `None`: it stays owed.
    pub grace: Option<Span>,
    /// What discharges it.
    pub done_by: DoneBy,
    /// Reminders, measured from the deadline (negative: before it).
    pub reminders: Vec<Span>,
    /// Who is told when it is late, measured from the deadline.
    pub escalations: Vec<(Span, Owner)>,
    /// Estimated minutes of work.
    pub minutes: u16,
}

/// A role, and where to start looking for it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Owner {
    /// The role.
    pub role: Name,
    /// From where the tree of organisations is walked upwards until somebody holds the role.
    pub at: OwnerAt,
}

/// Where the walk up the tree starts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerAt {
    /// The organisations that the subject belongs to (or the subject, if it is one).
    Subject,
    /// The organisation that reported the triggering fact.
    Reporter,
    /// The organisation named in this field of the triggering fact.
    Field(Name),
}

/// A fact that settles something about the same subject.
#[derive(Clone, PartialEq, Debug)]
pub struct DoneBy {
    /// Its ledger.
    pub ledger: Name,
    /// On its fields.
    pub when: Option<Condition>,
}

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
    /// Duties that came to this end in the period: `open`, `done`, `late`, `missed`, `overdue`, `waived`.
    Duties(Name),
    /// Subjects that have this status value at the cut-off.
    Status(Name, Name),
    /// Courses of this name running at the cut-off; empty name means all.
    Courses(Option<Name>),
}

/// Facts that an indicator counts.
#[derive(Clone, PartialEq, Debug)]
pub struct Counted {
    /// The ledger.
    pub ledger: Name,
    /// Only those for which this holds.
    pub filter: Option<Condition>,
}

/// A plan put in force: a pack, for the subtree of an organisation, from a time on.
#[derive(Clone, PartialEq, Debug)]
pub struct Adoption {
    /// The pack as adopted; stays stored.
    pub pack: Arc<Pack>,
    /// For this organisation and everything below it.
    pub scope: SubjectId,
    /// From this event time.
    pub from: Instant,
    /// Until this event time, or until another version of the same pack is adopted for the same scope.
    pub until: Option<Instant>,
}

/// Everything in force: the timeline of plans, the ledgers that they declare, the zone.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// Adoptions in order of `from`.
    pub adoptions: Vec<Adoption>,
    /// The ledgers of all adopted packs (and the packs that they extend), the latest version of each.
    pub ledgers: Ledgers,
    /// The deployment's zone.
    pub zone: Zone,
}
