//! The loop on real packs: the standing set does not depend on order, doubling or division into units; rebuilding
//! replays the chain byte for byte; refusals leave no trace.
//!
//! Not here: what particular plans say; their scenarios tell that.

mod follow;
mod kept;
mod order;
mod pins;
mod replay;
mod world;

use facts::{Instant, SubjectId};
use intake::{Outcome, rebuild::rebuild, trial::Seeded};
use outcomes::{DutyState, Standing};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use store::memory::Memory;
use world::{World, day, raw};

/// What can happen to one of four pupils on one of ten days.
#[derive(Clone, Debug)]
struct Happening {
    who: usize,
    day: i32,
    hour: i8,
    what: usize,
    number: usize,
}

fn happening() -> impl Strategy<Value = Happening> {
    (0..4usize, 0..10i32, 6..20i8, 0..7usize, 0..1000usize)
        .prop_map(|(who, day, hour, what, number)| Happening { who, day, hour, what, number })
}

fn fact_of(h: &Happening) -> facts::check::RawFact {
    let who = format!("person:p{}", h.who);
    let at = format!("{} {:02}:10", day(h.day), h.hour);
    let (ledger, body) = match h.what {
        0 => (
            "arrival",
            serde_json::json!({ "arrival_date": day(h.day).to_string(), "origin_risk": "high", "to_school": true, "other_province": true }),
        ),
        1 => (
            "arrival",
            serde_json::json!({ "arrival_date": day(h.day).to_string(), "origin_risk": "low", "to_school": true, "other_province": true }),
        ),
        2 => ("test_result", serde_json::json!({ "result": "negative" })),
        3 => ("test_result", serde_json::json!({ "result": "positive" })),
        4 => ("test_sample", serde_json::json!({})),
        5 => (
            "morning_noon_check",
            serde_json::json!({ "session": "morning", "has_symptom": true, "symptoms": ["fever", "cough"], "celsius": 38.2 }),
        ),
        _ => ("temperature", serde_json::json!({ "celsius": 36.6 })),
    };
    raw(ledger, &who, &at, "org:class", body, h.number as u64)
}

/// Everything that stands about everybody, receipts left out: they tell when the house knew.
fn standing(world: &World) -> BTreeMap<SubjectId, Standing> {
    let mut all = BTreeMap::new();
    for id in world.subjects() {
        let mut one = world.house.read(|r| r.standing(&id)).expect("a standing set");
        one.duties.retain(|_, d| d.state != DutyState::Withdrawn);
        one.courses.retain(|_, c| !c.withdrawn);
        one.alerts.retain(|_, a| !a.withdrawn);
        one.statuses.retain(|_, s| s.held.until != Some(s.held.from));
        for duty in one.duties.values_mut() {
            duty.due.late_on_arrival = false;
            duty.told = None;
            if let plan::verdict::DutyEnd::Done { received, .. } = &mut duty.due.end {
                *received = Instant(0);
            }
        }
        for status in one.statuses.values_mut() {
            status.held.known = status.held.from;
        }
        all.insert(id, one);
    }
    all
}

fn run(happenings: &[Happening], order: &[usize], unit_sizes: usize, doubled: bool) -> World {
    let mut world = World::new(Arc::new(Memory::default()));
    let mut now = world.at(12, "08:00");
    let facts: Vec<_> = order.iter().filter_map(|n| happenings.get(*n)).map(fact_of).collect();
    for unit in facts.chunks(unit_sizes.max(1)) {
        world.send(unit.to_vec(), now);
        if doubled {
            world.send(unit.to_vec(), now);
        }
        now = now.plus_micros(1000);
    }
    world.sweep_until(world.at(60, "00:00"));
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn standing_does_not_depend_on_order_doubling_or_units(
        happenings in proptest::collection::vec(happening(), 1..14),
        shuffle in any::<u64>(),
        unit in 1..6usize,
    ) {
        let straight: Vec<usize> = (0..happenings.len()).collect();
        let mut mixed = straight.clone();
        let mut seed = shuffle;
        for n in (1..mixed.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            mixed.swap(n, (seed >> 33) as usize % (n + 1));
        }
        let one = run(&happenings, &straight, happenings.len(), false);
        let two = run(&happenings, &mixed, unit, true);
        prop_assert_eq!(standing(&one), standing(&two));
    }

    #[test]
    fn rebuild_replays_the_chain_byte_for_byte(
        happenings in proptest::collection::vec((happening(), 0..4u8), 1..14),
    ) {
        let mut world = World::new(Arc::new(Memory::default()));
        let mut sent: Vec<facts::FactId> = Vec::new();
        let mut ordered = happenings;
        ordered.sort_by_key(|(h, _)| (h.day, h.hour));
        for (h, twist) in &ordered {
            let now = world.at(h.day, &format!("{:02}:30", h.hour));
            world.sweep_until(now);
            let mut fact = fact_of(h);
            if let (1, Some(root)) = (*twist, sent.last()) {
                fact.corrects = Some(*root);
            }
            if let (2, Some(root)) = (*twist, sent.first()) {
                fact.corrects = Some(*root);
                fact.void = true;
            }
            for outcome in world.send(vec![fact], now) {
                if let Outcome::Accepted { id, .. } = outcome {
                    sent.push(id);
                }
            }
        }
        world.sweep_until(world.at(40, "00:00"));
        let rebuilt = rebuild(&world.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
        prop_assert!(rebuilt.facts > 0);
        prop_assert_eq!(rebuilt.differences, Vec::<String>::new());
    }
}

#[test]
fn a_correction_withdraws_what_turned_out_not_to_be_and_a_waiver_survives_one() {
    let mut world = World::new(Arc::new(Memory::default()));
    let now = world.at(0, "09:00");
    let arrival = |risk: &str, n| {
        let body = serde_json::json!({ "arrival_date": day(0).to_string(), "origin_risk": risk, "to_school": true, "other_province": true });
        raw("arrival", "person:p1", &format!("{} 08:00", day(0)), "org:class", body, n)
    };
    let first = arrival("high", 1);
    let id = first.id;
    world.send(vec![first], now);
    world.sweep_until(world.at(2, "00:00"));
    let before = world.standing("person:p1");
    assert!(before.courses.values().any(|c| !c.withdrawn), "the course of class 1 runs");
    let waived = before.duties.values().find(|d| d.state.is_owed()).expect("a duty is owed").key.clone();
    let body = serde_json::json!({ "duty": waived.as_str(), "reason": "设备故障" });
    world.send(
        vec![raw("duty_waiver", "person:p1", &format!("{} 00:00", day(2)), "org:class", body, 2)],
        world.at(2, "00:01"),
    );
    assert_eq!(world.standing("person:p1").duties[&waived].state, DutyState::Waived);

    let mut again = arrival("high", 3);
    again.corrects = id;
    again.body.insert("companions".into(), serde_json::json!(2));
    world.send(vec![again], world.at(2, "01:00"));
    assert_eq!(world.standing("person:p1").duties[&waived].state, DutyState::Waived, "same root, same key");

    let mut void = arrival("high", 4);
    void.corrects = id;
    void.void = true;
    world.send(vec![void], world.at(2, "02:00"));
    let after = world.standing("person:p1");
    assert!(after.courses.values().all(|c| c.withdrawn));
    assert!(after.duties.values().all(|d| !d.state.is_owed()), "nothing is owed any more: {after:?}");
}

#[test]
fn a_refused_fact_leaves_no_trace_and_does_not_block_the_others() {
    let mut world = World::new(Arc::new(Memory::default()));
    let now = world.at(0, "09:00");
    let head = world.house.read(|r| r.head()).expect("a head");
    let good = raw(
        "temperature",
        "person:p1",
        &format!("{} 08:00", day(0)),
        "org:class",
        serde_json::json!({ "celsius": 36.5 }),
        1,
    );
    let mut hot = good.clone();
    hot.id = None;
    hot.body.insert("celsius".into(), serde_json::json!(99));
    let mut stranger = good.clone();
    stranger.id = None;
    stranger.subject = "person:nobody".into();
    assert!(world.send(vec![hot.clone()], now).iter().all(|o| matches!(o, Outcome::Refused { .. })));
    assert_eq!(world.house.read(|r| r.head()).expect("a head"), head, "a refused unit is no unit");
    let outcomes = world.send(vec![hot, good.clone(), stranger, good.clone()], now);
    let words: Vec<&str> = outcomes
        .iter()
        .map(|o| match o {
            Outcome::Accepted { .. } => "accepted",
            Outcome::Known { .. } => "known",
            Outcome::Refused { .. } => "refused",
        })
        .collect();
    assert_eq!(words, ["refused", "accepted", "refused", "known"]);
    let mut other = good;
    other.body.insert("celsius".into(), serde_json::json!(36.9));
    match &world.send(vec![other], now)[0] {
        Outcome::Refused { refusals, .. } => assert_eq!(refusals[0].code, facts::RefusalCode::IdReused),
        outcome => panic!("the same id with other content: {outcome:?}"),
    }
}

#[test]
fn a_role_nobody_holds_is_a_gap_until_somebody_does() {
    let mut world = World::new(Arc::new(Memory::default()));
    let body = serde_json::json!({ "session": "morning", "has_symptom": true, "symptoms": ["fever"], "celsius": 38.2 });
    let fact = raw("morning_noon_check", "person:p2", &format!("{} 08:00", day(0)), "org:class", body, 1);
    world.send(vec![fact], world.at(0, "08:10"));
    let gaps = |world: &World| -> Vec<facts::Name> {
        let duties = world.standing("person:p2").duties;
        duties.values().filter(|d| d.holder.is_none()).map(|d| d.due.owner.role.clone()).collect()
    };
    let missing = gaps(&world);
    assert!(!missing.is_empty(), "somebody is missing in this little school");
    for (n, role) in missing.iter().enumerate() {
        let body = serde_json::json!({ "role": role, "account": "somebody" });
        let fact = raw(
            "role_assignment",
            "org:school",
            &format!("{} 00:00", day(0)),
            "org:county",
            body,
            100 + n as u64,
        );
        world.send(vec![fact], world.at(0, "09:00"));
    }
    world.house.sweep_all(world.at(0, "09:01"), &mut Seeded::new(9)).expect("a sweep");
    assert_eq!(gaps(&world), Vec::<facts::Name>::new());
}

#[test]
fn every_outcome_knows_why() {
    let mut world = World::new(Arc::new(Memory::default()));
    let body = serde_json::json!({ "arrival_date": day(0).to_string(), "origin_risk": "high", "to_school": true, "other_province": true });
    world.send(
        vec![raw("arrival", "person:p1", &format!("{} 08:00", day(0)), "org:class", body, 1)],
        world.at(0, "09:00"),
    );
    world.sweep_until(world.at(3, "00:00"));
    let in_force = world.house.in_force();
    let known = |rule: &str| {
        let packs = in_force.plan.adoptions.iter().map(|a| &a.pack);
        let clause = |p: &Arc<plan::Pack>| {
            let of_rule = p.rules.iter().find(|r| r.id.as_str() == rule).map(|r| r.clause.id.clone());
            of_rule.or_else(|| p.courses.iter().find(|c| c.id.as_str() == rule).map(|c| c.clause.id.clone()))
        };
        packs.clone().any(|p| clause(p).is_some_and(|id| !id.is_empty()))
    };
    let mut seen = 0;
    for id in world.subjects() {
        let standing = world.house.read(|r| r.standing(&id)).expect("a standing set");
        let duties = standing.duties.values().map(|d| (&d.due.why, d.key.as_str()));
        let others = standing.courses.values().map(|c| (&c.run.why, c.key.as_str()));
        let statuses = standing.statuses.values().map(|s| (&s.held.why, s.key.as_str()));
        for (why, key) in duties.chain(others).chain(statuses) {
            assert!(known(&why.rule), "{key}: no clause behind {}", why.rule);
            // Only time alone needs no fact: its anchor is a period.
            assert!(
                !why.facts.is_empty() || key.contains("|20") || key.contains("|adopted"),
                "{key} rests on nothing"
            );
            seen += 1;
        }
    }
    assert!(seen > 5, "something stands: {seen}");
}

const POND_PACK: &str = r#"
id = "sample-pond"
version = "1.0.0"
title = { zh = "水塘巡查（样例）", en = "pond patrol (sample)" }
extends = ["base"]
source = { file = "sample", section = "1" }
level = "village"
"#;
const POND_LEDGERS: &str = include_str!("pond/ledgers.toml");
const POND_RULES: &str = include_str!("pond/rules.toml");
const POND_SCENARIO: &str = r#"
title = { zh = "发现险情", en = "a danger is seen" }
at = "2026-05-01 10:00"
fires = ["danger"]
[[org]]
id = "org:elsewhere"
kind = "county"
[[org]]
id = "org:v"
kind = "village"
parent = "org:elsewhere"
[[role]]
role = "village_head"
org = "org:v"
[[fact]]
at = "2026-05-01 09:00"
ledger = "pond_patrol"
subject = "org:v"
body = { danger = true }
[[expect]]
duty = "mend"
subject = "org:v"
state = "open"
due = "2026-05-01 11:00"
holder = "org:v"
"#;

#[test]
fn a_new_ledger_rule_or_county_is_files_only() {
    let files = |list: &[(&str, &str)]| {
        list.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect::<Vec<_>>()
    };
    let own = files(&[
        ("pack.toml", POND_PACK),
        ("ledgers/pond.toml", POND_LEDGERS),
        ("rules/pond.toml", POND_RULES),
        ("scenarios/danger.toml", POND_SCENARIO),
    ]);
    let base = world::packs(&["base"]);
    let pack = plan::written::read_pack(&own, &base)
        .unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En)));
    let mut packs = base;
    packs.push(Arc::new(pack.clone()));
    let scenarios = plan::written::read_scenarios(&own, &pack, &packs)
        .unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En)));
    for scenario in &scenarios {
        let tried = intake::trial::try_scenario(
            scenario,
            &packs,
            Arc::new(Memory::default()),
            facts::Zone::default(),
        )
        .expect("a trial");
        let told: Vec<String> = tried.failures.iter().map(|f| f.render(plan::problem::Lang::En)).collect();
        assert_eq!(told, Vec::<String>::new());
    }
    assert_eq!(scenarios.len(), 1);
}
