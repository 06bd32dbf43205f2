//! `lianfang epi rt`: the reproduction number by window, of Cori or of Wallinga and Teunis.
//!
//! Not here: formulas; `epi::spread`.

use super::{
    columns, misused,
    picture::Picture,
    sheet::{Output, Sheet},
};
use crate::exit::Failure;
use ::epi::spread::{
    cori::{Prior, QUANTILES, reproduction},
    incidence::{Incidence, Window},
    serial,
    wallinga_teunis::cohorts,
};
use ::epi::{Problem, ProblemKind};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

const COLUMNS: &str = "列 · columns:
  t_start, t_end        时间窗首末日的序号（从 1 起） · first and last day of the window, from 1
  date_start, date_end  其日期 · their dates, where the file has dates
  mean, sd              再生数的均值与标准差 · mean and standard deviation
  q025 … q975           分位数 0.025 0.05 0.25 0.5 0.75 0.95 0.975（仅 cori） · quantiles (cori only)
时间窗早于一个平均代间距时留空 · empty where the window ends before one mean serial interval has passed
输入 · input: 每行一天（date, count；可另有 imported），或每行一例（date_onset） · a row for each day, or for each case";

/// Whose number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Method {
    /// Cori: what the cases of now would infect.
    Cori,
    /// Wallinga and Teunis: what the cases of a day came to infect.
    WallingaTeunis,
}

/// The reproduction number.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct Rt {
    /// 病例文件（CSV 或 XLSX） · file of cases
    #[arg(long)]
    cases: PathBuf,
    /// 方法 · method
    #[arg(long, value_enum, default_value = "cori")]
    method: Method,
    /// 代间距均值（天） · mean of the serial interval, in days
    #[arg(long)]
    si_mean: Option<f64>,
    /// 代间距标准差（天） · its standard deviation
    #[arg(long)]
    si_sd: Option<f64>,
    /// 给定的代间距分布文件（列 day, prob；day 从 0 起） · a given serial interval (columns day, prob; from day 0)
    #[arg(long, conflicts_with_all = ["si_mean", "si_sd"])]
    si: Option<PathBuf>,
    /// 时间窗天数 · days of the window
    #[arg(long, default_value_t = 7)]
    window: usize,
    /// 先验均值 · mean of the prior
    #[arg(long, default_value_t = 5.0)]
    prior_mean: f64,
    /// 先验标准差 · standard deviation of the prior
    #[arg(long, default_value_t = 5.0)]
    prior_sd: f64,
    #[command(flatten)]
    input: columns::Input,
    #[command(flatten)]
    output: Output,
}

/// A window with its mean, sd and quantiles, all perhaps unknown.
type Line = (Window, Option<(f64, f64, Option<[f64; 7]>)>);

/// Computes and prints.
pub fn run(rt: &Rt) -> Result<(), Failure> {
    let table = columns::read(&rt.cases)?;
    let (counts, mut problems) = columns::counts(&table, &rt.input)?;
    let (incidence, more) = Incidence::new(&counts.counts, counts.imported.as_deref());
    problems.extend(more);
    let serial = serial_of(rt, incidence.days())?;
    let windows = Window::sliding(incidence.days(), rt.window);
    if windows.is_empty() {
        problems.push(Problem::of(ProblemKind::HistoryShort));
    }
    let (lines, more) = numbers(rt, &incidence, &serial, &windows);
    problems.extend(more);
    let date = |day: usize| counts.dates.as_ref().and_then(|dates| dates.get(day));
    let mut names = vec!["t_start", "t_end", "date_start", "date_end", "mean", "sd"];
    if rt.method == Method::Cori {
        names.extend(["q025", "q05", "q25", "median", "q75", "q95", "q975"]);
    }
    let row = |(window, number): &Line| -> Vec<Value> {
        let mut row = vec![
            json!(window.first + 1),
            json!(window.last + 1),
            json!(date(window.first)),
            json!(date(window.last)),
            json!(number.map(|n| n.0)),
            json!(number.map(|n| n.1)),
        ];
        let quantiles = number.and_then(|n| n.2);
        row.extend((6..names.len()).map(|place| json!(quantiles.map(|q| q[place - 6]))));
        row
    };
    let rows = lines.iter().map(row).collect();
    if let Some(path) = &rt.output.plot {
        picture(&lines, incidence.days(), counts.dates.clone()).save(path)?;
    }
    Sheet { columns: names, rows, problems, ..Sheet::default() }.print(rt.output.format)
}

fn numbers(rt: &Rt, incidence: &Incidence, serial: &[f64], windows: &[Window]) -> (Vec<Line>, Vec<Problem>) {
    match rt.method {
        Method::Cori => {
            let prior = Prior { mean: rt.prior_mean, sd: rt.prior_sd };
            let (found, problems) = reproduction(incidence, serial, prior, windows);
            let number = found.into_iter().map(|r| r.map(|r| (r.mean, r.sd, Some(r.quantiles))));
            (windows.iter().copied().zip(number).collect(), problems)
        }
        Method::WallingaTeunis => {
            let (found, problems) = cohorts(incidence, serial, windows);
            let number = found.into_iter().map(|r| r.map(|r| (r.mean, r.sd, None)));
            (windows.iter().copied().zip(number).collect(), problems)
        }
    }
}

fn serial_of(rt: &Rt, days: usize) -> Result<Vec<f64>, Failure> {
    let Some(path) = &rt.si else {
        let (Some(mean), Some(sd)) = (rt.si_mean, rt.si_sd) else {
            return Err(misused(
                "请给出 --si-mean 和 --si-sd，或 --si",
                "give --si-mean and --si-sd, or --si",
            ));
        };
        return serial::discretised(mean, sd, days).ok_or_else(|| {
            misused("代间距均值须大于 1 天，标准差须大于 0", "the mean must be above 1 day, the sd above 0")
        });
    };
    let table = columns::read(path)?;
    let prob = columns::must(&table, None, &["prob"])?;
    let given: Vec<f64> =
        table.rows.iter().map(|row| columns::number(&row.cells[prob]).unwrap_or(f64::NAN)).collect();
    if serial::sensible(&given) {
        Ok(given)
    } else {
        Err(misused(
            "代间距分布须从第 0 天（概率 0）起，非负，合计不超过 1",
            "the serial interval must begin with day 0 (probability 0), without negatives, and add up to at most 1",
        ))
    }
}

fn picture(lines: &[Line], days: usize, dates: Option<Vec<facts::Date>>) -> Picture {
    let mut mean = vec![None; days];
    let mut band = vec![None; days];
    let high = QUANTILES.len() - 1;
    for (window, number) in lines {
        mean[window.last] = number.map(|n| n.0);
        band[window.last] = number.and_then(|n| n.2).map(|q| (q[0], q[high]));
    }
    Picture {
        title: "再生数 R（时间窗末日；95% 区间） · R by last day of the window, 95 % interval".into(),
        dates,
        lines: vec![("R".into(), mean), ("1".into(), vec![Some(1.0); days])],
        band,
        ..Picture::default()
    }
}
