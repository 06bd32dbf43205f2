//! Numbers as people write them: with full-width digits, a unit behind, marks between thousands, a comma before decimals.
//!
//! Not here: conversion. A number in another unit than the field's is refused by the check.

use super::{Fate, Why};
use facts::{Field, FieldType, china::half_width};

/// Units by the name that ledgers give them, with other words for the same.
const UNITS: [(&str, &[&str]); 8] = [
    ("°C", &["℃", "度", "摄氏度", "c", "deg"]),
    ("d", &["天", "日", "day", "days"]),
    ("person", &["人", "名", "persons", "people"]),
    ("min", &["分", "分钟", "mins", "minute", "minutes"]),
    ("h", &["小时", "时", "hour", "hours"]),
    ("kg", &["公斤", "千克", "kgs"]),
    ("year", &["岁", "周岁", "y", "yr", "yrs", "years", "y/o"]),
    ("month", &["月", "个月", "月龄", "months"]),
];

/// What becomes of a text in a column of numbers.
pub(super) fn fate(field: &Field, text: &str, reads: impl Fn(&str) -> bool) -> Fate {
    let FieldType::Number { decimals, unit, .. } = &field.kind else { return Fate::Stays };
    let plain = half_width(text).trim().to_owned();
    let bare = without_unit(&plain, unit.as_deref());
    let why = match &bare {
        Some(_) => Why::Unit,
        None => Why::Digits,
    };
    let bare = bare.unwrap_or(plain);
    let taken = without_marks(&bare, *decimals).unwrap_or(bare);
    if taken == text {
        Fate::Stays
    } else if reads(text) {
        Fate::Read(taken, why)
    } else if reads(&taken) {
        Fate::Mended(taken, why)
    } else {
        Fate::Stays
    }
}

/// Without the unit of the field, in whichever words.
fn without_unit(text: &str, unit: Option<&str>) -> Option<String> {
    let unit = unit?;
    let others = UNITS.iter().find(|(name, _)| *name == unit).map_or(&[][..], |(_, words)| words);
    let lower = text.to_lowercase();
    let ends = std::iter::once(&unit).chain(others).filter(|word| lower.ends_with(&word.to_lowercase()));
    let longest = ends.max_by_key(|word| word.len())?;
    let bare = lower[..lower.len() - longest.to_lowercase().len()].trim();
    bare.ends_with(|c: char| c.is_ascii_digit()).then(|| bare.to_owned())
}

/// Without marks between thousands, or with a point for the comma before decimals. `1,234` can be either where
/// decimals are allowed, and is then left as it is.
fn without_marks(text: &str, decimals: u8) -> Option<String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.split([',', ' ', '\'']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let thousands = (1..=3).contains(&first.trim_start_matches('-').len())
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    if thousands && (decimals == 0 || fraction.is_some() || rest.len() > 1) {
        let whole = whole.replace([',', ' ', '\''], "");
        return Some(fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}")));
    }
    let (whole, fraction) = text.split_once(',')?;
    let decimal = decimals > 0 && (1..=2).contains(&fraction.len()) && digits(fraction);
    decimal.then(|| format!("{whole}.{fraction}"))
}
