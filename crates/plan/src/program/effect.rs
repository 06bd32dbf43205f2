//! What follows from a rule: something owed, a state, an alert; who owes it, and what settles it.
//!
//! Not here: what becomes of it over time (`outcomes`).

use crate::cel::Condition;
use facts::{Label, Name, Span};
use serde::{Deserialize, Serialize};

/// What follows from a trigger.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Something is owed.
    Duty(DutySpec),
    /// The subject has a state.
    Status {
        /// Qualified name.
        status: Name,
        /// One of its values.
        value: Name,
        /// How long.
        until: Until,
    },
    /// Somebody ought to know.
    Alert {
        /// Qualified name.
        name: Name,
        /// Its words.
        title: Label,
        /// Roles that are told, found like owners of duties.
        to: Vec<Owner>,
        /// 1 notice, 2 warning, 3 emergency.
        severity: u8,
        /// How long it stands if nobody acknowledges it.
        until: Until,
    },
}

/// When a status or an alert ends. Several may be given; the first to come holds. For signals, the end of the episode
/// is an end too.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Until {
    /// This long after the trigger.
    pub after: Option<Span>,
    /// A fact of this ledger about the subject, when the condition holds.
    pub fact: Option<DoneBy>,
}

/// Something owed.
#[derive(Clone, PartialEq, Debug)]
pub struct DutySpec {
    /// Qualified: `pack/name`.
    pub name: Name,
    /// Its words, in the imperative.
    pub title: Label,
    /// Who owes it.
    pub owner: Owner,
    /// Who receives what is done.
    pub to: Vec<Owner>,
    /// From when it can be done, measured from the trigger.
    pub opens: Span,
    /// Its deadline, measured from the trigger.
    pub within: Span,
    /// After the deadline it can still be done late for this long; then it is missed. `None`: it stays owed.
    pub grace: Option<Span>,
    /// What discharges it.
    pub done_by: DoneBy,
    /// Reminders, measured from the deadline (negative: before it).
    pub reminders: Vec<Span>,
    /// Who is told when it is late, measured from the deadline.
    pub escalations: Vec<(Span, Owner)>,
    /// Estimated minutes of work.
    pub minutes: u16,
}

/// A role, and where to start looking for it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Owner {
    /// The role.
    pub role: Name,
    /// From where the tree of organisations is walked upwards until somebody holds the role.
    pub at: OwnerAt,
}

/// Where the walk up the tree starts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerAt {
    /// The organisations that the subject belongs to (or the subject, if it is one).
    Subject,
    /// The organisation that reported the triggering fact.
    Reporter,
    /// The organisation named in this field of the triggering fact.
    Field(Name),
}

/// A fact that settles something about the same subject.
#[derive(Clone, PartialEq, Debug)]
pub struct DoneBy {
    /// Its ledger.
    pub ledger: Name,
    /// On its fields.
    pub when: Option<Condition>,
}
