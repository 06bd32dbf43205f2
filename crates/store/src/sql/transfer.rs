//! Whole tables out and in: for moving a house.

use super::{Connection, Shard, limit};
use crate::{
    cell::Cell,
    seam::{Error, Result},
    stored::{Table, table},
};

/// Rows fetched at once.
const ROWS: usize = 1000;

impl<C: Connection> Shard<'_, C> {
    pub(super) fn export_table(
        &mut self,
        name: &str,
        each: &mut dyn FnMut(Vec<Cell>) -> Result<()>,
    ) -> Result<()> {
        let table = table(name)?;
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let rows = self.part_of_table(table, after.as_deref(), ROWS)?;
            let full = rows.len() == ROWS && table.key > 0;
            after = rows.last().and_then(|row| row.get(..table.key)).map(<[Cell]>::to_vec);
            rows.into_iter().try_for_each(&mut *each)?;
            if !full {
                return Ok(());
            }
        }
    }

    pub(super) fn part_of_table(
        &mut self,
        table: &Table,
        after: Option<&[Cell]>,
        n: usize,
    ) -> Result<Vec<Vec<Cell>>> {
        let text = if after.is_some() { next_rows(table) } else { first_rows(table) };
        let params: Vec<Cell> = after.into_iter().flatten().cloned().chain([limit(n)]).collect();
        self.ask(&text, params)
    }

    pub(super) fn count_table(&mut self, name: &str) -> Result<u64> {
        let rows = self.ask(&count(table(name)?), [])?;
        match rows.first().and_then(|row| row.first()) {
            Some(Cell::Int(n)) => Ok(u64::try_from(*n).unwrap_or(0)),
            _ => Ok(0),
        }
    }

    pub(super) fn import_row(&mut self, name: &str, row: Vec<Cell>) -> Result<()> {
        let table = table(name)?;
        if row.len() != table.columns.len() {
            return Err(Error {
                doing: "take in a row",
                said: format!("{name}: it has not the columns of the table"),
                again: false,
            });
        }
        // The head exists since the transaction began.
        let text = if table.key == 0 { table.upsert() } else { table.insert() };
        self.change(text, row).map(|_| ())
    }
}

pub(super) fn first_rows(table: &Table) -> String {
    let columns = table.columns.join(", ");
    let keys: String = table.columns[..table.key].iter().map(|c| format!(", {c}")).collect();
    format!("SELECT {columns} FROM {} WHERE shard = $1 ORDER BY shard{keys} LIMIT $2", table.name)
}

pub(super) fn next_rows(table: &Table) -> String {
    let columns = table.columns.join(", ");
    let keys = table.columns[..table.key].join(", ");
    let places: Vec<String> = (2..table.key + 2).map(|n| format!("${n}")).collect();
    let after = places.join(", ");
    let last = table.key + 2;
    format!(
        "SELECT {columns} FROM {} WHERE shard = $1 AND ({keys}) > ({after}) ORDER BY {keys} LIMIT ${last}",
        table.name
    )
}

fn count(table: &Table) -> String {
    format!("SELECT COUNT(*) FROM {} WHERE shard = $1", table.name)
}

/// The texts for a table, for the test that prepares all.
pub(super) fn texts(table: &Table) -> Vec<String> {
    let mut texts = vec![first_rows(table), count(table)];
    if table.key > 0 {
        texts.push(next_rows(table));
    }
    texts
}
