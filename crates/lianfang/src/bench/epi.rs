//! `lianfang bench epi`: how long a county's detectors and contact determination take, on one core, without a server.
//!
//! Series and visits are invented from a fixed sequence, the same on every machine. Not here: whether the results are
//! right; the tests of `epi` hold them to published ones.

use crate::clock::stopwatch;
use ::epi::contact::{
    determine::determine,
    given::{Case, Given, Person, Place, Room, Ventilation, Visit},
    rules::{CountedFrom, Join, Level, PlaceRule, RoomTest, Rules},
};
use ::epi::detect::{
    bound::{BoundMethod, Power},
    ears::{Ears, EarsParameters, ears},
    farrington::{FarringtonParameters, farrington},
    farrington_flexible::{FlexibleParameters, farrington_flexible},
    reference::Observed,
};
use facts::{Date, Instant, Zone};
use serde_json::{Value, json};

const SERIES: usize = 500;
const DAYS: usize = 3 * 365;
const VISITS: usize = 10_000_000;
const PERSONS: u32 = 500_000;
const PLACES: u32 = 100_000;
const CASES: u32 = 1_000;

/// Measures each once and gives lines of what, seconds, and how many answers.
pub fn measure() -> Vec<Value> {
    let series = series();
    let mut lines = vec![
        timed("C1 C2 C3, 500 series × 3 years of days, every day", || every_day_of_ears(&series)),
        timed("Farrington 1996, every day of the third year", || every_day_of_farrington(&series)),
        timed("Farrington flexible with 10 periods, the last day", || last_day_of_flexible(&series)),
    ];
    drop(series);
    let visits = visits();
    for (what, secondary) in [("contacts", false), ("contacts and contacts of contacts", true)] {
        let what = format!("{what}, {VISITS} visits, {CASES} cases");
        lines.push(timed(&what, || contacts(&visits, secondary)));
    }
    lines
}

fn timed(what: &str, work: impl FnOnce() -> usize) -> Value {
    let watch = stopwatch();
    let answers = work();
    json!({ "what": what, "seconds": watch.elapsed().as_secs_f64(), "answers": answers })
}

/// A fixed sequence of numbers below a limit (Knuth's linear congruence of 64 bits; the upper half is used).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 32) * u64::from(limit)) >> 32) as u32
    }
}

fn series() -> Vec<Vec<Option<f64>>> {
    let mut sequence = Sequence(1);
    let day =
        |level: u32, sequence: &mut Sequence| Some(f64::from(sequence.below(level) + sequence.below(level)));
    (0..SERIES).map(|n| (0..DAYS).map(|_| day(2 + n as u32 % 20, &mut sequence)).collect()).collect()
}

fn every_day_of_ears(series: &[Vec<Option<f64>>]) -> usize {
    let parameters = EarsParameters { baseline: 7, alpha: 0.001, sd_min: 0.5 };
    let one = |counts: &Vec<Option<f64>>| -> usize {
        [Ears::C1, Ears::C2, Ears::C3]
            .into_iter()
            .map(|which| ears(counts, which, &parameters, 0..DAYS).0.len())
            .sum()
    };
    series.iter().map(one).sum()
}

fn every_day_of_farrington(series: &[Vec<Option<f64>>]) -> usize {
    let parameters = FarringtonParameters {
        years: 2,
        half_window: 3,
        alpha: 0.05,
        trend: true,
        reweight: true,
        power: Power::TwoThirds,
        recent_cases: 5.0,
        recent_steps: 4,
    };
    let one = |counts: &Vec<Option<f64>>| {
        let observed = Observed { counts, dates: None, per_year: 365, population: None };
        farrington(&observed, &parameters, 2 * 365 + 3..DAYS).0.len()
    };
    series.iter().map(one).sum()
}

fn last_day_of_flexible(series: &[Vec<Option<f64>>]) -> usize {
    let parameters = FlexibleParameters {
        years: 2,
        half_window: 3,
        periods: 10,
        left_out: 26,
        alpha: 0.05,
        trend: true,
        trend_p_max: 1.0,
        reweight: true,
        weights_threshold: 2.58,
        bound: BoundMethod::Power(Power::TwoThirds),
        recent_cases: 5.0,
        recent_steps: 4,
    };
    let one = |counts: &Vec<Option<f64>>| {
        let observed = Observed { counts, dates: None, per_year: 365, population: None };
        farrington_flexible(&observed, &parameters, DAYS - 1..DAYS).0.len()
    };
    series.iter().map(one).sum()
}

const MINUTE: i64 = 60_000_000;

fn first_day() -> Date {
    Date::constant(2026, 3, 2)
}

/// Two weeks of visits of up to three hours, by half a million people at a hundred thousand places.
fn visits() -> Vec<Visit> {
    let start = Zone::default().start_of(first_day());
    let mut sequence = Sequence(7);
    let mut visit = || {
        let from = start.plus_micros(i64::from(sequence.below(14 * 1440)) * MINUTE);
        Visit {
            person: Person(sequence.below(PERSONS)),
            place: Place(sequence.below(PLACES)),
            from,
            to: Some(from.plus_micros(i64::from(1 + sequence.below(180)) * MINUTE)),
        }
    };
    (0..VISITS).map(|_| visit()).collect()
}

fn contacts(visits: &[Visit], secondary: bool) -> usize {
    let zone = Zone::default();
    let onset = |n: u32| facts::time::add_days(first_day(), 6 + (n % 7) as i32);
    let cases: Vec<Case> = (0..CASES)
        .map(|n| Case { person: Person(n), onset: Some(onset(n)), first_positive: None, isolated: None })
        .collect();
    let room = |n: u32| Room {
        area_m2: Some(f64::from(10 + n % 90)),
        ventilation: Some(if n.is_multiple_of(3) { Ventilation::Poor } else { Ventilation::Fair }),
    };
    let rooms: Vec<Room> = (0..PLACES).map(room).collect();
    let small =
        RoomTest { area_m2_max: Some(30.0), ventilation_best: Some(Ventilation::Poor), join: Join::Any };
    let rules = Rules {
        zone,
        days_before: 2,
        counted_from: CountedFrom::OnsetElsePositive,
        places: vec![
            PlaceRule { level: Level::Close, minutes_min: 15, room: small },
            PlaceRule { level: Level::General, minutes_min: 1, room: RoomTest::NONE },
        ],
        groups: Vec::new(),
        rides: Vec::new(),
        unknown_stay_minutes: 60,
        linger_minutes: 0,
        secondary,
        observation_days: 7,
        now: Instant(zone.start_of(first_day()).0 + 14 * 1440 * MINUTE),
    };
    let given = Given { cases: &cases, visits, rooms: &rooms, ..Given::default() };
    determine(&given, &rules).0.len()
}
