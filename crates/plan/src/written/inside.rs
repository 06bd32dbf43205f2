//! Where a byte of a TOML string's value stands in the file, so that a caret inside of a condition is exact.
//!
//! Not here: reading TOML (`reader`).

use std::ops::Range;

/// Maps a range of the string's value to a range of the file. `literal` is where the whole literal stands, quotes
/// included.
pub(crate) fn inside(file: &str, literal: &Range<usize>, value: &Range<usize>) -> Range<usize> {
    let raw = file.get(literal.clone()).unwrap_or_default();
    let map = starts(raw);
    let end_of_text = map.last().copied().unwrap_or(0);
    let at = |n: usize| literal.start + map.get(n).copied().unwrap_or(end_of_text);
    let start = at(value.start);
    start..at(value.end).max(start)
}

/// For every byte of the value (and one past its end), the byte of the literal that it comes from.
fn starts(raw: &str) -> Vec<usize> {
    let quote = if raw.starts_with('\'') { '\'' } else { '"' };
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let fence = if raw.starts_with(&long) && raw.len() >= 6 { 3 } else { 1 };
    let mut at = fence.min(raw.len());
    if fence == 3 {
        let rest = raw.get(at..).unwrap_or_default();
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let end = raw.len().saturating_sub(fence).max(at);
    let mut map = Vec::new();
    while at < end {
        let Some(c) = raw.get(at..end).and_then(|rest| rest.chars().next()) else { break };
        if c == '\\' && quote == '"' {
            let (length, value_length) = escape(raw.get(at..end).unwrap_or_default());
            map.extend(std::iter::repeat_n(at, value_length));
            at += length;
        } else {
            map.extend(at..at + c.len_utf8());
            at += c.len_utf8();
        }
    }
    map.push(end);
    map
}

/// How long an escape is in the file, and how long what it stands for.
fn escape(rest: &str) -> (usize, usize) {
    let digits = |n: usize| {
        let code = rest.get(2..2 + n).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (2 + n, code.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    match rest.as_bytes().get(1) {
        Some(b'x') => digits(2),
        Some(b'u') => digits(4),
        Some(b'U') => digits(8),
        Some(b' ' | b'\t' | b'\n' | b'\r') => {
            let blank = rest.get(1..).unwrap_or_default();
            (1 + blank.len() - blank.trim_start().len(), 0)
        }
        _ => (2, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, value: Range<usize>, shown: &str) {
        let start = file.find(['"', '\'']).expect("a quote");
        let literal = start..file.trim_end().len();
        assert_eq!(file.get(inside(file, &literal, &value)), Some(shown), "{file}");
    }

    #[test]
    fn the_caret_stands_under_the_word() {
        check("when = \"a == b\"", 5..6, "b");
        check("when = 'a == b'", 5..6, "b");
        check("when = \"a == \\\"x\\\" && b\"", 12..13, "b");
        check("when = \"\"\"\na ==\nb\"\"\"", 5..6, "b");
        check("when = \"体温 > b\"", 9..10, "b");
        check("when = \"\\u4f53 > b\"", 6..7, "b");
        check("when = \"\"\"a == \\\n    b\"\"\"", 5..6, "b");
    }
}
