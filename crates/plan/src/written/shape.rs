//! Shapes: which keys a table may have, and what may stand under them.
//!
//! Not here: the tables themselves (`format`), and reading TOML by them (`reader`).

use super::node::{Is, Node, read_clock};
use facts::{Span, Zone};

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Text, not empty.
    Text,
    /// Words for people: `{ zh = "…", en = "…" }`.
    Words,
    /// An id: lower-case ASCII letters, digits, `_`, `-`, beginning with a letter.
    Id,
    /// The name of something declared elsewhere.
    Ref,
    /// A role and where to start: `role@subject`.
    Owner,
    /// `major.minor.patch`.
    Version,
    /// Yes or no.
    Bool,
    /// A whole number within bounds, or a parameter.
    Whole(i64, i64),
    /// A number, or a parameter.
    Number,
    /// An ISO 8601 length, not negative, or a parameter.
    Length,
    /// An ISO 8601 length, perhaps negative, or a parameter.
    Offset,
    /// A time of day, or a parameter.
    Clock,
    /// A date and time in the zone of the plan.
    Moment,
    /// RFC 5545, or a parameter.
    Recurrence,
    /// CEL.
    Condition,
    /// One of these words, or a parameter.
    One(&'static [&'static str]),
    /// A value of a fact or a parameter: yes or no, number, text, or a list of them.
    Any,
    /// Fields and their values.
    Bag,
    /// A list.
    List(&'static Kind),
    /// One, or a list.
    OneOrMore(&'static Kind),
    /// A table.
    Table(&'static Shape),
    /// A table of tables under ids of the writer's choice.
    Map(&'static Shape),
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands under it.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: bool,
    /// What it means, for editors.
    pub tells: &'static str,
}

/// The keys of a table.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

impl Kind {
    /// What is expected, in words.
    pub fn words(&self) -> (String, String) {
        let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Kind::Text => both("应为文字", "expected text"),
            Kind::Words => both("应为 { zh = \"…\", en = \"…\" }", "expected { zh = \"…\", en = \"…\" }"),
            Kind::Id => both(
                "应为小写字母开头，由 a-z 0-9 _ - 组成的标识",
                "expected an id of a-z 0-9 _ -, beginning with a letter",
            ),
            Kind::Ref => both("应为一个名称", "expected a name"),
            Kind::Owner => both(
                "应为 角色@subject、@reporter 或 @field:字段",
                "expected role@subject, @reporter or @field:name",
            ),
            Kind::Version => both("应为 主.次.修订，如 1.0.0", "expected major.minor.patch, as 1.0.0"),
            Kind::Bool => both("应为 true 或 false", "expected true or false"),
            Kind::Whole(low, high) => (
                format!("应为 {low} 到 {high} 的整数，或 \"params.…\""),
                format!("expected a whole number from {low} to {high}, or \"params.…\""),
            ),
            Kind::Number => both(
                "应为至多四位小数的数，或 \"params.…\"",
                "expected a number with at most four decimals, or \"params.…\"",
            ),
            Kind::Length => both(
                "应为 ISO 8601 时长，如 PT2H、P14D，或 \"params.…\"",
                "expected an ISO 8601 length, as PT2H or P14D, or \"params.…\"",
            ),
            Kind::Offset => both(
                "应为 ISO 8601 时长，可为负，如 -PT30M",
                "expected an ISO 8601 length, perhaps negative, as -PT30M",
            ),
            Kind::Clock => both("应为 HH:MM", "expected HH:MM"),
            Kind::Moment => both("应为 2026-09-12 17:00", "expected 2026-09-12 17:00"),
            Kind::Recurrence => both(
                "应为 RFC 5545 的 RRULE，或 \"params.…\"",
                "expected an RRULE of RFC 5545, or \"params.…\"",
            ),
            Kind::Condition => both("应为 CEL 条件", "expected a condition in CEL"),
            Kind::One(words) => {
                let list = words.join(", ");
                (format!("应为其中之一：{list}"), format!("expected one of: {list}"))
            }
            Kind::Any => {
                both("应为真假、数、文字或其列表", "expected yes or no, a number, text, or a list of them")
            }
            Kind::Bag => both("应为 { 字段 = 值 }", "expected { field = value }"),
            Kind::List(of) => {
                let (zh, en) = of.words();
                (format!("应为列表，每项{zh}"), format!("expected a list; of each: {en}"))
            }
            Kind::OneOrMore(of) => of.words(),
            Kind::Table(shape) => {
                (format!("应为表（{}）", shape.name), format!("expected a table ({})", shape.name))
            }
            Kind::Map(shape) => (
                format!("应为以标识为键的表（{}）", shape.name),
                format!("expected tables ({}) under ids", shape.name),
            ),
        }
    }

    /// Whether `"params.<id>"` may stand instead.
    pub fn takes_param(&self) -> bool {
        match self {
            Kind::Whole(..) | Kind::Number | Kind::Length | Kind::Offset | Kind::Clock => true,
            Kind::Recurrence | Kind::One(_) => true,
            Kind::List(of) => of.takes_param(),
            _ => false,
        }
    }
}

/// True for an id: lower-case ASCII letters, digits, `_`, `-`, beginning with a letter.
pub(crate) fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|p| !p.is_empty() && p.len() <= 6 && p.bytes().all(|b| b.is_ascii_digit()))
}

pub(crate) fn fits(node: &Node, kind: &Kind) -> bool {
    match (kind, &node.is) {
        (Kind::Bool, Is::Bool(_)) | (Kind::Number, Is::Number(_)) => true,
        (Kind::Any, Is::Bool(_) | Is::Number(_) | Is::Text(_) | Is::List(_)) => true,
        (Kind::Whole(low, high), Is::Number(n)) => n.as_int().is_some_and(|n| (*low..=*high).contains(&n)),
        (Kind::List(of), Is::List(items)) => items.iter().all(|item| fits(item, of)),
        (kind, Is::Text(text)) => fits_text(text, kind),
        _ => false,
    }
}

fn fits_text(text: &str, kind: &Kind) -> bool {
    match kind {
        Kind::Text | Kind::Ref | Kind::Owner | Kind::Recurrence | Kind::Condition => !text.trim().is_empty(),
        Kind::Id => is_id(text),
        Kind::Version => is_version(text),
        // `2 hours` would be read too; plans write lengths in one way.
        Kind::Length => {
            text.starts_with('P') && matches!(Span::parse_iso(text), Some(Span::Micros(n)) if n >= 0)
        }
        Kind::Offset => text.trim_start_matches('-').starts_with('P') && Span::parse_iso(text).is_some(),
        Kind::Clock => read_clock(text).is_some(),
        Kind::Moment => Zone::default().read(text).is_some(),
        Kind::One(words) => words.contains(&text) || text.is_empty(),
        _ => false,
    }
}
