//! The SQL that both engines share: one text per statement, with `$1` for the shard and `$2…` for the rest, and one
//! implementation of `Read` and `Write` over a thin connection.
//!
//! Not here: opening, locking, committing (`sqlite`, `postgres`), and columns (`stored`).
//!
//! Reading order: `statement`, `seam` (the table of contents), then the themes.

mod counters;
mod duties;
mod facts;
mod moves;
mod notes;
mod outcomes;
mod pages;
mod scan;
mod seam;
mod standings;
mod statement;
mod subjects;
mod transfer;

use crate::{
    cell::{Cell, Cells},
    seam::{Error, Result},
    stored::Stored,
};
use ::facts::Name;
pub use pages::{FEW, list_texts};
use statement::Statement;

/// A connection inside of a transaction. Texts have their parameters as `$1…$N`.
pub trait Connection {
    /// Runs a statement; how many rows it changed.
    fn execute(&mut self, text: &str, params: &[Cell]) -> Result<u64>;
    /// Runs a statement; the rows that it gives.
    fn query(&mut self, text: &str, params: &[Cell]) -> Result<Vec<Vec<Cell>>>;
    /// What this transaction removes from now on is overwritten, where the engine can do that.
    fn overwrite(&mut self) -> Result<()> {
        Ok(())
    }
}

/// One shard on a connection: what implements the seam.
pub struct Shard<'a, C> {
    connection: &'a mut C,
    name: &'a str,
    failed: Option<String>,
}

impl<'a, C: Connection> Shard<'a, C> {
    /// A shard, for the time of one transaction.
    pub fn new(connection: &'a mut C, name: &'a str) -> Self {
        Shard { connection, name, failed: None }
    }

    /// An error when a statement failed, whether or not the unit of work passed over it. PostgreSQL would roll back
    /// silently on commit, SQLite would keep the half.
    pub fn whole(&self) -> Result<()> {
        match &self.failed {
            None => Ok(()),
            Some(said) => Err(Error {
                doing: "commit",
                said: format!("a statement of this unit of work had failed: {said}"),
                again: false,
            }),
        }
    }

    fn heed<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(e) = &result {
            self.failed.get_or_insert_with(|| e.to_string());
        }
        result
    }

    fn params(&self, rest: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
        std::iter::once(Cell::from(self.name)).chain(rest).collect()
    }

    /// Runs a text; how many rows it changed.
    fn change(&mut self, text: &str, params: impl IntoIterator<Item = Cell>) -> Result<u64> {
        let params = self.params(params);
        let result = self.connection.execute(text, &params);
        self.heed(result)
    }

    /// Runs a text; its rows.
    fn ask(&mut self, text: &str, params: impl IntoIterator<Item = Cell>) -> Result<Vec<Vec<Cell>>> {
        let params = self.params(params);
        let result = self.connection.query(text, &params);
        self.heed(result)
    }

    /// Runs a registered statement; how many rows it changed.
    fn run(&mut self, statement: &Statement, params: impl IntoIterator<Item = Cell>) -> Result<u64> {
        self.change(statement.text(), params)
    }

    /// Runs a registered statement; a reader for each row.
    fn rows(&mut self, statement: &Statement, params: impl IntoIterator<Item = Cell>) -> Result<Vec<Cells>> {
        let rows = self.ask(statement.text(), params)?;
        Ok(rows.into_iter().map(|row| Cells::new(statement.about(), row)).collect())
    }

    /// Runs a registered statement that selects a table's columns.
    fn all<T: Stored>(
        &mut self,
        statement: &Statement,
        params: impl IntoIterator<Item = Cell>,
    ) -> Result<Vec<T>> {
        self.rows(statement, params)?.iter_mut().map(T::read).collect()
    }

    /// The same, for at most one row.
    fn one<T: Stored>(
        &mut self,
        statement: &Statement,
        params: impl IntoIterator<Item = Cell>,
    ) -> Result<Option<T>> {
        self.rows(statement, params)?.first_mut().map(T::read).transpose()
    }

    /// Runs a statement that ends in a list of values, as often as the list needs.
    fn each_of<T: Stored>(&mut self, statement: &Statement, list: Vec<Cell>) -> Result<Vec<T>> {
        self.each_with(statement, &[], &list)
    }

    /// The same, for a statement that has other parameters before the list.
    fn each_with<T: Stored>(
        &mut self,
        statement: &Statement,
        fixed: &[Cell],
        list: &[Cell],
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        for chunk in list.chunks(statement::WIDEST) {
            let (text, params) = statement.wide(fixed, chunk);
            for row in self.ask(&text, params)? {
                found.push(T::read(&mut Cells::new(statement.about(), row))?);
            }
        }
        Ok(found)
    }

    /// The one number that a statement gives; 0 when it gives none.
    fn number(&mut self, statement: &Statement, params: impl IntoIterator<Item = Cell>) -> Result<i64> {
        let mut rows = self.rows(statement, params)?;
        Ok(rows.first_mut().map(Cells::maybe_int).transpose()?.flatten().unwrap_or(0))
    }

    /// Adds a row; the same key twice is an error.
    fn insert<T: Stored>(&mut self, row: &T) -> Result<()> {
        let cells = row.cells()?;
        self.change(T::table().insert(), cells).map(|_| ())
    }

    /// Adds or replaces a row.
    fn upsert<T: Stored>(&mut self, row: &T) -> Result<()> {
        let cells = row.cells()?;
        self.change(T::table().upsert(), cells).map(|_| ())
    }
}

/// Names as a text `,a,b,`: one statement serves lists of any length. An empty text means all.
fn in_text(names: &[Name]) -> Cell {
    names.iter().map(|name| format!(",{name},")).collect::<String>().into()
}

/// How many, as `LIMIT` takes it.
fn limit(n: usize) -> Cell {
    Cell::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Every registered statement with its text, for the test that prepares them all on both engines.
pub fn texts() -> Vec<String> {
    let themes = [facts::ALL, subjects::ALL, outcomes::ALL, counters::ALL, moves::ALL, notes::ALL];
    let mut texts: Vec<String> = themes.into_iter().flatten().flat_map(|s| s.texts()).collect();
    for table in crate::stored::TABLES {
        texts.extend([table.insert().to_owned(), table.upsert().to_owned()]);
        texts.extend(transfer::texts(table));
    }
    texts
}

/// The shards of a home.
pub fn shards<C: Connection>(connection: &mut C) -> Result<Vec<String>> {
    let rows = connection.query("SELECT shard FROM head ORDER BY shard", &[])?;
    rows.into_iter().map(|row| Cells::new("head", row).text()).collect()
}
