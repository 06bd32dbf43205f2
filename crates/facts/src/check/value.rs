//! The reading of one value by the type of its field, into its canonical form. Reading a canonical value gives it back.
//!
//! Spreadsheets carry labels instead of codes, `2026/9/12` instead of a date and text instead of numbers; all of that is
//! read. Not here: cells of spreadsheets themselves (serial dates), which are read by the import.

use super::words;
use crate::{
    china::{self, half_width},
    ledger::{Code, Field, FieldType},
    names::Name,
    number::Decimal,
    refusal::Refusal,
    subject::{SubjectId, SubjectKind},
    time::{Date, Instant, Time, Zone},
    value::Value,
};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// What begins the token that stands in a body for an identity value in the vault; 32 hexadecimal digits follow.
pub const SEALED: &str = "sealed:";

/// What may stand between the entries of a list in one text.
pub const LIST_SEPARATORS: [char; 8] = ['、', ',', ';', '，', '；', '|', '｜', '\n'];

/// Most characters of a text whose field names no other number.
pub const TEXT_CHARS_MAX: u32 = 200;
const NAME_CHARS_MAX: usize = 50;
const ADDRESS_CHARS_MAX: usize = 200;
/// Beyond it a number with decimals does not survive JSON.
const FRACTION_SCALED_MAX: i64 = 1_000_000_000_000_000;

/// True for a token of the vault.
pub fn is_sealed(text: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.strip_prefix(SEALED).is_some_and(|token| token.len() == 32 && token.bytes().all(hex))
}

/// Reads a value; `None` for null and for empty text, which are absence.
pub(super) fn read(field: &Field, json: &Json, zone: Zone) -> Result<Option<Value>, Box<Refusal>> {
    match json {
        Json::Null => return Ok(None),
        Json::String(text) if clean(text).is_empty() => return Ok(None),
        // A correction by somebody who may not see the value sends its token back.
        Json::String(text) if field.is_identity() && is_sealed(text.trim()) => {
            return Ok(Some(Value::text(text.trim())));
        }
        _ => {}
    }
    let value = match &field.kind {
        FieldType::Bool => read_bool(json).map(Value::Bool),
        FieldType::Number { .. } => return number(field, json).map(Some),
        FieldType::Codes { codes } => return code_list(field, codes, json).map(Some),
        kind => match plain(json) {
            Some(text) => return text_of(field, kind, &text, zone).map(Some),
            None => None,
        },
    };
    value.map(Some).ok_or_else(|| words::wrong_type(field, json).into())
}

/// Everything that is kept as text.
fn text_of(field: &Field, kind: &FieldType, text: &str, zone: Zone) -> Result<Value, Box<Refusal>> {
    let identifier = |read: Result<SmolStr, china::Wrong>| {
        read.map(Value::Text).map_err(|wrong| words::bad_identifier(field, text, wrong).into())
    };
    let typed = |read: Option<Value>| read.ok_or_else(|| words::wrong_type(field, &Json::from(text)).into());
    match kind {
        FieldType::Code { codes } => find_code(codes, text)
            .map(|c| Value::text(c.as_str()))
            .ok_or_else(|| words::unknown_code(field, codes, text).into()),
        FieldType::Date => {
            let date = typed(date(text).map(|d| Value::text(d.to_string())))?;
            in_calendar(field, zone.read(date.as_text().unwrap_or_default()), text).map(|()| date)
        }
        FieldType::Instant => {
            let at = instant(text, zone);
            let value = typed(at.map(|at| Value::text(at.to_string())))?;
            in_calendar(field, at, text).map(|()| value)
        }
        FieldType::TimeOfDay => typed(time_of_day(text).map(Value::text)),
        FieldType::Ref { to, .. } => {
            let read = subject(text, *to).map(|id| Value::text(id.as_str()));
            read.ok_or_else(|| words::wrong_subject(*to, text, &field.id).into())
        }
        FieldType::PersonName => {
            within(field, &one_line(text).replace(['•', '・', '‧'], "·"), NAME_CHARS_MAX)
        }
        FieldType::Address => within(field, &one_line(text), ADDRESS_CHARS_MAX),
        FieldType::Text { max_chars } => within(field, text, max_chars.unwrap_or(TEXT_CHARS_MAX) as usize),
        FieldType::CitizenId => identifier(china::citizen_id::read(text)),
        FieldType::Phone => identifier(china::phone::read(text)),
        FieldType::CreditCode => identifier(china::credit_code::read(text)),
        FieldType::Division => identifier(china::division::read(text)),
        FieldType::Bool | FieldType::Number { .. } | FieldType::Codes { .. } => typed(None),
    }
}

/// Without invisible marks and outer white space; line ends as `\n`.
fn clean(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let seen: String = text.chars().filter(|c| !invisible(*c)).collect();
    seen.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it is, or a number as its digits (a room number typed into a spreadsheet).
fn plain(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(clean(text)),
        Json::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Text of at most so many characters and without control characters, which no database keeps alike.
fn within(field: &Field, text: &str, chars_max: usize) -> Result<Value, Box<Refusal>> {
    let chars = text.chars().count();
    if chars > chars_max {
        return Err(words::too_long(field, chars, chars_max).into());
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(words::control_characters(field).into());
    }
    Ok(Value::text(text))
}

fn in_calendar(field: &Field, at: Option<Instant>, text: &str) -> Result<(), Box<Refusal>> {
    match at {
        Some(at) if Instant::RANGE.contains(&at) => Ok(()),
        _ => Err(words::out_of_calendar(field, text).into()),
    }
}

fn read_bool(json: &Json) -> Option<bool> {
    match json {
        Json::Bool(b) => Some(*b),
        Json::Number(n) => match n.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Json::String(text) => match half_width(&clean(text)).to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "是" | "有" | "√" => Some(true),
            "false" | "no" | "n" | "0" | "否" | "无" | "×" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn number(field: &Field, json: &Json) -> Result<Value, Box<Refusal>> {
    let FieldType::Number { decimals, min, max, unit } = &field.kind else {
        return Err(words::wrong_type(field, json).into());
    };
    let read = match json {
        Json::Number(n) => json_number(n),
        Json::String(text) => text_number(&clean(text), unit.as_deref()),
        _ => None,
    };
    let Some(n) = read else { return Err(words::wrong_type(field, json).into()) };
    if n.decimals() > *decimals {
        return Err(words::too_many_decimals(field, n, *decimals).into());
    }
    let outside = min.is_some_and(|min| n < min) || max.is_some_and(|max| n > max);
    if outside || (n.as_int().is_none() && n.scaled().unsigned_abs() > FRACTION_SCALED_MAX.unsigned_abs()) {
        return Err(words::out_of_range(field, n, *min, *max, unit.as_deref()).into());
    }
    Ok(Value::Number(n))
}

/// Spreadsheets write 37.3 as 37.300000000000004: what is that near to a fourth decimal is meant to be it.
fn json_number(n: &serde_json::Number) -> Option<Decimal> {
    if let Some(whole) = n.as_i64() {
        return Decimal::from_int(whole);
    }
    let float = n.as_f64()?;
    let near = Decimal::from_f64(float)?;
    let off = (near.scaled() as f64 / 10_000.0 - float).abs();
    (off <= 1e-9 * float.abs().max(1.0)).then_some(near)
}

/// `37.3`, `+37.3`, `37.3℃` where the unit is the field's.
fn text_number(text: &str, unit: Option<&str>) -> Option<Decimal> {
    let text = half_width(text).replace('℃', "°C");
    let bare = unit.and_then(|unit| text.strip_suffix(unit)).unwrap_or(&text).trim();
    Decimal::parse(bare.strip_prefix('+').unwrap_or(bare))
}

/// The code with this code, or with this Chinese or English label.
fn find_code(codes: &[Code], text: &str) -> Option<Name> {
    let wanted = half_width(text).to_lowercase();
    let same = |known: &str| half_width(known).to_lowercase() == wanted;
    let by_code = codes.iter().find(|c| c.code.as_str() == text);
    by_code
        .or_else(|| codes.iter().find(|c| same(&c.label.zh)))
        .or_else(|| codes.iter().find(|c| same(&c.label.en)))
        .or_else(|| codes.iter().find(|c| same(&c.code)))
        .map(|c| c.code.clone())
}

/// A list of codes, or text with separators between codes or labels. An empty list says: none of them.
fn code_list(field: &Field, codes: &[Code], json: &Json) -> Result<Value, Box<Refusal>> {
    let texts: Vec<String> = match json {
        Json::Array(items) => {
            let read: Option<Vec<_>> = items.iter().map(plain).collect();
            read.ok_or_else(|| Box::new(words::wrong_type(field, json)))?
        }
        other => {
            let text = plain(other).ok_or_else(|| Box::new(words::wrong_type(field, json)))?;
            // A label may itself contain a separator.
            match find_code(codes, &text) {
                Some(code) => vec![code.to_string()],
                None => text.split(LIST_SEPARATORS).map(clean).collect(),
            }
        }
    };
    let mut found: Vec<Value> = Vec::new();
    for text in texts.iter().filter(|t| !t.is_empty()) {
        let code = find_code(codes, text).ok_or_else(|| Box::new(words::unknown_code(field, codes, text)))?;
        let value = Value::text(code.as_str());
        if !found.contains(&value) {
            found.push(value);
        }
    }
    Ok(Value::List(found))
}

/// `kind:code` of that kind, or a bare code.
pub(super) fn subject(text: &str, kind: SubjectKind) -> Option<SubjectId> {
    let text = half_width(text.trim());
    if text.contains(':') {
        return SubjectId::parse(&text).filter(|id| id.kind() == kind);
    }
    SubjectId::parse(&format!("{}:{text}", kind.as_str()))
}

/// A civil date: `2026-09-12`, `2026/9/12`, `2026.9.12`, `20260912`, `2026年9月12日`; midnight may follow.
fn date(text: &str) -> Option<Date> {
    let (date, rest) = split_date(text)?;
    let midnight = rest.is_empty() || civil_time(&rest) == Some(Time::midnight());
    midnight.then_some(date)
}

/// An instant with its offset, or a civil date (start of its day), or a civil date and time in the zone.
pub(super) fn instant(text: &str, zone: Zone) -> Option<Instant> {
    let text = half_width(&clean(text));
    if let Some(at) = Instant::parse(&text) {
        return Some(at);
    }
    let (date, rest) = split_date(&text)?;
    let time = if rest.is_empty() { Time::midnight() } else { civil_time(&rest)? };
    let at = zone.at(date, time);
    // The zone says 1970 for what it cannot say; better to say nothing.
    (zone.date_of(at) == date).then_some(at)
}

/// The date at the beginning of a text, and the rest.
fn split_date(text: &str) -> Option<(Date, String)> {
    let text = half_width(text);
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日')));
    let (day, rest) = text.split_at(end.unwrap_or(text.len()));
    let day = day.strip_suffix('日').unwrap_or(day);
    let parts: Vec<&str> = match day.len() {
        8 if day.bytes().all(|b| b.is_ascii_digit()) => vec![&day[..4], &day[4..6], &day[6..]],
        _ => day.split(['-', '/', '.', '年', '月']).collect(),
    };
    let [y, m, d] = parts[..] else { return None };
    if y.len() != 4 || !(1..=2).contains(&m.len()) || !(1..=2).contains(&d.len()) {
        return None;
    }
    let date = Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()?;
    Some((date, rest.trim().trim_start_matches('T').to_owned()))
}

/// `8:05`, `08:05:00`, `08:05:00.5`, `8时05分`.
fn civil_time(text: &str) -> Option<Time> {
    let text = text.replace(['时', '点', '：'], ":").replace(['分', '秒'], "");
    let (clock, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let parts: Vec<&str> = clock.trim_end_matches(':').split(':').collect();
    let (h, m, s) = match parts[..] {
        [h, m] => (h, m, "0"),
        [h, m, s] => (h, m, s),
        _ => return None,
    };
    let two = |t: &str| {
        let fits = (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| t.parse::<i8>().ok()).flatten()
    };
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let nanos = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    Time::new(two(h)?, two(m)?, two(s)?, nanos).ok()
}

/// Hour and minute; seconds are not kept.
fn time_of_day(text: &str) -> Option<String> {
    civil_time(&half_width(text)).map(|t| format!("{:02}:{:02}", t.hour(), t.minute()))
}
