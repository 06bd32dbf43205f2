//! A little county with two towns, a real server on loopback, and a client.

use crate::fill;
use facts::{Instant, Zone, chain::Hash};
use intake::{House, trial::Seeded};
use plan::written::{PackFiles, read_packs};
use serde_json::{Value, json};
use server::{Config, Demo, Running, SimulatedClock, delivery::Settings, state::Doors};
use std::sync::{Arc, OnceLock};

/// The password of everybody.
pub const PASSWORD: &str = "correct horse battery";
/// A name that no log may hold.
pub const NAME: &str = "慕容标记名";
/// An identity number that no log may hold.
pub const ID_NUMBER: &str = "11010519491231002X";
/// A telephone number that no log may hold.
pub const PHONE: &str = "13812345678";
/// When the world begins.
pub const START: &str = "2026-03-02 07:00";

/// A server that serves.
pub struct World {
    pub base: String,
    pub wall: Arc<SimulatedClock>,
    agent: ureq::Agent,
    running: Option<Running>,
    runtime: Option<tokio::runtime::Runtime>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub bytes: Vec<u8>,
    pub headers: ureq::http::HeaderMap,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {} {:.300}", self.status, self.text))
    }

    /// The answer, which must have this status.
    pub fn is(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{:.1500}", self.text);
        self
    }

    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum As<'a> {
    Nobody,
    /// By a session, with the header against forgery.
    Session(&'a str),
    /// By a session, without it.
    Bare(&'a str),
    Token(&'a str),
}

impl World {
    pub fn new() -> World {
        World::with(World::demo(), false, None)
    }

    /// Who may walk in to a demonstration.
    pub fn demo() -> Option<Demo> {
        Some(Demo { accounts: vec!["one".into(), "gone".into()], password: PASSWORD.into() })
    }

    /// A world on a clock that counts as real, so that messages may leave.
    pub fn sending(delivery: Option<Settings>) -> World {
        World::with(None, false, delivery)
    }

    /// A world, as a demonstration or as it is.
    pub fn of(demo: Option<Demo>) -> World {
        World::with(demo, false, None)
    }

    pub fn with(demo: Option<Demo>, purges: bool, delivery: Option<Settings>) -> World {
        logging();
        let packs = [fill::pack("ground", "ground"), fill::pack("plan", "fever")];
        let house = house(&packs);
        let start = house.zone.read(START).expect("a time");
        fill::fill(&house, start);
        World::serving(house, start, demo, purges, delivery)
    }

    /// A world on the base pack alone, with hospitals by id and name.
    pub fn on_base(hospitals: &[(&str, &str)]) -> World {
        let house = house(&[fill::base()]);
        let start = house.zone.read(START).expect("a time");
        fill::fill_base(&house, start, hospitals);
        World::serving(house, start, World::demo(), false, None)
    }

    fn serving(
        house: Arc<House>,
        start: Instant,
        demo: Option<Demo>,
        purges: bool,
        delivery: Option<Settings>,
    ) -> World {
        let (clock, wall) = (Arc::new(SimulatedClock::at(start)), Arc::new(SimulatedClock::at(start)));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let config = Config {
            house: house.clone(),
            clock,
            wall: wall.clone(),
            chance: Box::new(Seeded::new(7)),
            tls: None,
            behind_https: false,
            demo,
            purges,
            delivery,
            typesetter: None,
            version: "0.0.0-test",
        };
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("not blocking");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let running = runtime.block_on(async {
            let (router, running) = server::open(config).expect("open doors");
            let server = axum_server::from_tcp(listener).expect("a server");
            tokio::spawn(server.serve(router.into_make_service()));
            running
        });
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build(),
        );
        World { base, wall, agent, running: Some(running), runtime: Some(runtime) }
    }

    /// Asks.
    pub fn ask(&self, who: As<'_>, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        request = match who {
            As::Nobody => request,
            As::Session(account) => {
                request.header("cookie", format!("lf_session={}", secret(account))).header("x-lf", "1")
            }
            As::Bare(account) => request.header("cookie", format!("lf_session={}", secret(account))),
            As::Token(token) => request.header("authorization", format!("Bearer {token}")),
        };
        let sent = if matches!(method, "GET" | "DELETE") && body.is_empty() {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            self.agent.run(request.header("content-type", kind).body(body).expect("a request"))
        };
        let mut response = sent.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let bytes = response.body_mut().with_config().limit(64 * 1024 * 1024).read_to_vec().expect("a body");
        Answer {
            status: response.status().as_u16(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            headers: response.headers().clone(),
        }
    }

    pub fn get(&self, account: &str, path: &str) -> Answer {
        self.ask(As::Session(account), "GET", &format!("/api/v1{path}"), "", b"")
    }

    pub fn post(&self, account: &str, path: &str, body: Value) -> Answer {
        self.ask(
            As::Session(account),
            "POST",
            &format!("/api/v1{path}"),
            "application/json",
            body.to_string().as_bytes(),
        )
    }

    /// Everything that is waiting is worked off; the clock stands.
    pub fn settle(&self) {
        let doors = self.doors();
        self.runtime().block_on(doors.sweeper.sweep_all()).expect("a sweep");
    }

    /// How many facts there are, when everything that is waiting is worked off.
    pub fn facts(&self) -> u64 {
        self.settle();
        self.doors().house.read(|read| read.head()).expect("a head").seq
    }

    pub fn doors(&self) -> Doors {
        self.running.as_ref().expect("it runs").doors.clone()
    }

    pub fn runtime(&self) -> &tokio::runtime::Runtime {
        self.runtime.as_ref().expect("it runs")
    }

    /// Puts the clock forward.
    pub fn forward(&self, to: &str) {
        self.post("boss", "/demo/clock", json!({ "to": to })).is(200);
    }

    /// A person of town 1 has fever at half past six; what follows is worked off.
    pub fn fever(&self) -> String {
        let fact = json!({ "id": id(900), "ledger": "temperature", "subject": "person:one", "at": "2026-03-02 06:30",
            "org": "org:town-1", "body": { "celsius": 38.2, "how": "ear" } });
        let answer = self.post("one", "/facts", fact).is(200);
        self.settle();
        answer.json()["accepted"][0]["id"].as_str().expect("an id").to_owned()
    }

    /// A class of a school apart from both towns, with its teacher, and the person of town 1 in it.
    pub fn class(&self) {
        let fact = |n: u32, ledger: &str, subject: &str, body: Value| {
            json!({ "id": id(n), "ledger": ledger, "subject": subject, "at": "2026-03-01 08:00", "org": "org:county",
                "body": body })
        };
        let class = json!({ "kind": "class", "name": "一班", "parent": "org:county" });
        for fact in [
            fact(910, "organisation", "org:class", class),
            fact(911, "role_assignment", "org:class", json!({ "role": "teacher", "account": "teacher" })),
            fact(912, "enrolment", "person:one", json!({ "class": "org:class" })),
        ] {
            self.post("boss", "/facts", fact).is(200);
        }
        self.settle();
    }

    /// The key of the duty that follows from the fever, encoded for a path.
    pub fn duty(&self) -> String {
        let page = self.get("one", "/duties?name=fever/visit_fever").is(200).json();
        encode(page["rows"][0]["key"].as_str().unwrap_or_else(|| panic!("no duty: {page}")))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            drop(self.running.take());
            runtime.shutdown_background();
        }
    }
}

/// A house in memory with these packs.
fn house(packs: &[PackFiles]) -> Arc<House> {
    let home: Arc<dyn store::Home> = Arc::from(store::open("memory:").expect("a home"));
    let vault = vault::Vault::new(Hash::of(b"a key for tests").0, 1).expect("a vault");
    let packs = read_packs(packs, &[]).unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En)));
    Arc::new(House::open(home, "test", Arc::new(vault), Zone::default(), packs).expect("a house"))
}

/// Percent-encodes a part of a path.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// A UUIDv7 with a number in it.
pub fn id(n: u32) -> String {
    format!("019cacc0-0000-7000-8000-{n:012x}")
}

/// The secret of an account's session.
pub fn secret(account: &str) -> String {
    format!("session-of-{account}")
}

/// Everything that was logged by any test of this program.
pub fn log() -> &'static std::sync::Mutex<Vec<u8>> {
    static LOG: OnceLock<std::sync::Mutex<Vec<u8>>> = OnceLock::new();
    LOG.get_or_init(Default::default)
}

struct IntoLog;

impl std::io::Write for IntoLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        log().lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Logs everything that any crate says.
fn logging() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(|| IntoLog)
            .with_ansi(false)
            .init();
    });
}

/// JSON with what differs from run to run replaced.
pub fn steady(mut json: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    if matches!(name.as_str(), "unit" | "n" | "seq" | "received" | "recorded_after_minutes")
                        && !member.is_object()
                    {
                        *member = json!(format!("[{name}]"));
                    } else {
                        walk(member);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            // Receipts and units differ by microseconds, as the sweeper comes sooner or later.
            Value::String(text) if text.len() == 27 && text.ends_with('Z') => text.replace_range(19..26, ""),
            _ => {}
        }
    }
    walk(&mut json);
    json
}
