//! A plan as a readable page: sections with what they say, clause by clause.

use crate::{
    book::{Book, construct_word},
    lens::Lens,
    plan_words::{area_item, course_item, report_item, rule_item},
    words::{ClauseView, OrgRef, SourceView, Words},
};
use facts::{Instant, Name, SubjectId};
use plan::{
    Pack,
    explain::{Codes, param_words},
    program::{Construct, Param, Report, Role, Rule, Status},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanRow {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its words.
    pub title: Words,
    /// The text that it carries out.
    pub source: SourceView,
    /// Who issues such a plan.
    pub level: String,
    /// The hash of its files.
    pub hash: String,
    /// The plans that it builds on.
    pub extends: Vec<String>,
    /// Where it is in force, in any version.
    pub adopted: Vec<AdoptedView>,
}

/// Where a plan is in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AdoptedView {
    /// For this organisation and everything below it.
    pub scope: OrgRef,
    /// The version.
    pub version: String,
    /// From.
    pub from: String,
    /// Until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// True now.
    pub now: bool,
}

/// A plan, explained.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanPage {
    /// The plan.
    pub plan: PlanRow,
    /// Its sections.
    pub sections: Vec<PlanSection>,
    /// Its named numbers and words.
    pub params: Vec<ParamView>,
    /// Its roles.
    pub roles: Vec<RoleView>,
    /// The ledgers that it declares.
    pub ledgers: Vec<LedgerRef>,
    /// Its states.
    pub statuses: Vec<StatusSpecView>,
}

/// A section: everything written with one word of the language.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanSection {
    /// rule, routine, signal, report, level, course.
    pub construct: String,
    /// Its words.
    pub title: Words,
    /// What it says.
    pub items: Vec<PlanItem>,
}

/// A rule, course or report.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanItem {
    /// Its qualified name.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// The clause.
    pub clause: ClauseView,
    /// When.
    pub when: Vec<Words>,
    /// What follows.
    pub then: Vec<Words>,
    /// The duties among it.
    pub duties: Vec<PlanDuty>,
    /// For courses: the phases, `central 14`.
    pub phases: Vec<PlanPhase>,
    /// For courses: the test days.
    pub test_days: Vec<u16>,
    /// For reports: the numbers.
    pub indicators: Vec<Words>,
    /// For restrictions: statute and article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<Words>,
}

/// A phase of a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanPhase {
    /// Its words.
    pub title: Words,
    /// How many days.
    pub days: u16,
}

/// A duty of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanDuty {
    /// Its qualified name.
    pub name: String,
    /// What to do.
    pub title: Words,
    /// Who owes it.
    pub owner: Words,
    /// By when, in words.
    pub within: Words,
    /// The ledger that discharges it.
    pub done_by: LedgerRef,
    /// Who is told when it is late, in words.
    pub escalates: Vec<Words>,
}

/// A ledger by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LedgerRef {
    /// Its name.
    pub id: String,
    /// Its words.
    pub title: Words,
}

/// A parameter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ParamView {
    /// Its name.
    pub id: String,
    /// Its words.
    pub label: Words,
    /// Its value, with its unit.
    pub value: Words,
    /// The clause that gives it, or the gap that it fills.
    pub why: Words,
    /// True when the source leaves it open.
    pub gap: bool,
}

/// A role of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleView {
    /// The role.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// Kinds of organisation that ought to have one.
    pub needed_in: Vec<Words>,
}

/// A state that a plan declares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusSpecView {
    /// Its qualified name.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// Its values, weakest first.
    pub values: Vec<Words>,
}

/// A line of a comparison (对照).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DiffRow {
    /// added, removed, stricter, looser, changed.
    pub how: String,
    /// What is compared, without the name of its plan.
    pub id: String,
    /// The clause: its id and, where one of the plans has it, what it says.
    pub clause: ClauseView,
    /// What differs, and which way.
    pub says: Words,
}

/// Two plans side by side.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanDiff {
    /// The first: name and version.
    pub was: String,
    /// The second.
    pub now: String,
    /// The lines.
    pub rows: Vec<DiffRow>,
}

/// A plan put in force, as the doors read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InForceAt {
    /// The pack.
    pub pack: Name,
    /// Its version.
    pub version: String,
    /// The organisation.
    pub scope: SubjectId,
    /// From.
    pub from: Instant,
    /// Until.
    pub until: Option<Instant>,
}

/// A plan in a list.
pub fn plan_row(lens: &Lens<'_>, pack: &Pack, adopted: &[InForceAt]) -> PlanRow {
    let mine = adopted.iter().filter(|a| a.pack == pack.id);
    PlanRow {
        id: pack.id.to_string(),
        version: pack.version.to_string(),
        title: Words::from(&pack.title),
        source: SourceView { file: pack.source.file.to_string(), section: pack.source.section.to_string() },
        level: pack.level.to_string(),
        hash: pack.hash.to_hex(),
        extends: pack.extends.iter().map(ToString::to_string).collect(),
        adopted: mine
            .map(|a| AdoptedView {
                scope: lens.org(&a.scope),
                version: a.version.clone(),
                from: a.from.to_string(),
                until: a.until.map(|at| at.to_string()),
                now: a.from <= lens.now && a.until.is_none_or(|until| lens.now < until),
            })
            .collect(),
    }
}

/// A plan, explained. The lens' book must know the packs that it builds on.
pub fn plan_page(lens: &Lens<'_>, pack: &Pack, adopted: &[InForceAt]) -> PlanPage {
    let ledger = |l: &facts::Ledger| LedgerRef { id: l.id.to_string(), title: Words::from(&l.title) };
    let codes = Codes::of(lens.book.ledgers.0.values());
    let param = |(id, p): (&Name, &Param)| ParamView {
        id: id.to_string(),
        label: Words::from(&p.label),
        value: Words::from(&param_words(p, &codes)),
        why: Words::from(&p.why),
        gap: p.gap,
    };
    let role = |(id, r): (&Name, &Role)| RoleView {
        id: id.to_string(),
        title: Words::from(&r.title),
        needed_in: r.needed_in.iter().map(|k| lens.book.kind(k)).collect(),
    };
    let status = |(id, s): (&Name, &Status)| StatusSpecView {
        id: id.to_string(),
        title: Words::from(&s.title),
        values: s.values.iter().map(|(_, label)| Words::from(label)).collect(),
    };
    PlanPage {
        plan: plan_row(lens, pack, adopted),
        sections: sections(lens.book, pack),
        params: pack.params.iter().map(param).collect(),
        roles: pack.roles.iter().map(role).collect(),
        ledgers: pack.ledgers.iter().map(ledger).collect(),
        statuses: pack.statuses.iter().map(status).collect(),
    }
}

fn sections(book: &Book, pack: &Pack) -> Vec<PlanSection> {
    let order = [
        Construct::Level,
        Construct::Rule,
        Construct::Signal,
        Construct::Course,
        Construct::Routine,
        Construct::Report,
        Construct::Area,
    ];
    let section = |construct: Construct| {
        let (id, title) = construct_word(construct);
        let items = match construct {
            Construct::Course => pack.courses.iter().map(|c| course_item(book, c)).collect(),
            Construct::Area => pack.areas.iter().map(|a| area_item(book, a)).collect(),
            _ => rules_of(book, pack, construct),
        };
        PlanSection { construct: id.to_owned(), title, items }
    };
    order.into_iter().map(section).filter(|s| !s.items.is_empty()).collect()
}

fn rules_of(book: &Book, pack: &Pack, construct: Construct) -> Vec<PlanItem> {
    let report = |rule: &Rule| pack.reports.iter().find(|r| r.id == rule.id);
    let rules: Vec<&Rule> = pack.rules.iter().filter(|r| r.construct == construct).collect();
    let mut items: Vec<PlanItem> = rules.iter().map(|r| rule_item(book, r, report(r))).collect();
    if construct == Construct::Report {
        let owed = |r: &&Report| rules.iter().any(|rule| rule.id == r.id);
        items.extend(pack.reports.iter().filter(|r| !owed(r)).map(report_item));
    }
    items
}
