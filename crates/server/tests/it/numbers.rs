//! Numbers of a report and the rows that they open: as many as the number says.

use crate::world::{World, encode, id};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const EACH: &str = "/reports/fever%2Feach";

/// Two feverish measurements of one person, who is found well again; one without fever of another.
fn happened() -> World {
    let world = World::new();
    world.fever();
    let fact = |n: u32, ledger: &str, about: &str, time: &str, body: Value| {
        let town = if about == "person:one" { "one" } else { "two" };
        let fact = json!({ "id": id(n), "ledger": ledger, "subject": about, "at": format!("2026-03-02 {time}"),
            "body": body });
        world.post(town, "/facts", fact).is(200);
    };
    fact(2000, "temperature", "person:one", "06:40", json!({ "celsius": 37.9 }));
    fact(2001, "visit", "person:one", "06:50", json!({ "note": "康复" }));
    fact(2002, "temperature", "person:two", "06:35", json!({ "celsius": 36.5 }));
    fact(2003, "visit", "person:two", "06:45", json!({ "note": "康复" }));
    world.settle();
    world
}

/// The numbers of a sheet.
fn numbers(world: &World, who: &str, sheet: &str) -> BTreeMap<String, Value> {
    let sheet = world.get(who, sheet).is(200).json();
    let numbers = sheet["indicators"].as_array().expect("numbers").clone();
    numbers.into_iter().map(|n| (n["id"].as_str().expect("an id").to_owned(), n)).collect()
}

/// The rows behind a number, page by page, and how many of them the reader may not see.
fn opened(world: &World, who: &str, sheet: &str, indicator: &str, limit: usize) -> (Vec<Value>, u64) {
    let (mut rows, mut hidden, mut after) = (Vec::new(), 0, String::new());
    loop {
        let path = format!("{sheet}/rows?indicator={}&limit={limit}{after}", encode(indicator));
        let page = world.get(who, &path).is(200).json();
        let found = page["rows"].as_array().expect("rows");
        hidden += page["hidden"].as_u64().expect("how many");
        assert!(found.len() <= limit, "{indicator}");
        rows.extend(found.iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={}", encode(next)),
            None => return (rows, hidden),
        }
        assert!(rows.len() < 100, "{indicator}: rows come twice");
    }
}

fn celsius(row: &Value) -> f64 {
    let fields = row["fields"].as_array().expect("fields");
    fields.iter().find(|f| f["id"] == "celsius").and_then(|f| f["value"].as_f64()).expect("a temperature")
}

/// A number and what it opens, in words: its kind of rows and how many.
fn as_opened(world: &World, who: &str, sheet: &str, number: &Value) -> f64 {
    let id = number["id"].as_str().expect("an id");
    let (rows, hidden) = opened(world, who, sheet, id, 500);
    assert_eq!(opened(world, who, sheet, id, 1), (rows.clone(), hidden), "{id}: however it is paged");
    let kind = match number["opens"].as_str().expect("what it opens") {
        "facts" | "latest" => "fact",
        "duties" => "duty",
        "statuses" => "status",
        "courses" => "course",
        "alerts" => "alert",
        "reports" => "report",
        other => panic!("{id}: {other}"),
    };
    assert!(rows.iter().all(|row| row["what"] == kind), "{id}: {rows:?}");
    if id.ends_with(".degrees") || id.ends_with(".last") {
        return (rows.iter().map(celsius).sum::<f64>() * 10.0).round() / 10.0;
    }
    rows.len() as f64 + hidden as f64
}

#[test]
fn every_number_opens_as_many_rows_as_it_says() {
    let world = happened();
    let mut ever: BTreeMap<String, f64> = BTreeMap::new();
    for (clock, day) in [("2026-03-02 08:10", "2026-03-02"), ("2026-03-03 09:10", "2026-03-03")] {
        world.forward(clock);
        if day == "2026-03-02" {
            world.post("two", "/reports/fever%2Fdaily/org:town-2/2026-03-02/sign", json!({})).is(200);
            world.settle();
        }
        for (who, org) in [("boss", "org:county"), ("one", "org:town-1"), ("two", "org:town-2")] {
            let sheet = format!("{EACH}/{org}/{day}");
            let numbers = numbers(&world, who, &sheet);
            for (id, number) in &numbers {
                let says = number["value"].as_f64();
                if number["opens"] == "ratio" {
                    let of = |side: &str| number["ratio"][side].as_str().and_then(|id| numbers.get(id));
                    let (part, whole) =
                        (of("part").expect("a numerator"), of("whole").expect("a denominator"));
                    let share = |n: &Value| as_opened(&world, who, &sheet, n);
                    let (part, whole) = (share(part), share(whole));
                    let expected = (whole > 0.0).then(|| (part * 1_000_000.0 / whole).trunc() / 10_000.0);
                    assert_eq!(says, expected, "{day} {org} {id}");
                    let refused = world.get(who, &format!("{sheet}/rows?indicator={}", encode(id)));
                    refused.is(400);
                } else {
                    assert_eq!(
                        says,
                        Some(as_opened(&world, who, &sheet, number)),
                        "{day} {org} {id}: {number}"
                    );
                }
                let short = id.rsplit('.').next().unwrap_or_default().to_owned();
                let most = ever.entry(short).or_default();
                *most = most.max(says.unwrap_or_default());
            }
        }
    }
    let never: Vec<_> = ever.iter().filter(|(_, n)| **n == 0.0).collect();
    assert!(never.is_empty(), "numbers that say nothing here: {never:?}");
}

#[test]
fn of_a_subject_the_strongest_value_counts_once() {
    let world = happened();
    world.forward("2026-03-02 08:10");
    let sheet = format!("{EACH}/org:county/2026-03-02");
    let whose = |indicator: &str| -> Vec<String> {
        let (rows, hidden) = opened(&world, "boss", &sheet, &format!("fever/each.{indicator}"), 1);
        assert_eq!(hidden, 0);
        rows.iter().map(|row| row["subject"]["id"].as_str().expect("a subject").to_owned()).collect()
    };
    assert_eq!(whose("ill"), ["person:one"], "twice under two facts, and normal as well: counted once");
    assert_eq!(whose("well"), ["person:two"]);
    assert_eq!(whose("people"), ["person:one", "person:two"]);
}

#[test]
fn what_may_not_be_seen_is_counted_and_not_shown() {
    let world = happened();
    world.forward("2026-03-03 08:10");
    let sheet = format!("{EACH}/org:town-1/2026-03-03");
    let numbers = numbers(&world, "clerk", &sheet);
    for id in ["ill", "watched"] {
        let id = format!("fever/each.{id}");
        let (rows, hidden) = opened(&world, "clerk", &sheet, &id, 500);
        assert_eq!((rows.len(), Some(hidden)), (0, numbers[&id]["value"].as_u64()), "{id}: health data");
        assert!(hidden > 0, "{id}");
    }
    let facts = format!("{EACH}/org:town-1/2026-03-02");
    assert_eq!(opened(&world, "clerk", &facts, "fever/each.times", 500), (Vec::new(), 2));
    world.get("two", &format!("{sheet}/rows?indicator=fever/each.ill")).is(404);
}

#[test]
fn a_signed_number_says_what_it_is_now_and_who_signed() {
    let world = happened();
    world.forward("2026-03-02 08:10");
    let sheet = format!("{EACH}/org:county/2026-03-02");
    world.post("boss", &format!("{sheet}/sign"), json!({})).is(200);
    let late = json!({ "id": id(2010), "ledger": "temperature", "subject": "person:two", "at": "2026-03-02 07:30",
        "body": { "celsius": 38.0 } });
    world.post("two", "/facts", late).is(200);
    world.settle();
    let now = numbers(&world, "boss", &sheet);
    let times = &now["fever/each.times"];
    assert_eq!((&times["value"], &times["present"]["value"]), (&json!(3), &json!(4)));
    assert_eq!(opened(&world, "boss", &sheet, "fever/each.times", 500).0.len(), 4, "rows are those of now");
    let ill = &now["fever/each.ill"];
    assert_eq!((&ill["value"], &ill["present"]["value"]), (&json!(1), &json!(2)));
    assert_eq!(now["fever/each.people"].get("present"), None, "what did not change says nothing");
    let signed = world.get("boss", &sheet).is(200).json()["signed"].clone();
    assert_eq!((&signed["by"], &signed["by_name"]), (&json!("boss"), &json!("账号 boss")));
    // Signed again, it is what it is now.
    world.post("boss", &format!("{sheet}/sign"), json!({})).is(200);
    let again = numbers(&world, "boss", &sheet);
    assert_eq!(
        (&again["fever/each.times"]["value"], again["fever/each.times"].get("present")),
        (&json!(4), None)
    );
}
