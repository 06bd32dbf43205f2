//! Reading of XLSX workbooks, cell by cell: the first sheet that has anything in it.

use crate::table::{COLUMNS_MAX, Cell, Collector, Table, Unreadable};
use calamine::{DataRef, Reader, Xlsx};
use std::io::Cursor;

/// Most bytes that a workbook may unpack to, as its directory says.
const UNPACKED_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Reads a workbook.
pub fn read(bytes: &[u8]) -> Result<Table, Unreadable> {
    if unpacked_bytes(bytes).ok_or(Unreadable::NotASpreadsheet)? > UNPACKED_BYTES_MAX {
        return Err(Unreadable::TooLarge);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotASpreadsheet)?;
    for name in book.sheet_names() {
        match read_sheet(&mut book, &name) {
            Err(Unreadable::Empty) => {}
            read => return read,
        }
    }
    Err(Unreadable::Empty)
}

fn read_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table, Unreadable> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Unreadable::NotASpreadsheet)?;
    let mut collector = Collector::new("xlsx");
    let (mut row, mut line) = (0u32, Vec::new());
    while let Some(found) = cells.next_cell().map_err(|_| Unreadable::NotASpreadsheet)? {
        let (at, column) = found.get_position();
        if at != row {
            collector.add(u64::from(row) + 1, std::mem::take(&mut line))?;
            row = at;
        }
        let column = column as usize;
        let cell = cell(found.get_value());
        if cell.is_empty() {
            continue;
        }
        if column >= COLUMNS_MAX {
            return Err(Unreadable::TooLarge);
        }
        if line.len() <= column {
            line.resize(column + 1, Cell::Empty);
        }
        line[column] = cell;
    }
    collector.add(u64::from(row) + 1, line)?;
    collector.finish()
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(at) => {
            let (y, mo, d, h, mi, s, _) = at.to_ymd_hms_milli();
            // Below day 1 there is only a time of day.
            if at.as_f64() < 1.0 {
                Cell::Text(format!("{h:02}:{mi:02}"))
            } else {
                Cell::Moment([y, mo.into(), d.into(), h.into(), mi.into(), s.into()])
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Wrong(error.to_string()),
    }
}

/// The sum of the unpacked sizes in the directory of a ZIP archive; `None` when there is no directory.
fn unpacked_bytes(bytes: &[u8]) -> Option<u64> {
    let u16_at = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
    let u32_at = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let lowest = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let end = (lowest..bytes.len().saturating_sub(21)).rev().find(|at| u32_at(*at) == Some(0x0605_4b50))?;
    let entries = u16_at(end + 10)?;
    let mut at = u32_at(end + 16)? as usize;
    let mut sum = 0u64;
    for _ in 0..entries {
        if u32_at(at)? != 0x0201_4b50 {
            return None;
        }
        sum += u64::from(u32_at(at + 24)?);
        let skip = [28, 30, 32].iter().map(|o| u16_at(at + o).map(usize::from)).sum::<Option<usize>>()?;
        at += 46 + skip;
    }
    Some(sum)
}

/// The date and time of a serial day of the 1900 system, for numbers typed into a column of dates; `None` outside of
/// the years 1954 to 2119, where a number is more likely something else.
pub fn serial_moment(serial: f64) -> Option<[u16; 6]> {
    if !(20_000.0..80_000.0).contains(&serial) {
        return None;
    }
    let at = calamine::ExcelDateTime::new(serial, calamine::ExcelDateTimeType::DateTime, false);
    let (y, mo, d, h, mi, s, _) = at.to_ymd_hms_milli();
    Some([y, mo.into(), d.into(), h.into(), mi.into(), s.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    #[test]
    fn cells_of_every_type_are_read() {
        let mut book = Workbook::new();
        book.add_worksheet();
        let sheet = book.add_worksheet();
        let date = ExcelDateTime::parse_from_str("2026-09-12").expect("a date");
        for (n, name) in ["text", "number", "date", "flag"].iter().enumerate() {
            sheet.write(1, n as u16, *name).expect("writes");
        }
        sheet.write(3, 0, "甲").expect("writes");
        sheet.write(3, 1, 37.3).expect("writes");
        sheet.write_with_format(3, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).expect("writes");
        sheet.write(3, 3, true).expect("writes");
        let table = read(&book.save_to_buffer().expect("saves")).expect("reads");
        assert_eq!(table.header, ["text", "number", "date", "flag"]);
        assert_eq!(table.rows[0].n, 4);
        assert_eq!(
            table.rows[0].cells.iter().map(Cell::text).collect::<Vec<_>>(),
            ["甲", "37.3", "2026-09-12", "true"]
        );
    }

    #[test]
    fn what_only_begins_like_a_workbook_is_refused() {
        assert_eq!(read(b"PK\x03\x04 and nothing more"), Err(Unreadable::NotASpreadsheet));
    }

    #[test]
    fn serial_days_are_dates() {
        assert_eq!(serial_moment(45_943.5), Some([2025, 10, 13, 12, 0, 0]));
        assert_eq!(serial_moment(37.3), None);
    }
}
