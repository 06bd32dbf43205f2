//! The binary: commands, configuration, the real clock and chance.
//!
//! Not here: anything worth a unit test; that lives in the crates below.

mod clock;
mod exit;
mod packs;
mod plans;

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
}

fn main() {
    let done = match Cli::parse().command {
        Command::Plan(command) => plans::run(command),
    };
    if let Err(failure) = done {
        eprintln!("{}\n  → {}", failure.says.zh, failure.hint.zh);
        eprintln!("{}\n  → {}", failure.says.en, failure.hint.en);
        std::process::exit(failure.code);
    }
    std::process::exit(exit::DONE);
}
