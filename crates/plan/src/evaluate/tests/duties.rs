//! Duties: windows, what discharges them, what becomes of them, what people decide.

use super::{
    ground::pack_as,
    scene::{Scene, at, id, shown, time},
};

const TELL: &str = r#"
    [[rule]]
    id = "sick"
    on = "check"
    when = "sick"
    duty = { name = "tell", owner = "teacher@subject", to = ["officer@subject"], within = "PT2H", grace = "PT10H", done_by = "visit", remind = ["-PT30M"], escalate = [{ to = "head@subject", after = "PT0S" }, { to = "officer@subject", after = "PT1H" }] }
"#;

#[test]
fn a_window_counts_from_the_event_not_from_the_typing() {
    let scene = Scene::of(TELL).facts("a 09-01 08:00 person:p check sick=true rcv=09-01_09:30");
    scene.says("09-01 09:31", "duty tell a 09-01 08:00 - 09-01 10:00 open");
}

#[test]
fn hours_are_exact_and_civil_days_end_at_midnight() {
    let scene = Scene::of(
        r#"
        [[rule]]
        id = "exact"
        on = "check"
        duty = { name = "exact", owner = "teacher@subject", within = "P1D", done_by = "visit" }
        [[rule]]
        id = "civil"
        on = "check"
        duty = { name = "civil", owner = "teacher@subject", opens_days = 1, within_days = 2, done_by = "visit" }
    "#,
    );
    scene.facts("a 09-01 08:00 person:p check").says(
        "09-01 09:00",
        "duty civil a 09-02 00:00 - 09-03 00:00 open
         duty exact a 09-01 08:00 - 09-02 08:00 open",
    );
}

#[test]
fn a_fact_discharges_the_oldest_open_duty_and_the_next_fact_the_next() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:p check sick=true
                 c 09-01 09:30 person:p visit";
    let scene = Scene::of(TELL).facts(story);
    scene.says(
        "09-01 09:31",
        "duty tell a 09-01 08:00 - 09-01 10:00 done by c
         duty tell b 09-01 09:00 - 09-01 11:00 open",
    );
    scene.facts("d 09-01 09:40 person:p visit").says(
        "09-01 09:41",
        "duty tell a 09-01 08:00 - 09-01 10:00 done by c
         duty tell b 09-01 09:00 - 09-01 11:00 done by d",
    );
}

#[test]
fn a_fact_that_names_a_duty_discharges_that_one_only() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:p check sick=true
                 c 09-01 09:30 person:p visit for=trial/tell|person:p|b
                 d 09-01 09:40 person:p visit for=trial/tell|person:p|b";
    Scene::of(TELL).facts(story).says(
        "09-01 09:41",
        "duty tell a 09-01 08:00 - 09-01 10:00 open
         duty tell b 09-01 09:00 - 09-01 11:00 done by c",
    );
}

#[test]
fn what_is_named_but_no_longer_possible_is_missed_all_the_same() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 21:00 person:p visit for=trial/tell|person:p|a";
    Scene::of(TELL).facts(story).says("09-01 21:01", "duty tell a 09-01 08:00 - 09-01 10:00 missed");
}

#[test]
fn before_the_window_opens_nothing_discharges() {
    let rules = r#"
        [[rule]]
        id = "later"
        on = "check"
        duty = { name = "later", owner = "teacher@subject", opens = "PT2H", within = "PT4H", done_by = "visit" }
    "#;
    let story = "a 09-01 08:00 person:p check
                 b 09-01 09:00 person:p visit";
    let scene = Scene::of(rules).facts(story);
    scene.says("09-01 09:01", "duty later a 09-01 10:00 - 09-01 12:00 open");
    scene
        .facts("c 09-01 10:00 person:p visit")
        .says("09-01 10:00", "duty later a 09-01 10:00 - 09-01 12:00 done by c");
}

#[test]
fn one_fact_serves_the_duties_of_two_packs() {
    let other = TELL.replace("\"tell\"", "\"inform\"");
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 08:30 person:p visit";
    let scene =
        Scene::of(TELL).adopt(&pack_as("other", "1.0.0", &other), "org:school", "01-01", "").facts(story);
    scene.says(
        "09-01 08:31",
        "duty other/inform a 09-01 08:00 - 09-01 10:00 done by b
         duty tell a 09-01 08:00 - 09-01 10:00 done by b",
    );
}

#[test]
fn a_fact_does_not_discharge_the_duty_that_it_raises() {
    let rules = r#"
        [[rule]]
        id = "again"
        on = "visit"
        duty = { name = "visit_again", owner = "teacher@subject", within = "PT24H", done_by = "visit" }
    "#;
    let scene = Scene::of(rules).facts("a 09-01 08:00 person:p visit");
    scene.says("09-01 08:01", "duty visit_again a 09-01 08:00 - 09-02 08:00 open");
    scene.facts("b 09-01 20:00 person:p visit").says(
        "09-01 20:01",
        "duty visit_again a 09-01 08:00 - 09-02 08:00 done by b
         duty visit_again b 09-01 20:00 - 09-02 20:00 open",
    );
}

#[test]
fn only_what_meets_the_condition_discharges_each_by_its_own() {
    let rules = r#"
        [[rule]]
        id = "one"
        on = "check"
        when = "sick"
        duty = { name = "see", owner = "teacher@subject", within = "PT2H", done_by = "visit", done_when = "good" }
        [[rule]]
        id = "two"
        on = "event"
        when = "what == 'exposed'"
        duty = { name = "see", owner = "teacher@subject", within = "PT2H", done_by = "visit" }
    "#;
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 08:10 person:p event what=exposed
                 c 09-01 08:20 person:p visit good=false";
    Scene::of(rules).facts(story).says(
        "09-01 08:21",
        "duty see a 09-01 08:00 - 09-01 10:00 open
         duty see b 09-01 08:10 - 09-01 10:10 done by c",
    );
}

#[test]
fn of_two_rules_with_one_duty_the_earliest_deadline_holds() {
    let rules = r#"
        [[rule]]
        id = "slow"
        on = "check"
        duty = { name = "see", owner = "teacher@subject", within = "PT4H", done_by = "visit" }
        [[rule]]
        id = "fast"
        on = "check"
        duty = { name = "see", owner = "teacher@subject", within = "PT1H", done_by = "visit" }
        [[rule]]
        id = "later"
        on = "check"
        duty = { name = "see", owner = "teacher@subject", opens = "PT10M", within = "PT6H", done_by = "visit" }
    "#;
    let scene = Scene::of(rules).facts("a 09-01 08:00 person:p check");
    scene.says("09-01 08:01", "duty see a 09-01 08:00 - 09-01 09:00 open");
}

#[test]
fn after_the_grace_it_is_missed_and_without_grace_it_stays_owed() {
    let scene = Scene::of(TELL).facts("a 09-01 08:00 person:p check sick=true");
    scene.says("09-01 19:59", "duty tell a 09-01 08:00 - 09-01 10:00 open");
    scene.says("09-01 20:00", "duty tell a 09-01 08:00 - 09-01 10:00 missed");
    let forever = TELL.replace(r#"grace = "PT10H", "#, "");
    let scene = Scene::of(&forever).facts("a 09-01 08:00 person:p check sick=true");
    scene.says("12-01 00:00", "duty tell a 09-01 08:00 - 09-01 10:00 open");
    scene
        .facts("b 11-01 08:00 person:p visit")
        .says("12-01 00:00", "duty tell a 09-01 08:00 - 09-01 10:00 done by b");
}

#[test]
fn it_says_when_to_look_again() {
    let scene = Scene::of(TELL).facts("a 09-01 08:00 person:p check sick=true");
    let moments = |as_of: &str| -> Vec<String> { scene.moments(as_of).into_iter().map(time).collect() };
    // Reminder, first escalation at the deadline itself, late only after it, second escalation, end of grace.
    let all = ["09-01 09:30", "09-01 10:00", "09-01 10:00+1us", "09-01 11:00", "09-01 20:00"];
    assert_eq!(moments("09-01 08:01"), all);
    assert_eq!(moments("09-01 10:00"), all[2..]);
    assert_eq!(moments("09-01 20:00"), [""; 0]);
    let verdict = scene.verdict("09-01 08:01");
    let duty = verdict.duties.values().next().expect("a duty");
    assert_eq!(duty.reminders, [at("09-01 09:30")]);
    let told: Vec<_> =
        duty.escalations.iter().map(|(at, asked)| (time(*at), asked.role.to_string())).collect();
    let expected = [("09-01 10:00", "head"), ("09-01 11:00", "officer")];
    assert_eq!(told, expected.map(|(t, r)| (t.to_owned(), r.to_owned())));
    assert_eq!(duty.owner.ask, [id("org:class")]);
}

#[test]
fn born_past_its_deadline_it_is_late_on_arrival() {
    let scene = Scene::of(TELL).facts("a 09-01 08:00 person:p check sick=true rcv=09-01_10:01");
    scene.says("09-01 10:02", "duty tell a 09-01 08:00 - 09-01 10:00 open, late on arrival");
}

#[test]
fn a_duty_from_a_status_is_late_on_arrival_when_its_fact_came_late() {
    let rules = r#"
        [[rule]]
        id = "ill"
        on = "result"
        when = "result == 'positive'"
        status = { status = "health", value = "ill" }
        [[rule]]
        id = "told"
        on_status = { status = "health", at_least = "ill" }
        duty = { name = "tell", owner = "teacher@subject", to = ["head@subject"], within = "PT2H", done_by = "visit" }
    "#;
    let scene = Scene::of(rules).facts("a 09-01 08:00 person:p result result=positive rcv=09-02_08:00");
    scene.says(
        "09-02 08:01",
        "duty tell a 09-01 08:00 - 09-01 10:00 open, late on arrival
         status health a ill 09-01 08:00 - …",
    );
}

#[test]
fn a_waiver_ends_it_unless_it_was_done_before_and_takes_no_later_fact_from_others() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:p check sick=true
                 c 09-01 09:10 person:p waiver duty=trial/tell|person:p|a";
    let scene = Scene::of(TELL).facts(story);
    scene.says(
        "09-01 09:11",
        "duty tell a 09-01 08:00 - 09-01 10:00 waived by c
         duty tell b 09-01 09:00 - 09-01 11:00 open",
    );
    scene.facts("d 09-01 09:20 person:p visit").says(
        "09-01 09:21",
        "duty tell a 09-01 08:00 - 09-01 10:00 waived by c
         duty tell b 09-01 09:00 - 09-01 11:00 done by d",
    );
    let done_before = "a 09-01 08:00 person:p check sick=true
                       b 09-01 09:00 person:p visit
                       c 09-01 09:10 person:p waiver duty=trial/tell|person:p|a";
    let scene = Scene::of(TELL).facts(done_before);
    scene.says("09-01 09:11", "duty tell a 09-01 08:00 - 09-01 10:00 done by b");
}

#[test]
fn the_last_claim_or_delegation_says_who_has_it() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 08:10 person:p claim duty=trial/tell|person:p|a
                 c 09-01 08:20 person:p hand_over duty=trial/tell|person:p|a account=li";
    let taken = |as_of: &str| {
        let verdict = Scene::of(TELL).facts(story).verdict(as_of);
        verdict.duties.values().next().and_then(|d| d.taken.clone()).map(|(who, _)| who.to_string())
    };
    assert_eq!(taken("09-01 08:05"), None, "the future waits");
    assert_eq!(taken("09-01 08:15").as_deref(), Some("zhang"));
    assert_eq!(taken("09-01 08:25").as_deref(), Some("li"));
}

#[test]
fn a_waiver_survives_a_correction_of_what_it_hangs_on() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 08:10 person:p waiver duty=trial/tell|person:p|a
                 c 09-01 07:30 person:p check sick=true fixes=a";
    let scene = Scene::of(TELL).facts(story);
    scene.says("09-01 09:00", "duty tell a 09-01 07:30 - 09-01 09:30 waived by b");
}

#[test]
fn future_dated_facts_wait() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-01 09:00 person:p visit
                 c 09-02 08:00 person:p check sick=true";
    let scene = Scene::of(TELL).facts(story);
    scene.says("09-01 08:30", "duty tell a 09-01 08:00 - 09-01 10:00 open");
    assert!(scene.moments("09-01 08:30").contains(&at("09-02 08:00")), "it looks again then");
    scene.says(
        "09-02 08:00",
        "duty tell a 09-01 08:00 - 09-01 10:00 done by b
         duty tell c 09-02 08:00 - 09-02 10:00 open",
    );
}

#[test]
fn unknown_conditions_do_not_fire_and_are_listed() {
    let scene = Scene::of(TELL).facts("a 09-01 08:00 person:p check celsius=39");
    scene.says("09-01 08:30", "unknown sick: sick of a");
    let half = TELL.replace(r#"when = "sick""#, r#"when = "sick || celsius > 38""#);
    let scene = Scene::of(&half).facts("a 09-01 08:00 person:p check celsius=39");
    scene.says("09-01 08:30", "duty tell a 09-01 08:00 - 09-01 10:00 open");
}

#[test]
fn whoever_is_outside_of_the_subtree_gets_nothing() {
    let elsewhere =
        Scene::about("person:p").adopt(&pack_as("trial", "1.0.0", TELL), "org:other_school", "01-01", "");
    let story = "a 09-01 08:00 person:p check sick=true";
    elsewhere.facts(story).says("09-01 08:30", "");
    let unknown = Scene::of(TELL).with(|case| case.orgs.clear());
    let told =
        shown(&unknown.facts("a 09-01 08:00 person:p check sick=true by=org:nowhere").verdict("09-01 08:30"));
    assert_eq!(told, "", "where nobody is known above the subject, nothing is in force");
}

#[test]
fn what_hangs_on_times_before_the_horizon_is_not_judged() {
    let story = "a 09-01 08:00 person:p check sick=true
                 b 09-05 08:00 person:p check sick=true";
    let scene = Scene::of(TELL).facts(story).with(|case| case.horizon = at("09-02"));
    scene.says("09-05 08:30", "duty tell b 09-05 08:00 - 09-05 10:00 open");
}
