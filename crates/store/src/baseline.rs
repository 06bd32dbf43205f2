//! The baseline: what stood after the last purge, kept beside what stands, and its hash, which a fact of the house
//! carries. A rebuild cannot replay facts whose bodies are gone; it starts from here.
//!
//! Computed tables are copied. History and outbox only ever grow, so their rows up to the baseline's unit are taken from
//! where they are. Not here: when a baseline is laid, and the fact that says so (`intake::purge`).

use crate::{
    cell::{Cell, Cells},
    rows::{Link, UnitRow},
    seam::{Error, Read, Result, Write},
    stored::{BASELINE, BaselineRow, FACT, HISTORY, OUTBOX, Stored, TABLES, Table, UNIT},
};
use facts::chain::{Hash, Head};

/// Rows read at once.
const ROWS: usize = 1000;

/// Lays a new baseline in the place of the old one, of what stands now; its hash.
pub fn lay(write: &mut dyn Write) -> Result<Hash> {
    write.clear_baseline()?;
    let mut hasher = blake3::Hasher::new();
    for table in computed() {
        begin(&mut hasher, table);
        let (mut after, mut n) = (None, 0);
        loop {
            let rows = write.rows_after(table.name, after.as_deref(), ROWS)?;
            for row in &rows {
                let cells = text_of(row)?;
                add(&mut hasher, &cells);
                if copied(table) {
                    let row = BaselineRow { of_table: table.name.to_owned(), n, cells };
                    write.import(BASELINE.name, row.cells()?)?;
                }
                n += 1;
            }
            match rows.last().filter(|_| rows.len() == ROWS).and_then(|row| row.get(..table.key)) {
                Some(key) => after = Some(key.to_vec()),
                None => break,
            }
        }
    }
    Ok(Hash(*hasher.finalize().as_bytes()))
}

/// The hash of the baseline as it is kept: of the copied rows, and of the history and outbox up to this unit.
pub fn hash_of(read: &mut dyn Read, unit: u64) -> Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    for table in computed() {
        begin(&mut hasher, table);
        each_row(read, table, unit, &mut |_, cells| {
            add(&mut hasher, cells);
            Ok(())
        })?;
    }
    Ok(Hash(*hasher.finalize().as_bytes()))
}

/// Furnishes an empty shard with the baseline that `read` keeps and with the chain up to its unit: the head, units,
/// facts (the purged ones as headers), and everything that stood.
pub fn stand_on(read: &mut dyn Read, write: &mut dyn Write, unit: u64) -> Result<()> {
    let mut last: Option<UnitRow> = None;
    let mut next = 1;
    while next <= unit {
        let rows = read.units(next, ROWS)?;
        if rows.is_empty() {
            break;
        }
        for row in rows.into_iter().filter(|row| row.unit <= unit) {
            write.import(UNIT.name, row.cells()?)?;
            next = row.unit + 1;
            last = Some(row);
        }
        if last.as_ref().is_some_and(|row| row.unit == unit) {
            break;
        }
    }
    let Some(last) = last else { return Err(broken("the units up to the baseline are not there")) };
    let received = import_facts(read, write, last.seq_last)?;
    for table in computed() {
        each_row(read, table, unit, &mut |row, _| write.import(table.name, row))?;
    }
    let (hash, received) = (last.hash, received.max(last.as_of));
    write.set_head(&Head { hash, seq: last.seq_last, unit, received })
}

fn import_facts(read: &mut dyn Read, write: &mut dyn Write, seq_last: u64) -> Result<facts::Instant> {
    let mut received = facts::Instant(i64::MIN);
    let mut next = 1;
    while next <= seq_last {
        let links: Vec<Link> = read.links(next, ROWS)?;
        let Some(end) = links.last() else { return Err(broken("facts up to the baseline are not there")) };
        next = end.recorded.seq + 1;
        for link in links.iter().filter(|link| link.recorded.seq <= seq_last) {
            received = link.recorded.received;
            write.import(FACT.name, link.cells()?)?;
        }
    }
    Ok(received)
}

/// The rows of a table as of the baseline, in order, with their text.
fn each_row(
    read: &mut dyn Read,
    table: &'static Table,
    unit: u64,
    each: &mut dyn FnMut(Vec<Cell>, &str) -> Result<()>,
) -> Result<()> {
    if copied(table) {
        return each_copied(read, table, each);
    }
    let column = table.columns.iter().position(|column| *column == "unit");
    read.export(table.name, &mut |row| {
        let of = column.and_then(|n| row.get(n)).cloned();
        if of > Some(Cell::from(unit)) {
            return Ok(());
        }
        let text = text_of(&row)?;
        each(row, &text)
    })
}

fn each_copied(
    read: &mut dyn Read,
    table: &Table,
    each: &mut dyn FnMut(Vec<Cell>, &str) -> Result<()>,
) -> Result<()> {
    let mut after = vec![Cell::from(table.name), Cell::Int(-1)];
    loop {
        let rows = read.rows_after(BASELINE.name, Some(&after), ROWS)?;
        let full = rows.len() == ROWS;
        for row in rows {
            let row = BaselineRow::read(&mut Cells::new(BASELINE.name, row))?;
            if row.of_table != table.name {
                return Ok(());
            }
            after = vec![Cell::from(table.name), row.n.into()];
            each(row_of(&row.cells)?, &row.cells)?;
        }
        if !full {
            return Ok(());
        }
    }
}

/// Tables that can be computed again from the facts.
pub(crate) fn computed() -> impl Iterator<Item = &'static Table> {
    TABLES.into_iter().filter(|table| table.computed)
}

/// Copied into the baseline; the others only grow, and their rows know their unit.
fn copied(table: &Table) -> bool {
    ![HISTORY.name, OUTBOX.name].contains(&table.name)
}

fn begin(hasher: &mut blake3::Hasher, table: &Table) {
    hasher.update(b"lianfang baseline 1 ").update(table.name.as_bytes()).update(b"\n");
}

fn add(hasher: &mut blake3::Hasher, cells: &str) {
    hasher.update(&(cells.len() as u64).to_le_bytes()).update(cells.as_bytes());
}

/// A row as JSON: numbers and texts as they are, bytes as a list of one text of hexadecimal digits.
pub(crate) fn text_of(row: &[Cell]) -> Result<String> {
    let cells: Vec<serde_json::Value> = row
        .iter()
        .map(|cell| match cell {
            Cell::Null => serde_json::Value::Null,
            Cell::Int(n) => (*n).into(),
            Cell::Text(text) => text.as_str().into(),
            Cell::Bytes(bytes) => vec![hex(bytes)].into(),
        })
        .collect();
    crate::cell::json_of(&cells)
}

fn row_of(text: &str) -> Result<Vec<Cell>> {
    let cells: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|_| broken("a row of it is no list"))?;
    cells
        .into_iter()
        .map(|cell| match cell {
            serde_json::Value::Null => Ok(Cell::Null),
            serde_json::Value::Number(n) => {
                n.as_i64().map(Cell::Int).ok_or_else(|| broken("a number of it is too large"))
            }
            serde_json::Value::String(text) => Ok(Cell::Text(text)),
            serde_json::Value::Array(list) => {
                let digits = list.first().and_then(serde_json::Value::as_str).and_then(bytes_of);
                digits.map(Cell::Bytes).ok_or_else(|| broken("bytes of it are no hexadecimal digits"))
            }
            _ => Err(broken("a value of it is of no known kind")),
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|n| u8::from_str_radix(digits.get(n..n + 2)?, 16).ok()).collect()
}

fn broken(said: &str) -> Error {
    Error { doing: "read the baseline", said: said.to_owned(), again: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_there_and_back() {
        let row = vec![
            Cell::Null,
            Cell::Int(-7),
            Cell::from("发热\n\"x\""),
            Cell::Bytes(vec![0, 255, 16]),
            Cell::Bytes(vec![]),
        ];
        assert_eq!(row_of(&text_of(&row).expect("writes")).expect("reads"), row);
        for text in ["{}", "[[\"0\"]]", "[[\"zz\"]]", "[[]]", "[1.5]", "[true]"] {
            assert!(row_of(text).is_err(), "{text}");
        }
    }
}
