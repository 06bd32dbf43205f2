//! Expectations against what stands: what fails says what was expected and what stands instead.

use crate::folders::{everything_with, fixtures, ground, pack_files};
use facts::{Instant, Name, SubjectId, Zone};
use plan::{
    problem::Lang,
    scenario::{
        Brought, Scenario, Seen, SeenDuty, SeenState, SeenStatus, check_fired, compare, lacking, unseen,
        weak_silences,
    },
    written::read_scenarios,
};
use std::collections::BTreeSet;

fn scenario() -> Scenario {
    let files = pack_files(&fixtures().join("everything")).files;
    read_scenarios(&files, &everything_with(&[]), &[ground()]).expect("scenarios").remove(0)
}

fn at(text: &str) -> Instant {
    Zone::default().read(text).expect("an instant")
}

fn subject(text: &str) -> SubjectId {
    SubjectId::parse(text).expect("a subject")
}

fn seen() -> Seen {
    Seen {
        duties: vec![SeenDuty {
            name: Name::new("everything/report_fever"),
            subject: subject("person:0312"),
            state: SeenState::Open,
            due: at("2026-09-14 10:05"),
            holder: Some(subject("org:3-2")),
            rule: Name::new("everything/fever"),
        }],
        statuses: vec![SeenStatus {
            name: Name::new("ground/health_state"),
            subject: subject("person:0312"),
            value: Name::new("suspect"),
            rule: Name::new("everything/fever"),
        }],
        ..Seen::default()
    }
}

fn failures(seen: &Seen) -> Vec<String> {
    let scenario = scenario();
    let found = compare(&scenario, &scenario.steps[0], seen, Zone::default());
    found.iter().map(|f| f.render(Lang::En)).collect()
}

#[test]
fn what_stands_as_expected_says_nothing() {
    assert_eq!(failures(&seen()), Vec::<String>::new());
}

#[test]
fn what_stands_otherwise_is_told() {
    let mut late = seen();
    late.duties[0].state = SeenState::Overdue;
    late.statuses.clear();
    assert_eq!(
        failures(&late),
        [
            "scenarios/fever.toml:26: 2026-09-14 10:00: expected duty everything/report_fever open due 2026-09-14 10:05 @ org:3-2 of person:0312 because everything/fever, but there is: everything/report_fever overdue due 2026-09-14 10:05 @ org:3-2 (everything/fever)",
            "scenarios/fever.toml:33: 2026-09-14 10:00: expected status ground/health_state = suspect of person:0312, there is none; person:0312 has: everything/report_fever overdue",
        ]
    );
}

#[test]
fn what_should_not_stand_is_told() {
    let mut more = seen();
    let mut cluster = more.duties[0].clone();
    cluster.name = Name::new("everything/report_cluster");
    cluster.subject = subject("org:3-2");
    more.duties.push(cluster.clone());
    assert_eq!(failures(&more).len(), 1);
    cluster.state = SeenState::Withdrawn;
    more.duties[1] = cluster;
    assert_eq!(failures(&more), Vec::<String>::new(), "what was withdrawn is not owed");
}

#[test]
fn scenarios_are_held_to_what_fires() {
    let scenario = scenario();
    let fired = |names: &[&str]| names.iter().map(Name::new).collect::<BTreeSet<_>>();
    assert!(check_fired(&scenario, &fired(&["everything/fever", "everything/morning-check"])).is_empty());
    let wrong = check_fired(&scenario, &fired(&["everything/fever", "everything/patrol.patrol"]));
    let words: Vec<&str> = wrong.iter().map(|f| f.says.en.as_str()).collect();
    assert_eq!(
        words,
        [
            "`everything/morning-check` should fire and did not",
            "`everything/patrol` should stay silent and fired"
        ]
    );
}

#[test]
fn constructs_that_no_scenario_shows_are_found() {
    let found = lacking(&everything_with(&[]), &[scenario()]);
    let of = |id: &str| found.iter().find(|l| &*l.construct == id).map(|l| (l.fires, l.silent));
    assert_eq!(of("everything/fever"), Some((false, true)));
    assert_eq!(of("everything/cluster"), Some((true, false)));
    assert_eq!(of("everything/observe"), Some((true, true)));
    assert_eq!(of("everything/daily"), None, "reports are shown by their duties");

    let mut blind = scenario();
    blind.steps.iter_mut().for_each(|step| step.facts.clear());
    let lacking = lacking(&everything_with(&[]), &[blind]);
    let cluster = lacking.iter().find(|l| &*l.construct == "everything/cluster").map(|l| l.silent);
    assert_eq!(cluster, Some(true), "nothing was there to be looked at");
}

#[test]
fn a_silence_for_want_of_a_fact_is_told_from_one_that_was_looked_at() {
    let pack = everything_with(&[]);
    let weak = |scenario: Scenario| -> Vec<(String, String)> {
        let found = weak_silences(&pack, &[scenario]);
        let ledgers = |of: &BTreeSet<Name>| of.iter().map(Name::as_str).collect::<Vec<_>>().join(" ");
        found.iter().map(|weak| (weak.construct.to_string(), ledgers(&weak.ledgers))).collect()
    };
    assert_eq!(weak(scenario()), [], "the signal had a check to count");
    let mut blind = scenario();
    blind.steps.iter_mut().for_each(|step| step.facts.clear());
    assert_eq!(weak(blind.clone()), [("everything/cluster".to_owned(), "temperature".to_owned())]);
    assert_eq!(weak_silences(&pack, &[scenario(), blind])[0].file, "scenarios/fever.toml");
}

#[test]
fn what_a_construct_may_bring_and_never_does_is_found() {
    let pack = everything_with(&[]);
    let seen = [
        Brought::Duty(Name::new("everything/report_fever")),
        Brought::Status(Name::new("ground/health_state"), Name::new("suspect")),
    ];
    let all: Vec<_> = unseen(&pack, &BTreeSet::new()).into_iter().map(|never| never.brought).collect();
    let rest: Vec<_> = unseen(&pack, &seen.clone().into()).into_iter().map(|never| never.brought).collect();
    assert_eq!(all.len(), rest.len() + 2, "{all:?}");
    assert!(seen.iter().all(|brought| all.contains(brought) && !rest.contains(brought)));
    let course = Brought::Course(Name::new("everything/observe"));
    let by =
        unseen(&pack, &seen.into()).into_iter().find(|never| never.brought == course).map(|never| never.by);
    assert_eq!(by, Some([Name::new("everything/observe")].into()));
}
