//! Houses made and served by the real binary, and somebody who signs in.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

pub const BINARY: &str = env!("CARGO_BIN_EXE_lianfang");

/// A folder that is gone after the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("lianfang-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    pub fn store(&self) -> String {
        format!("sqlite:{}", self.0.join("house.sqlite").display())
    }

    pub fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The facts that register a school of the county with so many classes, `org:class-0` and on.
pub fn school(classes: usize) -> Vec<Value> {
    let org = |id: &str, kind: &str, parent: &str| {
        json!({ "ledger": "organisation", "subject": id, "at": "2026-03-01", "org": "org:county",
            "body": { "kind": kind, "name": id, "parent": parent } })
    };
    let mut facts = vec![org("org:school", "school", "org:county")];
    facts.extend((0..classes).map(|c| org(&format!("org:class-{c}"), "class", "org:school")));
    facts
}

/// Runs a command, which must succeed; what it says.
pub fn told(args: &[&str]) -> String {
    let done = Command::new(BINARY).args(args).output().expect("the binary runs");
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{args:?}: {text}{}", String::from_utf8_lossy(&done.stderr));
    text
}

/// Makes the house; the password is printed once.
pub fn init(store: &str, more: &[&str]) -> String {
    let text = told(&[&["init", "--store", store, "--name", "测试县"], more].concat());
    let line =
        text.lines().find(|l| l.contains("password  ")).unwrap_or_else(|| panic!("a password in {text}"));
    line.split_whitespace().last().expect("a word").to_owned()
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port()
}

pub fn serve(store: &str, port: u16, more: &[&str]) -> Child {
    Command::new(BINARY)
        .args(["serve", "--store", store, "--listen", &format!("127.0.0.1:{port}")])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs")
}

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

/// Signs in the administrator as soon as the server answers.
pub fn sign_in(agent: &ureq::Agent, base: &str, password: &str) -> String {
    sign_in_as(agent, base, "admin", password)
}

/// Signs somebody in as soon as the server answers.
pub fn sign_in_as(agent: &ureq::Agent, base: &str, account: &str, password: &str) -> String {
    let cookie = sign_in_for_cookie(agent, base, account, password);
    cookie.split(';').next().expect("a value").to_owned()
}

/// The same: the whole cookie as it is set.
pub fn sign_in_for_cookie(agent: &ureq::Agent, base: &str, account: &str, password: &str) -> String {
    for _ in 0..600 {
        let body = json!({ "account": account, "password": password });
        match agent.post(format!("{base}/session")).header("x-lf", "1").send_json(&body) {
            Ok(response) if response.status().is_success() => {
                let cookie =
                    response.headers().get("set-cookie").and_then(|v| v.to_str().ok()).expect("a cookie");
                return cookie.to_owned();
            }
            Ok(mut response) => panic!("{}", response.body_mut().read_to_string().unwrap_or_default()),
            Err(_) => std::thread::sleep(Duration::from_millis(50)), // not listening yet
        }
    }
    panic!("the server never answered at {base}");
}

/// A server of a house, signed in.
pub struct Server {
    pub base: String,
    pub cookie: String,
    agent: ureq::Agent,
    process: Child,
}

impl Server {
    pub fn start(store: &str, password: &str, more: &[&str]) -> Server {
        let port = free_port();
        let process = serve(store, port, more);
        let (base, agent) = (format!("http://127.0.0.1:{port}/api/v1"), agent());
        let cookie = sign_in(&agent, &base, password);
        Server { base, cookie, agent, process }
    }

    /// The demonstration county, made anew in a folder and seen by its duty officer; its clock stands.
    pub fn demo(folder: &str, more: &[&str]) -> Server {
        let address = format!("127.0.0.1:{}", free_port());
        let mut process = Command::new(BINARY)
            .args(["demo", "--listen", &address, "--dir", folder])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let said = BufReader::new(process.stdout.take().expect("its words")).lines().map_while(Result::ok);
        // The welcome is the last that it says; when the county cannot be made it ends without.
        let mut ready = false;
        for line in said {
            if line.contains("Ctrl-C") {
                ready = true;
                break;
            }
        }
        if !ready {
            panic!("the county was not made: {:?}", process.wait());
        }
        let (base, agent) = (format!("http://{address}/api/v1"), agent());
        let cookie = sign_in_as(&agent, &base, "duty", "lianfang-demo");
        Server { base, cookie, agent, process }
    }

    pub fn get(&self, path: &str) -> Value {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let mut response = request.call().expect("an answer");
        let body: Value = response.body_mut().read_json().expect("JSON");
        assert!(response.status().is_success(), "{path}: {body}");
        body
    }

    /// The status of an answer.
    pub fn status(&self, path: &str) -> u16 {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        request.call().expect("an answer").status().as_u16()
    }

    /// SIGKILL; returns when the process is gone.
    pub fn kill(&mut self) {
        self.process.kill().expect("SIGKILL");
        self.process.wait().expect("it is gone");
    }

    /// Sends facts, all of which must be taken; their ids.
    pub fn facts(&self, facts: Value) -> Vec<String> {
        let request = self.agent.post(format!("{}/facts", self.base)).header("x-lf", "1");
        let sent = request.header("cookie", &self.cookie).send_json(json!({ "facts": facts }));
        let answer: Value = sent.expect("an answer").body_mut().read_json().expect("JSON");
        let accepted = answer["accepted"].as_array().unwrap_or_else(|| panic!("{answer}"));
        assert_eq!(Some(accepted.len()), facts.as_array().map(Vec::len), "{answer}");
        accepted.iter().filter_map(|f| f["id"].as_str().map(str::to_owned)).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
