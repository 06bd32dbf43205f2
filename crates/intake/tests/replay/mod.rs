//! Rebuilding: whatever happened, and however it became known, the facts alone give every computed row again; and a row
//! that is not what the facts say is named.
//!
//! Not here: purges and what is rebuilt after them (`kept`), real packs (`loop`).

mod differing;

use super::follow::{
    said::Sent,
    town::{Town, enrolled},
};
use facts::check::RawFact;
use intake::{Outcome, rebuild::rebuild};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use store::memory::Memory;

/// What becomes known, or is done, some minutes after the event before; what happened may lie further back.
#[derive(Clone, Debug)]
struct Event {
    pause: u32,
    late: u32,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// Facts of one unit of work: about whom, which, and whether it corrects. The first one perhaps twice in it.
    Says { facts: Vec<(usize, usize, u8)>, twice: bool, history: bool },
    /// Facts that were sent before are sent again.
    SaysAgain(prop::sample::Index),
    /// Another version of the plan.
    Adopts(&'static str),
    /// A pupil comes to another class.
    Joins(usize, &'static str),
    /// An organisation comes to lie elsewhere, perhaps with others below it.
    Moves(&'static str, &'static str, &'static str),
    /// A pupil comes to belong to a household, which may belong nowhere yet.
    Lives(usize),
    /// The household belongs somewhere.
    Settles(&'static str),
    /// Somebody holds a role, or does no longer.
    Holds(bool),
    /// Something that is owed about a pupil is waived.
    Waives(usize),
    /// One reading of the clock, however many moments have passed.
    Ticks,
    /// Readings of the clock at every moment that has passed.
    Passes,
}

/// Which organisation of what kind comes to lie under which.
const MOVES: [(&str, &str, &str); 9] = [
    ("org:grid", "grid", "org:village"),
    ("org:grid", "grid", "org:county"),
    ("org:a", "class", "org:county"),
    ("org:a", "class", "org:school"),
    ("org:b", "class", "org:county"),
    ("org:b", "class", "org:school"),
    ("org:school", "school", "org:clinic"),
    ("org:school", "school", "org:county"),
    ("org:dorm", "dormitory", "org:county"),
];

fn what() -> impl Strategy<Value = What> {
    let fact = (0..4usize, 0..12usize, 0..4u8);
    let says = (prop::collection::vec(fact, 1..4), any::<bool>(), prop::bool::weighted(0.1));
    prop_oneof![
        8 => says.prop_map(|(facts, twice, history)| What::Says { facts, twice, history }),
        1 => any::<prop::sample::Index>().prop_map(What::SaysAgain),
        1 => prop::sample::select(vec!["2.0.0", "3.0.0", "4.0.0", "5.0.0"]).prop_map(What::Adopts),
        1 => (0..4usize, prop::sample::select(vec!["org:a", "org:b"])).prop_map(|(who, to)| What::Joins(who, to)),
        1 => prop::sample::select(MOVES.to_vec()).prop_map(|(org, kind, under)| What::Moves(org, kind, under)),
        1 => (0..4usize).prop_map(What::Lives),
        1 => prop::sample::select(vec!["org:village", "org:grid"]).prop_map(What::Settles),
        1 => any::<bool>().prop_map(What::Holds),
        1 => (0..4usize).prop_map(What::Waives),
        2 => Just(What::Ticks),
        2 => Just(What::Passes),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let late = prop_oneof![4 => Just(0), 2 => 1..600u32, 1 => 600..6000u32];
    (0..900u32, late, what()).prop_map(|(pause, late, what)| Event { pause, late, what })
}

/// So many minutes after the beginning of day 2, as the town reads it.
fn time(minutes: i64) -> String {
    let (day, of_day) = (2 + minutes.div_euclid(1440), minutes.rem_euclid(1440));
    format!("{day} {:02}:{:02}", of_day / 60, of_day % 60)
}

/// A town to which things happen, and what it was told.
struct Told {
    town: Town,
    sent: Sent,
    batches: Vec<Vec<RawFact>>,
}

impl Told {
    /// A village with a grid, and a household that belongs nowhere yet.
    fn neighbourhood(&mut self) {
        for (org, kind, under) in
            [("org:village", "village", "org:county"), ("org:grid", "grid", "org:village")]
        {
            self.town.now(
                "1 00:05",
                org,
                "organisation",
                json!({ "kind": kind, "name": org, "parent": under }),
            );
        }
        self.town.now("1 00:06", "household:h", "household_registration", json!({ "address": "柳溪路1号" }));
    }

    fn happen(&mut self, when: &str, now: &str, what: &What) {
        match what {
            What::Says { facts, twice, history } => {
                let said = facts
                    .iter()
                    .map(|(who, what, twist)| self.sent.say(&mut self.town, when, *who, *what, *twist));
                let mut batch: Vec<RawFact> = said.collect();
                batch.extend(twice.then(|| batch[0].clone()));
                self.send(batch, now, *history);
            }
            What::SaysAgain(_) if self.batches.is_empty() => {}
            What::SaysAgain(which) => {
                let batch = which.get(&self.batches).clone();
                let head = self.head();
                let outcomes = self.town.send(batch, now, false);
                assert!(!outcomes.iter().any(|o| matches!(o, Outcome::Accepted { .. })), "{outcomes:?}");
                assert_eq!(self.head(), head, "nothing new is no unit of work");
            }
            What::Adopts(version) => self.town.adopt(version, when, now),
            What::Joins(who, class) => {
                self.one(when, now, &format!("person:p{who}"), "enrolment", enrolled(class))
            }
            What::Moves(org, kind, under) => {
                let body = json!({ "kind": kind, "name": org, "parent": under });
                self.one(when, now, org, "organisation", body);
            }
            What::Lives(who) => {
                let body = json!({ "sex": "female", "household": "household:h" });
                self.one(when, now, &format!("person:p{who}"), "person_registration", body);
            }
            What::Settles(area) => {
                self.one(when, now, "household:h", "household_registration", json!({ "area": area }))
            }
            What::Holds(still) => {
                let mut body = json!({ "role": "class_teacher", "account": "class_teacher-org:a" });
                if !still {
                    body["until"] = json!(super::follow::town::at(now).to_string());
                }
                self.one(when, now, "org:a", "role_assignment", body);
            }
            What::Waives(who) => {
                let who = format!("person:p{who}");
                let owed = self.town.standing(&who).duties.into_values().find(|duty| duty.state.is_owed());
                let Some(duty) = owed else { return };
                let body = json!({ "duty": duty.key.as_str(), "reason": "设备故障" });
                self.one(when, now, &who, "duty_waiver", body);
            }
            What::Ticks => self.town.tick(now),
            What::Passes => self.town.sweep(now),
        }
    }

    /// A fact that nobody has a reason to refuse.
    fn one(&mut self, when: &str, now: &str, subject: &str, ledger: &str, body: Value) {
        let fact = self.town.raw(when, subject, ledger, body);
        self.send(vec![fact], now, false);
        assert!(
            self.batches.last().is_some_and(|batch| batch[0].subject == subject),
            "{ledger} of {subject}"
        );
    }

    fn send(&mut self, batch: Vec<RawFact>, now: &str, history: bool) {
        let outcomes = self.town.send(batch.clone(), now, history);
        batch.iter().zip(&outcomes).for_each(|(fact, outcome)| self.sent.note(fact, outcome));
        // Of a batch with refusals the rest may be accepted another time.
        if outcomes.iter().all(|outcome| !matches!(outcome, Outcome::Refused { .. })) {
            self.batches.push(batch);
        }
    }

    fn head(&self) -> facts::chain::Head {
        self.town.house.read(|r| r.head()).expect("a head")
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// In time, late, twice, corrected, under one version of the plan and the next, with the clock read in between or not:
    /// the history is left where it ends, with whatever still waits to be looked at.
    #[test]
    fn whatever_happened_every_computed_row_comes_out_of_the_facts(
        events in prop::collection::vec(event(), 4..30),
    ) {
        let mut told = Told { town: Town::new(), sent: Sent::default(), batches: Vec::new() };
        told.neighbourhood();
        let mut now = 0i64;
        for event in &events {
            now += i64::from(event.pause);
            // Nothing is registered before day 1.
            let when = (now - i64::from(event.late)).max(-1300);
            told.happen(&time(when), &time(now), &event.what);
        }
        let found = store::verify(&*told.town.house.home, "town").expect("walks");
        prop_assert!(found.is_ok(), "{:?}", found);
        let rebuilt = rebuild(&told.town.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
        prop_assert_eq!(rebuilt.differences, Vec::<String>::new());
        prop_assert_eq!((rebuilt.units, rebuilt.facts), (told.head().unit, told.head().seq));
        prop_assert_eq!(rebuilt.wrong, 0);
        prop_assert!(rebuilt.rows > 50, "{} rows", rebuilt.rows);
    }
}
