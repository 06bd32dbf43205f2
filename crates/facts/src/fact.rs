//! `Fact`: something that was reported, once, by somebody, about a subject; and `Recorded`: the fact as the house
//! keeps it, with its receipt.
//!
//! Not here: what follows from it. A fact is never changed; a correction is another fact.

use crate::{
    names::{FactId, Name},
    subject::SubjectId,
    time::Instant,
    value::Value,
};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The fields of a fact, by name. Absent means not reported.
pub type Body = BTreeMap<Name, Value>;

/// A fact as its writer made it. This is version 1 of the one record form: new members are added with a default, none
/// is ever renamed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Made by the writer; sending the same id and content again changes nothing.
    pub id: FactId,
    /// The ledger (kind of fact).
    pub ledger: Name,
    /// Whom or what it is about.
    pub subject: SubjectId,
    /// When it happened. A civil date counts as the start of its day.
    pub at: Instant,
    /// When the writer wrote it (the phone's clock). Of several corrections the latest written holds.
    pub written: Instant,
    /// The organisation on whose behalf it was reported.
    pub org: SubjectId,
    /// The account that reported it.
    pub by: SmolStr,
    /// The fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub body: Body,
    /// The first fact of the chain of corrections that this one belongs to; absent for a first fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<FactId>,
    /// True when the correction says: it did not happen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub void: bool,
    /// True when it was imported as history: what follows from it is recorded, but nobody is told or reminded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// The key of the duty that the writer meant to discharge, if they came from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharges: Option<SmolStr>,
}

impl Fact {
    /// The first fact of its chain of corrections: itself, or the one it corrects. Outcomes hang on this id, so that a
    /// correction moves nothing that a person has decided.
    pub fn root(&self) -> FactId {
        self.corrects.unwrap_or(self.id)
    }

    /// A field's value.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.body.get(field)
    }
}

/// A fact with its receipt: its place in the chain of its shard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// Place in the shard, from 1, without gaps.
    pub seq: u64,
    /// The unit of work it came with; facts of one unit were judged together.
    pub unit: u64,
    /// When the house received it; strictly increasing within the shard.
    pub received: Instant,
    /// True when its body was purged: the header stays, and it holds nothing any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub purged: bool,
    /// The fact.
    pub fact: Fact,
}
