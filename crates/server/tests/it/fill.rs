//! What the worlds of these tests hold before anything is asked: organisations, roles, accounts, persons.

use crate::world::{ID_NUMBER, NAME, PASSWORD, PHONE, id, secret};
use facts::{Instant, SubjectId, check::RawFact};
use intake::{House, Outcome, Submission, trial::Seeded};
use plan::written::PackFiles;
use serde_json::{Value, json};
use server::accounts::{self as kept, Account, Pass, kind};
use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

/// A pack of these tests.
pub fn pack(folder: &str, name: &str) -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/packs").join(folder);
    let mut files = Vec::new();
    for inner in ["pack.toml", "ledgers/all.toml", "rules/all.toml", "reports/all.toml"] {
        if let Ok(text) = std::fs::read_to_string(root.join(inner)) {
            files.push((inner.to_owned(), text));
        }
    }
    PackFiles { folder: name.into(), files }
}

/// The base pack as it is shipped, without its scenarios.
pub fn base() -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/base");
    let mut files = vec!["pack.toml".to_owned()];
    for entry in std::fs::read_dir(root.join("ledgers")).expect("ledgers") {
        files.push(format!("ledgers/{}", entry.expect("an entry").file_name().to_string_lossy()));
    }
    files.sort();
    let read = |name: String| {
        let text = std::fs::read_to_string(root.join(&name)).expect("a file");
        (name, text)
    };
    PackFiles { folder: "base".into(), files: files.into_iter().map(read).collect() }
}

fn raw(ledger: &str, subject: &str, org: &str, body: Value, n: u32) -> RawFact {
    let Value::Object(body) = body else { panic!("a body is an object") };
    RawFact {
        id: id(100_000 + n).parse().ok(),
        ledger: ledger.into(),
        subject: subject.into(),
        at: "2026-03-01 00:00".into(),
        org: Some(org.into()),
        body,
        ..RawFact::default()
    }
}

/// Two towns of a county, with a plan in force.
pub fn fill(house: &House, start: Instant) {
    let mut chance = Seeded::new(1);
    let org = |id: &str, kind: &str, name: &str, parent: Option<&str>, n| {
        let mut body = json!({ "kind": kind, "name": name });
        if let Some(parent) = parent {
            body["parent"] = json!(parent);
        }
        raw("organisation", id, "org:county", body, n)
    };
    let plan = house.shipped.last().expect("a pack").clone();
    let adopted = json!({ "pack": plan.id, "version": plan.version, "hash": plan.hash.to_hex() });
    let role = |role: &str, org: &str, account: &str, n| {
        raw("role_assignment", org, "org:county", json!({ "role": role, "account": account }), n)
    };
    let person = |id: &str, home: &str, n| {
        let body =
            json!({ "name": NAME, "id_number": ID_NUMBER, "phone": PHONE, "home": home, "illness": "哮喘" });
        raw("person", id, home, body, n)
    };
    let batches = [
        vec![
            org("org:county", "county", "青山县", None, 1),
            org("org:town-1", "town", "一镇", Some("org:county"), 2),
            org("org:town-2", "town", "二镇", Some("org:county"), 3),
            org("org:village-1", "village", "一村", Some("org:town-1"), 4),
        ],
        vec![raw("plan_adopted", "org:county", "org:county", adopted, 10)],
        vec![
            role("duty_officer", "org:county", "boss", 20),
            role("town_officer", "org:town-1", "one", 21),
            role("town_officer", "org:town-2", "two", 22),
            role("clerk", "org:town-1", "clerk", 23),
        ],
        vec![person("person:one", "org:village-1", 30), person("person:two", "org:town-2", 31)],
    ];
    submit(house, batches.into(), start, &mut chance);
    house.sweep_all(start, &mut chance).expect("a sweep");
    accounts(house, start);
    assert!(SubjectId::parse("person:one").is_some());
}

/// A county on the base pack alone: a village, and hospitals by their names.
pub fn fill_base(house: &House, start: Instant, hospitals: &[(&str, &str)]) {
    let mut chance = Seeded::new(1);
    let org = |id: &str, kind: &str, name: &str, parent: Option<&str>, n| {
        let mut body = json!({ "kind": kind, "name": name });
        if let Some(parent) = parent {
            body["parent"] = json!(parent);
        }
        raw("organisation", id, "org:county", body, n)
    };
    let mut orgs = vec![
        org("org:county", "county", "青山县", None, 1),
        org("org:village", "village", "一村", Some("org:county"), 2),
    ];
    orgs.extend((3..).zip(hospitals).map(|(n, (id, name))| org(id, "hospital", name, Some("org:county"), n)));
    let role = json!({ "role": "county_duty_officer", "account": "boss" });
    let batches = vec![orgs, vec![raw("role_assignment", "org:county", "org:county", role, 90)]];
    submit(house, batches, start, &mut chance);
    accounts(house, start);
}

fn submit(house: &House, batches: Vec<Vec<RawFact>>, start: Instant, chance: &mut Seeded) {
    for facts in batches {
        let batch = Submission { facts, scope: Arc::new(access::Scope::system()), org: None, history: false };
        for outcome in
            house.submit(&[batch], start, chance).expect("an answer").iter().flat_map(|a| &a.outcomes)
        {
            assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        }
    }
}

/// Everybody has an account, and is signed in.
fn accounts(house: &House, start: Instant) {
    let keep = |write: &mut dyn store::Write| {
        for name in ["boss", "one", "two", "clerk", "teacher", "nobody"] {
            let account =
                Account { name: format!("账号 {name}"), hash: Some(hash()), ..Account::default() };
            kept::put_account(write, name, &account)?;
            let until = start.plus_micros(kept::IDLE_MICROS);
            let pass = Pass { account: name.into(), began: start, until, name: None };
            kept::put_pass(write, kind::SESSION, &kept::key_of(&secret(name)), &pass)?;
        }
        Ok(())
    };
    house.home.write(&house.shard, &mut { keep }).expect("accounts");
}

/// Hashing is slow on purpose: once for all.
fn hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| kept::hash_password(PASSWORD, [3; 16]).expect("hashes")).clone()
}
