//! On which days a rule comes round. Whether a day belongs to it is computed from the day alone, so nothing is counted
//! up from the start.
//!
//! Not here: reading a rule (`read`).

use super::{ByDay, DAYS_AHEAD_MAX, Freq, Recurrence};
use facts::{
    Date,
    time::{add_days, days_between},
};

impl Recurrence {
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
}

fn monday_of(date: Date) -> Date {
    add_days(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

fn months_since_zero(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}
