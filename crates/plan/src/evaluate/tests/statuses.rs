//! Statuses: what holds, until when, what follows from them, also for members of an organisation.

use super::scene::{Scene, at};
use crate::case::Ambient;
use facts::FactId;

const STATES: &str = r#"
    [[rule]]
    id = "sick"
    on = "check"
    when = "sick"
    status = { status = "health", value = "suspect", until = { days = 3, fact = "result", when = "result == 'negative'" } }
    [[rule]]
    id = "ill"
    on = "check"
    when = "celsius > 39"
    status = { status = "health", value = "ill", until = { after = "PT12H" } }
"#;

#[test]
fn a_status_ends_by_time_or_by_a_fact_whichever_comes_first() {
    let scene = Scene::of(STATES).facts("a 09-01 10:00 person:p check sick=true celsius=37");
    scene.says("09-01 11:00", "status health a suspect 09-01 10:00 - 09-04 00:00");
    scene.says("10-01 11:00", "status health a suspect 09-01 10:00 - 09-04 00:00");
    let scene = scene.facts(
        "b 09-02 08:00 person:p result result=positive\n c 09-02 10:00 person:p result result=negative",
    );
    scene.says("09-02 09:00", "status health a suspect 09-01 10:00 - 09-04 00:00");
    scene.says("09-02 10:00", "status health a suspect 09-01 10:00 - 09-02 10:00");
    let late = Scene::of(STATES).facts(
        "a 09-01 10:00 person:p check sick=true celsius=37\n b 09-05 10:00 person:p result result=negative",
    );
    late.says("09-06 00:00", "status health a suspect 09-01 10:00 - 09-04 00:00");
}

#[test]
fn of_one_fact_the_stronger_value_holds() {
    let scene = Scene::of(STATES).facts("a 09-01 10:00 person:p check sick=true celsius=39.5");
    scene.says("09-01 11:00", "status health a ill 09-01 10:00 - 09-01 22:00");
}

/// What follows from the situation of the county, for the class and for its pupils.
const FOLLOWS: &str = r#"
    [[rule]]
    id = "declared"
    on = "declare"
    when = "level == 'case'"
    status = { status = "situation", value = "case", until = { fact = "declare" } }
    [[rule]]
    id = "declared-spread"
    on = "declare"
    when = "level == 'spread'"
    status = { status = "situation", value = "spread", until = { fact = "declare" } }
    [[rule]]
    id = "class-told"
    on_status = { status = "situation", at_least = "case" }
    about = "org"
    kinds = ["class"]
    duty = { name = "tell_parents", owner = "teacher@subject", to = ["head@subject"], within = "PT24H", done_by = "round" }
    [[rule]]
    id = "pupil-watched"
    on_status = { status = "situation", at_least = "spread" }
    about = "person"
    status = { status = "health", value = "watched" }
    [[rule]]
    id = "pupil-visited"
    on_status = { status = "health", at_least = "watched" }
    duty = { name = "see", owner = "teacher@subject", to = ["head@subject"], within = "PT24H", done_by = "visit" }
"#;

fn ambient(value: &str, from: &str, until: &str, fact: u8) -> Ambient {
    let id: FactId = format!("00000000-0000-0000-0000-0000000000{fact:02x}").parse().expect("an id");
    Ambient {
        org: super::scene::id("org:county"),
        status: "base/situation".into(),
        value: value.into(),
        anchor: id.to_string().into(),
        from: at(from),
        until: (!until.is_empty()).then(|| at(until)),
        known: at(from),
        quiet: false,
        facts: vec![id],
    }
}

#[test]
fn the_status_of_an_organisation_reaches_those_below() {
    let county = |case: &mut crate::CaseFile| case.ambient = vec![ambient("spread", "09-01 08:00", "", b'x')];
    Scene::of_class(FOLLOWS)
        .with(county)
        .says("09-01 09:00", "duty tell_parents org:county~x 09-01 08:00 - 09-02 08:00 open");
    Scene::of(FOLLOWS).with(county).says(
        "09-01 09:00",
        "duty see org:county~x 09-01 08:00 - 09-02 08:00 open
         status health org:county~x watched 09-01 08:00 - …",
    );
    Scene::of(FOLLOWS)
        .with(|case| case.ambient = vec![ambient("case", "09-01 08:00", "", b'x')])
        .says("09-01 09:00", "");
}

#[test]
fn a_status_that_was_withdrawn_brings_nothing() {
    let void = |case: &mut crate::CaseFile| {
        case.ambient = vec![ambient("spread", "09-01 08:00", "09-01 08:00", b'x')];
    };
    Scene::of_class(FOLLOWS).with(void).says("09-01 09:00", "");
    Scene::of(FOLLOWS).with(void).says("09-01 09:00", "");
}

#[test]
fn the_status_of_an_organisation_reaches_members_only_while_they_are_members() {
    let moved = |joined: &str, left: &str| {
        let (joined, left) = (joined.to_owned(), left.to_owned());
        Scene::of(FOLLOWS).with(move |case| {
            for link in &mut case.orgs {
                if !joined.is_empty() {
                    // Something before, so that this is not the first membership.
                    link.from = at(&joined);
                }
                link.until = (!left.is_empty()).then(|| at(&left));
            }
            let mut other = case.orgs[0].clone();
            (other.org, other.chain, other.from, other.until) =
                (super::scene::id("org:elsewhere"), 1, at("01-01"), None);
            case.orgs.push(other);
            case.ambient = vec![ambient("spread", "09-01 08:00", "09-10 08:00", b'x')];
        })
    };
    let lines = |from: &str, until: &str, due: &str| {
        format!(
            "duty see org:county~x {from} - {due} open\nstatus health org:county~x watched {from} - {until}"
        )
    };
    moved("", "09-05 08:00").says("09-20 00:00", &lines("09-01 08:00", "09-05 08:00", "09-02 08:00"));
    moved("09-03 08:00", "").says("09-20 00:00", &lines("09-03 08:00", "09-10 08:00", "09-04 08:00"));
    moved("", "08-15 08:00").says("09-20 00:00", "");
    moved("09-15 08:00", "").says("09-20 00:00", "");
}

#[test]
fn overlapping_stretches_are_one_under_the_earliest_anchor() {
    let scene = Scene::of_class(FOLLOWS).with(|case| {
        case.ambient = vec![
            ambient("case", "09-01 08:00", "09-03 08:00", b'x'),
            ambient("spread", "09-02 08:00", "09-05 08:00", b'y'),
            ambient("case", "09-10 08:00", "", b'z'),
        ];
    });
    scene.says(
        "09-10 09:00",
        "duty tell_parents org:county~x 09-01 08:00 - 09-02 08:00 open
         duty tell_parents org:county~z 09-10 08:00 - 09-11 08:00 open",
    );
}

const LEVELS: &str = r#"
    [[level]]
    id = "steps"
    status = "situation"
    cumulative = CUMULATIVE
    about = "org"
    kinds = ["class"]
    [[level.measure]]
    id = "calm"
    from = "none"
    once = [{ name = "prepare", owner = "teacher@subject", within = "PT24H", done_by = "round" }]
    [[level.measure]]
    id = "alarm"
    from = "case"
    once = [{ name = "tell", owner = "teacher@subject", within = "PT24H", done_by = "report" }]
    routine = [{ every = "FREQ=DAILY", at = ["08:00"], duty = { name = "air", owner = "teacher@subject", within = "PT1H", grace = "PT1H", done_by = "round" } }]
"#;

fn stepping(cumulative: &str) -> Scene {
    Scene::of_class(&LEVELS.replace("CUMULATIVE", cumulative)).with(|case| {
        case.ambient = vec![
            ambient("case", "09-01 07:00", "09-04 07:00", b'x'),
            ambient("spread", "09-02 07:00", "09-03 07:00", b'y'),
        ];
        case.touched_from = at("08-31");
    })
}

#[test]
fn a_stronger_value_keeps_the_measures_of_the_weaker() {
    stepping("true").says(
        "09-04 09:00",
        "duty air 2026-09-01T08:00 09-01 08:00 - 09-01 09:00 missed
         duty air 2026-09-02T08:00 09-02 08:00 - 09-02 09:00 missed
         duty air 2026-09-03T08:00 09-03 08:00 - 09-03 09:00 missed
         duty prepare adopted-2026-01-01 01-01 00:00 - 01-02 00:00 open
         duty tell org:county~x 09-01 07:00 - 09-02 07:00 open",
    );
}

#[test]
fn or_only_exactly_its_own_value_has_them() {
    stepping("false").says(
        "09-04 09:00",
        "duty air 2026-09-01T08:00 09-01 08:00 - 09-01 09:00 missed
         duty air 2026-09-03T08:00 09-03 08:00 - 09-03 09:00 missed
         duty prepare adopted-2026-01-01 01-01 00:00 - 01-02 00:00 open
         duty prepare adopted-2026-01-01^org:county~x 09-04 07:00 - 09-05 07:00 open
         duty tell org:county~x 09-01 07:00 - 09-02 07:00 open
         duty tell org:county~x^org:county~y 09-03 07:00 - 09-04 07:00 open",
    );
}

#[test]
fn a_course_of_a_member_hangs_on_the_status_of_the_organisation() {
    let rules = r#"
        [[course]]
        id = "watch"
        about = "person"
        restricts = false
        starts = [{ on_status = { status = "situation", at_least = "case" } }]
        day_one = "same_day"
        phases = [{ id = "home", days = 2 }]
        [[course.daily]]
        at = ["12:00"]
        duty = { name = "look", owner = "teacher@subject", within = "PT2H", done_by = "visit" }
    "#;
    let scene = Scene::of(rules).with(|case| case.ambient = vec![ambient("case", "09-01 08:00", "", b'x')]);
    scene.says(
        "09-03 00:00",
        "duty look org:county~x+1T12:00 09-01 12:00 - 09-01 14:00 open
         duty look org:county~x+2T12:00 09-02 12:00 - 09-02 14:00 open
         course watch org:county~x 09-01 - 09-02 completed 09-03 00:00",
    );
}

/// A course that a status of the county brings upon its pupils; with `more`, what else the course says.
fn kept(more: &str, until: &str) -> Scene {
    let rules = r#"
        [[course]]
        id = "kept"
        about = "person"
        restricts = false
        starts = [{ on_status = { status = "situation", at_least = "spread" } }]
        day_one = "same_day"
        phases = [{ id = "in", days = 5 }]
        ends = [{ on = "visit" }]
        MORE
    "#;
    Scene::of(&rules.replace("MORE", more))
        .with(|case| case.ambient = vec![ambient("spread", "09-01 08:00", until, b'x')])
}

#[test]
fn a_course_ends_with_the_status_that_started_it() {
    kept("", "").says("09-03 12:00", "course kept org:county~x 09-01 - 09-05 runs");
    let lifted = kept("", "09-03 10:00");
    lifted.says("09-03 09:00", "course kept org:county~x 09-01 - 09-05 runs");
    assert!(lifted.moments("09-03 09:00").contains(&at("09-03 10:00")), "it is looked at then");
    lifted.says("09-03 12:00", "course kept org:county~x 09-01 - 09-05 lifted 09-03 10:00");
    kept("", "09-08 10:00")
        .says("09-09 12:00", "course kept org:county~x 09-01 - 09-05 completed 09-06 00:00");
    let goes_on = "course kept org:county~x 09-01 - 09-05 runs";
    kept("outlasts = true", "09-03 10:00").says("09-03 12:00", goes_on);
}

#[test]
fn what_ends_a_course_at_the_very_moment_ends_it() {
    let ended = |time: &str| {
        let story = format!("a 09-03 {time} person:p visit");
        kept("", "").facts(&story).with(|case| {
            case.ambient = vec![ambient("spread", "09-01 08:00", "09-03 10:00", b'x')];
        })
    };
    ended("10:00").says("09-03 12:00", "course kept org:county~x 09-01 - 09-05 released 09-03 10:00 by a");
    ended("10:01").says("09-03 12:00", "course kept org:county~x 09-01 - 09-05 lifted 09-03 10:00");
}
