//! The real binary, killed in the middle of its work: what was acknowledged is there afterwards, and the chain holds.
//!
//! Not here: what the facts mean.

use serde_json::{Value, json};
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

const BINARY: &str = env!("CARGO_BIN_EXE_lianfang");
const ROUNDS: usize = 4;
const WRITERS: usize = 4;
/// So many facts are acknowledged in a round before the server is killed.
const ACKNOWLEDGED: usize = 25;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("lianfang-kill-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn store(&self) -> String {
        format!("sqlite:{}", self.0.join("house.sqlite").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Makes the house; the password is printed once.
fn init(folder: &Folder) -> String {
    let done = Command::new(BINARY)
        .args(["init", "--store", &folder.store(), "--name", "测试县"])
        .output()
        .expect("the binary runs");
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{text}{}", String::from_utf8_lossy(&done.stderr));
    let line =
        text.lines().find(|l| l.contains("password  ")).unwrap_or_else(|| panic!("a password in {text}"));
    line.split_whitespace().last().expect("a word").to_owned()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port()
}

fn serve(folder: &Folder, port: u16) -> Child {
    Command::new(BINARY)
        .args(["serve", "--store", &folder.store(), "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs")
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into()
}

/// Signs in as soon as the server answers.
fn sign_in(agent: &ureq::Agent, base: &str, password: &str) -> String {
    for _ in 0..600 {
        let body = json!({ "account": "admin", "password": password });
        match agent.post(format!("{base}/session")).header("x-lf", "1").send_json(&body) {
            Ok(response) if response.status().is_success() => {
                let cookie =
                    response.headers().get("set-cookie").and_then(|v| v.to_str().ok()).expect("a cookie");
                return cookie.split(';').next().expect("a value").to_owned();
            }
            Ok(mut response) => panic!("{}", response.body_mut().read_to_string().unwrap_or_default()),
            Err(_) => std::thread::sleep(Duration::from_millis(50)), // not listening yet
        }
    }
    panic!("the server never answered at {base}");
}

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
    let folder = Folder::new();
    let password = init(&folder);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for round in 0..ROUNDS {
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}/api/v1");
        let mut server = serve(&folder, port);
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
    let mut server = serve(folder, port);
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
    let done = Command::new(BINARY).args(["verify", "--store", store]).output().expect("the binary runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
