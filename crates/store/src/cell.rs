//! `Cell`: one value as a database keeps it, and `Cells`: a row being read, column by column.
//!
//! Not here: which columns a table has (`stored`), and any engine.

use crate::seam::{Error, Result};
use facts::{Date, FactId, Instant, Name, SubjectId, chain::Hash};
use serde::{Serialize, de::DeserializeOwned};
use smol_str::SmolStr;

/// A value in a column. The order is the order of both engines for values of one column.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number: numbers, microseconds, days.
    Int(i64),
    /// Text in UTF-8, ordered by its bytes.
    Text(String),
    /// Bytes: ids, hashes, ciphertext.
    Bytes(Vec<u8>),
}

impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Cell::Int(n)
    }
}

impl From<u64> for Cell {
    /// Numbers of facts and units stay far below 2^63; one that does not is kept at the end of the range and will
    /// collide loudly rather than turn negative.
    fn from(n: u64) -> Self {
        Cell::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Self {
        Cell::Int(i64::from(n))
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Cell::Int(i64::from(yes))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<&SmolStr> for Cell {
    fn from(text: &SmolStr) -> Self {
        Cell::Text(text.to_string())
    }
}

impl From<&Name> for Cell {
    fn from(name: &Name) -> Self {
        Cell::from(name.as_str())
    }
}

impl From<&SubjectId> for Cell {
    fn from(id: &SubjectId) -> Self {
        Cell::from(id.as_str())
    }
}

impl From<&plan::Key> for Cell {
    fn from(key: &plan::Key) -> Self {
        Cell::from(key.as_str())
    }
}

impl From<FactId> for Cell {
    fn from(id: FactId) -> Self {
        Cell::Bytes(id.as_bytes().to_vec())
    }
}

impl From<Instant> for Cell {
    fn from(at: Instant) -> Self {
        Cell::Int(at.0)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Cell::Int(day_number(day))
    }
}

impl From<&Hash> for Cell {
    fn from(hash: &Hash) -> Self {
        Cell::Bytes(hash.0.to_vec())
    }
}

impl From<&[u8]> for Cell {
    fn from(bytes: &[u8]) -> Self {
        Cell::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// The first day of the count of days.
const DAY_ZERO: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01: civil dates are kept as numbers, so that both engines order them alike.
pub fn day_number(day: Date) -> i64 {
    i64::from(facts::time::days_between(DAY_ZERO, day))
}

/// The civil date of such a number.
pub fn day_of(number: i64) -> Date {
    let days = i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX });
    facts::time::add_days(DAY_ZERO, days)
}

/// A value as JSON text.
pub fn json_of<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error {
        doing: "write a row as JSON",
        said: e.to_string(),
        again: false,
    })
}

/// The bare word that a plain enum is written as.
pub fn word_of<T: Serialize>(value: &T) -> Result<String> {
    Ok(json_of(value)?.trim_matches('"').to_owned())
}

/// A row being read from left to right.
pub struct Cells {
    table: &'static str,
    rest: std::vec::IntoIter<Cell>,
}

impl Cells {
    /// Begins to read a row of this table.
    pub fn new(table: &'static str, row: Vec<Cell>) -> Self {
        Cells { table, rest: row.into_iter() }
    }

    fn wrong(&self, wanted: &str) -> Error {
        Error { doing: "read a row", said: format!("{}: {wanted} expected", self.table), again: false }
    }

    fn next(&mut self) -> Result<Cell> {
        self.rest.next().ok_or_else(|| self.wrong("one more column"))
    }

    /// A number, if there is one.
    pub fn maybe_int(&mut self) -> Result<Option<i64>> {
        match self.next()? {
            Cell::Int(n) => Ok(Some(n)),
            Cell::Null => Ok(None),
            _ => Err(self.wrong("a number")),
        }
    }

    /// A number.
    pub fn int(&mut self) -> Result<i64> {
        self.maybe_int()?.ok_or_else(|| self.wrong("a number"))
    }

    /// A number that is not negative.
    pub fn count(&mut self) -> Result<u64> {
        u64::try_from(self.int()?).map_err(|_| self.wrong("a number from 0"))
    }

    /// A small number that is not negative.
    pub fn small(&mut self) -> Result<u32> {
        u32::try_from(self.int()?).map_err(|_| self.wrong("a small number from 0"))
    }

    /// Yes or no.
    pub fn yes(&mut self) -> Result<bool> {
        Ok(self.int()? != 0)
    }

    /// Text, if there is any.
    pub fn maybe_text(&mut self) -> Result<Option<String>> {
        match self.next()? {
            Cell::Text(text) => Ok(Some(text)),
            Cell::Null => Ok(None),
            _ => Err(self.wrong("text")),
        }
    }

    /// Text.
    pub fn text(&mut self) -> Result<String> {
        self.maybe_text()?.ok_or_else(|| self.wrong("text"))
    }

    /// Bytes, if there are any.
    pub fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>> {
        match self.next()? {
            Cell::Bytes(bytes) => Ok(Some(bytes)),
            Cell::Null => Ok(None),
            _ => Err(self.wrong("bytes")),
        }
    }

    /// Bytes.
    pub fn bytes(&mut self) -> Result<Vec<u8>> {
        self.maybe_bytes()?.ok_or_else(|| self.wrong("bytes"))
    }

    /// So many bytes, if there are any.
    pub fn maybe_fixed<const N: usize>(&mut self) -> Result<Option<[u8; N]>> {
        let Some(bytes) = self.maybe_bytes()? else { return Ok(None) };
        bytes.try_into().map(Some).map_err(|_| self.wrong("another number of bytes"))
    }

    /// A hash.
    pub fn hash(&mut self) -> Result<Hash> {
        self.maybe_fixed()?.map(Hash).ok_or_else(|| self.wrong("a hash"))
    }

    /// A fact's id, if there is one.
    pub fn maybe_fact(&mut self) -> Result<Option<FactId>> {
        Ok(self.maybe_fixed::<16>()?.map(|bytes| FactId(uuid::Uuid::from_bytes(bytes))))
    }

    /// A fact's id.
    pub fn fact(&mut self) -> Result<FactId> {
        self.maybe_fact()?.ok_or_else(|| self.wrong("an id"))
    }

    /// A short text.
    pub fn short(&mut self) -> Result<SmolStr> {
        self.text().map(SmolStr::from)
    }

    /// A name.
    pub fn name(&mut self) -> Result<Name> {
        self.text().map(Name::new)
    }

    /// A subject's id, if there is one.
    pub fn maybe_subject(&mut self) -> Result<Option<SubjectId>> {
        let Some(text) = self.maybe_text()? else { return Ok(None) };
        SubjectId::parse(&text).map(Some).ok_or_else(|| self.wrong("a subject's id"))
    }

    /// A subject's id.
    pub fn subject(&mut self) -> Result<SubjectId> {
        self.maybe_subject()?.ok_or_else(|| self.wrong("a subject's id"))
    }

    /// An instant.
    pub fn instant(&mut self) -> Result<Instant> {
        self.int().map(Instant)
    }

    /// An instant, if there is one.
    pub fn maybe_instant(&mut self) -> Result<Option<Instant>> {
        Ok(self.maybe_int()?.map(Instant))
    }

    /// A civil date.
    pub fn day(&mut self) -> Result<Date> {
        self.int().map(day_of)
    }

    /// Anything written as JSON.
    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text = self.text()?;
        self.parse(&text)
    }

    /// A plain enum written as a bare word.
    pub fn word<T: DeserializeOwned>(&mut self) -> Result<T> {
        let word = self.text()?;
        self.parse(&format!("\"{word}\""))
    }

    /// Reads JSON that was taken from this row before.
    pub fn parse<T: DeserializeOwned>(&self, text: &str) -> Result<T> {
        // The text itself stays out of the message: it may be about a person.
        serde_json::from_str(text)
            .map_err(|e| self.wrong(&format!("JSON ({:?} error at {})", e.classify(), e.column())))
    }

    /// Passes over columns that are derived from others.
    pub fn pass(&mut self, columns: usize) -> Result<()> {
        for _ in 0..columns {
            self.next()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for text in ["1970-01-01", "1969-12-31", "2026-09-12", "1900-02-28", "2199-12-31"] {
            let day: Date = text.parse().expect("a date");
            assert_eq!(day_of(day_number(day)), day, "{text}");
        }
        assert_eq!(day_number("1970-01-11".parse().expect("a date")), 10);
    }

    #[test]
    fn a_wrong_row_is_an_error_and_keeps_its_content_to_itself() {
        let mut row = Cells::new("duty", vec![Cell::from("secret"), Cell::from("{\"secret\":")]);
        assert!(row.int().is_err_and(|e| !e.said.contains("secret")));
        assert!(row.json::<u8>().is_err_and(|e| !e.said.contains("secret")));
        assert!(row.text().is_err());
    }
}
