//! The ground that is measured on: an invented county with plans in force, registered through the HTTP API, in
//! a store of its own; and the tokens of those who measure.
//!
//! Not here: measuring.

use super::{
    Bench,
    child::Server,
    http::{Wire, not_taken},
    people::{Mix, People},
};
use crate::{
    clock,
    config::Place,
    exit::{Failure, INPUT},
    init::Founding,
    progress::Progress,
};
use county::{Places, Residents, places::COUNTY};
use facts::{Instant, Label, Name, SubjectId, Zone, check::RawFact, ledger::Act, time::add_days};
use intake::House;
use plan::Pack;
use serde_json::{Value, json};
use server::accounts::{self, Account, Pass, kind};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Facts of one body of lines.
pub const LINES: usize = 1000;
/// Bodies of lines under way at once: while one is written the next is read.
pub const STREAMS: usize = 2;
/// Accounts whose worklists are looked at.
const WORKERS: usize = 24;
/// The account that writes everything that is measured.
const ACCOUNT: &str = "bench";
/// From one seed the same county.
const SEED: u64 = 2026;
/// The file that says how many people there are.
const PERSONS: &str = "persons";
/// Facts loaded beforehand are spread over this many days.
const DAYS: usize = 30;

/// The county, and who measures.
pub struct Ground {
    /// Where it is kept.
    pub place: Place,
    /// The folder with the store and the raw copy.
    pub folder: PathBuf,
    temporary: bool,
    /// A token that may write everything.
    pub token: String,
    /// Tokens of people with a worklist.
    pub workers: Vec<String>,
    /// The people.
    pub people: People,
    /// True when it was there from an earlier run.
    pub found: bool,
}

impl Drop for Ground {
    fn drop(&mut self) {
        if self.temporary {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Makes the ground, or finds it in the folder named.
pub fn prepare(bench: &Bench) -> Result<Ground, Failure> {
    packs_of(bench)?;
    let temporary = bench.folder.is_none();
    let unnamed = || std::env::temp_dir().join(format!("lianfang-bench-{}", std::process::id()));
    let folder = bench.folder.clone().unwrap_or_else(unnamed);
    std::fs::create_dir_all(&folder).map_err(|e| Failure::file(&folder, &e))?;
    let store = match bench.store.as_str() {
        "sqlite" => format!("sqlite:{}", folder.join("bench.sqlite").display()),
        url => url.to_owned(),
    };
    let shard = if temporary { format!("bench-{}", std::process::id()) } else { "bench".to_owned() };
    let place = Place { store, shard, key: Some(folder.join("bench.key")), zone: 8 * 3600 };
    let house = place.house()?;
    let found = house.read(|read| read.head())?.seq > 0;
    let (places, start) = (Places::invent(), clock::now());
    if !found {
        begin(&house, &places, start)?;
    }
    let names = workers(&places);
    let token = pass(&house, ACCOUNT)?;
    let workers = names.iter().map(|name| pass(&house, name)).collect::<Result<_, _>>()?;
    drop(house);
    let persons = if found { persons_of(&folder)? } else { bench.persons };
    eprintln!("虚构 {persons} 人 · inventing {persons} people");
    let residents = Residents::invent(SEED, persons, &places);
    let ground = Ground { place, folder, temporary, token, workers, people: People::of(&residents), found };
    if !found {
        ground.fill(bench, places, residents)?;
        // Written last: a folder without it was not filled to the end.
        let path = ground.folder.join(PERSONS);
        std::fs::write(&path, persons.to_string()).map_err(|e| Failure::file(&path, &e))?;
    }
    Ok(ground)
}

/// The plans to put in force.
fn packs_of(bench: &Bench) -> Result<Vec<Arc<Pack>>, Failure> {
    let shipped = crate::packs::shipped()?;
    if bench.packs.is_empty() {
        return Ok(shipped.into_iter().filter(|pack| !pack.extends.is_empty()).collect());
    }
    bench.packs.iter().map(|name| crate::packs::named(&shipped, name).cloned()).collect()
}

/// How many people were invented for the store in a folder.
fn persons_of(folder: &Path) -> Result<usize, Failure> {
    let text = std::fs::read_to_string(folder.join(PERSONS)).unwrap_or_default();
    text.trim().parse().map_err(|_| {
        let folder = folder.display();
        Failure::new(
            INPUT,
            Label::new(
                format!("{folder} 中的数据不完整"),
                format!("the store in {folder} was not filled to the end"),
            ),
            Label::new("请删除该文件夹后重试", "remove the folder and try again"),
        )
    })
}

/// The county, the account that writes, and accounts for those with worklists.
fn begin(house: &House, places: &Places, now: Instant) -> Result<(), Failure> {
    let org = SubjectId::parse(COUNTY).ok_or_else(|| not_taken(COUNTY, "no id"))?;
    let founding = Founding { house, org: &org, now };
    let mut facts: Vec<RawFact> = places.orgs.first().cloned().into_iter().collect();
    let base = house.shipped.iter().filter(|p| p.extends.is_empty()).flat_map(|p| &p.roles);
    let all =
        base.filter(|(_, role)| role.writes.iter().any(|w| w.as_str() == "*")).map(|(id, _)| id.clone());
    let roles: Vec<Name> =
        all.chain(founding.roles_that("adopt")).chain(founding.roles_that("users")).collect();
    for role in roles {
        facts.push(founding.fact(Act::Assign, json!({ "role": role, "account": ACCOUNT }))?);
    }
    founding.submit(facts)?;
    let names = workers(places);
    house.home.write(&house.shard, &mut |write| {
        for name in names.iter().map(String::as_str).chain([ACCOUNT]) {
            accounts::put_account(write, name, &Account { name: name.to_owned(), ..Account::default() })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Of each role some, from the whole county.
fn workers(places: &Places) -> Vec<String> {
    let mut by_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for role in &places.roles {
        let text = |field: &str| role.body.get(field).and_then(Value::as_str).unwrap_or_default();
        by_role.entry(text("role")).or_default().push(text("account"));
    }
    let mut names: Vec<String> = Vec::new();
    for turn in 0..WORKERS {
        for accounts in by_role.values() {
            // 7 and the number of accounts of a role have no common divisor in most roles.
            let name = accounts.get(turn * 7 % accounts.len().max(1)).map(|name| (*name).to_owned());
            names.extend(name.filter(|name| !names.contains(name)));
        }
    }
    names.truncate(WORKERS);
    names
}

/// A token for this run.
fn pass(house: &House, account: &str) -> Result<String, Failure> {
    let mut bytes = [0; 32];
    clock::random(&mut bytes);
    let secret = accounts::secret_text(bytes);
    let (began, key) = (clock::now(), accounts::key_of(&secret));
    let until = began.plus_micros(2 * 86_400 * 1_000_000);
    let pass = Pass { account: account.to_owned(), began, until, name: Some("bench".into()) };
    house.home.write(&house.shard, &mut |write| accounts::put_pass(write, kind::TOKEN, &key, &pass))?;
    Ok(secret)
}

impl Ground {
    /// Everything through the doors.
    fn fill(&self, bench: &Bench, places: Places, residents: Residents) -> Result<(), Failure> {
        let server = Server::start(&self.place)?;
        let terms = current_terms(&places.terms);
        self.register(&server, "组织 organisations", &places.orgs[1..], 1)?;
        self.register(&server, "任职 roles", &places.roles, 1)?;
        self.register(&server, "学期 terms", &terms, 1)?;
        self.adopt(&server, &packs_of(bench)?)?;
        self.register(&server, "户 households", &residents.households, STREAMS)?;
        self.register(&server, "居民 residents", &residents.persons, STREAMS)?;
        self.register(&server, "在校 pupils", &residents.enrolments, STREAMS)?;
        drop((places, residents));
        self.load(&server, bench.facts)?;
        eprintln!("等待服务空闲 · waiting until the server is idle");
        server.settle(Duration::from_secs(1800));
        Ok(())
    }

    /// In force for longer than the facts reach back: rules do not look at what happened before.
    fn adopt(&self, server: &Server, packs: &[Arc<Pack>]) -> Result<(), Failure> {
        let days = i32::try_from(DAYS).unwrap_or(0) + 10;
        let from = add_days(Zone::default().date_of(clock::now()), -days).to_string();
        let client = crate::client::Client::new(&server.address).with_token(&self.token);
        for pack in packs {
            client.post(&format!("/plans/{}/adopt", pack.id), &json!({ "scope": COUNTY, "from": from }))?;
        }
        Ok(())
    }

    fn register(
        &self,
        server: &Server,
        what: &'static str,
        facts: &[RawFact],
        streams: usize,
    ) -> Result<(), Failure> {
        let bar = Progress::new(what, facts.len() as u64);
        let bodies: Vec<&[RawFact]> = facts.chunks(LINES).collect();
        let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
        self.on_streams(server, streams, &|wire| {
            while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                let lines: Vec<String> =
                    body.iter().map(|f| serde_json::to_string(f).unwrap_or_default()).collect();
                send_lines(wire, &lines.join("\n"), body.len())?;
                bar.at(done.fetch_add(body.len() as u64, Ordering::Relaxed));
            }
            Ok(())
        })?;
        bar.finish();
        Ok(())
    }

    /// Facts of the last weeks, for lists on a full house.
    fn load(&self, server: &Server, wanted: usize) -> Result<(), Failure> {
        if wanted == 0 {
            return Ok(());
        }
        let bar = Progress::new("登记 facts", wanted as u64);
        let (next, done, total) = (AtomicUsize::new(0), AtomicU64::new(0), wanted.div_ceil(LINES));
        self.on_streams(server, STREAMS, &|wire| {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= total {
                    return Ok(());
                }
                let size = LINES.min(wanted - n * LINES);
                let mut mix = Mix::new(&self.people, 1_000_000 + n as u64, DAYS * 24 * 60);
                send_lines(wire, &mix.lines(clock::now(), size), size)?;
                bar.at(done.fetch_add(size as u64, Ordering::Relaxed));
            }
        })?;
        bar.finish();
        Ok(())
    }

    /// Runs the same on several connections; the first failure is the failure.
    pub fn on_streams(
        &self,
        server: &Server,
        streams: usize,
        work: &(dyn Fn(&Wire) -> Result<(), Failure> + Sync),
    ) -> Result<(), Failure> {
        let failure = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..streams {
                scope.spawn(|| {
                    let wire = Wire::new(&server.address, &self.token);
                    if let Err(problem) = work(&wire) {
                        failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(problem);
                    }
                });
            }
        });
        failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}

/// Sends lines, all of which must be taken.
pub fn send_lines(wire: &Wire, lines: &str, size: usize) -> Result<(), Failure> {
    let (status, answer) = wire.send("application/x-ndjson", lines)?;
    let read: Value = serde_json::from_str(&answer).unwrap_or_default();
    let taken = ["accepted", "known"].iter().map(|m| read[m].as_array().map_or(0, Vec::len)).sum::<usize>();
    if status == 200 && taken == size {
        Ok(())
    } else {
        Err(not_taken("/facts", &refused_first(&read, &answer)))
    }
}

fn refused_first(read: &Value, answer: &str) -> String {
    read["refused"].get(0).map_or_else(|| answer.to_owned(), Value::to_string)
}

/// The terms of the invented county lie in the past; here school is held now, so that its routines run.
fn current_terms(terms: &[RawFact]) -> Vec<RawFact> {
    let today = Zone::default().date_of(clock::now());
    let now = |term: &RawFact| {
        let mut term = term.clone();
        term.id = None;
        term.body.insert("first_day".into(), json!(add_days(today, -60).to_string()));
        term.body.insert("last_day".into(), json!(add_days(today, 60).to_string()));
        term
    };
    terms.iter().map(now).collect()
}
