//! Two servers at one PostgreSQL: what arrives at either is judged together, and what follows from it follows once.

use crate::house::{Server, init, school};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::testing::PrivateCluster;

const CLASSES: usize = 4;
const PUPILS: usize = 4;

fn registrations() -> Value {
    let mut facts = school(CLASSES);
    for (c, p) in (0..CLASSES).flat_map(|c| (0..PUPILS).map(move |p| (c, p))) {
        let (id, class) = (format!("person:p{c}-{p}"), format!("org:class-{c}"));
        facts.push(json!({ "ledger": "person_registration", "subject": id, "at": "2026-03-01", "org": "org:county", "body": { "sex": "female" } }));
        facts.push(json!({ "ledger": "enrolment", "subject": id, "at": "2026-03-01", "org": "org:county",
            "body": { "school": "org:school", "class": class, "part": "pupil" } }));
    }
    Value::Array(facts)
}

/// A pupil of a class is ill.
fn ill(c: usize, p: usize, at: &str) -> Value {
    json!([{ "ledger": "morning_noon_check", "subject": format!("person:p{c}-{p}"), "at": at,
        "org": "org:county", "body": { "session": "morning", "has_symptom": true, "symptoms": ["fever"], "celsius": 38.5 } }])
}

/// How often each key of a list is there, by the class that it is about.
fn keys(server: &Server, path: &str, name: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in server.get(path)["rows"].as_array().expect("rows") {
        let key = row["key"].as_str().expect("a key");
        let about = key.split('|').nth(1).expect("a subject").to_owned();
        if key.split('|').next() == Some(name) && about.starts_with("org:class-") {
            found.entry(about).or_default().push(key.to_owned());
        }
    }
    found
}

#[test]
fn a_signal_whose_cases_arrive_at_different_servers_fires_once() {
    let cluster = PrivateCluster::start().unwrap_or_else(|e| panic!("{e}"));
    let store = cluster.database().expect("a database");
    let folder = crate::house::Folder::new("servers");
    let key = folder.file("vault.key");
    let more = ["--key", key.as_str()];
    let plan =
        ["--role", "administrator", "--role", "county_duty_officer", "--adopt", "school-infectious-disease"];
    let password = init(&store, &[&plan[..], &more].concat());
    let servers = [Server::start(&store, &password, &more), Server::start(&store, &password, &more)];
    servers[0].facts(registrations());

    // Every pupil's check comes on a thread of its own, those of one class in turns at either server.
    // By the clock that the servers have: the plan is in force since a moment ago.
    let at = servers[1].get("/session")["clock"].as_str().expect("a time").to_owned();
    std::thread::scope(|scope| {
        for (c, p) in (0..CLASSES).flat_map(|c| (0..PUPILS).map(move |p| (c, p))) {
            let (server, at) = (&servers[(c + p) % 2], &at);
            scope.spawn(move || server.facts(ill(c, p, at)));
        }
    });

    for server in &servers {
        let alerts = keys(server, "/alerts?limit=500", "school-infectious-disease/cluster");
        let duties = keys(server, "/duties?limit=500", "school-infectious-disease/report_cluster");
        for found in [&alerts, &duties] {
            assert_eq!(found.len(), CLASSES, "{found:?}");
            assert!(found.values().all(|keys| keys.len() == 1), "each fires once: {found:?}");
        }
    }
    assert!(
        crate::house::told(&[&["verify", "--store", &store], &more[..]].concat()).contains("the chain holds")
    );
    let rebuilt = crate::house::told(&[&["rebuild", "--store", &store], &more[..]].concat());
    assert!(rebuilt.contains("rebuilt the same"), "{rebuilt}");
}
