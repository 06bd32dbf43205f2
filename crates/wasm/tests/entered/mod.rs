//! Somebody whom the house has never heard of is entered without network: what follows is there at once, on the phone,
//! with reasons, and the house says the same when it hears of it.
//!
//! Not here: random days (`days`).

use super::{ask, carry, day, in_the_house, loaded, world::World, world::raw};
use facts::{Instant, SubjectId, check::RawFact};
use serde_json::{Value, json};
use std::sync::Arc;
use store::memory::Memory;
use wasm::Evaluator;

const WHO: &str = "person:new";

fn entered() -> Vec<RawFact> {
    let at = format!("{} 09:00", day(2));
    let arrival = json!({ "arrival_date": day(2).to_string(), "origin_risk": "high", "to_school": true, "other_province": true });
    let enrolment = json!({ "school": "org:school", "class": "org:class", "part": "pupil" });
    let facts =
        [("person_registration", json!({ "sex": "male" })), ("enrolment", enrolment), ("arrival", arrival)];
    facts.into_iter().map(|(ledger, body)| raw(ledger, WHO, &at, "org:class", body, 1)).collect()
}

/// The facts as the phone keeps them: checked, with its own clock as their receipt.
fn kept(evaluator: &mut Evaluator, clock: Instant) -> Vec<Value> {
    let keep = |fact: RawFact| {
        let asked = json!({ "ask": "check_fact", "fact": fact, "clock": clock, "by": "nurse" });
        let answer: Value = serde_json::from_str(&ask(evaluator, &asked)).expect("JSON");
        assert_eq!(answer["ok"]["refusals"], json!([]), "{answer}");
        json!({ "seq": 0, "unit": 0, "received": clock, "fact": answer["ok"]["fact"] })
    };
    entered().into_iter().map(keep).collect()
}

#[test]
fn a_suspect_entered_without_network_raises_duties_and_opens_a_course_at_once() {
    let mut world = World::new(Arc::new(Memory::default()));
    let (clock, later) = (world.at(2, "09:05"), world.at(2, "09:30"));
    let mut evaluator = loaded(&carry(&world, world.at(1, "20:00")).ground);
    let facts = kept(&mut evaluator, clock);
    let mut judged = |facts: &[Value], complete: bool, as_of: Instant| -> Value {
        let case = json!({ "subject": WHO, "facts": facts, "complete": complete });
        let text = ask(&mut evaluator, &json!({ "ask": "judge", "case": case, "as_of": as_of }));
        serde_json::from_str::<Value>(&text).expect("JSON")["ok"].clone()
    };
    let said = judged(&facts, false, clock);
    let course = "guiyang-school-spring/class-1|person:new|";
    let opened = said["changes"].as_array().expect("changes").iter();
    assert!(
        opened
            .clone()
            .any(|c| c["kind"] == "opened" && c["key"].as_str().is_some_and(|k| k.starts_with(course)))
    );
    let duties = said["standing"]["duties"].as_object().expect("duties");
    assert!(duties.values().any(|duty| duty["state"] == "open"), "{duties:?}");
    let arrival = &facts[2]["fact"]["id"];
    for (key, duty) in duties {
        assert!(
            duty["due"]["why"]["facts"].as_array().is_some_and(|f| f.contains(arrival)),
            "{key} does not know why"
        );
        assert!(
            said["provisional"].as_array().is_some_and(|p| p.contains(&json!(key))),
            "{key} is not marked"
        );
    }
    // A week without network: nothing has become late on the phone.
    let week = judged(&facts, false, world.at(9, "09:00"));
    let states =
        week["standing"]["duties"].as_object().expect("duties").values().map(|duty| duty["state"].clone());
    assert_eq!(states.filter(|state| state != "open").collect::<Vec<_>>(), Vec::<Value>::new());

    world.send(entered(), later);
    world.sweep_until(later);
    let who = SubjectId::parse(WHO).expect("an id");
    let sheet = world.house.read(|read| world.house.case_sheet(read, &who, later)).expect("a case");
    let facts: Vec<Value> = sheet.facts.iter().map(|r| serde_json::to_value(r).expect("JSON")).collect();
    let house: Value = serde_json::from_str(&in_the_house(&world, &who)).expect("JSON");
    assert_eq!(judged(&facts, true, later)["standing"], house);
    let keys = |standing: &Value| -> Vec<String> {
        let kinds = ["duties", "statuses", "courses", "alerts"].into_iter();
        kinds
            .flat_map(|kind| standing[kind].as_object().expect("rows").keys().cloned().collect::<Vec<_>>())
            .collect()
    };
    assert_eq!(keys(&said["standing"]), keys(&house), "the phone had said all of it before");
}
