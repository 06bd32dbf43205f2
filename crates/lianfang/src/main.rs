//! The binary: commands, configuration, the real clock and chance.
//!
//! Not here: anything worth a unit test; that lives in the crates below.

mod clock;
mod config;
mod exit;
mod keep;
mod packs;
mod plans;
mod progress;

use clap::{Parser, Subcommand};

/// 联防 lianfang：会执行的疫情防控工作方案 · work plans of epidemic control that run
#[derive(Parser)]
#[command(version, about, long_about = None)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 方案：检查、试运行、说明、对照 · plans: check, test, explain, compare
    #[command(subcommand)]
    Plan(plans::PlanCommand),
    /// 校验登记链条是否被改动 · verify the hash chain
    Verify(config::Place),
    /// 从登记重放并与现存结果比对 · replay the chain and compare
    Rebuild(config::Place),
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
    let done = match Cli::parse().command {
        Command::Plan(command) => plans::run(command),
        Command::Verify(place) => keep::verify(&place),
        Command::Rebuild(place) => keep::rebuild(&place),
        Command::Move { from, to } => keep::relocate(&from, &to),
        Command::Backup { place, to } => keep::backup(&place, &to),
        Command::Restore { place, from } => keep::restore(&place, &from),
    };
    if let Err(failure) = done {
        eprintln!("{}\n  → {}", failure.says.zh, failure.hint.zh);
        eprintln!("{}\n  → {}", failure.says.en, failure.hint.en);
        std::process::exit(failure.code);
    }
    std::process::exit(exit::DONE);
}
