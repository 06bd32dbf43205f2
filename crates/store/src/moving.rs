//! How the rows of a house follow an organisation that moved: what a chunk of them turns into, and where it goes on.
//!
//! Not here: fetching and putting rows (each home in its own way), counting facts again (`intake`).

use crate::{
    cell::{Cell, Cells},
    rows::{Followed, MoveRow, SubjectRow},
    seam::{Error, Result},
    stored::{CountedRow, MovingRow, Stored, Table, table},
};
use facts::SubjectKind;
use serde_json::Value;

/// The tables whose rows have a path, in the order in which they follow. What a fact contributes is counted again:
/// where its organisations meet may have changed.
pub const PARTS: [&str; 2] = ["subject", "contribution"];

/// What becomes of a chunk.
pub struct Step {
    /// Subjects with their new paths.
    pub moved: Vec<SubjectRow>,
    /// For who called.
    pub followed: Followed,
    /// Where to go on; `None` when everything has followed.
    pub next: Option<MovingRow>,
}

/// The table that is gone through now, and the key after which to go on.
pub fn place(row: &MovingRow) -> Result<(&'static Table, Option<Vec<Cell>>)> {
    let after = if row.after.is_empty() { None } else { Some(decoded(&row.after)?) };
    Ok((table(&row.part)?, after))
}

/// What the next rows after that place turn into; fewer than `limit` are the last of their table.
pub fn follow(row: MovingRow, rows: Vec<Vec<Cell>>, limit: usize) -> Result<Step> {
    let (table, _) = place(&row)?;
    let full = rows.len() >= limit;
    let last = rows.last().and_then(|cells| cells.get(..table.key)).map(coded);
    let followed = Followed { moving: row.moving.clone(), subjects: Vec::new(), roots: Vec::new() };
    let mut step = Step { moved: Vec::new(), followed, next: None };
    for cells in rows {
        step.take(table, cells)?;
    }
    let part = PARTS.iter().position(|part| row.part == *part).and_then(|n| PARTS.get(n + 1));
    step.next = match (last.filter(|_| full), part) {
        (Some(after), _) => Some(MovingRow { after, ..row }),
        (None, Some(part)) => Some(MovingRow { part: (*part).into(), after: String::new(), ..row }),
        (None, None) => None,
    };
    Ok(step)
}

impl SubjectRow {
    /// With the paths it has after a move; `None` when it does not lie below.
    pub fn following(mut self, moving: &MoveRow) -> Option<SubjectRow> {
        let mut below = false;
        for path in std::iter::once(&mut self.path).chain(&mut self.also) {
            if let Some(rest) = path.strip_prefix(moving.old.as_str()) {
                *path = format!("{}{rest}", moving.new).into();
                below = true;
            }
        }
        self.also.sort();
        below.then_some(self)
    }
}

impl Step {
    fn take(&mut self, table: &Table, cells: Vec<Cell>) -> Result<()> {
        let mut row = Cells::new(table.name, cells);
        if table.name == "subject" {
            let subject = SubjectRow::read(&mut row)?;
            // Organisations followed at once. Those that lie below the old path now have come back meanwhile.
            if subject.id.kind() == SubjectKind::Org {
                return Ok(());
            }
            if let Some(moved) = subject.following(&self.followed.moving) {
                self.followed.subjects.push(moved.id.clone());
                self.moved.push(moved);
            }
            return Ok(());
        }
        let CountedRow { root, adds } = CountedRow::read(&mut row)?;
        let below = adds.path.starts_with(self.followed.moving.old.as_str());
        if below && self.followed.roots.last() != Some(&root) {
            self.followed.roots.push(root);
        }
        Ok(())
    }
}

fn coded(key: &[Cell]) -> String {
    let value = |cell: &Cell| match cell {
        Cell::Null => Value::Null,
        Cell::Int(n) => Value::from(*n),
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Bytes(bytes) => Value::from(bytes.as_slice()),
    };
    Value::from(key.iter().map(value).collect::<Vec<_>>()).to_string()
}

fn decoded(text: &str) -> Result<Vec<Cell>> {
    let wrong = || Error { doing: "follow a move", said: format!("no key of a row: {text}"), again: false };
    let byte = |value: &Value| value.as_u64().and_then(|n| u8::try_from(n).ok());
    let cell = |value: &Value| match value {
        Value::Null => Some(Cell::Null),
        Value::Number(n) => n.as_i64().map(Cell::Int),
        Value::String(text) => Some(Cell::Text(text.clone())),
        Value::Array(bytes) => bytes.iter().map(byte).collect::<Option<Vec<u8>>>().map(Cell::Bytes),
        _ => None,
    };
    let values: Vec<Value> = serde_json::from_str(text).map_err(|_| wrong())?;
    values.iter().map(cell).collect::<Option<Vec<Cell>>>().ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_there_and_back() {
        let key =
            vec![Cell::Bytes(vec![0, 255]), Cell::Text("person:甲|\n".into()), Cell::Int(-3), Cell::Null];
        assert_eq!(decoded(&coded(&key)).expect("a key"), key);
        assert!(decoded("[{}]").is_err() && decoded("x").is_err());
    }
}
