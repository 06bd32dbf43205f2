//! `lianfang epi detect`: a series judged by one of the detectors.
//!
//! The defaults are those that the published methods are customarily run with; none belongs to a disease. Not here:
//! formulas; `epi::detect`.

use super::{
    columns, misused,
    picture::Picture,
    sheet::{Output, Sheet},
};
use crate::exit::Failure;
use ::epi::detect::{
    Judged, Reading,
    bound::{BoundMethod, Power},
    named::{self, Choices, Method},
    reference::Observed,
};
use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde_json::{Value, json};
use std::path::PathBuf;

const COLUMNS: &str = "列 · columns:
  index, date   序号（从 1 起）、日期 · place in the series from 1; its date
  observed      观察值 · the count (of the window, for percentile and threshold)
  expected      预期值 · what was expected
  upper         上限 · the greatest count that is no alarm (threshold, ears-c3: the least that is one)
  statistic     统计量 · the method's own statistic (C1, C2, C3, CUSUM, Farrington's score)
  alarm         1 预警，0 无，空 无法判断 · 1 alarm, 0 none, empty: cannot be said
  why           原因代码 · code of the reason; JSON has the sentence too
输入 · input: 每行一期（date 或 week_start, count），或每行一例（date_onset） · a row for each step, or for each case";

/// The detectors by their names.
fn named_method() -> impl TypedValueParser<Value = Method> {
    PossibleValuesParser::new(Method::ALL.map(Method::as_str))
        .try_map(|name| Method::parse(&name).ok_or("no detector is called so"))
}

/// How Farrington's flexible detector finds its bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Bound {
    /// On the scale of the power 2/3.
    Delta,
    /// Negative binomial around the expected value.
    NbPlugin,
    /// Negative binomial around its upper quantile.
    Muan,
}

/// A series and a detector.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct Detect {
    /// 方法 · method
    #[arg(long, value_parser = named_method())]
    method: Method,
    /// 序列文件（CSV 或 XLSX） · file of the series
    #[arg(long)]
    series: PathBuf,
    /// 从第几期开始判断（从 1 起；cusum 必填） · first step to judge, from 1 (needed for cusum)
    #[arg(long)]
    from: Option<usize>,
    /// 单侧错误率（farrington 为双侧） · one-sided error (farrington: two-sided)
    #[arg(long)]
    alpha: Option<f64>,
    /// 基线期数（ears） · steps of the baseline
    #[arg(long, default_value_t = 7)]
    baseline: usize,
    /// 最小标准差（ears） · least standard deviation
    #[arg(long, default_value_t = 0.0)]
    sd_min: f64,
    /// 参考值 k（cusum） · reference value
    #[arg(long, default_value_t = 1.04)]
    k: f64,
    /// 界值 h（cusum） · limit
    #[arg(long, default_value_t = 2.26)]
    h: f64,
    /// 回溯年数 · past years
    #[arg(long)]
    years: Option<usize>,
    /// 半窗期数 · half the window, in steps
    #[arg(long)]
    half_window: Option<usize>,
    /// 一年的期数（缺省由日期得出，否则 52） · steps of a year (default: by the dates, else 52)
    #[arg(long)]
    per_year: Option<usize>,
    /// 不按日历、按期数回溯年份 · count years by steps, not by the calendar
    #[arg(long)]
    no_calendar: bool,
    /// 本年前几期也作参考（rki） · the steps right before count too
    #[arg(long)]
    this_year: bool,
    /// 一年分段数（farrington-flexible） · parts of the year
    #[arg(long, default_value_t = 1)]
    periods: usize,
    /// 不用的最近期数（缺省为半窗） · newest steps that are left out (default: half the window)
    #[arg(long)]
    left_out: Option<usize>,
    /// 保留趋势的 p 上限 · the trend is kept below this probability
    #[arg(long, default_value_t = 0.05)]
    trend_p_max: f64,
    /// 不拟合趋势 · fit no trend
    #[arg(long)]
    no_trend: bool,
    /// 不对过去的暴发降权 · do not take weight from past outbreaks
    #[arg(long)]
    no_reweight: bool,
    /// 降权的残差界值 · residual from which weight is taken away
    #[arg(long, default_value_t = 2.58)]
    weights_threshold: f64,
    /// 上限的求法 · how the bound is found
    #[arg(long, value_enum, default_value = "delta")]
    bound: Bound,
    /// 近期少于此数不预警（farrington） · no alarm below so many cases …
    #[arg(long, default_value_t = 5.0)]
    recent_cases: f64,
    /// 近期的期数 · … in so many last steps
    #[arg(long, default_value_t = 4)]
    recent_steps: usize,
    /// 合计的期数（percentile、threshold） · steps that are added up
    #[arg(long, default_value_t = 7)]
    window: usize,
    /// 前后同期块数（percentile） · blocks on either side
    #[arg(long, default_value_t = 2)]
    neighbours: usize,
    /// 百分位（percentile） · percentile
    #[arg(long, default_value_t = 0.8)]
    percentile: f64,
    /// 达到即预警（percentile） · reaching the bound is an alarm
    #[arg(long)]
    reaching: bool,
    /// 阈值（threshold 必填） · threshold (needed for threshold)
    #[arg(long)]
    least: Option<f64>,
    #[command(flatten)]
    input: columns::Input,
    #[command(flatten)]
    output: Output,
}

/// Judges and prints.
pub fn run(detect: &Detect) -> Result<(), Failure> {
    let table = columns::read(&detect.series)?;
    let (series, mut problems) = columns::counts(&table, &detect.input)?;
    let (readings, more) = judge(detect, &series)?;
    problems.extend(more);
    let date = |index: usize| series.dates.as_ref().and_then(|dates| dates.get(index));
    let mut names = vec!["index", "date", "observed", "expected", "upper", "statistic", "alarm", "why"];
    let json = detect.output.format == super::sheet::Format::Json;
    if json {
        names.push("says");
    }
    let row = |reading: &Reading| -> Vec<Value> {
        let finite = |value: Option<f64>| match value {
            Some(value) if value.is_infinite() => json!("inf"),
            other => json!(other),
        };
        let mut row = vec![
            json!(reading.index + 1),
            json!(date(reading.index)),
            json!(reading.observed),
            json!(reading.expected),
            finite(reading.upper),
            finite(reading.statistic),
            json!(reading.alarm),
            json!(reading.why),
        ];
        row.extend(json.then(|| json!(reading.says())));
        row
    };
    let rows = readings.iter().map(row).collect();
    if let Some(path) = &detect.output.plot {
        picture(&readings, &series).save(path)?;
    }
    Sheet { columns: names, rows, problems, ..Sheet::default() }.print(detect.output.format)
}

fn judge(d: &Detect, series: &columns::Counts) -> Result<Judged, Failure> {
    let method = d.method;
    if method == Method::Cusum && d.from.is_none() {
        return Err(misused(
            "cusum 须用 --from 指明从第几期开始",
            "cusum needs --from: the mean is that of the steps before",
        ));
    }
    if method == Method::Threshold && d.least.is_none() {
        return Err(misused("threshold 须给出 --least", "threshold needs --least"));
    }
    let counts = &series.counts;
    let observed = Observed {
        counts,
        dates: series.dates.as_deref().filter(|_| !d.no_calendar),
        per_year: d.per_year.or(series.per_year).unwrap_or(52),
        population: None,
    };
    let range = d.from.unwrap_or(1).saturating_sub(1)..counts.len();
    Ok(named::judge(method, &observed, &choices(d), range))
}

fn choices(d: &Detect) -> Choices {
    Choices {
        alpha: d.alpha,
        baseline: d.baseline,
        sd_min: d.sd_min,
        k: d.k,
        h: d.h,
        years: d.years,
        half_window: d.half_window,
        this_year: d.this_year,
        periods: d.periods,
        left_out: d.left_out,
        trend: !d.no_trend,
        trend_p_max: d.trend_p_max,
        reweight: !d.no_reweight,
        weights_threshold: d.weights_threshold,
        bound: match d.bound {
            Bound::Delta => BoundMethod::Power(Power::TwoThirds),
            Bound::NbPlugin => BoundMethod::Plugin,
            Bound::Muan => BoundMethod::Muan,
        },
        recent_cases: d.recent_cases,
        recent_steps: d.recent_steps,
        window: d.window,
        neighbours: d.neighbours,
        percentile: d.percentile,
        reaching: d.reaching,
        least: d.least,
    }
}

fn picture(readings: &[Reading], series: &columns::Counts) -> Picture {
    let mut upper = vec![None; series.counts.len()];
    let mut expected = upper.clone();
    let mut marks = Vec::new();
    for reading in readings {
        (upper[reading.index], expected[reading.index]) = (reading.upper, reading.expected);
        if let (Some(true), Some(observed)) = (reading.alarm, reading.observed) {
            marks.push((reading.index as f64, observed));
        }
    }
    Picture {
        title: "观察值、上限、预期与预警 · counts, bound, expected, alarms".into(),
        dates: series.dates.clone(),
        bars: series.counts.clone(),
        lines: vec![("上限 bound".into(), upper), ("预期 expected".into(), expected)],
        marks,
        ..Picture::default()
    }
}
