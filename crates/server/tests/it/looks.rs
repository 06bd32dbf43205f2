//! Exports are looks: who took which list, with which filters, how many rows; also when a file broke off. And lists that
//! are searched and exported.

use crate::world::{ID_NUMBER, NAME, PHONE, World, encode, id};
use facts::Zone;
use serde_json::{Value, json};
use server::{
    accounts::kind,
    caller::Caller,
    desk::Desk,
    error::{Answer, Fault},
    files::Kind,
    looks::Listed,
    sheets::{Sheet, exported},
};
use std::sync::Arc;

/// The looks that somebody sees.
fn looks(world: &World, who: &str, ask: &str) -> Vec<Value> {
    world.get(who, &format!("/looks?{ask}")).is(200).json()["rows"].as_array().expect("rows").clone()
}

#[test]
fn every_export_is_recorded_with_its_filters_and_rows() {
    let world = World::new();
    world.fever();
    for (list, path, rows) in [
        ("facts", "/facts/export?ledger=temperature", Some(1)),
        ("subjects", "/subjects/export?org=org:town-1", Some(1)),
        ("duties", "/duties/export?state=open", None),
        ("courses", "/courses/export?running=1&format=xlsx", Some(1)),
        ("alerts", "/alerts/export?format=ndjson&severity=2&open=1&org=org:town-1", Some(1)),
        ("looks", "/looks/export", None),
        ("purges", "/purges/export", Some(0)),
        ("gaps", "/orgs/gaps/export?under=org:town-1", Some(0)),
    ] {
        world.get("one", path).is(200);
        let mut found = looks(&world, "boss", "limit=500").into_iter();
        let look = found.find(|look| look["export"]["list"] == list).unwrap_or_else(|| panic!("no {list}"));
        let export = &look["export"];
        assert_eq!((&look["account"], &export["list"]), (&json!("one"), &json!(list)), "{look}");
        assert_eq!((&export["whole"], &export["within"]), (&json!(true), &json!(["org:town-1"])), "{look}");
        if let Some(rows) = rows {
            assert_eq!(export["rows"], json!(rows), "{look}");
        }
        let (_, query) = path.split_once('?').unwrap_or((path, ""));
        for (name, value) in
            query.split('&').filter_map(|p| p.split_once('=')).filter(|(n, _)| *n != "format")
        {
            assert_eq!(export["filters"][name], json!(value), "{look}");
        }
    }
    assert_eq!(looks(&world, "two", ""), Vec::<Value>::new(), "another town's");
    assert_eq!(looks(&world, "one", "").len(), 8, "everybody sees their own");
    // What is refused took nothing.
    world.get("one", "/duties/export?state=none").is(400);
    world.get("clerk", "/facts/export?ledger=temperature").is(403);
    assert_eq!(looks(&world, "boss", "limit=500").len(), 8);
}

#[test]
fn who_was_searched_for_is_not_written_into_the_record() {
    let world = World::new();
    for (name, value) in [("name", NAME), ("id_number", ID_NUMBER), ("phone", PHONE), ("text", NAME)] {
        world.get("one", &format!("/subjects/export?{name}={}", encode(value))).is(200);
    }
    let text = world.get("boss", "/looks").is(200).text;
    for secret in [NAME, ID_NUMBER, PHONE] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("慕*") && text.contains("138****5678"), "{text}");
}

/// A list whose second page cannot be read.
struct Breaking;

impl Sheet for Breaking {
    type Row = u32;

    fn header(&self) -> Vec<String> {
        vec!["n".into()]
    }

    fn cells(&self, row: &u32, _: Zone) -> Vec<String> {
        vec![row.to_string()]
    }

    fn page(&self, desk: &mut Desk<'_>, _: u16, after: Option<String>) -> Answer<(Vec<u32>, Option<String>)> {
        let recorded = desk.read.notes(kind::LOOK, "", None, 9)?;
        assert_eq!(recorded.len(), 1, "recorded before the first row leaves");
        if after.is_some() { Err(Fault::Broken("a test")) } else { Ok((vec![1, 2, 3], Some("3".into()))) }
    }
}

#[test]
fn an_export_that_breaks_off_is_recorded() {
    let world = World::new();
    let doors = world.doors();
    let scope = Arc::new(access::Scope::system());
    let caller = Caller { account: "boss".into(), scope, pass: (kind::TOKEN, String::new()) };
    let body = world.runtime().block_on(async {
        let file =
            exported(doors, caller, (Kind::Csv, "broken"), Listed::of("duties", &json!({})), Breaking).await;
        axum::body::to_bytes(file.expect("it begins").into_body(), 1_000_000).await
    });
    assert!(body.is_err(), "nobody takes a part for the whole");
    let look = looks(&world, "boss", "").remove(0);
    assert_eq!((&look["export"]["rows"], &look["export"]["whole"]), (&json!(3), &json!(false)), "{look}");
}

#[test]
fn accounts_looks_and_gaps_are_searched_and_exported_alike() {
    let world = World::new();
    world
        .post("one", "/subjects/person:one/unmask", json!({ "reason": "通知隔离", "fields": ["phone"] }))
        .is(200);
    world.post("two", "/subjects/person:two/unmask", json!({ "reason": "核对身份", "fields": [] })).is(200);
    let over = json!({ "id": id(950), "ledger": "role_assignment", "subject": "org:town-2", "at": "2026-03-02 07:00",
        "org": "org:county", "corrects": id(100_022), "void": true, "body": {} });
    world.post("boss", "/facts", over).is(200);
    world.settle();
    let count = |noun: &str, text: &str| {
        let ask = format!("text={}", encode(text));
        let list = world.get("boss", &format!("/{noun}?limit=500&{ask}")).is(200).json();
        let rows = if list.is_array() { list } else { list["rows"].clone() };
        let rows = rows.as_array().expect("rows").len();
        // Those who took the file before are looks as well.
        let file = world.get("boss", &format!("/{noun}/export?format=ndjson&{ask}")).is(200);
        assert!(file.text.lines().count() >= rows, "{noun} {text}: {}", file.text);
        if noun != "looks" {
            assert_eq!(file.text.lines().count(), rows, "{noun} {text}: {}", file.text);
        }
        world.get("boss", &format!("/{noun}/export?format=xlsx&{ask}")).is(200);
        rows
    };
    assert_eq!(count("accounts", "账号 cl"), 1);
    assert_eq!(count("accounts", "TEACH"), 1, "whatever the case");
    assert_eq!(count("accounts", "没有"), 0);
    assert!(count("accounts", "") > 3);
    assert_eq!(count("looks", "隔离"), 1, "by its reason");
    assert_eq!(count("looks", "person:two"), 1, "by whom it was at");
    assert_eq!(count("looks", "two"), 1, "by who looked");
    assert!(count("orgs/gaps", "二镇") > 0, "by the organisation");
    assert!(count("orgs/gaps", "镇专干") > 0, "by the role");
    assert_eq!(count("orgs/gaps", "没有"), 0);
    assert_eq!(count("deliveries", ""), 0);
    assert!(
        world.get("boss", "/accounts/export").is(200).text.contains("clerk,账号 clerk,,文员（一镇）,可登录")
    );
    let looks = world.get("boss", "/looks/export?text=person:one").is(200).text;
    assert!(looks.contains("one,person:one,电话,通知隔离"), "{looks}");
}
