//! Time: `Instant` (microseconds since 1970 UTC), civil `Date`, `Span` (hours or civil days), `Zone` (the deployment's
//! fixed offset).
//!
//! Not here: a clock. The reading of a clock is an argument everywhere below the doors.

pub use jiff::civil::{Date, Time, Weekday};
use jiff::{Timestamp, tz::Offset};
use serde::{Deserialize, Serialize};
use std::fmt;

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_HOUR: i64 = 3600 * MICROS_PER_SECOND;

/// A point in time, in microseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC with six decimals, so that
/// text order is time order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// The earliest and latest instants that facts may carry: years 1900 to 2199.
    pub const RANGE: std::ops::Range<Instant> =
        Instant(-2_208_988_800_000_000)..Instant(7_258_118_400_000_000);

    /// Reads RFC 3339 with an offset (`2026-09-12T08:05:00+08:00`); `None` when it is no instant.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|t| Instant(t.as_microsecond()))
    }

    /// Later by so many microseconds, kept inside of what can be written.
    pub fn plus_micros(self, micros: i64) -> Self {
        Instant(self.0.saturating_add(micros))
    }

    /// Microseconds since `earlier`; negative when it was later.
    pub fn micros_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_microsecond(self.0) {
            Ok(t) => write!(f, "{t:.6}"),
            Err(_) => write!(f, "{}us", self.0),
        }
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Instant::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not an instant: {text:?}")))
    }
}

/// A length of time as plans write it: hours (`PT24H`, `P1D` = 24 h) or civil days (`days = 1`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Exact time, in microseconds; may be negative (a reminder before the deadline).
    Micros(i64),
    /// Civil days: 1 means until the end of the same day.
    Days(i32),
}

impl Span {
    /// Reads an ISO 8601 duration of days, hours, minutes and seconds (`PT2H`, `P14D`, `-PT30M`); a day is 24 h.
    /// `None` for years, months or anything else.
    pub fn parse_iso(text: &str) -> Option<Self> {
        // jiff also reads "2 hours"; plans are written in ISO 8601 alone.
        if !text.trim_start_matches('-').starts_with('P') {
            return None;
        }
        let span = text.parse::<jiff::Span>().ok()?;
        if span.get_years() != 0 || span.get_months() != 0 {
            return None;
        }
        let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
        let seconds =
            days * 86_400 + i64::from(span.get_hours()) * 3600 + span.get_minutes() * 60 + span.get_seconds();
        seconds.checked_mul(MICROS_PER_SECOND).map(Span::Micros)
    }

    /// So many hours.
    pub const fn hours(n: i64) -> Self {
        Span::Micros(n * MICROS_PER_HOUR)
    }

    /// The instant this span after `from`: exact for hours; for n civil days the start of the n-th day after the day
    /// of `from`, so that `Days(1)` ends with the day itself.
    pub fn after(self, from: Instant, zone: Zone) -> Instant {
        match self {
            Span::Micros(micros) => from.plus_micros(micros),
            Span::Days(n) => zone.start_of(add_days(zone.date_of(from), n)),
        }
    }

    /// As ISO 8601, or `n d` for civil days.
    pub fn words(self) -> String {
        match self {
            Span::Days(n) => format!("{n} d"),
            Span::Micros(micros) => {
                let sign = if micros < 0 { "-" } else { "" };
                let minutes = micros.unsigned_abs() / 60_000_000;
                match (minutes / 60, minutes % 60) {
                    (h, 0) => format!("{sign}PT{h}H"),
                    (0, m) => format!("{sign}PT{m}M"),
                    (h, m) => format!("{sign}PT{h}H{m}M"),
                }
            }
        }
    }
}

/// A date some days later (or earlier), kept inside of the calendar.
pub fn add_days(date: Date, days: i32) -> Date {
    date.saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000)))
}

/// Civil days from `from` to `to`.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The deployment's zone: a fixed offset from UTC in seconds. China keeps one (+08:00) and no summer time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(i32);

impl Default for Zone {
    fn default() -> Self {
        Zone(8 * 3600)
    }
}

impl Zone {
    /// From an offset in seconds east of UTC; `None` beyond a day.
    pub fn from_seconds(east: i32) -> Option<Self> {
        Offset::from_seconds(east).ok().map(|_| Zone(east))
    }

    /// The civil date there at that instant.
    pub fn date_of(self, at: Instant) -> Date {
        self.civil(at).date()
    }

    /// The civil date and time there at that instant.
    pub fn civil(self, at: Instant) -> jiff::civil::DateTime {
        let stamp = Timestamp::from_microsecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
        Offset::from_seconds(self.0).unwrap_or(Offset::UTC).to_datetime(stamp)
    }

    /// The first instant of that date there.
    pub fn start_of(self, date: Date) -> Instant {
        self.at(date, Time::midnight())
    }

    /// That date and time of day there, as an instant.
    pub fn at(self, date: Date, time: Time) -> Instant {
        let offset = Offset::from_seconds(self.0).unwrap_or(Offset::UTC);
        offset.to_timestamp(date.to_datetime(time)).map_or(Instant(0), |t| Instant(t.as_microsecond()))
    }

    /// Reads an instant, or a civil date (start of its day), or `YYYY-MM-DD HH:MM[:SS]` in this zone.
    pub fn read(self, text: &str) -> Option<Instant> {
        if let Some(at) = Instant::parse(text) {
            return Some(at);
        }
        if text.len() == 10 {
            return text.parse::<Date>().ok().map(|d| self.start_of(d));
        }
        let civil = text.replacen(' ', "T", 1).parse::<jiff::civil::DateTime>().ok()?;
        Some(self.at(civil.date(), civil.time()))
    }

    /// `2026-09-12 08:05` there.
    pub fn words(self, at: Instant) -> String {
        let c = self.civil(at);
        format!("{} {:02}:{:02}", c.date(), c.hour(), c.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_civil_day_ends_at_local_midnight() {
        let zone = Zone::default();
        let at = zone.read("2026-09-12 08:05").expect("an instant");
        assert_eq!(at.to_string(), "2026-09-12T00:05:00.000000Z");
        assert_eq!(zone.words(Span::Days(1).after(at, zone)), "2026-09-13 00:00");
        assert_eq!(zone.words(Span::parse_iso("P1D").expect("a span").after(at, zone)), "2026-09-13 08:05");
    }

    #[test]
    fn spans_are_days_and_hours_only() {
        assert_eq!(Span::parse_iso("PT2H"), Some(Span::hours(2)));
        assert_eq!(Span::parse_iso("-PT30M"), Some(Span::Micros(-1_800_000_000)));
        assert_eq!(Span::parse_iso("P14D"), Some(Span::hours(14 * 24)));
        assert_eq!(Span::parse_iso("P1M"), None);
        assert_eq!(Span::parse_iso("2 hours"), None);
    }
}
