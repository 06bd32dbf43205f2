//! The day of a phone: what a worker carries, what a cursor leaves out, what is taken away, what is wiped, who may ask.
//!
//! Not here: the phone itself (`web/src/field`), cursors as texts (`server::field::cursor`).

use crate::world::{Answer, As, NAME, PHONE as TELEPHONE, World, id};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A phone.
pub const PHONE: &str = "00000000-0000-4000-8000-000000000001";

/// A phone registers.
pub fn register(world: &World, account: &str, device: &str) -> Answer {
    let body = json!({ "name": "旧手机" }).to_string();
    let path = format!("/api/v1/devices/{device}");
    world.ask(As::Session(account), "PUT", &path, "application/json", body.as_bytes())
}

/// A phone that does as the answers say: a shelf replaces what it had.
#[derive(Default)]
struct Phone {
    shelves: BTreeMap<(String, u64), Value>,
    cursor: String,
}

impl Phone {
    /// Asks once.
    fn ask(&mut self, world: &World, account: &str) -> Value {
        let path = format!("/sync/field?v=1&device={PHONE}&cursor={}", self.cursor);
        let answer = world.get(account, &path).is(200).json();
        for shelf in answer["shelves"].as_array().expect("shelves") {
            let part = shelf["part"].as_str().expect("a part").to_owned();
            self.shelves.insert((part, shelf["nth"].as_u64().expect("a number")), shelf.clone());
        }
        self.cursor = answer["cursor"].as_str().expect("a cursor").to_owned();
        answer
    }

    /// Asks until there is nothing more; how many shelves came.
    fn sync(&mut self, world: &World, account: &str) -> usize {
        let mut came = 0;
        loop {
            let answer = self.ask(world, account);
            came += answer["shelves"].as_array().expect("shelves").len();
            if answer["more"] == json!(false) {
                return came;
            }
        }
    }

    /// The rows of one kind.
    fn rows(&self, kind: &str) -> Vec<&Value> {
        self.shelves.values().flat_map(|s| s[kind].as_array().into_iter().flatten()).collect()
    }

    fn subjects(&self) -> BTreeSet<&str> {
        self.rows("subjects").iter().filter_map(|s| s["id"].as_str()).collect()
    }

    fn label(&self, subject: &str) -> Option<&str> {
        self.rows("subjects").into_iter().find(|s| s["id"] == subject).and_then(|s| s["label"].as_str())
    }
}

#[test]
fn a_phone_carries_the_workers_own_day_and_nothing_of_others() {
    let world = World::new();
    world.fever();
    register(&world, "one", PHONE).is(200);
    let mut phone = Phone::default();
    phone.sync(&world, "one");
    let duties: Vec<&str> = phone.rows("duties").iter().filter_map(|d| d["name"].as_str()).collect();
    let held = world.get("one", "/duties?mine=1&state=owed&limit=500").is(200).json();
    assert_eq!(duties.len(), held["rows"].as_array().expect("rows").len());
    assert!(duties.contains(&"fever/visit_fever"), "{duties:?}");
    let subjects = phone.subjects();
    assert!(subjects.contains("person:one") && subjects.contains("org:village-1"), "{subjects:?}");
    assert!(!subjects.contains("person:two") && !subjects.contains("org:town-2"), "{subjects:?}");
    let ledgers: Vec<&Value> = phone.rows("ledgers");
    assert!(
        ledgers.iter().any(|l| l["id"] == "temperature") && ledgers.iter().all(|l| l["writable"] == true)
    );
    assert!(ledgers.iter().all(|l| l["act"].is_null()), "acts of the house have pages of their own");
    let text = format!("{:?}", phone.shelves);
    assert!(!text.contains(TELEPHONE) && !text.contains("哮喘"), "only what the day needs goes to a phone");
    world.get("two", &format!("/sync/field?device={PHONE}")).is(404);
    world.get("one", "/sync/field?device=00000000-0000-4000-8000-00000000000f").is(404);
}

#[test]
fn names_in_clear_go_to_who_may_unmask_and_are_recorded() {
    let world = World::new();
    world.class();
    let looks = || world.get("one", "/looks").is(200).json()["rows"].as_array().map_or(0, Vec::len);
    register(&world, "one", PHONE).is(200);
    let (mut phone, before) = (Phone::default(), looks());
    phone.sync(&world, "one");
    assert_eq!(phone.label("person:one"), Some(NAME), "the town's officer may unmask");
    assert_eq!(looks(), before + 1, "one look for the answer, not one for each person");
    let look = world.get("one", "/looks").is(200).json()["rows"][0].clone();
    assert_eq!((&look["export"]["list"], &look["export"]["rows"]), (&json!("roster"), &json!(1)));
    phone.sync(&world, "one");
    assert_eq!(looks(), before + 1, "nothing was shown again");

    let other = "00000000-0000-4000-8000-000000000002";
    register(&world, "teacher", other).is(200);
    let text = world.get("teacher", &format!("/sync/field?device={other}")).is(200).text;
    assert!(text.contains("person:one") && !text.contains("person:two"), "{text}");
    assert!(!text.contains(NAME), "a teacher without the right sees masked names: {text}");
}

#[test]
fn a_cursor_leaves_out_what_the_phone_has_and_takes_away_what_is_gone() {
    let world = World::new();
    world.fever();
    register(&world, "one", PHONE).is(200);
    let mut phone = Phone::default();
    assert!(phone.sync(&world, "one") > 0);
    assert_eq!(phone.sync(&world, "one"), 0, "nothing has changed");

    let visit = json!({ "id": id(77), "ledger": "result", "subject": "person:one", "at": "2026-03-02 06:50",
        "org": "org:town-1", "body": { "result": "negative" } });
    world.post("one", "/facts", visit).is(200);
    let move_away = json!({ "id": id(78), "ledger": "person", "subject": "person:one", "at": "2026-03-02 06:55",
        "org": "org:county", "body": { "name": NAME, "home": "org:town-2" } });
    world.post("boss", "/facts", move_away).is(200);
    world.settle();
    let came = phone.sync(&world, "one");
    assert!((1..=20).contains(&came), "only the shelves that changed: {came}");
    assert!(!phone.subjects().contains("person:one"), "who moved away is gone from the phone");
    assert!(phone.subjects().contains("org:village-1"), "the rest stays");
    assert_eq!(phone.sync(&world, "one"), 0);
}

#[test]
fn a_duty_that_is_done_or_withdrawn_is_gone_from_the_phone() {
    let world = World::new();
    let fact = world.fever();
    register(&world, "one", PHONE).is(200);
    let mut phone = Phone::default();
    phone.sync(&world, "one");
    let visits =
        |phone: &Phone| phone.rows("duties").iter().filter(|d| d["name"] == "fever/visit_fever").count();
    assert_eq!(visits(&phone), 1);
    let void = json!({ "id": id(79), "ledger": "temperature", "subject": "person:one", "at": "2026-03-02 06:30",
        "org": "org:town-1", "corrects": fact, "void": true, "body": {} });
    world.post("one", "/facts", void).is(200);
    world.settle();
    phone.sync(&world, "one");
    assert_eq!(visits(&phone), 0);
}

/// Many persons come in several answers; an answer that got lost is asked for again and the phone ends with the same.
#[test]
fn a_sync_that_was_cut_off_goes_on() {
    let world = World::new();
    let person = |n: u32| {
        json!({ "id": id(5000 + n), "ledger": "person", "subject": format!("person:many-{n}"),
            "at": "2026-03-01 08:00", "org": "org:village-1", "body": { "name": format!("甲{n}"), "home": "org:village-1" } })
    };
    let facts: Vec<Value> = (0..900).map(person).collect();
    world.post("one", "/facts", json!({ "facts": facts })).is(200);
    world.settle();
    register(&world, "one", PHONE).is(200);
    let (mut whole, mut torn) = (Phone::default(), Phone::default());
    let first = whole.ask(&world, "one");
    assert_eq!(first["more"], true, "900 persons are more than one answer");
    let parts: Vec<&str> =
        first["shelves"].as_array().expect("shelves").iter().filter_map(|s| s["part"].as_str()).collect();
    let persons = parts.iter().position(|p| *p == "persons").expect("some persons");
    assert!(
        parts[..persons].contains(&"duties") && !parts[persons..].contains(&"duties"),
        "own duties first"
    );
    whole.sync(&world, "one");
    torn.ask(&world, "one");
    let lost = torn.cursor.clone();
    Phone { cursor: lost, ..Phone::default() }.ask(&world, "one");
    torn.sync(&world, "one");
    assert_eq!(torn.shelves, whole.shelves);
    assert_eq!(whole.subjects().iter().filter(|s| s.starts_with("person:many-")).count(), 900);
}

#[test]
fn a_phone_that_is_ordered_to_be_wiped_gets_nothing_more() {
    let world = World::new();
    register(&world, "one", PHONE).is(200);
    let orders =
        || world.ask(As::Nobody, "GET", &format!("/api/v1/devices/{PHONE}/orders"), "", b"").is(200).json();
    assert_eq!(orders(), json!({ "wipe": false }));
    let wipe =
        |account: &str| world.post(account, &format!("/devices/{PHONE}/wipe"), json!({ "reason": "遗失" }));
    wipe("two").is(404);
    wipe("clerk").is(404);
    world.post("one", &format!("/devices/{PHONE}/wipe"), json!({ "reason": " " })).is(400);
    wipe("boss").is(200);
    let listed = world.get("one", "/devices").is(200).json();
    let device = listed["rows"].as_array().expect("rows")[0].clone();
    assert_eq!((&device["wipe"]["by"], &device["wipe"]["reason"]), (&json!("boss"), &json!("遗失")));
    assert!(device["wipe"]["told"].is_null());
    let answer = world.get("one", &format!("/sync/field?device={PHONE}")).is(200).json();
    assert_eq!((&answer["wipe"], &answer["shelves"]), (&json!(true), &json!([])));
    // Also where the session is over.
    assert_eq!(orders(), json!({ "wipe": true }));
    register(&world, "one", PHONE).is(200);
    assert_eq!(orders(), json!({ "wipe": true }), "signing in does not undo it");
    assert!(world.get("one", "/devices").is(200).json()["rows"][0]["wipe"]["told"].is_string());
    assert_eq!(world.get("two", "/devices").is(200).json()["rows"], json!([]));
}

/// What an app of version 1 reads. Who changes a name here makes version 2 and keeps this one.
#[test]
fn version_one_keeps_its_names() {
    let world = World::new();
    world.fever();
    register(&world, "one", PHONE).is(200);
    let answer = world.get("one", &format!("/sync/field?v=1&device={PHONE}")).is(200).json();
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(answer["v"], 1);
    assert_eq!(keys(&answer), ["cursor", "cut", "keep_days", "me", "more", "shelves", "v", "wipe"]);
    let shelf = answer["shelves"]
        .as_array()
        .expect("shelves")
        .iter()
        .find(|s| s["part"] == "persons")
        .expect("persons");
    assert_eq!(keys(shelf), ["nth", "part", "subjects"]);
    assert_eq!(keys(&shelf["subjects"][0]), ["groups", "home", "id", "label"]);
    let newer = world.get("one", &format!("/sync/field?v=9&device={PHONE}")).is(200).json();
    assert_eq!(newer["v"], 1, "a newer app is answered in what this house speaks");
    world.get("one", &format!("/sync/field?v=0&device={PHONE}")).is(422);
    world.get("one", &format!("/sync/field?cursor=x&device={PHONE}")).is(400);
    world.get("one", "/sync/field?device=mine").is(400);
}
