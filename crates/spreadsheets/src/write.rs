//! Writing: the template of a ledger, lists, and the file of refused rows.

use crate::table::{Row, Table};
use facts::{Field, FieldType, Ledger};
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io::Write;

/// Most characters that a drop-down list may hold; a limit of the format.
const DROP_DOWN_CHARS_MAX: usize = 255;
/// How many rows of a template have drop-down lists.
const TEMPLATE_ROWS: u32 = 1000;

/// The spreadsheet to fill for a ledger: a sheet with the headings, and one that explains them.
pub fn template(ledger: &Ledger) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&ledger.title.zh))?;
    let head = heading();
    let mut column = 0u16;
    for name in ["人员编号", "发生时间"] {
        let name = if name == "人员编号" && ledger.about.as_str() != "person" { "编号" } else { name };
        sheet.write_string_with_format(0, column, name, &head)?.set_column_width(column, 22)?;
        column += 1;
    }
    for field in &ledger.fields {
        sheet
            .write_string_with_format(0, column, field_heading(field), &head)?
            .set_column_width(column, 18)?;
        drop_down(sheet, column, field)?;
        column += 1;
    }
    sheet.set_freeze_panes(1, 0)?;
    explain(book.add_worksheet(), ledger)?;
    book.save_to_buffer()
}

fn field_heading(field: &Field) -> String {
    let star = if field.required { "*" } else { "" };
    match &field.kind {
        FieldType::Number { unit: Some(unit), .. } => format!("{}{star}（{unit}）", field.label.zh),
        _ => format!("{}{star}", field.label.zh),
    }
}

fn drop_down(sheet: &mut Worksheet, column: u16, field: &Field) -> Result<(), XlsxError> {
    let words: Vec<String> = match &field.kind {
        FieldType::Code { codes } => codes.iter().map(|c| c.label.zh.to_string()).collect(),
        FieldType::Bool => vec!["是".into(), "否".into()],
        _ => return Ok(()),
    };
    if words.iter().map(|w| w.chars().count() + 1).sum::<usize>() > DROP_DOWN_CHARS_MAX {
        return Ok(());
    }
    let list = DataValidation::new().allow_list_strings(&words)?;
    sheet.add_data_validation(1, column, TEMPLATE_ROWS, column, &list).map(|_| ())
}

fn explain(sheet: &mut Worksheet, ledger: &Ledger) -> Result<(), XlsxError> {
    sheet.set_name("说明")?;
    let head = heading();
    for (n, name) in ["列名", "Field", "字段", "必填", "允许的值"].iter().enumerate() {
        sheet.write_string_with_format(0, n as u16, *name, &head)?.set_column_width(n as u16, 24)?;
    }
    for (row, field) in (1u32..).zip(&ledger.fields) {
        sheet.write_string(row, 0, field.label.zh.as_str())?;
        sheet.write_string(row, 1, field.label.en.as_str())?;
        sheet.write_string(row, 2, field.id.as_str())?;
        sheet.write_string(row, 3, if field.required { "是" } else { "" })?;
        sheet.write_string(row, 4, allowed(&field.kind))?;
    }
    Ok(())
}

/// What a field takes, in one line.
fn allowed(kind: &FieldType) -> String {
    match kind {
        FieldType::Bool => "是 / 否".into(),
        FieldType::Number { min, max, unit, .. } => {
            let bound = |n: &Option<facts::Decimal>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
            format!("{} – {} {}", bound(min), bound(max), unit.as_deref().unwrap_or_default())
                .trim()
                .to_owned()
        }
        FieldType::Code { codes } => {
            codes.iter().map(|c| c.label.zh.as_str()).collect::<Vec<_>>().join(" / ")
        }
        FieldType::Codes { codes } => {
            codes.iter().map(|c| c.label.zh.as_str()).collect::<Vec<_>>().join("、")
        }
        FieldType::Date => "2026-09-12".into(),
        FieldType::Instant => "2026-09-12 08:05".into(),
        FieldType::TimeOfDay => "08:05".into(),
        FieldType::Ref { to, .. } => format!("{}:…", to.as_str()),
        _ => String::new(),
    }
}

fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xE6_EE_F7))
        .set_align(FormatAlign::VerticalCenter)
}

/// Names of sheets are at most 31 characters without some signs.
fn sheet_name(title: &str) -> String {
    let clean: String = title.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(31).collect();
    if clean.is_empty() { "Sheet1".into() } else { clean }
}

/// A list being written as XLSX in constant memory.
pub struct List {
    book: Workbook,
    row: u32,
}

impl List {
    /// Begins with the headings.
    pub fn new(header: &[String]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        let head = heading();
        for (n, name) in (0u16..).zip(header) {
            sheet.set_column_width(n, 18)?;
            sheet.write_string_with_format(0, n, name.as_str(), &head)?;
        }
        Ok(List { book, row: 0 })
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) -> Result<(), XlsxError> {
        self.row += 1;
        let row = self.row;
        let sheet = self.book.worksheet_from_index(0)?;
        for (n, cell) in (0u16..).zip(cells) {
            sheet.write_string(row, n, clip(cell))?;
        }
        Ok(())
    }

    /// Adds a sheet behind the list.
    fn beside(&mut self, beside: &Sheet<'_>) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(beside.name)?;
        let head = heading();
        for (n, name) in (0u16..).zip(beside.header) {
            sheet.set_column_width(n, 18)?.write_string_with_format(0, n, *name, &head)?;
        }
        for (row, cells) in (1u32..).zip(&beside.rows) {
            for (n, cell) in (0u16..).zip(cells) {
                sheet.write_string(row, n, clip(cell))?;
            }
        }
        Ok(())
    }

    /// Writes the file.
    pub fn finish(mut self, into: impl Write + Send) -> Result<(), XlsxError> {
        self.book.save_to_writer(into)
    }
}

/// A cell holds at most 32,767 characters.
fn clip(text: &str) -> String {
    if text.len() <= 32_767 { text.to_owned() } else { text.chars().take(8000).collect() }
}

/// A sheet beside the refused rows.
pub struct Sheet<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its headings.
    pub header: &'a [&'a str],
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// The rows that were refused, as they came, with the reasons in a last column; and sheets beside them, which are not
/// read when the file comes back.
pub fn refused(table: &Table, reasons: &[(u64, String)], beside: &[Sheet<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut header = table.header.clone();
    header.push(REASONS.to_owned());
    let mut list = List::new(&header)?;
    for (n, reason) in reasons {
        let Ok(at) = table.rows.binary_search_by_key(n, |r: &Row| r.n) else { continue };
        let mut cells: Vec<String> = table.rows[at].cells.iter().map(crate::Cell::text).collect();
        cells.push(reason.clone());
        list.row(&cells)?;
    }
    for sheet in beside.iter().filter(|sheet| !sheet.rows.is_empty()) {
        list.beside(sheet)?;
    }
    let mut bytes = Vec::new();
    list.finish(std::io::Cursor::new(&mut bytes))?;
    Ok(bytes)
}

/// The heading of the reasons; it is left out when the file comes back.
pub const REASONS: &str = "未接受原因";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{match_columns, read};
    use std::collections::BTreeMap;

    #[test]
    fn the_template_of_a_ledger_is_read_back() {
        let ledger: Ledger = serde_json::from_str(
            r#"{"id": "t", "title": {"zh": "体温/登记", "en": "t"}, "about": "person", "fields": [
              {"id": "celsius", "label": {"zh": "体温", "en": "c"}, "type": "number", "unit": "°C", "required": true},
              {"id": "how", "label": {"zh": "方式", "en": "how"}, "type": "code", "codes": [{"code": "ear", "label": {"zh": "耳温", "en": "ear"}}]}]}"#,
        )
        .expect("a ledger");
        let table = read(&template(&ledger).expect("writes")).expect("reads");
        assert_eq!(table.header, ["人员编号", "发生时间", "体温*（°C）", "方式"]);
        let columns = match_columns(&ledger, &table.header, &BTreeMap::new());
        assert!(columns.iter().all(|c| c.target.is_some()), "{columns:?}");
    }

    #[test]
    fn refused_rows_come_back_with_reasons_and_can_be_sent_again() {
        let table = read("subject,celsius\nperson:1,37\nperson:2,99\n".as_bytes()).expect("reads");
        let mended = Sheet { name: "已更正", header: &["行"], rows: vec![vec!["2".into()]] };
        let bytes = refused(&table, &[(3, "超出范围".into())], &[mended]).expect("writes");
        let again = read(&bytes).expect("reads");
        assert_eq!(again.header, ["subject", "celsius", REASONS]);
        assert_eq!(again.rows.len(), 1);
        assert_eq!(again.rows[0].cells[1].text(), "99");
    }
}
