//! How it is told: a table for people, a record for programs. Each line says its target where the project has one.

use super::{
    Bench,
    child::Server,
    flow::Round,
    ground::Ground,
    look::{PAGES, Started},
    machine,
    stats::{Measured, Percentiles, grouped},
};
use crate::{clock, exit::Failure};
use serde_json::{Map, Value, json};

/// What was measured so far.
pub struct Sheet {
    lines: Vec<(String, String, String)>,
    record: Map<String, Value>,
}

impl Sheet {
    /// Begins with the machine and the settings.
    pub fn new(bench: &Bench) -> Self {
        let mut record = Map::new();
        record.insert("version".into(), json!(env!("CARGO_PKG_VERSION")));
        record.insert("optimised".into(), json!(!cfg!(debug_assertions)));
        record.insert("at".into(), json!(clock::now().to_string()));
        record.insert("machine".into(), machine::describe());
        record.insert("load_before".into(), json!(machine::load()));
        let store = bench.store.split(':').next().unwrap_or_default();
        record.insert(
            "settings".into(),
            json!({
                "store": store, "persons": bench.persons, "clients": bench.clients, "seconds": bench.seconds,
                "rounds": bench.rounds, "bulk": bench.bulk,
            }),
        );
        Sheet { lines: Vec::new(), record }
    }

    fn line(&mut self, what: &str, value: String, target: &str) {
        self.lines.push((what.to_owned(), value, target.to_owned()));
    }

    /// What is there before anything is measured.
    pub fn ground(&mut self, ground: &Ground) -> Result<(), Failure> {
        let home = ground.place.home()?;
        let (mut facts, mut duties) = (0, 0);
        home.read(&ground.place.shard, &mut |read| {
            (facts, duties) = (read.head()?.seq, read.rows_in("duty")?);
            Ok(())
        })?;
        let persons = ground.people.len();
        self.record.insert(
            "ground".into(),
            json!({ "persons": persons, "facts": facts, "duties": duties, "found": ground.found }),
        );
        let words = format!(
            "{} / {} / {}",
            grouped(persons as f64, 0),
            grouped(facts as f64, 0),
            grouped(duties as f64, 0)
        );
        self.line("人员/登记/任务 persons/facts/duties", words, "");
        Ok(())
    }

    /// Starts.
    pub fn starts(&mut self, starts: &[Started]) {
        let of = |value: fn(&Started) -> f64| Measured::of(starts.iter().map(value));
        let (millis, idle, high) = (of(|s| s.millis), of(|s| s.idle_mib), of(|s| s.high_mib));
        self.record.insert(
            "start".into(),
            json!({ "ms": millis.json(), "idle_mib": idle.json(), "high_mib": high.json() }),
        );
        self.line("启动至应答 start until it answers, ms", millis.words(0), "< 1000");
        self.line("空闲内存 memory when idle, MiB", idle.words(1), "< 100");
    }

    /// Pages of lists, by round.
    pub fn pages(&mut self, rounds: &[Vec<(Percentiles, f64)>]) {
        let mut record = Map::new();
        for (n, (name, path, _)) in PAGES.iter().enumerate() {
            let of = |value: fn(&Percentiles) -> f64| {
                Measured::of(rounds.iter().filter_map(|round| round.get(n)).map(|(p, _)| value(p)))
            };
            let rows = Measured::of(rounds.iter().filter_map(|round| round.get(n)).map(|(_, rows)| *rows));
            let (p50, p99, max) = (of(|p| p.p50), of(|p| p.p99), of(|p| p.max));
            record.insert(
                (*path).to_owned(),
                json!({ "p50_ms": p50.json(), "p99_ms": p99.json(), "max_ms": max.json(), "rows": rows.json() }),
            );
            let target = if path.starts_with("/duties") { "p99 < 50" } else { "" };
            self.line(
                &format!("{name}, ms p50 / p99"),
                format!("{} / {}", p50.words(1), p99.words(1)),
                target,
            );
        }
        self.record.insert("lists".into(), Value::Object(record));
    }

    /// Facts coming in.
    pub fn flow(&mut self, what: &str, rounds: &[Round]) {
        let of = |value: fn(&Round) -> f64| Measured::of(rounds.iter().map(value));
        let rate = of(|r| r.facts / r.seconds);
        let cpu = of(|r| r.server_cpu / r.facts);
        let after = of(|r| r.server_cpu_after / r.facts);
        let client = of(|r| r.client_cpu / r.facts);
        let raw_rate = of(|r| r.raw.rows / r.raw.seconds);
        let raw_cpu = of(|r| r.raw.cpu_millis / r.raw.rows);
        let size = of(|r| r.raw.rows / r.raw.transactions);
        let ratio = of(|r| (r.raw.rows / r.raw.seconds) / (r.facts / r.seconds));
        let percentile = |p: fn(&Percentiles) -> f64| Measured::of(rounds.iter().map(|r| p(&r.latency)));
        let (p50, p95, p99) = (percentile(|p| p.p50), percentile(|p| p.p95), percentile(|p| p.p99));
        let (duties, changes) = (of(|r| r.duties / r.facts * 1000.0), of(|r| r.changes / r.facts * 1000.0));
        self.record.insert(
            what.to_owned(),
            json!({
                "facts_per_second": rate.json(), "server_cpu_ms_per_fact": cpu.json(),
                "server_cpu_ms_per_fact_afterwards": after.json(), "client_cpu_ms_per_fact": client.json(),
                "request_ms": { "p50": p50.json(), "p95": p95.json(), "p99": p99.json() },
                "facts_per_transaction": size.json(), "busy": of(|r| r.busy).json(),
                "duties_per_1000_facts": duties.json(), "changes_per_1000_facts": changes.json(),
                "raw_rows_per_second": raw_rate.json(), "raw_cpu_ms_per_row": raw_cpu.json(), "raw_is_faster_by": ratio.json(),
            }),
        );
        let (name, rate_target, cpu_target) = match what {
            "singles" => ("单条 singles", "≥ 2000", "≤ 0.7"),
            _ => ("批量 bulk", "≥ 10000", "≤ 0.15"),
        };
        self.line(&format!("{name}, facts/s"), rate.words(0), rate_target);
        self.line(&format!("{name}, CPU-ms/fact"), cpu.words(3), cpu_target);
        self.line(&format!("{name}, CPU-ms/fact afterwards"), after.words(3), "");
        self.line(&format!("{name}, client CPU-ms/fact"), client.words(3), "");
        self.line(
            &format!("{name}, request ms p50/p95/p99"),
            format!("{} / {} / {}", p50.words(1), p95.words(1), p99.words(1)),
            "",
        );
        self.line(&format!("{name}, facts/transaction"), size.words(1), "");
        self.line(&format!("{name}, raw engine rows/s"), raw_rate.words(0), "");
        self.line(&format!("{name}, raw engine CPU-ms/row"), raw_cpu.words(4), "");
        self.line(&format!("{name}, raw engine faster by ×"), ratio.words(1), "");
        self.line(
            &format!("{name}, duties / changes per 1000"),
            format!("{} / {}", duties.words(1), changes.words(1)),
            "",
        );
        self.line(
            &format!("{name}, noise (spread of rounds) %"),
            format!("{:.0}", rate.spread_percent()),
            "",
        );
    }

    /// What is left to say at the end.
    pub fn end(&mut self, server: &Server) {
        let (now, high) = server.memory_mib();
        self.record.insert("memory_after_mib".into(), json!({ "now": now.round(), "high": high.round() }));
        self.record.insert("load_after".into(), json!(machine::load()));
        self.line("测后内存 memory afterwards, MiB now / highest", format!("{now:.0} / {high:.0}"), "");
    }

    /// Prints it.
    pub fn print(&self, json: bool) {
        if json {
            println!("{}", serde_json::to_string_pretty(&self.record).unwrap_or_default());
            return;
        }
        let (machine, settings) = (&self.record["machine"], &self.record["settings"]);
        println!(
            "lianfang {} · {} · {} cores",
            env!("CARGO_PKG_VERSION"),
            machine["processor"].as_str().unwrap_or("?"),
            machine["cores"]
        );
        println!("{settings}");
        for (what, value, target) in &self.lines {
            println!("{}{value:<52}{target}", padded(what, 58));
        }
        println!(
            "中位数（最低–最高） · median (lowest–highest) of the rounds; load before {}",
            self.record["load_before"]
        );
    }
}

/// Chinese letters are two columns wide.
fn padded(text: &str, columns: usize) -> String {
    let wide: usize = text.chars().map(|c| if c > '\u{2e7f}' { 2 } else { 1 }).sum();
    format!("{text}{}", " ".repeat(columns.saturating_sub(wide).max(1)))
}
