//! What follows from a fact at once and later: memberships, links between people, adoptions, messages, counters, two
//! servers on one home; imports of history and late news are in `past`, what lies further back than anybody looks in
//! `out_of_sight`.
//!
//! Not here: what plans say (`plan`), how changes are named (`outcomes`).

mod out_of_sight;
mod past;
mod places;
pub mod said;
pub mod town;
pub mod trial;

use intake::Outcome;
use serde_json::json;
use std::sync::Arc;
use store::memory::Memory;
use town::{CHECK, Town, at, enrolled, ill};

#[test]
fn a_change_of_class_moves_later_facts_only() {
    let mut town = Town::new();
    town.now("2 08:00", "person:p3", CHECK, ill());
    town.now("2 08:10", "person:p4", CHECK, ill());
    town.now("2 09:00", "person:p2", "enrolment", enrolled("org:b"));
    town.now("2 10:00", "person:p2", CHECK, ill());
    town.now("2 10:10", "person:p5", CHECK, ill());
    assert_eq!((town.alerts("org:a"), town.alerts("org:b")), (0, 0));
    town.late("2 08:30", "2 11:00", "person:p2", CHECK, ill());
    assert_eq!(
        (town.alerts("org:a"), town.alerts("org:b")),
        (1, 0),
        "what happened before counts in the old class"
    );
    town.now("2 12:00", "person:p6", CHECK, ill());
    assert_eq!((town.alerts("org:a"), town.alerts("org:b")), (1, 1));
    town.done();
}

#[test]
fn a_change_of_class_that_is_recorded_late_moves_what_was_counted_since() {
    let mut town = Town::new();
    for (n, time) in [(3, "2 08:00"), (4, "2 08:10"), (2, "2 10:00"), (5, "2 10:10"), (6, "2 10:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    assert_eq!((town.alerts("org:a"), town.alerts("org:b")), (1, 0));
    let moved = town.late("2 09:00", "2 12:00", "person:p2", "enrolment", enrolled("org:b"));
    assert_eq!((town.alerts("org:a"), town.alerts("org:b")), (0, 1));
    assert_eq!(
        (town.duties("org:a", "report"), town.duties("org:b", "report")),
        (vec!["withdrawn"], vec!["open"])
    );
    town.correct(moved, "2 09:00", "2 13:00", "person:p2", "enrolment", json!(null));
    assert_eq!((town.alerts("org:a"), town.alerts("org:b")), (1, 0), "and back");
    town.done();
}

#[test]
fn a_change_of_class_changes_who_owes_what_is_owed() {
    let mut town = Town::new();
    town.now("2 08:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    let holder = |town: &Town| {
        let duty = town.standing("person:p0").duties.into_values().next().expect("a duty");
        (duty.holder.map(|org| org.to_string()), duty.due.owner.ask.len())
    };
    assert_eq!(holder(&town).0.as_deref(), Some("org:a"));
    // The duty is about what happened in the old class.
    town.now("2 08:30", "person:p0", "enrolment", enrolled("org:b"));
    assert_eq!(holder(&town).0.as_deref(), Some("org:a"));
    // The old class never was.
    town.late("1 12:00", "2 08:40", "person:p0", "enrolment", enrolled("org:b"));
    assert_eq!(holder(&town).0.as_deref(), Some("org:b"));
    town.done();
}

#[test]
fn a_person_in_a_class_and_a_dormitory_counts_in_both() {
    let mut town = Town::new();
    for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (2, "2 08:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    assert_eq!((town.alerts("org:a"), town.alerts("org:dorm"), town.alerts("org:b")), (1, 1, 0));
    town.done();
}

#[test]
fn a_correction_may_come_before_what_it_corrects() {
    let mut town = Town::new();
    town.now("2 08:00", "person:p0", CHECK, ill());
    town.now("2 08:10", "person:p1", CHECK, ill());
    let root = town.raw("2 08:20", "person:p2", CHECK, ill());
    let id = root.id.expect("an id");
    let fine = json!({ "session": "morning", "has_symptom": false });
    town.correct(id, "2 08:20", "2 09:00", "person:p2", CHECK, fine);
    town.accepted(root, "2 09:10");
    assert_eq!(town.alerts("org:a"), 0, "the correction holds, whichever came first");
    let fever = town.raw("2 08:30", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    town.correct(
        fever.id.expect("an id"),
        "2 08:30",
        "2 09:20",
        "person:p0",
        "temperature",
        json!({ "celsius": 36.5 }),
    );
    town.accepted(fever, "2 09:30");
    assert_eq!(town.counted("org:a"), 0);
    assert_eq!(town.duties("person:p0", "tell"), [""; 0]);
    town.done();
}

#[test]
fn a_test_of_the_contact_converts_the_contact_of_the_contact() {
    let mut town = Town::new();
    let contact = json!({ "kind": "secondary", "index_contact": "person:p6" });
    town.now("2 08:00", "person:p0", "contact", contact);
    assert_eq!(town.courses("person:p0"), ["second: runs"]);
    town.now("3 08:00", "person:p5", "test_result", json!({ "result": "positive" }));
    assert_eq!(town.courses("person:p0"), ["second: runs"], "somebody else's test");
    let positive = town.now("3 09:00", "person:p6", "test_result", json!({ "result": "positive" }));
    assert_eq!(town.courses("person:p0"), ["first: runs", "second: converted"]);
    town.correct(positive, "3 09:00", "3 10:00", "person:p6", "test_result", json!({ "result": "negative" }));
    assert_eq!(town.courses("person:p0"), ["first: withdrawn", "second: runs"]);
    town.sweep("7 00:00");
    assert_eq!(town.courses("person:p0"), ["first: withdrawn", "second: ended"]);
    town.done();
}

#[test]
fn the_contact_may_have_been_tested_long_before() {
    let mut town = Town::new();
    let contact = json!({ "kind": "secondary", "index_contact": "person:p6" });
    town.now("2 08:00", "person:p0", "contact", contact.clone());
    town.late("2 09:00", "80 09:00", "person:p6", "test_result", json!({ "result": "positive" }));
    assert_eq!(
        town.courses("person:p0"),
        ["first: ended", "second: converted"],
        "a late fact is an ordinary case"
    );
    town.done();
}

#[test]
fn a_new_version_judges_what_happens_from_then_on() {
    let mut town = Town::new();
    let due = |town: &Town, n: usize| {
        let mut duties: Vec<_> = town.standing("person:p0").duties.into_values().collect();
        duties.sort_by_key(|d| d.due.triggered);
        duties[n].due.due
    };
    town.now("2 08:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    town.adopt("2.0.0", "2 08:30", "2 08:30");
    town.sweep("2 08:31");
    town.now("2 09:00", "person:p0", "temperature", json!({ "celsius": 38.6 }));
    assert_eq!((due(&town, 0), due(&town, 1)), (at("2 10:00"), at("2 15:00")));
    town.done();
}

#[test]
fn an_adoption_dated_back_reaches_what_is_owed_in_the_subtree() {
    let mut town = Town::new();
    town.now("2 08:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    town.adopt("2.0.0", "2 07:00", "2 08:30");
    town.sweep("2 08:31");
    let duty = town.standing("person:p0").duties.into_values().next().expect("a duty");
    assert_eq!((duty.due.due, duty.due.why.version.as_str()), (at("2 14:00"), "2.0.0"));
    town.done();
}

#[test]
fn messages_are_written_once() {
    let mut town = Town::new();
    let hot = town.raw("2 08:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    town.accepted(hot.clone(), "2 08:01");
    let words = |town: &Town| -> Vec<String> {
        let mut rows = town.messages();
        rows.retain(|m| m.outcome.name() == "trial/tell");
        rows.sort_by_key(|m| (m.unit, m.key.clone()));
        rows.iter()
            .map(|m| format!("{:?} {}@{}", m.kind, m.role, m.org.as_ref().map_or("?", |o| o.as_str())))
            .collect()
    };
    let opened = "Opened class_teacher@org:a";
    assert_eq!(words(&town), [opened]);
    assert!(matches!(
        town.send(vec![hot.clone(), hot], "2 08:02", false)[..],
        [Outcome::Known { .. }, Outcome::Known { .. }]
    ));
    town.now("2 09:00", "person:p0", "temperature", json!({ "celsius": 36.5 }));
    assert_eq!(words(&town), [opened]);
    for until in ["2 09:30", "2 09:31", "2 10:00", "2 10:30", "2 11:00"] {
        town.sweep(until);
    }
    let all = [opened, "Reminded class_teacher@org:a", "Escalated principal@org:school"];
    assert_eq!(words(&town), all);
    town.now("2 11:30", "person:p0", "note", json!({ "text": "…" }));
    assert_eq!(words(&town)[3..], ["DoneLate principal@org:school"]);
    town.sweep("9 00:00");
    assert_eq!(words(&town).len(), 4);
    town.done();
}

#[test]
fn a_counter_counts_once_in_every_organisation_and_follows_corrections() {
    let mut town = Town::new();
    let counts = |town: &Town| {
        ["org:a", "org:b", "org:dorm", "org:school", "org:clinic", "org:county"].map(|o| town.counted(o))
    };
    // In a class and in a dormitory, reported by the clinic.
    let mut fact = town.raw("2 08:00", "person:p0", "temperature", json!({ "celsius": 38.5 }));
    fact.org = Some("org:clinic".into());
    let first = town.accepted(fact, "2 08:01");
    assert_eq!(counts(&town), [1, 0, 1, 1, 1, 1]);
    town.now("2 09:00", "person:p5", "temperature", json!({ "celsius": 38.0 }));
    assert_eq!(counts(&town), [1, 1, 1, 2, 1, 2]);
    town.correct(first, "2 08:00", "2 10:00", "person:p0", "temperature", json!({ "celsius": 36.0 }));
    assert_eq!(counts(&town), [0, 1, 0, 1, 0, 1]);
    town.correct(first, "2 08:00", "2 11:00", "person:p0", "temperature", json!({ "celsius": 39.0 }));
    assert_eq!(counts(&town), [1, 1, 1, 2, 0, 2], "the corrector's organisation reports it now");
    town.correct(first, "2 08:00", "2 12:00", "person:p0", "temperature", json!(null));
    assert_eq!(counts(&town), [0, 1, 0, 1, 0, 1]);
    town.done();
}

#[test]
fn two_houses_on_one_home_agree() {
    let home = Arc::new(Memory::default());
    let mut town = Town::at_home(&home);
    let mut other = Town::joining(&home);
    town.now("2 08:00", "person:p0", CHECK, ill());
    other.now("2 08:10", "person:p1", CHECK, ill());
    town.now("2 08:20", "person:p2", CHECK, ill());
    assert_eq!((town.alerts("org:a"), other.alerts("org:a")), (1, 1));
    // The one adopts, the other judges by it in its next unit of work.
    town.adopt("2.0.0", "3 00:00", "3 00:00");
    let fact = other.raw("3 08:00", "person:p6", "temperature", json!({ "celsius": 38.5 }));
    other.accepted(fact.clone(), "3 08:01");
    let duty = town.standing("person:p6").duties.into_values().next().expect("a duty");
    assert_eq!(duty.due.why.version, "2.0.0");
    assert!(matches!(town.send(vec![fact], "3 08:02", false)[..], [Outcome::Known { .. }]));
    assert_eq!(town.standing("person:p6"), other.standing("person:p6"));
    town.sweep("5 00:00");
    other.sweep("6 00:00");
    let heads =
        (town.house.read(|r| r.head()).expect("a head"), other.house.read(|r| r.head()).expect("a head"));
    assert_eq!(heads.0, heads.1);
    town.done();
    other.done();
}

#[test]
fn a_status_of_an_organisation_reaches_members_of_later_and_leaves_those_who_left() {
    let mut town = Town::new();
    town.now("2 08:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.sweep("2 08:01");
    assert_eq!(
        (town.duties("person:p5", "watch"), town.duties("person:p0", "watch")),
        (vec!["open"], vec![])
    );
    town.now("10 08:00", "person:p0", "enrolment", enrolled("org:b"));
    let duty = town.standing("person:p0").duties.into_values().next().expect("a duty since the move");
    assert_eq!((duty.due.due, duty.state.is_owed()), (at("11 08:00"), true));
    town.now("11 00:00", "person:p5", "enrolment", enrolled("org:a"));
    town.now("12 00:00", "org:b", "level_declaration", json!({ "level": "none" }));
    town.now("13 00:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.sweep("13 00:01");
    assert_eq!(town.duties("person:p5", "watch"), ["missed"], "the second alarm is none of theirs");
    assert_eq!(town.duties("person:p6", "watch"), ["missed", "open"]);
    town.done();
}

#[test]
fn a_declaration_that_never_was_brings_nothing_upon_members() {
    let mut town = Town::new();
    let declared = town.now("2 08:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.sweep("2 08:01");
    assert_eq!(town.duties("person:p5", "watch"), ["open"]);
    town.correct(declared, "2 08:00", "2 09:00", "org:b", "level_declaration", json!(null));
    town.sweep("2 09:01");
    assert_eq!(town.duties("person:p5", "watch"), ["withdrawn"]);
    town.done();
}

#[test]
fn what_time_ends_is_entered_in_the_history() {
    let mut town = Town::new();
    for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (2, "2 08:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    town.now("2 09:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    assert_eq!(town.history("org:a", "trial/cluster"), ["Opened"]);
    town.sweep("4 08:21");
    assert_eq!(town.history("org:a", "trial/cluster"), ["Opened", "Ended"]);
    town.now("5 09:00", "org:b", "level_declaration", json!({ "level": "none" }));
    assert_eq!(town.history("org:b", "trial/alarm"), ["Opened", "Ended"]);
    town.sweep("60");
    assert_eq!(town.history("org:a", "trial/cluster"), ["Opened", "Ended"]);
    assert_eq!(town.history("org:b", "trial/alarm"), ["Opened", "Ended"]);
    town.done();
}

#[test]
fn a_course_that_an_organisation_brought_upon_its_members_ends_with_its_status() {
    let mut town = Town::new();
    town.adopt("3.0.0", "1 12:00", "1 12:00");
    town.now("2 08:00", "org:b", "level_declaration", json!({ "level": "case_appears" }));
    town.sweep("3 08:00");
    assert_eq!(town.courses("person:p5"), ["kept: runs"]);
    // Who leaves is no longer under it either.
    town.now("3 09:00", "person:p6", "enrolment", enrolled("org:a"));
    town.sweep("4 08:00");
    assert_eq!(
        (town.courses("person:p5"), town.courses("person:p6")),
        (vec!["kept: runs".into()], vec!["kept: ended".into()])
    );
    town.now("4 09:00", "org:b", "level_declaration", json!({ "level": "none" }));
    town.sweep("4 09:01");
    assert_eq!(town.courses("person:p5"), ["kept: ended"]);
    assert_eq!(town.history("person:p5", "trial/kept"), ["Opened", "Ended"]);
    assert_eq!(town.history("person:p5", "base/health_state"), ["Opened", "Ended"]);
    town.done();
}
