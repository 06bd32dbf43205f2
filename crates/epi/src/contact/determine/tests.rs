//! Who becomes a contact, told as short stories.

use super::*;
use crate::contact::given::{
    Case, Group, GroupKind, Membership, Named, Place, Ride, Room, Seat, Trip, Ventilation, Visit,
};
use crate::contact::rules::{CountedFrom, GroupRule, Join, PlaceRule, RideRule, RoomTest};
use facts::Zone;

fn at(text: &str) -> Instant {
    Zone::default().read(&format!("2026-03-{text}")).unwrap_or_else(|| panic!("{text}"))
}

fn day(day: i8) -> Date {
    Date::new(2026, 3, day).expect("a date")
}

fn rules() -> Rules {
    let small =
        RoomTest { area_m2_max: Some(30.0), ventilation_best: Some(Ventilation::Poor), join: Join::Any };
    Rules {
        zone: Zone::default(),
        days_before: 2,
        counted_from: CountedFrom::OnsetElsePositive,
        places: vec![
            PlaceRule { level: Level::Close, minutes_min: 15, room: small },
            PlaceRule { level: Level::General, minutes_min: 1, room: RoomTest::NONE },
        ],
        groups: vec![GroupRule { level: Level::Close, kind: GroupKind::Household }],
        rides: vec![
            RideRule {
                level: Level::Close,
                minutes_min: 0,
                rows_apart_max: Some(2),
                columns_apart_max: None,
            },
            RideRule { level: Level::General, minutes_min: 0, rows_apart_max: None, columns_apart_max: None },
        ],
        unknown_stay_minutes: 60,
        linger_minutes: 0,
        secondary: true,
        observation_days: 7,
        now: at("20 12:00"),
    }
}

fn case(person: u32, onset: i8) -> Case {
    Case {
        person: Person(person),
        onset: Some(day(onset)),
        first_positive: None,
        isolated: Some(at("12 18:00")),
    }
}

fn visit(person: u32, place: u32, from: &str, to: &str) -> Visit {
    Visit { person: Person(person), place: Place(place), from: at(from), to: (to != "?").then(|| at(to)) }
}

const ROOMS: [Room; 3] = [
    Room { area_m2: Some(20.0), ventilation: Some(Ventilation::Fair) },
    Room { area_m2: Some(900.0), ventilation: Some(Ventilation::Good) },
    Room { area_m2: None, ventilation: None },
];

/// `person level certainty until case`, one for each contact.
fn told(given: &Given, rules: &Rules) -> Vec<String> {
    let (contacts, _) = determine(given, rules);
    let line = |c: &Contact| {
        let case = c.case.map(|_| " ill").unwrap_or_default();
        format!("{} {:?} {:?} {}{case}", c.person.0, c.level, c.certainty, c.observe_until)
    };
    contacts.iter().map(line).collect()
}

#[test]
fn places_by_size_time_and_window() {
    let visits = [
        visit(0, 0, "10 09:00", "10 10:00"),
        visit(1, 0, "10 09:40", "10 11:00"), // 20 minutes in a small room
        visit(2, 0, "10 09:50", "10 11:00"), // 10 minutes
        visit(3, 0, "10 10:00", "10 11:00"), // came when the case left
        visit(0, 1, "11 09:00", "11 12:00"),
        visit(4, 1, "11 08:00", "11 13:00"), // three hours in a hall
        visit(0, 2, "12 09:00", "?"),
        visit(5, 2, "12 09:30", "12 11:00"), // nothing known of the room, nor when the case left
        visit(0, 0, "07 09:00", "07 10:00"), // before the window of a case that fell ill on the 10th
        visit(6, 0, "07 09:00", "07 10:00"),
        visit(0, 0, "13 09:00", "13 10:00"), // after its isolation
        visit(6, 0, "13 09:00", "13 10:00"),
    ];
    let given = Given { cases: &[case(0, 10)], visits: &visits, rooms: &ROOMS, ..Given::default() };
    let expected = [
        "1 Close Certain 2026-03-17",
        "2 General Certain 2026-03-17",
        "4 General Certain 2026-03-18",
        "5 Close Possible 2026-03-19",
    ];
    let rules = Rules { secondary: false, ..rules() };
    assert_eq!(told(&given, &rules), expected);
    let lingering = Rules { linger_minutes: 30, ..rules };
    assert!(told(&given, &lingering).contains(&"3 Close Possible 2026-03-17".to_owned()));
}

#[test]
fn re_exposure_moves_the_window_and_a_case_keeps_its_history() {
    let visits = [
        visit(0, 0, "09 09:00", "09 10:00"),
        visit(1, 0, "09 09:00", "09 10:00"),
        visit(0, 0, "12 09:00", "12 10:00"),
        visit(1, 0, "12 09:00", "12 10:00"),
        visit(2, 0, "12 09:00", "12 09:30"),
    ];
    // The third was exposed two days before it fell ill, inside of its own window.
    let cases = [case(0, 10), Case { isolated: None, ..case(2, 14) }];
    let given = Given { cases: &cases, visits: &visits, rooms: &ROOMS, ..Given::default() };
    assert_eq!(told(&given, &rules()), ["1 Close Certain 2026-03-19", "2 Close Certain 2026-03-19 ill"]);
    let (contacts, _) = determine(&given, &rules());
    let sources: Vec<u32> = contacts[0].exposures.iter().map(|exposure| exposure.source.0).collect();
    assert_eq!(sources, [0, 2, 0]);
}

#[test]
fn households_rides_and_named_contacts() {
    let memberships = [(0, 0), (1, 0), (2, 1)].map(|(person, group)| Membership {
        person: Person(person),
        group: Group(group),
        from: day(1),
        to: None,
    });
    let ride = |person, row: Option<u16>| Ride {
        person: Person(person),
        trip: Trip(0),
        from: at("11 08:00"),
        to: Some(at("11 09:00")),
        seat: row.map(|row| Seat { row, column: 1 }),
    };
    let rides = [ride(0, Some(5)), ride(3, Some(7)), ride(4, Some(8)), ride(5, None)];
    let named = [Named {
        source: Person(0),
        person: Person(6),
        from: at("11 20:00"),
        to: at("11 21:00"),
        level: Level::Close,
    }];
    let given = Given {
        cases: &[case(0, 10)],
        memberships: &memberships,
        groups: &[GroupKind::Household, GroupKind::Household],
        rides: &rides,
        named: &named,
        ..Given::default()
    };
    let expected = [
        "1 Close Probable 2026-03-19",
        "3 Close Certain 2026-03-18",
        "4 General Certain 2026-03-18",
        "5 Close Possible 2026-03-18",
        "6 Close Certain 2026-03-18",
    ];
    assert_eq!(told(&given, &Rules { secondary: false, ..rules() }), expected);
}

#[test]
fn secondary_contacts_are_close_to_a_close_contact() {
    let visits = [
        visit(0, 0, "10 09:00", "10 10:00"),
        visit(1, 0, "10 09:00", "10 10:00"),
        visit(1, 0, "11 09:00", "11 10:00"),
        visit(2, 0, "11 09:00", "11 10:00"), // near the contact after its exposure
        visit(1, 0, "09 09:00", "09 10:00"),
        visit(3, 0, "09 09:00", "09 10:00"), // before
        visit(1, 0, "15 09:00", "15 10:00"),
        visit(4, 0, "15 09:00", "15 10:00"), // after the contact's isolation
        visit(1, 1, "11 12:00", "11 13:00"),
        visit(5, 1, "11 12:00", "11 13:00"), // only a general rule holds
    ];
    let isolated = [(Person(1), at("14 00:00"))];
    let given = Given {
        cases: &[case(0, 10)],
        visits: &visits,
        rooms: &ROOMS,
        isolated: &isolated,
        ..Given::default()
    };
    assert_eq!(told(&given, &rules()), ["1 Close Certain 2026-03-17", "2 Secondary Certain 2026-03-18"]);
    let without = Rules { secondary: false, ..rules() };
    assert_eq!(told(&given, &without), ["1 Close Certain 2026-03-17"]);
}

#[test]
fn cases_without_dates_and_reversed_stays_are_problems() {
    let cases = [Case { onset: None, ..case(0, 1) }, case(1, 10)];
    let visits = [visit(1, 0, "11 10:00", "11 09:00")];
    let given = Given { cases: &cases, visits: &visits, rooms: &ROOMS[..1], ..Given::default() };
    let (contacts, problems) = determine(&given, &rules());
    assert!(contacts.is_empty());
    let kinds: Vec<ProblemKind> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::CaseUndated, ProblemKind::IntervalReversed]);
    let earlier = Rules { counted_from: CountedFrom::Earlier, ..rules() };
    assert_eq!(earlier.window_start(Some(day(10)), Some(day(8))), Some(at("06 00:00")));
}
