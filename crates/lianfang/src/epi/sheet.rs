//! `Sheet`: what a command answers, as CSV or JSON on stdout; problems of the data go to stderr.
//!
//! Not here: numbers.

use crate::{door::unwritten, exit::Failure, lang};
use ::epi::Problem;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::{io::Write, path::PathBuf};

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// A head and rows.
    Csv,
    /// `{"rows": [...], "problems": [...]}`.
    Json,
}

/// Where an answer goes.
#[derive(Args)]
pub struct Output {
    /// 输出格式 · format of the answer
    #[arg(long, value_enum, default_value = "csv")]
    pub format: Format,
    /// 另画图（SVG） · draw a picture too (SVG)
    #[arg(long)]
    pub plot: Option<PathBuf>,
}

/// An answer.
#[derive(Default)]
pub struct Sheet {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// Rows of as many values; `Null` is an empty cell.
    pub rows: Vec<Vec<Value>>,
    /// Further members of the JSON answer.
    pub more: Map<String, Value>,
    /// What was wrong with the data.
    pub problems: Vec<Problem>,
}

impl Sheet {
    /// Writes it.
    pub fn print(&self, format: Format) -> Result<(), Failure> {
        for problem in &self.problems {
            eprintln!("{}", lang::label(&problem.says()));
        }
        let text = match format {
            Format::Csv => self.csv()?,
            Format::Json => format!("{:#}\n", self.json()),
        };
        std::io::stdout().write_all(text.as_bytes()).map_err(|problem| unwritten(&problem))
    }

    fn csv(&self) -> Result<String, Failure> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = self.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<String>>());
        let head = std::iter::once(self.columns.iter().map(|c| (*c).to_owned()).collect::<Vec<String>>());
        for row in head.chain(rows) {
            writer.write_record(&row).map_err(|problem| unwritten(&problem.into()))?;
        }
        let bytes = writer.into_inner().map_err(|problem| unwritten(&problem.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn json(&self) -> Value {
        let row = |row: &Vec<Value>| -> Value {
            self.columns
                .iter()
                .map(|c| (*c).to_owned())
                .zip(row.iter().cloned())
                .collect::<Map<_, _>>()
                .into()
        };
        let mut all = self.more.clone();
        all.insert("rows".into(), self.rows.iter().map(row).collect());
        let problem = |p: &Problem| {
            let says = p.says();
            json!({ "code": p.kind.code(), "zh": says.zh, "en": says.en, "index": p.index, "date": p.date, "value": p.value })
        };
        all.insert("problems".into(), self.problems.iter().map(problem).collect());
        all.into()
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => u8::from(*yes).to_string(),
        Value::Number(number) => match number.as_f64() {
            // A whole number of cases is written as one.
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_cells_stay_empty() {
        let sheet = Sheet {
            columns: vec!["t", "mean", "alarm"],
            rows: vec![vec![json!(1.0), Value::Null, json!(true)]],
            ..Sheet::default()
        };
        assert_eq!(sheet.csv().expect("text"), "t,mean,alarm\n1,,1\n");
        assert_eq!(sheet.json()["rows"][0]["mean"], Value::Null);
    }
}
