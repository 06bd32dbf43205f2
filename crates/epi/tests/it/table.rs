//! The CSV files of `tests/fixtures` as rows of named columns.

use std::collections::BTreeMap;

/// One row.
pub struct Row(BTreeMap<String, String>);

/// Reads a fixture.
pub fn read(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|problem| panic!("{path}: {problem}"));
    let head = reader.headers().expect("a head").clone();
    let row = |record: csv::StringRecord| {
        Row(head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect())
    };
    reader.records().map(|record| row(record.expect("a record"))).collect()
}

impl Row {
    /// The text of a column.
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    /// The number of a column; `None` where the cell is empty.
    pub fn number(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        if text.is_empty() { None } else { Some(text.parse().unwrap_or_else(|_| panic!("{column}: {text}"))) }
    }

    /// The number of a column that is never empty.
    pub fn value(&self, column: &str) -> f64 {
        self.number(column).unwrap_or_else(|| panic!("{column} is empty"))
    }

    /// A date.
    pub fn date(&self, column: &str) -> Option<facts::Date> {
        let text = self.text(column);
        if text.is_empty() { None } else { Some(text.parse().unwrap_or_else(|_| panic!("{column}: {text}"))) }
    }
}

/// Rows by the text of some columns, in order.
pub fn grouped<'a>(rows: &'a [Row], columns: &[&str]) -> BTreeMap<Vec<&'a str>, Vec<&'a Row>> {
    let mut groups: BTreeMap<Vec<&str>, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(columns.iter().map(|column| row.text(column)).collect()).or_default().push(row);
    }
    groups
}

/// Counts of a series of `counts.csv`.
pub fn counts(series: &str) -> Vec<Option<f64>> {
    read("counts.csv")
        .iter()
        .filter(|row| row.text("series") == series)
        .map(|row| row.number("observed"))
        .collect()
}
