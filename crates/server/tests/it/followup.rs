//! The follow-up grid: what was asked of a day and what was done, for whoever may see the course.

use crate::world::{World, id};
use serde_json::{Value, json};

/// One row's states by day, from 2 March on.
fn states(world: &World, who: &str) -> Vec<String> {
    let page = world.get(who, "/followup?from=2026-03-02&days=10").is(200).json();
    let rows = page["rows"].as_array().expect("rows").clone();
    assert_eq!(rows.len(), 1, "{page}");
    let state = |cell: &Value| cell["state"].as_str().expect("a state").to_owned();
    rows[0]["cells"].as_array().expect("cells").iter().map(state).collect()
}

fn tested(world: &World, n: u32, at: &str) {
    let fact = json!({ "id": id(n), "ledger": "result", "subject": "person:one", "at": at, "org": "org:town-1",
        "body": { "result": "negative" } });
    world.post("one", "/facts", fact).is(200);
    world.settle();
}

#[test]
fn a_day_is_open_then_seen_or_missed() {
    let world = World::new();
    world.fever();
    assert_eq!(
        states(&world, "one"),
        ["outside", "none", "none", "none", "none", "none", "none", "none", "outside", "outside"],
        "seven days from the day after; the test of the first day is not owed yet"
    );
    world.forward("2026-03-03 08:00");
    let open = states(&world, "one");
    assert!(open.contains(&"open".to_owned()) && !open.contains(&"missed".to_owned()), "{open:?}");
    world.forward("2026-03-05 08:00");
    let missed = states(&world, "one");
    assert!(missed.contains(&"missed".to_owned()), "nobody took the sample: {missed:?}");
    let page = world.get("one", "/followup?from=2026-03-02&days=10").is(200).json();
    let row = page["rows"][0].clone();
    assert_eq!(row["missed_in_row"], json!(1), "{row}");
    tested(&world, 901, "2026-03-03 10:00");
    let seen = states(&world, "one");
    assert!(seen.contains(&"seen".to_owned()) && !seen.contains(&"missed".to_owned()), "{seen:?}");
    let day =
        world.get("one", "/followup?from=2026-03-03&days=1").is(200).json()["rows"][0]["cells"][0].clone();
    assert_eq!((&day["test"], &day["result"]), (&json!("done"), &json!("negative")), "{day}");
}

#[test]
fn the_grid_is_for_whoever_may_see_the_course() {
    let world = World::new();
    world.fever();
    for (who, rows) in [("boss", 1), ("one", 1), ("two", 0), ("clerk", 0), ("nobody", 0)] {
        let page = world.get(who, "/followup").is(200).json();
        assert_eq!(page["rows"].as_array().expect("rows").len(), rows, "{who}");
        let file = world.get(who, "/followup/export?from=2026-03-02&days=3").is(200).text;
        assert_eq!(file.lines().count(), rows + 1, "{who}: {file}");
        assert!(file.lines().next().expect("headings").ends_with("2026-03-02,2026-03-03,2026-03-04"));
    }
    for wrong in ["days=0", "days=32", "from=x", "limit=0"] {
        world.get("one", &format!("/followup?{wrong}")).is(400);
    }
    let met = json!({ "id": id(905), "ledger": "met", "subject": "person:one", "at": "2026-03-01 08:00",
        "org": "org:town-1", "body": { "whom": "person:two" } });
    world.post("one", "/facts", met).is(200);
    let row = world.get("one", "/followup").is(200).json()["rows"][0].clone();
    assert_eq!(row["sources"][0]["id"], json!("person:two"));
    assert_eq!(row["sources"][0]["label"], json!("●●● two"), "of the other town only that there is somebody");
}
