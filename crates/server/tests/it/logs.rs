//! The log tells of requests and never of persons.

use crate::world::{As, ID_NUMBER, NAME, PASSWORD, PHONE, World, log};
use serde_json::json;

#[test]
fn no_name_number_or_id_of_a_person_is_in_the_log() {
    let world = World::new();
    let body = json!({ "account": "one", "password": PASSWORD }).to_string();
    world.ask(As::Nobody, "POST", "/api/v1/session", "application/json", body.as_bytes()).is(200);
    world.fever();
    world.get("one", &format!("/subjects?name={}", crate::world::encode(NAME))).is(200);
    world.get("one", &format!("/subjects?id_number={ID_NUMBER}")).is(200);
    world.get("one", "/subjects/person:one").is(200);
    let seen = world
        .post("one", "/subjects/person:one/unmask", json!({ "reason": "核对身份", "fields": [] }))
        .is(200)
        .json();
    assert_eq!(seen["fields"]["name"], NAME);
    for body in [format!("{{\"{NAME}\":"), format!("{{\"ledger\": \"{NAME}\", \"subject\": \"person:one\"}}")]
    {
        world.ask(As::Session("one"), "POST", "/api/v1/facts", "application/json", body.as_bytes());
    }
    let csv = format!("姓名,身份证号,电话\n{NAME},{ID_NUMBER},{PHONE}\n");
    world
        .ask(As::Session("one"), "POST", "/api/v1/imports?ledger=person", "text/csv", csv.as_bytes())
        .is(200);
    let text = String::from_utf8_lossy(&log().lock().expect("the log")).into_owned();
    assert!(text.contains("/api/v1/subjects/{id}"), "requests are logged by their route");
    for mark in [NAME, ID_NUMBER, PHONE, PASSWORD, "person:one", "session-of-", "慕容"] {
        let found = text.lines().find(|line| line.contains(mark) && line.contains("server"));
        assert_eq!(found, None, "{mark} was logged");
    }
}
