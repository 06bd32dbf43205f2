//! `Node`: a value of a pack file after its shape was checked, with its place. Lowering reads these.
//!
//! Not here: the checking (`shape`) and the tables that say what may stand where (`format`).

use crate::problem::{Problem, Severity};
use facts::{Decimal, Label, Name, Span, Value, time::Time};
use smol_str::SmolStr;
use std::{ops::Range, sync::Arc};

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    /// Path inside of the pack.
    pub file: Arc<str>,
    /// Bytes.
    pub at: Range<usize>,
}

impl Place {
    /// A problem here.
    pub fn problem(&self, code: &'static str, zh: impl AsRef<str>, en: impl AsRef<str>) -> Problem {
        Problem {
            code,
            severity: Severity::Error,
            file: self.file.to_string(),
            range: self.at.clone(),
            line: 0,
            column: 0,
            says: Label::new(zh, en),
            expected: Label::default(),
            hint: None,
        }
    }
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub is: Is,
}

/// What a value is. `"params.<id>"` has been replaced by the parameter's value already.
#[derive(Clone, Debug)]
pub(crate) enum Is {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// Text.
    Text(String),
    /// Values.
    List(Vec<Node>),
    /// Keys and values.
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Its header or braces.
    pub place: Place,
    /// Its entries: key, place of the key, value.
    pub entries: Vec<(SmolStr, Place, Node)>,
    /// Keys that are there, but whose value does not fit and is reported already.
    pub spoiled: Vec<SmolStr>,
}

/// A word with its place.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Where.
    pub place: Place,
    /// The word.
    pub text: Name,
}

impl Node {
    /// As text.
    pub fn text(&self) -> Option<&str> {
        match &self.is {
            Is::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As a table.
    pub fn table(&self) -> Option<&Table> {
        match &self.is {
            Is::Table(table) => Some(table),
            _ => None,
        }
    }

    /// As a word.
    pub fn word(&self) -> Option<Word> {
        self.text().map(|text| Word { place: self.place.clone(), text: Name::new(text) })
    }

    /// A list's items; anything else is a list of itself.
    pub fn items(&self) -> &[Node] {
        match &self.is {
            Is::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// As a whole number.
    pub fn whole(&self) -> Option<i64> {
        match self.is {
            Is::Number(n) => n.as_int(),
            _ => None,
        }
    }

    /// As the value of a fact or parameter. Tables are none.
    pub fn value(&self) -> Option<Value> {
        match &self.is {
            Is::Bool(b) => Some(Value::Bool(*b)),
            Is::Number(n) => Some(Value::Number(*n)),
            Is::Text(t) => Some(Value::text(t)),
            Is::List(items) => items.iter().map(Node::value).collect::<Option<_>>().map(Value::List),
            Is::Table(_) => None,
        }
    }
}

impl Table {
    /// Whether the key was written, rightly or not.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some() || self.spoiled.iter().any(|k| k == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(k, _, _)| k == key).map(|(_, _, node)| node)
    }

    /// The place of a key's value, or of the table.
    pub fn place_of(&self, key: &str) -> Place {
        self.get(key).map_or_else(|| self.place.clone(), |node| node.place.clone())
    }

    /// Text under a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// A word under a key.
    pub fn word(&self, key: &str) -> Option<Word> {
        self.get(key).and_then(Node::word)
    }

    /// The words of a list under a key (or the one word).
    pub fn words(&self, key: &str) -> Vec<Word> {
        self.items(key).iter().filter_map(Node::word).collect()
    }

    /// The items of a list under a key (or the one value).
    pub fn items(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::items)
    }

    /// The tables of a list under a key (or the one table).
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &Table> {
        self.items(key).iter().filter_map(Node::table)
    }

    /// The table under a key.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key).and_then(Node::table)
    }

    /// Yes or no under a key.
    pub fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)?.is {
            Is::Bool(b) => Some(b),
            _ => None,
        }
    }

    /// A number under a key.
    pub fn number(&self, key: &str) -> Option<Decimal> {
        match self.get(key)?.is {
            Is::Number(n) => Some(n),
            _ => None,
        }
    }

    /// A whole number under a key, if it fits.
    pub fn whole<N: TryFrom<i64>>(&self, key: &str) -> Option<N> {
        self.get(key)?.whole().and_then(|n| N::try_from(n).ok())
    }

    /// Words for people under a key.
    pub fn label(&self, key: &str) -> Option<Label> {
        let table = self.table(key)?;
        Some(Label::new(table.text("zh")?, table.text("en")?))
    }

    /// An ISO 8601 length under a key.
    pub fn span(&self, key: &str) -> Option<Span> {
        self.text(key).and_then(Span::parse_iso)
    }

    /// A time of day under a key.
    pub fn clock(&self, key: &str) -> Option<Time> {
        self.text(key).and_then(read_clock)
    }
}

/// Reads `HH:MM`.
pub(crate) fn read_clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let part =
        |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i8>().ok());
    Time::new(part(hour)??, part(minute)??, 0, 0).ok()
}
