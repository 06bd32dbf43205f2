//! Counters, messages, packs, adoptions, notes and sealed fields as rows.

use super::{Stored, Table};
use crate::{
    cell::{Cell, Cells, json_of, word_of},
    rows::{AdoptionRow, ContributionRow, MessageRow, NoteRow, PackRow, SealedRow},
    seam::{Error, Result},
};
use facts::{Date, FactId, Instant, Name, SubjectId, chain::Hash};
use smol_str::SmolStr;

/// Sums of contributions by organisation and day.
pub static COUNTER: Table = Table::computed("counter", 3, &["indicator", "day", "path", "n"]);

/// What each fact adds.
pub static CONTRIBUTION: Table =
    Table::computed("contribution", 5, &["root", "indicator", "path", "day", "subject", "n"]);

/// Messages that are to leave the house.
pub static OUTBOX: Table =
    Table::computed("outbox", 1, &["key", "unit", "happened", "role", "org", "kind", "outcome", "subject"]);

/// Who has read a message. Apart from the message, which can be computed again.
pub static READ_MARK: Table = Table::kept("read_mark", 1, &["key", "account", "read_at"]);

/// Packs.
pub static PACK: Table = Table::kept("pack", 1, &["hash", "id", "version", "files"]);

/// Plans put in force.
pub static ADOPTION: Table = Table::computed(
    "adoption",
    1,
    &["root", "pack", "version", "hash", "scope", "from_at", "until_at", "bases"],
);

/// The doors' small tables.
pub static NOTE: Table = Table::kept("note", 2, &["kind", "key", "json", "expires"]);

/// Sealed personal fields.
pub static SEALED: Table =
    Table::kept("sealed", 2, &["subject", "field", "ciphertext", "indexes", "key_version"]);

/// Blind indexes of sealed fields.
pub static SEALED_INDEX: Table = Table::kept("sealed_index", 3, &["field", "blind", "subject"]);

/// What stood after the last purge, by table, each row as JSON: the ground that a rebuild starts from.
pub static BASELINE: Table = Table::kept("baseline", 2, &["of_table", "n", "cells"]);

/// A row of a table as it stood after the last purge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaselineRow {
    /// The table.
    pub of_table: String,
    /// Its place in the table, from 0.
    pub n: u64,
    /// The row (see `baseline`).
    pub cells: String,
}

/// A sum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CounterRow {
    /// Qualified indicator.
    pub indicator: Name,
    /// The civil day.
    pub day: Date,
    /// Path of the organisation.
    pub path: SmolStr,
    /// The sum.
    pub n: i64,
}

/// A contribution and the fact that it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CountedRow {
    /// Root of the fact.
    pub root: FactId,
    /// What it adds.
    pub adds: ContributionRow,
}

/// Who has read a message, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadMarkRow {
    /// Key of the message.
    pub key: SmolStr,
    /// The account.
    pub account: SmolStr,
    /// When.
    pub at: Instant,
}

/// A blind index of a subject's sealed field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SealedIndexRow {
    /// The field.
    pub field: Name,
    /// The blind index.
    pub blind: Vec<u8>,
    /// Whose.
    pub subject: SubjectId,
}

impl Stored for BaselineRow {
    fn table() -> &'static Table {
        &BASELINE
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![self.of_table.as_str().into(), self.n.into(), self.cells.as_str().into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(BaselineRow { of_table: row.text()?, n: row.count()?, cells: row.text()? })
    }
}

impl Stored for CounterRow {
    fn table() -> &'static Table {
        &COUNTER
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.indicator), self.day.into(), Cell::from(&self.path), self.n.into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(CounterRow { indicator: row.name()?, day: row.day()?, path: row.short()?, n: row.int()? })
    }
}

impl Stored for CountedRow {
    fn table() -> &'static Table {
        &CONTRIBUTION
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        let ContributionRow { indicator, path, day, subject, n } = &self.adds;
        Ok(vec![
            self.root.into(),
            Cell::from(indicator),
            Cell::from(path),
            (*day).into(),
            Cell::from(subject),
            (*n).into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (root, indicator, path) = (row.fact()?, row.name()?, row.short()?);
        let (day, subject, n) = (row.day()?, row.subject()?, row.int()?);
        Ok(CountedRow { root, adds: ContributionRow { indicator, path, day, subject, n } })
    }
}

impl Stored for MessageRow {
    fn table() -> &'static Table {
        &OUTBOX
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            Cell::from(&self.key),
            self.unit.into(),
            self.at.into(),
            Cell::from(&self.role),
            self.org.as_ref().into(),
            word_of(&self.kind)?.into(),
            Cell::from(&self.outcome),
            self.outcome.subject().as_ref().into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (key, unit, at) = (row.short()?, row.count()?, row.instant()?);
        let (role, org, kind) = (row.name()?, row.maybe_subject()?, row.word()?);
        let outcome = plan::Key::from_text(row.text()?);
        row.pass(1)?;
        Ok(MessageRow { key, unit, at, role, org, kind, outcome, read: None })
    }
}

impl Stored for ReadMarkRow {
    fn table() -> &'static Table {
        &READ_MARK
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.key), Cell::from(&self.account), self.at.into()])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(ReadMarkRow { key: row.short()?, account: row.short()?, at: row.instant()? })
    }
}

impl Stored for PackRow {
    fn table() -> &'static Table {
        &PACK
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            Cell::from(&self.hash),
            Cell::from(&self.id),
            Cell::from(&self.version),
            json_of(&self.files)?.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(PackRow { hash: row.hash()?, id: row.name()?, version: row.short()?, files: row.json()? })
    }
}

impl Stored for AdoptionRow {
    fn table() -> &'static Table {
        &ADOPTION
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            self.root.into(),
            Cell::from(&self.pack),
            Cell::from(&self.version),
            Cell::from(&self.hash),
            Cell::from(&self.scope),
            self.from.into(),
            self.until.into(),
            pins_text(&self.bases).into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (root, pack, version) = (row.fact()?, row.name()?, row.short()?);
        let (hash, scope) = (row.hash()?, row.subject()?);
        Ok(AdoptionRow {
            pack,
            version,
            hash,
            scope,
            from: row.instant()?,
            until: row.maybe_instant()?,
            bases: pins_of(&row.text()?).ok_or_else(|| Error {
                doing: "read a row",
                said: "adoption: broken bases".into(),
                again: false,
            })?,
            root,
        })
    }
}

impl Stored for NoteRow {
    fn table() -> &'static Table {
        &NOTE
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            Cell::from(&self.kind),
            Cell::from(&self.key),
            self.json.as_str().into(),
            self.expires.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(NoteRow {
            kind: row.short()?,
            key: row.short()?,
            json: row.text()?,
            expires: row.maybe_instant()?,
        })
    }
}

impl Stored for SealedRow {
    fn table() -> &'static Table {
        &SEALED
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![
            Cell::from(&self.subject),
            Cell::from(&self.field),
            self.sealed.as_slice().into(),
            Cell::Bytes(join(&self.indexes)),
            self.key_version.into(),
        ])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        let (subject, field, sealed) = (row.subject()?, row.name()?, row.bytes()?);
        let indexes = split(&row.bytes()?)?;
        Ok(SealedRow { subject, field, sealed, indexes, key_version: row.small()? })
    }
}

impl Stored for SealedIndexRow {
    fn table() -> &'static Table {
        &SEALED_INDEX
    }

    fn cells(&self) -> Result<Vec<Cell>> {
        Ok(vec![Cell::from(&self.field), self.blind.as_slice().into(), Cell::from(&self.subject)])
    }

    fn read(row: &mut Cells) -> Result<Self> {
        Ok(SealedIndexRow { field: row.name()?, blind: row.bytes()?, subject: row.subject()? })
    }
}

/// Packs by hash as a text: `id=hash,…`.
pub fn pins_text(pins: &[(Name, Hash)]) -> String {
    pins.iter().map(|(id, hash)| format!("{id}={}", hash.to_hex())).collect::<Vec<_>>().join(",")
}

/// Reads packs by hash; `None` when it is no such text.
pub fn pins_of(text: &str) -> Option<Vec<(Name, Hash)>> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').and_then(|(id, hash)| Some((Name::new(id), Hash::from_hex(hash)?))))
        .collect()
}

/// Several byte strings as one: each after its length in four bytes, big end first.
fn join(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        all.extend(part);
    }
    all
}

fn split(mut all: &[u8]) -> Result<Vec<Vec<u8>>> {
    let broken = || Error { doing: "read a row", said: "sealed: broken indexes".into(), again: false };
    let mut parts = Vec::new();
    while !all.is_empty() {
        let (length, rest) = all.split_first_chunk::<4>().ok_or_else(broken)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| broken())?;
        let (part, rest) = rest.split_at_checked(length).ok_or_else(broken)?;
        parts.push(part.to_vec());
        all = rest;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_strings_go_there_and_back() {
        for parts in [vec![], vec![vec![]], vec![vec![1, 2], vec![], vec![0; 300]]] {
            assert_eq!(split(&join(&parts)).expect("splits"), parts);
        }
        assert!(split(&[0, 0, 0, 9, 1]).is_err());
    }
}
