//! `Refusal`: why a fact was not taken, for people. A closed list of codes, in order of precedence.
//!
//! Not here: HTTP statuses; `server` maps them in one place.

use crate::{label::Label, names::Name};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The closed list. The order is the order in which checks are made: the first that fails is told first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// Not JSON, not a row, not UTF-8 or GBK.
    Unreadable,
    /// Larger or deeper than allowed.
    TooLarge,
    /// No ledger of that name is in force.
    UnknownLedger,
    /// The subject's id is malformed or of another kind than the ledger is about.
    WrongSubject,
    /// The ledger has no field of that name.
    UnknownField,
    /// A required field is absent.
    Missing,
    /// The value is of another type.
    WrongType,
    /// A number or text outside of the allowed range or length.
    OutOfRange,
    /// Not a code of the list.
    UnknownCode,
    /// A check digit or form of an identifier is wrong.
    BadIdentifier,
    /// Dated after the clock, or before 1900.
    ImpossibleTime,
    /// The subject is not registered.
    UnknownSubject,
    /// The fact it corrects is of another ledger or subject.
    WrongCorrection,
    /// The same id was received before with other content.
    IdReused,
    /// Outside of the writer's role or jurisdiction.
    NotYours,
}

/// One reason for refusing one fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable code.
    pub code: RefusalCode,
    /// The field concerned, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Name>,
    /// What was found, shortened; never an identity value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<SmolStr>,
    /// What is wrong and what was expected.
    pub says: Label,
    /// What to do next.
    pub hint: Label,
}

impl Refusal {
    /// A refusal without a field.
    pub fn new(code: RefusalCode, says: Label, hint: Label) -> Self {
        Refusal { code, field: None, found: None, says, hint }
    }

    /// The same, about a field.
    pub fn about(mut self, field: &Name) -> Self {
        self.field = Some(field.clone());
        self
    }

    /// The same, showing what was found, at most 40 characters of it.
    pub fn found(mut self, text: &str) -> Self {
        self.found = Some(text.chars().take(40).collect());
        self
    }
}
