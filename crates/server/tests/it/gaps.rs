//! Gaps of the organisation (责任未落实).

use crate::world::{World, id};
use serde_json::{Value, json};

/// The gaps of a kind, by the duty that they are about.
fn gaps(world: &World, path: &str, what: &str) -> Vec<Value> {
    let list = world.get("one", path).is(200).json();
    let list = if list.is_array() { list } else { list["gaps"].clone() };
    list.as_array().expect("gaps").iter().filter(|g| g["what"] == what).cloned().collect()
}

#[test]
fn an_owed_report_that_nobody_receives_is_a_gap() {
    let world = World::new();
    let counted = |world: &World| world.get("one", "/today").is(200).json()["now"]["gaps"].as_u64();
    let all = "/orgs/gaps?under=org:town-1";
    assert_eq!(gaps(&world, all, "report"), Vec::<Value>::new());
    let before = counted(&world).expect("a number");

    // The only one who receives reports is registered no longer.
    let over = json!({ "id": id(950), "ledger": "role_assignment", "subject": "org:county", "at": "2026-03-02 07:00",
        "org": "org:county", "corrects": id(100_020), "void": true, "body": {} });
    world.post("boss", "/facts", over).is(200);
    world.settle();

    let found = gaps(&world, all, "report");
    let [daily, evening] = found.as_slice() else { panic!("two reports: {found:#?}") };
    assert_eq!(daily["duty"], "fever/daily|org:town-1|2026-03-01T08:00");
    assert_eq!((&daily["org"]["id"], &daily["role"]["role"]), (&json!("org:town-1"), &json!("duty_officer")));
    assert_eq!(daily["duty_title"]["zh"], "报送每日情况报告");
    assert!(
        evening["duty"].as_str().is_some_and(|d| d.starts_with("fever/evening|org:village-1|")),
        "{evening}"
    );
    assert_eq!(counted(&world), Some(before + 2), "the page of today counts them");
    let listed = world.get("one", all).is(200).json().as_array().map(Vec::len);
    assert_eq!(
        counted(&world),
        listed.map(|n| n as u64),
        "it counts what the page of gaps lists: roles, duties, reports"
    );
    // The page of an organisation shows its own.
    assert_eq!(gaps(&world, "/orgs/org:town-1", "report"), vec![daily.clone()]);
    assert_eq!(gaps(&world, "/orgs/org:village-1", "report"), vec![evening.clone()]);
}
