//! Nowcasting: how many have fallen ill on the last days, reported or not yet.
//!
//! Sources: the distribution of the reporting delay by reverse-time hazards from right-truncated data, J. D. Kalbfleisch,
//! J. F. Lawless, Inference based on retrospective ascertainment, Journal of the American Statistical Association
//! 1989;84:360–372; the correction by it, J. F. Lawless, Adjustments for reporting delays and the prediction of occurred
//! but not reported events, Canadian Journal of Statistics 1994;22:15–31. With F(d) the share that is reported within d
//! days, and n reported of a day that lies d days back, those not yet reported are negative binomial with size n + 1 and
//! probability F(d) (uniform prior of the total): mean (n + 1)(1 − F)/F.
//!
//! Units: cases, days. Not here: growth; a change of the delay itself in the last days is not seen.

use crate::math::counts;
use crate::problem::{Problem, ProblemKind};
use facts::{Date, time::add_days, time::days_between};
use serde::Serialize;

/// What the caller decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NowcastParameters {
    /// The longest delay that is believed, in days; days further back count as complete.
    pub delay_days_max: usize,
    /// Only onsets of so many last days teach the delay; 0 for all.
    pub learn_days: usize,
    /// Nothing is expected of days of which a smaller share than this is reported by now; above 0.
    pub share_min: f64,
    /// Probability of the interval, as 0.95.
    pub confidence: f64,
}

/// One day.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct NowcastDay {
    /// The day of onset.
    pub date: Date,
    /// Reported until now.
    pub reported: f64,
    /// Share of such a day's cases that is reported by now.
    pub share: Option<f64>,
    /// Expected in all.
    pub expected: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The last `delay_days_max` + 1 days up to `now`, from cases (onset, report). Reports after `now` are not known yet and
/// are left out; a report before the onset is named.
pub fn nowcast(
    cases: &[(Option<Date>, Option<Date>)],
    now: Date,
    parameters: &NowcastParameters,
) -> (Vec<NowcastDay>, Vec<Problem>) {
    let p = *parameters;
    let sensible =
        p.confidence > 0.0 && p.confidence < 1.0 && p.share_min >= 0.0 && p.delay_days_max <= 3_650;
    if !sensible {
        return (Vec::new(), vec![Problem::of(ProblemKind::ParameterSenseless)]);
    }
    let (known, mut problems) = known(cases, now);
    let shares = shares(&known, &p);
    let mut reported = vec![0.0; p.delay_days_max + 1];
    for (back, _) in known.iter().filter(|(back, _)| *back <= p.delay_days_max) {
        reported[*back] += 1.0;
    }
    let mut days = Vec::with_capacity(p.delay_days_max + 1);
    for back in (0..=p.delay_days_max).rev() {
        let (n, date) = (reported[back], add_days(now, -(back as i32)));
        let share = shares[back].filter(|share| *share > 0.0 && *share >= p.share_min);
        if share.is_none() {
            problems.push(Problem::of(ProblemKind::HistoryShort).on(date));
        }
        let tail = (1.0 - p.confidence) / 2.0;
        let unreported = |q| share.map(|f| n + counts::negative_binomial_quantile(q, n + 1.0, f));
        days.push(NowcastDay {
            date,
            reported: n,
            share,
            expected: share.map(|f| n + (n + 1.0) * (1.0 - f) / f),
            low: unreported(tail),
            high: unreported(1.0 - tail),
        });
    }
    (days, problems)
}

/// (days from onset to now, delay) of each case that is reported by now.
fn known(cases: &[(Option<Date>, Option<Date>)], now: Date) -> (Vec<(usize, usize)>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut known = Vec::with_capacity(cases.len());
    for (index, case) in cases.iter().enumerate() {
        let (Some(onset), Some(report)) = *case else {
            problems.push(Problem::at(ProblemKind::DateUnknown, index));
            continue;
        };
        let delay = days_between(onset, report);
        match usize::try_from(delay) {
            Err(_) => problems
                .push(Problem::at(ProblemKind::OrderImpossible, index).on(onset).with(f64::from(delay))),
            Ok(delay) if report <= now => known.push((days_between(onset, now) as usize, delay)),
            Ok(_) => {}
        }
    }
    (known, problems)
}

/// F(0) … F(max): the product over longer delays k of 1 − g(k), where g(k) is the share of delay k among the delays of at
/// most k of those who fell ill at least k days ago. `None` below a delay that nobody could show yet.
fn shares(known: &[(usize, usize)], p: &NowcastParameters) -> Vec<Option<f64>> {
    let taught = |back: usize| p.learn_days == 0 || back < p.learn_days;
    let mut shares = vec![None; p.delay_days_max + 1];
    let mut share = Some(1.0);
    for delay in (0..=p.delay_days_max).rev() {
        shares[delay] = share;
        let at_risk =
            known.iter().filter(|(back, d)| taught(*back) && *back >= delay && *d <= delay).count() as f64;
        let now =
            known.iter().filter(|(back, d)| taught(*back) && *back >= delay && *d == delay).count() as f64;
        share = share.filter(|_| at_risk > 0.0).map(|share| share * (1.0 - now / at_risk));
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_reported_is_doubled() {
        // Ten cases a day; half of each day's are reported on the day, half the day after.
        let now = Date::new(2020, 3, 20).expect("a date");
        let mut cases = Vec::new();
        for back in 0..15 {
            let onset = add_days(now, -back);
            for n in 0..10 {
                cases.push((Some(onset), Some(add_days(onset, i32::from(n % 2 == 0)))));
            }
        }
        let parameters =
            NowcastParameters { delay_days_max: 4, learn_days: 0, share_min: 0.0, confidence: 0.9 };
        let (days, problems) = nowcast(&cases, now, &parameters);
        let last = days.last().expect("a day");
        assert_eq!((last.date, last.reported), (now, 5.0));
        assert!((last.share.expect("a share") - 0.5).abs() < 1e-12);
        assert_eq!(last.expected, Some(11.0));
        assert_eq!(days[0].expected, Some(10.0));
        assert!(problems.is_empty());
    }
}
