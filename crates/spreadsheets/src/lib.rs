//! Spreadsheets in and out: CSV (UTF-8 or GBK) and XLSX are read into rows, rows into raw facts by their headings;
//! templates, lists and the file of refused rows are written.
//!
//! Not here: the check of what was read (`facts::check`), storage, HTTP.
//!
//! Reading order: `table` (rows as read), `delimited`, `workbook`, `columns` (headings to fields), `mend` (cells as they
//! were meant), `rows` (rows to raw facts), `linelist` (rows to several facts), `write`.

pub mod columns;
pub mod delimited;
pub mod linelist;
pub mod mend;
pub mod rows;
pub mod table;
pub mod workbook;
pub mod write;

pub use columns::{Column, Target, match_columns};
pub use rows::{Reader, RowFact};
pub use table::{Cell, Row, Table, Unreadable};

/// Reads a file: XLSX when it begins as a ZIP archive, else text with delimiters.
pub fn read(bytes: &[u8]) -> Result<Table, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(b"PK") {
        return workbook::read(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Unreadable::OldWorkbook);
    }
    delimited::read(bytes)
}
