//! The line list: what is a row, for whom, by which filters, and what its file is called in other programs.

use crate::world::{NAME, World, id};
use serde_json::{Value, json};

/// Reports a case; the id of the fact.
pub fn card(world: &World, who: &str, n: u32, person: &str, at: &str, body: Value) -> String {
    let org = if who == "two" { "org:town-2" } else { "org:town-1" };
    let fact = json!({ "id": id(n), "ledger": "illness", "subject": person, "at": format!("2026-{at}"), "org": org, "body": body });
    world.post(who, "/facts", fact).is(200);
    id(n)
}

/// Two cases in town 1, of which one was suspected before; one in town 2.
pub fn outbreak() -> World {
    let world = World::new();
    let flu = |sure: &str, since: &str| json!({ "disease": "flu", "how_sure": sure, "onset": since });
    card(&world, "one", 700, "person:one", "02-10 08:00", flu("suspected", "2026-02-08"));
    card(&world, "one", 701, "person:one", "02-11 08:00", flu("confirmed", "2026-02-08"));
    card(
        &world,
        "one",
        702,
        "person:one",
        "02-20 08:00",
        json!({ "disease": "pox", "how_sure": "suspected" }),
    );
    card(&world, "two", 703, "person:two", "02-15 08:00", flu("suspected", "2026-02-12"));
    let met = json!({ "id": id(704), "ledger": "met", "subject": "person:two", "at": "2026-02-09 08:00", "org": "org:town-2",
        "body": { "whom": "person:one" } });
    world.post("two", "/facts", met).is(200);
    world
}

fn ids(world: &World, who: &str, ask: &str) -> Vec<u32> {
    let page = world.get(who, &format!("/cases?{ask}")).is(200).json();
    let rows = page["rows"].as_array().expect("rows").clone();
    let n =
        |row: &Value| u32::from_str_radix(&row["id"].as_str().expect("an id")[24..], 16).expect("a number");
    rows.iter().map(n).collect()
}

#[test]
fn a_case_is_one_row_for_whoever_may_see_it() {
    let world = outbreak();
    assert_eq!(
        ids(&world, "boss", ""),
        [702, 703, 701],
        "newest first; the suspicion of 701 is no row of its own"
    );
    assert_eq!(ids(&world, "one", ""), [702, 701]);
    assert_eq!(ids(&world, "two", ""), [703]);
    assert_eq!(ids(&world, "clerk", ""), [0; 0], "no health data");
    for (ask, wanted) in [
        ("disease=flu", &[703, 701][..]),
        ("disease=flu,pox", &[702, 703, 701]),
        ("case_type=suspected", &[702, 703]),
        ("case_type=confirmed&disease=pox", &[]),
        ("org=org:town-1", &[702, 701]),
        ("onset_from=2026-02-08&onset_until=2026-02-08", &[701]),
        ("onset_from=2026-02-09", &[703]),
        ("from=2026-02-12&until=2026-02-16", &[703]),
        ("text=one", &[702, 701]),
        ("text=nobody-is-called-so", &[]),
    ] {
        assert_eq!(ids(&world, "boss", ask), wanted, "{ask}");
    }
    for wrong in ["onset_from=x", "from=x", "limit=0"] {
        world.get("boss", &format!("/cases?{wrong}")).is(400);
    }
}

#[test]
fn pages_of_the_line_list_give_every_case_once() {
    let world = outbreak();
    for n in 0..12 {
        let body = json!({ "disease": if n % 3 == 0 { "pox" } else { "flu" }, "how_sure": "suspected",
            "onset": format!("2026-01-{:02}", n + 1) });
        // Later reports of the same case replace the earlier ones.
        card(&world, "one", 720 + n, "person:one", &format!("01-{:02} 09:00", n + 1), body);
    }
    for (limit, ask) in [(1, ""), (2, ""), (3, ""), (1, "&text=one"), (2, "&text=one")] {
        let all = ids(&world, "boss", &format!("limit=500{ask}"));
        assert!(all.len() > 2, "{all:?}");
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = world.get("boss", &format!("/cases?limit={limit}{ask}{after}")).is(200).json();
            let rows = page["rows"].as_array().expect("rows");
            assert!(rows.len() <= limit, "{page}");
            found.extend(rows.iter().map(|r| r["id"].as_str().expect("an id").to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", crate::world::encode(next)),
                None => break,
            }
        }
        assert_eq!(found, all.iter().map(|n| id(*n)).collect::<Vec<_>>(), "limit {limit}");
    }
}

#[test]
fn a_correction_changes_the_row_and_a_void_report_leaves_none() {
    let world = outbreak();
    let correction = json!({ "id": id(710), "ledger": "illness", "subject": "person:two", "at": "2026-02-15 08:00",
        "org": "org:town-2", "corrects": id(703), "body": { "disease": "pox", "how_sure": "confirmed" } });
    world.post("two", "/facts", correction).is(200);
    let page = world.get("two", "/cases").is(200).json();
    assert_eq!(
        page["rows"][0]["cells"]["disease"],
        json!({ "value": "pox", "shown": { "zh": "水痘", "en": "chickenpox" } })
    );
    assert_eq!(page["rows"][0]["cells"]["date_onset"], Value::Null);
    assert_eq!(ids(&world, "two", ""), [703], "the row keeps its id");
    let void = json!({ "id": id(711), "ledger": "illness", "subject": "person:one", "at": "2026-02-11 08:00",
        "org": "org:town-1", "corrects": id(701), "void": true, "body": {} });
    world.post("one", "/facts", void).is(200);
    assert_eq!(ids(&world, "one", ""), [702, 700], "without the confirmation the suspicion holds again");
}

#[test]
fn the_file_has_the_names_of_the_field_and_nobody_in_clear() {
    let world = outbreak();
    let file = world.get("boss", "/cases/export?disease=flu").is(200);
    assert_eq!(
        file.text.trim_start_matches('\u{feff}'),
        "id,case_name,home,home_name,reported_by,case_id,disease,case_type,date_onset,date_reporting,outcome,date_outcome,source_case\n\
         person:two,慕*,org:town-2,二镇,org:town-2,,flu,suspected,2026-02-12,2026-02-15,,,person:one\n\
         person:one,慕*,org:village-1,一村,org:town-1,,flu,confirmed,2026-02-08,2026-02-10,,,\n"
    );
    let lines = world.get("one", "/cases/export?format=ndjson").is(200).text;
    assert_eq!(lines.lines().count(), 2);
    assert!(!lines.contains(NAME), "{lines}");
    let look = world.get("boss", "/looks").is(200).json()["rows"][1].clone();
    assert_eq!(look["export"]["title"], json!({ "zh": "病例一览", "en": "line list" }));
    assert_eq!(
        (&look["export"]["filters"], &look["export"]["rows"]),
        (&json!({ "disease": "flu" }), &json!(2))
    );
    let columns = world.get("one", "/cases/columns").is(200).json();
    assert_eq!(
        columns[1]["codes"][2],
        json!({ "code": "pox", "label": { "zh": "水痘", "en": "chickenpox" } })
    );
}

#[test]
fn one_case_has_its_reports_and_who_was_in_contact() {
    let world = outbreak();
    let page = world.get("boss", &format!("/cases/{}", id(701))).is(200).json();
    let ids = |of: &Value| of.as_array().expect("facts").iter().map(|f| f["id"].clone()).collect::<Vec<_>>();
    assert_eq!(page["case"]["id"], json!(id(701)));
    assert_eq!((page["card"]["id"].clone(), ids(&page["earlier"])), (json!(id(701)), vec![json!(id(700))]));
    assert_eq!(ids(&page["contacts"]), [json!(id(704))], "person two names person one");
    let by_suspicion = world.get("boss", &format!("/cases/{}", id(700))).is(200).json();
    assert_eq!(by_suspicion, page, "by any of its reports");
    let other = world.get("two", &format!("/cases/{}", id(703))).is(200).json();
    let groups: Vec<_> = other["groups"].as_array().expect("groups").iter().map(|g| &g["term"]).collect();
    assert_eq!(groups, [&json!("contact")], "{other}");
    assert!(!other.to_string().contains(NAME), "masked");
    for (who, n) in [("two", 701), ("clerk", 701), ("one", 704), ("one", 799)] {
        world.get(who, &format!("/cases/{}", id(n))).is(404);
    }
}

#[test]
fn the_card_leaves_as_a_document_masked_and_recorded() {
    let world = outbreak();
    let card = format!("/cases/{}/card", id(701));
    let file = world.get("one", &format!("{card}?form=docx")).is(200);
    assert!(file.bytes.starts_with(b"PK"));
    let looks = world.get("one", "/looks").is(200).json();
    let export = &looks["rows"][0]["export"];
    assert_eq!((&export["list"], &export["format"]), (&json!("card"), &json!("docx")), "{looks}");
    assert_eq!(export["filters"]["case"], json!(id(701)));
    let refused = world.get("one", &format!("{card}?form=pdf")).is(422).json();
    assert_eq!(refused["error"]["code"], "no_typesetter", "{refused}");
    world.get("one", &format!("{card}?form=doc")).is(400);
    for who in ["two", "clerk"] {
        world.get(who, &format!("{card}?form=docx")).is(404);
    }
    let after = world.get("one", "/looks").is(200).json();
    assert_eq!(
        after["rows"].as_array().map(Vec::len),
        looks["rows"].as_array().map(Vec::len),
        "refusals are no looks"
    );
}
