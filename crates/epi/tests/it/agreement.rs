//! Agreement with published implementations: the reproduction numbers of EpiEstim 2.2-4, the detectors of surveillance
//! 1.20.3 (both R). The test prints the largest differences and holds each to its limit.

use crate::compare::{Line, judged};
use crate::simulated;
use crate::table::{self, Row, counts, grouped, read};
use epi::detect::{
    bound::{BoundMethod, Power},
    cusum::{CusumParameters, ExpectedMean, Transformation, cusum},
    ears::{Ears, EarsParameters, ears},
    farrington::{FarringtonParameters, farrington},
    farrington_flexible::{FlexibleParameters, farrington_flexible},
    reference::Observed,
    rki::{RkiParameters, rki},
};
use epi::spread::{
    cori::{Prior, reproduction},
    incidence::{Incidence, Window},
    serial,
    wallinga_teunis::cohorts,
};
use facts::Date;

#[test]
fn published_results_are_met() {
    let mut lines = Vec::new();
    lines.push(discretised());
    lines.extend(cori());
    lines.extend(wallinga_teunis());
    lines.extend(ears_bounds());
    lines.extend(ears_c3());
    lines.extend(cusum_and_rki());
    lines.extend(flexible());
    lines.push(momo());
    lines.extend(simulated::lines());
    println!("{:<66} {:>7} {:>10} {:>8}  alarms", "compared", "numbers", "largest", "limit");
    for line in &lines {
        let alarms = line.alarms.map(|(same, all)| format!("{same}/{all}")).unwrap_or_default();
        let Line { what, numbers, largest, limit, .. } = line;
        println!("{what:<66} {numbers:>7} {largest:>10.1e} {limit:>8.0e}  {alarms}");
    }
    let broken: Vec<&str> =
        lines.iter().filter(|line| !line.holds()).map(|line| line.what.as_str()).collect();
    assert_eq!(broken, Vec::<&str>::new());
}

fn discretised() -> Line {
    let mut line = Line::new("serial interval by day (absolute)", 1e-9);
    let rows = read("serial_discretised.csv");
    for (key, rows) in grouped(&rows, &["mean", "sd"]) {
        let [mean, sd] = [key[0].parse().expect("a mean"), key[1].parse().expect("an sd")];
        let found = serial::discretised(mean, sd, rows.len()).expect("a distribution");
        for row in rows {
            let (found, published) = (found[row.value("day") as usize], row.value("prob"));
            // Far out both are rounding noise around zero.
            line.number(Some(1.0 + found), Some(1.0 + published));
        }
    }
    line
}

fn incidence(set: &str) -> Incidence {
    let rows: Vec<Row> = read("incidence.csv").into_iter().filter(|row| row.text("set") == set).collect();
    let column = |name: &str| -> Vec<Option<f64>> { rows.iter().map(|row| row.number(name)).collect() };
    let (incidence, problems) = Incidence::new(&column("local"), Some(&column("imported")));
    assert!(problems.is_empty(), "{set}: {problems:?}");
    incidence
}

fn window(row: &Row) -> Window {
    Window { first: row.value("t_start") as usize - 1, last: row.value("t_end") as usize - 1 }
}

fn serial_of(set: &str, row: &Row, days: usize) -> Vec<f64> {
    match (row.number("si_mean"), row.number("si_sd")) {
        (Some(mean), Some(sd)) => serial::discretised(mean, sd, days).expect("a distribution"),
        _ => read("serial_given.csv")
            .iter()
            .filter(|r| r.text("set") == set)
            .map(|r| r.value("prob"))
            .collect(),
    }
}

fn cori() -> Vec<Line> {
    const QUANTILES: [&str; 7] = ["q025", "q05", "q25", "median", "q75", "q95", "q975"];
    let published = read("rt_cori.csv");
    let mut lines = Vec::new();
    for (key, rows) in grouped(&published, &["set", "kind"]) {
        let mut line = Line::new(format!("R of Cori, {} {}", key[0], key[1]), 1e-6);
        let incidence = incidence(key[0]);
        let windows: Vec<Window> = rows.iter().map(|row| window(row)).collect();
        let serial = serial_of(key[0], rows[0], incidence.days());
        let (found, _) = reproduction(&incidence, &serial, Prior { mean: 5.0, sd: 5.0 }, &windows);
        for (found, row) in found.iter().zip(&rows) {
            line.number(found.map(|r| r.mean), row.number("mean"));
            line.number(found.map(|r| r.sd), row.number("sd"));
            for (place, name) in QUANTILES.iter().enumerate() {
                line.number(found.map(|r| r.quantiles[place]), row.number(name));
            }
        }
        lines.push(line);
    }
    lines
}

fn wallinga_teunis() -> Vec<Line> {
    let published = read("rt_wallinga_teunis.csv");
    let mut lines = Vec::new();
    for (key, rows) in grouped(&published, &["set"]) {
        let mut line = Line::new(format!("R of Wallinga and Teunis, {}", key[0]), 1e-6);
        let incidence = incidence(key[0]);
        let windows: Vec<Window> = rows.iter().map(|row| window(row)).collect();
        let serial = serial_of(key[0], rows[0], incidence.days());
        let (found, _) = cohorts(&incidence, &serial, &windows);
        for (found, row) in found.iter().zip(&rows) {
            line.number(found.map(|r| r.mean), row.number("mean"));
        }
        lines.push(line);
    }
    lines
}

fn ears_bounds() -> Vec<Line> {
    let published = read("ears.csv");
    let mut lines = Vec::new();
    for (key, rows) in grouped(&published, &["method", "series", "min_sigma"]) {
        let mut line = Line::new(format!("EARS {} {}, least sd {}", key[0], key[1], key[2]), 1e-6);
        let counts = counts(key[1]);
        let parameters = EarsParameters {
            baseline: rows[0].value("baseline") as usize,
            alpha: rows[0].value("alpha"),
            sd_min: rows[0].value("min_sigma"),
        };
        let which = if key[0] == "C1" { Ears::C1 } else { Ears::C2 };
        for (reading, row) in judged(&rows, |range| ears(&counts, which, &parameters, range)) {
            line.number(reading.upper, row.number("upperbound"));
            line.alarm(reading.alarm, row);
        }
        lines.push(line);
    }
    lines
}

fn ears_c3() -> Vec<Line> {
    let published = read("ears_c3.csv");
    let mut lines = Vec::new();
    for (key, rows) in grouped(&published, &["series"]) {
        let mut line = Line::new(format!("EARS C3 by formula, {}", key[0]), 1e-6);
        let counts = counts(key[0]);
        let parameters = EarsParameters { baseline: 7, alpha: 0.025, sd_min: 0.0 };
        for (reading, row) in judged(&rows, |range| ears(&counts, Ears::C3, &parameters, range)) {
            let published = if row.text("c3") == "inf" { f64::INFINITY } else { row.value("c3") };
            line.number(reading.statistic, Some(published));
            line.alarm(reading.alarm, row);
        }
        lines.push(line);
    }
    lines
}

fn cusum_and_rki() -> Vec<Line> {
    let published = read("cusum_rki.csv");
    let mut lines = Vec::new();
    for (key, rows) in grouped(&published, &["method", "series"]) {
        let mut line = Line::new(format!("{} {}", key[0], key[1]), 1e-6);
        let counts = counts(key[1]);
        let parameters = CusumParameters {
            k: 1.04,
            h: 2.26,
            mean: ExpectedMean::Before,
            transformation: Transformation::Standard,
        };
        let (years, half_window, this_year) = match key[0] {
            "rki1" => (0, 6, true),
            "rki2" => (1, 6, true),
            _ => (2, 4, false),
        };
        let rki_parameters = RkiParameters { years, half_window, this_year, per_year: 52 };
        let judge = |range| match key[0].starts_with("cusum") {
            true => cusum(&counts, &parameters, range),
            false => rki(&counts, &rki_parameters, range),
        };
        for (reading, row) in judged(&rows, judge) {
            line.number(reading.upper, row.number("upperbound"));
            if let Some(statistic) = row.number("statistic") {
                line.number(reading.statistic, Some(statistic));
            }
            line.alarm(reading.alarm, row);
        }
        lines.push(line);
    }
    lines
}

fn flexible_parameters(config: &str) -> FlexibleParameters {
    let number = |letter: &str| -> f64 {
        let part = config.split('_').find_map(|part| part.strip_prefix(letter)?.parse().ok());
        part.unwrap_or_else(|| panic!("{config} has no {letter}"))
    };
    let noufaily = config.starts_with("noufaily");
    FlexibleParameters {
        years: number("b") as usize,
        half_window: number("w") as usize,
        periods: if noufaily { 10 } else { 1 },
        left_out: if noufaily { 26 } else { 3 },
        alpha: number("alpha"),
        trend: true,
        trend_p_max: if noufaily { 1.0 } else { 0.05 },
        reweight: true,
        weights_threshold: if config.starts_with("original") { 1.0 } else { 2.58 },
        bound: match config {
            _ if config.contains("nbPlugin") => BoundMethod::Plugin,
            _ if config.contains("muan") => BoundMethod::Muan,
            _ => BoundMethod::Power(Power::TwoThirds),
        },
        recent_cases: 5.0,
        recent_steps: 4,
    }
}

fn flexible() -> Vec<Line> {
    let published = read("farrington_flexible.csv");
    let mut lines = Vec::new();
    for (key, rows) in grouped(&published, &["series", "config"]) {
        let mut line = Line::new(format!("Farrington flexible, {} {}", key[0], key[1]), 1e-3);
        let (counts, parameters) = (counts(key[0]), flexible_parameters(key[1]));
        // Only this series has calendar dates; the other's years are 52 weeks by definition.
        let dates = key[0].contains("newport").then(|| weeks_from("2004-01-05", counts.len()));
        let observed = Observed { counts: &counts, dates: dates.as_deref(), per_year: 52, population: None };
        for (reading, row) in judged(&rows, |range| farrington_flexible(&observed, &parameters, range)) {
            line.number(reading.expected, row.number("expected"));
            line.number(reading.upper, row.number("upperbound"));
            let model = reading.model.expect("a regression");
            line.number(Some(model.dispersion), row.number("phi"));
            line.number(Some(model.p_value), row.number("p_value"));
            line.number(Some(f64::from(u8::from(model.trend.is_some()))), row.number("trend_kept"));
            line.alarm(reading.alarm, row);
        }
        lines.push(line);
    }
    lines
}

fn weeks_from(first: &str, weeks: usize) -> Vec<Date> {
    let first: Date = first.parse().expect("a date");
    (0..weeks).map(|week| facts::time::add_days(first, 7 * week as i32)).collect()
}

fn momo() -> Line {
    let mut line = Line::new("Farrington 1996, deaths in Denmark by age", 1e-3);
    let deaths = read("momo.csv");
    let dates: Vec<Date> = deaths.iter().filter_map(|row| row.date("week_start")).collect();
    let parameters = FarringtonParameters {
        years: 5,
        half_window: 4,
        alpha: 0.01,
        trend: true,
        reweight: true,
        power: Power::TwoThirds,
        recent_cases: 5.0,
        recent_steps: 4,
    };
    for (key, rows) in grouped(&read("momo_farrington.csv"), &["age_group"]) {
        let counts: Vec<Option<f64>> = deaths.iter().map(|row| row.number(key[0])).collect();
        let observed = Observed { counts: &counts, dates: Some(&dates), per_year: 52, population: None };
        let first =
            dates.iter().position(|date| Some(*date) == rows[0].date("week_start")).expect("the week");
        let (readings, problems) = farrington(&observed, &parameters, first..first + rows.len());
        assert!(problems.is_empty(), "{problems:?}");
        for (reading, row) in readings.iter().zip(rows) {
            // Where nothing is judged for want of cases, the published bound is zero.
            line.number(Some(reading.upper.unwrap_or(0.0)), row.number("upperbound"));
            line.alarm(reading.alarm, row);
        }
    }
    line
}

#[test]
fn the_fixtures_are_whole() {
    assert_eq!(table::read("hagelloch.csv").len(), 188);
    assert_eq!(table::read("singapore_pairs.csv").len(), 65);
    assert_eq!(counts("salmonella_agona").iter().flatten().sum::<f64>(), 897.0);
    assert_eq!(counts("salmonella_newport_germany_total").iter().flatten().sum::<f64>(), 1374.0);
}
