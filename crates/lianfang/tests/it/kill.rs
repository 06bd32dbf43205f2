//! The real binary with a plan in force, killed again and again in the middle of its work: what was acknowledged is there
//! afterwards, the chain holds, and what stands is what the facts say.
//!
//! Not here: what the facts mean.

use crate::house::{Folder, Server, agent, init, school, told};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Mutex,
    time::Duration,
};

const ROUNDS: usize = 4;
const WRITERS: usize = 4;
/// So many batches are acknowledged in a round before the server is killed.
const ACKNOWLEDGED: usize = 12;
const CLUSTER: &str = "school-infectious-disease/report_cluster";

/// What the writers know.
#[derive(Default)]
struct Known {
    /// Ids of facts that were acknowledged.
    acknowledged: BTreeSet<String>,
    batches: usize,
    /// Of each writer, what it sent and nobody answered.
    unanswered: BTreeMap<usize, Value>,
}

/// A pupil who is registered, comes to a class, and is found ill. Ids are made by who writes, as a phone does.
fn batch(round: usize, writer: usize, n: usize, at: &str) -> Value {
    let person = format!("person:r{round}w{writer}n{n}");
    let fact = |which: usize, ledger: &str, at: &str, body: Value| {
        let number = ((round * WRITERS + writer) * 10_000 + n) * 10 + which;
        json!({ "id": format!("019cacc0-0000-7000-8000-{number:012x}"), "ledger": ledger, "subject": person,
            "at": at, "org": "org:county", "body": body })
    };
    let class = format!("org:class-{writer}");
    json!({ "facts": [
        fact(0, "person_registration", "2026-03-01", json!({ "sex": "female" })),
        fact(1, "enrolment", "2026-03-01", json!({ "school": "org:school", "class": class, "part": "pupil" })),
        fact(2, "morning_noon_check", at,
            json!({ "session": "morning", "has_symptom": true, "symptoms": ["fever"], "celsius": 38.5 })),
    ] })
}

/// Sends what was not answered, then more, until the server is gone.
fn write_until_gone(
    base: &str,
    cookie: &str,
    (round, writer): (usize, usize),
    at: &str,
    known: &Mutex<Known>,
) {
    let agent = agent();
    let known = || known.lock().expect("a lock");
    let again = known().unanswered.get(&writer).cloned();
    for (n, facts) in again.into_iter().chain((0..).map(|n| batch(round, writer, n, at))).enumerate() {
        known().unanswered.insert(writer, facts.clone());
        let request = agent.post(format!("{base}/facts")).header("x-lf", "1").header("cookie", cookie);
        let Ok(mut response) = request.send_json(&facts) else { return };
        let Ok(answer) = response.body_mut().read_json::<Value>() else { return };
        let ids = |list: &str| answer[list].as_array().into_iter().flatten().filter_map(|f| f["id"].as_str());
        let taken: Vec<String> = ids("accepted").chain(ids("known")).map(str::to_owned).collect();
        assert_eq!(taken.len(), 3, "batch {n} of writer {writer}: {answer}");
        let mut known = known();
        known.unanswered.remove(&writer);
        known.batches += 1;
        known.acknowledged.extend(taken);
    }
}

/// Until so many batches are acknowledged; then, with others on their way, the server is killed.
fn killed_in_the_middle(mut server: Server, round: usize, known: &Mutex<Known>) {
    let batches = || known.lock().expect("a lock").batches;
    // By the clock that the server has: the plan is in force since a moment ago.
    let at = server.get("/session")["clock"].as_str().expect("a time").to_owned();
    let wanted = batches() + ACKNOWLEDGED;
    let (base, cookie) = (server.base.clone(), server.cookie.clone());
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (base, cookie, at) = (&base, &cookie, &at);
            scope.spawn(move || write_until_gone(base, cookie, (round, writer), at, known));
        }
        while batches() < wanted {
            std::thread::sleep(Duration::from_millis(2)); // the condition decides, not the time
        }
        server.kill();
    });
}

#[test]
fn an_acknowledged_fact_survives_a_kill() {
    let folder = Folder::new("kill");
    let store = folder.store();
    let plan =
        ["--role", "administrator", "--role", "county_duty_officer", "--adopt", "school-infectious-disease"];
    let password = init(&store, &plan);
    let known = Mutex::new(Known::default());
    for round in 0..ROUNDS {
        let server = Server::start(&store, &password, &[]);
        if round == 0 {
            // A class for each writer.
            server.facts(Value::Array(school(WRITERS)));
        }
        all_there(&server, &known.lock().expect("a lock").acknowledged);
        killed_in_the_middle(server, round, &known);
        holds(&store);
    }
    let server = Server::start(&store, &password, &[]);
    let known = known.into_inner().expect("a lock");
    assert!(known.acknowledged.len() >= ROUNDS * ACKNOWLEDGED * 3);
    all_there(&server, &known.acknowledged);
    let owed = server.get(&format!("/duties?limit=500&name={CLUSTER}"));
    let of: BTreeSet<&str> = owed["rows"].as_array().into_iter().flatten().filter_map(about).collect();
    assert_eq!(of.len(), WRITERS, "every class has a cluster to report: {owed}");
}

fn about(duty: &Value) -> Option<&str> {
    duty["key"].as_str()?.split('|').nth(1)
}

fn all_there(server: &Server, ids: &BTreeSet<String>) {
    for id in ids {
        assert_eq!(server.status(&format!("/facts/{id}")), 200, "{id} was acknowledged and is not there");
    }
}

/// On the store as the kill left it, before any server has looked at it.
fn holds(store: &str) {
    assert!(Path::new(store.trim_start_matches("sqlite:")).exists());
    assert!(told(&["verify", "--store", store]).contains("the chain holds"));
    let rebuilt = told(&["rebuild", "--store", store]);
    assert!(rebuilt.contains("rebuilt the same"), "{rebuilt}");
}
