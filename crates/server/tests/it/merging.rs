//! Persons who were registered twice: who is shown as a pair, and that a merge loses nothing.

use crate::cases::{card, outbreak};
use crate::world::{Answer, NAME, PHONE, World, id};
use serde_json::{Value, json};

fn pairs(world: &World, who: &str, ask: &str) -> Vec<Value> {
    let page = world.get(who, &format!("/subjects/pairs?{ask}")).is(200).json();
    assert_eq!(page["next"], json!(null), "few persons are one page");
    page["rows"].as_array().expect("rows").clone()
}

fn ids(pair: &Value) -> (String, String) {
    let id = |who: &str| pair[who]["subject"]["id"].as_str().expect("an id").to_owned();
    (id("one"), id("other"))
}

fn judge(world: &World, who: &str, kept: &str, other: &str, same: bool) -> Answer {
    let body = json!({ "other": other, "same": same, "reason": "电话核实" });
    world.post(who, &format!("/subjects/{kept}/identify"), body)
}

/// A third registration in the village of the first person, by name and telephone, with what only it knows.
fn third(world: &World) {
    let person = json!({ "id": id(750), "ledger": "person", "subject": "person:three", "at": "2026-03-01 08:00",
        "org": "org:village-1", "body": { "home": "org:village-1", "name": NAME, "phone": PHONE, "illness": "糖尿病" } });
    world.post("one", "/facts", person).is(200);
}

#[test]
fn who_shares_name_and_numbers_is_a_pair_until_somebody_judges() {
    let world = World::new();
    let found = pairs(&world, "boss", "");
    assert_eq!(
        found.iter().map(ids).collect::<Vec<_>>(),
        [("person:one".to_owned(), "person:two".to_owned())]
    );
    assert_eq!(found[0]["points"], json!(17));
    let labels = |of: &str| {
        let words = found[0][of].as_array().expect("words");
        words.iter().map(|w| w["zh"].as_str().expect("words").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (labels("agree"), labels("differ")),
        (vec!["姓名".into(), "身份证号".into(), "电话".into()], vec![])
    );
    let text = found[0].to_string();
    assert!(!text.contains(NAME) && !text.contains(PHONE), "identities are masked: {text}");
    assert!(pairs(&world, "boss", "since=2026-03-02").is_empty());
    assert!(pairs(&world, "one", "").is_empty(), "the other is of another town");
    world.get("clerk", "/subjects/pairs").is(403);

    judge(&world, "boss", "person:two", "person:one", false).is(200);
    assert!(pairs(&world, "boss", "").is_empty());
    world.get("boss", "/subjects/person:two").is(200);
}

#[test]
fn a_merge_loses_nothing() {
    let world = outbreak();
    third(&world);
    let measles = json!({ "disease": "measles", "how_sure": "confirmed", "onset": "2026-02-25" });
    card(&world, "one", 760, "person:three", "02-26 08:00", measles);
    let met = json!({ "id": id(761), "ledger": "met", "subject": "person:two", "at": "2026-02-27 08:00", "org": "org:town-2",
        "body": { "whom": "person:three" } });
    world.post("two", "/facts", met).is(200);
    assert_eq!(pairs(&world, "one", "").len(), 1);

    let done = judge(&world, "one", "person:one", "person:three", true).is(200).json();
    assert_eq!((&done["told_again"], &done["renamed"]), (&json!(1), &json!(1)), "the card; the contact");
    world.settle();
    assert!(pairs(&world, "one", "").is_empty());
    world.get("boss", "/subjects/person:three").is(404);
    let persons = world.get("boss", "/subjects?limit=500").is(200).text;
    assert!(!persons.contains("person:three"), "{persons}");

    let cases = world.get("boss", "/cases?disease=measles").is(200).json();
    let rows = cases["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["person"]["id"], &rows[0]["cells"]["date_onset"]["value"]),
        (&json!("person:one"), &json!("2026-02-25"))
    );
    let contact = world.get("boss", &format!("/facts/{}", id(761))).is(200).json();
    assert_eq!(contact["holds"]["fields"][0]["value"], json!("person:one"));
    assert_eq!(
        contact["versions"][0]["fields"][0]["value"],
        json!("person:three"),
        "what was told first is there"
    );
    let card = world.get("boss", &format!("/facts/{}", id(760))).is(200).json();
    assert_eq!((&card["holds"], card["versions"].as_array().expect("versions").len()), (&json!(null), 2));

    let file = world.get("one", "/subjects/person:one").is(200).json();
    let illness =
        file["profile"].as_array().expect("fields").iter().find(|f| f["id"] == "illness").expect("a field");
    assert_eq!(illness["value"], json!("哮喘"), "what is known of the kept person stands");
    let timeline = world.get("one", "/subjects/person:one/timeline").is(200).text;
    assert!(timeline.contains("电话核实"), "the verdict is in the file: {timeline}");
    judge(&world, "one", "person:one", "person:three", true).is(404);
}

#[test]
fn a_merge_adds_what_was_not_known_and_keeps_what_was() {
    let world = World::new();
    let bare = json!({ "id": id(751), "ledger": "person", "subject": "person:four", "at": "2026-03-01 09:00",
        "org": "org:village-1", "body": { "home": "org:village-1", "name": NAME } });
    world.post("one", "/facts", bare).is(200);
    third(&world);
    let warm = json!({ "id": id(752), "ledger": "temperature", "subject": "person:three", "at": "2026-03-01 10:00",
        "org": "org:village-1", "body": { "celsius": 37.0, "how": "ear" } });
    world.post("one", "/facts", warm).is(200);
    judge(&world, "one", "person:four", "person:three", true).is(200);
    let unmask = json!({ "reason": "核对身份", "fields": [] });
    let identity = world.post("one", "/subjects/person:four/unmask", unmask).is(200).json();
    assert_eq!((&identity["fields"]["name"], &identity["fields"]["phone"]), (&json!(NAME), &json!(PHONE)));
    let file = world.get("one", "/subjects/person:four").is(200).json();
    assert!(file["profile"].to_string().contains("糖尿病"), "{file}");
    let facts = world.get("one", "/facts?ledger=temperature").is(200).json();
    let about: Vec<&Value> =
        facts["rows"].as_array().expect("rows").iter().map(|r| &r["subject"]["id"]).collect();
    assert_eq!(about, [&json!("person:four")]);
}

#[test]
fn nobody_judges_whom_they_may_not() {
    let world = World::new();
    third(&world);
    judge(&world, "clerk", "person:one", "person:three", true).is(403);
    judge(&world, "two", "person:one", "person:three", true).is(404);
    judge(&world, "one", "person:one", "person:two", true).is(404);
    judge(&world, "one", "person:one", "person:one", true).is(422);
    judge(&world, "one", "person:one", "org:town-1", true).is(404);
    world
        .post(
            "one",
            "/subjects/person:one/identify",
            json!({ "other": "person:three", "same": true, "reason": " " }),
        )
        .is(400);
    assert_eq!(pairs(&world, "one", "").len(), 1, "nothing was judged");
}
