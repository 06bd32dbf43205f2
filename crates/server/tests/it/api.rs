//! Answers as reviewed snapshots, and the main job from fact to signed report.

use crate::world::{World, steady};
use insta::assert_json_snapshot;
use serde_json::{Value, json};

#[test]
fn what_follows_from_a_fever() {
    let world = World::new();
    world.fever();
    let duty = world.duty();
    assert_json_snapshot!("me", world.get("one", "/session").is(200).json());
    assert_json_snapshot!("duty", steady(world.get("one", &format!("/duties/{duty}")).is(200).json()));
    assert_json_snapshot!("today", steady(world.get("one", "/today").is(200).json()));
    assert_json_snapshot!("person", steady(world.get("one", "/subjects/person:one").is(200).json()));
    assert_json_snapshot!(
        "person_as_clerk",
        steady(world.get("clerk", "/subjects/person:one").is(200).json())
    );
    assert_json_snapshot!(
        "timeline",
        steady(world.get("one", "/subjects/person:one/timeline").is(200).json())
    );
    assert_json_snapshot!("org", steady(world.get("one", "/orgs/org:town-1").is(200).json()));
    assert_json_snapshot!("gaps", world.get("boss", "/orgs/gaps").is(200).json());
    assert_json_snapshot!("plan", world.get("one", "/plans/fever").is(200).json());
    assert_json_snapshot!("ledger", world.get("one", "/ledgers/temperature").is(200).json());
    assert_json_snapshot!(
        "consequences",
        world.post("boss", "/plans/fever/consequences", json!({ "scope": "org:county" })).is(200).json()
    );
}

/// A report of the evening is due next morning: both pages count it at the day that it is of.
#[test]
fn the_page_of_today_counts_the_reports_that_the_list_shows() {
    let world = World::new();
    world.forward("2026-03-03 10:00");
    let sign = "/reports/fever%2Fdaily/org:town-1/2026-03-03/sign";
    world.post("one", sign, json!({})).is(200);
    world.settle();
    for account in ["boss", "one", "two", "clerk"] {
        let today = world.get(account, "/today").is(200).json();
        for (name, day) in [("today", "2026-03-03"), ("yesterday", "2026-03-02")] {
            let list = world.get(account, &format!("/reports?day={day}")).is(200).json();
            let rows = list["rows"].as_array().expect("rows");
            let in_state =
                |states: &[&str]| rows.iter().filter(|r| states.iter().any(|s| r["state"] == *s)).count();
            let counted = [rows.len(), in_state(&["received", "late"]), in_state(&["received"])];
            let figures = &today[name];
            let told =
                [&figures["reports_expected"], &figures["reports_received"], &figures["reports_on_time"]];
            assert_eq!(json!(told), json!(counted), "{account}, {day}: {list}");
        }
        if account == "one" {
            assert_eq!(today["yesterday"]["reports_expected"], 2, "its own and the village's of the evening");
        }
    }
}

#[test]
fn duties_are_exported_as_they_are_filtered() {
    let world = World::new();
    world.fever();
    let file = |ask: &str| world.get("one", &format!("/duties/export?{ask}")).is(200);
    let csv = file("name=fever/visit_fever").text;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[1].starts_with("2026-03-02 08:30,待办,走访发热者,person:one,"), "{csv}");
    assert!(lines[1].contains("镇专干,一镇,,T-1.1"), "{csv}");
    assert_eq!(file("name=fever/visit_fever&state=missed").text.lines().count(), 1);
    assert!(file("format=xlsx").bytes.starts_with(b"PK"));
    world.get("one", "/duties/export?format=doc").is(400);
}

#[test]
fn a_duty_is_taken_done_and_told() {
    let world = World::new();
    world.fever();
    let duty = world.duty();
    world.post("one", &format!("/duties/{duty}/claim"), json!({})).is(200);
    world.settle();
    assert_eq!(world.get("one", &format!("/duties/{duty}")).is(200).json()["duty"]["taken_by"], "one");
    assert_eq!(
        world.get("one", "/duties?mine=taken").is(200).json()["rows"].as_array().map(Vec::len),
        Some(1)
    );
    world.forward("2026-03-02 08:35");
    let late = world.get("one", &format!("/duties/{duty}")).is(200).json();
    assert_eq!(late["duty"]["state"], "overdue");
    let kinds: Vec<&str> = late["why"]["history"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|h| h["kind"].as_str())
        .collect();
    assert!(
        kinds.contains(&"late") && kinds.contains(&"escalated") && kinds.contains(&"opened"),
        "{kinds:?}"
    );
    let told = world.get("boss", "/messages?unread=1").is(200).json();
    let message = told["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|m| m["kind"] == "escalated")
        .unwrap_or_else(|| panic!("{told}"))
        .clone();
    let read = format!("/messages/{}/read", crate::world::encode(message["key"].as_str().expect("a key")));
    world.post("two", &read, json!({})).is(404);
    world.post("boss", &read, json!({})).is(204);
    let visit = json!({ "ledger": "visit", "subject": "person:one", "at": "2026-03-02 08:32", "body": { "note": "已走访" } });
    world.post("one", "/facts", visit).is(200);
    world.settle();
    let done = world.get("one", &format!("/duties/{duty}")).is(200).json();
    assert_eq!(done["duty"]["state"], "done_late");
    assert_eq!(world.post("one", &format!("/duties/{duty}/claim"), json!({})).is(409).code(), "conflict");
    let board = world.get("boss", "/boards/completion?name=fever/visit_fever").is(200).json();
    assert_eq!(
        (&board["total"]["late"], &board["rows"][0]["org"]["name"]),
        (&json!(1), &json!("一镇")),
        "{board}"
    );
    let curve = world
        .get("one", "/boards/epicurve?ledger=temperature&from=2026-03-01&until=2026-03-03")
        .is(200)
        .json();
    assert_eq!(
        curve["days"].as_array().expect("days").iter().map(|d| d["n"].as_i64()).collect::<Vec<_>>(),
        [Some(0), Some(1), Some(0)]
    );
}

#[test]
fn a_report_is_drawn_up_signed_and_corrected() {
    let world = World::new();
    world.fever();
    let path = "/reports/fever%2Fdaily/org:town-1/2026-03-02";
    assert_eq!(world.post("one", &format!("{path}/sign"), json!({})).is(409).code(), "conflict");
    world.forward("2026-03-02 08:10");
    assert_json_snapshot!("report_draft", steady(world.get("one", path).is(200).json()));
    let county = world.get("boss", "/reports/fever%2Fdaily/org:county/2026-03-02").is(200).json();
    let below = county["below"].as_array().expect("rows");
    assert_eq!(below.iter().map(|row| row["state"].as_str()).collect::<Vec<_>>(), [Some("expected"); 2]);
    world.post("one", &format!("{path}/sign"), json!({ "comment": "属实" })).is(200);
    world.settle();
    assert_eq!(world.post("one", &format!("{path}/sign"), json!({})).is(409).code(), "conflict");
    let list = world.get("boss", "/reports?day=2026-03-02").is(200).json();
    assert_json_snapshot!("reports", steady(list));
    // A late fact: what was signed stays, the correction is shown, and can be signed in its turn.
    let late = json!({ "ledger": "temperature", "subject": "person:one", "at": "2026-03-02 07:30", "body": { "celsius": 36.8 } });
    world.post("one", "/facts", late).is(200);
    world.settle();
    assert_json_snapshot!("report_signed", steady(world.get("one", path).is(200).json()));
    let rows = world.get("one", &format!("{path}/rows?indicator=fever/daily.measured")).is(200).json();
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(2));
    world.post("one", &format!("{path}/sign"), json!({})).is(200);
    assert_eq!(world.get("one", path).is(200).json()["corrections"], json!([]));
}

#[test]
fn a_report_tells_of_those_below_who_sent_who_said_zero_who_is_missing() {
    let world = World::new();
    world.fever();
    let path = "/reports/fever%2Foverview/org:county/2026-03-02";
    let numbers = |path: &str| {
        let sheet = world.get("boss", path).is(200).json();
        let one = |id: &str| {
            let rows = sheet["indicators"].as_array().expect("numbers");
            let of = rows.iter().find(|i| i["id"] == format!("fever/overview.{id}").as_str());
            of.unwrap_or_else(|| panic!("no {id}: {sheet}"))["value"].as_f64()
        };
        ["expected", "received", "missing", "complete", "alerts", "emergencies"].map(one)
    };
    let below = |path: &str| -> Vec<(String, String, bool)> {
        let sheet = world.get("boss", path).is(200).json();
        let rows = sheet["below"].as_array().expect("rows").clone();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        rows.iter().map(|r| (text(&r["org"]["id"]), text(&r["state"]), r["nil"] == true)).collect()
    };
    let row = |org: &str, state: &str, nil| (org.to_owned(), state.to_owned(), nil);
    world.forward("2026-03-02 08:10");
    assert_eq!(numbers(path), [Some(2.0), Some(0.0), Some(0.0), Some(0.0), Some(1.0), Some(0.0)]);
    world.post("two", "/reports/fever%2Fdaily/org:town-2/2026-03-02/sign", json!({})).is(200);
    world.settle();
    assert_eq!(below(path), [row("org:town-1", "expected", false), row("org:town-2", "received", true)]);
    world.forward("2026-03-02 09:10");
    assert_eq!(numbers(path), [Some(2.0), Some(1.0), Some(1.0), Some(50.0), Some(1.0), Some(0.0)]);
    world.post("one", "/reports/fever%2Fdaily/org:town-1/2026-03-02/sign", json!({})).is(200);
    world.settle();
    assert_eq!(below(path), [row("org:town-1", "late", false), row("org:town-2", "received", true)]);
    let next = "/reports/fever%2Foverview/org:county/2026-03-03";
    assert_eq!(numbers(next)[4], Some(0.0), "an alert counts in the period in which it was raised");
    // Whoever may not see the county does not learn who below is missing.
    world.get("one", path).is(404);
}

#[test]
fn a_timeline_is_whole_however_it_is_paged() {
    let world = World::new();
    world.fever();
    for (n, minute) in (10..40).enumerate() {
        let at = format!("2026-03-02 06:{minute}");
        let fact = json!({ "id": crate::world::id(1000 + n as u32), "ledger": "visit", "subject": "person:one", "at": at, "body": {} });
        world.post("one", "/facts", fact).is(200);
    }
    world.settle();
    let whole = world.get("one", "/subjects/person:one/timeline?limit=500").is(200).json();
    let whole = whole["rows"].as_array().expect("rows");
    assert!(whole.len() > 33, "{}", whole.len());
    for limit in [1, 3, 7] {
        let (mut after, mut rows) = (String::new(), Vec::new());
        loop {
            let page = world
                .get("one", &format!("/subjects/person:one/timeline?limit={limit}&after={after}"))
                .is(200)
                .json();
            rows.extend(page["rows"].as_array().expect("rows").iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = crate::world::encode(next),
                None => break,
            }
            assert!(rows.len() <= whole.len(), "rows come twice");
        }
        assert_eq!(rows.len(), whole.len(), "limit {limit}");
        assert!(rows.windows(2).all(|w| w[0]["at"].as_str() >= w[1]["at"].as_str()), "newest first");
    }
}
