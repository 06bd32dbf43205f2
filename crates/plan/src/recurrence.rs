//! Recurrence: on which civil days something comes round, as a subset of RFC 5545's RRULE.
//!
//! Not here: times of day (a routine's `times`), zones, exceptions (a calendar of terms). `COUNT`, `BYSETPOS`,
//! `BYWEEKNO`, `BYYEARDAY` and anything below a day are refused with what to write instead. Weeks begin on Monday.
//! Whether a day belongs to a rule is computed from the day alone, so nothing is counted up from the start.

use facts::{
    Date, Label,
    time::{Weekday, add_days, days_between},
};
use std::collections::BTreeSet;

/// `next_after` looks this far ahead; nothing recurs more seldom.
const DAYS_AHEAD_MAX: i32 = 3660;

/// A rule of recurrence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recurrence {
    freq: Freq,
    interval: i32,
    until: Option<Date>,
    months: BTreeSet<i8>,
    /// 1 to 31, or from the end: -1 is the last day.
    month_days: BTreeSet<i8>,
    days: Vec<ByDay>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A weekday; with `nth` the nth of its month or year, counted from the end when negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ByDay {
    nth: Option<i16>,
    weekday: Weekday,
}

const WEEKDAYS: [(&str, Weekday, &str, &str); 7] = [
    ("MO", Weekday::Monday, "一", "Monday"),
    ("TU", Weekday::Tuesday, "二", "Tuesday"),
    ("WE", Weekday::Wednesday, "三", "Wednesday"),
    ("TH", Weekday::Thursday, "四", "Thursday"),
    ("FR", Weekday::Friday, "五", "Friday"),
    ("SA", Weekday::Saturday, "六", "Saturday"),
    ("SU", Weekday::Sunday, "日", "Sunday"),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

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

    /// Whether that day is one of them. `start` is RFC 5545's DTSTART: nothing comes before it, intervals are counted
    /// from it, and it lends its weekday, day or month where the rule names none. It is itself one of the days only if
    /// the rule says so.
    pub fn occurs_on(&self, date: Date, start: Date) -> bool {
        date >= start
            && self.until.is_none_or(|until| date <= until)
            && self.in_step(date, start)
            && self.fits(date, start)
    }

    /// The first day after `date`, if there is one within ten years (of `date`, or of `start` when that is later).
    pub fn next_after(&self, date: Date, start: Date) -> Option<Date> {
        let mut day = if date < start { start } else { date.tomorrow().ok()? };
        for _ in 0..DAYS_AHEAD_MAX {
            if self.until.is_some_and(|until| day > until) {
                return None;
            }
            if self.occurs_on(day, start) {
                return Some(day);
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The days from `from` to `to_inclusive`, in order.
    pub fn between(&self, from: Date, to_inclusive: Date, start: Date) -> Vec<Date> {
        let last = self.until.map_or(to_inclusive, |until| until.min(to_inclusive));
        let mut found = Vec::new();
        let mut day = from.max(start);
        while day <= last {
            if self.occurs_on(day, start) {
                found.push(day);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        found
    }

    /// Whether the day, week, month or year of a date is one that the interval does not skip.
    fn in_step(&self, date: Date, start: Date) -> bool {
        let steps = match self.freq {
            Freq::Daily => days_between(start, date),
            Freq::Weekly => days_between(monday_of(start), monday_of(date)) / 7,
            Freq::Monthly => months_since_zero(date) - months_since_zero(start),
            Freq::Yearly => i32::from(date.year()) - i32::from(start.year()),
        };
        steps % self.interval == 0
    }

    fn fits(&self, date: Date, start: Date) -> bool {
        let month = self.months.is_empty() || self.months.contains(&date.month());
        let month_day = self.month_days.is_empty() || self.month_day_fits(date);
        let day = self.days.is_empty() || self.days.iter().any(|d| self.day_fits(*d, date));
        month && month_day && day && self.lent(date, start)
    }

    /// What the rule leaves open and `start` decides.
    fn lent(&self, date: Date, start: Date) -> bool {
        if !self.days.is_empty() || !self.month_days.is_empty() {
            return true;
        }
        match self.freq {
            Freq::Daily => true,
            Freq::Weekly => date.weekday() == start.weekday(),
            Freq::Monthly => date.day() == start.day(),
            Freq::Yearly => {
                date.day() == start.day() && (!self.months.is_empty() || date.month() == start.month())
            }
        }
    }

    fn month_day_fits(&self, date: Date) -> bool {
        let from_end = date.day() - date.days_in_month() - 1;
        self.month_days.contains(&date.day()) || self.month_days.contains(&from_end)
    }

    fn day_fits(&self, by: ByDay, date: Date) -> bool {
        if date.weekday() != by.weekday {
            return false;
        }
        let Some(nth) = by.nth else { return true };
        let whole_year = self.freq == Freq::Yearly && self.months.is_empty();
        let (day, length) = if whole_year {
            (date.day_of_year(), date.days_in_year())
        } else {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        };
        nth == (day - 1) / 7 + 1 || nth == -((length - day) / 7 + 1)
    }

    /// 每周四 / every Thursday
    pub fn words(&self) -> Label {
        let (unit_zh, unit_en) = match self.freq {
            Freq::Daily => ("天", "day"),
            Freq::Weekly => ("周", "week"),
            Freq::Monthly => ("月", "month"),
            Freq::Yearly => ("年", "year"),
        };
        let (mut zh, mut en) = match (self.interval, self.freq) {
            (1, _) => (format!("每{unit_zh}"), format!("every {unit_en}")),
            (n, Freq::Monthly) => (format!("每 {n} 个月"), format!("every {n} months")),
            (n, _) => (format!("每 {n} {unit_zh}"), format!("every {n} {unit_en}s")),
        };
        let plain_week = self.freq == Freq::Weekly && self.interval == 1 && !self.days.is_empty();
        if !self.months.is_empty() {
            let numbers: Vec<String> = self.months.iter().map(i8::to_string).collect();
            let names = self.months.iter().filter_map(|m| MONTHS.get(*m as usize - 1).copied());
            zh.push_str(&format!("{}月", numbers.join("、")));
            en.push_str(&format!(" in {}", list_en(names.map(String::from).collect())));
        }
        if !self.month_days.is_empty() {
            let days_zh: Vec<String> = self.month_days.iter().map(|d| month_day_zh(*d)).collect();
            let days_en = self.month_days.iter().map(|d| month_day_en(*d)).collect();
            zh.push_str(&days_zh.join("、"));
            en.push_str(&format!(" on {}", list_en(days_en)));
        }
        if plain_week && self.months.is_empty() {
            (zh, en) = ("每".to_string(), "every ".to_string());
        } else if !self.days.is_empty() {
            en.push_str(" on ");
        }
        if !self.days.is_empty() {
            zh.push_str(&self.days.iter().map(|d| d.words().0).collect::<Vec<_>>().join("、"));
            en.push_str(&list_en(self.days.iter().map(|d| d.words().1).collect()));
        }
        if let Some(until) = self.until {
            zh.push_str(&format!("，至 {until}"));
            en.push_str(&format!(", until {until}"));
        }
        Label::new(zh, en)
    }
}

impl ByDay {
    fn words(self) -> (String, String) {
        let found = WEEKDAYS.iter().find(|(_, w, _, _)| *w == self.weekday);
        let (zh, en) = found.map_or(("", ""), |(_, _, zh, en)| (*zh, *en));
        match self.nth {
            None => (format!("周{zh}"), en.to_string()),
            Some(-1) => (format!("最后一个周{zh}"), format!("the last {en}")),
            Some(n) if n < 0 => {
                (format!("倒数第 {} 个周{zh}", -n), format!("the {} {en} from the end", ordinal(-n)))
            }
            Some(n) => (format!("第 {n} 个周{zh}"), format!("the {} {en}", ordinal(n))),
        }
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
    range: std::ops::RangeInclusive<i8>,
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

fn monday_of(date: Date) -> Date {
    add_days(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

fn months_since_zero(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

fn month_day_zh(day: i8) -> String {
    match day {
        -1 => "最后一天".to_string(),
        d if d < 0 => format!("倒数第 {} 天", -d),
        d => format!("{d}日"),
    }
}

fn month_day_en(day: i8) -> String {
    match day {
        -1 => "the last day".to_string(),
        d if d < 0 => format!("the {} day from the end", ordinal(i16::from(-d))),
        d => format!("the {}", ordinal(i16::from(d))),
    }
}

fn ordinal(n: i16) -> String {
    let tail = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{tail}")
}

fn list_en(mut words: Vec<String>) -> String {
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        Some(last) => last,
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn rule(text: &str) -> Recurrence {
        Recurrence::parse(text).unwrap_or_else(|e| panic!("{text}: {}", e.en))
    }

    /// rule | start | from | to | days
    #[test]
    fn days_of_rules() {
        let table = "
            FREQ=DAILY;INTERVAL=8                      | 2020-02-01 | 2020-02-01 | 2020-02-29 | 02-01 02-09 02-17 02-25
            FREQ=DAILY;UNTIL=20200203                  | 2020-02-01 | 2020-02-01 | 2020-02-29 | 02-01 02-02 02-03
            FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR            | 2020-02-01 | 2020-02-01 | 2020-02-08 | 02-03 02-04 02-05 02-06 02-07
            FREQ=WEEKLY;BYDAY=TH                       | 2020-02-01 | 2020-02-01 | 2020-02-20 | 02-06 02-13 02-20
            FREQ=WEEKLY                                | 2020-02-01 | 2020-02-01 | 2020-02-16 | 02-01 02-08 02-15
            FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU         | 2020-02-05 | 2020-02-01 | 2020-02-29 | 02-09 02-17 02-23
            FREQ=MONTHLY;BYMONTHDAY=-1                 | 2020-01-01 | 2020-01-01 | 2020-04-30 | 01-31 02-29 03-31 04-30
            FREQ=MONTHLY                               | 2020-01-31 | 2020-01-01 | 2020-05-31 | 01-31 03-31 05-31
            FREQ=MONTHLY;BYDAY=1MO,-1FR                | 2020-02-01 | 2020-02-01 | 2020-03-31 | 02-03 02-28 03-02 03-27
            FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13        | 2020-01-01 | 2020-01-01 | 2020-12-31 | 03-13 11-13
            FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1         | 2019-01-01 | 2020-01-01 | 2020-12-31 | 09-01
            FREQ=YEARLY;BYDAY=1MO                      | 2020-01-01 | 2020-01-01 | 2020-12-31 | 01-06
            FREQ=YEARLY;BYMONTH=11;BYDAY=4TH           | 2020-01-01 | 2020-01-01 | 2020-12-31 | 11-26
        ";
        for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [text, start, from, to, want] = cells[..] else { panic!("{line}") };
            let found = rule(text).between(day(from), day(to), day(start));
            let found: Vec<String> = found.iter().map(|d| d.to_string()[5..].to_string()).collect();
            assert_eq!(found.join(" "), want, "{text}");
        }
    }

    #[test]
    fn looks_ahead_ten_years_and_no_further() {
        let start = day("2020-02-29");
        assert_eq!(rule("FREQ=YEARLY").next_after(start, start), Some(day("2024-02-29")));
        assert_eq!(rule("FREQ=DAILY").next_after(day("2000-01-01"), start), Some(start));
        assert_eq!(rule("FREQ=DAILY;UNTIL=20200301").next_after(day("2020-03-01"), start), None);
        assert_eq!(rule("FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29").next_after(start, start), None);
        assert_eq!(rule("FREQ=DAILY").next_after(Date::MAX, start), None);
    }

    /// rule | zh | en
    #[test]
    fn reads_like_a_sentence() {
        let table = "
            FREQ=DAILY | 每天 | every day
            FREQ=DAILY;INTERVAL=8 | 每 8 天 | every 8 days
            FREQ=WEEKLY;BYDAY=TH | 每周四 | every Thursday
            FREQ=WEEKLY;BYDAY=MO,WE,FR | 每周一、周三、周五 | every Monday, Wednesday and Friday
            FREQ=WEEKLY;INTERVAL=2;BYDAY=MO | 每 2 周周一 | every 2 weeks on Monday
            FREQ=MONTHLY;BYMONTHDAY=-1 | 每月最后一天 | every month on the last day
            FREQ=MONTHLY;BYMONTHDAY=1,15 | 每月1日、15日 | every month on the 1st and the 15th
            FREQ=MONTHLY;BYDAY=1MO | 每月第 1 个周一 | every month on the 1st Monday
            FREQ=MONTHLY;BYDAY=-1FR | 每月最后一个周五 | every month on the last Friday
            FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1 | 每年9月1日 | every year in September on the 1st
            FREQ=DAILY;UNTIL=20260315 | 每天，至 2026-03-15 | every day, until 2026-03-15
        ";
        for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let words = rule(cells[0]).words();
            assert_eq!((words.zh.as_str(), words.en.as_str()), (cells[1], cells[2]), "{}", cells[0]);
        }
    }

    #[test]
    fn refuses_with_a_hint() {
        let table = [
            ("", "not NAME=VALUE"),
            ("BYDAY=MO", "FREQ is missing"),
            ("FREQ=HOURLY", "`times`"),
            ("FREQ=DAILY;BYHOUR=9", "`times`"),
            ("FREQ=DAILY;COUNT=3", "UNTIL=20260315"),
            ("FREQ=DAILY;UNTIL=2026-03-15", "UNTIL=20260315"),
            ("FREQ=DAILY;UNTIL=20260230", "UNTIL=20260315"),
            ("FREQ=DAILY;INTERVAL=0", "from 1"),
            ("FREQ=YEARLY;INTERVAL=20", "ten years"),
            ("FREQ=DAILY;FREQ=DAILY", "twice"),
            ("FREQ=WEEKLY;BYDAY=1MO", "MONTHLY or YEARLY"),
            ("FREQ=WEEKLY;BYDAY=XX", "MO … SU"),
            ("FREQ=WEEKLY;BYDAY=四", "MO … SU"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "use MONTHLY"),
            ("FREQ=MONTHLY;BYDAY=6MO", "sixth"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "-31 to -1"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "do not have such a day"),
            ("FREQ=YEARLY;BYMONTH=13", "1 to 12"),
            ("FREQ=MONTHLY;BYSETPOS=1", "BYDAY=1MO"),
            ("FREQ=WEEKLY;WKST=SU", "Monday"),
        ];
        for (text, hint) in table {
            let label = Recurrence::parse(text).expect_err(text);
            assert!(label.en.contains(hint), "{text}: {}", label.en);
            assert!(!label.zh.is_empty(), "{text}");
        }
    }

    /// Rules of the subset, as text.
    fn rules() -> impl Strategy<Value = String> {
        let weekdays = prop::sample::subsequence(WEEKDAYS.iter().map(|w| w.0).collect::<Vec<_>>(), 1..4);
        let month_days = prop::collection::btree_set((1i8..=31, any::<bool>()), 1..3).prop_map(|d| {
            d.iter().map(|(n, end)| if *end { -n } else { *n }.to_string()).collect::<Vec<_>>().join(",")
        });
        let numbered = (1i8..=4, any::<bool>(), 0usize..7)
            .prop_map(|(n, end, w)| format!("{}{}", if end { -n } else { n }, WEEKDAYS[w].0));
        let months = prop::collection::btree_set(1i8..=12, 1..4)
            .prop_map(|m| m.iter().map(i8::to_string).collect::<Vec<_>>().join(","));
        let interval = (1..9).prop_map(|n| format!(";INTERVAL={n}"));
        let optional = |key: &'static str, part: BoxedStrategy<String>| {
            prop::option::of(part).prop_map(move |p| p.map_or_else(String::new, |p| format!(";{key}={p}")))
        };
        let days = weekdays.prop_map(|d| d.join(",")).boxed();
        let days_monthly = prop_oneof![days.clone(), numbered].boxed();
        let freq_with = prop_oneof![
            (
                optional("BYDAY", days.clone()),
                optional("BYMONTH", months.clone().boxed()),
                optional("BYMONTHDAY", month_days.clone().boxed())
            )
                .prop_map(|(a, b, c)| format!("FREQ=DAILY{a}{b}{c}")),
            (optional("BYDAY", days), optional("BYMONTH", months.clone().boxed()))
                .prop_map(|(a, b)| format!("FREQ=WEEKLY{a}{b}")),
            (optional("BYDAY", days_monthly.clone()), optional("BYMONTHDAY", month_days.clone().boxed()))
                .prop_map(|(a, b)| format!("FREQ=MONTHLY{a}{b}")),
            (
                optional("BYDAY", days_monthly),
                optional("BYMONTH", months.boxed()),
                optional("BYMONTHDAY", month_days.boxed())
            )
                .prop_map(|(a, b, c)| format!("FREQ=YEARLY{a}{b}{c}")),
        ];
        (freq_with, prop::option::of(interval)).prop_map(|(f, i)| f + &i.unwrap_or_default())
    }

    /// The days that the public crate gives for the same rule.
    fn oracle(text: &str, start: Date, to: Date) -> Option<Vec<Date>> {
        let (from, until) = (start.strftime("%Y%m%d"), to.strftime("%Y%m%d"));
        let written = format!("DTSTART:{from}T000000Z\nRRULE:{text};UNTIL={until}T000000Z");
        let found = written.parse::<rrule::RRuleSet>().ok()?.all(4000);
        found.dates.iter().map(|d| d.format("%Y-%m-%d").to_string().parse().ok()).collect()
    }

    proptest! {
        #[test]
        fn gives_the_days_of_the_public_crate(text in rules(), year in 1999i16..2030, month in 1i8..=12, day in 1i8..=28) {
            let start = Date::constant(year, month, day);
            let to = add_days(start, 900);
            if let Ok(rule) = Recurrence::parse(&text) {
                let want = oracle(&text, start, to);
                prop_assume!(want.is_some());
                prop_assert_eq!(rule.between(start, to, start), want.unwrap_or_default(), "{} from {}", text, start);
            }
        }

        #[test]
        fn the_next_day_is_the_first_of_those_between(text in rules(), year in 1999i16..2030, month in 1i8..=12, ahead in 0i32..800) {
            let start = Date::constant(year, month, 5);
            let from = add_days(start, ahead);
            if let Ok(rule) = Recurrence::parse(&text) {
                let ten_years = rule.between(add_days(from, 1), add_days(from, DAYS_AHEAD_MAX), start);
                prop_assert_eq!(rule.next_after(from, start), ten_years.first().copied());
            }
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,60}", key in "(FREQ|BYDAY|UNTIL|BYMONTHDAY|INTERVAL)", value in "[-0-9A-Z,日]{0,12}") {
            let _ = Recurrence::parse(&text);
            let _ = Recurrence::parse(&format!("FREQ=MONTHLY;{key}={value}"));
        }
    }
}
