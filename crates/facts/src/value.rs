//! `Value`: what a field of a fact holds.
//!
//! Dates, instants, codes and references are canonical text (their order as text is their order), so that a stored
//! body can be read without its ledger. Their type comes from the ledger's field; see `ledger` and `check`.

use crate::number::Decimal;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A field's value. Absence is absence from the body, never a null.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A number, unit as declared by the field.
    Number(Decimal),
    /// Text, code, reference, date (`2026-09-12`), instant (`2026-09-12T00:05:00.000000Z`), time of day (`08:05`).
    Text(SmolStr),
    /// Several values of one kind, in the order given.
    List(Vec<Value>),
}

impl Value {
    /// Text of any kind.
    pub fn text(text: impl AsRef<str>) -> Self {
        Value::Text(SmolStr::new(text))
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(t) => Some(t),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// Yes or no, if it is that.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The values of a list; a single value counts as a list of one.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }
}
