//! Comparing what two homes hold that can be computed from the facts: every table, row by row, byte for byte.
//!
//! Not here: the chain (`verify`), and how the second home came to its rows (`intake::rebuild`).

use crate::{
    baseline::{computed, text_of},
    cell::Cell,
    seam::{Read, Result},
    stored::{GROUND, Table},
};
use std::collections::VecDeque;

/// Rows read at once.
const ROWS: usize = 1000;
/// So many rows of a table are named, the others are counted: one cause often shows in every row of a table.
const NAMED_MAX: u64 = 20;
/// Of a long value so many characters are told: some before the first one that differs, more after it.
const BEFORE: usize = 40;
const AFTER: usize = 80;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// Rows that are the same.
    pub same: u64,
    /// Rows that differ, or that only one of the homes has.
    pub wrong: u64,
    /// In words, table by table: which row, which columns, what either home says.
    pub says: Vec<String>,
}

/// Compares what is stored with what was rebuilt. `ground`: the stamp of the ground too, which comes out the same only
/// where all units of work were replayed.
pub fn compare(stored: &mut dyn Read, rebuilt: &mut dyn Read, ground: bool) -> Result<Compared> {
    let mut compared = Compared::default();
    for table in computed().chain(ground.then_some(&GROUND)) {
        let mut found = OfTable { table, same: 0, wrong: 0, says: Vec::new() };
        let mut here = Rows { table, waiting: VecDeque::new(), after: None, ended: false };
        rebuilt.export(table.name, &mut |row| found.next(stored, &mut here, &row))?;
        while let Some(row) = here.take_if(stored, |_| true)? {
            found.only("stored and not rebuilt", &row)?;
        }
        if found.wrong > NAMED_MAX {
            found.says.push(format!("{}: {} more rows differ", table.name, found.wrong - NAMED_MAX));
        }
        compared.same += found.same;
        compared.wrong += found.wrong;
        compared.says.append(&mut found.says);
    }
    Ok(compared)
}

/// The stored rows of a table, in order of their key, page by page.
struct Rows {
    table: &'static Table,
    waiting: VecDeque<Vec<Cell>>,
    after: Option<Vec<Cell>>,
    ended: bool,
}

impl Rows {
    /// The next row, if there is one and its key is wanted.
    fn take_if(
        &mut self,
        read: &mut dyn Read,
        wanted: impl FnOnce(&[Cell]) -> bool,
    ) -> Result<Option<Vec<Cell>>> {
        if self.waiting.is_empty() && !self.ended {
            let rows = read.rows_after(self.table.name, self.after.as_deref(), ROWS)?;
            self.ended = rows.len() < ROWS || self.table.key == 0;
            self.after = rows.last().map(|row| key_of(self.table, row).to_vec());
            self.waiting = rows.into();
        }
        let take = self.waiting.front().is_some_and(|row| wanted(key_of(self.table, row)));
        Ok(if take { self.waiting.pop_front() } else { None })
    }
}

/// What was found in one table.
struct OfTable {
    table: &'static Table,
    same: u64,
    wrong: u64,
    says: Vec<String>,
}

impl OfTable {
    /// The next row that was rebuilt. Stored rows that come before it were not.
    fn next(&mut self, read: &mut dyn Read, here: &mut Rows, row: &[Cell]) -> Result<()> {
        let key = key_of(self.table, row);
        while let Some(stored) = here.take_if(read, |stored| stored < key)? {
            self.only("stored and not rebuilt", &stored)?;
        }
        match here.take_if(read, |stored| stored == key)? {
            Some(stored) => self.both(&stored, row),
            None => self.only("rebuilt and not stored", row),
        }
    }

    fn both(&mut self, stored: &[Cell], rebuilt: &[Cell]) -> Result<()> {
        if stored == rebuilt {
            self.same += 1;
            return Ok(());
        }
        let cells = self.table.columns.iter().zip(stored.iter().zip(rebuilt));
        let differing = cells.filter(|(_, (stored, rebuilt))| stored != rebuilt);
        let words = differing.map(|(column, (stored, rebuilt))| {
            let (stored, rebuilt) = (words(stored)?, words(rebuilt)?);
            let at = stored.chars().zip(rebuilt.chars()).take_while(|(a, b)| a == b).count();
            Ok(format!("{column} stored {}, rebuilt {}", around(&stored, at), around(&rebuilt, at)))
        });
        self.tell(stored, words.collect::<Result<Vec<_>>>()?.join("; "))
    }

    fn only(&mut self, how: &str, row: &[Cell]) -> Result<()> {
        let rest = text_of(row.get(self.table.key..).unwrap_or_default())?;
        self.tell(row, format!("{how}: {}", around(&rest, 0)))
    }

    fn tell(&mut self, row: &[Cell], what: String) -> Result<()> {
        self.wrong += 1;
        if self.wrong <= NAMED_MAX {
            self.says.push(format!("{} {}: {what}", self.table.name, text_of(key_of(self.table, row))?));
        }
        Ok(())
    }
}

fn key_of<'a>(table: &Table, row: &'a [Cell]) -> &'a [Cell] {
    row.get(..table.key).unwrap_or(row)
}

/// A value as it stands in the table, text without further quotes.
fn words(cell: &Cell) -> Result<String> {
    match cell {
        Cell::Text(text) => Ok(text.clone()),
        other => text_of(std::slice::from_ref(other)),
    }
}

/// What stands around this character.
fn around(text: &str, at: usize) -> String {
    let from = at.saturating_sub(BEFORE);
    let part: String = text.chars().skip(from).take(BEFORE + AFTER).collect();
    let ends = from + part.chars().count() >= text.chars().count();
    format!("{}{part}{}", if from > 0 { "…" } else { "" }, if ends { "" } else { "…" })
}
