//! Which past values Farrington's two detectors compare with: the same step of past years with its neighbours, and for
//! the flexible one all steps in between, grouped into parts of the year.
//!
//! Sources: C. P. Farrington, N. J. Andrews, A. D. Beale, M. A. Catchpole, A statistical algorithm for the early detection
//! of outbreaks of infectious disease, Journal of the Royal Statistical Society A 1996;159:547–563; A. Noufaily, D. G.
//! Enki, P. Farrington et al., An improved algorithm for outbreak detection in multiple surveillance systems, Statistics in
//! Medicine 2013;32:1206–1222. Years are counted back by calendar if dates are given (29 February becomes 1 March), else by
//! `per_year` steps. Not here: the regression.

use facts::{Date, time::add_days, time::days_between};

/// Counts with what the reference values are found by.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// One count for each step.
    pub counts: &'a [Option<f64>],
    /// Their dates, in order and equally far apart (for `per_year` 12: the same day of each month); years are counted by
    /// steps if absent.
    pub dates: Option<&'a [Date]>,
    /// Steps of a year: 12, 52 or 365.
    pub per_year: usize,
    /// Population at each step, if the rate is to be modelled.
    pub population: Option<&'a [f64]>,
}

impl Observed<'_> {
    /// The place of a date among the dates.
    fn place(&self, date: Date) -> Option<usize> {
        self.dates?.binary_search(&date).ok()
    }

    /// The time of an index for the trend: steps by date where dates are given, else the index itself, from 1.
    pub fn time(&self, index: usize) -> f64 {
        match self.dates {
            Some(dates) if self.per_year == 12 && dates.len() > 1 => {
                let step = days_between(dates[0], dates[1]).max(1);
                f64::from(days_between(dates[0], dates[index.min(dates.len() - 1)])) / f64::from(step)
            }
            _ => index as f64 + 1.0,
        }
    }

    /// ln(population) at an index; 0 without population.
    pub fn offset(&self, index: usize) -> f64 {
        self.population.and_then(|population| population.get(index)).map_or(0.0, |p| libm::log(*p))
    }
}

/// The day of `years` years before; 29 February becomes 1 March.
pub fn years_before(date: Date, years: usize) -> Option<Date> {
    let year = date.year().checked_sub(i16::try_from(years).ok()?)?;
    overflowing(year, i32::from(date.month()), date.day())
}

/// The same day some months later or earlier; days that the month does not have run on into the next.
fn months_after(date: Date, months: i32) -> Option<Date> {
    let all = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    overflowing(i16::try_from(all.div_euclid(12)).ok()?, all.rem_euclid(12) + 1, date.day())
}

fn overflowing(year: i16, month: i32, day: i8) -> Option<Date> {
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    Some(add_days(first, i32::from(day) - 1))
}

/// Sunday is 0.
fn weekday(date: Date) -> i32 {
    i32::from(date.weekday().to_sunday_zero_offset())
}

/// The windows of the original: for each of `years` years the indices from `half_window` before to `half_window` after
/// the same step; and how many of them do not exist.
pub fn windows(observed: &Observed, index: usize, years: usize, half_window: usize) -> (Vec<usize>, usize) {
    let mut found = Vec::with_capacity(years * (2 * half_window + 1));
    let mut lacking = 0;
    for year in (1..=years).rev() {
        for shift in -(half_window as i64)..=half_window as i64 {
            let place = match observed.dates {
                None => {
                    let place = index as i64 - (year * observed.per_year) as i64 + shift;
                    usize::try_from(place).ok().filter(|place| *place < observed.counts.len())
                }
                Some(dates) => neighbour(observed, dates[index], year, shift)
                    .and_then(|date| observed.place(date))
                    .filter(|place| *place < observed.counts.len()),
            };
            match place {
                Some(place) => found.push(place),
                None => lacking += 1,
            }
        }
    }
    (found, lacking)
}

/// The date `shift` steps from the same day of an earlier year: of weeks the nearest same weekday (earlier at a tie), of
/// months the same day of the month.
fn neighbour(observed: &Observed, now: Date, year: usize, shift: i64) -> Option<Date> {
    let then = years_before(now, year)?;
    let shift = i32::try_from(shift).ok()?;
    match observed.per_year {
        12 => {
            let date = months_after(then, shift)?;
            Some(add_days(date, i32::from(now.day()) - i32::from(date.day())))
        }
        52 => {
            let date = add_days(then, 7 * shift);
            let forward = (weekday(now) - weekday(date)).rem_euclid(7);
            let backward = (weekday(date) - weekday(now)).rem_euclid(7);
            Some(add_days(date, if forward < backward { forward } else { -backward }))
        }
        _ => Some(add_days(then, shift)),
    }
}

/// The same step of this and each of `years` past years, newest first; `None` if one is not among the counts.
pub fn same_steps(observed: &Observed, index: usize, years: usize) -> Option<Vec<usize>> {
    let Some(dates) = observed.dates else {
        return (0..=years).map(|year| index.checked_sub(year.checked_mul(observed.per_year)?)).collect();
    };
    let now = *dates.get(index)?;
    let same = |year| {
        let then = years_before(now, year)?;
        observed.place(if observed.per_year == 52 { nearest_weekday(then, now) } else { then })
    };
    (0..=years).map(same).collect()
}

/// The date nearest to `then` on the weekday of `now`; at a tie that of the same week from Sunday.
fn nearest_weekday(then: Date, now: Date) -> Date {
    let same_week = add_days(then, weekday(now) - weekday(then));
    let other = add_days(same_week, if same_week > then { -7 } else { 7 });
    let distance = |date: Date| days_between(date, then).abs();
    if distance(same_week) > distance(other) { other } else { same_week }
}

/// The flexible detector's parts of the year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grouped {
    /// Index and group (1 to `periods`) of every reference value, in order of time. Group `periods` holds the windows
    /// around the same step of past years (and of this year); the others divide what lies between them, in order.
    pub values: Vec<(usize, usize)>,
    /// Steps before the first value that a window would have had.
    pub lacking: usize,
}

/// Groups the reference values. `None` if a past year is not among the counts, or the years are too short for so many
/// periods.
pub fn grouped(
    observed: &Observed,
    index: usize,
    years: usize,
    half_window: usize,
    periods: usize,
    left_out: usize,
) -> Option<Grouped> {
    let same = same_steps(observed, index, years)?;
    let mut groups = vec![0_usize; index + 1];
    groups[index.saturating_sub(half_window)..].fill(periods);
    let mut lacking = 0;
    for pair in same.windows(2) {
        let (later, now) = (pair[0], pair[1]);
        lacking += half_window.saturating_sub(now);
        let window_end = now + half_window + 1;
        groups.get_mut(now.saturating_sub(half_window)..window_end)?.fill(periods);
        if periods > 1 {
            let between = later.checked_sub(half_window)?.checked_sub(window_end)?;
            if between + 2 * half_window + 1 < periods {
                return None;
            }
            let (length, rest) = (between / (periods - 1), between % (periods - 1));
            let mut start = window_end;
            for group in 1..periods {
                let end = start + length + usize::from(group <= rest);
                groups.get_mut(start..end)?.fill(group);
                start = end;
            }
        }
    }
    // The newest steps may already belong to an outbreak.
    let kept = (index + 1).saturating_sub(left_out + 1);
    let values = groups[..kept].iter().copied().enumerate().filter(|(_, group)| *group > 0).collect();
    Some(Grouped { values, lacking })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn leap_days_run_on_into_march() {
        assert_eq!(years_before(date("2020-02-29"), 1), Some(date("2019-03-01")));
        assert_eq!(months_after(date("2019-03-31"), -1), Some(date("2019-03-03")));
    }

    #[test]
    fn weeks_of_past_years_keep_the_weekday() {
        assert_eq!(nearest_weekday(date("2019-03-04"), date("2020-03-04")), date("2019-03-06"));
        assert_eq!(nearest_weekday(date("2019-03-02"), date("2020-03-02")), date("2019-03-04"));
    }

    #[test]
    fn a_year_is_divided_evenly() {
        let counts = vec![Some(1.0); 30];
        let observed = Observed { counts: &counts, dates: None, per_year: 12, population: None };
        let grouped = grouped(&observed, 26, 2, 1, 4, 1).expect("groups");
        let text: Vec<String> = grouped.values.iter().map(|(i, g)| format!("{i}:{g}")).collect();
        assert_eq!(
            text.join(" "),
            "1:4 2:4 3:4 4:1 5:1 6:1 7:2 8:2 9:2 10:3 11:3 12:3 13:4 14:4 15:4 16:1 17:1 18:1 19:2 20:2 21:2 22:3 23:3 24:3"
        );
        assert_eq!(grouped.lacking, 0);
    }
}
