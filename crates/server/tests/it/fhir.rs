//! Cases for other programs: the FHIR Bundle and contacts as from and to. What is masked in the list is absent here, each
//! resource stands once, and every reference resolves. That the resources are valid FHIR is told by others' validators
//! (`web/journeys/fhir.mjs`).

use crate::cases::{card, outbreak};
use crate::world::{NAME, World, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn bundle(world: &World, who: &str, ask: &str) -> Vec<Value> {
    let answer = world.get(who, &format!("/cases/fhir?{ask}")).is(200);
    let bundle = answer.json();
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("collection")));
    bundle["entry"].as_array().cloned().unwrap_or_default()
}

fn of<'b>(entries: &'b [Value], kind: &str) -> Vec<&'b Value> {
    entries.iter().map(|entry| &entry["resource"]).filter(|r| r["resourceType"] == kind).collect()
}

/// Every reference of a resource.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("reference").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|v| references(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| references(v, found)),
        _ => {}
    }
}

#[test]
fn a_bundle_says_who_what_of_and_who_met_whom() {
    let world = outbreak();
    let entries = bundle(&world, "boss", "disease=flu");
    let conditions = of(&entries, "Condition");
    let first = conditions.iter().find(|c| c["id"] == json!(id(701))).expect("the case");
    assert_eq!(first["onsetDateTime"], json!("2026-02-08"));
    assert_eq!(first["verificationStatus"]["coding"][0]["code"], json!("confirmed"));
    assert_eq!(
        first["code"]["coding"][0],
        json!({ "system": "http://hl7.org/fhir/sid/icd-10", "code": "J11" })
    );
    assert_eq!(
        first["category"][0]["coding"][1]["code"],
        json!("confirmed"),
        "the code of the house beside it"
    );
    assert_eq!(of(&entries, "Patient").len(), 2);
    let met = of(&entries, "Observation");
    assert_eq!(met.len(), 1);
    let patient = |person: &str| {
        let of_person = |p: &&&Value| p["identifier"][0]["value"] == person;
        format!(
            "urn:uuid:{}",
            of(&entries, "Patient").iter().find(of_person).expect("a patient")["id"].as_str().expect("an id")
        )
    };
    assert_eq!(met[0]["subject"]["reference"], json!(patient("person:two")));
    assert_eq!(met[0]["focus"][0]["reference"], json!(patient("person:one")));
    assert_eq!(first["subject"]["reference"], json!(patient("person:one")));

    let addresses: Vec<&str> = entries.iter().map(|e| e["fullUrl"].as_str().expect("an address")).collect();
    let distinct: BTreeSet<&str> = addresses.iter().copied().collect();
    assert_eq!(distinct.len(), addresses.len(), "each resource stands once");
    let mut named = BTreeSet::new();
    entries.iter().for_each(|entry| references(entry, &mut named));
    assert!(named.iter().all(|name| distinct.contains(name.as_str())), "{named:?}");
}

#[test]
fn a_bundle_shows_no_more_than_the_list() {
    let world = outbreak();
    for who in ["boss", "one"] {
        let text = world.get(who, "/cases/fhir").is(200).text;
        assert!(!text.contains(NAME), "{who} sees names masked");
        assert!(text.contains("anonymous"), "and that they are");
    }
    let own = world.get("one", "/cases/fhir").is(200).text;
    assert!(own.contains("person:one") && !own.contains("person:two"), "{own}");
    assert_eq!(bundle(&world, "clerk", ""), [json!(null); 0], "no health data, no entries");
    assert_eq!(bundle(&world, "boss", "disease=measles"), [json!(null); 0]);
}

#[test]
fn contacts_go_from_the_source_to_whom_they_met() {
    let world = outbreak();
    let lines = |who: &str, ask: &str| -> Vec<String> {
        let text = world.get(who, &format!("/cases/contacts/export?{ask}")).is(200).text;
        text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
    };
    let all = lines("boss", "");
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].starts_with("from,to,from_name,to_name,ledger,date,contact_type"), "{}", all[0]);
    assert!(all[1].starts_with("person:one,person:two,"), "{}", all[1]);
    assert!(all[1].contains(",met,2026-02-09"), "{}", all[1]);
    assert!(!all[1].contains(NAME));
    assert_eq!(lines("boss", "disease=pox").len(), 2, "the source has pox as well");
    assert_eq!(lines("boss", "disease=measles").len(), 1);
    assert_eq!(lines("one", "").len(), 1, "the contact is of the other town");
    assert_eq!(lines("clerk", "").len(), 1);
    let looks = world.get("boss", "/looks").is(200).json();
    let lists: BTreeSet<&str> =
        looks["rows"].as_array().expect("rows").iter().filter_map(|l| l["export"]["list"].as_str()).collect();
    assert!(lists.contains("contacts"), "{lists:?}");
}

#[test]
fn pages_of_a_bundle_write_everybody_once_and_a_case_as_a_case() {
    let world = outbreak();
    let diseases = ["measles", "flu", "pox"];
    for n in 0..540_u32 {
        let days = i32::try_from(n / 3 * 50).expect("days");
        let onset = facts::time::add_days(facts::Date::constant(2000, 1, 1), days).to_string();
        let body = json!({ "disease": diseases[n as usize % 3], "how_sure": "suspected", "onset": onset });
        card(&world, "one", 2_000 + n, "person:one", "02-21 08:00", body);
    }
    let entries = bundle(&world, "boss", "");
    let conditions = of(&entries, "Condition").len();
    assert!(conditions > 500, "more than one page: {conditions}");
    assert_eq!(of(&entries, "Patient").len(), 2);
    let look = world.get("boss", "/looks").is(200).json()["rows"][0]["export"].clone();
    assert_eq!((&look["list"], &look["whole"]), (&json!("cases"), &json!(true)), "{look}");
}
