//! Reading an RRULE, or saying what is wrong with it and what to write instead.
//!
//! Not here: on which days it comes round (`days`).

use super::{ByDay, DAYS_AHEAD_MAX, Freq, Recurrence, WEEKDAYS};
use facts::{Date, Label};
use std::{collections::BTreeSet, ops::RangeInclusive};

impl Recurrence {
    /// Reads `FREQ=WEEKLY;BYDAY=TH`, or says what is wrong and what to write.
    pub fn parse(text: &str) -> Result<Recurrence, Label> {
        let mut rule = Recurrence {
            freq: Freq::Daily,
            interval: 1,
            until: None,
            months: BTreeSet::new(),
            month_days: BTreeSet::new(),
            days: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for part in text.strip_prefix("RRULE:").unwrap_or(text).split(';') {
            let Some((key, value)) = part.split_once('=') else {
                return wrong(format!("'{part}' 不是 名字=值"), format!("'{part}' is not NAME=VALUE"));
            };
            if !seen.insert(key) {
                return wrong(format!("{key} 写了两次"), format!("{key} is given twice"));
            }
            rule.take(key, value)?;
        }
        if !seen.contains("FREQ") {
            return wrong("缺 FREQ，例如 FREQ=DAILY", "FREQ is missing, as in FREQ=DAILY");
        }
        rule.coherent()?;
        Ok(rule)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), Label> {
        match key {
            "FREQ" => self.freq = read_freq(value)?,
            "INTERVAL" => {
                self.interval = match value.parse::<i32>() {
                    Ok(n) if n >= 1 => n,
                    _ => {
                        return wrong("INTERVAL 要一个从 1 起的整数", "INTERVAL takes a whole number from 1");
                    }
                }
            }
            "UNTIL" => self.until = Some(read_until(value)?),
            "BYMONTH" => self.months = read_numbers(key, value, 1..=12, false)?,
            "BYMONTHDAY" => self.month_days = read_numbers(key, value, 1..=31, true)?,
            "BYDAY" => self.days = value.split(',').map(read_day).collect::<Result<_, _>>()?,
            "WKST" if value == "MO" => {}
            "WKST" => return wrong("一周从周一开始，只能写 WKST=MO", "weeks begin on Monday: only WKST=MO"),
            "COUNT" => {
                return wrong(
                    "不支持 COUNT；写最后一天：UNTIL=20260315",
                    "COUNT is not supported; give the last day: UNTIL=20260315",
                );
            }
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => {
                return wrong(
                    format!("不支持 {key}；钟点写在 times 里"),
                    format!("{key} is not supported; times of day go into `times`"),
                );
            }
            "BYSETPOS" => {
                return wrong(
                    "不支持 BYSETPOS；写 BYDAY=1MO 或 BYMONTHDAY=-1",
                    "BYSETPOS is not supported; write BYDAY=1MO or BYMONTHDAY=-1",
                );
            }
            _ => {
                return wrong(
                    format!("不支持 {key}"),
                    format!("{key} is not supported: FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, UNTIL are"),
                );
            }
        }
        Ok(())
    }

    /// What RFC 5545 forbids, and what would never come round.
    fn coherent(&self) -> Result<(), Label> {
        let numbered = self.days.iter().any(|d| d.nth.is_some());
        if numbered && matches!(self.freq, Freq::Daily | Freq::Weekly) {
            return wrong(
                "第几个周几只能用于 MONTHLY 和 YEARLY",
                "a numbered weekday (1MO) belongs to MONTHLY or YEARLY",
            );
        }
        if self.freq == Freq::Weekly && !self.month_days.is_empty() {
            return wrong("WEEKLY 不能有 BYMONTHDAY；用 MONTHLY", "WEEKLY takes no BYMONTHDAY; use MONTHLY");
        }
        let within_month = self.freq == Freq::Monthly || !self.months.is_empty();
        if within_month && self.days.iter().any(|d| d.nth.is_some_and(|n| n.abs() > 5)) {
            return wrong("一个月里没有第六个周几", "no month has a sixth such weekday");
        }
        let days_each = match self.freq {
            Freq::Daily => 1,
            Freq::Weekly => 7,
            Freq::Monthly => 30,
            Freq::Yearly => 365,
        };
        if self.interval.saturating_mul(days_each) > DAYS_AHEAD_MAX {
            return wrong("INTERVAL 超过十年", "INTERVAL reaches beyond ten years");
        }
        let longest = |m: &i8| {
            [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].get(*m as usize - 1).copied().unwrap_or(31)
        };
        let longest_month = self.months.iter().map(longest).max().unwrap_or(31);
        if !self.month_days.is_empty() && self.month_days.iter().all(|d| d.abs() > longest_month) {
            return wrong("这些月份里没有这一天", "these months do not have such a day");
        }
        Ok(())
    }
}

fn wrong<T>(zh: impl AsRef<str>, en: impl AsRef<str>) -> Result<T, Label> {
    Err(Label::new(zh, en))
}

fn read_freq(value: &str) -> Result<Freq, Label> {
    Ok(match value {
        "DAILY" => Freq::Daily,
        "WEEKLY" => Freq::Weekly,
        "MONTHLY" => Freq::Monthly,
        "YEARLY" => Freq::Yearly,
        "HOURLY" | "MINUTELY" | "SECONDLY" => {
            return wrong(
                format!("不支持 FREQ={value}；写 FREQ=DAILY，钟点写在 times 里"),
                format!("FREQ={value} is not supported; write FREQ=DAILY and the times of day in `times`"),
            );
        }
        _ => {
            return wrong(
                "FREQ 是 DAILY、WEEKLY、MONTHLY 或 YEARLY",
                "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY",
            );
        }
    })
}

/// `20260315`; a time behind it is refused, since days are all that recur here.
fn read_until(value: &str) -> Result<Date, Label> {
    let digits = value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit());
    let date = digits.then(|| format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..]));
    match date.and_then(|d| d.parse::<Date>().ok()) {
        Some(date) => Ok(date),
        None => wrong("UNTIL 要一个日期：UNTIL=20260315", "UNTIL takes a date: UNTIL=20260315"),
    }
}

fn read_numbers(
    key: &str,
    value: &str,
    range: RangeInclusive<i8>,
    from_end: bool,
) -> Result<BTreeSet<i8>, Label> {
    let allowed =
        |n: &i8| range.contains(n) || (from_end && n.checked_neg().is_some_and(|n| range.contains(&n)));
    let read: Option<BTreeSet<i8>> = value.split(',').map(|v| v.parse::<i8>().ok().filter(allowed)).collect();
    let (low, high) = (range.start(), range.end());
    match read {
        Some(numbers) => Ok(numbers),
        None if from_end => wrong(
            format!("{key} 要 {low} 到 {high}，或从月底数起的 -{high} 到 -{low}"),
            format!("{key} takes {low} to {high}, or -{high} to -{low} from the end"),
        ),
        None => wrong(format!("{key} 要 {low} 到 {high}"), format!("{key} takes {low} to {high}")),
    }
}

fn read_day(text: &str) -> Result<ByDay, Label> {
    let found = WEEKDAYS.iter().find_map(|(code, weekday, _, _)| Some((text.strip_suffix(code)?, *weekday)));
    let day = match found {
        Some(("", weekday)) => Some(ByDay { nth: None, weekday }),
        Some((number, weekday)) => match number.parse::<i16>() {
            Ok(n) if n != 0 && n.abs() <= 53 => Some(ByDay { nth: Some(n), weekday }),
            _ => None,
        },
        None => None,
    };
    day.map_or_else(
        || {
            wrong(
                format!("BYDAY 不认识 '{text}'；写 MO … SU，或 1MO、-1FR"),
                format!("BYDAY does not know '{text}': MO … SU, or 1MO, -1FR"),
            )
        },
        Ok,
    )
}
