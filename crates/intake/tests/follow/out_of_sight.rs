//! What lies further back than the plan looks: it stays as it was, is not owed anew and not counted anew.
//!
//! Not here: late news that reach back (`past`).

use super::town::{CHECK, Town, ill};
use serde_json::json;

#[test]
fn what_is_still_owed_is_not_forgotten_with_the_years() {
    let mut town = Town::new();
    for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (2, "2 08:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    town.sweep("4 00:00");
    assert_eq!(town.duties("org:a", "report"), ["overdue"]);
    // News about the class, long after everything that the plan looks back at.
    for day in ["40", "90", "400"] {
        town.now(&format!("{day} 08:00"), "person:p3", CHECK, ill());
        assert_eq!(town.duties("org:a", "report"), ["overdue"], "on day {day}");
    }
    assert_eq!(town.alerts("org:a"), 1);
    town.done();
}

#[test]
fn an_old_count_is_not_made_anew_when_its_first_facts_are_out_of_sight() {
    let mut town = Town::new();
    for (n, time) in [(0, "2 08:00"), (1, "2 12:00"), (2, "2 20:00"), (3, "2 21:00"), (4, "2 22:00")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    town.now("3 09:00", "org:a", "outbreak_report", json!({ "kind": "cluster" }));
    town.sweep("6 00:00");
    // Whatever the horizon cuts off: one cluster, reported once.
    for hour in 0..24 {
        town.now(
            &format!("17 {hour:02}:30"),
            "person:p0",
            CHECK,
            json!({ "session": "noon", "has_symptom": false }),
        );
        town.now(&format!("17 {hour:02}:40"), "person:p5", CHECK, ill());
        town.now(&format!("17 {hour:02}:50"), "person:p0", CHECK, ill());
        assert_eq!(town.duties("org:a", "report"), ["done"], "at {hour}");
        assert_eq!(town.alerts("org:a"), 1, "at {hour}");
    }
    town.done();
}

#[test]
fn what_hangs_on_a_status_of_long_ago_is_not_owed_anew_when_its_beginning_is_out_of_sight() {
    let mut town = Town::new();
    town.adopt("5.0.0", "1 12:00", "1 12:00");
    for (day, ledger) in [(2, "absence"), (7, "absence")] {
        let body = json!({ "cause": "ill", "from": format!("2026-03-{day:02}") });
        town.now(&format!("{day} 08:00"), "person:p0", ledger, body);
    }
    town.now("7 09:00", "person:p0", "note", json!({ "text": "…" }));
    // One stretch, from the 2nd to the 21st: asked for once, whichever half the horizon cuts off.
    for day in 8..90 {
        town.now(&format!("{day} 08:00"), "person:p0", "temperature", json!({ "celsius": 36.5 }));
        assert_eq!(town.duties("person:p0", "ask_once"), ["missed"], "on day {day}");
    }
    town.done();
}

#[test]
fn the_second_of_two_never_becomes_the_first_when_the_first_is_out_of_sight() {
    let mut town = Town::new();
    let ill = || json!({ "has_symptom": true });
    town.now("2 08:00", "person:p0", "symptoms", ill());
    town.now("4 08:00", "person:p0", "symptoms", ill());
    assert_eq!(town.duties("person:p0", "see").len(), 1);
    for day in 10..40 {
        town.now(&format!("{day} 08:00"), "person:p0", "temperature", json!({ "celsius": 38.5 }));
        assert_eq!(town.duties("person:p0", "see").len(), 1, "on day {day}");
    }
    town.done();
}

#[test]
fn a_course_of_long_ago_stays_as_it_was() {
    let mut town = Town::new();
    town.now("2 07:00", "person:p0", "contact", json!({ "kind": "secondary", "index_contact": "person:p6" }));
    town.now("3 09:00", "person:p6", "test_result", json!({ "result": "positive" }));
    town.sweep("12 00:00");
    let before = town.standing("person:p0");
    assert_eq!(town.courses("person:p0"), ["first: ended", "second: converted"]);
    assert!(town.duties("person:p0", "look_first").iter().all(|s| *s == "missed"));
    for day in 13..60 {
        let fever = json!({ "celsius": 38.5 });
        town.now(&format!("{day} 08:00"), "person:p0", "temperature", fever);
        let now = town.standing("person:p0");
        for (key, duty) in &before.duties {
            assert_eq!(now.duties.get(key), Some(duty), "on day {day}");
        }
        assert_eq!(now.courses, before.courses, "on day {day}");
        for (key, status) in &before.statuses {
            assert_eq!(now.statuses.get(key), Some(status), "on day {day}");
        }
    }
    town.done();
}
