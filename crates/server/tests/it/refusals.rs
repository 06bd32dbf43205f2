//! What is wrong is refused with a stable code, and nothing of it is stored; sending twice changes nothing.

use crate::world::{As, World, id};
use serde_json::{Value, json};

fn temperature(n: u32, subject: &str, celsius: Value) -> Value {
    json!({ "id": id(n), "ledger": "temperature", "subject": subject, "at": "2026-03-02 06:30", "body": { "celsius": celsius } })
}

#[test]
fn every_wrong_fact_is_refused_with_its_code() {
    let world = World::new();
    let with = |name: &str, value: Value| {
        let mut fact = temperature(1, "person:one", json!(36.5));
        fact[name] = value;
        fact
    };
    for (fact, code) in [
        (json!([1, 2]), "unreadable"),
        (json!({}), "unreadable"),
        (with("ledger", json!("no_such_ledger")), "unknown_ledger"),
        (with("subject", json!("person:不是编号")), "wrong_subject"),
        (with("subject", json!("org:town-1")), "wrong_subject"),
        (with("subject", json!("person:unheard-of")), "unknown_subject"),
        (with("subject", json!("person:two")), "not_yours"),
        (with("at", json!("2031-01-01")), "impossible_time"),
        (with("at", json!("yesterday")), "wrong_type"),
        (with("body", json!({ "celsius": 99 })), "out_of_range"),
        (with("body", json!({ "celsius": "hot" })), "wrong_type"),
        (with("body", json!({})), "missing"),
        (with("body", json!({ "celsius": 36.5, "how": "nose" })), "unknown_code"),
        (with("body", json!({ "celsius": 36.5, "mood": "good" })), "unknown_field"),
        (with("body", json!({ "celsius": 36.5, "how": [[[["deep"]]]] })), "too_large"),
        (with("surprise", json!(1)), "unreadable"),
    ] {
        let answer = world.post("one", "/facts", fact.clone()).is(422).json();
        let codes: Vec<&str> = answer["refused"][0]["refusals"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|r| r["code"].as_str())
            .collect();
        assert!(codes.contains(&code), "{fact}: {codes:?}");
        assert_eq!(answer["error"]["code"], "refused");
        let first = &answer["refused"][0]["refusals"][0];
        assert!(first["says"]["zh"].is_string() && first["hint"]["en"].is_string(), "{answer}");
    }
    let facts = world.get("one", "/facts?ledger=temperature").is(200).json();
    assert_eq!(facts["rows"], json!([]), "nothing was stored");
}

#[test]
fn a_batch_names_every_fact_and_one_bad_one_stops_no_other() {
    let world = World::new();
    let facts = json!({ "facts": [
        temperature(1, "person:one", json!(36.5)),
        temperature(2, "person:one", json!("hot")),
        temperature(3, "person:two", json!(36.5)),
        { "ledger": 5 },
        temperature(4, "person:one", json!(36.6)),
    ]});
    let first = world.post("one", "/facts", facts.clone()).is(200).json();
    let places = |list: &Value| {
        list.as_array().expect("a list").iter().map(|o| o["n"].as_u64().expect("n")).collect::<Vec<_>>()
    };
    assert_eq!((places(&first["accepted"]), places(&first["refused"])), (vec![0, 4], vec![1, 2, 3]));
    let again = world.post("one", "/facts", facts).is(200).json();
    assert_eq!((places(&again["known"]), places(&again["accepted"])), (vec![0, 4], vec![]));
    let other = world.post("one", "/facts", temperature(1, "person:one", json!(37.0))).is(422).json();
    assert_eq!(other["refused"][0]["refusals"][0]["code"], "id_reused");
}

#[test]
fn lines_are_read_one_by_one() {
    let world = World::new();
    let mut lines: Vec<Vec<u8>> =
        (10..2510).map(|n| temperature(n, "person:one", json!(36.5)).to_string().into_bytes()).collect();
    lines.insert(3, b"not json".to_vec());
    lines.insert(5, "\u{4e00}".repeat(100_000).into_bytes());
    lines.insert(7, vec![0xb2, 0xe2, 0xca, 0xd4]); // GBK
    lines.insert(9, Vec::new());
    let body = lines.join(&b'\n');
    let answer =
        world.ask(As::Session("one"), "POST", "/api/v1/facts", "application/x-ndjson", &body).is(200).json();
    assert_eq!(answer["accepted"].as_array().expect("a list").len(), 2500);
    let refused: Vec<(u64, &str)> = answer["refused"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| (r["n"].as_u64().expect("n"), r["refusals"][0]["code"].as_str().expect("a code")))
        .collect();
    assert_eq!(refused, [(3, "unreadable"), (5, "too_large"), (7, "unreadable")]);
    let again =
        world.ask(As::Session("one"), "POST", "/api/v1/facts", "application/x-ndjson", &body).is(200).json();
    assert_eq!(again["known"].as_array().expect("a list").len(), 2500);
}

#[test]
fn bodies_that_are_no_facts_are_refused_as_a_whole() {
    let world = World::new();
    let send = |kind: &str, body: &[u8]| world.ask(As::Session("one"), "POST", "/api/v1/facts", kind, body);
    assert_eq!(send("application/json", b"{\"ledger\":").is(400).code(), "unreadable");
    assert_eq!(send("application/json", b"\xff\xfe").is(400).code(), "unreadable");
    assert_eq!(send("application/json", "[".repeat(100_000).as_bytes()).is(413).code(), "too_large");
    assert_eq!(send("application/json", &vec![b' '; 9 * 1024 * 1024]).is(413).code(), "too_large");
    let large = json!({ "ledger": "visit", "body": { "note": "x".repeat(300_000) } }).to_string();
    assert_eq!(send("application/json", large.as_bytes()).is(413).code(), "too_large");
    assert_eq!(send("text/plain", b"{}").is(415).code(), "wrong_content_type");
    assert_eq!(world.post("one", "/session", json!("x")).is(400).code(), "unreadable");
    for path in [
        "/duties?limit=0",
        "/duties?limit=x",
        "/duties?state=asleep",
        "/duties?due_from=soon",
        "/duties?after=zzz",
        "/facts?ledger=none",
        "/facts?from=x",
        "/reports?day=2026-13-01",
        "/boards/epicurve",
        "/subjects?kind=ghost",
        "/boards/epicurve?ledger=temperature&from=1900-01-01",
        "/facts/export?ledger=visit&format=pdf",
    ] {
        assert_eq!(world.get("one", path).status, 400, "{path}");
    }
    for path in [
        "/duties/x",
        "/why/x%7Cy%7Cz",
        "/facts/x",
        "/subjects/x",
        "/subjects/person:%00",
        "/orgs/x",
        "/plans/x",
        "/%ff",
        "/duties/%ff",
        "/ledgers/x",
        "/imports/x/refused.xlsx",
        "/reports/x/org:town-1/2026-03-02",
    ] {
        assert_eq!(world.get("one", path).status, 404, "{path}");
    }
}

#[test]
fn a_duty_is_not_given_to_an_account_that_nobody_has() {
    let world = World::new();
    world.fever();
    let path = format!("/duties/{}/delegate", world.duty());
    let answer =
        world.post("one", &path, json!({ "account": "nobody-there", "reason": "休假" })).is(409).json();
    assert_eq!(answer["error"]["says"]["zh"], "没有这个账号，或该账号已停用", "{answer}");
    world.post("one", &path, json!({ "account": "clerk", "reason": "休假" })).is(200);
}
