//! What random histories say of the little town: a fact about one of its pupils, a class or the school, which may correct
//! or take back an earlier one like it.
//!
//! Not here: when it happens and when it is received; the tests with random histories say that.

use super::town::{CHECK, Town, ill};
use facts::{FactId, check::RawFact};
use intake::Outcome;
use serde_json::{Value, json};

/// What was accepted so far: id, ledger, subject.
#[derive(Default)]
pub struct Sent(Vec<(FactId, String, String)>);

impl Sent {
    /// The fact of these numbers. `twist` 1 corrects the last one like it, 2 says that it never was.
    pub fn say(&self, town: &mut Town, when: &str, who: usize, what: usize, twist: u8) -> RawFact {
        let (ledger, body) = words(what, twist);
        let who = match ledger {
            "level_declaration" => "org:school".to_owned(),
            "outbreak_report" => "org:a".to_owned(),
            _ => format!("person:p{who}"),
        };
        let mut fact = town.raw(when, &who, ledger, body);
        let like = self.0.iter().rev().find(|(_, l, w)| *l == ledger && *w == who);
        if let (1 | 2, Some((root, ..))) = (twist, like) {
            (fact.corrects, fact.void) = (Some(*root), twist == 2);
        }
        fact
    }

    /// Notes what became of it.
    pub fn note(&mut self, fact: &RawFact, outcome: &Outcome) {
        if let Outcome::Accepted { id, .. } = outcome {
            self.0.push((*id, fact.ledger.to_string(), fact.subject.to_string()));
        }
    }
}

fn words(what: usize, twist: u8) -> (&'static str, Value) {
    match what {
        0 | 8.. => (CHECK, ill()),
        1 => ("temperature", json!({ "celsius": 38.5 })),
        2 => ("symptoms", json!({ "has_symptom": true, "symptoms": ["cough"] })),
        3 => ("contact", json!({ "kind": "secondary", "index_contact": "person:p1" })),
        4 => ("test_result", json!({ "result": "positive" })),
        5 => ("isolation_visit", json!({})),
        6 => (
            "level_declaration",
            json!({ "level": if twist.is_multiple_of(2) { "case_appears" } else { "none" } }),
        ),
        _ => ("outbreak_report", json!({ "kind": "cluster" })),
    }
}
