//! `Value`: what a field of a fact holds.
//!
//! Dates, instants, codes and references are canonical text (their order as text is their order), so that a stored
//! body can be read without its ledger. Their type comes from the ledger's field; see `ledger` and `check`.

use crate::number::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, IntoDeserializer, SeqAccess, Visitor},
};
use smol_str::SmolStr;
use std::fmt;

/// A field's value. Absence is absence from the body, never a null.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
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

/// By what stands there: trying one kind after another would cost more than everything else about reading a body.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("yes or no, a number, a text, or a list of them")
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<Value, E> {
        Decimal::deserialize(n.into_deserializer()).map(Value::Number)
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<Value, E> {
        Decimal::deserialize(n.into_deserializer()).map(Value::Number)
    }

    fn visit_f64<E: de::Error>(self, n: f64) -> Result<Value, E> {
        Decimal::deserialize(n.into_deserializer()).map(Value::Number)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }
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
