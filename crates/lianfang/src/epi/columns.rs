//! Columns of an analyst's file: found by the field's usual names or by the name that is asked for; dates and numbers read
//! from cells; series of counts.
//!
//! Not here: ledgers and their headings (`spreadsheets::columns`).

use super::misused;
use crate::exit::{Failure, INPUT};
use ::epi::series::{Series, Step};
use ::epi::{Problem, ProblemKind};
use clap::Args;
use facts::{Date, Label, time::days_between};
use spreadsheets::{Cell, Table};
use std::path::Path;

/// Names of a column of dates, the first that is there holds.
pub const DATES: &[&str] = &["date", "date_onset", "week_start", "onset", "day", "日期", "发病日期"];
/// Of these, the ones that say that a row is a case.
const ONSETS: &[&str] = &["date_onset", "onset", "发病日期"];
/// Names of a column of counts.
pub const COUNTS: &[&str] =
    &["count", "cases", "incidence", "observed", "local", "counts", "value", "I", "n", "病例数", "例数"];

/// Reads a file.
pub fn read(path: &Path) -> Result<Table, Failure> {
    let bytes = std::fs::read(path).map_err(|problem| Failure::file(path, &problem))?;
    spreadsheets::read(&bytes).map_err(|unreadable| {
        let (says, hint) = unreadable.words();
        let path = path.display();
        let says = Label::new(format!("{path}：{}", says.zh), format!("{path}: {}", says.en));
        Failure::new(INPUT, says, hint)
    })
}

/// The place of a column: the one asked for, else the first of the usual names. Asking for one that is not there fails.
pub fn find(table: &Table, asked: Option<&str>, usual: &[&str]) -> Result<Option<usize>, Failure> {
    let place = |name: &str| table.header.iter().position(|heading| heading.trim() == name);
    match asked {
        None => Ok(usual.iter().find_map(|name| place(name))),
        Some(name) => place(name).map(Some).ok_or_else(|| absent(table, name)),
    }
}

/// A column that must be there.
pub fn must(table: &Table, asked: Option<&str>, usual: &[&str]) -> Result<usize, Failure> {
    find(table, asked, usual)?.ok_or_else(|| absent(table, &usual.join(" / ")))
}

fn absent(table: &Table, name: &str) -> Failure {
    let there = table.header.join(", ");
    let says = Label::new(format!("没有列 {name}"), format!("there is no column {name}"));
    Failure::new(INPUT, says, Label::new(format!("现有列：{there}"), format!("there are: {there}")))
}

/// A date: `2026-03-09`, `2026/3/9`, `2026年3月9日`, or a date cell; with a time of day the day counts.
pub fn date(cell: &Cell) -> Option<Date> {
    if let Cell::Moment([year, month, day, ..]) = cell {
        return Date::new(i16::try_from(*year).ok()?, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?)
            .ok();
    }
    let text = cell.text();
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let mut parts = day.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
    let (year, month, day) =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() { None } else { Date::new(year, month, day).ok() }
}

/// A number.
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        other => other.text().parse().ok(),
    }
}

/// Counts by step, with dates where the file has them.
pub struct Counts {
    /// One for each step.
    pub counts: Vec<Option<f64>>,
    /// Those of them that came from elsewhere, if there is such a column.
    pub imported: Option<Vec<Option<f64>>>,
    /// Their dates.
    pub dates: Option<Vec<Date>>,
    /// Steps of a year by the distance of the dates: 365, 52 or 12.
    pub per_year: Option<usize>,
}

/// How counts are read from a file.
#[derive(Args, Default)]
pub struct Input {
    /// 日期列 · column of dates
    #[arg(long)]
    pub date_column: Option<String>,
    /// 数值列 · column of counts
    #[arg(long)]
    pub count_column: Option<String>,
    /// 只用某列为某值的行，如 --only series=m1，可重复 · only rows with this value, as column=value; may be repeated
    #[arg(long)]
    pub only: Vec<String>,
    /// 每行一例（有发病日期列时不必写） · each row is a case (need not be said of a column of onsets)
    #[arg(long, conflicts_with = "count_column")]
    pub line_list: bool,
    /// 数值为累计数 · the counts are cumulative
    #[arg(long)]
    pub cumulative: bool,
    /// 指出超过前后三日最大值这么多倍的突增 · name jumps to more than so many times the three days around
    #[arg(long)]
    pub jump_times: Option<f64>,
    /// 突增至少多少例 · least count of a jump
    #[arg(long, default_value_t = 20.0)]
    pub jump_least: f64,
}

/// Days on each side that a jump is compared with.
const JUMP_DAYS: usize = 3;

/// Reads counts and looks for jumps; cumulative ones become new ones.
pub fn counts(table: &Table, input: &Input) -> Result<(Counts, Vec<Problem>), Failure> {
    let (mut counts, mut problems) = match input.only.as_slice() {
        [] => counted(table, input)?,
        only => counted(&filtered(table, only)?, input)?,
    };
    let mut series = Series {
        first: counts.dates.as_ref().and_then(|dates| dates.first().copied()),
        step: if counts.per_year == Some(52) { Step::Week } else { Step::Day },
        counts: counts.counts,
    };
    if input.cumulative {
        let (new, more) = series.increments();
        problems.extend(more);
        series = new;
    }
    if let Some(times) = input.jump_times {
        problems.extend(series.jumps(times, input.jump_least, JUMP_DAYS));
    }
    counts.counts = series.counts;
    Ok((counts, problems))
}

/// The rows that have all the values asked for.
fn filtered(table: &Table, only: &[String]) -> Result<Table, Failure> {
    let mut left = table.clone();
    for asked in only {
        let Some((name, value)) = asked.split_once('=') else {
            return Err(misused("--only 写作 列名=值", "--only is written column=value"));
        };
        let column = must(table, Some(name), &[])?;
        left.rows.retain(|row| row.cells[column].text() == value);
    }
    Ok(left)
}

/// A row for each step, or a row for each case with its date.
fn counted(table: &Table, input: &Input) -> Result<(Counts, Vec<Problem>), Failure> {
    let dates = find(table, input.date_column.as_deref(), DATES)?;
    let count = find(table, input.count_column.as_deref(), COUNTS)?.filter(|_| !input.line_list);
    let Some(count) = count else {
        let onsets = dates.is_some_and(|column| ONSETS.contains(&table.header[column].trim()));
        if !onsets && !input.line_list {
            return Err(misused(
                "没有数值列：请用 --count-column 指明，或在每行一例时加 --line-list",
                "no column of counts: name it with --count-column, or say --line-list if each row is a case",
            ));
        }
        let date = dates.ok_or_else(|| misused("文件中没有日期列", "the file has no column of dates"))?;
        return Ok(by_case(table, date));
    };
    let values = |column: usize| -> Vec<Option<f64>> {
        table.rows.iter().map(|row| number(&row.cells[column])).collect()
    };
    let imported = find(table, None, &["imported", "输入"])?.map(values);
    let Some(column) = dates else {
        return Ok((Counts { counts: values(count), imported, dates: None, per_year: None }, Vec::new()));
    };
    let dates: Vec<Option<Date>> = table.rows.iter().map(|row| date(&row.cells[column])).collect();
    let per_year = distance(&dates);
    if per_year == 12 {
        // Months are not equally long; they are taken as they stand.
        let dates = dates.iter().copied().collect();
        return Ok((Counts { counts: values(count), imported, dates, per_year: Some(12) }, Vec::new()));
    }
    let step = if per_year == 52 { Step::Week } else { Step::Day };
    let zip = |values: Vec<Option<f64>>| -> Vec<(Option<Date>, Option<f64>)> {
        dates.iter().copied().zip(values).collect()
    };
    let (series, problems) = Series::from_rows(&zip(values(count)), step);
    let imported = imported.map(|imported| Series::from_rows(&zip(imported), step).0.counts);
    let dates = Some(series.dates());
    Ok((Counts { counts: series.counts, imported, dates, per_year: Some(per_year) }, problems))
}

/// Days, weeks or months, by the distances of the dates.
fn distance(dates: &[Option<Date>]) -> usize {
    let mut known: Vec<Date> = dates.iter().copied().flatten().collect();
    known.sort_unstable();
    known.dedup();
    let between = |pair: &[Date]| days_between(pair[0], pair[1]);
    if known.len() > 1 && known.windows(2).all(|pair| pair[0].day() == pair[1].day() && between(pair) >= 28) {
        12
    } else if known.len() > 1 && known.windows(2).all(|pair| between(pair) % 7 == 0) {
        52
    } else {
        365
    }
}

/// Cases by day: between the first and the last a day without a case is a zero.
fn by_case(table: &Table, column: usize) -> (Counts, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut days: Vec<Date> = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        match date(&row.cells[column]) {
            Some(date) => days.push(date),
            None => problems.push(Problem::at(ProblemKind::DateUnknown, index)),
        }
    }
    days.sort_unstable();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
        problems.push(Problem::of(ProblemKind::NothingGiven));
        return (Counts { counts: Vec::new(), imported: None, dates: None, per_year: None }, problems);
    };
    let mut counts = vec![0.0; days_between(first, last) as usize + 1];
    for day in days {
        counts[days_between(first, day) as usize] += 1.0;
    }
    let counts: Vec<Option<f64>> = counts.into_iter().map(Some).collect();
    let dates = Series { first: Some(first), step: Step::Day, counts: counts.clone() }.dates();
    (Counts { counts, imported: None, dates: Some(dates), per_year: Some(365) }, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for text in ["2026-03-09", "2026/3/9", "2026年3月9日", "2026-03-09 08:00", "2026.3.9"] {
            assert_eq!(date(&Cell::Text(text.into())), Date::new(2026, 3, 9).ok(), "{text}");
        }
        for text in ["", "?", "9.3.2026.1", "2026-13-01"] {
            assert_eq!(date(&Cell::Text(text.into())), None, "{text}");
        }
    }

    #[test]
    fn a_line_list_becomes_counts_by_day() {
        let table =
            spreadsheets::read("发病日期,case\n2026-03-09,a\n2026-03-11,b\n2026-03-11,c\n?,d\n".as_bytes());
        let (counts, problems) = counts(&table.expect("a table"), &Input::default()).expect("counts");
        assert_eq!(counts.counts, [Some(1.0), Some(0.0), Some(2.0)]);
        assert_eq!(problems, [Problem::at(ProblemKind::DateUnknown, 3)]);
    }

    #[test]
    fn cumulative_counts_become_new_ones_and_rows_are_no_cases_unless_said() {
        let text = "date,confirmed\n2026-03-09,10\n2026-03-10,12\n2026-03-11,11\n";
        let table = spreadsheets::read(text.as_bytes()).expect("a table");
        assert!(counts(&table, &Input::default()).is_err());
        let asked = Input { count_column: Some("confirmed".into()), cumulative: true, ..Input::default() };
        let (found, problems) = counts(&table, &asked).expect("counts");
        assert_eq!(found.counts, [None, Some(2.0), None]);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn one_series_of_many_is_chosen() {
        let table = spreadsheets::read("series,count\na,1\nb,2\na,3\n".as_bytes()).expect("a table");
        let input = Input { only: vec!["series=a".into()], ..Input::default() };
        let (found, _) = counts(&table, &input).expect("counts");
        assert_eq!(found.counts, [Some(1.0), Some(3.0)]);
    }

    #[test]
    fn weeks_and_months_are_seen_by_their_dates() {
        let dates = |text: &str| -> Vec<Option<Date>> { text.split(' ').map(|d| d.parse().ok()).collect() };
        assert_eq!(distance(&dates("2026-01-05 2026-01-12 2026-01-26")), 52);
        assert_eq!(distance(&dates("2026-01-01 2026-02-01 2026-03-01")), 12);
        assert_eq!(distance(&dates("2026-01-01 2026-01-02")), 365);
    }
}
