//! The past: imports of history tell nobody, late news are judged from their own time, nobody owes anything from before
//! they were there, organisations move with all they have.

use super::town::{CHECK, Town, at, enrolled, ill};
use access::Scope;
use intake::{Outcome, Submission, trial::Seeded};
use serde_json::json;
use std::sync::Arc;
use store::{ListOf, Query};

#[test]
fn an_import_of_history_tells_nobody() {
    let mut town = Town::new();
    let before = town.messages().len();
    let mut batch = Vec::new();
    for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (2, "2 08:20")] {
        batch.push(town.raw(time, &format!("person:p{n}"), CHECK, ill()));
        batch.push(town.raw(time, &format!("person:p{n}"), "temperature", json!({ "celsius": 38.5 })));
    }
    batch.push(town.raw("2 09:00", "org:school", "level_declaration", json!({ "level": "case_appears" })));
    let outcomes = town.send(batch, "20 08:00", true);
    assert!(outcomes.iter().all(|o| matches!(o, Outcome::Accepted { .. })), "{outcomes:?}");
    town.sweep("30 00:00");
    assert_eq!(town.alerts("org:a"), 1, "what follows is recorded all the same");
    assert_eq!(town.duties("person:p0", "tell"), ["missed"]);
    let about = |m: &store::MessageRow| m.outcome.name() != "trial/fevers";
    let told: Vec<_> = town.messages().into_iter().filter(about).map(|m| (m.kind, m.outcome)).collect();
    assert_eq!(told.len(), before, "{told:?}");
    town.done();
}

#[test]
fn what_was_sent_before_is_known_whether_or_not_it_comes_as_history() {
    let mut town = Town::new();
    let fact = town.raw("2 08:00", "person:p0", "temperature", json!({ "celsius": 36.5 }));
    town.accepted(fact.clone(), "2 08:01");
    assert!(matches!(town.send(vec![fact], "2 09:00", true)[..], [Outcome::Known { .. }]));
}

#[test]
fn an_import_of_history_tells_the_members_of_an_organisation_nothing_either() {
    let mut town = Town::new();
    let alarm = town.raw("19 20:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.send(vec![alarm], "20 08:00", true);
    town.sweep("30 00:00");
    assert_eq!(town.duties("person:p5", "watch"), ["missed"]);
    let told: Vec<_> = town.messages().into_iter().filter(|m| m.outcome.name() == "trial/watch").collect();
    assert_eq!(told, Vec::new());
}

#[test]
fn an_import_of_history_reminds_nobody_later() {
    let mut town = Town::new();
    let fever = town.raw("20 07:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    town.send(vec![fever], "20 08:00", true);
    town.sweep("30 00:00");
    let told: Vec<_> = town.messages().into_iter().filter(|m| m.outcome.name() == "trial/tell").collect();
    assert_eq!(told, Vec::new());
}

#[test]
fn what_happens_beside_an_import_of_history_is_told() {
    let mut town = Town::new();
    let old = town.raw("20 07:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    let new = town.raw("20 07:30", "person:p0", "temperature", json!({ "celsius": 38.6 }));
    let batch = |fact, history| Submission {
        facts: vec![fact],
        scope: Arc::new(Scope::system()),
        org: None,
        history,
    };
    let batches = [batch(old, true), batch(new.clone(), false)];
    town.house.submit(&batches, at("20 08:00"), &mut Seeded::new(3)).expect("an answer");
    let told = |town: &Town| -> Vec<String> {
        let rows = town.messages().into_iter().filter(|m| m.outcome.name() == "trial/tell");
        rows.map(|m| format!("{:?} {}", m.kind, m.outcome)).collect()
    };
    let mine = |kind: &str| format!("{kind} trial/tell|person:p0|{}", new.id.expect("an id"));
    assert_eq!(told(&town), [mine("Opened")]);
    town.sweep("20 09:00");
    let mut seen = told(&town);
    seen.sort();
    assert_eq!(seen, [mine("Opened"), mine("Reminded")]);
    town.done();
}

#[test]
fn a_course_that_came_with_history_is_of_the_present_from_its_next_day_on() {
    let mut town = Town::new();
    let contact = json!({ "kind": "secondary", "index_contact": "person:p6" });
    let contact = town.raw("18 20:00", "person:p0", "contact", contact);
    town.send(vec![contact], "20 08:30", true);
    town.sweep("23 00:00");
    let told = town.messages().into_iter().filter(|m| m.outcome.name() == "trial/look");
    let told: Vec<_> = told.map(|m| m.outcome.to_string().split('+').next_back().map(String::from)).collect();
    assert_eq!(town.duties("person:p0", "look"), ["missed"; 3]);
    assert_eq!(told, [Some("4T08:00".to_owned())]);
    town.done();
}

#[test]
fn a_status_recorded_long_after_reaches_members_with_its_own_time() {
    let mut town = Town::new();
    town.late("2 08:00", "200 08:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.sweep("200 08:01");
    assert_eq!(town.duties("person:p5", "watch"), ["missed"]);
    let duty = town.standing("person:p5").duties.into_values().next().expect("the duty of then");
    assert!(duty.due.late_on_arrival, "nobody could know");
    assert_eq!(town.messages().iter().filter(|m| m.outcome.name() == "trial/watch").count(), 0);
    town.done();
}

#[test]
fn a_status_recorded_long_after_reaches_those_who_were_members_then() {
    let mut town = Town::new();
    town.now("100 08:00", "person:p5", "enrolment", enrolled("org:a"));
    town.late("2 08:00", "200 08:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.sweep("200 08:01");
    assert_eq!(town.duties("person:p5", "watch"), ["missed"]);
    assert_eq!(town.duties("person:p0", "watch"), [""; 0]);
    town.done();
}

#[test]
fn nobody_missed_anything_before_they_were_registered() {
    let mut town = Town::new();
    let body = json!({ "kind": "school", "name": "new", "parent": "org:county" });
    town.now("10 08:00", "org:new", "organisation", body);
    town.sweep("10 09:00");
    assert_eq!(town.duties("org:new", "fevers"), [""; 0]);
}

#[test]
fn an_organisation_moves_with_everything_below_it() {
    let mut town = Town::new();
    // Counted in the class, and by the clinic that reports it; owed in the class.
    let mut fact = town.raw("1 20:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    fact.org = Some("org:clinic".into());
    town.accepted(fact, "1 20:01");
    town.now("2 07:00", "person:p5", CHECK, ill());
    assert_eq!((town.counted("org:county"), town.counted("org:clinic")), (1, 1));
    let body = json!({ "kind": "county", "name": "other" });
    town.now("2 08:00", "org:other", "organisation", body);
    let moved = json!({ "kind": "school", "name": "school", "parent": "org:other" });
    town.now("2 09:00", "org:school", "organisation", moved);
    town.now("2 10:00", "person:p9", "person_registration", json!({ "sex": "female" }));
    town.now("2 10:00", "person:p9", "enrolment", json!({ "class": "org:a", "part": "pupil" }));
    // What is reported after the move counts at the new place at once.
    let mut fact = town.raw("3 08:00", "person:p9", "temperature", json!({ "celsius": 38.5 }));
    fact.org = Some("org:a".into());
    town.accepted(fact, "3 08:01");
    assert_eq!(town.counted("org:other"), 1);
    // Everything else follows.
    town.sweep("3 09:00");
    let counts = ["org:other", "org:county", "org:school", "org:a", "org:clinic"].map(|o| town.counted(o));
    assert_eq!(counts, [2, 1, 2, 2, 1]);
    let subject = |id: &str| {
        let id = facts::SubjectId::parse(id).expect("an id");
        town.house.read(|r| r.subject(&id)).expect("a read").expect("is registered").path
    };
    assert_eq!(subject("org:dorm"), "/org:other/org:school/org:dorm/");
    assert_eq!(subject("person:p0"), "/org:other/org:school/org:a/");
    assert_eq!((owed_below(&town, "/org:county/"), owed_below(&town, "/org:other/")), (0, 1));
    town.done();
}

#[test]
fn an_organisation_is_never_below_itself() {
    let mut town = Town::new();
    let circle = json!({ "kind": "school", "name": "school", "parent": "org:a" });
    town.now("2 09:00", "org:school", "organisation", circle);
    town.sweep("2 10:00");
    let id = facts::SubjectId::parse("org:a").expect("an id");
    let row = town.house.read(|r| r.subject(&id)).expect("a read").expect("is registered");
    assert_eq!(row.path, "/org:county/org:school/org:a/");
}

/// Duties of a name that are listed below a path.
fn owed_below(town: &Town, path: &str) -> usize {
    let of = ListOf::Duties {
        held: Vec::new(),
        taken: None,
        states: Vec::new(),
        subject: None,
        name: Some("trial/tell".into()),
        due_from: None,
        due_until: Some(at("2 12:00")),
        gaps: false,
        said: None,
    };
    let query = Query { of, paths: vec![path.into()], after: None, limit: 500 };
    town.house.read(|r| r.page(&query)).expect("a page").rows.len()
}
