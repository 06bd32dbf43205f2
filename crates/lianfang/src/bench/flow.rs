//! Facts coming in: one by one from many clients, and as lines in bulk; with what the server used, what followed from them,
//! and what the raw engine took for the same rows.

use super::{
    Bench,
    child::Server,
    ground::{Ground, LINES, STREAMS, send_lines},
    http::{Wire, not_taken},
    machine,
    people::Mix,
    raw::{self, Raw},
    stats::Percentiles,
};
use crate::{clock, exit::Failure};
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::Home;

/// How long the server may take to become idle between rounds.
const SETTLE: Duration = Duration::from_secs(300);

/// What one round gave.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Round {
    /// Facts acknowledged.
    pub facts: f64,
    /// Wall time.
    pub seconds: f64,
    /// CPU time of the server until the last answer, in milliseconds.
    pub server_cpu: f64,
    /// CPU time that the server used afterwards, for what facts had touched.
    pub server_cpu_after: f64,
    /// CPU time of the clients.
    pub client_cpu: f64,
    /// Milliseconds of each request.
    pub latency: Percentiles,
    /// Requests that were told to come again.
    pub busy: f64,
    /// Duties that arose.
    pub duties: f64,
    /// Entries of the history: everything that changed.
    pub changes: f64,
    /// The raw engine.
    pub raw: Raw,
}

/// What the store holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Held {
    seq: u64,
    duties: u64,
    history: u64,
}

fn held(home: &dyn Home, shard: &str) -> Result<Held, Failure> {
    let mut held = Held::default();
    home.read(shard, &mut |read| {
        held =
            Held { seq: read.head()?.seq, duties: read.rows_in("duty")?, history: read.rows_in("history")? };
        Ok(())
    })?;
    Ok(held)
}

/// Single facts: each client sends one, waits until it is durable, and sends the next.
pub fn singles(bench: &Bench, ground: &Ground, server: &Server, round: usize) -> Result<Round, Failure> {
    let (latencies, busy) = (Mutex::new(Vec::new()), AtomicU64::new(0));
    let seconds = Duration::from_secs(bench.seconds.max(1));
    let (seeds, run) = (AtomicUsize::new(0), clock::now().0.unsigned_abs());
    measured(ground, server, round, &latencies, &busy, &|| {
        let watch = clock::stopwatch();
        ground.on_streams(server, bench.clients.max(1), &|wire| {
            let seed = run + seeds.fetch_add(1, Ordering::Relaxed) as u64;
            let mut mix = Mix::new(&ground.people, seed, 60);
            let mut own = Vec::new();
            while watch.elapsed() < seconds {
                let fact = mix.fact(clock::now());
                let sent = clock::stopwatch();
                one(wire, &fact, &busy)?;
                own.push(sent.elapsed().as_secs_f64() * 1000.0);
            }
            latencies.lock().unwrap_or_else(PoisonError::into_inner).extend(own);
            Ok(())
        })
    })
}

/// Sends one fact until it is taken.
fn one(wire: &Wire, fact: &str, busy: &AtomicU64) -> Result<(), Failure> {
    loop {
        let (status, answer) = wire.send("application/json", fact)?;
        match status {
            200 if answer.contains("\"accepted\":[{") => return Ok(()),
            429 => {
                busy.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
            _ => return Err(not_taken(fact, &answer)),
        }
    }
}

/// Bulk: bodies of a thousand lines on two connections. They are made before the clock starts.
pub fn bulk(bench: &Bench, ground: &Ground, server: &Server, round: usize) -> Result<Round, Failure> {
    let (latencies, busy) = (Mutex::new(Vec::new()), AtomicU64::new(0));
    let run = clock::now().0.unsigned_abs();
    let bodies: Vec<String> = (0..bench.bulk.div_ceil(LINES))
        .map(|n| Mix::new(&ground.people, run + n as u64, 60).lines(clock::now(), LINES))
        .collect();
    let next = AtomicUsize::new(0);
    measured(ground, server, round, &latencies, &busy, &|| {
        ground.on_streams(server, STREAMS, &|wire| {
            while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                let sent = clock::stopwatch();
                send_lines(wire, body, LINES)?;
                let took = sent.elapsed().as_secs_f64() * 1000.0;
                latencies.lock().unwrap_or_else(PoisonError::into_inner).push(took);
            }
            Ok(())
        })
    })
}

/// Runs a round between two looks at the store, then the same rows on the raw engine.
fn measured(
    ground: &Ground,
    server: &Server,
    round: usize,
    latencies: &Mutex<Vec<f64>>,
    busy: &AtomicU64,
    work: &dyn Fn() -> Result<(), Failure>,
) -> Result<Round, Failure> {
    server.settle(SETTLE);
    let home = ground.place.home()?;
    let before = held(&*home, &ground.place.shard)?;
    let (own, theirs) = (machine::cpu_millis(std::process::id()), server.cpu_millis());
    let watch = clock::stopwatch();
    work()?;
    let seconds = watch.elapsed().as_secs_f64();
    let (server_cpu, client_cpu) =
        (server.cpu_millis() - theirs, machine::cpu_millis(std::process::id()) - own);
    server.settle(SETTLE);
    let server_cpu_after = server.cpu_millis() - theirs - server_cpu;
    let after = held(&*home, &ground.place.shard)?;
    let raw = raw::again(&ground.place, &ground.folder, before.seq)?;
    let difference = |after: u64, before: u64| after.saturating_sub(before) as f64;
    let result = Round {
        facts: difference(after.seq, before.seq),
        seconds,
        server_cpu,
        server_cpu_after,
        client_cpu,
        latency: Percentiles::of(std::mem::take(
            &mut *latencies.lock().unwrap_or_else(PoisonError::into_inner),
        )),
        busy: busy.load(Ordering::Relaxed) as f64,
        duties: difference(after.duties, before.duties),
        changes: difference(after.history, before.history),
        raw,
    };
    eprintln!("  {round}: {:.0}/s, {:.3} CPU-ms", result.facts / seconds, server_cpu / result.facts.max(1.0));
    Ok(result)
}
