//! The binary: commands, configuration, the real clock and chance.
//!
//! Not here: anything worth a unit test; that lives in the crates below.

mod bench;
mod client;
mod clock;
mod config;
mod delivery;
mod demo;
mod door;
mod epi;
mod exchange;
mod exit;
mod init;
mod keep;
mod lang;
mod map;
mod packs;
mod plans;
mod progress;
mod purge;
mod report;
mod serve;
mod tls;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 联防 lianfang：会执行的疫情防控工作方案 · work plans of epidemic control that run
#[derive(Parser)]
#[command(version, about, long_about = None, after_help = exit::table())]
struct Cli {
    /// 只用一种语言（默认中英文都有） · one language only (both by default)
    #[arg(long, global = true, value_enum)]
    lang: Option<lang::Spoken>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 方案：检查、试运行、说明、对照 · plans: check, test, explain, compare
    #[command(subcommand)]
    Plan(plans::PlanCommand),
    /// 流行病学计算 · epidemiology from files: detectors, reproduction number, chains, rates
    #[command(subcommand)]
    Epi(epi::EpiCommand),
    /// 启动服务 · serve until interrupted
    Serve {
        #[command(flatten)]
        place: config::Place,
        #[command(flatten)]
        listen: serve::Listen,
    },
    /// 演示县：虚构的县，真实疫情回放 · an invented county with two real outbreaks replayed
    Demo(demo::Demo),
    /// 建立新库：县、管理员、方案 · make a new house: county, administrator, plans
    Init(init::Init),
    /// 导入表格 · import a spreadsheet
    Import(exchange::Import),
    /// 导出台账 · export a ledger
    Export(exchange::Export),
    /// 报表数据 · the numbers of a report
    Report(report::ReportOf),
    /// 疫情地图的地区轮廓 · shapes of areas for the map
    #[command(subcommand)]
    Map(map::MapCommand),
    /// 证书 · certificates for HTTPS
    #[command(subcommand)]
    Tls(tls::TlsCommand),
    /// 性能测试 · measure speed on this machine
    Bench(bench::Bench),
    /// 校验登记链条是否被改动 · verify the hash chain
    Verify(config::Place),
    /// 从登记重放并与现存结果比对 · replay the chain and compare
    Rebuild(config::Place),
    /// 到期清除：先列出，加 --yes 执行 · purge what its time is over for: told first, done with --yes
    Purge(purge::Purge),
    /// 换库搬迁 · move from one store to another
    Move {
        /// 原存储 · from
        #[arg(long)]
        from: String,
        /// 新存储（须为空） · to (must be empty)
        #[arg(long)]
        to: String,
    },
    /// 备份 · write a backup
    Backup {
        #[command(flatten)]
        place: config::Place,
        /// 备份文件 · file of the backup
        #[arg(long)]
        to: std::path::PathBuf,
    },
    /// 恢复 · bring a backup back into an empty store
    Restore {
        #[command(flatten)]
        place: config::Place,
        /// 备份文件 · file of the backup
        #[arg(long)]
        from: std::path::PathBuf,
    },
}

fn main() {
    end_quietly_when_nobody_reads();
    let cli = Cli::parse();
    if let Some(spoken) = cli.lang {
        lang::only(spoken);
    }
    let done = match cli.command {
        Command::Plan(command) => plans::run(command),
        Command::Epi(command) => epi::run(&command),
        Command::Serve { place, listen } => serve::run(&place, &listen),
        Command::Demo(demo) => demo::run(&demo),
        Command::Init(init) => init::run(&init),
        Command::Import(import) => exchange::import(&import),
        Command::Export(export) => exchange::export(&export),
        Command::Report(report) => report::run(&report),
        Command::Map(command) => map::run(&command),
        Command::Tls(command) => tls::run(command),
        Command::Bench(bench) => bench::run(&bench),
        Command::Verify(place) => keep::verify(&place),
        Command::Rebuild(place) => keep::rebuild(&place),
        Command::Purge(purge) => purge::run(&purge),
        Command::Move { from, to } => keep::relocate(&from, &to),
        Command::Backup { place, to } => keep::backup(&place, &to),
        Command::Restore { place, from } => keep::restore(&place, &from),
    };
    if let Err(failure) = done {
        for lang in lang::each() {
            eprintln!("{}\n  → {}", lang.of(&failure.says), lang.of(&failure.hint));
        }
        std::process::exit(failure.code);
    }
    std::process::exit(exit::DONE);
}

/// `lianfang … | head` closes the pipe early: whoever reads has had enough, and that is no failure. `print!` knows of it
/// only by a panic.
fn end_quietly_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(exit::DONE);
        }
        usual(panic);
    }));
}
