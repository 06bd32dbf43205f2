//! `lianfang epi` as an analyst calls it: files in, tables and pictures out, exit codes and problems.
//!
//! Not here: whether the methods are right; the tests of `epi` compare them with published results. Here a few of the same
//! numbers are looked for behind the columns of the command line.

use crate::house::{BINARY, Folder, told};
use serde_json::Value;
use std::{collections::BTreeMap, process::Command};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../epi/tests/fixtures");

type Row = BTreeMap<String, String>;

fn table(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("a table")
}

fn fixture(name: &str) -> String {
    format!("{FIXTURES}/{name}")
}

fn published(name: &str) -> Vec<Row> {
    table(&std::fs::read_to_string(fixture(name)).expect("a fixture"))
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("a number in {column} of {row:?}"))
}

fn assert_near(one: f64, other: f64) {
    assert!((one - other).abs() <= 1e-6 * other.abs().max(1e-9), "{one} is not {other}");
}

/// A command that must fail: its exit code and what it says.
fn refused(args: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(BINARY).args(args).output().expect("the binary runs");
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// What a command says of the data it was given.
fn warned(args: &[&str]) -> (String, String) {
    let done = Command::new(BINARY).args(args).output().expect("the binary runs");
    assert!(done.status.success(), "{args:?}");
    (String::from_utf8_lossy(&done.stdout).into_owned(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn the_reproduction_number_is_the_published_one_and_has_a_picture() {
    let folder = Folder::new("epi-rt");
    let (cases, picture) = (fixture("incidence.csv"), folder.file("rt.svg"));
    let text = told(&[
        "epi",
        "rt",
        "--cases",
        &cases,
        "--only",
        "set=Flu1918",
        "--count-column",
        "local",
        "--si-mean",
        "2.6",
        "--si-sd",
        "1.5",
        "--window",
        "7",
        "--plot",
        &picture,
    ]);
    let mine: BTreeMap<String, Row> =
        table(&text).into_iter().map(|row| (row["t_start"].clone(), row)).collect();
    let all = published("rt_cori.csv");
    let theirs: Vec<&Row> =
        all.iter().filter(|r| r["set"] == "Flu1918" && r["kind"] == "parametric_si").collect();
    assert_eq!(theirs.len(), 85);
    for row in theirs {
        for column in ["mean", "sd", "q025", "median", "q975"] {
            assert_near(number(&mine[&row["t_start"]], column), number(row, column));
        }
    }
    let svg = std::fs::read_to_string(&picture).expect("a picture");
    assert!(svg.starts_with("<svg") && svg.contains("</svg>"), "{}", &svg[..80.min(svg.len())]);
}

#[test]
fn detectors_give_the_published_bounds_and_alarms() {
    let series = fixture("counts.csv");
    let only = ["--series", &series, "--only", "series=salmonella_agona"];
    for (method, name) in [("ears-c1", "C1"), ("ears-c2", "C2")] {
        let text = told(&[&["epi", "detect", "--method", method], &only[..]].concat());
        let mine: BTreeMap<String, Row> =
            table(&text).into_iter().map(|row| (row["index"].clone(), row)).collect();
        let mut compared = 0;
        for row in published("ears.csv") {
            let same =
                row["series"] == "salmonella_agona" && row["method"] == name && row["min_sigma"] == "0";
            if !same || row["baseline"] != "7" || row["alpha"] != "0.001" || row["upperbound"].is_empty() {
                continue;
            }
            let found = &mine[&row["index"]];
            assert_near(number(found, "upper"), number(&row, "upperbound"));
            assert_eq!(found["alarm"], row["alarm"], "{method} at {}", row["index"]);
            compared += 1;
        }
        assert!(compared > 100, "{compared} of {method}");
    }
}

#[test]
fn chains_draw_links_and_name_what_is_wrong_with_the_data() {
    let folder = Folder::new("epi-chains");
    let list = folder.file("list.csv");
    std::fs::write(&list, "case,date_onset\n1,2026-01-01\n2,soon\n3,2026-01-04\n").expect("a file");
    let (text, problems) = warned(&["epi", "chains", "--linelist", &list, "--si-mean", "4", "--si-sd", "2"]);
    let rows = table(&text);
    let sources: Vec<(&str, &str)> = rows.iter().map(|r| (&*r["case"], &*r["source"])).collect();
    assert_eq!(sources, [("1", ""), ("2", ""), ("3", "1")]);
    assert_eq!((&*rows[2]["interval_days"], &*rows[2]["generation"]), ("3", "1"));
    assert!(problems.contains("#2"), "{problems}");
}

#[test]
fn rates_growth_and_delays_come_as_tables_and_as_json() {
    // Wilson's interval of 12 in 340, reckoned elsewhere.
    let rate = told(&["epi", "attack-rate", "--cases", "12", "--exposed", "340", "--format", "json"]);
    let rate: Value = serde_json::from_str(&rate).expect("JSON");
    assert_near(rate["rows"][0]["rate"].as_f64().expect("a rate"), 12.0 / 340.0);
    assert_near(rate["rows"][0]["low"].as_f64().expect("low"), 0.020302984370968703);
    assert_near(rate["rows"][0]["high"].as_f64().expect("high"), 0.0606688068614924);

    let folder = Folder::new("epi-rates");
    let (daily, list) = (folder.file("daily.csv"), folder.file("list.csv"));
    std::fs::write(&daily, "date,cases\n2026-01-01,1\n2026-01-02,2\n2026-01-03,4\n2026-01-04,8\n")
        .expect("a file");
    let growth = table(&told(&["epi", "growth", "--cases", &daily]));
    assert_near(number(&growth[0], "doubling_days"), 1.0);

    let dates = "date_onset,date_reporting\n2026-01-01,2026-01-03\n2026-01-02,2026-01-03\n2026-01-05,2026-01-04\n2026-01-04,2026-01-07\n";
    std::fs::write(&list, dates).expect("a file");
    let (delays, problems) = warned(&["epi", "delays", "--linelist", &list]);
    let delays = table(&delays);
    assert_eq!((number(&delays[0], "n"), number(&delays[0], "mean")), (3.0, 2.0));
    // Reported before it began: named, and left out.
    assert!(problems.contains("2026-01-05"), "{problems}");
    let now = warned(&["epi", "nowcast", "--linelist", &list, "--now", "2026-01-07", "--delay-max", "4"]).0;
    let expected: BTreeMap<String, Row> = table(&now).into_iter().map(|r| (r["date"].clone(), r)).collect();
    assert_near(number(&expected["2026-01-04"], "expected"), 1.0);
    assert_eq!(expected["2026-01-07"]["expected"], "", "of today nothing can be said");
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let (code, said) = refused(&["epi", "rt", "--cases", "nowhere.csv", "--si-mean", "2", "--si-sd", "1"]);
    assert!(code == Some(3) && said.contains("nowhere.csv") && said.contains("check the path"), "{said}");
    let cases = fixture("incidence.csv");
    let (code, said) = refused(&["epi", "rt", "--cases", &cases]);
    assert!(code == Some(2) && said.contains("--si-mean"), "{said}");
    let list = fixture("hagelloch.csv");
    let (code, said) = refused(&["epi", "chains", "--linelist", &list, "--si-mean", "11", "--si-sd", "3"]);
    assert!(
        code.is_some_and(|code| code != 0) && said.contains("prodrome"),
        "the columns that there are: {said}"
    );
}
