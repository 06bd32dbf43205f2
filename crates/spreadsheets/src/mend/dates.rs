//! Dates as people write them: year first, day first, month first, with the month in words, as the number of a day.
//! Whether day or month comes first is decided for a whole column by what its values allow.
//!
//! Not here: two-digit years. Nothing in a file says which century is meant; they are refused.

use super::{Fate, Why};
use crate::{columns::Column, table::moment, workbook::serial_moment};
use facts::{Date, Label, Refusal, RefusalCode, china::half_width};

/// In which order the parts of a date are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year, month, day; dates that end in the year are refused.
    YearFirst,
}

impl DateOrder {
    /// Reads `dmy`, `mdy` or `ymd`.
    pub fn named(word: &str) -> Option<DateOrder> {
        match word {
            "dmy" => Some(DateOrder::DayFirst),
            "mdy" => Some(DateOrder::MonthFirst),
            "ymd" => Some(DateOrder::YearFirst),
            _ => None,
        }
    }
}

/// What a column of dates allows.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Days {
    told: Option<DateOrder>,
    /// Some value can only be day, month, year.
    day_first: bool,
    /// Some value can only be month, day, year.
    month_first: bool,
}

/// A text that begins as a date.
enum Written {
    /// Its parts say which is which; the rest is a time of day.
    Sure(Date, String),
    /// Two numbers, then the year: the first as day, the first as month.
    Turned(Option<Date>, Option<Date>, String),
}

impl Days {
    /// Looks at all values of a column.
    pub fn of(texts: impl Iterator<Item = String>, told: Option<DateOrder>) -> Days {
        let mut days = Days { told, ..Days::default() };
        for text in texts {
            match read(&text) {
                Some(Written::Turned(Some(_), None, _)) => days.day_first = true,
                Some(Written::Turned(None, Some(_), _)) => days.month_first = true,
                _ => {}
            }
        }
        days
    }

    fn order(self) -> Option<DateOrder> {
        self.told.or(match (self.day_first, self.month_first) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        })
    }

    pub fn fate(self, text: &str, column: &Column) -> Fate {
        if let Some(parts) = text.parse::<f64>().ok().and_then(serial_moment) {
            return Fate::Read(moment(parts), Why::Serial);
        }
        let (taken, rest, why) = match read(text) {
            None => return Fate::Stays,
            Some(Written::Sure(date, _)) if text.starts_with(&date.to_string()) => return Fate::Stays,
            Some(Written::Sure(date, rest)) => (date, rest, Why::Notation),
            Some(Written::Turned(by_day, by_month, rest)) => {
                let day = by_day.map(|date| (date, Why::DayFirst));
                let month = by_month.map(|date| (date, Why::MonthFirst));
                let taken = match (self.order(), day, month) {
                    (Some(DateOrder::DayFirst), day, _) => day,
                    (Some(DateOrder::MonthFirst), _, month) => month,
                    (Some(DateOrder::YearFirst), ..) => None,
                    (None, Some(day), Some(month)) if day.0 == month.0 => Some(day),
                    (None, Some(day), Some(month)) => {
                        return Fate::Refused(self.undecided(column, text, [day.0, month.0]));
                    }
                    (None, day, month) => day.or(month),
                };
                match taken {
                    Some((date, why)) => (date, rest, why),
                    None => return Fate::Stays,
                }
            }
        };
        let taken = format!("{taken} {rest}").trim().to_owned();
        Fate::Mended(taken, why)
    }

    fn undecided(self, column: &Column, text: &str, [day, month]: [Date; 2]) -> Box<Refusal> {
        let name = &column.name;
        let says = if self.day_first {
            Label::new(
                format!("“{name}”列中既有日在前、也有月在前的日期，此格可以是 {day}，也可以是 {month}"),
                format!(
                    "the column {name:?} has dates with the day first and with the month first; this one can be {day} or {month}"
                ),
            )
        } else {
            Label::new(
                format!("“{name}”列的日期分不清日和月的先后：可以是 {day}，也可以是 {month}"),
                format!(
                    "nothing in the column {name:?} tells whether day or month comes first: it can be {day} or {month}"
                ),
            )
        };
        let hint = Label::new(
            "请说明日期顺序（日月年或月日年），或改写为 2026-09-12",
            "say the order of dates (dmy or mdy), or write 2026-09-12",
        );
        Box::new(Refusal::new(RefusalCode::WrongType, says, hint).found(text))
    }
}

/// Reads the date at the beginning of a text.
fn read(text: &str) -> Option<Written> {
    let text = half_width(text);
    let mut parts: Vec<&str> = Vec::new();
    let mut left = text.trim();
    while parts.len() < 3 && !left.is_empty() {
        let digits = left.bytes().take_while(u8::is_ascii_digit).count();
        let letters = left.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (part, rest) = left.split_at(digits.max(letters));
        if part.is_empty() {
            return None;
        }
        left = rest.trim_start_matches(['-', '/', '.', ',', ' ', '年', '月', '日']);
        // 7th of May
        if !["st", "nd", "rd", "th", "of"].contains(&part.to_ascii_lowercase().as_str()) {
            parts.push(part);
        }
        if parts.len() == 1 && digits == 8 {
            let date = date(parts[0].get(..4)?, parts[0].get(4..6)?, parts[0].get(6..)?)?;
            return Some(Written::Sure(date, time(left)?));
        }
    }
    let [a, b, c] = parts[..] else { return None };
    let rest = time(left)?;
    let month = |word: &str| month(word);
    let sure = |y: &str, m: &str, d: &str| Some(Written::Sure(date(y, m, d)?, rest.clone()));
    match (a.len(), month(a), month(b)) {
        (4, None, None) => sure(a, b, c),
        (4, None, Some(m)) => sure(a, &m, c),
        (1 | 2, None, Some(m)) => sure(c, &m, a),
        (_, Some(m), None) => sure(c, &m, b),
        (1 | 2, None, None) if c.len() == 4 => {
            let (by_day, by_month) = (date(c, b, a), date(c, a, b));
            (by_day.is_some() || by_month.is_some()).then_some(Written::Turned(by_day, by_month, rest))
        }
        _ => None,
    }
}

/// A four-digit year, a month and a day.
fn date(y: &str, m: &str, d: &str) -> Option<Date> {
    let short = |part: &str| (1..=2).contains(&part.len());
    if y.len() != 4 || !short(m) || !short(d) {
        return None;
    }
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

/// The number of an English month, in full or by its first three letters.
fn month(word: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let named = |name: &str| name == word || name[..3] == word || (name == "september" && word == "sept");
    MONTHS.iter().position(|name| named(name)).map(|n| (n + 1).to_string())
}

/// What follows a date: nothing, or something that begins as a time of day.
fn time(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches('T').trim();
    (rest.is_empty() || (rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains([':', '时', '点'])))
        .then(|| rest.to_owned())
}
