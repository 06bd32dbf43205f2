//! The passing of time: routines.

use super::{
    ground::pack_as,
    scene::{Scene, at},
};
use crate::{case::Spent, verdict::DutyEnd};
use std::collections::BTreeMap;

/// Every weekday at two times of day.
const ROUND: &str = r#"
    [[routine]]
    id = "rounds"
    about = "org"
    kinds = ["class"]
    every = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    at = ["07:30", "14:00"]
    MORE
    duty = { name = "round", owner = "teacher@subject", within = "PT1H", grace = "PT2H", done_by = "round" }
"#;

fn rounds(more: &str) -> String {
    ROUND.replace("MORE", more)
}

/// The class since a day, everything since then being news. 2026-09-04 is a Friday.
fn class(more: &str, since: &str) -> Scene {
    let scene =
        Scene::about("org:class").adopt(&pack_as("trial", "1.0.0", &rounds(more)), "org:county", since, "");
    scene.with(|case| case.touched_from = at("01-01"))
}

#[test]
fn it_comes_on_its_days_at_its_times_from_the_adoption_on() {
    let scene = class("", "09-03 08:00");
    scene.says(
        "09-07 07:30",
        "duty round 2026-09-03T14:00 09-03 14:00 - 09-03 15:00 missed
         duty round 2026-09-04T07:30 09-04 07:30 - 09-04 08:30 missed
         duty round 2026-09-04T14:00 09-04 14:00 - 09-04 15:00 missed
         duty round 2026-09-07T07:30 09-07 07:30 - 09-07 08:30 open",
    );
    assert!(scene.moments("09-04 14:00").contains(&at("09-07 07:30")), "the next slot is awaited");
    assert!(scene.moments("09-04 08:00").contains(&at("09-04 14:00")));
}

#[test]
fn each_slot_is_discharged_by_its_own_fact() {
    let scene = class("", "09-04").facts(
        "a 09-04 07:50 org:class round
         b 09-04 14:30 org:class round",
    );
    scene.says(
        "09-04 23:00",
        "duty round 2026-09-04T07:30 09-04 07:30 - 09-04 08:30 done by a
         duty round 2026-09-04T14:00 09-04 14:00 - 09-04 15:00 done by b",
    );
}

#[test]
fn only_inside_of_the_calendar() {
    let calendar = r#"calendar = { ledger = "term", first = "first", last = "last" }"#;
    let scene =
        class(calendar, "09-01").facts("a 08-01 08:00 org:school term first=2026-09-03 last=2026-09-03");
    scene.says(
        "09-05 00:00",
        "duty round 2026-09-03T07:30 09-03 07:30 - 09-03 08:30 missed
         duty round 2026-09-03T14:00 09-03 14:00 - 09-03 15:00 missed",
    );
    class(calendar, "09-01").says("09-05 00:00", "");
}

#[test]
fn only_for_whom_the_condition_holds() {
    let scene = class("", "09-04").with(|case| case.profile.clear());
    scene.says("09-04 08:00", "");
    let pupils = rounds(r#"when = "subject.sex == 'female'""#)
        .replace("about = \"org\"\n    kinds = [\"class\"]", "about = \"person\"")
        .replace(r#"done_by = "round""#, r#"done_by = "visit""#);
    let pupil = |sex: &str| {
        let body = (!sex.is_empty()).then(|| ("sex".into(), facts::Value::text(sex)));
        Scene::about("person:p").adopt(&pack_as("trial", "1.0.0", &pupils), "org:county", "09-04", "").with(
            |case| {
                case.touched_from = at("01-01");
                case.profile = body.into_iter().collect();
            },
        )
    };
    pupil("female").says("09-04 08:00", "duty round 2026-09-04T07:30 09-04 07:30 - 09-04 08:30 open");
    pupil("male").says("09-04 08:00", "");
    pupil("").says("09-04 08:00", "unknown rounds: subject.sex");
}

#[test]
fn slots_that_ended_before_the_news_are_not_judged_again_unless_still_owed() {
    let scene = class("", "09-01").with(|case| case.touched_from = at("09-04 14:00"));
    let verdict = scene.verdict("09-04 14:00");
    let judged = verdict.judged_since.get("trial/rounds").copied().expect("it says since when");
    assert!(judged <= at("09-04 10:30"), "whatever the news can reach is judged");
    assert!(verdict.duties.values().all(|d| d.triggered >= judged));
    let owed = scene.with(|case| case.owed_since = [("trial/rounds".into(), at("09-01 07:30"))].into());
    assert_eq!(owed.verdict("09-04 14:00").duties.len(), 8);
}

#[test]
fn what_a_fact_discharged_it_discharged_for_good() {
    let slow = ROUND.replace("MORE", "").replace(r#"grace = "PT2H""#, r#"grace = "PT8H""#);
    let scene = Scene::about("org:class")
        .adopt(&pack_as("trial", "1.0.0", &slow), "org:county", "09-01", "")
        .facts("a 09-01 14:10 org:class round")
        .with(|case| case.touched_from = at("09-01"));
    let second = |scene: &Scene| {
        let verdict = scene.verdict("09-03 00:00");
        let duty = verdict.duties.into_iter().find(|(k, _)| k.as_str().ends_with("|2026-09-01T14:00"));
        duty.map(|(_, duty)| duty.end).expect("the second slot")
    };
    let first_look = second(&scene);
    // Later news reach back to the second slot only; the fact belonged to the first.
    let done = |scene: &Scene| -> BTreeMap<facts::FactId, Vec<Spent>> {
        let done = scene.verdict("09-03 00:00").duties.into_iter().filter_map(|(key, duty)| match duty.end {
            DutyEnd::Done { fact, .. } => {
                Some((fact, vec![Spent { key, rule: duty.why.rule, triggered: duty.triggered }]))
            }
            _ => None,
        });
        done.collect()
    };
    let spent = done(&scene);
    let later = scene.with(|case| {
        case.touched_from = at("09-02 20:00");
        case.spent = spent;
    });
    assert_eq!(second(&later), first_look);
    // When what it discharged is judged again, it is free.
    let sooner = later.with(|case| case.touched_from = at("09-01"));
    assert_eq!((second(&sooner), done(&sooner).len()), (first_look, 1));
}

#[test]
fn nothing_is_asked_before_the_registration_or_outside_of_membership() {
    let scene = class("", "09-01").with(|case| case.registered = at("09-04 08:00"));
    scene.says("09-04 20:00", "duty round 2026-09-04T14:00 09-04 14:00 - 09-04 15:00 missed");
    let left = class("", "09-01").with(|case| {
        for link in &mut case.orgs {
            (link.from, link.until) = (at("09-02 12:00"), Some(at("09-03 12:00")));
        }
    });
    left.says(
        "09-04 20:00",
        "duty round 2026-09-02T14:00 09-02 14:00 - 09-02 15:00 missed
         duty round 2026-09-03T07:30 09-03 07:30 - 09-03 08:30 missed",
    );
}
