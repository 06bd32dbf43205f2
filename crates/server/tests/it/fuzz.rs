//! No input, however malformed, gives a 5xx: random ones.
//!
//! Not here: every operation with what is known to be odd (`operations`).

use crate::world::{As, World, encode};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

/// JSON like a fact in places, and unlike one in others.
fn near_fact() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!("person:one")),
        Just(json!("org:town-1")),
        Just(json!("temperature")),
        Just(json!("2026-03-02")),
        Just(json!("999999999-01-01T00:00:00Z")),
        Just(json!("sealed:0123456789abcdef0123456789abcdef")),
    ];
    let any_json = leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::hash_map("[a-z_]{1,8}", inner, 0..6)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    });
    const NAMES: [&str; 11] = [
        "id",
        "ledger",
        "subject",
        "at",
        "written",
        "org",
        "body",
        "corrects",
        "void",
        "discharges",
        "facts",
    ];
    let fact = proptest::collection::hash_map(proptest::sample::select(&NAMES[..]), any_json.clone(), 0..8)
        .prop_map(|m| Value::Object(m.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()));
    let likely = (proptest::option::of("[a-z]{1,12}"), any_json.clone()).prop_map(|(field, value)| {
        let mut fact = json!({ "ledger": "temperature", "subject": "person:one", "at": "2026-03-02", "body": { "celsius": 36.5 } });
        match field {
            Some(field) => fact["body"][field] = value,
            None => fact["body"]["celsius"] = value,
        }
        fact
    });
    prop_oneof![any_json, fact, likely]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn json_like_facts(fact in near_fact()) {
        for body in [fact.clone(), json!({ "facts": [fact] })] {
            let answer = world().post("one", "/facts", body);
            prop_assert!(answer.status < 500, "{} {}", answer.status, answer.text);
        }
    }

    #[test]
    fn bytes_of_any_kind(bytes in proptest::collection::vec(any::<u8>(), 0..400), head in 0usize..4) {
        let kinds = ["application/json", "application/x-ndjson", "multipart/form-data; boundary=x", "text/csv"];
        let begin: [&[u8]; 4] = [b"", b"PK\x03\x04", b"--x\r\n", b"subject,at,celsius\n"];
        let body = [begin[head], &bytes].concat();
        for kind in kinds {
            for path in ["/facts", "/imports?ledger=temperature", "/imports?ledger=person&dry_run=1", "/session", "/demo/clock",
                "/subjects/person:one/unmask", "/plans/fever/consequences", "/plans/fever/adopt", "/tokens", "/accounts"] {
                let answer = world().ask(As::Session("boss"), "POST", &format!("/api/v1{path}"), kind, &body);
                prop_assert!(answer.status < 500, "{path} {} {}", answer.status, answer.text);
            }
        }
    }

    #[test]
    fn any_words_in_paths_and_queries(a in "\\PC{0,30}", b in "\\PC{0,30}") {
        let (a, b) = (encode(&a), encode(&b));
        for path in [
            format!("/duties/{a}"), format!("/duties?state={a}&after={b}"), format!("/duties?org={a}&due_from={b}"),
            format!("/why/{a}"), format!("/facts/{a}"), format!("/facts?ledger={a}&after={b}"), format!("/facts?from={a}&until={b}"),
            format!("/subjects/{a}"), format!("/subjects?text={a}&after={b}"), format!("/subjects?name={a}&phone={b}"),
            format!("/subjects/person:one/timeline?after={a}"), format!("/orgs/{a}"), format!("/orgs?under={a}&kind={b}"),
            format!("/plans/{a}/diff?with={b}"), format!("/plans/fever?version={a}"), format!("/plans/fever/diff?with={a}"),
            format!("/reports/{a}/org:town-1/2026-03-02"), format!("/reports/fever%2Fdaily/{a}/{b}"),
            format!("/reports/fever%2Fdaily/org:town-1/2026-03-02/rows?indicator={a}&after={b}"),
            format!("/boards/epicurve?ledger={a}&from={b}"), format!("/boards/epicurve?indicator={a}&until={b}"),
            format!("/alerts?after={a}&subject={b}"), format!("/courses?after={a}&name={b}"), format!("/messages?after={a}"),
            format!("/sync?since={a}&ledgers={b}"), format!("/sync/field?device={a}&cursor={b}"), format!("/devices/{a}/orders"), format!("/looks?after={a}&text={b}"), format!("/accounts?after={a}&text={b}"),
            format!("/orgs/gaps?text={a}&under={b}"), format!("/accounts/export?text={a}"),
            format!("/reports/fever%2Feach/org:county/2026-03-02/rows?indicator=fever%2Feach.ill&after={a}"),
            format!("/reports/fever%2Feach/org:county/2026-03-02/rows?indicator=fever%2Feach.last&after={a}"),
            format!("/reports/fever%2Feach/org:county/2026-03-02/rows?indicator=fever%2Feach.expected&after={a}"),
            format!("/imports/{a}/refused.xlsx"), format!("/mappings/{a}"), format!("/{a}/{b}"),
        ] {
            let answer = world().get("boss", &path);
            prop_assert!(answer.status < 500, "{path} {} {}", answer.status, answer.text);
        }
    }
}
