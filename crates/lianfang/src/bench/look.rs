//! Looking: pages of lists and of today; and starting: time until the first answer, memory when idle.

use super::{
    Bench,
    child::Server,
    ground::Ground,
    http::{Wire, not_taken},
    people::Dice,
    stats::Percentiles,
};
use crate::{clock, exit::Failure};
use serde_json::Value;
use std::time::Duration;

/// Requests of each page in a round.
const REQUESTS: usize = 400;
/// Nor does a round of a page take longer than this, unless so few were answered that they say nothing.
const SECONDS_MAX: f64 = 20.0;
const FEWEST: usize = 100;
/// Requests before, which are not counted: the first reads of a page come from the disk.
const WARMING: usize = 40;
/// Starts.
pub const STARTS: usize = 5;

/// The pages: name, path, whether each worker looks at their own (else the one who sees everything looks).
pub const PAGES: [(&str, &str, bool); 6] = [
    ("我的任务 worklist of one person", "/duties?mine=1&state=owed&limit=50", true),
    ("全县任务 worklist of the county", "/duties?state=owed&limit=50", false),
    ("逾期任务 overdue in the county", "/duties?state=overdue&limit=50", false),
    ("今日 today of one person", "/today", true),
    ("预警 open alerts", "/alerts?open=1&limit=50", false),
    ("人员 persons", "/subjects?kind=person&limit=50", false),
];

/// Milliseconds of each page, over one kept connection, one request at a time; and how many rows it had on average.
pub fn pages(ground: &Ground, server: &Server, round: usize) -> Result<Vec<(Percentiles, f64)>, Failure> {
    let everything = Wire::new(&server.address, &ground.token);
    let workers: Vec<Wire> = ground.workers.iter().map(|token| Wire::new(&server.address, token)).collect();
    let mut dice = Dice(round as u64);
    let mut found = Vec::new();
    for (name, path, own) in PAGES {
        let (mut millis, mut rows) = (Vec::new(), 0);
        let began = clock::stopwatch();
        for n in 0..WARMING + REQUESTS {
            if millis.len() >= FEWEST && began.elapsed().as_secs_f64() > SECONDS_MAX {
                break;
            }
            let wire =
                if own { workers.get(dice.below(workers.len())).unwrap_or(&everything) } else { &everything };
            let sent = clock::stopwatch();
            let (status, answer) = wire.get(path)?;
            let took = sent.elapsed().as_secs_f64() * 1000.0;
            if status != 200 {
                return Err(not_taken(path, &answer));
            }
            if n >= WARMING {
                millis.push(took);
                rows += rows_of(&answer);
            }
        }
        let rows = rows as f64 / millis.len().max(1) as f64;
        let times = Percentiles::of(millis);
        eprintln!("  {round}: {name}: p50 {:.1} ms, p99 {:.1} ms", times.p50, times.p99);
        found.push((times, rows));
    }
    Ok(found)
}

fn rows_of(answer: &str) -> usize {
    let read: Value = serde_json::from_str(answer).unwrap_or_default();
    read["rows"].as_array().map_or(0, Vec::len)
}

/// What starting gave.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Started {
    /// From the start of the process until `/health` answered.
    pub millis: f64,
    /// Resident MiB when idle.
    pub idle_mib: f64,
    /// The same at its highest so far.
    pub high_mib: f64,
}

/// One start. The file is in the page cache: a start after a reboot reads it from the disk.
pub fn start(ground: &Ground) -> Result<Started, Failure> {
    let server = Server::start(&ground.place)?;
    server.settle(Duration::from_secs(60));
    let (idle_mib, high_mib) = server.memory_mib();
    Ok(Started { millis: server.started.as_secs_f64() * 1000.0, idle_mib, high_mib })
}

/// How many rounds are measured.
pub fn rounds(bench: &Bench) -> std::ops::RangeInclusive<usize> {
    1..=bench.rounds.max(1)
}
