//! A little town under a plan of a few lines: a school with two classes and a dormitory, seven people.

use super::{
    super::world::{packs, raw},
    trial::{LASTING, ROUTINES, TOGETHER, trial},
};
use access::Scope;
use facts::{FactId, Instant, SubjectId, Zone, chain::Hash, check::RawFact, ledger::KeptFrom};
use intake::{
    House, Outcome, Submission,
    purge::{Purged, Step},
    rebuild::rebuild,
    trial::Seeded,
};
use outcomes::Standing;
use plan::Pack;
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use store::{Home, ListOf, MessageRow, PageOf, Query, memory::Memory};

/// The base pack and the versions of the trial pack, read once.
fn shipped() -> Vec<Arc<Pack>> {
    static READ: OnceLock<Vec<Arc<Pack>>> = OnceLock::new();
    let read = || {
        let base = packs(&["base"]).remove(0);
        let versions = [
            ("1.0.0", "PT2H", ""),
            ("2.0.0", "PT6H", ""),
            ("3.0.0", "PT2H", ROUTINES),
            ("4.0.0", "PT2H", TOGETHER),
            ("5.0.0", "PT2H", LASTING),
        ];
        let trials = versions.map(|(version, hours, more)| trial(version, hours, more, &base));
        [vec![base], trials.to_vec()].concat()
    };
    READ.get_or_init(read).clone()
}

pub struct Town {
    pub house: House,
    chance: Seeded,
    numbers: u64,
}

/// `3 08:00`: the time on day 3. Day 1 is 2026-03-01.
pub fn at(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let day = facts::time::add_days(facts::Date::constant(2026, 2, 28), day.parse().expect("a day"));
    Zone::default().read(&format!("{day} {time}")).unwrap_or_else(|| panic!("no time: {text}"))
}

/// The house of a home; several may share one.
fn house(home: Arc<dyn Home>, shipped: Vec<Arc<Pack>>) -> House {
    let vault = vault::Vault::new(Hash::of(b"a key for tests").0, 1).expect("a vault");
    House::open(home, "town", Arc::new(vault), Zone::default(), shipped).expect("a house")
}

/// The packs, with ledgers of the base pack kept for so many days only.
fn kept_for(kept: &[(&str, u16, KeptFrom)]) -> Vec<Arc<Pack>> {
    let mut packs = shipped();
    let mut base = (*packs[0]).clone();
    for (name, days, from) in kept {
        let ledger = base.ledgers.iter_mut().find(|l| l.id.as_str() == *name).expect("a ledger");
        (ledger.retention_days, ledger.retention_from) = (Some(*days), *from);
    }
    packs[0] = Arc::new(base);
    packs
}

impl Town {
    /// Another server at a home where everybody is registered already.
    pub fn joining(home: &Arc<Memory>) -> Town {
        // Its own numbers, so that its facts have other ids.
        Town { house: house(home.clone(), shipped()), chance: Seeded::new(8), numbers: 1000 }
    }

    /// Everybody registered and version 1 in force since day 1.
    pub fn new() -> Town {
        Town::at_home(&Arc::new(Memory::default()))
    }

    pub fn at_home(home: &Arc<Memory>) -> Town {
        Town::settled(Town { house: house(home.clone(), shipped()), chance: Seeded::new(7), numbers: 0 })
    }

    /// A town where some ledgers are kept for so many days only.
    pub fn keeping(home: Arc<dyn Home>, kept: &[(&str, u16, KeptFrom)]) -> Town {
        Town::settled(Town { house: house(home, kept_for(kept)), chance: Seeded::new(7), numbers: 0 })
    }

    /// The program has become another one.
    pub fn upgraded(home: Arc<dyn Home>, shipped: Vec<Arc<Pack>>) -> Town {
        Town { house: house(home, shipped), chance: Seeded::new(9), numbers: 2000 }
    }

    /// Purges what is due.
    pub fn purge(&mut self, when: &str) -> Purged {
        self.house.purge_all(at(when), &mut self.chance).expect("a purge")
    }

    /// One step of the purge.
    pub fn purge_step(&mut self, when: &str) -> Step {
        self.house.purge_step(at(when), &mut self.chance).expect("a step")
    }

    fn settled(mut town: Town) -> Town {
        let org = |id: &str, kind: &str, parent: Option<&str>| {
            let parent = parent.map(|p| json!({ "parent": p })).unwrap_or(json!({}));
            let mut body = json!({ "kind": kind, "name": id });
            if let (Value::Object(body), Value::Object(parent)) = (&mut body, parent) {
                body.extend(parent);
            }
            (id.to_owned(), body)
        };
        let orgs = [
            org("org:county", "county", None),
            org("org:school", "school", Some("org:county")),
            org("org:a", "class", Some("org:school")),
            org("org:b", "class", Some("org:school")),
            org("org:dorm", "dormitory", Some("org:school")),
            org("org:clinic", "clinic", Some("org:county")),
        ];
        for (id, body) in orgs {
            town.now("1", &id, "organisation", body);
        }
        town.adopt("1.0.0", "1", "1");
        let roles = [
            ("principal", "org:school"),
            ("class_teacher", "org:a"),
            ("class_teacher", "org:b"),
            ("county_duty_officer", "org:county"),
        ];
        for (role, org) in roles {
            town.now(
                "1",
                org,
                "role_assignment",
                json!({ "role": role, "account": format!("{role}-{org}") }),
            );
        }
        for n in 0..7 {
            let person = format!("person:p{n}");
            town.now("1", &person, "person_registration", json!({ "sex": "female" }));
            let mut body = json!({ "school": "org:school", "class": if n < 5 { "org:a" } else { "org:b" }, "part": "pupil" });
            if n < 3 {
                body["dormitory"] = json!("org:dorm");
            }
            town.now("1", &person, "enrolment", body);
        }
        town.sweep("1 00:01");
        town
    }

    /// Adopts a version of the trial pack for the county.
    pub fn adopt(&mut self, version: &str, from: &str, received: &str) {
        let pack =
            self.house.shipped.iter().find(|p| p.version == version && &*p.id == "trial").expect("a pack");
        let body = json!({ "pack": "trial", "version": version, "hash": pack.hash.to_hex() });
        self.late(from, received, "org:county", "plan_adopted", body);
    }

    /// A fact as it is sent, with an id of its own.
    pub fn raw(&mut self, when: &str, subject: &str, ledger: &str, body: Value) -> RawFact {
        self.numbers += 1;
        raw(ledger, subject, &at(when).to_string(), "org:school", body, self.numbers)
    }

    /// What happened and was received at once.
    pub fn now(&mut self, when: &str, subject: &str, ledger: &str, body: Value) -> FactId {
        self.late(when, when, subject, ledger, body)
    }

    /// What happened at one time and was received at another.
    pub fn late(&mut self, when: &str, received: &str, subject: &str, ledger: &str, body: Value) -> FactId {
        let fact = self.raw(when, subject, ledger, body);
        self.accepted(fact, received)
    }

    /// Corrects a fact; `body` null: it never was.
    pub fn correct(
        &mut self,
        root: FactId,
        when: &str,
        received: &str,
        subject: &str,
        ledger: &str,
        body: Value,
    ) {
        let void = body.is_null();
        let mut fact = self.raw(when, subject, ledger, if void { json!({}) } else { body });
        (fact.corrects, fact.void) = (Some(root), void);
        fact.written = Some(at(received).to_string().into());
        self.accepted(fact, received);
    }

    pub fn accepted(&mut self, fact: RawFact, received: &str) -> FactId {
        match self.send(vec![fact], received, false).remove(0) {
            Outcome::Accepted { id, .. } => id,
            other => panic!("{other:?}"),
        }
    }

    pub fn send(&mut self, facts: Vec<RawFact>, received: &str, history: bool) -> Vec<Outcome> {
        let batch = Submission { facts, scope: Arc::new(Scope::system()), org: None, history };
        let answers = self.house.submit(&[batch], at(received), &mut self.chance).expect("an answer");
        answers.into_iter().flat_map(|a| a.outcomes).collect()
    }

    /// Lets time pass from moment to moment.
    pub fn sweep(&mut self, until: &str) {
        loop {
            let next = self.house.read(|r| r.next_moment()).expect("a moment").filter(|t| *t < at(until));
            self.house.sweep_all(next.unwrap_or(at(until)), &mut self.chance).expect("a sweep");
            if next.is_none() {
                return;
            }
        }
    }

    /// One reading of the clock.
    pub fn tick(&mut self, when: &str) {
        self.house.sweep(at(when), &mut self.chance).expect("a sweep");
    }

    pub fn standing(&self, id: &str) -> Standing {
        let id = SubjectId::parse(id).expect("an id");
        self.house.read(|r| r.standing(&id)).expect("a standing set")
    }

    /// Duties of a name about a subject: their states, in order of their triggers.
    pub fn duties(&self, subject: &str, name: &str) -> Vec<&'static str> {
        let mut duties: Vec<_> = self.standing(subject).duties.into_values().collect();
        duties.retain(|d| d.key.name() == format!("trial/{name}"));
        duties.sort_by_key(|d| (d.due.opens, d.key.clone()));
        duties.iter().map(|d| d.state.as_str()).collect()
    }

    /// What happened to the outcomes of a name about a subject, in order.
    pub fn history(&self, subject: &str, name: &str) -> Vec<String> {
        let of = ListOf::History { subject: SubjectId::parse(subject), key: None };
        let query = Query { of, paths: vec!["/".into()], after: None, limit: 500 };
        let page = self.house.read(|r| r.page(&query)).expect("a page");
        let entry = |row| match row {
            PageOf::History(row) if row.change.key.name() == name => {
                Some((row.unit, row.n, format!("{:?}", row.change.kind)))
            }
            _ => None,
        };
        let mut rows: Vec<_> = page.rows.into_iter().filter_map(entry).collect();
        rows.sort();
        rows.into_iter().map(|(_, _, kind)| kind).collect()
    }

    /// Alerts that stand about a subject.
    pub fn alerts(&self, subject: &str) -> usize {
        self.standing(subject).alerts.values().filter(|a| !a.withdrawn).count()
    }

    /// `name: how it stands` of every course.
    pub fn courses(&self, subject: &str) -> Vec<String> {
        let stands = |c: &outcomes::Course| match (&c.withdrawn, &c.run.ended) {
            (true, _) => "withdrawn",
            (_, None) => "runs",
            (_, Some((_, plan::verdict::CourseEnd::Converted { .. }))) => "converted",
            (_, Some(_)) => "ended",
        };
        let courses = self.standing(subject).courses.into_values();
        courses.map(|c| format!("{}: {}", c.key.name().trim_start_matches("trial/"), stands(&c))).collect()
    }

    pub fn messages(&self) -> Vec<MessageRow> {
        let of = ListOf::Messages { to: Vec::new(), unread: false };
        let query = Query { of, paths: vec!["/".into()], after: None, limit: 500 };
        let page = self.house.read(|r| r.page(&query)).expect("a page");
        let message = |row| if let PageOf::Message(row) = row { Some(*row) } else { None };
        page.rows.into_iter().filter_map(message).collect()
    }

    /// How often the indicator counts in an organisation.
    pub fn counted(&self, org: &str) -> i64 {
        let id = SubjectId::parse(org).expect("an id");
        let path = self.house.read(|r| r.subject(&id)).expect("a read").expect("an organisation").path;
        let (first, last) = (facts::Date::constant(2026, 1, 1), facts::Date::constant(2026, 12, 31));
        self.house.read(|r| r.counter("trial/fevers.fever", &path, first, last)).expect("a sum")
    }

    /// Everything that was done comes out the same when it is done again from the chain.
    pub fn done(&self) {
        let rebuilt = rebuild(&self.house, Arc::new(Memory::default()), &mut |_| {}).expect("a rebuild");
        assert_eq!(rebuilt.differences, Vec::<String>::new());
    }
}

/// A check that found symptoms.
pub fn ill() -> Value {
    json!({ "session": "morning", "has_symptom": true, "symptoms": ["fever"] })
}

/// The ledger of those checks.
pub const CHECK: &str = "morning_noon_check";

/// The class and dormitory of an enrolment.
pub fn enrolled(class: &str) -> Value {
    json!({ "school": "org:school", "class": class, "part": "pupil" })
}
