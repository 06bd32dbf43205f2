//! What is kept in which table and column: one description per table, shared by the SQL and by moving a house.
//!
//! Not here: SQL of one question or another (`sql`), and the meaning of rows (`rows`).
//! The other half of a table is its `CREATE TABLE` in `migrations/`; a test compares the two.

mod chain;
mod doors;
mod outcomes;
mod subjects;

pub use chain::*;
pub use doors::*;
pub use outcomes::*;
pub use subjects::*;

use crate::{
    cell::{Cell, Cells},
    seam::Result,
};
use std::sync::OnceLock;

/// A table. `shard` comes before all columns named here and is the first part of every key.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, those of the key first.
    pub columns: &'static [&'static str],
    /// How many columns after `shard` make the key.
    pub key: usize,
    /// True when it can be computed again from the facts.
    pub computed: bool,
    insert: OnceLock<String>,
    upsert: OnceLock<String>,
}

/// A row of a table.
pub trait Stored: Sized {
    /// The table.
    fn table() -> &'static Table;
    /// The row's cells in the order of the table's columns.
    fn cells(&self) -> Result<Vec<Cell>>;
    /// Reads a row of all columns.
    fn read(row: &mut Cells) -> Result<Self>;
}

impl Table {
    const fn kept(name: &'static str, key: usize, columns: &'static [&'static str]) -> Self {
        Table { name, columns, key, computed: false, insert: OnceLock::new(), upsert: OnceLock::new() }
    }

    const fn computed(name: &'static str, key: usize, columns: &'static [&'static str]) -> Self {
        Table { name, columns, key, computed: true, insert: OnceLock::new(), upsert: OnceLock::new() }
    }

    /// The columns of a `SELECT`, of this alias.
    pub fn select(&self, alias: &str) -> String {
        let columns: Vec<String> = self.columns.iter().map(|c| format!("{alias}.{c}")).collect();
        columns.join(", ")
    }

    /// `INSERT` of one row; the same key twice is an error.
    pub fn insert(&self) -> &str {
        self.insert.get_or_init(|| {
            let places: Vec<String> = (1..=self.columns.len() + 1).map(|n| format!("${n}")).collect();
            let columns = self.columns.join(", ");
            format!("INSERT INTO {} (shard, {columns}) VALUES ({})", self.name, places.join(", "))
        })
    }

    /// `INSERT` of one row, or its replacement.
    pub fn upsert(&self) -> &str {
        self.upsert.get_or_init(|| {
            let (key, rest) = self.columns.split_at(self.key);
            let keys: String = key.iter().map(|c| format!(", {c}")).collect();
            let set: Vec<String> = rest.iter().map(|c| format!("{c} = excluded.{c}")).collect();
            let then =
                if set.is_empty() { "NOTHING".into() } else { format!("UPDATE SET {}", set.join(", ")) };
            format!("{} ON CONFLICT (shard{keys}) DO {then}", self.insert())
        })
    }
}

/// All tables, in the order in which a house is moved: the head comes last, so that half a move is not taken for a
/// whole one.
pub static TABLES: [&Table; 26] = [
    &UNIT,
    &GROUND,
    &FACT,
    &SUBJECT,
    &PLACE,
    &MEMBERSHIP,
    &ASSIGNMENT,
    &SIGNAL_MATCH,
    &READING,
    &DUTY,
    &STANDING,
    &HISTORY,
    &MOMENT,
    &TOUCHED,
    &MOVING,
    &COUNTER,
    &CONTRIBUTION,
    &OUTBOX,
    &READ_MARK,
    &PACK,
    &ADOPTION,
    &NOTE,
    &SEALED,
    &SEALED_INDEX,
    &BASELINE,
    &HEAD,
];

/// A table by its name.
pub fn table(name: &str) -> Result<&'static Table> {
    TABLES.into_iter().find(|t| t.name == name).ok_or_else(|| crate::seam::Error {
        doing: "find a table",
        said: format!("there is no table {name:?}"),
        again: false,
    })
}
