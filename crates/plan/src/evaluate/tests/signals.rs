//! Signals: windowed counts and their episodes.

use super::scene::{Scene, at, time};

/// Three pupils of one class within exact time.
const THREE: &str = r#"
    [[signal]]
    id = "cluster"
    counts = ["check"]
    where = "sick"
    group_by = ["class"]
    distinct = true
    at_least = 3
    window = "P1D"
    duty = { name = "report", owner = "head@subject", to = ["officer@subject"], within = "PT24H", done_by = "report" }
    alert = { name = "cluster", to = ["head@subject"] }
"#;

fn civil() -> String {
    THREE.replace(r#"window = "P1D""#, "window_days = 1")
}

/// The alerts alone.
#[track_caller]
fn alerts(scene: &Scene, as_of: &str, expected: &[&str]) {
    let verdict = scene.verdict(as_of);
    let seen: Vec<String> = verdict
        .alerts
        .values()
        .map(|a| format!("{} - {}", time(a.raised), a.until.map_or("…".into(), time)))
        .collect();
    assert_eq!(seen, expected, "as of {as_of}");
}

#[test]
fn the_fact_that_completes_the_count_is_the_trigger_and_the_earliest_is_the_key() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:q check sick=true
                 c 09-01 13:50 person:r check sick=true
                 d 09-01 14:00 person:s check sick=true";
    let scene = Scene::of_class(THREE).facts(story);
    scene.says("09-01 13:49", "");
    assert!(scene.moments("09-01 13:49").contains(&at("09-01 13:50")), "what is to come is awaited");
    scene.says(
        "09-01 14:30",
        "duty report a 09-01 13:50 - 09-02 13:50 open
         alert cluster a 09-01 13:50 - 09-02 09:00",
    );
}

#[test]
fn distinct_counts_each_person_once() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:p check sick=true
                 c 09-01 10:00 person:q check sick=true
                 d 09-01 11:00 person:q check sick=false";
    Scene::of_class(THREE).facts(story).says("09-01 12:00", "");
    let facts = THREE.replace("distinct = true", "distinct = false");
    alerts(&Scene::of_class(&facts).facts(story), "09-01 12:00", &["09-01 10:00 - 09-02 08:00"]);
}

#[test]
fn similar_counts_only_those_who_share_a_symptom() {
    let similar = THREE.replace("distinct = true", "distinct = true\n similar = \"symptoms\"");
    let story = "a 09-01 08:00 person:p check sick=true symptoms=[fever]
                 b 09-01 09:00 person:q check sick=true symptoms=[rash]
                 c 09-01 10:00 person:r check sick=true symptoms=[fever,cough]
                 d 09-01 10:30 person:s check sick=true";
    let scene = Scene::of_class(&similar).facts(story);
    alerts(&scene, "09-01 11:00", &[]);
    let scene = scene.facts("e 09-01 11:00 person:t check sick=true symptoms=[fever,rash]");
    scene.says(
        "09-01 12:00",
        "duty report a 09-01 11:00 - 09-02 11:00 open
         alert cluster a 09-01 11:00 - 09-02 08:00",
    );
    let why: Vec<_> = scene.verdict("09-01 12:00").alerts.into_values().map(|a| a.why.facts.len()).collect();
    assert_eq!(why, [3], "it rests on those who share the symptom");
}

#[test]
fn exact_days_run_over_midnight_and_civil_days_do_not() {
    let story = "a 09-01 22:00 person:p check sick=true
                 b 09-01 23:00 person:q check sick=true
                 c 09-02 00:00 person:r check sick=true";
    alerts(&Scene::of_class(THREE).facts(story), "09-02 01:00", &["09-02 00:00 - 09-02 22:00"]);
    alerts(&Scene::of_class(&civil()).facts(story), "09-02 01:00", &[]);
    let exactly_a_day = "a 09-01 08:00 person:p check sick=true
                         b 09-01 09:00 person:q check sick=true
                         c 09-02 08:00 person:r check sick=true";
    alerts(&Scene::of_class(THREE).facts(exactly_a_day), "09-02 09:00", &[]);
}

#[test]
fn three_civil_days_are_today_and_the_two_before() {
    let three_days = THREE.replace(r#"window = "P1D""#, "window_days = 3");
    let story = |last: &str| {
        let story = "a 09-01 00:00 person:p check sick=true\n b 09-02 12:00 person:q check sick=true\n c LAST person:r check sick=true";
        Scene::of_class(&three_days).facts(&story.replace("LAST", last))
    };
    alerts(&story("09-03 23:59"), "09-04 12:00", &["09-03 23:59 - 09-04 00:00"]);
    alerts(&story("09-04 00:00"), "09-04 12:00", &[]);
}

#[test]
fn a_later_fact_prolongs_the_episode_and_a_gap_begins_another() {
    let first = "a 09-01 08:00 person:p check sick=true
                 b 09-01 08:00 person:q check sick=true
                 c 09-01 08:00 person:r check sick=true";
    let scene = Scene::of_class(THREE).facts(first);
    alerts(&scene, "09-03 00:00", &["09-01 08:00 - 09-02 08:00"]);
    let second = "d 09-03 08:00 person:p check sick=true
                  e 09-03 08:00 person:q check sick=true
                  f 09-03 08:00 person:r check sick=true";
    let scene = scene.facts(second);
    alerts(&scene, "09-05 00:00", &["09-01 08:00 - 09-02 08:00", "09-03 08:00 - 09-04 08:00"]);
    // Late facts fill the gap: the two are one, under the first key.
    let between = "g 09-01 20:00 person:p check sick=true
                   h 09-01 20:00 person:q check sick=true
                   i 09-01 20:00 person:r check sick=true
                   j 09-02 10:00 person:p check sick=true
                   k 09-02 10:00 person:q check sick=true
                   l 09-02 10:00 person:r check sick=true";
    scene.facts(between).says(
        "09-05 00:00",
        "duty report a 09-01 08:00 - 09-02 08:00 open
         alert cluster a 09-01 08:00 - 09-04 08:00",
    );
}

#[test]
fn an_episode_goes_on_when_one_leaves_at_the_moment_another_comes() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:q check sick=true
                 c 09-01 10:00 person:r check sick=true
                 d 09-02 08:00 person:p check sick=true";
    alerts(&Scene::of_class(THREE).facts(story), "09-02 08:30", &["09-01 10:00 - 09-02 09:00"]);
}

#[test]
fn a_fact_that_never_was_drops_the_count_below_the_threshold() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:q check sick=true
                 c 09-01 10:00 person:r check sick=true
                 d 09-01 10:05 person:q check fixes=b void";
    Scene::of_class(THREE).facts(story).says("09-01 12:00", "");
}

#[test]
fn the_future_prolongs_nothing_yet() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 08:00 person:q check sick=true
                 c 09-01 08:00 person:r check sick=true
                 d 09-01 20:00 person:p check sick=true
                 e 09-01 20:00 person:q check sick=true
                 f 09-01 20:00 person:r check sick=true";
    let scene = Scene::of_class(THREE).facts(story);
    alerts(&scene, "09-01 12:00", &["09-01 08:00 - 09-02 08:00"]);
    assert!(scene.moments("09-01 12:00").contains(&at("09-01 20:00")), "it is looked at then");
    alerts(&scene, "09-01 20:00", &["09-01 08:00 - 09-02 20:00"]);
}

#[test]
fn a_count_of_a_person_s_own_facts() {
    let rules = r#"
        [[signal]]
        id = "often"
        counts = ["check"]
        where = "sick"
        about = "person"
        at_least = 2
        window_days = 3
        status = { status = "health", value = "watched" }
    "#;
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-03 08:00 person:p check sick=true";
    let scene = Scene::of(rules).facts(story);
    scene.says("09-03 09:00", "status health a watched 09-03 08:00 - 09-04 00:00");
}

#[test]
fn late_on_arrival_when_the_count_was_known_too_late() {
    let story = "a 09-01 08:00 person:p check sick=true rcv=09-03_08:00
                 b 09-01 09:00 person:q check sick=true
                 c 09-01 10:00 person:r check sick=true";
    let scene = Scene::of_class(THREE).facts(story);
    scene.says(
        "09-03 08:01",
        "duty report a 09-01 10:00 - 09-02 10:00 open, late on arrival
         alert cluster a 09-01 10:00 - 09-02 08:00",
    );
}

#[test]
fn an_alert_is_seen_by_the_first_who_took_note() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:q check sick=true
                 c 09-01 10:00 person:r check sick=true";
    let scene = Scene::of_class(THREE).facts(story).with(|case| {
        let notes = Scene::about("org:class").facts(
            "x 09-01 11:00 org:class noted alert=trial/cluster|org:class|a
             y 09-01 10:30 org:class noted alert=trial/cluster|org:class|a",
        );
        case.facts = notes.case.facts;
    });
    scene.says(
        "09-01 12:00",
        "duty report a 09-01 10:00 - 09-02 10:00 open
         alert cluster a 09-01 10:00 - 09-02 08:00 seen by y",
    );
}
