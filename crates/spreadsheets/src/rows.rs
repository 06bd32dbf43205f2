//! Rows to raw facts: the same row of the same ledger always gives the same id, so that importing a file twice changes
//! nothing.

use crate::{
    columns::{Column, Target},
    table::{Cell, Row, Table, moment},
    workbook::serial_moment,
};
use facts::{FactId, FieldType, Label, Ledger, Refusal, RefusalCode, check::RawFact};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// A row as a raw fact.
#[derive(Clone, PartialEq, Debug)]
pub struct RowFact {
    /// Its row in the file.
    pub row: u64,
    /// The fact. Its `at` is empty when the row has none; its `subject` is empty when only an identity number is known.
    pub fact: RawFact,
    /// The identity number that tells whom it is about, where there is no subject.
    pub id_number: Option<String>,
}

/// Turns the rows of a table into raw facts, one after the other.
pub struct Reader<'a> {
    ledger: &'a Ledger,
    columns: &'a [Column],
    /// Makes a key opaque (keyed hashing), for keys that hold identity values.
    opaque: &'a dyn Fn(&str) -> String,
    seen: BTreeMap<FactId, u32>,
}

impl<'a> Reader<'a> {
    /// A reader for one file.
    pub fn new(ledger: &'a Ledger, columns: &'a [Column], opaque: &'a dyn Fn(&str) -> String) -> Self {
        Reader { ledger, columns, opaque, seen: BTreeMap::new() }
    }

    /// All rows of a table.
    pub fn facts<'t>(
        mut self,
        table: &'t Table,
    ) -> impl Iterator<Item = Result<RowFact, (u64, Vec<Refusal>)>> + 't
    where
        'a: 't,
    {
        table.rows.iter().map(move |row| self.fact(row).map_err(|refusals| (row.n, refusals)))
    }

    /// One row.
    pub fn fact(&mut self, row: &Row) -> Result<RowFact, Vec<Refusal>> {
        let mut fact = RawFact { ledger: self.ledger.id.clone(), ..RawFact::default() };
        let (mut body, mut refusals, mut id_number) = (Map::new(), Vec::new(), None);
        for (column, cell) in self.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            let Some(target) = &column.target else { continue };
            if let Cell::Wrong(text) = cell {
                refusals.push(wrong_cell(column, text));
                continue;
            }
            match target {
                Target::Subject => fact.subject = cell.text().into(),
                Target::IdNumber => id_number = Some(cell.text()),
                Target::At => fact.at = dated(cell).into(),
                Target::Org => fact.org = Some(cell.text().into()),
                Target::Id => match cell.text().parse::<FactId>() {
                    Ok(id) => fact.id = Some(id),
                    Err(_) => refusals.push(wrong_cell(column, &cell.text())),
                },
                Target::Field(name) => {
                    body.insert(name.to_string(), self.value(name, cell));
                }
            }
        }
        if fact.subject.is_empty() && id_number.is_none() {
            let own = self.ledger.fields.iter().find(|f| f.kind == FieldType::CitizenId);
            id_number = own.and_then(|f| body.get(f.id.as_str())).and_then(|v| v.as_str().map(str::to_owned));
        }
        if fact.subject.is_empty() && id_number.is_none() {
            refusals.push(no_subject());
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        fact.body = body;
        if fact.id.is_none() {
            fact.id = Some(self.id(&fact, id_number.as_deref(), row));
        }
        Ok(RowFact { row: row.n, fact, id_number })
    }

    fn value(&self, field: &str, cell: &Cell) -> Json {
        value_of(self.ledger.field(field).map(|f| &f.kind), cell)
    }

    /// From the natural key, else from the whole row and how often it has come.
    fn id(&mut self, fact: &RawFact, id_number: Option<&str>, row: &Row) -> FactId {
        let key_fields = &self.ledger.natural_key;
        let has_all = !key_fields.is_empty() && key_fields.iter().all(|f| fact.body.contains_key(f.as_str()));
        let mut parts =
            vec![fact.subject.to_string(), id_number.unwrap_or_default().to_owned(), fact.at.to_string()];
        if has_all {
            parts.extend(
                key_fields.iter().map(|f| fact.body.get(f.as_str()).map(Json::to_string).unwrap_or_default()),
            );
        } else {
            let filled = self
                .columns
                .iter()
                .zip(&row.cells)
                .filter(|(c, cell)| c.target.is_some() && !cell.is_empty());
            let mut cells: Vec<String> = filled
                .map(|(c, cell)| format!("{}={}", c.target.as_ref().map_or("", Target::as_str), cell.text()))
                .collect();
            // The order of columns says nothing.
            cells.sort();
            parts.extend(cells);
        }
        let key = (self.opaque)(&parts.join("\u{1f}"));
        let first = FactId::from_name("import", &self.ledger.id, &key);
        let n = self.seen.entry(first).or_insert(0);
        *n += 1;
        // A natural key that comes twice in a file is one fact; the second is known, or refused when it differs.
        if *n == 1 || has_all {
            first
        } else {
            FactId::from_name("import", &self.ledger.id, &format!("{key}\u{1f}{n}"))
        }
    }
}

/// A cell as a value of a field of this type.
pub(crate) fn value_of(kind: Option<&FieldType>, cell: &Cell) -> Json {
    match (kind, cell) {
        (Some(FieldType::Date | FieldType::Instant), cell) => Json::String(dated(cell)),
        (Some(FieldType::TimeOfDay), Cell::Number(n)) if (0.0..1.0).contains(n) => {
            let minutes = (n * 1440.0).round() as u32;
            Json::String(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60))
        }
        (_, Cell::Bool(b)) => Json::Bool(*b),
        (Some(FieldType::Number { .. }), Cell::Number(n)) => {
            serde_json::Number::from_f64(*n).map_or(Json::Null, Json::Number)
        }
        (_, cell) => Json::String(cell.text()),
    }
}

/// A date or moment; a number in a column of dates is a serial day.
fn dated(cell: &Cell) -> String {
    match cell {
        Cell::Number(n) => serial_moment(*n).map_or_else(|| cell.text(), moment),
        Cell::Text(text) => {
            let serial = text.trim().parse::<f64>().ok().and_then(serial_moment);
            serial.map_or_else(|| cell.text(), moment)
        }
        _ => cell.text(),
    }
}

pub(crate) fn wrong_cell(column: &Column, text: &str) -> Refusal {
    Refusal::new(
        RefusalCode::Unreadable,
        Label::new(
            format!("“{}”列的单元格无法读取", column.name),
            format!("the cell under {:?} cannot be read", column.name),
        ),
        Label::new("请改正该单元格", "mend the cell"),
    )
    .found(text)
}

fn no_subject() -> Refusal {
    Refusal::new(
        RefusalCode::WrongSubject,
        Label::new("本行没有写明登记对象", "the row does not say whom or what it is about"),
        Label::new(
            "请填写“编号”列，或填写身份证号",
            "fill the column “编号” (subject), or the identity number",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{match_columns, read};

    fn ledger(extra: &str) -> Ledger {
        let json = format!(
            r#"{{"id": "temperature", "title": {{"zh": "体温", "en": "temperature"}}, "about": "person", {extra}
            "fields": [
              {{"id": "celsius", "label": {{"zh": "体温", "en": "celsius"}}, "type": "number", "decimals": 1}},
              {{"id": "day", "label": {{"zh": "测量日", "en": "day"}}, "type": "date"}}]}}"#
        );
        serde_json::from_str(&json).expect("a ledger")
    }

    fn ids(ledger: &Ledger, text: &str) -> Vec<String> {
        let table = read(text.as_bytes()).expect("reads");
        let columns = match_columns(ledger, &table.header, &BTreeMap::new());
        let same = |key: &str| key.to_owned();
        Reader::new(ledger, &columns, &same)
            .facts(&table)
            .map(|r| {
                r.map_or_else(
                    |(_, r)| format!("{:?}", r[0].code),
                    |f| f.fact.id.map(|i| i.to_string()).unwrap_or_default(),
                )
            })
            .collect()
    }

    #[test]
    fn headings_are_matched_by_name_and_label() {
        let header = ["人员编号", "发生时间", "体温（℃）*", "DAY", "备注"].map(str::to_owned);
        let columns =
            match_columns(&ledger(""), &header, &BTreeMap::from([("备注".to_owned(), String::new())]));
        let targets: Vec<_> = columns.iter().map(|c| c.target.as_ref().map(Target::as_str)).collect();
        assert_eq!(targets, [Some("subject"), Some("at"), Some("celsius"), Some("day"), None]);
    }

    #[test]
    fn the_same_rows_give_the_same_ids_whatever_the_order_of_columns() {
        let plain = ledger("");
        let a = ids(
            &plain,
            "subject,at,celsius\nperson:1,2026-09-12,37.3\nperson:1,2026-09-12,37.3\nperson:2,2026-09-12,36.5\n",
        );
        let b = ids(
            &plain,
            "celsius,subject,at\n37.3,person:1,2026-09-12\n37.3,person:1,2026-09-12\n36.5,person:2,2026-09-12\n",
        );
        assert_eq!(a, b);
        assert_eq!(
            a.iter().collect::<std::collections::BTreeSet<_>>().len(),
            3,
            "two alike rows are two facts"
        );
    }

    #[test]
    fn a_natural_key_makes_a_row_unique() {
        let keyed = ledger(r#""natural_key": ["day"],"#);
        let rows = ids(
            &keyed,
            "subject,day,celsius\nperson:1,2026-09-12,37.3\nperson:1,2026-09-12,39\n,2026-09-12,36\n",
        );
        assert_eq!(rows[0], rows[1]);
        assert_eq!(rows[2], "WrongSubject");
    }

    #[test]
    fn serial_days_become_dates() {
        let plain = ledger("");
        let table = read(b"subject,at,day\nperson:1,45943.5,45943\n").expect("reads");
        let columns = match_columns(&plain, &table.header, &BTreeMap::new());
        let fact =
            Reader::new(&plain, &columns, &|k| k.to_owned()).fact(&table.rows[0]).expect("a fact").fact;
        assert_eq!((fact.at.as_str(), fact.body["day"].as_str()), ("2025-10-13 12:00", Some("2025-10-13")));
    }
}
