//! Courses: day counting, tests, release, extension, restart, conversion.

use super::scene::{Scene, at, shown};

const EXPOSED: &str = "a 09-01 10:00 person:p event what=exposed";

/// A course of five days with what is asked for put in.
fn course(more: &str) -> String {
    format!(
        r#"
        [[course]]
        id = "stay"
        about = "person"
        restricts = false
        starts = [{{ on = "event", when = "what == 'exposed'" }}]
        DAY_ONE
        phases = [{{ id = "in", days = 3 }}, {{ id = "home", days = 2 }}]
        {more}
    "#
    )
    .replace("DAY_ONE", if more.starts_with("day_one") { "" } else { r#"day_one = "same_day""# })
}

const TESTS: &str = r#"tests = { days = [1, 3, 5], result = "result", field = "result", negative = "negative", positive = "positive", duty = { name = "sample", owner = "teacher@subject", within = "PT24H", grace = "PT24H", done_by = "sample" } }"#;

/// Only the lines of courses.
#[track_caller]
fn runs(scene: &Scene, as_of: &str, expected: &str) {
    let verdict = shown(&scene.verdict(as_of));
    let seen: Vec<&str> = verdict.lines().filter(|l| l.starts_with("course")).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(seen, expected, "as of {as_of}");
}

/// Day numbers with results: `1:b 3:- 5:-`.
fn tests(scene: &Scene, as_of: &str) -> String {
    let course = scene.verdict(as_of).courses.into_values().next().expect("a course");
    let test = |t: &crate::verdict::TestDay| {
        let fact = t.result.as_ref().map_or("-".to_owned(), |(id, _)| id.to_string());
        let last = fact.trim_start_matches(['0', '-']);
        let letter = u8::from_str_radix(last, 16).map_or('-', char::from);
        format!("{}:{letter}", t.day)
    };
    course.tests.iter().map(test).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_day_itself_or_the_next_is_day_one() {
    let scene = Scene::of(&course("")).facts(EXPOSED);
    runs(&scene, "09-01 10:01", "course stay a 09-01 - 09-05 runs");
    runs(&scene, "09-05 23:59", "course stay a 09-01 - 09-05 runs");
    runs(&scene, "09-06 00:00", "course stay a 09-01 - 09-05 completed 09-06 00:00");
    runs(&scene, "11-06 00:00", "course stay a 09-01 - 09-05 completed 09-06 00:00");
    let next = Scene::of(&course(r#"day_one = "next_day""#)).facts(EXPOSED);
    runs(&next, "09-01 10:01", "course stay a 09-02 - 09-06 runs");
    let named = Scene::of(&course(r#"day_from = "since""#));
    let named = named.facts("a 09-01 10:00 person:p event what=exposed since=2026-08-30");
    runs(&named, "09-01 10:01", "course stay a 08-30 - 09-03 runs");
}

#[test]
fn a_running_course_is_looked_at_every_day() {
    let scene = Scene::of(&course("")).facts(EXPOSED);
    assert!(scene.moments("09-02 10:00").contains(&at("09-03 00:00")));
    assert!(scene.moments("09-07 10:00").is_empty());
}

#[test]
fn results_belong_to_the_earliest_open_test_day() {
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-02 09:00 person:p result result=negative
                 c 09-03 09:00 person:p result result=negative
                 d 09-03 10:00 person:p result result=negative";
    let scene = Scene::of(&course(TESTS)).facts(story);
    assert_eq!(tests(&scene, "09-02 12:00"), "1:b 3:- 5:-", "a result may come a day or two later");
    assert_eq!(tests(&scene, "09-03 12:00"), "1:b 3:c 5:-", "no day is tested ahead of time");
    let late = "a 09-01 10:00 person:p event what=exposed
                b 09-05 09:00 person:p result result=negative";
    let scene = Scene::of(&course(TESTS)).facts(late);
    assert_eq!(tests(&scene, "09-05 12:00"), "1:- 3:b 5:-", "day 1 is too long ago");
}

#[test]
fn test_duties_open_at_the_start_of_their_day() {
    let scene = Scene::of(&course(TESTS))
        .facts("a 09-01 10:00 person:p event what=exposed\n b 09-01 12:00 person:p sample");
    scene.says(
        "09-03 00:00",
        "duty sample a+1 09-01 00:00 - 09-02 00:00 done by b
         duty sample a+3 09-03 00:00 - 09-04 00:00 open
         course stay a 09-01 - 09-05 runs",
    );
}

#[test]
fn daily_duties_live_in_their_phase_and_end_with_the_course() {
    let daily = r#"ends = [{ on = "event", when = "what == 'release'" }]
        [[course.daily]]
        phases = ["home"]
        at = ["08:00", "18:00"]
        duty = { name = "look", owner = "teacher@subject", within = "PT2H", grace = "PT1H", done_by = "visit" }"#;
    let scene = Scene::of(&course(daily)).facts(EXPOSED);
    scene.says("09-03 23:00", "course stay a 09-01 - 09-05 runs");
    scene.says(
        "09-04 18:00",
        "duty look a+4T08:00 09-04 08:00 - 09-04 10:00 missed
         duty look a+4T18:00 09-04 18:00 - 09-04 20:00 open
         course stay a 09-01 - 09-05 runs",
    );
    let scene = scene.facts("b 09-04 12:00 person:p event what=release");
    scene.says(
        "09-06 00:00",
        "duty look a+4T08:00 09-04 08:00 - 09-04 10:00 missed
         course stay a 09-01 - 09-05 released 09-04 12:00 by b",
    );
}

#[test]
fn it_is_held_until_the_criteria_are_met_and_says_by_what() {
    let release = format!("{TESTS}\n release = \"course.tests_negative >= 2\"");
    let scene = Scene::of(&course(&release))
        .facts("a 09-01 10:00 person:p event what=exposed\n b 09-03 09:00 person:p result result=negative");
    runs(&scene, "09-05 23:59", "course stay a 09-01 - 09-05 runs");
    runs(&scene, "09-06 00:00", "course stay a 09-01 - 09-05 held by course.tests_negative");
    let scene = scene.facts("c 09-08 09:00 person:p result result=negative");
    runs(&scene, "09-08 09:00", "course stay a 09-01 - 09-05 completed 09-08 09:00");
    runs(&scene, "10-08 09:00", "course stay a 09-01 - 09-05 completed 09-08 09:00");
}

#[test]
fn what_is_unknown_does_not_release_and_is_named() {
    let release = "release = \"during.check.all(c, c.celsius < 38)\"";
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-02 10:00 person:p check sick=false";
    let scene = Scene::of(&course(release)).facts(story);
    runs(&scene, "09-07 00:00", "course stay a 09-01 - 09-05 held by during.check.celsius");
    let known = scene.facts("c 09-02 10:00 person:p check celsius=36 fixes=b");
    runs(&known, "09-08 00:00", "course stay a 09-01 - 09-05 completed 09-06 00:00");
}

#[test]
fn it_is_released_early_at_the_first_moment_that_allows_it() {
    let early = format!("{TESTS}\n release_early = {{ day = 4, when = \"course.tests_negative >= 2\" }}");
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-01 11:00 person:p result result=negative
                 c 09-03 11:00 person:p result result=negative";
    let scene = Scene::of(&course(&early)).facts(story);
    runs(&scene, "09-03 12:00", "course stay a 09-01 - 09-05 runs");
    for later in ["09-04 00:00", "09-04 17:33", "09-20 00:00"] {
        runs(&scene, later, "course stay a 09-01 - 09-05 completed 09-04 00:00");
    }
    let later = "a 09-01 10:00 person:p event what=exposed
                 b 09-01 11:00 person:p result result=negative
                 c 09-04 11:00 person:p result result=negative";
    let scene = Scene::of(&course(&early)).facts(later);
    runs(&scene, "09-30 00:00", "course stay a 09-01 - 09-05 completed 09-04 11:00");
}

#[test]
fn what_comes_after_the_end_does_not_change_how_it_ended() {
    let more = r#"ends = [{ on = "event", when = "what == 'release'" }]
        extend = [{ on = "event", when = "what == 'extend'", days = 2 }]
        restart = [{ on = "event", when = "what == 'restart'" }]
        convert = [{ on = "result", when = "result == 'positive'", into = "stay2" }]
        [[course]]
        id = "stay2"
        about = "person"
        restricts = false
        day_one = "same_day"
        phases = [{ id = "more", days = 10 }]"#;
    let over = "course stay a 09-01 - 09-05 completed 09-06 00:00";
    for late in ["event what=release", "event what=extend", "event what=restart", "result result=positive"] {
        let story = format!("{EXPOSED}\n b 09-10 08:00 person:p {late}");
        runs(&Scene::of(&course(more)).facts(&story), "09-11 00:00", over);
    }
}

#[test]
fn an_extension_adds_days_up_to_the_limit() {
    let more = r#"extend = [{ on = "event", when = "what == 'extend'", days = 2 }]
        days_max = 8"#;
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-02 10:00 person:p event what=extend";
    let scene = Scene::of(&course(more)).facts(story);
    runs(&scene, "09-02 11:00", "course stay a 09-01 - 09-07 runs");
    let scene = scene.facts("c 09-03 10:00 person:p event what=extend");
    runs(&scene, "09-03 11:00", "course stay a 09-01 - 09-08 runs");
    let facts = scene.verdict("09-03 11:00").courses.into_values().next().expect("a course").why.facts;
    assert_eq!(facts.len(), 3, "it rests on its start and on both extensions");
    let phases = scene.verdict("09-03 11:00").courses.into_values().next().expect("a course").phases;
    assert_eq!(
        phases.last().map(|(_, first, last)| format!("{first} {last}")).as_deref(),
        Some("2026-09-04 2026-09-08")
    );
}

#[test]
fn a_restart_counts_from_its_own_day_and_keeps_no_older_result() {
    let more = format!("{TESTS}\n restart = [{{ on = \"event\", when = \"what == 'restart'\" }}]");
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-01 11:00 person:p result result=negative
                 c 09-03 10:00 person:p event what=restart";
    let scene = Scene::of(&course(&more)).facts(story);
    runs(&scene, "09-03 11:00", "course stay a 09-03 - 09-07 runs");
    assert_eq!(tests(&scene, "09-03 11:00"), "1:- 3:- 5:-");
}

#[test]
fn a_start_during_the_run_moves_the_end_and_a_start_after_it_is_another() {
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-03 10:00 person:p event what=exposed
                 c 09-20 10:00 person:p event what=exposed";
    let scene = Scene::of(&course("")).facts(story);
    runs(&scene, "09-02 00:00", "course stay a 09-01 - 09-05 runs");
    runs(&scene, "09-03 10:00", "course stay a 09-03 - 09-07 runs");
    runs(
        &scene,
        "09-20 10:00",
        "course stay a 09-03 - 09-07 completed 09-08 00:00
         course stay c 09-20 - 09-24 runs",
    );
    let starts = scene.verdict("09-03 10:00").courses.into_values().next().expect("a course").why.facts;
    assert_eq!(starts.len(), 2, "it rests on both starts");
}

#[test]
fn the_duty_to_release_waits_for_the_criteria_and_goes_when_they_fail_again() {
    let more = format!(
        r#"{TESTS}
        release = "course.tests_negative >= 2 && course.tests_positive == 0"
        release_duty = {{ name = "let_go", owner = "teacher@subject", within = "PT24H", done_by = "event", done_when = "what == 'release'" }}
        ends = [{{ on = "event", when = "what == 'release'" }}]
        extend = [{{ on = "event", when = "what == 'extend'", days = 2 }}]"#
    );
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-01 11:00 person:p result result=negative
                 c 09-03 11:00 person:p result result=negative";
    let lets_go = |scene: &Scene, as_of: &str| -> Vec<String> {
        shown(&scene.verdict(as_of)).lines().filter(|l| l.contains("let_go")).map(str::to_owned).collect()
    };
    let scene = Scene::of(&course(&more)).facts(story);
    assert_eq!(lets_go(&scene, "09-05 23:00"), [""; 0]);
    assert_eq!(lets_go(&scene, "09-06 00:00"), ["duty let_go a+release 09-06 00:00 - 09-07 00:00 open"]);
    assert_eq!(lets_go(&scene, "09-06 13:00"), ["duty let_go a+release 09-06 00:00 - 09-07 00:00 open"]);
    let ill =
        Scene::of(&course(&more)).facts(&format!("{story}\n d 09-06 08:00 person:p result result=positive"));
    assert_eq!(lets_go(&ill, "09-06 13:00"), [""; 0]);
    let longer =
        Scene::of(&course(&more)).facts(&format!("{story}\n d 09-06 08:00 person:p event what=extend"));
    assert_eq!(lets_go(&longer, "09-06 13:00"), [""; 0]);
    assert_eq!(lets_go(&longer, "09-08 00:00"), ["duty let_go a+release 09-08 00:00 - 09-09 00:00 open"]);
    let gone = scene.facts("e 09-06 09:00 person:p event what=release");
    runs(&gone, "09-06 13:00", "course stay a 09-01 - 09-05 released 09-06 09:00 by e");
    assert_eq!(lets_go(&gone, "09-06 13:00"), ["duty let_go a+release 09-06 00:00 - 09-07 00:00 done by e"]);
}

#[test]
fn a_positive_result_counts_though_no_test_day_is_open() {
    let more = format!("{TESTS}\n release = \"course.tests_negative >= 3 && course.tests_positive == 0\"");
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-01 11:00 person:p result result=negative
                 c 09-03 11:00 person:p result result=negative
                 d 09-03 18:00 person:p result result=positive
                 e 09-05 11:00 person:p result result=negative";
    let scene = Scene::of(&course(&more)).facts(story);
    runs(
        &scene,
        "09-10 00:00",
        "course stay a 09-01 - 09-05 held by course.tests_negative,course.tests_positive",
    );
}

/// The contact of a contact: released when the contact is negative, a contact when the contact is positive.
const LINKED: &str = r#"
    [[course]]
    id = "second"
    about = "person"
    restricts = false
    starts = [{ on = "event", when = "what == 'exposed'" }]
    day_one = "same_day"
    phases = [{ id = "in", days = 5 }]
    linked = { field = "contact", ledgers = ["result"] }
    release = "linked.result.exists(r, r.result == 'negative')"
    convert = [{ on = "result", when = "result == 'positive'", of_linked = true, into = "first" }]
    [[course]]
    id = "first"
    about = "person"
    restricts = false
    day_one = "next_day"
    phases = [{ id = "in", days = 14 }]
    status = { status = "health", value = "suspect" }
"#;

#[test]
fn a_fact_about_the_linked_subject_converts_it() {
    let story = "a 09-01 10:00 person:p event what=exposed contact=person:q
                 b 09-02 10:00 person:p result result=positive
                 c 09-03 10:00 person:r result result=positive
                 d 09-04 10:00 person:q result result=positive";
    let scene = Scene::of(LINKED).facts(story);
    runs(&scene, "09-04 09:59", "course second a 09-01 - 09-05 runs");
    scene.says(
        "09-04 10:00",
        "status health d+first suspect 09-04 10:00 - …
         course first d 09-05 - 09-18 runs
         course second a 09-01 - 09-05 converted 09-04 10:00 into first",
    );
}

#[test]
fn a_fact_about_the_linked_subject_releases_it() {
    let story = "a 09-01 10:00 person:p event what=exposed contact=person:q
                 b 09-03 10:00 person:q result result=negative";
    let scene = Scene::of(LINKED).facts(story);
    runs(&scene, "09-06 00:00", "course second a 09-01 - 09-05 completed 09-06 00:00");
    let nobody = Scene::of(LINKED).facts(EXPOSED);
    runs(&nobody, "09-06 00:00", "course second a 09-01 - 09-05 held by linked.result");
}

#[test]
fn a_conversion_into_a_course_that_runs_already_does_not_double_it() {
    let both = LINKED.replace(
        "id = \"first\"",
        "id = \"first\"\n starts = [{ on = \"event\", when = \"what == 'extend'\" }]",
    );
    let story = "a 09-01 10:00 person:p event what=exposed contact=person:q
                 b 09-02 10:00 person:p event what=extend
                 c 09-04 10:00 person:q result result=positive";
    runs(
        &Scene::of(&both).facts(story),
        "09-04 10:00",
        "course first b 09-05 - 09-18 runs
         course second a 09-01 - 09-05 converted 09-04 10:00 into first",
    );
}

#[test]
fn the_status_of_a_course_does_not_hide_a_stronger_one_from_the_same_fact() {
    let more = r#"status = { status = "health", value = "watched" }
        [[rule]]
        id = "ill"
        on = "event"
        when = "what == 'exposed'"
        status = { status = "health", value = "suspect", until = { days = 2 } }"#;
    let scene = Scene::of(&course(more)).facts(EXPOSED);
    let strongest = |as_of: &str| {
        let held = scene.verdict(as_of).statuses.into_values();
        let now = held.filter(|s| s.from <= at(as_of) && s.until.is_none_or(|until| at(as_of) < until));
        let strength = |value: &str| scene.plan.status("base/health").and_then(|s| s.strength(value));
        now.map(|s| s.value).max_by_key(|value| strength(value)).map(|v| v.to_string())
    };
    assert_eq!(strongest("09-01 12:00").as_deref(), Some("suspect"));
    assert_eq!(strongest("09-03 12:00").as_deref(), Some("watched"));
    assert_eq!(strongest("09-06 12:00"), None);
}

#[test]
fn duties_of_a_course_hang_on_its_start() {
    // Intake loads facts back to the start of what is under way, so a duty of the ninth day must say when its course began.
    let scene = Scene::of(&course(TESTS)).facts(EXPOSED);
    let verdict = scene.verdict("09-05 00:00");
    assert_eq!(verdict.duties.len(), 3);
    assert!(verdict.duties.values().all(|d| d.triggered == at("09-01 10:00")));
}

#[test]
fn of_days_before_it_began_tests_are_owed_but_no_slot_that_was_over() {
    let daily = r#"
        [[course.daily]]
        at = ["08:00", "09:00"]
        duty = { name = "look", owner = "teacher@subject", within = "PT2H", done_by = "visit" }"#;
    let more = format!("day_from = \"since\"\n{TESTS}{daily}");
    let scene = Scene::of(&course(&more)).facts("a 09-02 10:00 person:p event what=exposed since=2026-09-01");
    scene.says(
        "09-02 12:00",
        "duty look a+2T09:00 09-02 09:00 - 09-02 11:00 open
         duty sample a+1 09-01 00:00 - 09-02 00:00 open, late on arrival
         course stay a 09-01 - 09-05 runs",
    );
}
