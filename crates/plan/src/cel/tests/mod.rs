//! Tests of conditions, as text: what a source gives, what is wrong with it and where, what it says of given facts.
//!
//! Not here: plans' own conditions; those are tested by the scenarios of their packs.
//!
//! Reading order: this file (what is tested on), `given` (facts as text), `judged`, `refused`, `bounds`, `language`
//! (CEL's own definition and its public cases), `never` (what holds of any source).

mod bounds;
mod given;
mod judged;
mod language;
mod never;
mod refused;

use super::*;
use facts::{Decimal, Ledger, Ledgers, SubjectKind, Value};
use serde::Deserialize;

fn ledgers() -> Ledgers {
    #[derive(Deserialize)]
    struct File {
        ledgers: Vec<Ledger>,
    }
    let file: File = toml_edit::de::from_str(include_str!("ledgers.toml")).expect("ledgers");
    Ledgers(file.ledgers.into_iter().map(|l| (l.id.clone(), l)).collect())
}

fn env<'a>(ledgers: &'a Ledgers, of: &[&str]) -> Env<'a> {
    Env::new(ledgers)
        .fact(of)
        .subject(SubjectKind::Person)
        .org()
        .field(Root::Course, "day", Ty::Number(None))
        .records_about(Records::History, SubjectKind::Person)
        .records(Records::During, &["test_result"])
        .param("fever_from", Value::Number(decimal("37.3")), Some("°C".into()))
        .param("alike", Value::List(vec![Value::text("fever"), Value::text("rash")]), None)
        .param("release", Value::text("negative"), None)
        .param("days", Value::Number(decimal("14")), Some("d".into()))
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn compile(source: &str) -> Result<Condition, Vec<CelProblem>> {
    Condition::compile(source, &env(&ledgers(), &["morning_check"]))
}

fn compiled(source: &str) -> Condition {
    compile(source).unwrap_or_else(|problems| panic!("{source}: {problems:#?}"))
}
