//! How the rows of a house follow an organisation that moved: what a chunk of them turns into, and where it goes on.
//!
//! Not here: fetching and putting rows (each home in its own way), counting facts again (`intake`).

use crate::{
    cell::{Cell, Cells},
    rows::Followed,
    seam::{Error, Result},
    stored::{MovingRow, Table, table},
};
use serde_json::Value;

/// The tables whose rows are listed by path, in the order in which they follow.
pub const PARTS: [&str; 4] = ["subject", "duty", "standing", "contribution"];
/// The columns with a path that follows. What a fact contributes is counted again instead: where its organisations meet
/// may have changed.
const COLUMNS: [&str; 2] = ["path", "subject_path"];

/// What becomes of a chunk.
pub struct Step {
    /// Rows with their new paths.
    pub changed: Vec<Vec<Cell>>,
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
    let mut step = Step { changed: Vec::new(), followed, next: None };
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

impl Step {
    fn take(&mut self, table: &Table, mut cells: Vec<Cell>) -> Result<()> {
        let old = self.followed.moving.old.as_str();
        let mut below = false;
        for (column, cell) in table.columns.iter().zip(&mut cells) {
            if let (true, Cell::Text(path)) = (COLUMNS.contains(column), &mut *cell)
                && let Some(rest) = path.strip_prefix(old)
            {
                below = true;
                *path = format!("{}{rest}", self.followed.moving.new);
            }
        }
        match table.name {
            _ if !below => {}
            "contribution" => {
                let root = Cells::new(table.name, cells).fact()?;
                if self.followed.roots.last() != Some(&root) {
                    self.followed.roots.push(root);
                }
            }
            "subject" => {
                self.followed.subjects.push(Cells::new(table.name, cells.clone()).subject()?);
                self.changed.push(cells);
            }
            _ => self.changed.push(cells),
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
