//! A PostgreSQL connection inside of a transaction, as the shared SQL sees it.

use super::pool::Statements;
use crate::{
    cell::Cell,
    seam::{Error, Result},
    sql::Connection,
};
use postgres::{
    Statement, Transaction,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

/// Prepared statements kept per connection; beyond that all are prepared anew.
const STATEMENTS: usize = 512;

/// A connection inside of a transaction.
pub(super) struct Engine<'a> {
    pub transaction: Transaction<'a>,
    pub statements: &'a mut Statements,
}

/// Turns an engine's error into one of ours. Its detail is left out: it may repeat values.
pub(super) fn failed(doing: &'static str) -> impl FnOnce(postgres::Error) -> Error {
    move |e| {
        let again = match e.code() {
            Some(code) => {
                code.code().starts_with("08")
                    || [
                        SqlState::T_R_SERIALIZATION_FAILURE,
                        SqlState::T_R_DEADLOCK_DETECTED,
                        SqlState::LOCK_NOT_AVAILABLE,
                        SqlState::ADMIN_SHUTDOWN,
                        SqlState::CRASH_SHUTDOWN,
                        SqlState::CANNOT_CONNECT_NOW,
                        SqlState::TOO_MANY_CONNECTIONS,
                        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                    ]
                    .contains(code)
            }
            None => e.is_closed() || is_io(&e),
        };
        let said = match e.as_db_error() {
            Some(db) => format!("{} ({})", db.message(), db.code().code()),
            None => e.to_string(),
        };
        Error { doing, said, again }
    }
}

fn is_io(e: &postgres::Error) -> bool {
    std::error::Error::source(e).is_some_and(|source| source.is::<std::io::Error>())
}

#[derive(Debug)]
struct WrongType;

impl std::fmt::Display for WrongType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value of another type than its column")
    }
}

impl std::error::Error for WrongType {}

type Whatever = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Cell {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Whatever> {
        match (self, ty) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Cell::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Cell::Text(text), &Type::TEXT | &Type::VARCHAR) => text.to_sql(ty, out),
            (Cell::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            _ => Err(Box::new(WrongType)),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::BYTEA].contains(ty)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Whatever> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Cell::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|n| Cell::Int(i64::from(n))),
            Type::BYTEA => Ok(Cell::Bytes(raw.to_vec())),
            _ => String::from_sql(ty, raw).map(Cell::Text),
        }
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Whatever> {
        Ok(Cell::Null)
    }

    fn accepts(ty: &Type) -> bool {
        <Cell as ToSql>::accepts(ty)
    }
}

impl Engine<'_> {
    fn prepared(&mut self, text: &str) -> Result<Statement> {
        if let Some(known) = self.statements.get(text) {
            return Ok(known.clone());
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        let statement = self.transaction.prepare(text).map_err(failed("prepare a statement"))?;
        self.statements.insert(text.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Connection for Engine<'_> {
    fn execute(&mut self, text: &str, params: &[Cell]) -> Result<u64> {
        let statement = self.prepared(text)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|cell| cell as _).collect();
        self.transaction.execute(&statement, &params).map_err(failed("run a statement"))
    }

    fn query(&mut self, text: &str, params: &[Cell]) -> Result<Vec<Vec<Cell>>> {
        let statement = self.prepared(text)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|cell| cell as _).collect();
        let rows = self.transaction.query(&statement, &params).map_err(failed("run a statement"))?;
        let read = |row: &postgres::Row| -> std::result::Result<Vec<Cell>, postgres::Error> {
            (0..row.len()).map(|column| row.try_get(column)).collect()
        };
        rows.iter().map(|row| read(row).map_err(failed("read rows"))).collect()
    }
}
