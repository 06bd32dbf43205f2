//! What an explained plan consists of: lines, sections, items, the days of a course.
//!
//! Not here: how a plan is turned into it (the other rooms), and how it is written out (`markdown`).

use crate::program::{Clause, Construct, Source};
use facts::{Label, Name};
use serde::Serialize;
use smol_str::SmolStr;

/// A plan explained.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Explained {
    /// The pack.
    pub id: Name,
    /// Its version.
    pub version: SmolStr,
    /// Its words.
    pub title: Label,
    /// Who issues it.
    pub level: Name,
    /// Which text it carries out.
    pub source: Source,
    /// The packs it builds on.
    pub extends: Vec<Name>,
    /// BLAKE3 over its files.
    pub hash: String,
    /// Numbers that may be changed, with their why.
    pub params: Vec<ParamLine>,
    /// Roles, and what they owe.
    pub roles: Vec<RoleLine>,
    /// Its rules by construct.
    pub sections: Vec<Section>,
    /// Who reports what to whom.
    pub reporting_lines: Vec<ReportingLine>,
    /// What of the source is not software, and why.
    pub not_software: Vec<(SmolStr, Label)>,
    /// How many rules of the source are carried out.
    pub carried_out: usize,
}

/// A parameter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ParamLine {
    /// Its name.
    pub id: Name,
    /// Its value in words, with its unit.
    pub value: Label,
    /// Its words.
    pub label: Label,
    /// The clause that gives it, or why this default.
    pub why: Label,
    /// The source leaves it open.
    pub gap: bool,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RoleLine {
    /// Its name.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// Kinds of organisation that ought to have one.
    pub needed_in: Vec<Label>,
    /// The duties it owes.
    pub owes: Vec<Label>,
    /// What it receives.
    pub receives: Vec<Label>,
}

/// The constructs of one kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Section {
    /// Of which kind.
    pub construct: Construct,
    /// Its words.
    pub title: Label,
    /// The constructs, in the order of the files.
    pub items: Vec<Item>,
}

/// A construct.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Item {
    /// Qualified.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// The clause it carries out, and what the source says.
    pub clause: Clause,
    /// Whom it is about.
    pub about: Label,
    /// When it applies.
    pub when: Label,
    /// What follows, a sentence each.
    pub follows: Vec<Label>,
    /// For courses: the days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<DayBar>,
    /// For reports: the numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorLine>,
}

/// The days of a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DayBar {
    /// How many days are planned.
    pub days: u16,
    /// Its phases: first day, last day, words.
    pub phases: Vec<(u16, u16, Label)>,
    /// Test days.
    pub tests: Vec<u16>,
}

/// A number of a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct IndicatorLine {
    /// Qualified.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// Its unit.
    pub unit: Label,
    /// How it is made.
    pub made: Label,
}

/// Something that goes from one role to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReportingLine {
    /// Who sends.
    pub from: Label,
    /// Who receives.
    pub to: Label,
    /// What.
    pub what: Vec<Label>,
}
