//! A rule of recurrence as a sentence: 每周四 / every Thursday.
//!
//! Not here: reading a rule (`read`).

use super::{ByDay, Freq, MONTHS, Recurrence, WEEKDAYS};
use facts::Label;

impl Recurrence {
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
