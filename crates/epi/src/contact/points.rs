//! Epidemic points (疫点): places that cases may have contaminated.
//!
//! Source: the village plan's rule (catalogue A-09): places visited from some days before onset until isolation, where the
//! stay was long, the room small and badly aired. Whether these narrow each other or each is enough is not clear in the
//! source: it is the parameter `join`. Not here: how far a point reaches; an investigator draws that.

use super::given::{Given, Person, Place, Room};
use super::rules::{Certainty, CountedFrom, Holds, Join, RoomTest, Rules, minutes};
use crate::problem::{Problem, ProblemKind};
use facts::Instant;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the plan decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PointRules {
    /// Days before onset (else first positive sample) from which visits count.
    pub days_before: i32,
    /// The stay must be longer than so many minutes; `None` does not ask.
    pub stay_minutes_over: Option<i64>,
    /// Conditions on the room.
    pub room: RoomTest,
    /// How stay and room are joined.
    pub join: Join,
}

/// A place that is a point.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Point {
    /// Where.
    pub place: Place,
    /// The cases that were there, by number.
    pub cases: Vec<Person>,
    /// The first of their stays began.
    pub first: Instant,
    /// The last ended.
    pub last: Instant,
    /// `Certain`, or `Possible` if something that is asked for is not known.
    pub certainty: Certainty,
}

/// The points of all cases, by place. `rules` give zone, unknown stays and the present.
pub fn points(given: &Given, rules: &Rules, point: &PointRules) -> (Vec<Point>, Vec<Problem>) {
    let window = Rules {
        days_before: point.days_before,
        counted_from: CountedFrom::OnsetElsePositive,
        ..rules.clone()
    };
    let mut problems = Vec::new();
    let mut windows: BTreeMap<Person, (Instant, Instant)> = BTreeMap::new();
    for (index, case) in given.cases.iter().enumerate() {
        match window.window_start(case.onset, case.first_positive) {
            Some(from) => {
                windows.insert(case.person, (from, case.isolated.unwrap_or(rules.now).min(rules.now)));
            }
            None => problems.push(Problem::at(ProblemKind::CaseUndated, index)),
        }
    }
    let mut points: BTreeMap<Place, Point> = BTreeMap::new();
    for (index, visit) in given.visits.iter().enumerate() {
        let Some((start, end)) = windows.get(&visit.person) else { continue };
        if visit.to.is_some_and(|to| to < visit.from) {
            problems.push(Problem::at(ProblemKind::IntervalReversed, index));
            continue;
        }
        let (from, to) = (visit.from.max(*start), rules.end_of(visit.from, visit.to).min(*end));
        if from >= to {
            continue;
        }
        let stay = point.stay_minutes_over.map(|over| match visit.to {
            None => Holds::Unknown,
            Some(_) if to.micros_since(from) > minutes(over) => Holds::Yes,
            Some(_) => Holds::No,
        });
        let room = given.rooms.get(visit.place.0 as usize).copied().unwrap_or(Room::default());
        let asks_room = point.room.area_m2_max.is_some() || point.room.ventilation_best.is_some();
        let holds = point.join.of(stay.into_iter().chain(asks_room.then(|| point.room.holds(room))));
        if holds == Holds::No {
            continue;
        }
        let certainty = if holds == Holds::Yes { Certainty::Certain } else { Certainty::Possible };
        let new = Point { place: visit.place, cases: Vec::new(), first: from, last: to, certainty };
        let known = points.entry(visit.place).or_insert(new);
        (known.first, known.last) = (known.first.min(from), known.last.max(to));
        known.certainty = known.certainty.max(certainty);
        if let Err(slot) = known.cases.binary_search(&visit.person) {
            known.cases.insert(slot, visit.person);
        }
    }
    (points.into_values().collect(), problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::given::{Case, Ventilation, Visit};
    use facts::Zone;

    #[test]
    fn and_or_or_decides_which_places_are_points() {
        let zone = Zone::default();
        let at = |text: &str| zone.read(&format!("2026-03-{text}")).expect("a time");
        let visit = |place, from: &str, to: &str| Visit {
            person: Person(0),
            place: Place(place),
            from: at(from),
            to: Some(at(to)),
        };
        // A long stay in a small stuffy room, a short one there, a long one in a hall, one too early.
        let visits = [
            visit(0, "09 08:00", "09 10:00"),
            visit(1, "09 11:00", "09 11:30"),
            visit(2, "09 12:00", "09 15:00"),
            visit(3, "05 12:00", "05 15:00"),
        ];
        let stuffy = Room { area_m2: Some(12.0), ventilation: Some(Ventilation::Poor) };
        let hall = Room { area_m2: Some(500.0), ventilation: Some(Ventilation::Good) };
        let case = Case {
            person: Person(0),
            onset: zone.date_of(at("10 00:00")).into(),
            first_positive: None,
            isolated: None,
        };
        let given = Given {
            cases: &[case],
            visits: &visits,
            rooms: &[stuffy, stuffy, hall, stuffy],
            ..Given::default()
        };
        let rules = Rules {
            zone,
            days_before: 2,
            counted_from: CountedFrom::OnsetElsePositive,
            places: Vec::new(),
            groups: Vec::new(),
            rides: Vec::new(),
            unknown_stay_minutes: 60,
            linger_minutes: 0,
            secondary: false,
            observation_days: 14,
            now: at("20 00:00"),
        };
        let room =
            RoomTest { area_m2_max: Some(30.0), ventilation_best: Some(Ventilation::Poor), join: Join::All };
        let narrow = PointRules { days_before: 3, stay_minutes_over: Some(60), room, join: Join::All };
        let places = |rules_of_points: &PointRules| -> Vec<u32> {
            points(&given, &rules, rules_of_points).0.iter().map(|point| point.place.0).collect()
        };
        assert_eq!(places(&narrow), [0]);
        assert_eq!(places(&PointRules { join: Join::Any, ..narrow }), [0, 1, 2]);
        let every = PointRules { stay_minutes_over: None, room: RoomTest::NONE, ..narrow };
        assert_eq!(places(&every), [0, 1, 2]);
    }
}
