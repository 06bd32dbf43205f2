//! `lianfang epi …`: epidemiology for analysts, from files to tables and pictures. No store, no server.
//!
//! Every command reads CSV (UTF-8 or GBK) or XLSX, writes CSV or JSON to stdout and says to stderr what was wrong with the
//! data. Not here: formulas; they are in `epi`, described in docs/epi.md.
//!
//! Reading order: `columns` (in), `sheet` (out), `picture`; then the commands `rt`, `detect`, `chains`, `rates`, `course`.

mod chains;
mod columns;
mod course;
mod detect;
mod picture;
mod rates;
mod rt;
mod sheet;

use crate::exit::{Failure, USAGE};
use clap::Subcommand;
use facts::Label;

/// What can be computed.
#[derive(Subcommand)]
pub enum EpiCommand {
    /// 再生数 · the reproduction number by window
    Rt(rt::Rt),
    /// 预警：观察值是否超过预期 · detectors: is a count more than was to be expected?
    Detect(detect::Detect),
    /// 传播链 · who may have infected whom
    Chains(chains::Chains),
    /// 罹患率、续发率 · attack rates and secondary attack rates
    AttackRate(rates::AttackRate),
    /// 增长率与倍增时间 · growth and doubling time
    Growth(course::Growth),
    /// 报告延迟 · delays between two dates
    Delays(course::Delays),
    /// 近日发病数的延迟校正 · the last days, allowing for reports that are still to come
    Nowcast(course::Nowcast),
}

/// Runs one of them.
pub fn run(command: &EpiCommand) -> Result<(), Failure> {
    match command {
        EpiCommand::Rt(rt) => rt::run(rt),
        EpiCommand::Detect(detect) => detect::run(detect),
        EpiCommand::Chains(chains) => chains::run(chains),
        EpiCommand::AttackRate(rate) => rates::run(rate),
        EpiCommand::Growth(growth) => course::growth(growth),
        EpiCommand::Delays(delays) => course::delays(delays),
        EpiCommand::Nowcast(nowcast) => course::nowcast(nowcast),
    }
}

/// The command was called in a way that makes no sense.
fn misused(zh: &str, en: &str) -> Failure {
    let hint = Label::new(
        "lianfang epi <命令> --help 说明参数和列",
        "lianfang epi <command> --help tells parameters and columns",
    );
    Failure::new(USAGE, Label::new(zh, en), hint)
}
