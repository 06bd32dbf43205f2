//! A SQLite connection inside of a transaction, as the shared SQL sees it.

use crate::{
    cell::Cell,
    seam::{Error, Result},
    sql::Connection,
};
use rusqlite::{
    ErrorCode, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};

/// What is removed is overwritten where that costs no further writing.
pub(super) const FAST: &str = "PRAGMA secure_delete = FAST";
/// What is removed is overwritten wherever it was, pages that become free as well.
const THOROUGH: &str = "PRAGMA secure_delete = ON";

/// A connection inside of a transaction.
pub(super) struct Engine<'a>(pub &'a rusqlite::Connection);

/// Turns an engine's error into one of ours. The words of SQLite name columns and constraints, never values.
pub(super) fn failed(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Error {
    move |e| {
        let again =
            matches!(e.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked));
        let said = match &e {
            rusqlite::Error::SqliteFailure(code, said) => said.clone().unwrap_or_else(|| code.to_string()),
            other => other.to_string(),
        };
        Error { doing, said, again }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Int(n) => ValueRef::Integer(*n),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn cell(value: ValueRef<'_>) -> Option<Cell> {
    Some(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return None,
    })
}

/// SQLite numbers its parameters by `?N`; in its eyes `$2` is a name.
fn numbered(text: &str) -> String {
    text.replace('$', "?")
}

impl Connection for Engine<'_> {
    fn overwrite(&mut self) -> Result<()> {
        self.0.execute_batch(THOROUGH).map_err(failed("overwrite what is removed"))
    }

    fn execute(&mut self, text: &str, params: &[Cell]) -> Result<u64> {
        let mut statement = self.0.prepare_cached(&numbered(text)).map_err(failed("prepare a statement"))?;
        let changed = statement.execute(params_from_iter(params)).map_err(failed("run a statement"))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn query(&mut self, text: &str, params: &[Cell]) -> Result<Vec<Vec<Cell>>> {
        let mut statement = self.0.prepare_cached(&numbered(text)).map_err(failed("prepare a statement"))?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(params)).map_err(failed("run a statement"))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failed("read rows"))? {
            let mut cells = Vec::with_capacity(columns);
            for column in 0..columns {
                let value = row.get_ref(column).map_err(failed("read rows"))?;
                cells.push(cell(value).ok_or_else(|| Error {
                    doing: "read rows",
                    said: "a float, where none is kept".into(),
                    again: false,
                })?);
            }
            found.push(cells);
        }
        Ok(found)
    }
}
