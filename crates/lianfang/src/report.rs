//! `lianfang report`: the numbers of a report, on the command line.
//!
//! Not here: computing them (`server`, `views`), and signing.

use crate::{
    door::{Door, Pass, encoded},
    exit::Failure,
};
use clap::Args;
use facts::{Instant, Zone};
use serde_json::Value;

/// Which report.
#[derive(Args)]
pub struct ReportOf {
    /// 组织 · organisation, as org:county
    #[arg(long)]
    org: String,
    /// 报表，如 方案/报表；不填则列出当日应报 · report, as plan/report; without it those of the day are listed
    #[arg(long)]
    report: Option<String>,
    /// 截止日 · civil day of the cut-off, as 2026-09-12
    #[arg(long)]
    day: String,
    /// 以 JSON 输出 · as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pass: Pass,
}

/// Prints it.
pub fn run(ask: &ReportOf) -> Result<(), Failure> {
    let (org, day) = (encoded(&ask.org), encoded(&ask.day));
    let path = match &ask.report {
        Some(report) => format!("/reports/{}/{org}/{day}", encoded(report)),
        None => format!("/reports?org={org}&day={day}"),
    };
    let door = Door::open(&ask.pass, false)?;
    let answer = door.get(&path);
    door.close()?;
    let answer = answer?;
    if ask.json {
        println!("{}", serde_json::to_string_pretty(&answer).unwrap_or_default());
    } else if ask.report.is_some() {
        println!("{}", numbers(&answer, ask.pass.zone()));
    } else {
        println!("{}", list(&answer));
    }
    Ok(())
}

fn zh(words: &Value) -> &str {
    words["zh"].as_str().unwrap_or_default()
}

/// The reports of a day with their state.
fn list(answer: &Value) -> String {
    let figures = &answer["figures"];
    let mut lines = vec![format!(
        "{} 应报 expected {}  已报 received {}  按时 on time {}  缺报 missing {}",
        answer["day"].as_str().unwrap_or_default(),
        figures["expected"],
        figures["received"],
        figures["on_time"],
        figures["missing"]
    )];
    for row in answer["rows"].as_array().into_iter().flatten() {
        let text = |field: &str| row[field].as_str().unwrap_or_default();
        let org = row["org"]["name"].as_str().or(row["org"]["id"].as_str()).unwrap_or_default();
        lines.push(format!("  {:<9} {:<44} {}  {org}", text("state"), text("report"), zh(&row["title"])));
    }
    lines.join("\n")
}

/// The numbers of one report.
fn numbers(answer: &Value, zone: Zone) -> String {
    let text = |field: &str| answer[field].as_str().unwrap_or_default();
    let time = |text: &str| Instant::parse(text).map_or_else(|| text.to_owned(), |at| zone.words(at));
    let org = answer["org"]["name"].as_str().or(answer["org"]["id"].as_str()).unwrap_or_default();
    let mut lines = vec![format!("{}  {org}  {}", zh(&answer["title"]), text("day"))];
    lines.push(format!("  {} – {}  截止 due {}", time(text("from")), time(text("until")), time(text("due"))));
    for row in answer["indicators"].as_array().into_iter().flatten() {
        let (value, before) = (number(&row["value"]), number(&row["yesterday"]));
        lines.push(format!(
            "  {value:>10} {:<6} {}  （上期 before {before}）",
            zh(&row["unit"]),
            zh(&row["title"])
        ));
        if let Some(sum) = row["parts_differ"].get("sum") {
            lines.push(format!("             ≠ 各项合计 sum of its parts {}", number(sum)));
        }
    }
    match answer.get("signed").filter(|s| s.is_object()) {
        Some(signed) => lines.push(format!(
            "  已签发 signed: {} {} {}",
            signed["by"].as_str().unwrap_or_default(),
            time(signed["at"].as_str().unwrap_or_default()),
            signed["hash"].as_str().unwrap_or_default()
        )),
        None => lines.push("  未签发 not signed: 草稿 draft".into()),
    }
    for row in answer["corrections"].as_array().into_iter().flatten() {
        lines.push(format!(
            "  更正 corrected: {} {} → {}",
            zh(&row["title"]),
            number(&row["signed"]),
            number(&row["now"])
        ));
    }
    lines.extend(below(answer));
    lines.join("\n")
}

/// Who has not sent the reports of the level below: the deadline has passed, or is still to come.
fn below(answer: &Value) -> Vec<String> {
    let rows = || answer["below"].as_array().into_iter().flatten();
    let of = |state: &str| -> Vec<&str> {
        let mine = rows().filter(|row| row["state"] == state);
        mine.filter_map(|row| row["org"]["name"].as_str().or(row["org"]["id"].as_str())).collect()
    };
    [("missing", "下级缺报 missing below"), ("expected", "下级待报 expected from below")]
        .into_iter()
        .map(|(state, words)| (words, of(state)))
        .filter(|(_, names)| !names.is_empty())
        .map(|(words, names)| format!("  {words}: {}", names.join("、")))
        .collect()
}

/// A number as it stands; a dash when it cannot be said.
fn number(value: &Value) -> String {
    match value {
        Value::Null => "—".into(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_report_is_told_with_what_differs_and_what_is_missing() {
        let words = |zh: &str| json!({ "zh": zh, "en": zh });
        let text = numbers(
            &json!({
                "title": words("日报"), "org": { "id": "org:a", "name": "甲县" }, "day": "2026-09-12", "from": "2026-09-11T00:00:00Z", "until": "y", "due": "z",
                "indicators": [
                    { "title": words("病例"), "unit": words("人"), "value": 5, "yesterday": 2, "parts_differ": { "sum": 4, "parts": [] } },
                    { "title": words("比例"), "unit": words("%"), "value": null, "yesterday": null },
                ],
                "below": [
                    { "org": { "id": "org:b", "name": "乙镇" }, "state": "missing" },
                    { "org": { "id": "org:c", "name": "丙镇" }, "state": "expected" },
                    { "org": { "id": "org:d", "name": "丁镇" }, "state": "received" },
                ],
                "corrections": [],
            }),
            Zone::default(),
        );
        for part in [
            "日报  甲县  2026-09-12",
            "2026-09-11 08:00 – y",
            "5 人",
            "（上期 before 2）",
            "parts 4",
            "— %",
            "草稿",
            "下级缺报 missing below: 乙镇",
            "下级待报 expected from below: 丙镇",
        ] {
            assert!(text.contains(part), "{part:?} in\n{text}");
        }
        assert!(!text.contains("丁镇"), "who has sent it is not named:\n{text}");
    }
}
