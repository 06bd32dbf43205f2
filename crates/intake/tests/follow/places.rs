//! Where people lie: at every organisation that they belong to now, directly or through their household, whatever comes
//! first and whatever moves.

use super::town::{Town, enrolled};
use crate::world::{World, day, raw};
use facts::{SubjectId, check::RawFact};
use intake::Outcome;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};
use store::memory::Memory;

/// A fact about somebody at this hour of day 0.
fn at(hour: u32, ledger: &str, subject: &str, body: Value) -> RawFact {
    raw(ledger, subject, &format!("{} {hour:02}:00", day(0)), "org:county", body, 0)
}

fn send(world: &mut World, facts: Vec<RawFact>) -> Vec<Outcome> {
    let now = world.at(0, "20:00");
    let outcomes = world.send(facts, now);
    assert!(outcomes.iter().all(|o| matches!(o, Outcome::Accepted { .. })), "{outcomes:?}");
    outcomes
}

/// The paths of a subject, its home's first.
fn lies(world: &World, subject: &str) -> Vec<String> {
    let id = SubjectId::parse(subject).expect("a subject");
    let row = world.house.read(|r| r.subject(&id)).expect("reads").expect("is registered");
    row.paths().map(ToString::to_string).collect()
}

fn villages(world: &mut World) {
    let org = |id: &str, kind: &str, parent: &str| {
        at(1, "organisation", id, json!({ "kind": kind, "name": id, "parent": parent }))
    };
    let facts = vec![
        org("org:town", "town", "org:county"),
        org("org:village", "village", "org:town"),
        org("org:grid", "grid", "org:village"),
        org("org:other", "village", "org:county"),
    ];
    send(world, facts);
}

const CLASS: &str = "/org:county/org:school/org:class/";
const GRID: &str = "/org:county/org:town/org:village/org:grid/";

#[test]
fn a_pupil_lies_at_home_and_in_class() {
    let mut world = World::new(Arc::new(Memory::default()));
    villages(&mut world);
    assert_eq!(lies(&world, "person:p0"), [CLASS], "the class speaks for its school");
    let household =
        |hour, area: &str| at(hour, "household_registration", "household:h", json!({ "area": area }));
    let person =
        |hour, who: &str| at(hour, "person_registration", who, json!({ "household": "household:h" }));
    // The household comes to a grid only after its members came to the household.
    send(&mut world, vec![at(2, "household_registration", "household:h", json!({ "address": "柳溪路1号" }))]);
    send(&mut world, vec![person(3, "person:p0"), person(3, "person:new")]);
    assert_eq!(lies(&world, "person:new"), ["/"]);
    send(&mut world, vec![household(4, "org:grid")]);
    assert_eq!(lies(&world, "household:h"), [GRID]);
    assert_eq!(lies(&world, "person:new"), [GRID]);
    assert_eq!(lies(&world, "person:p0"), [CLASS, GRID]);
    // It moves, and then never did.
    let moved = send(&mut world, vec![household(5, "org:other")]);
    assert_eq!(lies(&world, "person:p0"), [CLASS, "/org:county/org:other/"]);
    let [Outcome::Accepted { id, .. }] = moved.as_slice() else { panic!("{moved:?}") };
    let void = RawFact {
        corrects: Some(*id),
        void: true,
        ..at(6, "household_registration", "household:h", json!({}))
    };
    send(&mut world, vec![RawFact { at: format!("{} 05:00", day(0)).into(), ..void }]);
    assert_eq!(lies(&world, "person:p0"), [CLASS, GRID]);
    // The pupil leaves the school.
    send(&mut world, vec![at(7, "enrolment", "person:p0", json!({ "part": "pupil" }))]);
    assert_eq!(lies(&world, "person:p0"), [GRID]);
}

#[test]
fn what_is_below_an_organisation_moves_with_it() {
    let mut world = World::new(Arc::new(Memory::default()));
    villages(&mut world);
    send(&mut world, vec![at(2, "household_registration", "household:h", json!({ "area": "org:grid" }))]);
    send(&mut world, vec![at(3, "person_registration", "person:p0", json!({ "household": "household:h" }))]);
    let village = json!({ "kind": "village", "name": "org:village", "parent": "org:county" });
    send(&mut world, vec![at(4, "organisation", "org:village", village)]);
    // Organisations move at once; who lies below follows with the next sweeps.
    let soon = world.at(1, "00:00");
    world.sweep_until(soon);
    let grid = "/org:county/org:village/org:grid/";
    assert_eq!(lies(&world, "org:grid"), [grid]);
    assert_eq!(lies(&world, "household:h"), [grid]);
    assert_eq!(lies(&world, "person:p0"), [CLASS, grid]);
    assert_eq!(lies(&world, "org:class"), [CLASS], "and nothing else");
}

/// Whoever follows the first move comes by a class that has come back meanwhile.
#[test]
fn a_class_that_is_moved_there_and_back_before_anybody_followed_lies_where_it_lay() {
    let mut town = Town::new();
    let under = |parent: &str| json!({ "kind": "class", "name": "org:b", "parent": parent });
    town.now("2 08:00", "org:b", "organisation", under("org:county"));
    town.now("2 08:10", "org:b", "organisation", under("org:school"));
    let path = |town: &Town, id: &str| {
        let id = SubjectId::parse(id).expect("an id");
        town.house.read(|r| r.subject(&id)).expect("a read").expect("is registered").path
    };
    let mut seen = BTreeSet::new();
    while town.house.read(|r| r.moving()).expect("a look") {
        town.tick("2 08:20");
        seen.insert(path(&town, "org:b").to_string());
    }
    assert_eq!(
        seen,
        ["/org:county/org:school/org:b/".to_owned()].into(),
        "it never lies elsewhere meanwhile"
    );
    town.now("2 08:30", "person:p0", "enrolment", enrolled("org:b"));
    assert_eq!(path(&town, "person:p0"), "/org:county/org:school/org:b/");
    town.done();
}

#[test]
fn whom_nothing_describes_any_more_lies_nowhere() {
    let mut world = World::new(Arc::new(Memory::default()));
    villages(&mut world);
    let person = at(2, "person_registration", "person:twice", json!({ "area": "org:grid", "sex": "female" }));
    let ids: Vec<_> = send(&mut world, vec![person.clone()]);
    assert_eq!(lies(&world, "person:twice"), [GRID]);
    let Outcome::Accepted { id, .. } = ids[0] else { panic!("it is taken") };
    let void = RawFact { id: None, corrects: Some(id), void: true, ..person.clone() };
    send(&mut world, vec![void]);
    assert_eq!(lies(&world, "person:twice"), ["/"]);
    send(&mut world, vec![RawFact { id: None, ..person }]);
    assert_eq!(lies(&world, "person:twice"), [GRID], "registered anew");
    let rebuilt = intake::rebuild::rebuild(&world.house, Arc::new(Memory::default()), &mut |_| {});
    assert_eq!(rebuilt.expect("a rebuild").differences, Vec::<String>::new());
}
