//! Signals with a detector: the count of a day against the days before it.

use super::{
    ground::pack_as,
    scene::{Scene, at, time},
};
use crate::needs::needs;

/// More sick pupils of one class than the seven days before let expect, and no fewer than three.
const ABOVE: &str = r#"
    [[signal]]
    id = "above"
    counts = ["check"]
    where = "sick"
    group_by = ["class"]
    distinct = true
    at_least = 3
    detector = { method = "ears-c1", baseline_days = 7, alpha = 0.001 }
    window_days = 1
    alert = { name = "above", to = ["head@subject"] }
"#;

/// One and two sick pupils by turns on the seven days before 8 September: mean 10/7, spread 0.53, bound 3.08.
const BEFORE: &str = "
    a 09-01 08:00 person:p check sick=true
    b 09-02 08:00 person:p check sick=true
    c 09-02 08:00 person:q check sick=true
    d 09-03 08:00 person:p check sick=true
    e 09-04 08:00 person:p check sick=true
    f 09-04 08:00 person:q check sick=true
    g 09-05 08:00 person:p check sick=true
    h 09-06 08:00 person:p check sick=true
    i 09-06 08:00 person:q check sick=true
    j 09-07 08:00 person:p check sick=true";

/// Four on the day itself; one of them is checked twice.
const TODAY: &str = "
    k 09-08 08:00 person:p check sick=true
    l 09-08 08:10 person:q check sick=true
    m 09-08 08:20 person:r check sick=true
    n 09-08 08:30 person:r check sick=true
    o 09-08 08:40 person:s check sick=true";

#[track_caller]
fn alerts(scene: &Scene, as_of: &str, expected: &[&str]) {
    let verdict = scene.verdict(as_of);
    let shown =
        verdict.alerts.values().map(|a| format!("{} - {}", time(a.raised), a.until.map_or("…".into(), time)));
    assert_eq!(shown.collect::<Vec<_>>(), expected, "as of {as_of}");
}

#[test]
fn the_fact_that_is_more_than_expected_raises_it_and_the_day_ends_it() {
    let scene = Scene::of_class(ABOVE).facts(BEFORE).facts(TODAY);
    alerts(&scene, "09-08 08:39", &[]);
    assert!(scene.moments("09-08 08:39").contains(&at("09-08 08:40")));
    alerts(&scene, "09-08 09:00", &["09-08 08:40 - 09-09 00:00"]);
    let why: Vec<usize> =
        scene.verdict("09-08 09:00").alerts.into_values().map(|a| a.why.facts.len()).collect();
    assert_eq!(why, [5], "it rests on the facts of the day");
}

/// It was the third of September that had more than was expected.
#[test]
fn what_becomes_known_late_of_the_days_before_takes_it_back() {
    let late = "p 09-03 08:00 person:t check sick=true rcv=09-08_10:00
                q 09-03 08:00 person:u check sick=true rcv=09-08_10:00
                r 09-03 08:00 person:v check sick=true rcv=09-08_10:00";
    alerts(
        &Scene::of_class(ABOVE).facts(BEFORE).facts(TODAY).facts(late),
        "09-08 11:00",
        &["09-03 08:00 - 09-04 00:00"],
    );
    let fixed = "p 09-08 08:40 person:s check sick=false fixes=o";
    alerts(&Scene::of_class(ABOVE).facts(BEFORE).facts(TODAY).facts(fixed), "09-08 11:00", &[]);
}

#[test]
fn fewer_than_the_least_are_nothing_however_quiet_it_was() {
    let two = "k 09-08 08:00 person:p check sick=true
               l 09-08 08:10 person:q check sick=true";
    alerts(&Scene::of_class(ABOVE).facts(two), "09-08 11:00", &[]);
    let low = ABOVE.replace("at_least = 3", "at_least = 1");
    alerts(&Scene::of_class(&low).facts(two), "09-08 11:00", &["09-08 08:00 - 09-09 00:00"]);
    let spread = low.replace("alpha = 0.001", "alpha = 0.001, sd_min = 1");
    alerts(&Scene::of_class(&spread).facts(two), "09-08 11:00", &[]);
}

#[test]
fn days_of_which_nothing_is_known_are_not_days_without_anybody() {
    let scene = || Scene::of_class(ABOVE).facts(TODAY);
    alerts(&scene(), "09-08 11:00", &["09-08 08:20 - 09-09 00:00"]);
    alerts(
        &scene().with(|case| case.registered = at("09-01 00:00")),
        "09-08 11:00",
        &["09-08 08:20 - 09-09 00:00"],
    );
    alerts(&scene().with(|case| case.registered = at("09-01 00:01")), "09-08 11:00", &[]);
    let adopted =
        Scene::about("org:class").adopt(&pack_as("trial", "1.0.0", ABOVE), "org:county", "09-02", "");
    alerts(&adopted.facts(TODAY), "09-08 11:00", &[]);
}

#[test]
fn every_day_is_a_signal_of_its_own() {
    let next = "p 09-09 07:00 person:p check sick=true
                q 09-09 07:01 person:q check sick=true
                r 09-09 07:02 person:r check sick=true
                s 09-09 07:03 person:s check sick=true
                t 09-09 07:04 person:t check sick=true
                u 09-09 07:05 person:u check sick=true";
    let scene = Scene::of_class(ABOVE).facts(BEFORE).facts(TODAY).facts(next);
    alerts(&scene, "09-09 08:00", &["09-08 08:40 - 09-09 00:00", "09-09 07:05 - 09-10 00:00"]);
}

#[test]
fn the_days_that_it_compares_with_are_read() {
    for (method, before) in [("ears-c1", 7), ("ears-c2", 9), ("ears-c3", 11)] {
        let scene = Scene::of_class(&ABOVE.replace("ears-c1", method));
        let needs = needs(&scene.plan);
        let reads = needs.reads.iter().map(|reads| reads.lookback()).max();
        assert_eq!(
            reads,
            Some(1 + before + 1),
            "{method}: the day, those before, and the first of them whole"
        );
    }
}
