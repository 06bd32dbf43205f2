//! Whatever the input, nothing panics, and what is said is a number that makes sense.

use epi::area::{
    colours::{Indicator, colour},
    situation::{AreaCase, SituationRules, situation},
    zones::{ZoneLevel, zone},
};
use epi::chain::{
    clusters::clusters,
    sources::{ChainCase, ChainParameters, sources},
    tree::tree,
};
use epi::contact::{
    determine::determine,
    given::{Case, Given, Group, GroupKind, Membership, Named, Person, Place, Ride, Room, Seat, Trip, Visit},
    points::{PointRules, points},
    rules::{CountedFrom, GroupRule, Join, Level, PlaceRule, RideRule, RoomTest, Rules},
};
use epi::detect::{
    Judged,
    bound::{BoundMethod, Power},
    cusum::{CusumParameters, ExpectedMean, Transformation, cusum},
    ears::{Ears, EarsParameters, ears},
    farrington::{FarringtonParameters, farrington},
    farrington_flexible::{FlexibleParameters, farrington_flexible},
    percentile::{PercentileParameters, percentile},
    reference::Observed,
    rki::{RkiParameters, rki},
    threshold::{ThresholdParameters, threshold},
};
use epi::rates::{Household, attack_rate, secondary_attack_rate};
use epi::series::{Series, Step};
use epi::spread::{
    cori::{Prior, reproduction},
    delays::delays,
    growth::growth,
    incidence::{Incidence, Window},
    nowcast::{NowcastParameters, nowcast},
    serial,
    wallinga_teunis::cohorts,
};
use facts::{Date, Instant, Label, Zone, time::add_days};
use proptest::prelude::*;

fn count() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        12 => (0..30_u32).prop_map(|n| Some(f64::from(n))),
        3 => Just(Some(0.0)),
        1 => Just(None),
        1 => prop_oneof![Just(-3.0), Just(f64::NAN), Just(f64::INFINITY), Just(1e300), Just(0.5)].prop_map(Some),
    ]
}

fn counts() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(count(), 0..130)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..3.0_f64, 1 => Just(f64::NAN), 1 => Just(-1.0), 1 => Just(1e9), 1 => Just(0.0)]
}

fn date() -> impl Strategy<Value = Option<Date>> {
    prop_oneof![9 => (0..60_i32).prop_map(|n| Some(add_days(Date::constant(2020, 1, 30), n))), 1 => Just(None)]
}

/// One reading for each index that exists; where there is an alarm there is a count.
fn sound(judged: &Judged, counts: &[Option<f64>]) {
    for reading in &judged.0 {
        assert!(reading.index < counts.len());
        assert!(reading.alarm != Some(true) || reading.observed.is_some());
        assert!(!reading.says().zh.is_empty());
    }
    for problem in &judged.1 {
        assert!(!problem.says().en.is_empty());
    }
}

fn contact_rules(n: i64, secondary: bool, now: Instant) -> Rules {
    let small = RoomTest { area_m2_max: Some(10.0), ..RoomTest::NONE };
    Rules {
        zone: Zone::default(),
        days_before: n as i32,
        counted_from: CountedFrom::Earlier,
        places: vec![
            PlaceRule { level: Level::Close, minutes_min: n, room: small },
            PlaceRule { level: Level::General, minutes_min: 0, room: RoomTest::NONE },
        ],
        groups: vec![GroupRule { level: Level::Close, kind: GroupKind::Class }],
        rides: vec![RideRule {
            level: Level::Close,
            minutes_min: n,
            rows_apart_max: Some(2),
            columns_apart_max: None,
        }],
        unknown_stay_minutes: n,
        linger_minutes: n,
        secondary,
        observation_days: n as i32,
        now,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn simple_detectors(counts in counts(), a in number(), b in number(), n in 0..9_usize, m in 0..60_usize) {
        let range = m / 2..m + 70;
        for which in [Ears::C1, Ears::C2, Ears::C3] {
            let parameters = EarsParameters { baseline: n, alpha: a / 4.0, sd_min: b };
            sound(&ears(&counts, which, &parameters, range.clone()), &counts);
        }
        let means = [ExpectedMean::Before, ExpectedMean::Given(a), ExpectedMean::Seasonal { per_year: n, first: m }];
        let transformations = [
            Transformation::Standard, Transformation::Rossi, Transformation::Anscombe,
            Transformation::NegativeBinomial(b),
        ];
        for mean in means {
            for transformation in transformations {
                let parameters = CusumParameters { k: a, h: b, mean, transformation };
                sound(&cusum(&counts, &parameters, range.clone()), &counts);
            }
        }
        let parameters = RkiParameters { years: n / 3, half_window: n, this_year: n % 2 == 0, per_year: m };
        sound(&rki(&counts, &parameters, range.clone()), &counts);
        let parameters = PercentileParameters {
            window: n, years: n / 3, per_year: m, neighbours: n / 4, percentile: a / 3.0, reaching: n % 2 == 0,
        };
        sound(&percentile(&counts, &parameters, range.clone()), &counts);
        sound(&threshold(&counts, &ThresholdParameters { window: n, least: a }, range), &counts);
    }

    #[test]
    fn farringtons(counts in counts(), a in number(), b in 1..4_usize, w in 0..4_usize, p in 0..6_usize, dated: bool) {
        let first = Date::constant(2020, 2, 29);
        let dates: Vec<Date> = (0..counts.len()).map(|n| add_days(first, 30 * n as i32)).collect();
        let observed =
            Observed { counts: &counts, dates: dated.then_some(&dates[..]), per_year: 12, population: None };
        let parameters = FarringtonParameters {
            years: b, half_window: w, alpha: a / 3.0, trend: p % 2 == 0, reweight: w > 0, power: Power::TwoThirds,
            recent_cases: 2.0, recent_steps: 4,
        };
        sound(&farrington(&observed, &parameters, 40..90), &counts);
        for bound in [BoundMethod::Power(Power::Half), BoundMethod::Plugin, BoundMethod::Muan] {
            let parameters = FlexibleParameters {
                years: b, half_window: w, periods: p, left_out: w + 1, alpha: a / 3.0, trend: true, trend_p_max: a,
                reweight: true, weights_threshold: a, bound, recent_cases: 2.0, recent_steps: 4,
            };
            sound(&farrington_flexible(&observed, &parameters, 40..90), &counts);
        }
    }

    #[test]
    fn spread(counts in counts(), a in number(), b in number(), n in 0..12_usize) {
        let (incidence, _) = Incidence::new(&counts, Some(&counts[..counts.len() / 2]));
        let serial = serial::discretised(1.0 + a, b, counts.len()).unwrap_or_else(|| vec![0.0, 0.5, 0.5]);
        let mut windows = Window::sliding(incidence.days(), n);
        windows.push(Window { first: n, last: n / 2 });
        let (estimates, _) = reproduction(&incidence, &serial, Prior { mean: 5.0, sd: 5.0 }, &windows);
        for estimate in estimates.iter().flatten() {
            prop_assert!(estimate.mean >= 0.0 && estimate.quantiles.windows(2).all(|q| q[0] <= q[1]));
        }
        let (numbers, _) = cohorts(&incidence, &serial, &windows);
        prop_assert_eq!(numbers.len(), windows.len());
        let _ = growth(&counts, a / 3.0);
    }

    #[test]
    fn dates_of_cases(
        pairs in prop::collection::vec((date(), date()), 0..60),
        rows in prop::collection::vec((date(), count()), 0..60),
        now in date(), a in number(), n in 0..30_usize,
    ) {
        let _ = delays(&pairs);
        let now = now.unwrap_or(Date::constant(2020, 3, 1));
        let parameters = NowcastParameters { delay_days_max: n, learn_days: n, share_min: a / 9.0, confidence: a / 3.0 };
        let (days, _) = nowcast(&pairs, now, &parameters);
        prop_assert!(days.iter().all(|day| day.expected.is_none_or(|e| e >= day.reported)));
        let (series, _) = Series::from_rows(&rows, if n % 2 == 0 { Step::Day } else { Step::Week });
        prop_assert!(series.counts.iter().flatten().all(|count| *count >= 0.0));
        let (new, _) = series.increments();
        let _ = new.jumps(a, a, n);
        let households: Vec<Household> = pairs
            .iter()
            .map(|(one, other)| Household { members: n as u64 / 10, onsets: vec![*one, *other] })
            .collect();
        let (rate, _) = secondary_attack_rate(&households, n as i32 / 5, n as i32, 0.95);
        prop_assert!(rate.is_none_or(|r| r.low <= r.rate && r.rate <= r.high));
        let (rate, _) = attack_rate(n as u64, pairs.len() as u64, a / 3.0);
        prop_assert!(rate.is_none_or(|r| r.low <= r.rate && r.rate <= r.high));
    }

    #[test]
    fn chains(
        dates in prop::collection::vec((date(), date(), date(), any::<bool>()), 0..40),
        weight in number(), unknown in number(), n in 0..9_usize,
    ) {
        let cases: Vec<ChainCase> = dates
            .iter()
            .map(|(onset, infected_from, infected_to, imported)| ChainCase {
                onset: *onset, infected_from: *infected_from, infected_to: *infected_to, imported: *imported,
            })
            .collect();
        let parameters = ChainParameters {
            serial: &[0.0, 0.2, 0.3, 0.3, 0.2], unknown_weight: unknown,
            infectious_days_before: n as i32, infectious_days_after: n as i32,
        };
        let (found, _) = sources(&cases, |i, j| if (i + j) % 3 == 0 { weight } else { 1.0 }, &parameters);
        for sources in &found {
            let sum: f64 = sources.candidates.iter().map(|c| c.probability).sum::<f64>() + sources.unknown;
            prop_assert!((sum - 1.0).abs() < 1e-9);
        }
        let tree = tree(&cases, &found, weight);
        prop_assert_eq!(tree.infected.iter().sum::<usize>(), tree.links.len());
        let onsets: Vec<Option<Date>> = cases.iter().map(|case| case.onset).collect();
        let belongs: Vec<(usize, usize)> = (0..50).map(|case| (case, case % 3)).collect();
        let _ = clusters(&onsets, &belongs, n, n as i32);
    }

    #[test]
    fn areas(
        cases in prop::collection::vec((date(), prop::option::of(0..4_u32), prop::option::of(any::<bool>())), 0..30),
        today in date(), a in number(), n in 0..9_usize,
    ) {
        let area: Vec<AreaCase> = cases
            .iter()
            .map(|(date, small_area, source_known)| AreaCase {
                date: *date, small_area: *small_area, source_known: *source_known,
            })
            .collect();
        let today = today.unwrap_or(Date::constant(2020, 3, 1));
        let days = n as i32;
        let rules = SituationRules {
            case_days: days, outbreak_cases: n, outbreak_days: days, unknown_cases: n, unknown_days: days,
            outbreaks: Some(n),
        };
        let (assessment, _) = situation(&area, today, &rules);
        prop_assert!(assessment.situation <= assessment.at_worst);
        let level = |cases_min| ZoneLevel {
            name: Label::new("高", "high"), legal_basis: Label::default(), cases_min, days, quiet_days: days,
            test_rounds: n / 3,
        };
        let dates: Vec<Date> = cases.iter().filter_map(|case| case.0).collect();
        let (zone, changes) = zone(&[level(n + 1), level(1)], &dates, &dates, today);
        prop_assert!(zone.is_none() || !changes.is_empty());
        let steps = vec![0.0, 1.0 + a];
        let _ = colour(&[Indicator { value: Some(a), steps, weight: a }], &[0.1, 0.2, a, 0.9]);
    }

    #[test]
    fn contacts(
        cases in prop::collection::vec((0..9_u32, date(), date(), prop::option::of(0..60_i64)), 0..6),
        stays in prop::collection::vec((0..40_u32, 0..6_u32, 0..1_440_i64, prop::option::of(-60..400_i64)), 0..200),
        n in 0..40_i64, secondary: bool,
    ) {
        let zone = Zone::default();
        let start = zone.start_of(Date::constant(2020, 1, 30));
        let hour = |hours: i64| Instant(start.0 + hours * 3_600_000_000);
        let minute = |instant: Instant, minutes: i64| Instant(instant.0 + minutes * 60_000_000);
        let cases: Vec<Case> = cases
            .iter()
            .map(|(person, onset, positive, isolated)| Case {
                person: Person(*person), onset: *onset, first_positive: *positive,
                isolated: isolated.map(|days| hour(24 * days)),
            })
            .collect();
        let visits: Vec<Visit> = stays
            .iter()
            .map(|(person, place, from, long)| Visit {
                person: Person(*person), place: Place(*place), from: hour(*from),
                to: long.map(|long| minute(hour(*from), long)),
            })
            .collect();
        let rides: Vec<Ride> = stays
            .iter()
            .map(|(person, trip, from, long)| Ride {
                person: Person(*person), trip: Trip(*trip), from: hour(*from),
                to: long.map(|long| minute(hour(*from), long)),
                seat: long.map(|long| Seat { row: long.unsigned_abs() as u16, column: *trip as u16 }),
            })
            .collect();
        let memberships: Vec<Membership> = stays
            .iter()
            .map(|(person, group, from, long)| Membership {
                person: Person(*person), group: Group(*group), from: zone.date_of(hour(*from)),
                to: long.map(|long| zone.date_of(hour(*from + long))),
            })
            .collect();
        let named: Vec<Named> = stays
            .iter()
            .take(9)
            .map(|(person, source, from, long)| Named {
                source: Person(*source), person: Person(*person), from: hour(*from),
                to: minute(hour(*from), long.unwrap_or(0)), level: Level::General,
            })
            .collect();
        let isolated: Vec<(Person, Instant)> = stays.iter().take(5).map(|s| (Person(s.0), hour(s.2))).collect();
        let given = Given {
            cases: &cases, visits: &visits, rooms: &[Room { area_m2: Some(9.0), ventilation: None }],
            memberships: &memberships, groups: &[GroupKind::Household, GroupKind::Class], rides: &rides,
            named: &named, isolated: &isolated,
        };
        let rules = contact_rules(n, secondary, hour(1_440));
        let (contacts, _) = determine(&given, &rules);
        for contact in &contacts {
            prop_assert!(!contact.exposures.is_empty() && contact.exposures.iter().all(|e| e.from <= e.to));
            prop_assert!(secondary || contact.level != Level::Secondary);
            prop_assert!(contact.exposures.iter().all(|e| e.source != contact.person));
        }
        // The order of what is given does not matter.
        let mut turned = visits.clone();
        turned.reverse();
        let (again, _) = determine(&Given { visits: &turned, ..given }, &rules);
        prop_assert_eq!(&contacts, &again);
        let point = PointRules { days_before: n as i32, stay_minutes_over: Some(n), room: RoomTest::NONE, join: Join::Any };
        let _ = points(&given, &rules, &point);
    }
}
