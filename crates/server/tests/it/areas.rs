//! Areas: what is told of a village, to whom, on which day; which shapes are taken, and what is said of those that are not.

use crate::cases::card;
use crate::world::{As, World, id};
use serde_json::{Value, json};

/// Three confirmed cases of influenza in village 1, two of them in one family; a fourth is suspected only.
fn village() -> World {
    let world = World::new();
    for n in 1..=4 {
        let person = format!("person:p{n}");
        let fact = json!({ "id": id(2000 + n), "ledger": "person", "subject": person, "at": "2026-01-01 08:00",
            "org": "org:village-1", "body": { "home": "org:village-1" } });
        world.post("one", "/facts", fact).is(200);
    }
    let flu = |sure: &str, onset: &str, unit: &str| json!({ "disease": "flu", "how_sure": sure, "onset": onset, "unit": unit, "traced": true });
    card(&world, "one", 3001, "person:p1", "02-18 08:00", flu("confirmed", "2026-02-17", "张家"));
    card(&world, "one", 3002, "person:p2", "02-21 08:00", flu("confirmed", "2026-02-20", "张家"));
    card(&world, "one", 3003, "person:p3", "02-26 08:00", flu("confirmed", "2026-02-25", "李家"));
    card(&world, "one", 3004, "person:p4", "02-26 08:00", flu("suspected", "2026-02-25", "李家"));
    world
}

fn areas(world: &World, who: &str, ask: &str) -> Value {
    world.get(who, &format!("/analyses/areas?{ask}")).is(200).json()
}

#[test]
fn a_village_is_told_by_its_confirmed_cases() {
    let world = village();
    let told = areas(&world, "one", "");
    assert_eq!(
        (&told["at"], &told["areas"][0]["org"]["id"]),
        (&json!("2026-03-02"), &json!("org:village-1"))
    );
    assert_eq!(told["choices"][0]["id"], "fever/villages");
    let area = &told["areas"][0];
    assert_eq!(
        area["assessment"],
        json!({ "situation": "outbreak", "at_worst": "outbreak", "cases": 3, "outbreaks": 1, "unknown_source": 0,
            "undated": 0, "last_case": "2026-02-25" })
    );
    let zone = &area["zone"];
    assert_eq!((&zone["level"], &zone["since"]), (&json!("watched"), &json!("2026-02-20")));
    assert_eq!(
        (&zone["lower_from"], &zone["legal_basis"]["zh"]),
        (&json!("2026-03-05"), &json!("某法第一条"))
    );
    assert_eq!(zone["test_rounds_missing"], 1);
    // Three of five points.
    let coloured = &area["colouring"];
    assert_eq!((&coloured["low"], &coloured["colour"]), (&json!(0.6), &json!("orange")));
    assert!(!told.to_string().contains("person:"), "nobody is named");
    assert_eq!(areas(&world, "boss", ""), told, "the county says the same of it");
}

#[test]
fn a_round_of_tests_is_a_fact_about_the_village() {
    let world = village();
    let missing = |at: &str| {
        areas(&world, "one", &format!("at={at}"))["areas"][0]["zone"]["test_rounds_missing"].clone()
    };
    for (n, day, note) in [(2020, "02-24", "全阴"), (2021, "02-27", "有阳性"), (2022, "02-28", "全阴")]
    {
        let fact = json!({ "id": id(n), "ledger": "patrol", "subject": "org:village-1",
            "at": format!("2026-{day} 08:00"), "org": "org:town-1", "body": { "note": note } });
        world.post("one", "/facts", fact).is(200);
    }
    // The last case is of the 25th: a round before it does not count, nor one with a positive.
    assert_eq!((missing("2026-02-27"), missing("2026-02-28")), (json!(1), json!(0)));
}

#[test]
fn another_day_another_disease_another_reader() {
    let world = village();
    let situation = |ask: &str| areas(&world, "one", ask)["areas"][0]["assessment"]["situation"].clone();
    assert_eq!(situation("at=2026-02-16"), "no_case", "nothing of later days");
    assert_eq!(situation("at=2026-02-17"), "case");
    assert_eq!(situation("at=2026-02-20"), "outbreak");
    assert_eq!(situation("disease=pox"), "no_case");
    assert_eq!(situation("disease=pox,flu"), "outbreak");
    assert_eq!(areas(&world, "one", "kind=town")["areas"], json!([]));
    assert_eq!(areas(&world, "two", "")["areas"], json!([]), "the other town");
    assert_eq!(areas(&world, "clerk", "")["areas"], json!([]), "no health data");
    for wrong in ["at=yesterday", "at=2026-03-03", "rules=none/such"] {
        world.get("one", &format!("/analyses/areas?{wrong}")).is(400);
    }
    world.get("two", "/analyses/areas?org=org:village-1").is(404);
}

#[test]
fn a_case_of_no_day_counts_only_at_worst() {
    let world = village();
    let body = json!({ "disease": "flu", "how_sure": "confirmed" });
    card(&world, "one", 3010, "person:p4", "02-28 08:00", body);
    let area = areas(&world, "one", "")["areas"][0].clone();
    assert_eq!(area["assessment"]["cases"], 4, "the suspicion before it said a day");
    assert_eq!(area["assessment"]["undated"], 0);
    let fact = json!({ "id": id(2010), "ledger": "person", "subject": "person:p5", "at": "2026-01-01 08:00",
        "org": "org:village-1", "body": { "home": "org:village-1" } });
    world.post("one", "/facts", fact).is(200);
    card(
        &world,
        "one",
        3011,
        "person:p5",
        "02-28 08:00",
        json!({ "disease": "flu", "how_sure": "confirmed" }),
    );
    let area = areas(&world, "one", "")["areas"][0].clone();
    assert_eq!((&area["assessment"]["cases"], &area["assessment"]["undated"]), (&json!(4), &json!(1)));
    let coloured = &area["colouring"];
    assert_eq!((&coloured["low"], &coloured["high"]), (&json!(0.8), &json!(1.0)));
    assert!(!area["problems"].as_array().expect("problems").is_empty());
}

#[test]
fn the_table_is_a_file_too() {
    let world = village();
    let file = world.get("one", "/analyses/areas/export?format=csv").is(200).text;
    let lines: Vec<&str> = file.lines().collect();
    assert!(lines[0].contains("org,name,kind,population,situation"), "{}", lines[0]);
    assert_eq!(
        lines[1],
        "org:village-1,一村,村,,outbreak,outbreak,3,1,0,0,2026-02-25,watched,2026-02-20,2026-03-05,1,orange,orange,\
         0.6000,0.6000,"
    );
    world.get("one", "/analyses/areas/export?at=x").is(400);
}

fn put(world: &World, who: &str, file: &str) -> crate::world::Answer {
    world.ask(As::Session(who), "PUT", "/api/v1/areas/map", "application/geo+json", file.as_bytes())
}

fn collection(orgs: &[&str]) -> String {
    let feature = |(n, org): (usize, &&str)| {
        let (west, east) = (106.0 + n as f64, 107.0 + n as f64);
        json!({ "type": "Feature", "properties": { "org": org, "note": "left out" },
            "geometry": { "type": "Polygon",
                "coordinates": [[[west, 26.0], [east, 26.0], [east, 27.0], [west, 26.0, 1200.0]]] } })
    };
    let features: Vec<Value> = orgs.iter().enumerate().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

#[test]
fn shapes_are_kept_for_those_who_see_the_areas() {
    let world = World::new();
    let empty = world.get("boss", "/areas/map").is(200).json();
    assert_eq!(empty, json!({ "type": "FeatureCollection", "features": [], "may_change": true }));
    let kept = put(&world, "boss", &collection(&["org:town-1", "org:town-2", "org:nowhere"])).is(200).json();
    assert_eq!((&kept["taken"], &kept["unknown"]), (&json!(2), &json!(["org:nowhere"])));
    assert_eq!(kept["without_shape"][0]["id"], "org:village-1");
    let seen = |who: &str| {
        let map = world.get(who, "/areas/map").is(200).json();
        let features = map["features"].as_array().expect("features").clone();
        features
            .iter()
            .map(|f| f["properties"]["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (seen("boss"), seen("two")),
        (vec!["一镇".to_owned(), "二镇".into()], vec!["二镇".to_owned()])
    );
    // A town replaces its own shapes and leaves those of others.
    let kept = put(&world, "one", &collection(&["org:village-1"])).is(200).json();
    assert_eq!((&kept["taken"], &kept["without_shape"]), (&json!(1), &json!([])));
    assert_eq!(seen("boss"), ["二镇", "一村"]);
    let shape = world.get("one", "/areas/map").is(200).json()["features"][0]["geometry"].clone();
    assert_eq!(
        shape,
        json!({ "type": "Polygon", "coordinates": [[[106.0, 26.0], [107.0, 26.0], [107.0, 27.0], [106.0, 26.0]]] })
    );
}

#[test]
fn wrong_shapes_are_refused_with_where() {
    let world = World::new();
    put(&world, "clerk", &collection(&["org:village-1"])).is(403);
    let refused = |who: &str, file: &str| put(&world, who, file).is(422).json()["error"]["refusals"].clone();
    let told = refused("one", &collection(&["org:village-1", "org:town-2"]));
    assert_eq!((&told[0]["code"], &told[0]["field"]), (&json!("not_yours"), &json!("features[2]")));
    let told = refused("one", &collection(&["org:town-1", "org:village-1", "org:town-1"]));
    assert_eq!((&told[0]["field"], &told[0]["found"]), (&json!("features[3]"), &json!("org:town-1")));
    let told = refused("one", &collection(&["org:village-1"]).replace("106.0", "36512345.0"));
    assert!(
        told[0]["says"]["zh"].as_str().expect("words").starts_with("第 1 个要素：应为经度、纬度"),
        "{told}"
    );
    assert_eq!(refused("one", "{")[0]["code"], "unreadable");
    assert_eq!(
        world.get("one", "/areas/map").is(200).json()["features"],
        json!([]),
        "nothing of it was kept"
    );
}
