//! Questions with the answers of this build, byte for byte, in a file that the web client's tests ask the compiled module.
//! `UPDATE=1` writes it anew.
//!
//! Not here: whether the answers are right; the other tests hold them to the house.

use super::{Happening, ask, carry, day, days, loaded};
use outcomes::apart::{CaseSheet, GroundSheet};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use wasm::Evaluator;

/// Days from a seed, the same on every machine.
fn from_seed(mut seed: u64, number: usize) -> Vec<Happening> {
    let mut next = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let mut small = |n: u64| i32::try_from(next(n)).unwrap_or(0);
    let one = |n: usize| Happening {
        who: usize::try_from(small(2)).unwrap_or(0),
        day: small(10),
        hour: i8::try_from(6 + small(14)).unwrap_or(6),
        what: usize::try_from(small(9)).unwrap_or(0),
        number: n + 1,
        hours_offline: small(3) * 20,
    };
    (0..number).map(one).collect()
}

/// The ground with names of pack folders instead of the packs' texts.
fn without_texts(ground: &GroundSheet) -> Value {
    let mut sheet = serde_json::to_value(ground).expect("JSON");
    for pack in sheet["packs"].as_array_mut().expect("packs") {
        let head = pack["files"].as_array().expect("files").iter().find(|file| file[0] == "pack.toml");
        let text = head.and_then(|file| file[1].as_str()).expect("a head");
        let id = text.lines().find_map(|line| line.strip_prefix("id = ")).expect("an id").trim_matches('"');
        pack["files"] = json!({ "of_folder": id });
    }
    sheet
}

fn all() -> Value {
    let mut asked = Vec::new();
    for seed in [1, 2] {
        let (world, phone, end) = days(&from_seed(seed, 10), 4);
        let now = carry(&world, end);
        let mut evaluator = loaded(&now.ground);
        let load = json!({ "ask": "load", "ground": now.ground });
        let answer = ask(&mut evaluator, &load);
        asked.push(
            json!({ "question": { "ask": "load", "ground": without_texts(&now.ground) }, "answer": answer }),
        );
        let mut keep = |evaluator: &mut Evaluator, question: Value| {
            let answer = ask(evaluator, &question);
            asked.push(json!({ "question": question, "answer": answer }));
        };
        for (then, now) in phone.cases.iter().zip(&now.cases).take(2) {
            let case = CaseSheet { standing: then.standing.clone(), judged: then.judged, ..now.clone() };
            keep(&mut evaluator, json!({ "ask": "judge", "case": case, "as_of": end }));
            let case = CaseSheet { complete: false, ..case };
            keep(&mut evaluator, json!({ "ask": "judge", "case": case, "as_of": end }));
        }
        let fact = |celsius: f64| {
            json!({ "id": "0190b1c0-0000-7000-8000-000000000001", "ledger": "temperature", "subject": "person:p0",
                "at": format!("{} 08:00", day(3)), "org": "org:class", "body": { "celsius": celsius } })
        };
        for fact in [fact(36.6), fact(366.0), json!({ "ledger": 7 })] {
            keep(&mut evaluator, json!({ "ask": "check_fact", "fact": fact, "clock": end, "by": "nurse" }));
        }
    }
    let broken = json!({ "folder": "my-county", "files": [["pack.toml", "id = \"my-county\"\nversion = \"1\"\ncolour = 3\n"]] });
    for question in [json!({ "ask": "check_plan", "packs": [broken] }), json!({ "ask": "sing" })] {
        let answer = ask(&mut Evaluator::default(), &question);
        asked.push(json!({ "question": question, "answer": answer }));
    }
    Value::Array(asked)
}

#[test]
fn the_compiled_module_is_asked_what_this_build_answers() {
    let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/evaluator/asked.json");
    let now = serde_json::to_string(&all()).expect("JSON") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &now).expect("written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == now,
        "the evaluator answers otherwise: UPDATE=1, and look at the difference of asked.json"
    );
}

#[test]
fn whatever_is_asked_there_is_an_answer() {
    let mut evaluator = Evaluator::default();
    for question in ["", "{", "null", "[]", r#"{"ask":"judge"}"#, r#"{"ask":"load","ground":{}}"#, "\u{0}"] {
        let answer: Value = serde_json::from_slice(&evaluator.call(question.as_bytes())).expect("JSON");
        assert_eq!(answer["error"]["code"], "unreadable", "{question}: {answer}");
    }
    let ground = GroundSheet { adoptions: vec![], ..GroundSheet::default() };
    let case = json!({ "subject": "person:p0", "facts": [] });
    let asked = json!({ "ask": "judge", "case": case, "as_of": "2026-03-02T00:00:00Z" });
    assert!(ask(&mut evaluator, &asked).contains("no_ground"));
    let mut evaluator = loaded(&ground);
    assert!(ask(&mut evaluator, &asked).starts_with(r#"{"ok":"#), "nothing is in force, so nothing stands");
    let sheet = json!({ "zone": 28800, "packs": [{ "files": [["pack.toml", "id ="]] }], "adoptions": [], "orgs": [], "roles": [] });
    assert!(ask(&mut evaluator, &json!({ "ask": "load", "ground": sheet })).contains("unreadable_pack"));
}
