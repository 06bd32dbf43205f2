//! Headings to fields: by the field's name, its Chinese or English label, or a mapping that somebody gave before.

use facts::{FieldType, Ledger, Name};
use std::collections::BTreeMap;

/// What a column is taken for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// Whom or what the row is about.
    Subject,
    /// The identity number of the person it is about, when the ledger has no such field itself.
    IdNumber,
    /// When it happened.
    At,
    /// On whose behalf.
    Org,
    /// The id of the fact.
    Id,
    /// A field.
    Field(Name),
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What it is taken for; `None` leaves it out.
    pub target: Option<Target>,
}

/// Names of the columns that every ledger has, with the words they go by.
const EVERY: [(&str, &[&str]); 5] = [
    ("subject", &["subject", "编号", "对象编号", "人员编号", "subject id"]),
    ("id_number", &["身份证号", "身份证号码", "公民身份号码", "证件号码", "identity number"]),
    ("at", &["at", "时间", "发生时间", "日期", "登记时间", "event time"]),
    ("org", &["org", "填报单位", "报告单位", "单位编号", "reporting organisation"]),
    ("id", &["id", "记录编号", "fact id"]),
];

impl Target {
    /// Its name in a mapping.
    pub fn as_str(&self) -> &str {
        match self {
            Target::Subject => "subject",
            Target::IdNumber => "id_number",
            Target::At => "at",
            Target::Org => "org",
            Target::Id => "id",
            Target::Field(name) => name.as_str(),
        }
    }

    /// The target of that name in this ledger. A field of the ledger comes first.
    pub fn named(ledger: &Ledger, name: &str) -> Option<Target> {
        if let Some(field) = ledger.field(name) {
            return Some(Target::Field(field.id.clone()));
        }
        match name {
            "subject" => Some(Target::Subject),
            "id_number" => Some(Target::IdNumber),
            "at" => Some(Target::At),
            "org" => Some(Target::Org),
            "id" => Some(Target::Id),
            _ => None,
        }
    }
}

/// What each heading means. `remembered` (heading to name, an empty name leaves the column out) comes first.
pub fn match_columns(
    ledger: &Ledger,
    header: &[String],
    remembered: &BTreeMap<String, String>,
) -> Vec<Column> {
    let mut taken: Vec<Target> = Vec::new();
    let mut columns = Vec::new();
    for name in header {
        let target = match remembered.get(name) {
            Some(to) => Target::named(ledger, to),
            None => guess(ledger, name),
        };
        let target = target.filter(|t| !taken.contains(t));
        taken.extend(target.clone());
        columns.push(Column { name: name.clone(), target });
    }
    columns
}

fn guess(ledger: &Ledger, heading: &str) -> Option<Target> {
    let wanted = bare(heading);
    if wanted.is_empty() {
        return None;
    }
    let by_field = ledger
        .fields
        .iter()
        .find(|f| bare(&f.id) == wanted || bare(&f.label.zh) == wanted || bare(&f.label.en) == wanted);
    if let Some(field) = by_field {
        return Some(Target::Field(field.id.clone()));
    }
    let (name, _) = EVERY.iter().find(|(_, words)| words.iter().any(|w| bare(w) == wanted))?;
    if *name == "id_number"
        && let Some(field) = ledger.fields.iter().find(|f| f.kind == FieldType::CitizenId)
    {
        return Some(Target::Field(field.id.clone()));
    }
    Target::named(ledger, name)
}

/// Without white space, the star of required fields, the unit in brackets, and case.
fn bare(heading: &str) -> String {
    let head = heading.split(['(', '（', '[', '【']).next().unwrap_or_default();
    head.chars()
        .filter(|c| !c.is_whitespace() && *c != '*' && *c != '\u{feff}')
        .flat_map(char::to_lowercase)
        .collect()
}
