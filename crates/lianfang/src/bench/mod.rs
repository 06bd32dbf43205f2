//! `lianfang bench`: how fast this program is on this machine, side by side with the raw engine in the same run.
//!
//! Server and clients are two processes on the same machine. Every number is the median of several rounds, with the lowest
//! and the highest beside it: the difference is the noise. What is measured on whom: `ground` and `people`.
//!
//! Reading order: `ground` (the county), `people` (the facts), `child` (the server), `flow`, `look`, `raw`, `stats`,
//! `sheet` (how it is told).

mod child;
mod epi;
mod flow;
mod ground;
mod http;
mod look;
mod machine;
mod people;
mod raw;
mod sheet;
mod stats;

use crate::exit::Failure;
use child::Server;
use clap::{Args, ValueEnum};
use ground::Ground;
use sheet::Sheet;
use std::path::PathBuf;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum What {
    /// 单条登记 · durable single facts
    Singles,
    /// 批量登记 · facts in bulk
    Bulk,
    /// 列表 · pages of lists
    Lists,
    /// 启动与内存 · start and memory
    Start,
    /// 流行病学计算（不需要服务） · epidemiology; needs no server
    Epi,
    /// 服务的全部 · everything of the server
    All,
}

/// How it is measured.
#[derive(Args)]
pub struct Bench {
    /// 测什么 · what to measure
    #[arg(value_enum, default_value = "all")]
    what: What,
    /// 单条登记每轮秒数 · seconds of a round of single facts
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// 批量登记每轮条数 · facts of a round in bulk
    #[arg(long, default_value_t = 40_000)]
    bulk: usize,
    /// 轮数 · rounds
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// 同时提交的客户端数 · clients at once
    #[arg(long, default_value_t = 32)]
    clients: usize,
    /// 虚构人数 · invented people
    #[arg(long, default_value_t = 20_000)]
    persons: usize,
    /// 只启用这些方案（逗号分隔），默认全部 · only these plans in force, by comma; default: all that are shipped
    #[arg(long, value_delimiter = ',')]
    packs: Vec<String>,
    /// 测前先登记的条数 · facts loaded before anything is measured
    #[arg(long, default_value_t = 0)]
    facts: usize,
    /// sqlite 或 postgres://… · sqlite, or the address of a PostgreSQL database
    #[arg(long, default_value = "sqlite")]
    store: String,
    /// 保留并复用数据的文件夹 · folder whose store is kept and used again
    #[arg(long)]
    folder: Option<PathBuf>,
    /// 以 JSON 输出 · as JSON
    #[arg(long)]
    json: bool,
}

impl Bench {
    fn wants(&self, what: What) -> bool {
        self.what == what || self.what == What::All
    }
}

/// Measures and tells.
pub fn run(bench: &Bench) -> Result<(), Failure> {
    if cfg!(debug_assertions) {
        eprintln!("注意：未优化的构建，数字没有意义 · this build is not optimised; its numbers mean nothing");
    }
    if bench.what == What::Epi {
        tell_epi(bench.json);
        return Ok(());
    }
    let mut sheet = Sheet::new(bench);
    let ground = ground::prepare(bench)?;
    sheet.ground(&ground)?;
    measure(bench, &ground, &mut sheet)?;
    sheet.print(bench.json);
    Ok(())
}

fn tell_epi(json: bool) {
    let lines = epi::measure();
    if json {
        println!("{:#}", serde_json::json!({ "machine": machine::describe(), "epi": lines }));
        return;
    }
    for line in lines {
        let (what, seconds) = (line["what"].as_str().unwrap_or_default(), line["seconds"].as_f64());
        println!("{:>8.2} s  {what}  ({} 个结果 answers)", seconds.unwrap_or_default(), line["answers"]);
    }
}

fn measure(bench: &Bench, ground: &Ground, sheet: &mut Sheet) -> Result<(), Failure> {
    if bench.wants(What::Start) {
        eprintln!("启动 · start");
        let starts = (0..look::STARTS).map(|_| look::start(ground)).collect::<Result<Vec<_>, _>>()?;
        sheet.starts(&starts);
    }
    let server = Server::start(&ground.place)?;
    if bench.wants(What::Lists) {
        eprintln!("列表 · lists");
        server.settle(std::time::Duration::from_secs(600));
        let rounds =
            look::rounds(bench).map(|n| look::pages(ground, &server, n)).collect::<Result<Vec<_>, _>>()?;
        sheet.pages(&rounds);
    }
    if bench.wants(What::Singles) {
        eprintln!("单条登记 · single facts");
        let rounds = look::rounds(bench)
            .map(|n| flow::singles(bench, ground, &server, n))
            .collect::<Result<Vec<_>, _>>()?;
        sheet.flow("singles", &rounds);
    }
    if bench.wants(What::Bulk) {
        eprintln!("批量登记 · in bulk");
        let rounds = look::rounds(bench)
            .map(|n| flow::bulk(bench, ground, &server, n))
            .collect::<Result<Vec<_>, _>>()?;
        sheet.flow("bulk", &rounds);
    }
    sheet.end(&server);
    Ok(())
}
