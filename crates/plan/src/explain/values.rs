//! The value of a parameter in words: lengths of time, numbers with their unit, codes by what ledgers call them.
//!
//! Not here: the sentence that the value stands in (`words`, `diff`).

use super::words::{Words, label, length, plural};
use crate::program::Param;
use facts::{FieldType, Label, Ledger, Name, Span, Value};
use std::collections::BTreeMap;

/// What the coded fields of ledgers call their codes: one table for each field.
#[derive(Default)]
pub struct Codes(Vec<BTreeMap<Name, Label>>);

impl Codes {
    /// Of these ledgers.
    pub fn of<'l>(ledgers: impl IntoIterator<Item = &'l Ledger>) -> Self {
        let fields = ledgers.into_iter().flat_map(|ledger| &ledger.fields);
        Codes(
            fields
                .filter_map(|field| match &field.kind {
                    FieldType::Code { codes } | FieldType::Codes { codes } => {
                        Some(codes.iter().map(|c| (c.code.clone(), c.label.clone())).collect())
                    }
                    _ => None,
                })
                .collect(),
        )
    }

    /// A code of several that stand together, in words. A parameter does not say which field it is compared with: it is
    /// one that knows all of them, and where several do and call this one differently, it stays as written.
    fn word(&self, code: &str, together: &[&str]) -> Label {
        let knows = |table: &&BTreeMap<Name, Label>| together.iter().all(|c| table.contains_key(*c));
        let mut called = self.0.iter().filter(knows).filter_map(|table| table.get(code));
        match called.next() {
            Some(first) if called.all(|other| other == first) => first.clone(),
            _ => label(code, code),
        }
    }
}

/// The value of a parameter in words.
pub fn param_words(param: &Param, codes: &Codes) -> Label {
    let unit = param.unit.as_deref();
    match &param.value {
        Value::List(items) => {
            let together: Vec<&str> = items.iter().filter_map(Value::as_text).collect();
            with_unit(Words::list(items.iter().map(|item| one(item, &together, codes))), false, unit)
        }
        Value::Number(n) => with_unit(one(&param.value, &[], codes), n.as_int() == Some(1), unit),
        Value::Text(text) => one(&param.value, &[text], codes),
        Value::Bool(_) => one(&param.value, &[], codes),
    }
}

fn one(value: &Value, together: &[&str], codes: &Codes) -> Label {
    match value {
        Value::Bool(true) => label("是", "yes"),
        Value::Bool(false) => label("否", "no"),
        Value::Number(n) => label(n.to_string(), n.to_string()),
        Value::List(items) => Words::list(items.iter().map(|item| one(item, together, codes))),
        Value::Text(text) => match (Span::parse_iso(text), text.as_str()) {
            (Some(span), _) => length(span),
            // Words of the language of plans, not of a ledger.
            (None, "same_day") => label("当日", "the same day"),
            (None, "next_day") => label("次日", "the next day"),
            (None, "date_onset") => label("发病日期", "date of onset"),
            (None, "date_confirmation") => label("诊断日期", "date of diagnosis"),
            (None, "date_reporting") => label("报告日期", "date of report"),
            (None, code) => codes.word(code, together),
        },
    }
}

/// A number with its unit; a unit that has no words here as it is written.
fn with_unit(n: Label, single: bool, unit: Option<&str>) -> Label {
    let (zh, en) = match unit {
        None => return n,
        Some("d") => ("天", "day"),
        Some("h") => ("小时", "hour"),
        Some("min") => ("分钟", "minute"),
        Some("person") => ("人", "person"),
        Some("table") => ("桌", "table"),
        Some(unit) => return label(format!("{} {unit}", n.zh), format!("{} {unit}", n.en)),
    };
    label(format!("{} {zh}", n.zh), format!("{} {en}{}", n.en, plural(if single { 1 } else { 2 })))
}
