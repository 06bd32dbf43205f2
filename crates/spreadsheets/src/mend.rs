//! Mending of cells before rows become facts: dates in other notations and orders, numbers with units, misspelt codes,
//! names of organisations. Every mended cell is told; what could mean two things is refused with both named.
//!
//! Not here: what a value is (`facts::check`, which is asked first: what it reads stays as it was written, so that the
//! ids of rows do not move), and who is told (`server`).
//!
//! Reading order: this file (columns), `dates`, `numbers`, `likeness`, `told` (what is said of it).

mod dates;
mod likeness;
mod numbers;
mod told;

pub use dates::DateOrder;
pub use told::{Group, Mended, Mending, Unknown, Why};

use crate::{
    columns::{Column, Target},
    table::{Cell, Table},
};
use dates::Days;
use facts::{Field, FieldType, Label, Ledger, Name, Refusal, SubjectKind, Zone, check};
use likeness::{Known, Nearest};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What mending needs to know beside ledger and table.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Zone of civil dates.
    pub zone: Zone,
    /// In which order days, months and years are written, where somebody says it.
    pub dates: Option<DateOrder>,
    /// The organisations that a cell may name instead of giving their ids.
    pub orgs: Vec<Org>,
    /// What somebody said that texts mean: by heading, then by what is written; an empty text for nothing.
    pub said: BTreeMap<String, BTreeMap<String, String>>,
}

/// An organisation by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Org {
    /// `org:…`.
    pub id: String,
    /// Its kind.
    pub kind: Name,
    /// Its name.
    pub name: String,
}

/// What becomes of a cell.
enum Fate {
    /// It stays, and there is nothing to tell.
    Stays,
    /// It stays, and is read as something that does not look like it.
    Read(String, Why),
    /// It is replaced.
    Mended(String, Why),
    /// It says nothing and is taken for empty.
    Empty,
    /// Its row is refused.
    Refused(Box<Refusal>),
}

/// Mends the cells of a table in place, column by column.
pub fn mend(ledger: &Ledger, columns: &[Column], table: &mut Table, rules: &Rules) -> Mending {
    let mut mending = Mending::default();
    for (n, column) in columns.iter().enumerate() {
        let Some(field) = column.target.as_ref().and_then(|target| field_of(ledger, target)) else {
            continue;
        };
        let mut reading = Reading::of(&field, column, table, n, rules);
        let said = rules.said.get(&column.name);
        for row in &mut table.rows {
            let Some(cell) = row.cells.get_mut(n).filter(|cell| !cell.is_empty()) else { continue };
            let written = cell.text();
            let fate = match said.and_then(|said| said.get(&written)) {
                Some(taken) => Fate::Mended(taken.clone(), Why::Said),
                None => reading.fate(cell),
            };
            let (taken, why, replaced) = match fate {
                Fate::Stays => {
                    if !reading.understands(&written) {
                        mending.leave(n, column, &written);
                    }
                    continue;
                }
                Fate::Refused(refusal) => {
                    if reading.is_dated() {
                        mending.undecided.insert(column.name.clone());
                    } else {
                        mending.leave(n, column, &written);
                    }
                    mending.refuse(row.n, *refusal);
                    continue;
                }
                Fate::Read(taken, why) => (taken, why, None),
                Fate::Mended(taken, why) if taken.is_empty() => (taken, why, Some(Cell::Empty)),
                Fate::Mended(taken, why) => (taken.clone(), why, Some(Cell::Text(taken))),
                Fate::Empty => (String::new(), Why::Missing, Some(Cell::Empty)),
            };
            if let Some(replaced) = replaced {
                *cell = replaced;
            }
            mending.tell(n, Mended { row: row.n, column: column.name.clone(), written, taken, why });
        }
    }
    mending
}

/// The field of a column. When it happened and on whose behalf are read like fields of their types; what says whom a row
/// is about is never mended: a wrong person is worse than a refused row.
fn field_of(ledger: &Ledger, target: &Target) -> Option<Field> {
    let like = |id: &str, label: Label, kind: FieldType| Field {
        id: Name::new(id),
        label,
        kind,
        required: true,
        privacy: facts::Privacy::default(),
        membership: false,
        help: None,
        term: None,
    };
    match target {
        Target::Field(name) => ledger.field(name).filter(|f| !f.is_identity()).cloned(),
        Target::At => Some(like("at", Label::new("发生时间", "event time"), FieldType::Instant)),
        Target::Org => {
            let kind = FieldType::Ref { to: SubjectKind::Org, kinds: Vec::new() };
            Some(like("org", Label::new("填报单位", "reporting organisation"), kind))
        }
        Target::Subject | Target::IdNumber | Target::Id => None,
    }
}

fn is_dated(field: &Field) -> bool {
    matches!(field.kind, FieldType::Date | FieldType::Instant)
}

/// One column while it is read.
struct Reading<'a> {
    field: &'a Field,
    column: &'a Column,
    zone: Zone,
    days: Days,
    /// Codes with their words, or organisations with their names.
    known: Vec<Known>,
    /// The same text is looked up once.
    found: BTreeMap<String, Nearest>,
}

impl<'a> Reading<'a> {
    fn of(field: &'a Field, column: &'a Column, table: &Table, n: usize, rules: &Rules) -> Self {
        let dated = is_dated(field);
        let cells = table.rows.iter().filter_map(|row| row.cells.get(n));
        let days = if dated { Days::of(cells.map(Cell::text), rules.dates) } else { Days::default() };
        let known = match &field.kind {
            FieldType::Code { codes } | FieldType::Codes { codes } => codes.iter().map(Known::code).collect(),
            FieldType::Ref { to: SubjectKind::Org, kinds } => {
                let fits = |org: &&Org| kinds.is_empty() || kinds.contains(&org.kind);
                rules.orgs.iter().filter(fits).map(Known::org).collect()
            }
            _ => Vec::new(),
        };
        Reading { field, column, zone: rules.zone, days, known, found: BTreeMap::new() }
    }

    fn is_dated(&self) -> bool {
        is_dated(self.field)
    }

    fn fate(&mut self, cell: &Cell) -> Fate {
        let text = cell.text();
        let fate = match (&self.field.kind, cell) {
            (_, Cell::Wrong(_) | Cell::Bool(_)) => Fate::Stays,
            (FieldType::Date | FieldType::Instant, Cell::Moment(_)) => Fate::Stays,
            (FieldType::Date | FieldType::Instant, _) => match self.days.fate(&text, self.column) {
                Fate::Mended(taken, why) if self.reads(&text) => Fate::Read(taken, why),
                other => other,
            },
            (FieldType::Number { .. }, Cell::Number(_)) => Fate::Stays,
            (FieldType::Number { .. }, _) => numbers::fate(self.field, &text, |text| self.reads(text)),
            (FieldType::Code { .. }, _) => self.code(&text),
            (FieldType::Codes { .. }, _) => self.codes(&text),
            (FieldType::Ref { to: SubjectKind::Org, .. }, _) => self.org(&text),
            _ => Fate::Stays,
        };
        match fate {
            Fate::Stays | Fate::Refused(_) if self.says_nothing(&text) => Fate::Empty,
            other => other,
        }
    }

    /// True unless it is no code or organisation that is known here, so that only somebody can say what is meant.
    fn understands(&self, text: &str) -> bool {
        match &self.field.kind {
            FieldType::Code { .. } | FieldType::Codes { .. } => self.reads(text),
            FieldType::Ref { to: SubjectKind::Org, .. } => self.is_org(text),
            _ => true,
        }
    }

    fn is_org(&self, text: &str) -> bool {
        let bare = text.strip_prefix("org:");
        let is_id = |org: &Known| org.value.strip_prefix("org:") == Some(bare.unwrap_or(text));
        bare.is_some() || self.known.iter().any(is_id)
    }

    fn reads(&self, text: &str) -> bool {
        check::read_value(self.field, &Json::from(text), self.zone).is_ok()
    }

    fn code(&mut self, text: &str) -> Fate {
        match self.nearest(text) {
            Nearest::Same => Fate::Stays,
            Nearest::One(code, why) if self.reads(text) => Fate::Read(code, why),
            Nearest::One(code, why) => Fate::Mended(code, why),
            _ if self.reads(text) => Fate::Stays,
            Nearest::Several(words) => Fate::Refused(likeness::undecided(self.field, text, &words)),
            Nearest::Nothing => Fate::Stays,
        }
    }

    /// A list of codes is read as a whole first: a label may hold a separator.
    fn codes(&mut self, text: &str) -> Fate {
        if self.reads(text) {
            return Fate::Stays;
        }
        let (mut taken, mut told) = (Vec::new(), None);
        for part in text.split(check::LIST_SEPARATORS).map(str::trim).filter(|p| !p.is_empty()) {
            match self.code(part) {
                Fate::Read(code, why) | Fate::Mended(code, why) => {
                    told = Some(told.map_or(why, |before: Why| before.max(why)));
                    taken.push(code);
                }
                Fate::Stays => taken.push(part.to_owned()),
                other => return other,
            }
        }
        let taken = taken.join("、");
        match told {
            Some(why) if self.reads(&taken) => Fate::Mended(taken, why),
            _ => Fate::Stays,
        }
    }

    /// An id stays; a name is looked up.
    fn org(&mut self, text: &str) -> Fate {
        if self.is_org(text) {
            return Fate::Stays;
        }
        match self.nearest(text) {
            Nearest::One(org, why) => Fate::Mended(org, why),
            Nearest::Several(names) => Fate::Refused(likeness::undecided(self.field, text, &names)),
            Nearest::Same | Nearest::Nothing => Fate::Stays,
        }
    }

    fn nearest(&mut self, text: &str) -> Nearest {
        if let Some(found) = self.found.get(text) {
            return found.clone();
        }
        let found = likeness::nearest(text, &self.known);
        self.found.insert(text.to_owned(), found.clone());
        found
    }

    /// A mark by which somebody said that it is not known, where the field has no value for that. A fact without a time
    /// would be of now, and one without an organisation of whoever imports it: there it is no mark.
    fn says_nothing(&self, text: &str) -> bool {
        const MARKS: [&str; 18] = [
            "?", "??", "-", "--", "—", "——", "/", ".", "na", "n/a", "nan", "null", "none", "unknown", "不详",
            "未知", "不明", "无",
        ];
        let own = matches!(self.column.target, Some(Target::Field(_)));
        let typed = !matches!(self.field.kind, FieldType::Text { .. });
        let mark = facts::china::half_width(text).to_lowercase();
        own && typed && MARKS.contains(&mark.trim()) && !self.reads(text)
    }
}

#[cfg(test)]
mod tests;
