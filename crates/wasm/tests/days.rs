//! Random offline days: what the evaluator of the phone makes of the facts about a person, beside what the house makes of
//! the same facts. Byte for byte the same of complete subjects; provisional where facts are withheld.
//!
//! Not here: the compiled module (`web/src/evaluator` asks it the questions that `asked` keeps).

#[path = "../../intake/tests/world/mod.rs"]
#[allow(dead_code, reason = "the loop's tests use more of the little county")]
mod world;

mod asked;
mod entered;

use facts::{Instant, SubjectId, check::RawFact};
use intake::Outcome;
use outcomes::apart::{CaseSheet, GroundSheet};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};
use store::memory::Memory;
use wasm::Evaluator;
use world::{World, day, raw};

/// Something that happens to one of four pupils, and how many hours later the house hears of it.
#[derive(Clone, Debug)]
struct Happening {
    who: usize,
    day: i32,
    hour: i8,
    what: usize,
    number: usize,
    hours_offline: i32,
}

fn happening() -> impl Strategy<Value = Happening> {
    (0..4usize, 0..10i32, 6..20i8, 0..9usize, 0..1000usize, prop_oneof![Just(0), 1..60i32]).prop_map(
        |(who, day, hour, what, number, hours_offline)| Happening {
            who,
            day,
            hour,
            what,
            number,
            hours_offline,
        },
    )
}

fn fact_of(h: &Happening) -> RawFact {
    let who = format!("person:p{}", h.who);
    let at = format!("{} {:02}:10", day(h.day), h.hour);
    let arrival = |risk: &str| json!({ "arrival_date": day(h.day).to_string(), "origin_risk": risk, "to_school": true, "other_province": true });
    let ill =
        json!({ "session": "morning", "has_symptom": true, "symptoms": ["fever", "cough"], "celsius": 38.2 });
    let (ledger, body) = match h.what {
        0 => ("arrival", arrival("high")),
        1 => ("arrival", arrival("low")),
        2 => ("test_result", json!({ "result": "negative" })),
        3 => ("test_result", json!({ "result": "positive" })),
        4 => ("test_sample", json!({})),
        5 => ("morning_noon_check", ill),
        6 | 7 => ("temperature", json!({ "celsius": 37.6 })),
        _ => ("temperature", json!({ "celsius": 36.6 })),
    };
    raw(ledger, &who, &at, "org:class", body, h.number as u64)
}

/// The facts with the times at which the house hears of them, in that order; some take back what was said before.
fn facts_of(world: &World, happenings: &[Happening]) -> Vec<(RawFact, Instant)> {
    let mut facts: Vec<(RawFact, Instant)> = Vec::new();
    for h in happenings {
        let at = world.at(h.day, &format!("{:02}:10", h.hour));
        let heard = at.plus_micros(i64::from(h.hours_offline) * 3_600_000_000 + 1_000_000);
        let fact = fact_of(h);
        if h.number % 5 == 0 {
            let id = facts::FactId::from_name("taken back", "", &format!("{} {}", fact.subject, h.number));
            let later = at.plus_micros(3_600_000_000);
            let (corrects, written) = (fact.id, Some(later.to_string().into()));
            let void = RawFact {
                id: Some(id),
                corrects,
                written,
                void: true,
                body: Default::default(),
                ..fact.clone()
            };
            facts.push((void, heard.plus_micros(7_200_000_000)));
        }
        facts.push((fact, heard));
    }
    facts.sort_by_key(|(_, heard)| *heard);
    facts
}

/// What a phone carries.
struct Phone {
    ground: GroundSheet,
    cases: Vec<CaseSheet>,
}

/// What the house gives to carry at a reading of its clock, after it has looked at everything due.
fn carry(world: &World, now: Instant) -> Phone {
    let orgs = BTreeSet::from([SubjectId::parse("org:class").expect("an id")]);
    let pupils = world.subjects().into_iter().filter(|id| id.as_str().starts_with("person:"));
    let pupils: Vec<SubjectId> = pupils.collect();
    let carried = world.house.read(|read| {
        let ground = world.house.ground_sheet(read, &orgs)?;
        let cases =
            pupils.iter().map(|id| world.house.case_sheet(read, id, now)).collect::<Result<_, _>>()?;
        Ok(Phone { ground, cases })
    });
    carried.expect("something to carry")
}

fn ask(evaluator: &mut Evaluator, question: &Value) -> String {
    let bytes = serde_json::to_vec(question).expect("bytes");
    String::from_utf8(evaluator.call(&bytes)).expect("text")
}

fn loaded(ground: &GroundSheet) -> Evaluator {
    let mut evaluator = Evaluator::default();
    let answer = ask(&mut evaluator, &json!({ "ask": "load", "ground": ground }));
    assert!(answer.starts_with(r#"{"ok":"#), "{answer}");
    evaluator
}

/// What stands about somebody in the house, as bytes.
fn in_the_house(world: &World, subject: &SubjectId) -> String {
    serde_json::to_string(&world.standing(subject.as_str()).what_stands()).expect("JSON")
}

/// The bytes of what stands, and the answer as a whole.
fn judged(evaluator: &mut Evaluator, case: &CaseSheet, as_of: Instant) -> (String, Value) {
    let text = ask(evaluator, &json!({ "ask": "judge", "case": case, "as_of": as_of }));
    let standing = text.strip_prefix(r#"{"ok":{"standing":"#).and_then(|t| t.split_once(r#","changes":"#));
    let standing = standing.unwrap_or_else(|| panic!("{text}")).0.to_owned();
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    (standing, answer["ok"].clone())
}

/// A house that lives through days; the phone synchronised at the end of day `synced`, and asks at the end of the last.
fn days(happenings: &[Happening], synced: i32) -> (World, Phone, Instant) {
    let mut world = World::new(Arc::new(Memory::default()));
    let facts = facts_of(&world, happenings);
    let (sync, end) = (world.at(synced, "23:00"), world.at(13, "22:00"));
    let mut phone = None;
    for (fact, heard) in facts {
        if heard > sync && phone.is_none() {
            world.sweep_until(sync);
            phone = Some(carry(&world, sync));
        }
        world.sweep_until(heard);
        let outcomes = world.send(vec![fact], heard);
        assert!(!matches!(outcomes[..], [Outcome::Refused { .. }]), "{outcomes:?}");
    }
    let phone = phone.unwrap_or_else(|| {
        world.sweep_until(sync);
        carry(&world, sync)
    });
    world.sweep_until(end);
    (world, phone, end)
}

/// Where phone and house differ about complete subjects: the phone has what stood when it synchronised, and the facts
/// since.
fn differing(happenings: &[Happening], synced: i32) -> Vec<String> {
    let (world, phone, end) = days(happenings, synced);
    let now = carry(&world, end);
    let mut evaluator = loaded(&now.ground);
    let mut differing = Vec::new();
    for (then, now) in phone.cases.iter().zip(&now.cases) {
        let known = CaseSheet { standing: then.standing.clone(), judged: then.judged, ..now.clone() };
        let anew = CaseSheet { standing: Default::default(), judged: None, ..now.clone() };
        let house = in_the_house(&world, &now.subject);
        let (standing, answer) = judged(&mut evaluator, &known, end);
        assert_eq!(answer["provisional"], json!([]), "a complete subject is not provisional");
        if standing != house {
            differing.push(format!("{}: phone {standing} house {house}", now.subject));
        }
        let (from_nothing, _) = judged(&mut evaluator, &anew, end);
        if from_nothing != house {
            differing.push(format!("{} anew: phone {from_nothing} house {house}", now.subject));
        }
    }
    differing
}

/// What a phone may not say of somebody of whom it does not know everything.
fn overstepping(happenings: &[Happening], synced: i32, withheld: usize) -> Vec<String> {
    let (world, phone, end) = days(happenings, synced);
    let now = carry(&world, end);
    let mut evaluator = loaded(&now.ground);
    let mut found = Vec::new();
    for (then, now) in phone.cases.iter().zip(&now.cases) {
        let mut case = CaseSheet {
            standing: then.standing.clone(),
            judged: then.judged,
            complete: false,
            ..now.clone()
        };
        let mut n = 0;
        case.facts.retain(|r| {
            n += 1;
            r.fact.ledger.as_str() != "temperature" || n % 3 != withheld % 3
        });
        let (_, answer) = judged(&mut evaluator, &case, end);
        let before = serde_json::to_value(&then.standing).expect("JSON");
        let marks = answer["provisional"].as_array().cloned().unwrap_or_default();
        for kind in ["duties", "statuses", "courses", "alerts"] {
            for (key, row) in answer["standing"][kind].as_object().into_iter().flatten() {
                let old = &before[kind][key];
                if row == old {
                    continue;
                }
                let late = ["overdue", "done_late", "missed"].iter().any(|s| row["state"] == *s);
                let withdrawn = row["state"] == "withdrawn" || row["withdrawn"] == true;
                if !marks.contains(&json!(key)) || withdrawn || (late && old["state"] != "overdue") {
                    found.push(format!("{key}: {row} before {old}"));
                }
            }
            for key in before[kind].as_object().into_iter().flatten().map(|(key, _)| key) {
                if answer["standing"][kind].get(key).is_none() {
                    found.push(format!("{key} is gone"));
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_offline_days_phone_and_house_say_the_same(
        happenings in prop::collection::vec(happening(), 1..24),
        synced in -1..10i32,
    ) {
        prop_assert_eq!(differing(&happenings, synced), Vec::<String>::new());
    }

    #[test]
    fn of_whom_not_all_is_known_nothing_is_late_or_withdrawn(
        happenings in prop::collection::vec(happening(), 1..24),
        synced in -1..10i32,
        withheld in 0..3usize,
    ) {
        prop_assert_eq!(overstepping(&happenings, synced, withheld), Vec::<String>::new());
    }
}
