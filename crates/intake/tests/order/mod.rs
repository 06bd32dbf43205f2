//! What stands does not depend on when things became known: reported at once while time passes, or all at the end and
//! in any order. Routines with overlapping windows, corrections, decisions; and facts that mean nothing alone, so that
//! they are passed over, and something beside others.
//!
//! Not here: real packs (`loop`), what is told to whom (`follow`): that does depend on it.

use super::follow::town::{Town, at, ill};
use facts::check::RawFact;
use intake::Outcome;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Something about one of two pupils, on one of nine days.
#[derive(Clone, Debug)]
struct Happening {
    who: u8,
    day: u8,
    hour: u8,
    what: u8,
    /// Which earlier happening it corrects, if it is a correction; how long after that it is written.
    of: prop::sample::Index,
    days_later: u8,
}

fn happening() -> impl Strategy<Value = Happening> {
    (0..2u8, 2..11u8, 0..24u8, 0..12u8, any::<prop::sample::Index>(), 0..4u8)
        .prop_map(|(who, day, hour, what, of, days_later)| Happening { who, day, hour, what, of, days_later })
}

/// What happens to somebody whom routines ask about every day.
fn routine(what: u8) -> (&'static str, Value) {
    match what {
        0..=2 => ("temperature", json!({ "celsius": 36.5 })),
        3 => ("temperature", json!({ "celsius": 38.5 })),
        4 | 5 => ("symptoms", json!({ "has_symptom": true })),
        6 => ("note", json!({ "text": "…" })),
        7 => ("level_declaration", json!({ "level": "case_appears" })),
        8 => ("level_declaration", json!({ "level": "none" })),
        _ => ("morning_noon_check", ill()),
    }
}

/// What happens to somebody of whom mostly nothing stands.
fn beside_others(what: u8) -> (&'static str, Value) {
    match what {
        0..=2 => ("temperature", json!({ "celsius": 36.5 })),
        3 => ("temperature", json!({ "celsius": 38.5 })),
        4 | 5 => ("absence", json!({ "cause": "ill", "from": "2026-03-02" })),
        6 => ("symptoms", json!({ "has_symptom": true })),
        7 | 8 => ("note", json!({ "text": "…" })),
        _ => ("morning_noon_check", ill()),
    }
}

type Said = fn(u8) -> (&'static str, Value);

/// The facts, each with the time at which it is received when it is reported at once. Corrections come after what they
/// correct.
fn facts_of(town: &mut Town, said: Said, happenings: &[Happening]) -> Vec<(RawFact, String)> {
    let mut facts: Vec<(RawFact, String)> = Vec::new();
    let mut happenings = happenings.to_vec();
    happenings.sort_by_key(|h| (h.day, h.hour));
    for h in &happenings {
        let minute = facts.len();
        let when = format!("{} {:02}:{minute:02}", h.day, h.hour);
        let roots: Vec<usize> = (0..facts.len()).filter(|n| facts[*n].0.corrects.is_none()).collect();
        if h.what < 10 || roots.is_empty() {
            let (ledger, body) = said(h.what);
            let class = ledger == "level_declaration";
            let about = if class { "org:a".to_owned() } else { format!("person:p{}", h.who) };
            facts.push((town.raw(&when, &about, ledger, body), when));
            continue;
        }
        // Void, or at another time than was said first.
        let root = facts[roots[h.of.index(roots.len())]].0.clone();
        let mut fact = town.raw(&when, &root.subject, &root.ledger, Value::Object(root.body.clone()));
        (fact.corrects, fact.void) = (root.id, h.what == 10);
        let received = format!("{} {:02}:{minute:02}", h.day + h.days_later, h.hour);
        fact.written = Some(at(&received).to_string().into());
        facts.push((fact, received));
    }
    facts
}

/// How each duty stands, and by which fact it ended; episodes and their ends.
fn stands(town: &Town) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for id in ["person:p0", "person:p1", "org:a", "org:dorm", "org:school"] {
        let standing = town.standing(id);
        for duty in standing.duties.values().filter(|d| d.state != outcomes::DutyState::Withdrawn) {
            let by = match &duty.due.end {
                plan::verdict::DutyEnd::Done { fact, at, .. } => format!("by {fact} at {at}"),
                end => format!("{end:?}"),
            };
            all.insert(duty.key.to_string(), format!("{} {by}", duty.state.as_str()));
        }
        for course in standing.courses.values().filter(|c| !c.withdrawn) {
            all.insert(course.key.to_string(), format!("{} {:?}", course.run.started, course.run.ended));
        }
        for alert in standing.alerts.values().filter(|a| !a.withdrawn) {
            all.insert(alert.key.to_string(), format!("{} {:?}", alert.due.raised, alert.due.until));
        }
    }
    all
}

fn differing(one: &BTreeMap<String, String>, two: &BTreeMap<String, String>) -> Vec<String> {
    let keys: std::collections::BTreeSet<&String> = one.keys().chain(two.keys()).collect();
    let pairs = keys.into_iter().map(|key| (key, one.get(key), two.get(key)));
    pairs.filter(|(_, a, b)| a != b).map(|(key, a, b)| format!("{key}: {a:?} or {b:?}")).collect()
}

/// How what stands differs between a town that hears of everything at once and one that hears of it all at the end.
fn differs(version: &str, said: Said, happenings: &[Happening], shuffle: u64, unit: usize) -> Vec<String> {
    let mut live = Town::new();
    live.adopt(version, "1 12:00", "1 12:00");
    let mut facts = facts_of(&mut live, said, happenings);
    facts.sort_by_key(|(_, received)| at(received));
    for (fact, received) in &facts {
        live.sweep(received);
        let outcome = live.send(vec![fact.clone()], received, false);
        assert!(matches!(outcome[..], [Outcome::Accepted { .. }]), "{outcome:?}");
    }
    live.sweep("25");

    let mut late = Town::new();
    late.adopt(version, "1 12:00", "1 12:00");
    let mut seed = shuffle;
    for n in (1..facts.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        facts.swap(n, (seed >> 33) as usize % (n + 1));
    }
    for some in facts.chunks(unit) {
        late.send(some.iter().map(|(fact, _)| fact.clone()).collect(), "20", false);
    }
    late.sweep("25");
    differing(&stands(&live), &stands(&late))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_discharges_what_does_not_depend_on_when_it_became_known(
        happenings in prop::collection::vec(happening(), 1..20),
        shuffle in any::<u64>(),
        unit in 1..5usize,
    ) {
        prop_assert_eq!(differs("3.0.0", routine, &happenings, shuffle, unit), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_passed_over_would_have_changed_nothing(
        happenings in prop::collection::vec(happening(), 4..20),
        shuffle in any::<u64>(),
        unit in 1..5usize,
    ) {
        prop_assert_eq!(differs("4.0.0", beside_others, &happenings, shuffle, unit), Vec::<String>::new());
    }
}

#[test]
fn an_ordinary_fact_is_not_passed_over_where_something_else_makes_it_speak() {
    let mut town = Town::new();
    town.adopt("4.0.0", "1 12:00", "1 12:00");
    let mut alerts_after = |who: &str, when: &str, ledger: &str, body: Value, received: &str| {
        let fact = town.raw(when, who, ledger, body);
        let outcome = town.send(vec![fact], received, false);
        assert!(matches!(outcome[..], [Outcome::Accepted { .. }]), "{outcome:?}");
        town.standing(who).alerts.len()
    };
    let (cool, note) = (json!({ "celsius": 36.5 }), json!({ "text": "…" }));
    let p0 = "person:p0";
    assert_eq!(alerts_after(p0, "5 09:00", "note", note.clone(), "5 09:00"), 0);
    assert_eq!(
        alerts_after(p0, "5 10:00", "temperature", cool.clone(), "5 10:00"),
        0,
        "nothing after it looks back"
    );
    assert_eq!(
        alerts_after(p0, "4 10:00", "temperature", cool.clone(), "5 11:00"),
        1,
        "the note of the 5th does"
    );
    let p1 = "person:p1";
    assert_eq!(alerts_after(p1, "5 09:00", "temperature", cool, "5 12:00"), 0);
    assert_eq!(alerts_after(p1, "5 10:00", "note", note, "5 13:00"), 1, "it looks back itself");
}
