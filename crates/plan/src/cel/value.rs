//! What a condition gives (`Truth`, `Val`) and what it asks of its surroundings (`Scope`).
//!
//! Not here: the types of these values; they are in `env`.

use super::env::{Records, Root};
use facts::{Date, Decimal, Instant, Name, Recorded, Span, Value, Zone, time::Time};
use smol_str::SmolStr;
use std::{collections::BTreeSet, sync::Arc};

/// Three values. Unknown never releases, never admits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It cannot be said, because these paths are missing.
    Unknown(BTreeSet<Name>),
}

impl Truth {
    /// True only for `Yes`.
    pub fn holds(&self) -> bool {
        matches!(self, Truth::Yes)
    }
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Self {
        if yes { Truth::Yes } else { Truth::No }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;
    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            unknown => unknown,
        }
    }
}

/// A value at run time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Val {
    /// Not known: the path that is missing.
    Missing(Name),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// Text, a code, or a subject's id.
    Text(SmolStr),
    /// A civil date.
    Date(Date),
    /// A point in time.
    Instant(Instant),
    /// A time of day.
    TimeOfDay(Time),
    /// A length of time.
    Span(Span),
    /// Several.
    List(Vec<Val>),
    /// A fact of `history`, `during` or `linked`.
    Record(Arc<Recorded>),
}

/// Where a condition finds what it names.
pub trait Scope {
    /// A field; `None` when it is missing. Dates, instants and references are canonical text, as in facts.
    fn field(&self, root: Root, name: &str) -> Option<Value>;
    /// The facts of a ledger, as they hold, in order of event time.
    fn records(&self, which: Records, ledger: &str) -> Vec<Arc<Recorded>>;
    /// The deployment's zone, for civil dates and hours.
    fn zone(&self) -> Zone;
}
