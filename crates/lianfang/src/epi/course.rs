//! `lianfang epi growth`, `delays`, `nowcast`: how an outbreak runs.
//!
//! Not here: formulas; `epi::spread`.

use super::{
    columns, misused,
    picture::Picture,
    sheet::{Format, Output, Sheet},
};
use crate::exit::Failure;
use ::epi::spread::{
    self,
    nowcast::{NowcastDay, NowcastParameters},
};
use clap::Args;
use facts::Date;
use serde_json::json;
use std::path::PathBuf;

const GROWTH: &str = "列 · columns:
  rate, rate_low, rate_high   每日增长率 r 及区间 · growth rate by day, with its interval
  doubling_days               倍增时间（负为减半时间） · time of doubling (negative: of halving)
  doubling_days_low, _high    其区间（空：不可能或可能不增长） · its interval (empty: none, or perhaps no growth)";

/// Growth and doubling time.
#[derive(Args)]
#[command(after_help = GROWTH)]
pub struct Growth {
    /// 病例文件 · file of cases
    #[arg(long)]
    cases: PathBuf,
    #[command(flatten)]
    input: columns::Input,
    /// 只用最后几天；0 为全部 · only so many last days; 0 for all
    #[arg(long, default_value_t = 0)]
    last: usize,
    /// 置信度 · confidence
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    /// 输出格式 · format of the answer
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

/// Computes growth and prints it.
pub fn growth(asked: &Growth) -> Result<(), Failure> {
    let table = columns::read(&asked.cases)?;
    let (counts, mut problems) = columns::counts(&table, &asked.input)?;
    let from = if asked.last == 0 { 0 } else { counts.counts.len().saturating_sub(asked.last) };
    let (growth, more) = spread::growth::growth(&counts.counts[from..], asked.confidence);
    problems.extend(more);
    let columns =
        vec!["rate", "rate_low", "rate_high", "doubling_days", "doubling_days_low", "doubling_days_high"];
    let row = |g: spread::growth::Growth| {
        vec![
            json!(g.rate),
            json!(g.rate_low),
            json!(g.rate_high),
            json!(g.doubling_days),
            json!(g.doubling_days_low),
            json!(g.doubling_days_high),
        ]
    };
    Sheet { columns, rows: growth.map(row).into_iter().collect(), problems, ..Sheet::default() }
        .print(asked.format)
}

const DELAYS: &str = "列 · columns:
  n, mean, sd, p25, median, p75, p90, longest   例数，均值，标准差，分位数，最长（天） · number, then days";

/// Delays between two dates.
#[derive(Args)]
#[command(after_help = DELAYS)]
pub struct Delays {
    /// 个案一览表 · the line list
    #[arg(long)]
    linelist: PathBuf,
    /// 起始日期列 · column of the first date
    #[arg(long, default_value = "date_onset")]
    from: String,
    /// 终止日期列 · column of the second date
    #[arg(long, default_value = "date_reporting")]
    to: String,
    /// 输出格式 · format of the answer
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

type Pairs = Vec<(Option<Date>, Option<Date>)>;

fn pairs(path: &std::path::Path, from: &str, to: &str) -> Result<Pairs, Failure> {
    let table = columns::read(path)?;
    let (from, to) = (columns::must(&table, Some(from), &[])?, columns::must(&table, Some(to), &[])?);
    Ok(table
        .rows
        .iter()
        .map(|row| (columns::date(&row.cells[from]), columns::date(&row.cells[to])))
        .collect())
}

/// Computes delays and prints them.
pub fn delays(asked: &Delays) -> Result<(), Failure> {
    let (delays, problems) = spread::delays::delays(&pairs(&asked.linelist, &asked.from, &asked.to)?);
    let columns = vec!["n", "mean", "sd", "p25", "median", "p75", "p90", "longest"];
    let row = |d: spread::delays::Delays| {
        vec![
            json!(d.n),
            json!(d.mean),
            json!(d.sd),
            json!(d.p25),
            json!(d.median),
            json!(d.p75),
            json!(d.p90),
            json!(d.longest),
        ]
    };
    Sheet { columns, rows: delays.map(row).into_iter().collect(), problems, ..Sheet::default() }
        .print(asked.format)
}

const NOWCAST: &str = "列 · columns:
  date       发病日期 · day of onset
  reported   已报告 · reported by now
  share      到今天应已报告的比例 · share of such a day that is reported by now
  expected   估计实际发病 · expected in all
  low, high  其区间 · its interval";

/// The last days, allowing for reports that are still to come.
#[derive(Args)]
#[command(after_help = NOWCAST)]
pub struct Nowcast {
    /// 个案一览表 · the line list
    #[arg(long)]
    linelist: PathBuf,
    /// 数据截止日 · the day up to which reports are in
    #[arg(long)]
    now: String,
    /// 发病日期列 · column of onset
    #[arg(long, default_value = "date_onset")]
    from: String,
    /// 报告日期列 · column of report
    #[arg(long, default_value = "date_reporting")]
    to: String,
    /// 最长延迟（天） · the longest delay, in days
    #[arg(long)]
    delay_max: usize,
    /// 只用最近几天的发病估计延迟；0 为全部 · only onsets of so many last days teach the delay; 0 for all
    #[arg(long, default_value_t = 0)]
    learn_days: usize,
    /// 应已报告的比例低于此值的日子不作估计 · no estimate of days of which a smaller share is reported by now
    #[arg(long, default_value_t = 0.05)]
    share_min: f64,
    /// 置信度 · confidence
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    #[command(flatten)]
    output: Output,
}

/// Computes a nowcast and prints it.
pub fn nowcast(asked: &Nowcast) -> Result<(), Failure> {
    let now: Date =
        asked.now.parse().map_err(|_| misused("--now 写作 2026-03-09", "--now is written 2026-03-09"))?;
    let cases = pairs(&asked.linelist, &asked.from, &asked.to)?;
    let parameters = NowcastParameters {
        delay_days_max: asked.delay_max,
        learn_days: asked.learn_days,
        share_min: asked.share_min,
        confidence: asked.confidence,
    };
    let (days, problems) = spread::nowcast::nowcast(&cases, now, &parameters);
    if let Some(path) = &asked.output.plot {
        let expected = days.iter().map(|day| day.expected).collect();
        let picture = Picture {
            title: "已报告与估计发病 · reported and expected onsets".into(),
            dates: Some(days.iter().map(|day| day.date).collect()),
            bars: days.iter().map(|day| Some(day.reported)).collect(),
            lines: vec![("估计 expected".into(), expected)],
            band: days.iter().map(|day| day.low.zip(day.high)).collect(),
            ..Picture::default()
        };
        picture.save(path)?;
    }
    let columns = vec!["date", "reported", "share", "expected", "low", "high"];
    let row = |d: &NowcastDay| {
        vec![json!(d.date), json!(d.reported), json!(d.share), json!(d.expected), json!(d.low), json!(d.high)]
    };
    Sheet { columns, rows: days.iter().map(row).collect(), problems, ..Sheet::default() }
        .print(asked.output.format)
}
