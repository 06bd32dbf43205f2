//! Moving a house: copies every shard from one home to another, then compares.
//!
//! Not here: what the tables are (`stored`), and the command (`lianfang move`).

use crate::{
    cell::Cell,
    seam::{Error, Home, Read, Result, Write},
    stored::{TABLES, Table},
    verify::verify,
};
use facts::chain::Head;

/// Rows written in one transaction.
const ROWS: usize = 2000;

/// What was moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moved {
    /// Shards.
    pub shards: u64,
    /// Rows of all tables.
    pub rows: u64,
}

/// Copies every shard, compares the counts of all tables and the heads, and verifies the chain of the copy. Fails when
/// the target has one of the shards already, or on any difference. `progress` is told the number of rows so far.
/// Nobody may write to `from` meanwhile: what is written after the snapshot was taken is reported as a difference.
pub fn copy(from: &dyn Home, to: &dyn Home, progress: &mut dyn FnMut(u64)) -> Result<Moved> {
    let shards = from.shards()?;
    let there = to.shards()?;
    if let Some(shard) = shards.iter().find(|shard| there.contains(shard)) {
        return Err(wrong(format!("the target has shard {shard:?} already; move to an empty home")));
    }
    let mut moved = Moved::default();
    for shard in &shards {
        let mut begun = false;
        from.read(shard, &mut |read| {
            if std::mem::replace(&mut begun, true) {
                return Err(wrong("the connection was lost; empty the target and begin again".into()));
            }
            for table in TABLES {
                copy_table(read, to, shard, table, &mut moved.rows, progress)?;
            }
            Ok(())
        })?;
        compare(from, to, shard)?;
        moved.shards += 1;
    }
    Ok(moved)
}

fn copy_table(
    read: &mut dyn Read,
    to: &dyn Home,
    shard: &str,
    table: &Table,
    rows: &mut u64,
    progress: &mut dyn FnMut(u64),
) -> Result<()> {
    let mut waiting: Vec<Vec<Cell>> = Vec::with_capacity(ROWS);
    read.export(table.name, &mut |row| {
        waiting.push(row);
        if waiting.len() == ROWS {
            put(to, shard, table, &mut waiting, rows, progress)?;
        }
        Ok(())
    })?;
    put(to, shard, table, &mut waiting, rows, progress)
}

fn put(
    to: &dyn Home,
    shard: &str,
    table: &Table,
    waiting: &mut Vec<Vec<Cell>>,
    rows: &mut u64,
    progress: &mut dyn FnMut(u64),
) -> Result<()> {
    if waiting.is_empty() {
        return Ok(());
    }
    to.write(shard, &mut |write: &mut dyn Write| {
        waiting.iter().try_for_each(|row| write.import(table.name, row.clone()))
    })?;
    *rows += u64::try_from(waiting.len()).unwrap_or(u64::MAX);
    waiting.clear();
    progress(*rows);
    Ok(())
}

fn compare(from: &dyn Home, to: &dyn Home, shard: &str) -> Result<()> {
    let (here, there) = (counted(from, shard)?, counted(to, shard)?);
    if here.0 != there.0 {
        return Err(wrong(format!("shard {shard:?}: the heads differ: {:?} and {:?}", here.0, there.0)));
    }
    for (table, (here, there)) in TABLES.iter().zip(here.1.iter().zip(&there.1)) {
        if here != there {
            return Err(wrong(format!(
                "shard {shard:?}: {} has {here} rows here and {there} there",
                table.name
            )));
        }
    }
    match verify(to, shard)? {
        Ok(_) => Ok(()),
        Err(fault) => Err(wrong(format!("shard {shard:?}: the copy does not verify: {fault}"))),
    }
}

fn counted(home: &dyn Home, shard: &str) -> Result<(Head, Vec<u64>)> {
    let (mut head, mut counts) = (Head::default(), Vec::new());
    home.read(shard, &mut |read| {
        head = read.head()?;
        counts = TABLES.iter().map(|table| read.rows_in(table.name)).collect::<Result<_>>()?;
        Ok(())
    })?;
    Ok((head, counts))
}

fn wrong(said: String) -> Error {
    Error { doing: "move the house", said, again: false }
}
