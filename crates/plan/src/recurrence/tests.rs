//! Tests of recurrence: days in tables, sentences, refusals, and the public `rrule` crate as a second opinion.
//!
//! Not here: routines of plans (`evaluate`).

use super::*;
use facts::time::add_days;
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
