//! Farrington's two detectors on simulated counts, as the R package surveillance judges them.

use crate::compare::{Line, judged};
use crate::table::{Row, grouped, read};
use epi::detect::{
    bound::{BoundMethod, Power},
    farrington::{FarringtonParameters, farrington},
    farrington_flexible::{FlexibleParameters, farrington_flexible},
    reference::Observed,
};
use facts::Date;
use std::collections::BTreeMap;

/// Days, weeks with a population, and months, by calendar and by steps: simulated counts, judged by the same package.
pub fn lines() -> Vec<Line> {
    let all = read("counts_simulated.csv");
    let published = read("farrington_simulated.csv");
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for (key, rows) in grouped(&published, &SETTINGS) {
        let series: Vec<&Row> = all.iter().filter(|row| row.text("series") == key[0]).collect();
        let counts: Vec<Option<f64>> = series.iter().map(|row| row.number("observed")).collect();
        let (per_year, dates) = calendar(key[0], counts.len());
        let population: Vec<f64> = (0..counts.len()).map(|n| 1e4 + 2e4 * n as f64 / 399.0).collect();
        let observed = Observed {
            counts: &counts,
            dates: (key[6] == "1").then_some(&dates[..]),
            per_year,
            population: (per_year == 52).then_some(&population[..]),
        };
        let what = format!("{} on simulated {}", key[1], key[0]);
        let line = lines.entry(what.clone()).or_insert_with(|| Line::new(what, 1e-3));
        let row = rows[0];
        let (years, half_window) = (row.value("years") as usize, row.value("half_window") as usize);
        for (reading, row) in judged(&rows, |range| match key[1] {
            "farrington" => farrington(&observed, &original(years, half_window), range),
            _ => farrington_flexible(&observed, &noufaily(years, half_window, row), range),
        }) {
            let bound = if key[1] == "farrington" { reading.upper.or(Some(0.0)) } else { reading.upper };
            line.number(bound, row.number("upperbound"));
            if let (Some(model), Some(phi)) = (reading.model, row.number("phi")) {
                line.number(Some(model.dispersion), Some(phi));
                line.number(Some(model.p_value), row.number("p_value"));
            }
            line.alarm(reading.alarm, row);
        }
    }
    lines.into_values().collect()
}

const SETTINGS: [&str; 8] =
    ["series", "method", "years", "half_window", "periods", "bound", "calendar", "left_out"];

fn calendar(series: &str, n: usize) -> (usize, Vec<Date>) {
    let first = Date::constant(2008, 2, 1);
    let (per_year, days) = match series.split('_').next() {
        Some("daily") => (365, 1),
        Some("weekpop") => (52, 7),
        _ => {
            let month =
                |n: i16| Date::new(2008 + (n + 1) / 12, ((n + 1) % 12 + 1) as i8, 1).expect("a month");
            return (12, (0..n as i16).map(month).collect());
        }
    };
    (per_year, (0..n as i32).map(|n| facts::time::add_days(first, days * n)).collect())
}

fn original(years: usize, half_window: usize) -> FarringtonParameters {
    FarringtonParameters {
        years,
        half_window,
        alpha: 0.02,
        trend: true,
        reweight: true,
        power: Power::TwoThirds,
        recent_cases: 5.0,
        recent_steps: 4,
    }
}

fn noufaily(years: usize, half_window: usize, row: &Row) -> FlexibleParameters {
    let delta = row.text("bound") == "delta";
    FlexibleParameters {
        years,
        half_window,
        periods: row.value("periods") as usize,
        left_out: row.value("left_out") as usize,
        alpha: 0.02,
        trend: true,
        trend_p_max: 1.0,
        reweight: true,
        weights_threshold: 2.58,
        bound: if delta { BoundMethod::Power(Power::TwoThirds) } else { BoundMethod::Plugin },
        recent_cases: 5.0,
        recent_steps: 4,
    }
}
