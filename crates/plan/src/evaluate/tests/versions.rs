//! Which version of a plan judges what.

use super::{ground::pack_as, scene::Scene};
use crate::Pack;
use std::sync::Arc;

fn version(version: &str, hours: u8) -> Arc<Pack> {
    let rules = r#"
        [[rule]]
        id = "sick"
        on = "check"
        when = "sick"
        duty = { name = "tell", owner = "teacher@subject", to = ["head@subject"], within = "HOURS", done_by = "visit" }
        status = { status = "health", value = "suspect", until = { days = 1 } }
        [[rule]]
        id = "entered"
        on_status = { status = "health", at_least = "suspect" }
        duty = { name = "see", owner = "teacher@subject", to = ["head@subject"], within = "HOURS", done_by = "event" }
        [[course]]
        id = "stay"
        about = "person"
        restricts = false
        starts = [{ on = "event", when = "what == 'exposed'" }]
        day_one = "same_day"
        phases = [{ id = "in", days = DAYS }]
    "#;
    let rules = rules.replace("HOURS", &format!("PT{hours}H")).replace("DAYS", &hours.to_string());
    pack_as("trial", version, &rules)
}

fn changed() -> Scene {
    Scene::about("person:p").adopt(&version("1.0.0", 2), "org:county", "01-01", "09-02 00:00").adopt(
        &version("2.0.0", 4),
        "org:county",
        "09-02 00:00",
        "",
    )
}

#[test]
fn a_trigger_is_judged_by_the_version_in_force_at_its_time() {
    let story = "a 09-01 23:59 person:p check sick=true
                 b 09-02 00:00 person:p check sick=true rcv=09-02_00:01";
    let scene = changed().facts(story);
    scene.says(
        "09-02 00:30",
        "duty see a 09-01 23:59 - 09-02 01:59 open
         duty tell a 09-01 23:59 - 09-02 01:59 open
         duty tell b 09-02 00:00 - 09-02 04:00 open
         status health a suspect 09-01 23:59 - 09-02 00:00
         status health b suspect 09-02 00:00 - 09-03 00:00",
    );
    let by: Vec<_> = scene.verdict("09-02 00:30").duties.into_values().map(|d| d.why.version).collect();
    assert_eq!(by, ["1.0.0", "1.0.0", "2.0.0"]);
}

#[test]
fn a_running_course_keeps_its_version() {
    let story = "a 09-01 10:00 person:p event what=exposed
                 b 09-05 10:00 person:p event what=exposed";
    changed().facts(story).says(
        "09-05 10:00",
        "course stay a 09-01 - 09-02 completed 09-03 00:00
         course stay b 09-05 - 09-08 runs",
    );
}

#[test]
fn both_versions_may_have_brought_duties_by_a_status() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-05 08:00 person:p check sick=true";
    let verdict = changed().facts(story).verdict("09-05 09:00");
    let seen: Vec<_> = verdict
        .duties
        .iter()
        .filter(|(k, _)| k.name() == "trial/see")
        .map(|(_, d)| d.why.version.to_string())
        .collect();
    assert_eq!(seen, ["1.0.0", "2.0.0"]);
}

#[test]
fn the_nearest_scope_decides_and_after_its_end_the_wider_one_again() {
    let scene = Scene::about("person:p").adopt(&version("1.0.0", 2), "org:county", "01-01", "").adopt(
        &version("2.0.0", 4),
        "org:school",
        "09-02 00:00",
        "09-03 00:00",
    );
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-02 08:00 person:p check sick=true
                 c 09-03 08:00 person:p check sick=true";
    let verdict = scene.facts(story).verdict("09-03 09:00");
    let seen: Vec<_> = verdict
        .duties
        .iter()
        .filter(|(k, _)| k.name() == "trial/tell")
        .map(|(_, d)| d.why.version.to_string())
        .collect();
    assert_eq!(seen, ["1.0.0", "2.0.0", "1.0.0"]);
}

#[test]
fn before_the_adoption_nothing_is_judged() {
    let scene = Scene::about("person:p").adopt(&version("1.0.0", 2), "org:county", "09-02", "");
    scene.facts("a 09-01 08:00 person:p check sick=true").says("09-02 08:00", "");
}

#[test]
fn the_reporter_s_plan_judges_what_is_reported_about_a_stranger() {
    let stranger = |reporter: &str| {
        let story = format!("a 09-01 08:00 person:p check sick=true by={reporter}");
        let scene = Scene::about("person:p").adopt(&version("1.0.0", 2), "org:county", "01-01", "");
        let duties = scene.with(|case| case.orgs.clear()).facts(&story).verdict("09-01 08:30").duties;
        duties.into_values().map(|d| d.owner.ask).collect::<Vec<_>>()
    };
    assert_eq!(stranger("org:school").first(), Some(&vec![super::scene::id("org:school")]));
    assert_eq!(stranger("org:far_away").len(), 0);
}

/// A cluster of so many, under one version until 2 September and under the next from then on.
fn counting(before: u8, after: u8) -> Scene {
    let rules = r#"
        [[signal]]
        id = "cluster"
        counts = ["check"]
        where = "sick"
        group_by = ["class"]
        at_least = MANY
        window = "P1D"
        alert = { name = "cluster", to = ["head@subject"] }
    "#;
    let version = |name: &str, many: u8| pack_as("trial", name, &rules.replace("MANY", &many.to_string()));
    Scene::about("org:class").adopt(&version("1.0.0", before), "org:county", "01-01", "09-02").adopt(
        &version("2.0.0", after),
        "org:county",
        "09-02",
        "",
    )
}

#[test]
fn an_episode_that_a_version_began_is_not_begun_again_by_the_next() {
    let story = "a 09-01 21:00 person:p check sick=true
                 b 09-01 22:00 person:q check sick=true
                 c 09-02 01:00 person:r check sick=true
                 d 09-02 02:00 person:s check sick=true";
    let scene = counting(2, 2).facts(story);
    scene.says("09-02 03:00", "alert cluster a 09-01 22:00 - 09-03 01:00");
    let stricter = counting(3, 2).facts(story);
    stricter.says("09-02 03:00", "alert cluster a 09-02 01:00 - 09-03 01:00");
    let laxer = counting(2, 5).facts(story);
    laxer.says("09-02 03:00", "alert cluster a 09-01 22:00 - 09-03 01:00");
    // The version in force when the count is completed says whether it is.
    counting(4, 5).facts(story).says("09-02 03:00", "");
    counting(5, 4).facts(story).says("09-02 03:00", "alert cluster a 09-02 02:00 - 09-02 21:00");
}

#[test]
fn a_count_goes_on_over_the_adoption_of_a_new_version() {
    let story = "a 09-01 22:00 person:p check sick=true
                 b 09-01 23:00 person:q check sick=true
                 c 09-02 01:00 person:r check sick=true";
    counting(3, 3).facts(story).says("09-02 02:00", "alert cluster a 09-02 01:00 - 09-02 22:00");
}
