//! `lianfang epi attack-rate`: attack rates with intervals, for one number, by group, or secondary ones by household.
//!
//! Not here: formulas; `epi::rates`.

use super::{
    columns, misused,
    sheet::{Format, Sheet},
};
use crate::exit::Failure;
use ::epi::Problem;
use ::epi::rates::{Household, Rate, attack_rate, secondary_attack_rate};
use clap::Args;
use serde_json::{Value, json};
use spreadsheets::Table;
use std::{collections::BTreeMap, path::PathBuf};

const COLUMNS: &str = "列 · columns:
  group      组别（全部为 all，续发率为 secondary） · the group (all; secondary)
  cases      病例数 · cases
  exposed    暴露人数 · people exposed
  rate       罹患率（比例） · the share of cases
  low, high  Wilson 区间 · ends of Wilson's interval
三种用法 · three ways:
  --cases 12 --exposed 340
  --table FILE        每行一组：group, cases, exposed · a row for each group
  --households FILE   每行一人：household, date_onset（空为未发病） · a row for each person, empty onset: not ill";

/// What is computed.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct AttackRate {
    /// 病例数 · cases
    #[arg(long, requires = "exposed")]
    cases: Option<u64>,
    /// 暴露人数 · people exposed
    #[arg(long, requires = "cases")]
    exposed: Option<u64>,
    /// 分组表 · file of groups
    #[arg(long, conflicts_with = "cases")]
    table: Option<PathBuf>,
    /// 住户成员表，求续发率 · file of members of households, for the secondary attack rate
    #[arg(long, conflicts_with_all = ["cases", "table"])]
    households: Option<PathBuf>,
    /// 首例后几天内为同源（不计续发） · cases until so many days after the first are primary
    #[arg(long, default_value_t = 0)]
    primary_days: i32,
    /// 首例后几天内计续发 · cases until so many days after the first are secondary
    #[arg(long, default_value_t = 14)]
    last_days: i32,
    /// 置信度 · confidence
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    /// 输出格式 · format of the answer
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

/// Computes and prints.
pub fn run(asked: &AttackRate) -> Result<(), Failure> {
    let mut sheet =
        Sheet { columns: vec!["group", "cases", "exposed", "rate", "low", "high"], ..Sheet::default() };
    if let (Some(cases), Some(exposed)) = (asked.cases, asked.exposed) {
        add(&mut sheet, "all", (cases, exposed), attack_rate(cases, exposed, asked.confidence));
    } else if let Some(path) = &asked.table {
        by_group(asked, &columns::read(path)?, &mut sheet)?;
    } else if let Some(path) = &asked.households {
        let (rate, problems) = secondary(asked, &columns::read(path)?)?;
        let counted = rate.map_or((0, 0), |rate| (rate.cases, rate.exposed));
        add(&mut sheet, "secondary", counted, (rate, problems));
    } else {
        return Err(misused(
            "请给出 --cases 和 --exposed，或 --table，或 --households",
            "give --cases and --exposed, or --table, or --households",
        ));
    }
    sheet.print(asked.format)
}

fn add(sheet: &mut Sheet, group: &str, (cases, exposed): (u64, u64), answer: (Option<Rate>, Vec<Problem>)) {
    let (rate, problems) = answer;
    sheet.problems.extend(problems);
    let numbers = [rate.map(|r| r.rate), rate.map(|r| r.low), rate.map(|r| r.high)];
    let mut row: Vec<Value> = vec![json!(group), json!(cases), json!(exposed)];
    row.extend(numbers.map(|number| json!(number)));
    sheet.rows.push(row);
}

fn by_group(asked: &AttackRate, table: &Table, sheet: &mut Sheet) -> Result<(), Failure> {
    let group = columns::must(table, None, &["group", "class", "age_group", "组别", "班级"])?;
    let cases = columns::must(table, None, columns::COUNTS)?;
    let exposed = columns::must(table, None, &["exposed", "population", "members", "暴露人数", "人数"])?;
    for (index, row) in table.rows.iter().enumerate() {
        let whole = |column: usize| {
            columns::number(&row.cells[column]).filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64)
        };
        let name = row.cells[group].text();
        match (whole(cases), whole(exposed)) {
            (Some(cases), Some(exposed)) => {
                let (rate, problems) = attack_rate(cases, exposed, asked.confidence);
                let placed = problems.into_iter().map(|p| Problem { index: Some(index), ..p }).collect();
                add(sheet, &name, (cases, exposed), (rate, placed));
            }
            _ => sheet.problems.push(Problem::at(epi::ProblemKind::CountMissing, index)),
        }
    }
    Ok(())
}

fn secondary(asked: &AttackRate, table: &Table) -> Result<(Option<Rate>, Vec<Problem>), Failure> {
    let household = columns::must(table, None, &["household", "household_id", "family", "户", "户号"])?;
    let onset = columns::must(table, None, columns::DATES)?;
    let mut households: BTreeMap<String, Household> = BTreeMap::new();
    for row in &table.rows {
        let empty = || Household { members: 0, onsets: Vec::new() };
        let home = households.entry(row.cells[household].text()).or_insert_with(empty);
        home.members += 1;
        if !row.cells[onset].is_empty() {
            home.onsets.push(columns::date(&row.cells[onset]));
        }
    }
    let all: Vec<Household> = households.into_values().collect();
    Ok(secondary_attack_rate(&all, asked.primary_days, asked.last_days, asked.confidence))
}
