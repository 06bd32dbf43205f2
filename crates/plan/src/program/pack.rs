//! A checked pack: one version of one plan, with what it declares.
//!
//! Not here: its rules, courses, reports and areas one by one (`rule`, `course`, `report`, `area`).

use super::{AreaRules, Course, Report, Rule};
use facts::{Label, Ledger, Name, Privacy, SubjectKind, Value, chain::Hash};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

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
    /// How areas are judged.
    pub areas: Vec<AreaRules>,
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
    pub sees: Privacy,
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
