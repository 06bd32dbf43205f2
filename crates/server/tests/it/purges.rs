//! Purges as an auditor sees them: what is due and what holds it back, what went, and what a purged fact looks like.

use crate::world::{World, id};
use serde_json::{Value, json};

/// Two negative tests on the days that the course asks for.
fn released(world: &World) {
    for (n, day) in [(71, "03"), (72, "09")] {
        let fact = json!({ "id": id(n), "ledger": "result", "subject": "person:one", "at": format!("2026-03-{day} 08:00"),
            "org": "org:town-1", "body": { "result": "negative" } });
        world.forward(&format!("2026-03-{day} 09:00"));
        world.post("one", "/facts", fact).is(200);
        world.settle();
    }
    world.forward("2026-03-12 09:00");
}

#[test]
fn an_auditor_sees_what_is_due_and_what_went() {
    let world = World::new();
    let fact = world.fever();
    let due = |world: &World| {
        let lines = world.get("boss", "/purges/due").is(200).json();
        let temperatures = |line: &&Value| line["ledger"] == "temperature";
        lines.as_array().expect("lines").iter().find(temperatures).cloned().expect("a line")
    };
    let doors = world.doors();
    world.forward("2026-04-20 09:00");
    let line = due(&world);
    assert_eq!(
        (&line["ledger"], &line["days"], &line["from"]),
        (&json!("temperature"), &json!(30), &json!("course_end"))
    );
    assert_eq!((&line["facts"], &line["held"][0]["facts"]), (&json!(0), &json!(1)), "{line}");
    assert!(line["held"][0]["because"]["zh"].as_str().expect("words").contains("管控期"));
    drop(world);
    drop(doors);

    let world = World::new();
    let again = world.fever();
    assert_eq!(again, fact);
    released(&world);
    world.post("one", &format!("/duties/{}/waive", world.duty()), json!({ "reason": "已电话联系" })).is(200);
    assert_eq!(due(&world)["facts"], 0, "thirty days from the end of the course");
    world.forward("2026-04-20 09:00");
    let line = due(&world);
    assert_eq!(
        (&line["facts"], &line["subjects"], &line["held"]),
        (&json!(1), &json!(1), &json!([])),
        "{line}"
    );
    assert_eq!(world.get("boss", "/purges").is(200).json()["rows"], json!([]));

    let facts = world.runtime().block_on(world.doors().sweeper.purge_all()).expect("a purge");
    assert_eq!(facts, 1);
    let purges = world.get("boss", "/purges").is(200).json();
    let row = &purges["rows"][0];
    assert_eq!(
        (&row["facts"], &row["ledgers"][0]["title"]["zh"]),
        (&json!(1), &json!("体温登记")),
        "{purges}"
    );
    assert_eq!(world.get("one", "/purges").is(200).json()["rows"], json!([]), "it is the county's fact");
    let detail = world.get("one", &format!("/facts/{fact}")).is(200).json();
    assert_eq!(detail["holds"], json!(null), "{detail}");
    let version = &detail["versions"][0];
    assert_eq!((&version["purged"], &version["fields"]), (&json!(true), &json!([])));
    assert!(!world.get("one", "/facts?ledger=temperature").is(200).text.contains("38.2"));
    world.get("one", "/subjects/person:one/timeline").is(200);
    assert_eq!(world.get("one", "/courses").is(200).json()["rows"], json!([]), "what rested on it is gone");
    assert_eq!(due(&world)["facts"], 0);
}
