//! An invented county, and two real outbreaks replayed in it: facts for demonstrations, benches and tests.
//!
//! Everything comes from a seed, so that the same county is invented on every machine. Nothing here is a real person;
//! what is real (dates and counts of two outbreaks) stands in `data/README.md`. Not here: sending the facts anywhere.
//!
//! Reading order: `people` (names, identity numbers), `places` (organisations), `shapes` (their map), `staff` (roles), `newcomers` (accounts),
//! `residents`, `replay`, `routine` (ordinary days).

mod newcomers;
mod people;
pub mod places;
pub mod replay;
pub mod residents;
pub mod routine;
mod shapes;
mod staff;

pub use places::{Account, Places};
pub use residents::Residents;
pub use shapes::shapes;

use facts::{Instant, Zone, check::RawFact, names::FactId};
use serde_json::{Map, Value};

/// A fact to be sent at a reading of the clock.
#[derive(Clone, Debug)]
pub struct Timed {
    /// When it is sent.
    pub send: Instant,
    /// The account that sends it.
    pub account: String,
    /// The fact.
    pub fact: RawFact,
}

/// A fact in wire form. The id is made of what it says, so that inventing twice gives the same fact.
pub(crate) fn fact(ledger: &str, subject: &str, at: &str, org: &str, body: Value) -> RawFact {
    let body = match body {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    let key = format!("{subject} {at} {}", Value::Object(body.clone()));
    RawFact {
        id: Some(FactId::from_name("invented county", ledger, &key)),
        ledger: ledger.into(),
        subject: subject.into(),
        at: at.into(),
        org: Some(org.into()),
        body,
        ..RawFact::default()
    }
}

/// The zone of the invented county.
pub fn zone() -> Zone {
    Zone::default()
}
