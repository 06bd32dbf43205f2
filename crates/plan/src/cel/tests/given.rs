//! The facts that a condition is judged on, as text, and what it gives as text.
//!
//! Not here: what it ought to give (`judged`).

use super::*;
use facts::{Fact, FactId, Instant, Recorded, Zone};
use std::{collections::BTreeMap, sync::Arc};

/// A case of given facts: `temperature=37.8 symptoms=fever,rash`; records as `history.test_result:result=positive`.
#[derive(Default)]
pub(super) struct Given {
    pub fields: BTreeMap<String, Value>,
    pub records: BTreeMap<String, Vec<Arc<Recorded>>>,
}

impl Given {
    pub fn read(text: &str) -> Given {
        let mut given = Given::default();
        for word in text.split_whitespace() {
            match word
                .split_once(':')
                .filter(|(list, _)| list.starts_with("history.") || list.starts_with("during."))
            {
                Some((list, body)) => {
                    let all = given.records.entry(list.to_string()).or_default();
                    let record = recorded(all.len() as u64, body);
                    all.push(Arc::new(record));
                }
                None => {
                    let (name, value) = word.split_once('=').expect("name=value");
                    given.fields.insert(name.to_string(), value_of(name, value));
                }
            }
        }
        given
    }
}

/// The test's own reading of a value, by its look; the fields that are lists are lists.
fn value_of(name: &str, text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if name.ends_with("symptoms") => {
            Value::List(text.split(',').filter(|t| !t.is_empty()).map(Value::text).collect())
        }
        _ => Decimal::parse(text).map_or_else(|| Value::text(text), Value::Number),
    }
}

fn recorded(n: u64, body: &str) -> Recorded {
    let mut at =
        Instant::parse("2020-02-01T00:00:00Z").expect("an instant").plus_micros(n as i64 * 86_400_000_000);
    let mut fields = facts::Body::new();
    for pair in body.split(';').filter(|p| !p.is_empty()) {
        match pair.split_once('=').expect("name=value") {
            ("at", text) => at = Instant::parse(text).expect("an instant"),
            (name, text) => {
                fields.insert(Name::new(name), value_of(name, text));
            }
        }
    }
    // By its wire form, so that a new member with a default does not concern these tests.
    let fact = serde_json::json!({
        "id": FactId::from_name("test", "", &n.to_string()), "ledger": "test_result", "subject": "person:1",
        "at": at, "written": at, "org": "org:lab", "by": "somebody", "body": fields,
    });
    let fact: Fact = serde_json::from_value(fact).expect("a fact");
    Recorded { seq: n + 1, unit: n + 1, received: at, purged: false, fact }
}

impl Scope for Given {
    fn field(&self, root: Root, name: &str) -> Option<Value> {
        self.fields.get(root.path(name).as_str()).cloned()
    }
    fn records(&self, which: Records, ledger: &str) -> Vec<Arc<Recorded>> {
        self.records.get(which.path(ledger).as_str()).cloned().unwrap_or_default()
    }
    fn zone(&self) -> Zone {
        Zone::default()
    }
}

pub(super) fn shown(val: &Val) -> String {
    match val {
        Val::Missing(path) => format!("missing {path}"),
        Val::Bool(yes) => yes.to_string(),
        Val::Number(n) => n.to_string(),
        Val::Text(text) => text.to_string(),
        Val::Date(date) => date.to_string(),
        Val::Instant(at) => at.to_string(),
        Val::TimeOfDay(time) => time.to_string(),
        Val::Span(span) => span.words(),
        Val::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Val::Record(record) => format!("record {}", record.seq),
    }
}
