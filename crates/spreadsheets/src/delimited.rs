//! Reading of text with delimiters: encoding and delimiter are found out.

use crate::table::{Cell, Collector, Table, Unreadable};
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Reads CSV, or text with tabs or semicolons.
pub fn read(bytes: &[u8]) -> Result<Table, Unreadable> {
    let (text, encoding) = decode(bytes)?;
    let mut collector = Collector::new(encoding);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut n = 0;
    loop {
        n += 1;
        match reader.read_record(&mut record) {
            Ok(true) => collector.add(n, record.iter().map(cell).collect())?,
            Ok(false) => break,
            Err(_) => return Err(Unreadable::NotASpreadsheet),
        }
    }
    collector.finish()
}

fn cell(text: &str) -> Cell {
    // Spreadsheets write ="0123" or a leading apostrophe to keep zeros.
    let text = text.trim().trim_start_matches('\t');
    let bare = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    // Our own exports keep formulas from running by an apostrophe.
    let bare = bare.strip_prefix('\'').filter(|t| t.starts_with(['=', '+', '-', '@'])).unwrap_or(bare);
    if bare.is_empty() { Cell::Empty } else { Cell::Text(bare.to_owned()) }
}

/// UTF-8 with or without mark, UTF-16 with mark, else GBK (as its superset GB 18030).
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), Unreadable> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let name = if encoding == UTF_8 { "utf-8" } else { "utf-16" };
        debug_assert!([UTF_8, UTF_16BE, UTF_16LE].contains(&encoding));
        let (text, wrong) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return plain(text, wrong, name);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plain(Cow::Borrowed(text), false, "utf-8");
    }
    let (text, wrong) = GB18030.decode_without_bom_handling(bytes);
    plain(text, wrong, "gbk")
}

fn plain<'a>(
    text: Cow<'a, str>,
    wrong: bool,
    name: &'static str,
) -> Result<(Cow<'a, str>, &'static str), Unreadable> {
    if wrong || text.contains('\0') { Err(Unreadable::Encoding) } else { Ok((text, name)) }
}

/// The one of comma, tab, semicolon, bar that the first line has most of, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let mut counts = [(b',', 0u32), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for b in line.bytes() {
        if b == b'"' {
            quoted = !quoted;
        }
        if let Some(count) = counts.iter_mut().find(|(d, _)| *d == b && !quoted) {
            count.1 += 1;
        }
    }
    // The first of equals wins, so that a single column is read as CSV.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, header: &[&str], first: &[&str]) {
        let table = read(bytes).expect("reads");
        assert_eq!(
            (table.encoding, &table.header[..]),
            (encoding, &header.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()[..])
        );
        assert_eq!(table.rows[0].cells.iter().map(Cell::text).collect::<Vec<_>>(), first);
    }

    #[test]
    fn encodings_and_delimiters_are_found_out() {
        check("姓名,体温\n甲,37.3\n".as_bytes(), "utf-8", &["姓名", "体温"], &["甲", "37.3"]);
        check("\u{feff}姓名;体温\r\n甲;37.3".as_bytes(), "utf-8", &["姓名", "体温"], &["甲", "37.3"]);
        check("a\tb\n\"x\ty\"\t2".as_bytes(), "utf-8", &["a", "b"], &["x\ty", "2"]);
        check(&GB18030.encode("姓名,体温\n甲,37.3").0, "gbk", &["姓名", "体温"], &["甲", "37.3"]);
        check(b"only\n007", "utf-8", &["only"], &["007"]);
        let utf16: Vec<u8> = "\u{feff}a,b\n1,2".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, "utf-16", &["a", "b"], &["1", "2"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(&[0xff, 0x81, 0x00, 0xff]), Err(Unreadable::Encoding));
        assert_eq!(read(b"  \n \n"), Err(Unreadable::Empty));
        assert_eq!(read(b"a,a\n1,2"), Err(Unreadable::SameHeading("a".into())));
    }

    #[test]
    fn rows_keep_their_number_and_the_width_of_the_header() {
        let table = read(b"\na,b\n\n1\n2,3,4\n").expect("reads");
        assert_eq!(table.rows.iter().map(|r| r.cells.len()).collect::<Vec<_>>(), [2, 2]);
        assert!(table.rows[0].cells[1].is_empty());
    }
}
