//! What is kept and for how long: purging by retention, what holds a fact back, what a purge leaves, and that everything
//! that stands afterwards comes out the same from the baseline.
//!
//! Not here: what a home does underneath (the contract of `store`).

use super::follow::{
    said::Sent,
    town::{CHECK, Town, at, ill},
};
use facts::{FactId, RefusalCode, SubjectId, Value, ledger::KeptFrom};
use intake::{
    Outcome,
    purge::{Standstill, Step},
    rebuild::rebuild,
};
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;
use store::{Fault, Home, memory::Memory};

const KEPT: &[(&str, u16, KeptFrom)] = &[
    ("temperature", 10, KeptFrom::Event),
    (CHECK, 10, KeptFrom::Event),
    ("contact", 20, KeptFrom::CourseEnd),
    ("isolation_visit", 20, KeptFrom::CourseEnd),
    ("test_result", 20, KeptFrom::Event),
    ("symptoms", 5, KeptFrom::Event),
    ("person_registration", 60, KeptFrom::LastFact),
];

fn memory() -> Town {
    Town::keeping(Arc::new(Memory::default()), KEPT)
}

fn subject(id: &str) -> SubjectId {
    SubjectId::parse(id).expect("an id")
}

/// Facts due and facts held back of a ledger.
fn due(town: &Town, when: &str, ledger: &str) -> (u64, Vec<(Standstill, u64)>) {
    let lines = town.house.purge_due(at(when)).expect("a look");
    let line = lines.into_iter().find(|l| l.ledger.as_str() == ledger).expect("a line");
    (line.facts, line.held.into_iter().collect())
}

fn purged(town: &Town, id: FactId) -> bool {
    let fact = town.house.read(|r| r.fact(id)).expect("a read").expect("the header stays");
    assert!(!fact.purged || fact.fact.body.is_empty());
    fact.purged
}

fn verified(town: &Town) -> Result<u64, Fault> {
    let purges = |name: &facts::Name| name.as_str() == "facts_purged";
    let found = intake::purge::verify(&*town.house.home, "town", &purges, &mut |_| ()).expect("walks");
    found.map(|verified| verified.purged)
}

fn fever() -> serde_json::Value {
    json!({ "celsius": 38.5 })
}

#[test]
fn a_fact_goes_when_its_days_are_over_and_takes_with_it_what_would_reveal_it() {
    let mut town = memory();
    let old = town.now("2 08:00", "person:p0", "temperature", fever());
    town.correct(old, "2 08:00", "2 08:10", "person:p0", "temperature", json!({ "celsius": 39.5 }));
    town.now("2 08:30", "person:p0", "note", json!({ "text": "…" }));
    let young = town.now("5 08:00", "person:p0", "temperature", fever());
    town.sweep("11 12:00");
    assert_eq!(town.duties("person:p0", "tell"), ["done", "missed"]);
    assert_eq!(due(&town, "12 23:59", "temperature"), (0, vec![]), "ten days, the last one to its end");
    assert_eq!(due(&town, "13 00:00", "temperature"), (2, vec![]), "the fact and its correction");
    assert_eq!(town.counted("org:a"), 2);
    let messages = town.messages().len();
    let rows = |town: &Town, table: &str| town.house.read(|r| r.rows_in(table)).expect("a count");
    let counted = rows(&town, "contribution");

    let report = town.purge("13 02:00");
    assert_eq!((report.facts, report.subjects, report.sealed), (2, 1, 0));
    assert!(purged(&town, old) && !purged(&town, young));
    assert_eq!(town.duties("person:p0", "tell"), ["missed"], "the duty that rested on it is gone");
    assert!(town.messages().len() < messages, "and so are the messages about it");
    assert_eq!(town.counted("org:a"), 2, "the sum stays");
    assert_eq!(rows(&town, "contribution"), counted / 2, "who was counted does not");
    assert_eq!(verified(&town), Ok(2));
    town.done();
    let after = town.standing("person:p0");
    town.sweep("14 00:00");
    assert_eq!(town.standing("person:p0").duties, after.duties);
    assert_eq!(town.purge_step("14 02:00"), Step::Nothing, "nothing is due twice");
    town.done();
}

#[test]
fn the_purge_says_what_it_emptied() {
    let mut town = memory();
    for n in 0..3 {
        town.now("2 08:00", &format!("person:p{n}"), "symptoms", json!({ "has_symptom": false }));
    }
    let seqs: Vec<u64> =
        town.house.read(|r| r.links(1, 999)).expect("links").iter().map(|l| l.recorded.seq).collect();
    town.purge("20 02:00");
    let links = town.house.read(|r| r.links(1, 999)).expect("links");
    let of =
        |ledger: &str| links.iter().filter(|l| l.recorded.fact.ledger.as_str() == ledger).collect::<Vec<_>>();
    let [said] = of("facts_purged")[..] else { panic!("one purge: {links:?}") };
    let [laid] = of("baseline_laid")[..] else { panic!("one baseline: {links:?}") };
    let last = *seqs.last().expect("facts");
    assert_eq!(said.recorded.fact.get("facts"), Some(&Value::text(format!("{}-{last}", last - 2))));
    assert_eq!(said.recorded.fact.subject, subject("org:county"));
    assert_eq!(said.recorded.fact.by, "system");
    assert!(laid.recorded.seq > said.recorded.seq);
    let ledgers = said.recorded.fact.get("ledgers").and_then(Value::as_text).expect("by ledger");
    let ledgers: serde_json::Value = serde_json::from_str(ledgers).expect("JSON");
    assert_eq!(ledgers["symptoms"]["facts"], 3, "{ledgers}");
}

#[test]
fn nothing_goes_while_something_under_way_rests_on_it() {
    let mut town = memory();
    let contact = json!({ "kind": "secondary", "index_contact": "person:p6" });
    let start = town.now("2 08:00", "person:p0", "contact", contact);
    town.now("2 09:00", "person:p6", "test_result", json!({ "result": "negative" }));
    town.now("2 10:00", "person:p0", "symptoms", json!({ "has_symptom": false }));
    // A course of four days that nobody lets end is under way as long as days 5 has not come.
    town.sweep("4 00:00");
    let held = |by| vec![(by, 1)];
    assert_eq!(due(&town, "5 00:00", "symptoms"), (0, vec![]));
    assert_eq!(due(&town, "40 00:00", "symptoms"), (0, held(Standstill::Course)));
    assert_eq!(due(&town, "40 00:00", "contact"), (0, held(Standstill::Course)));
    assert_eq!(due(&town, "40 00:00", "test_result"), (0, held(Standstill::Reader)));
    town.sweep("7 00:00");
    assert_eq!(town.courses("person:p0"), ["second: ended"]);
    assert_eq!(due(&town, "25 00:00", "contact"), (0, vec![]), "twenty days from the end of the course");
    assert_eq!(due(&town, "40 00:00", "contact"), (1, vec![]));
    assert_eq!(due(&town, "40 00:00", "test_result"), (1, vec![]));
    town.purge("40 02:00");
    assert!(purged(&town, start));
    assert_eq!(town.courses("person:p0"), [""; 0]);
    assert_eq!(town.house.read(|r| r.readers_of(&subject("person:p6"))).expect("readers"), []);
    town.done();
}

#[test]
fn an_owed_duty_of_the_class_holds_the_facts_that_it_rests_on_and_stays_when_they_go() {
    let mut town = memory();
    for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (3, "2 08:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    town.sweep("30 00:00");
    assert_eq!(town.duties("org:a", "report"), ["overdue"], "owed without an end");
    let (facts, held) = due(&town, "30 00:00", CHECK);
    assert_eq!((facts, held), (0, vec![(Standstill::Outcome, 3)]));
    town.now("30 08:00", "org:a", "outbreak_report", json!({ "kind": "cluster" }));
    assert_eq!(town.duties("org:a", "report"), ["done_late"]);
    let before = town.standing("org:a");
    assert_eq!(town.purge("31 02:00").facts, 3);
    let after = town.standing("org:a");
    assert_eq!((&after.duties, &after.alerts), (&before.duties, &before.alerts), "what was over stays");
    assert!(after.purged_until.is_some());
    // Much is judged again, also what reaches back before the purge: nothing of what was over moves.
    town.late("2 09:00", "31 08:00", "person:p4", CHECK, ill());
    town.sweep("35 00:00");
    assert_eq!(town.duties("org:a", "report"), ["done_late"]);
    for (n, time) in [(0, "36 08:00"), (1, "36 08:10"), (3, "36 08:20")] {
        town.now(time, &format!("person:p{n}"), CHECK, ill());
    }
    assert_eq!(town.duties("org:a", "report"), ["done_late", "open"], "and new things happen as ever");
    town.done();
}

#[test]
fn a_person_of_whom_nothing_is_heard_is_forgotten() {
    let mut town = memory();
    let known = json!({ "name": "慕容标记名", "phone": "13812345678", "sex": "female" });
    let id = town.now("2 08:00", "person:p9", "person_registration", known);
    town.now(
        "2 08:01",
        "person:p9",
        "enrolment",
        json!({ "school": "org:school", "class": "org:a", "part": "pupil" }),
    );
    town.now("20 08:00", "person:p9", "note", json!({ "text": "…" }));
    let sealed = |town: &Town| town.house.read(|r| r.sealed(&subject("person:p9"))).expect("fields").len();
    assert_eq!(sealed(&town), 2);
    // The seven pupils of the town were registered on day 1, and nothing came after.
    assert_eq!(due(&town, "70 00:00", "person_registration").0, 7);
    assert_eq!(due(&town, "81 00:00", "person_registration").0, 8);
    let report = town.purge("81 02:00");
    assert_eq!((report.facts, report.sealed), (8, 2));
    assert!(purged(&town, id));
    assert_eq!(sealed(&town), 0);
    let row = town.house.read(|r| r.subject(&subject("person:p9"))).expect("a read").expect("the row stays");
    assert!(!row.profile.contains_key("sex"), "{row:?}");
    assert_eq!(row.home, Some(subject("org:a")), "who may see the rest is still decided by where it was");
    town.done();
}

#[test]
fn what_was_purged_can_neither_be_corrected_nor_sent_again() {
    let mut town = memory();
    let raw = town.raw("2 08:00", "person:p0", "symptoms", json!({ "has_symptom": false }));
    let root = town.accepted(raw.clone(), "2 08:01");
    town.purge("20 02:00");
    assert!(purged(&town, root));
    let again = town.send(vec![raw.clone()], "20 03:00", false);
    assert_eq!(again, [Outcome::Known { id: root }]);
    let mut correction = town.raw("2 08:00", "person:p0", "symptoms", json!({ "has_symptom": true }));
    correction.corrects = Some(root);
    match &town.send(vec![correction], "20 03:00", false)[..] {
        [Outcome::Refused { refusals, .. }] => {
            assert_eq!(refusals[0].code, RefusalCode::WrongCorrection);
            assert!(refusals[0].says.en.contains("purged"), "{:?}", refusals[0]);
        }
        other => panic!("{other:?}"),
    }
    town.done();
}

#[test]
fn a_body_that_is_gone_without_a_purge_is_found() {
    let mut town = memory();
    let first = town.now("2 08:00", "person:p0", "symptoms", json!({ "has_symptom": false }));
    let second = town.now("12 08:00", "person:p0", "symptoms", json!({ "has_symptom": false }));
    town.purge("10 02:00");
    assert!(purged(&town, first) && !purged(&town, second));
    assert_eq!(verified(&town), Ok(1));
    let seq = town.house.read(|r| r.fact(second)).expect("a read").expect("a fact").seq;
    town.house.home.write("town", &mut |w| w.purge_bodies(&[second]).map(|_| ())).expect("somebody's hand");
    assert_eq!(verified(&town), Err(Fault::BodyRemoved { seq }));
}

#[test]
fn a_baseline_that_was_tampered_with_is_found() {
    let mut town = memory();
    town.now("2 08:00", "person:p0", "symptoms", json!({ "has_symptom": false }));
    town.purge("10 02:00");
    town.done();
    town.house
        .home
        .write("town", &mut |w| {
            // The subject's row of a class, as if it had another parent all along.
            let mut rows = w.rows_after("baseline", None, 9999)?;
            for row in &mut rows {
                if let store::cell::Cell::Text(cells) = &mut row[2] {
                    *cells = cells.replace("org:school/org:a", "org:elsewhere/org:a");
                }
            }
            w.clear_baseline()?;
            rows.into_iter().try_for_each(|row| w.import("baseline", row))
        })
        .expect("somebody's hand");
    let rebuilt = rebuild(&town.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
    assert!(rebuilt.differences.iter().any(|d| d.starts_with("baseline of unit")), "{rebuilt:?}");
}

#[test]
fn a_purge_that_broke_off_before_its_baseline_is_taken_up_again() {
    let mut town = memory();
    town.now("2 08:00", "person:p0", "symptoms", json!({ "has_symptom": false }));
    assert!(matches!(town.purge_step("10 02:00"), Step::Purged(_)));
    let broken = rebuild(&town.house, Arc::new(Memory::default()), &mut |_| {});
    assert!(broken.is_err_and(|e| e.said.contains("lianfang purge")));
    town.now("10 03:00", "person:p0", "symptoms", json!({ "has_symptom": true }));
    assert_eq!(town.purge_step("10 04:00"), Step::Laid);
    assert_eq!(town.purge_step("10 05:00"), Step::Nothing);
    town.done();
}

#[test]
fn a_large_purge_is_several_units() {
    let mut town = memory();
    let facts: Vec<_> = (0..620)
        .map(|n| {
            town.raw(
                &format!("2 {:02}:{:02}", 8 + n / 60, n % 60),
                "person:p0",
                "symptoms",
                json!({ "has_symptom": false }),
            )
        })
        .collect();
    town.send(facts, "3 00:00", true);
    let steps: Vec<Step> = (0..4).map(|_| town.purge_step("20 02:00")).collect();
    let facts = |step: &Step| if let Step::Purged(p) = step { p.facts } else { 0 };
    assert_eq!(steps.iter().map(facts).collect::<Vec<_>>(), [500, 120, 0, 0]);
    assert_eq!(steps[2..], [Step::Laid, Step::Nothing]);
    assert_eq!(verified(&town), Ok(620));
    town.done();
}

#[test]
fn the_three_homes_purge_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!("sqlite:{}", folder.path().join("house.db").display());
    let cluster = store::testing::PrivateCluster::start().unwrap_or_else(|e| panic!("{e}"));
    let shared = cluster.database().expect("a database");
    let open = |url: &str| -> Arc<dyn Home> { Arc::from(store::open(url).expect("opens")) };
    let homes = [open("memory:"), open(&file), open(&shared)];
    let ends = homes.map(|home| {
        let mut town = Town::keeping(home, KEPT);
        for (n, time) in [(0, "2 08:00"), (1, "2 08:10"), (3, "2 08:20")] {
            town.now(time, &format!("person:p{n}"), CHECK, ill());
            town.now(time, &format!("person:p{n}"), "temperature", fever());
        }
        town.now("3 08:00", "org:a", "outbreak_report", json!({ "kind": "cluster" }));
        town.sweep("20 00:00");
        let report = town.purge("20 02:00");
        town.now("21 08:00", "person:p0", "temperature", fever());
        town.sweep("22 00:00");
        town.done();
        (report, verified(&town), town.standing("org:a"), town.house.read(|r| r.head()).expect("a head"))
    });
    assert_eq!(ends[0], ends[1]);
    assert_eq!(ends[0], ends[2]);
    assert_eq!(ends[0].0.facts, 6);
}

/// Some is recorded long after it happened, perhaps after what it belongs to was purged.
fn received_on(day: u32, twist: u8) -> u32 {
    if twist == 3 { day + 30 } else { day }
}

/// What can happen on one of a few days to one of four pupils.
type Happening = (u32, u32, usize, usize, u8);

fn happen(town: &mut Town, (day, hour, who, what, twist): Happening, sent: &mut Sent) {
    let fact = sent.say(town, &format!("{day} {hour:02}:10"), who, what, twist);
    for outcome in town.send(vec![fact.clone()], &format!("{} {hour:02}:30", received_on(day, twist)), false)
    {
        sent.note(&fact, &outcome);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens, and whenever it is purged: what was over at an organisation stays as it is, the chain holds,
    /// and everything that stands comes out the same from the baseline.
    #[test]
    fn after_any_purge_everything_comes_out_the_same(
        happenings in proptest::collection::vec((2..7u32, 7..20u32, 0..4usize, 0..16usize, 0..5u8), 8..40),
        purges in proptest::collection::vec(14..60u32, 1..4),
    ) {
        let mut town = memory();
        let mut happenings = happenings;
        happenings.sort_by_key(|(day, hour, ..)| (*day, *hour));
        let mut purges = purges;
        purges.sort_unstable();
        let mut sent = Sent::default();
        let mut kept = Vec::new();
        for day in 2..=60u32 {
            town.sweep(&format!("{day} 00:30"));
            if purges.contains(&day) {
                town.purge(&format!("{day} 02:00"));
                for org in ["org:a", "org:dorm", "org:school"] {
                    let ended = town.standing(org).duties.into_iter().filter(|(_, d)| !d.state.is_owed());
                    let until = town.standing(org).purged_until;
                    kept.extend(ended.filter(|(_, d)| Some(d.due.triggered) <= until).map(|(key, d)| (org, key, d)));
                }
            }
            for happening in happenings.iter().filter(|(on, _, _, _, twist)| received_on(*on, *twist) == day) {
                happen(&mut town, *happening, &mut sent);
            }
        }
        for (org, key, duty) in kept {
            let now = town.standing(org);
            prop_assert_eq!(now.duties.get(&key), Some(&duty));
        }
        prop_assert!(verified(&town).is_ok());
        let rebuilt = rebuild(&town.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
        prop_assert_eq!(rebuilt.differences, Vec::<String>::new());
    }
}
