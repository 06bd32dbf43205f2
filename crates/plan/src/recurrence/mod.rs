//! Recurrence: on which civil days something comes round, as a subset of RFC 5545's RRULE.
//!
//! Not here: times of day (a routine's `times`), zones, exceptions (a calendar of terms). `COUNT`, `BYSETPOS`,
//! `BYWEEKNO`, `BYYEARDAY` and anything below a day are refused with what to write instead. Weeks begin on Monday.
//!
//! Reading order: this file (what a rule is), `read`, `days`, `words`.

mod days;
mod read;
mod words;

#[cfg(test)]
mod tests;

use facts::{Date, time::Weekday};
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
