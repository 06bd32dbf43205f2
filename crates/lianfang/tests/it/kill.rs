//! The real binary, killed in the middle of its work: what was acknowledged is there afterwards, and the chain holds.
//!
//! Not here: what the facts mean.

use crate::house::{Folder, agent, free_port, init, serve, sign_in, told};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

const ROUNDS: usize = 4;
const WRITERS: usize = 4;
/// So many facts are acknowledged in a round before the server is killed.
const ACKNOWLEDGED: usize = 25;

/// Writes until the server is gone; notes what was acknowledged.
fn write_until_gone(base: &str, cookie: &str, name: &str, acknowledged: &Mutex<Vec<String>>) {
    let agent = agent();
    for n in 0.. {
        let fact = json!({
            "ledger": "organisation",
            "subject": format!("org:{name}-{n}"),
            "at": "2026-01-01",
            "org": "org:county",
            "body": { "kind": "village", "name": format!("{name}{n}村"), "parent": "org:county" },
        });
        let request = agent.post(format!("{base}/facts")).header("x-lf", "1").header("cookie", cookie);
        let Ok(mut response) = request.send_json(&fact) else { return };
        let Ok(answer) = response.body_mut().read_json::<Value>() else { return };
        let id = answer["accepted"][0]["id"].as_str().unwrap_or_else(|| panic!("not accepted: {answer}"));
        acknowledged.lock().expect("a lock").push(id.to_owned());
    }
}

#[test]
fn an_acknowledged_fact_survives_a_kill() {
    let folder = Folder::new("kill");
    let password = init(&folder.store(), &[]);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for round in 0..ROUNDS {
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}/api/v1");
        let mut server = serve(&folder.store(), port, &[]);
        let cookie = sign_in(&agent(), &base, &password);
        let before = acknowledged.lock().expect("a lock").len();
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let (base, cookie, acknowledged) = (&base, &cookie, &acknowledged);
                scope.spawn(move || {
                    write_until_gone(base, cookie, &format!("r{round}w{writer}"), acknowledged)
                });
            }
            while acknowledged.lock().expect("a lock").len() < before + ACKNOWLEDGED {
                std::thread::sleep(Duration::from_millis(2)); // the condition decides, not the time
            }
            server.kill().expect("SIGKILL");
        });
        server.wait().expect("it is gone");
    }
    check_all(&folder, &password, &acknowledged.lock().expect("a lock"));
}

fn check_all(folder: &Folder, password: &str, ids: &[String]) {
    assert!(ids.len() >= ROUNDS * ACKNOWLEDGED);
    verify(&folder.store());
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}/api/v1");
    let mut server = serve(&folder.store(), port, &[]);
    let agent = agent();
    let cookie = sign_in(&agent, &base, password);
    for id in ids {
        let found =
            agent.get(format!("{base}/facts/{id}")).header("cookie", &cookie).call().expect("an answer");
        assert_eq!(found.status().as_u16(), 200, "{id} was acknowledged and is not there");
    }
    server.kill().expect("SIGKILL");
    server.wait().expect("it is gone");
}

fn verify(store: &str) {
    assert!(Path::new(store.trim_start_matches("sqlite:")).exists());
    told(&["verify", "--store", store]);
}
