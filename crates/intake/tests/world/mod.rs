//! A little county with one class of four pupils, under the shipped packs.

use access::Scope;
use facts::{Date, FactId, Instant, SubjectId, Zone, chain::Hash, check::RawFact, time::add_days};
use intake::{House, Outcome, Submission, trial::Seeded};
use plan::{
    Pack,
    written::{PackFiles, read_packs},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use store::Home;

/// The house of the little county.
pub struct World {
    pub house: House,
    chance: Seeded,
}

/// Day 0 is a Monday in term.
pub fn day(n: i32) -> Date {
    add_days(Date::constant(2026, 3, 2), n)
}

pub fn raw(ledger: &str, subject: &str, at: &str, org: &str, body: Value, number: u64) -> RawFact {
    let Value::Object(body) = body else { panic!("a body is an object") };
    let id = FactId::from_name("test", ledger, &format!("{subject} {at} {number}"));
    RawFact {
        id: Some(id),
        ledger: ledger.into(),
        subject: subject.into(),
        at: at.into(),
        org: Some(org.into()),
        body,
        ..RawFact::default()
    }
}

/// Shipped packs, read once.
pub fn packs(names: &[&str]) -> Vec<Arc<Pack>> {
    type Known = Mutex<BTreeMap<String, Vec<Arc<Pack>>>>;
    static READ: OnceLock<Known> = OnceLock::new();
    let mut known = READ.get_or_init(Known::default).lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(names.join(" ")).or_insert_with(|| read(names)).clone()
}

fn read(names: &[&str]) -> Vec<Arc<Pack>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let folders: Vec<PackFiles> = names
        .iter()
        .map(|name| {
            let mut files = Vec::new();
            gather(&root.join(name), "", &mut files);
            files.sort();
            PackFiles { folder: (*name).into(), files }
        })
        .collect();
    read_packs(&folders, &[]).unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En)))
}

fn gather(folder: &Path, inside: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let inner = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        if entry.path().is_dir() {
            gather(&entry.path(), &inner, files);
        } else if inner.ends_with(".toml") {
            files.push((inner, std::fs::read_to_string(entry.path()).expect("text")));
        }
    }
}

impl World {
    pub fn new(home: Arc<dyn Home>) -> World {
        let vault = vault::Vault::new(Hash::of(b"a key for tests").0, 1).expect("a vault");
        let packs = packs(&["base", "guiyang-school-spring"]);
        let house = House::open(home, "test", Arc::new(vault), Zone::default(), packs).expect("a house");
        let mut world = World { house, chance: Seeded::new(1) };
        world.register();
        world
    }

    fn register(&mut self) {
        let since = format!("{} 00:00", day(-1));
        let now = self.at(-1, "00:00");
        let org = |id: &str, kind: &str, parent: &str| {
            let mut body = json!({ "kind": kind, "name": id });
            if !parent.is_empty() {
                body["parent"] = json!(parent);
            }
            raw("organisation", id, &since, "org:county", body, 0)
        };
        let facts = vec![
            org("org:county", "county", ""),
            org("org:school", "school", "org:county"),
            org("org:class", "class", "org:school"),
        ];
        self.all_accepted(facts, now);
        let pack = self.house.shipped.last().expect("a pack").clone();
        let body = json!({ "pack": pack.id, "version": pack.version, "hash": pack.hash.to_hex() });
        self.all_accepted(vec![raw("plan_adopted", "org:county", &since, "org:county", body, 0)], now);
        let roles = [
            ("principal", "org:school"),
            ("class_teacher", "org:class"),
            ("county_duty_officer", "org:county"),
        ];
        let facts = roles.map(|(role, org)| {
            raw("role_assignment", org, &since, "org:county", json!({ "role": role, "account": role }), 0)
        });
        self.all_accepted(facts.to_vec(), now);
        let mut facts = Vec::new();
        for n in 0..4 {
            let id = format!("person:p{n}");
            facts.push(raw("person_registration", &id, &since, "org:class", json!({ "sex": "female" }), 0));
            let body = json!({ "school": "org:school", "class": "org:class", "part": "pupil" });
            facts.push(raw("enrolment", &id, &since, "org:class", body, 0));
        }
        self.all_accepted(facts, now);
        self.house.sweep_all(now, &mut self.chance).expect("a sweep");
    }

    fn all_accepted(&mut self, facts: Vec<RawFact>, now: Instant) {
        for outcome in self.send(facts, now) {
            assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        }
    }

    pub fn at(&self, n: i32, time: &str) -> Instant {
        self.house.zone.read(&format!("{} {time}", day(n))).expect("an instant")
    }

    pub fn send(&mut self, facts: Vec<RawFact>, now: Instant) -> Vec<Outcome> {
        let batch = Submission { facts, scope: Arc::new(Scope::system()), org: None, history: false };
        let answers = self.house.submit(&[batch], now, &mut self.chance).expect("an answer");
        answers.into_iter().flat_map(|a| a.outcomes).collect()
    }

    pub fn sweep_until(&mut self, until: Instant) {
        loop {
            let next = self.house.read(|r| r.next_moment()).expect("a moment");
            let at = next.filter(|at| *at < until);
            self.house.sweep_all(at.unwrap_or(until), &mut self.chance).expect("a sweep");
            if at.is_none() {
                return;
            }
        }
    }

    pub fn subjects(&self) -> Vec<SubjectId> {
        let ids =
            ["org:county", "org:school", "org:class", "person:p0", "person:p1", "person:p2", "person:p3"];
        ids.iter().filter_map(|id| SubjectId::parse(id)).collect()
    }

    pub fn standing(&self, id: &str) -> outcomes::Standing {
        let id = SubjectId::parse(id).expect("an id");
        self.house.read(|r| r.standing(&id)).expect("a standing set")
    }
}
