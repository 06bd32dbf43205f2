//! Purges as an auditor sees them: what went, when, by which ledger; and what would go now, and what holds facts back.
//!
//! Not here: what is due and why (`intake`).

use crate::{lens::Lens, words::Words};
use facts::{Instant, Name, Recorded, Value, ledger::KeptFrom};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What was purged of one ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PurgedOf {
    /// The ledger.
    pub ledger: String,
    /// Its words.
    pub title: Words,
    /// Facts, corrections counted.
    pub facts: u64,
    /// Event time of the oldest.
    pub oldest: String,
    /// Event time of the newest.
    pub newest: String,
}

/// A purge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PurgeView {
    /// The fact that says so.
    pub fact: String,
    /// When.
    pub at: String,
    /// Facts purged, corrections counted.
    pub facts: i64,
    /// Different subjects that they were about.
    pub subjects: i64,
    /// Sealed personal fields removed.
    pub sealed: i64,
    /// The places in the chain that were emptied, as `3,7-12`.
    pub places: String,
    /// By ledger.
    pub ledgers: Vec<PurgedOf>,
}

/// What is due of one ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DueView {
    /// The ledger.
    pub ledger: String,
    /// Its words.
    pub title: Words,
    /// Civil days for which it is kept.
    pub days: u16,
    /// From when they count: event, course_end, last_fact.
    pub from: String,
    /// The same in words.
    pub from_words: Words,
    /// Facts that would be purged, corrections counted.
    pub facts: u64,
    /// Different subjects that they are about.
    pub subjects: u64,
    /// Event time of the oldest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest: Option<String>,
    /// Event time of the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
    /// Facts whose time is over and that are held back.
    pub held: Vec<HeldView>,
}

/// Facts that are held back, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HeldView {
    /// How many.
    pub facts: u64,
    /// Why.
    pub because: Words,
}

/// The words of the beginning of the time for which a ledger is kept.
pub fn kept_from_words(from: KeptFrom) -> (&'static str, Words) {
    match from {
        KeptFrom::Event => ("event", Words::new("自事件发生起", "from the event")),
        KeptFrom::CourseEnd => ("course_end", Words::new("自管控期结束起", "from the end of the course")),
        KeptFrom::LastFact => {
            ("last_fact", Words::new("自该对象最后一次登记起", "from the last fact about the subject"))
        }
    }
}

/// A purge, as the fact of the house tells it.
pub fn purge_view(lens: &Lens<'_>, recorded: &Recorded) -> PurgeView {
    let fact = &recorded.fact;
    let number = |field: &str| {
        fact.get(field).and_then(Value::as_number).and_then(facts::Decimal::as_int).unwrap_or(0)
    };
    let text = |field: &str| fact.get(field).and_then(Value::as_text).unwrap_or_default().to_owned();
    let ledgers: BTreeMap<Name, Of> = serde_json::from_str(&text("ledgers")).unwrap_or_default();
    PurgeView {
        fact: fact.id.to_string(),
        at: fact.at.to_string(),
        facts: number("count"),
        subjects: number("subjects"),
        sealed: number("sealed"),
        places: text("facts"),
        ledgers: ledgers.into_iter().map(|(ledger, of)| of.view(lens, &ledger)).collect(),
    }
}

#[derive(Deserialize)]
struct Of {
    facts: u64,
    oldest: Instant,
    newest: Instant,
}

impl Of {
    fn view(self, lens: &Lens<'_>, ledger: &Name) -> PurgedOf {
        PurgedOf {
            ledger: ledger.to_string(),
            title: lens.book.ledger_title(ledger),
            facts: self.facts,
            oldest: self.oldest.to_string(),
            newest: self.newest.to_string(),
        }
    }
}
