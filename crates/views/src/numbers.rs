//! The numbers of a report: what has to be asked of the counters, and what the answers give.
//!
//! Ratios are computed here, on reading. A total that differs from the sum of its parts is shown, not hidden.

use crate::{
    counted::{PresentView, opens, ratio},
    report::{CorrectionView, IndicatorView, PartsDiffer},
    words::Words,
};
use facts::{Date, Decimal, Instant, Name, Zone, time::add_days};
use outcomes::DutyState;
use plan::program::{Indicator, Measure, Report};
use std::collections::{BTreeMap, BTreeSet};

/// Which of the two periods that are compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Period {
    /// The one that the report is about.
    This,
    /// The one before.
    Before,
}

/// A question to the store, for the subtree of the organisation.
#[derive(Clone, PartialEq, Debug)]
pub enum Ask {
    /// The sum of a counter, in whole numbers or in ten-thousandths.
    Counter {
        /// First and last day.
        days: (Date, Date),
        /// The counter holds ten-thousandths.
        scaled: bool,
    },
    /// How many subjects contribute.
    Distinct {
        /// First and last day.
        days: (Date, Date),
    },
    /// The latest contribution of each subject, added up.
    Last {
        /// First and last day.
        days: (Date, Date),
    },
    /// Duties due in the period that have come to one of these ends.
    Duties {
        /// The ends.
        states: Vec<DutyState>,
        /// Due from and before.
        due: (Instant, Instant),
    },
    /// Subjects that have the value of a status.
    Status {
        /// The status.
        status: Name,
        /// Its value.
        value: Name,
        /// When.
        at: Instant,
    },
    /// Courses that run.
    Courses {
        /// Of this name; `None` means all.
        name: Option<Name>,
        /// When.
        at: Instant,
    },
    /// Alerts raised in the period that were not withdrawn.
    Alerts {
        /// At least as severe.
        severity: u8,
        /// Raised from and before.
        raised: (Instant, Instant),
    },
    /// Reports of the level below.
    Returns {
        /// Of this day.
        day: Date,
        /// expected, received, on_time, missing.
        which: Name,
    },
}

/// The answers, by indicator and period. An absent one cannot be said.
pub type Answers = BTreeMap<(Name, Period), Decimal>;

/// From the beginning: for cumulative numbers.
const BEGINNING: Date = facts::time::Date::constant(1900, 1, 1);

/// The period that ends at the cut-off of a day: from, until.
pub fn period_of(report: &Report, day: Date, zone: Zone) -> (Instant, Instant) {
    let first = add_days(day, -i32::from(report.period_days.max(1)));
    (zone.at(first, report.cut_off), zone.at(day, report.cut_off))
}

/// The deadline of the report of a day.
pub fn due_of(report: &Report, day: Date, zone: Zone) -> Instant {
    report.due_after.after(zone.at(day, report.cut_off), zone)
}

/// Everything that has to be asked for the report of a day.
pub fn asks(report: &Report, day: Date, zone: Zone, now: Instant) -> Vec<(Name, Period, Ask)> {
    let before = add_days(day, -i32::from(report.period_days.max(1)));
    let mut asks = Vec::new();
    for indicator in &report.indicators {
        for (period, day) in [(Period::This, day), (Period::Before, before)] {
            if let Some(ask) = ask(report, indicator, day, zone, now) {
                asks.push((indicator.id.clone(), period, ask));
            }
        }
    }
    asks
}

fn ask(report: &Report, indicator: &Indicator, day: Date, zone: Zone, now: Instant) -> Option<Ask> {
    let first = if indicator.cumulative {
        BEGINNING
    } else {
        add_days(day, 1 - i32::from(report.period_days.max(1)))
    };
    let (days, due) = ((first, day), period_of(report, day, zone));
    let due = if indicator.cumulative { (zone.start_of(BEGINNING), due.1) } else { due };
    // Before the cut-off the draft shows what stands now.
    let at = due.1.min(now);
    Some(match &indicator.measure {
        Measure::Count(_) => Ask::Counter { days, scaled: false },
        Measure::Sum(..) => Ask::Counter { days, scaled: true },
        Measure::Distinct(_) => Ask::Distinct { days },
        Measure::Last(..) => Ask::Last { days },
        Measure::Ratio(..) => return None,
        Measure::Duties(end) => Ask::Duties { states: states_of(end), due },
        Measure::Status(status, value) => Ask::Status { status: status.clone(), value: value.clone(), at },
        Measure::Courses(name) => Ask::Courses { name: name.clone(), at },
        Measure::Alerts(severity) => Ask::Alerts { severity: *severity, raised: due },
        Measure::Returns(which) => Ask::Returns { day, which: which.clone() },
    })
}

fn states_of(end: &str) -> Vec<DutyState> {
    match end {
        "due" => {
            vec![DutyState::Open, DutyState::Overdue, DutyState::Done, DutyState::DoneLate, DutyState::Missed]
        }
        "open" => vec![DutyState::Open, DutyState::Overdue],
        "done" => vec![DutyState::Done],
        "late" => vec![DutyState::DoneLate],
        "overdue" => vec![DutyState::Overdue],
        "missed" => vec![DutyState::Missed],
        "waived" => vec![DutyState::Waived],
        _ => Vec::new(),
    }
}

/// True when every number made of facts of the period is zero, and there is one: a nil report.
pub fn says_zero(report: &Report, said: &BTreeMap<String, Option<Decimal>>) -> bool {
    let mut of_facts = report.indicators.iter().filter(|i| made_of_facts(&i.measure)).peekable();
    let zero = |i: &Indicator| said.get(i.id.as_str()).copied().flatten() == Some(Decimal::ZERO);
    of_facts.peek().is_some() && of_facts.all(zero)
}

fn made_of_facts(measure: &Measure) -> bool {
    matches!(measure, Measure::Count(_) | Measure::Distinct(_) | Measure::Sum(..) | Measure::Last(..))
}

/// The numbers of a report in their order.
pub fn numbers(report: &Report, answers: &Answers) -> Vec<IndicatorView> {
    let value = |indicator: &Indicator, period| value(indicator, period, answers);
    report
        .indicators
        .iter()
        .map(|indicator| {
            let (now, before) = (value(indicator, Period::This), value(indicator, Period::Before));
            IndicatorView {
                id: indicator.id.to_string(),
                title: Words::from(&indicator.title),
                unit: Words::from(&indicator.unit),
                value: now,
                yesterday: before,
                difference: now.zip(before).and_then(|(now, before)| now.checked_sub(before)),
                cumulative: indicator.cumulative,
                parts_differ: parts_differ(indicator, now, answers),
                opens: opens(&indicator.measure).to_owned(),
                ratio: ratio(&indicator.measure),
                present: None,
                duties: match &indicator.measure {
                    Measure::Duties(end) => Some(end.to_string()),
                    _ => None,
                },
            }
        })
        .collect()
}

fn value(indicator: &Indicator, period: Period, answers: &Answers) -> Option<Decimal> {
    let of = |id: &Name| answers.get(&(id.clone(), period)).copied();
    match &indicator.measure {
        // In percent. Over nothing it cannot be said.
        Measure::Ratio(part, whole) => {
            let hundred = Decimal::from_int(100)?;
            of(part)?.checked_mul(hundred)?.checked_div(of(whole)?)
        }
        _ => of(&indicator.id),
    }
}

fn parts_differ(indicator: &Indicator, total: Option<Decimal>, answers: &Answers) -> Option<PartsDiffer> {
    if indicator.parts.is_empty() {
        return None;
    }
    let parts = indicator.parts.iter().map(|id| answers.get(&(id.clone(), Period::This)));
    let sum = parts.flatten().try_fold(Decimal::ZERO, |sum, n| sum.checked_add(*n))?;
    let differs = total? != sum;
    differs.then(|| PartsDiffer { sum, parts: indicator.parts.iter().map(ToString::to_string).collect() })
}

/// The numbers as they are signed: indicator to value.
pub fn to_sign(numbers: &[IndicatorView]) -> BTreeMap<String, Option<Decimal>> {
    numbers.iter().map(|n| (n.id.clone(), n.value)).collect()
}

/// What has turned out otherwise since the signature. What becomes of duties and reports after it is no correction.
pub fn corrections(
    report: &Report,
    signed: &BTreeMap<String, Option<Decimal>>,
    now: &[IndicatorView],
) -> Vec<CorrectionView> {
    let moves_on =
        |measure: &Measure| matches!(measure, Measure::Duties(_) | Measure::Returns(_) | Measure::Ratio(..));
    let fixed: BTreeSet<&str> =
        report.indicators.iter().filter(|i| !moves_on(&i.measure)).map(|i| i.id.as_str()).collect();
    let changed = now.iter().filter(|n| signed.get(&n.id).is_none_or(|then| *then != n.value));
    changed
        .filter(|n| fixed.contains(n.id.as_str()))
        .map(|n| CorrectionView {
            id: n.id.clone(),
            title: n.title.clone(),
            signed: signed.get(&n.id).copied().flatten(),
            now: n.value,
        })
        .collect()
}

/// The numbers as they were signed; the comparison with the day before is the present one.
pub fn as_signed(signed: &BTreeMap<String, Option<Decimal>>, now: &[IndicatorView]) -> Vec<IndicatorView> {
    let one = |n: &IndicatorView| {
        let Some(value) = signed.get(&n.id).copied() else { return n.clone() };
        let difference = value.zip(n.yesterday).and_then(|(v, before)| v.checked_sub(before));
        let same = value == n.value;
        IndicatorView {
            value,
            difference,
            parts_differ: n.parts_differ.clone().filter(|_| same),
            present: (!same).then_some(PresentView { value: n.value }),
            ..n.clone()
        }
    };
    now.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::{Label, Span, time::Time};
    use plan::program::{Clause, Counted, ReportMode};

    fn indicator(id: &str, measure: Measure, parts: &[&str]) -> Indicator {
        let parts = parts.iter().map(Name::new).collect();
        Indicator {
            id: id.into(),
            title: Label::new(id, id),
            unit: Label::default(),
            measure,
            cumulative: false,
            parts,
        }
    }

    fn report(indicators: Vec<Indicator>) -> Report {
        Report {
            id: "p/daily".into(),
            title: Label::default(),
            clause: Clause::default(),
            owed_by: Vec::new(),
            mode: ReportMode::Full,
            period_days: 1,
            cut_off: Time::constant(8, 0, 0, 0),
            due_after: Span::hours(1),
            gathers: Vec::new(),
            indicators,
        }
    }

    fn count() -> Measure {
        Measure::Count(Counted { ledger: "t".into(), filter: None })
    }

    fn answers(list: &[(&str, Period, i64)]) -> Answers {
        list.iter().filter_map(|(id, p, n)| Some((((*id).into(), *p), Decimal::from_int(*n)?))).collect()
    }

    fn texts(numbers: &[IndicatorView]) -> Vec<String> {
        let text = |n: Option<Decimal>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        numbers
            .iter()
            .map(|n| format!("{} {} {}", text(n.value), text(n.yesterday), text(n.difference)))
            .collect()
    }

    #[test]
    fn a_ratio_is_computed_on_reading_and_over_nothing_cannot_be_said() {
        let of = report(vec![
            indicator("a", count(), &[]),
            indicator("b", count(), &[]),
            indicator("r", Measure::Ratio("a".into(), "b".into()), &[]),
        ]);
        use Period::{Before, This};
        let numbers =
            numbers(&of, &answers(&[("a", This, 1), ("b", This, 3), ("a", Before, 0), ("b", Before, 0)]));
        assert_eq!(texts(&numbers), ["1 0 1", "3 0 3", "33.3333 - -"]);
    }

    #[test]
    fn a_total_that_differs_from_its_parts_is_shown() {
        let of = report(vec![
            indicator("all", count(), &["x", "y"]),
            indicator("x", count(), &[]),
            indicator("y", count(), &[]),
        ]);
        let mut given = answers(&[("all", Period::This, 5), ("x", Period::This, 2), ("y", Period::This, 2)]);
        assert_eq!(
            numbers(&of, &given)[0].parts_differ.as_ref().map(|p| p.sum.to_string()).as_deref(),
            Some("4")
        );
        given.extend(answers(&[("y", Period::This, 3)]));
        assert_eq!(numbers(&of, &given)[0].parts_differ, None);
    }

    #[test]
    fn later_facts_make_a_correction_and_do_not_change_what_was_signed() {
        let of = report(vec![
            indicator("a", count(), &[]),
            indicator("o", Measure::Duties("overdue".into()), &[]),
            indicator("m", Measure::Returns("missing".into()), &[]),
            indicator("r", Measure::Ratio("o".into(), "a".into()), &[]),
        ]);
        use Period::{Before, This};
        let drawn = |a, o, m| {
            let given = [("a", This, a), ("a", Before, 1), ("o", This, o), ("o", Before, 0), ("m", This, m)];
            numbers(&of, &answers(&given))
        };
        let (signed, now) = (to_sign(&drawn(2, 4, 3)), drawn(3, 1, 0));
        let shown = as_signed(&signed, &now);
        assert_eq!(texts(&shown)[..2], ["2 1 1", "4 0 4"]);
        let present: Vec<_> = shown.iter().map(|n| n.present.as_ref().and_then(|p| p.value)).collect();
        assert_eq!(present[..3], [3, 1, 0].map(Decimal::from_int), "their rows are those of now");
        let corrected = corrections(&of, &signed, &now);
        let ids: Vec<&str> = corrected.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids, ["a"], "what became of duties and reports since is no correction");
        assert_eq!(corrections(&of, &to_sign(&now), &now), []);
    }

    #[test]
    fn zero_is_said_by_the_numbers_of_facts_alone() {
        let standing = indicator("held", Measure::Courses(None), &[]);
        let of = report(vec![indicator("a", count(), &[]), indicator("b", count(), &[]), standing.clone()]);
        let said = |list: &[(&str, Option<i64>)]| {
            list.iter().map(|(id, n)| ((*id).to_owned(), n.and_then(Decimal::from_int))).collect()
        };
        assert!(says_zero(&of, &said(&[("a", Some(0)), ("b", Some(0)), ("held", Some(7))])));
        assert!(!says_zero(&of, &said(&[("a", Some(0)), ("b", Some(1)), ("held", Some(0))])));
        assert!(!says_zero(&of, &said(&[("a", Some(0)), ("b", None)])), "what cannot be said is not zero");
        assert!(!says_zero(&report(vec![standing]), &said(&[("held", Some(0))])), "nothing to say zero of");
    }

    #[test]
    fn duties_due_are_all_but_those_waived() {
        let all = states_of("due");
        for end in ["open", "done", "late", "overdue", "missed"] {
            assert!(states_of(end).iter().all(|state| all.contains(state)), "{end}");
        }
        assert!(!all.contains(&DutyState::Waived) && !all.contains(&DutyState::Withdrawn));
    }

    #[test]
    fn the_period_ends_at_the_cut_off() {
        let zone = Zone::default();
        let day = zone.date_of(zone.read("2026-09-12 12:00").expect("a time"));
        let (from, until) = period_of(&report(vec![]), day, zone);
        assert_eq!(
            (zone.words(from), zone.words(until)),
            ("2026-09-11 08:00".into(), "2026-09-12 08:00".into())
        );
        assert_eq!(zone.words(due_of(&report(vec![]), day, zone)), "2026-09-12 09:00");
    }
}
