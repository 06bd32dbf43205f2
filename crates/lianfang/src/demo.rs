//! `lianfang demo`: an invented county on a simulated clock, the shipped plans put in force, two real outbreaks replayed
//! through the HTTP API, one account per role to sign in with.
//!
//! Not here: inventing (`county`). Only the county's own registration and the first three accounts are written before
//! the doors open; everything else comes in through them.

use crate::{
    client::{Client, Sent},
    clock,
    config::Place,
    exit::{Failure, MACHINE, NOT_RIGHT},
    progress::Progress,
    serve::{self, Listen, Running},
};
use clap::Args;
use county::{
    Account, Places, Residents, Timed,
    places::{COUNTY, MEASLES_CLASS_2},
    replay::Replay,
    routine::{SIGNED, routine},
};
use facts::{Date, Instant, Label, Zone, check::RawFact, time::add_days};
use intake::{House, Submission};
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// How the demonstration is made.
#[derive(Args)]
pub struct Demo {
    /// 监听地址 · address to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// 数据文件夹（每次重新生成） · folder of its store, made anew each time
    #[arg(long, default_value = "demo-data")]
    dir: PathBuf,
    /// 虚构居民人数 · invented residents
    #[arg(long, default_value_t = 20_000)]
    people: usize,
    /// 回放到哪一天 · replay up to this day
    #[arg(long, default_value = "2025-12-04")]
    until: String,
    /// 最近多少天有日常登记（晨午晚检、村公告、每日情况报告） · days of ordinary work before that day
    #[arg(long, default_value_t = 8)]
    routine_days: u16,
    /// 种子 · seed
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// 准备好后即退出（供测试） · leave when it is ready
    #[arg(long)]
    once: bool,
}

/// The password of every account of the demonstration.
const PASSWORD: &str = "lianfang-demo";
/// The plans put in force from the beginning, in order.
const PLANS: [&str; 4] =
    ["school-infectious-disease", "village-community", "rural-five-early", "guiyang-school-spring"];
/// The one put in force when the ordinary days begin: before, nobody would send the reports that it asks for.
const DAILY: &str = "daily-zero-report";

/// Makes the demonstration and serves it until it is stopped.
pub fn run(demo: &Demo) -> Result<(), Failure> {
    let watch = clock::stopwatch();
    let until: Date = demo.until.parse().map_err(|_| bad_day(&demo.until))?;
    let zone = county::zone();
    let store = fresh_store(&demo.dir)?;
    let place =
        Place { store, shard: "qinghe".into(), key: Some(demo.dir.join("vault.key")), zone: 8 * 3600 };
    let house = place.house()?;
    let start = zone.read(county::places::IN_FORCE).unwrap_or_default();
    found(&house, start)?;
    let accounts = Places::invent().accounts.iter().map(|known| known.account.to_owned()).collect();
    let open = server::Demo { accounts, password: PASSWORD.to_owned() };
    let running = serve::start(house, &Listen::plain(&demo.listen), Some((start, open)))?;
    let made = Maker::new(&running, demo, zone)?.make(until)?;
    print_welcome(&running, &made, watch.elapsed().as_secs());
    if demo.once { running.stop() } else { running.wait() }
}

/// What was made.
struct Made {
    accounts: Vec<Account>,
    facts: usize,
    clock: Instant,
    zone: Zone,
}

struct Maker<'a> {
    demo: &'a Demo,
    door: Client,
    admin: Client,
    duty: Client,
    zone: Zone,
    sent: usize,
}

impl<'a> Maker<'a> {
    fn new(running: &Running, demo: &'a Demo, zone: Zone) -> Result<Self, Failure> {
        let door = Client::new(&running.address);
        let admin = door.sign_in("admin", PASSWORD)?;
        let duty = door.sign_in("duty", PASSWORD)?;
        Ok(Maker { demo, door, admin, duty, zone, sent: 0 })
    }

    fn make(mut self, until: Date) -> Result<Made, Failure> {
        let places = Places::invent();
        self.send("组织 organisations", &self.duty.clone(), &places.orgs[1..])?;
        self.send("任职 roles", &self.admin.clone(), &places.roles)?;
        self.duty.put("/areas/map", &county::shapes(&places))?;
        self.accounts(&places, until)?;
        self.adopt(until)?;
        self.send("学期 terms", &self.duty.clone(), &places.terms)?;
        let residents = Residents::invent(self.demo.seed, self.demo.people, &places);
        let mut replay = Replay::new(self.demo.seed, residents.count, until);
        let pupils = pupils_of(&replay);
        replay.timeline.extend(routine(&places, &pupils, self.demo.routine_days, until));
        replay.timeline.sort_by_key(|timed| timed.send);
        self.register(&residents)?;
        self.register(&replay.residents)?;
        self.replay(&replay.timeline)?;
        let last = self.zone.at(until, facts::time::Time::constant(8, 30, 0, 0));
        // On a school day the last facts come after half past eight, and the clock never goes back.
        let sent = replay.timeline.last().map_or(last, |timed| timed.send);
        let clock = self.forward(last.max(sent))?;
        Ok(Made { accounts: places.accounts, facts: self.sent, clock, zone: self.zone })
    }

    /// Accounts for the roles of the welcome, and for everybody who reports something in the replay.
    fn accounts(&self, places: &Places, until: Date) -> Result<(), Failure> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for account in &places.accounts {
            names.insert(account.account.to_owned(), account.name.to_owned());
        }
        for reporter in reporters(places, self.demo.routine_days, until) {
            names.entry(reporter.clone()).or_insert(reporter);
        }
        for known in ["admin", "duty", "head"] {
            names.remove(known);
        }
        let bar = Progress::new("账号 accounts", names.len() as u64);
        for (n, (account, name)) in names.iter().enumerate() {
            self.admin
                .post("/accounts", &json!({ "account": account, "name": name, "password": PASSWORD }))?;
            bar.at(n as u64 + 1);
        }
        bar.finish();
        Ok(())
    }

    fn adopt(&self, until: Date) -> Result<(), Failure> {
        let head = self.door.sign_in("head", PASSWORD)?;
        let ordinary = add_days(until, -i32::from(self.demo.routine_days));
        let morning = format!("{ordinary} 08:00");
        let from = |plan| if plan == DAILY { morning.as_str() } else { county::places::IN_FORCE };
        for plan in PLANS.into_iter().chain([DAILY]) {
            let from = from(plan).max(county::places::IN_FORCE);
            head.post(&format!("/plans/{plan}/adopt"), &json!({ "scope": COUNTY, "from": from }))?;
        }
        Ok(())
    }

    fn register(&mut self, residents: &Residents) -> Result<(), Failure> {
        let duty = self.duty.clone();
        self.send("户 households", &duty, &residents.households)?;
        self.send("居民 residents", &duty, &residents.persons)?;
        self.send("在校 pupils", &duty, &residents.enrolments)
    }

    fn send(&mut self, what: &'static str, client: &Client, facts: &[RawFact]) -> Result<(), Failure> {
        let bar = Progress::new(what, facts.len() as u64);
        let mut done = 0;
        let sent = client.send(facts, &mut |n| {
            done += n as u64;
            bar.at(done);
        })?;
        bar.finish();
        self.sent += sent.accepted;
        all_taken(what, &sent)
    }

    /// Everything at its time: the clock is put forward, then those who report send what they saw.
    fn replay(&mut self, timeline: &[Timed]) -> Result<(), Failure> {
        let mut clients: BTreeMap<String, Client> = BTreeMap::new();
        let bar = Progress::new("回放 replay", timeline.len() as u64);
        let mut place = 0;
        while place < timeline.len() {
            let send = timeline[place].send;
            let until = timeline[place..].iter().take_while(|t| t.send == send).count() + place;
            if place > 0 && self.zone.date_of(timeline[place - 1].send) < self.zone.date_of(send) {
                self.receipts(&clients)?;
            }
            self.forward(send)?;
            let mut by_account: BTreeMap<&str, Vec<RawFact>> = BTreeMap::new();
            for timed in &timeline[place..until] {
                by_account.entry(&timed.account).or_default().push(timed.fact.clone());
            }
            for (account, facts) in by_account {
                if !clients.contains_key(account) {
                    clients.insert(account.to_owned(), self.door.sign_in(account, PASSWORD)?);
                }
                let (signed, facts) = facts.into_iter().partition(|f| f.ledger.as_str() == SIGNED);
                self.sign(&clients[account], signed)?;
                let sent = clients[account].send(&facts, &mut |_| {})?;
                self.sent += sent.accepted;
                all_taken("回放 replay", &sent)?;
            }
            place = until;
            bar.at(place as u64);
        }
        bar.finish();
        Ok(())
    }

    /// In the evening the reporters of the replayed schools acknowledge what they were told that day.
    fn receipts(&self, clients: &BTreeMap<String, Client>) -> Result<(), Failure> {
        for (_, client) in clients.iter().filter(|(account, _)| account.starts_with("reporter-school-")) {
            let open = client.get("/alerts?open=1&limit=500")?;
            let mine = open["rows"].as_array().into_iter().flatten().filter(|row| row["mine"] == true);
            for key in mine.filter_map(|row| row["key"].as_str()) {
                let path = format!("/alerts/{}/acknowledge", key.replace('/', "%2F").replace('|', "%7C"));
                client.post(&path, &json!({ "note": "已知悉，按方案处置" }))?;
            }
        }
        Ok(())
    }

    /// Signatures are asked for: the doors fill in the numbers.
    fn sign(&mut self, client: &Client, signatures: Vec<RawFact>) -> Result<(), Failure> {
        for fact in signatures {
            let text = |field: &str| fact.body.get(field).and_then(|v| v.as_str()).unwrap_or_default();
            let report = text("report").replace('/', "%2F");
            client
                .post(&format!("/reports/{report}/{}/{}/sign", fact.subject, text("period")), &json!({}))?;
            self.sent += 1;
        }
        Ok(())
    }

    fn forward(&self, to: Instant) -> Result<Instant, Failure> {
        self.admin.post("/demo/clock", &json!({ "to": to.to_string() }))?;
        Ok(to)
    }
}

/// Pupils of the measles school, from whom those are taken who come back from far away.
fn pupils_of(replay: &Replay) -> Vec<String> {
    replay.residents.pupils.get(MEASLES_CLASS_2).cloned().unwrap_or_default()
}

/// The accounts that report in the replay and on ordinary days.
fn reporters(places: &Places, routine_days: u16, last: Date) -> Vec<String> {
    let mut replay = Replay::new(0, 0, last);
    let pupils = pupils_of(&replay);
    replay.timeline.extend(routine(places, &pupils, routine_days, last));
    let known: Vec<&str> =
        places.roles.iter().filter_map(|r| r.body.get("account").and_then(|v| v.as_str())).collect();
    let mut names: Vec<String> = replay.timeline.iter().map(|t| t.account.clone()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| known.contains(&name.as_str()));
    names
}

/// The county itself and the three who can let everybody else in.
fn found(house: &House, start: Instant) -> Result<(), Failure> {
    let places = Places::invent();
    let mut facts: Vec<RawFact> = places.orgs.first().cloned().into_iter().collect();
    let first = ["admin", "duty", "head"];
    let of_first =
        |f: &&RawFact| f.body.get("account").and_then(|v| v.as_str()).is_some_and(|a| first.contains(&a));
    facts.extend(places.roles.iter().filter(of_first).cloned());
    let batch = Submission { facts, scope: Arc::new(access::Scope::system()), org: None, history: false };
    let answers = house.submit(&[batch], start, &mut clock::Random)?;
    for outcome in answers.iter().flat_map(|a| &a.outcomes) {
        if let intake::Outcome::Refused { refusals, .. } = outcome {
            return Err(not_taken(&format!("{refusals:?}")));
        }
    }
    for account in places.accounts.iter().filter(|a| first.contains(&a.account)) {
        serve::make_account(house, account.account, account.name, PASSWORD)?;
    }
    Ok(())
}

fn fresh_store(dir: &Path) -> Result<String, Failure> {
    std::fs::create_dir_all(dir).map_err(|e| Failure::file(dir, &e))?;
    for name in ["demo.sqlite", "demo.sqlite-wal", "demo.sqlite-shm", "vault.key"] {
        let path = dir.join(name);
        if path.exists() {
            std::fs::remove_file(&path).map_err(|e| Failure::file(&path, &e))?;
        }
    }
    Ok(format!("sqlite:{}", dir.join("demo.sqlite").display()))
}

fn all_taken(what: &str, sent: &Sent) -> Result<(), Failure> {
    if sent.refused == 0 {
        Ok(())
    } else {
        Err(not_taken(&format!("{what}: {} — {}", sent.refused, sent.first.join("\n"))))
    }
}

fn not_taken(what: &str) -> Failure {
    Failure::new(
        NOT_RIGHT,
        Label::new(format!("演示数据被拒绝：{what}"), format!("demo facts were refused: {what}")),
        Label::new("这是程序的缺陷，请报告", "this is a defect of the program; please report it"),
    )
}

fn bad_day(text: &str) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(format!("{text} 不是日期"), format!("{text} is no date")),
        Label::new("写法如 2025-12-04", "write it as 2025-12-04"),
    )
}

fn print_welcome(running: &Running, made: &Made, seconds: u64) {
    println!(
        "\n演示县已就绪（{seconds} 秒，登记 {} 条）· the demo county is ready ({seconds} s, {} facts)",
        made.facts, made.facts
    );
    println!("  {}   演示时钟 simulated clock: {}", running.address, made.zone.words(made.clock));
    println!("  密码 password: {PASSWORD}");
    for account in &made.accounts {
        println!("  {:12} {}  ({} @ {})", account.account, account.name, account.role, account.org);
    }
    println!(
        "  回放：1861年麻疹（回放小学，柳溪镇）、1978年流感（回放寄宿学校）。发病日期与人数真实，人名与身份均为虚构。"
    );
    println!(
        "  Replayed: measles 1861, influenza 1978. Dates and counts are real; all people are invented. Ctrl-C 结束。"
    );
}
