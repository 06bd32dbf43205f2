//! The search: everybody who was at a place, in a group or on a ride together with one of some sources in its window.
//!
//! Visits are looked at twice: once for those of the sources, sorted by place and time; once for everybody else's at
//! those places. So ten million visits cost two passes and no sorting of them. Not here: levels of persons; see
//! `determine`.

use super::given::{Given, Group, Person, Place, Ride, Room, Trip};
use super::rules::{Certainty, Holds, Level, Rules, minutes};
use crate::problem::{Problem, ProblemKind};
use facts::Instant;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where an exposure happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// At a place.
    Place(Place),
    /// In a household, class or shift.
    Group(Group),
    /// On a ride.
    Ride(Trip),
    /// Named by the case or an investigator.
    Named,
}

/// Somebody was near a source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Exposure {
    /// From then …
    pub from: Instant,
    /// … until then.
    pub to: Instant,
    /// Near whom.
    pub source: Person,
    /// Where.
    pub at: Where,
    /// How near.
    pub level: Level,
    /// How sure.
    pub certainty: Certainty,
}

/// Who exposes others, and when.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub person: Person,
    pub from: Instant,
    pub to: Instant,
}

/// One source for each person, found in one step.
pub struct Sources {
    list: Vec<Source>,
    place_of: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Sources {
    pub fn new(mut list: Vec<Source>) -> Self {
        list.sort_by_key(|source| (source.person, source.from, source.to));
        // Two windows of one person become one.
        list.dedup_by(|later, first| {
            let same = later.person == first.person;
            if same {
                first.to = first.to.max(later.to);
            }
            same
        });
        let size = list.last().map_or(0, |last| last.person.0 as usize + 1);
        let mut place_of = vec![NONE; size];
        for (place, source) in list.iter().enumerate() {
            place_of[source.person.0 as usize] = place as u32;
        }
        Sources { list, place_of }
    }

    pub fn get(&self, person: Person) -> Option<&Source> {
        let place = *self.place_of.get(person.0 as usize)?;
        self.list.get(place as usize)
    }

    fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }
}

/// Everything that exposes somebody to a source. `least`: levels below it are not sought.
pub fn exposures(
    given: &Given,
    rules: &Rules,
    sources: &Sources,
    least: Level,
    problems: &mut Vec<Problem>,
    mut found: impl FnMut(Person, Exposure),
) {
    at_places(given, rules, sources, least, problems, &mut found);
    in_groups(given, rules, sources, least, &mut found);
    on_rides(given, rules, sources, least, &mut found);
}

/// The part of a stay that lies in a source's window.
struct Stay {
    place: Place,
    from: Instant,
    to: Instant,
    person: Person,
    sure: bool,
}

/// The stays of the sources at one place, by time of arrival.
struct Stays<'a> {
    stays: &'a [Stay],
    longest: i64,
    verdicts: Vec<Holds>,
}

fn at_places(
    given: &Given,
    rules: &Rules,
    sources: &Sources,
    least: Level,
    problems: &mut Vec<Problem>,
    found: &mut impl FnMut(Person, Exposure),
) {
    let linger = minutes(rules.linger_minutes.max(0));
    let mut stays = stays_of(given, rules, sources, problems);
    stays.sort_by_key(|stay| (stay.place, stay.from, stay.to, stay.person));
    let size = stays.last().map_or(0, |last| last.place.0 as usize + 1);
    let mut by_place = vec![NONE; size];
    let mut places: Vec<Stays> = Vec::new();
    for chunk in stays.chunk_by(|a, b| a.place == b.place) {
        let place = chunk[0].place;
        let room = given.rooms.get(place.0 as usize).copied().unwrap_or(Room::default());
        by_place[place.0 as usize] = places.len() as u32;
        places.push(Stays {
            stays: chunk,
            longest: chunk.iter().map(|stay| stay.to.micros_since(stay.from)).max().unwrap_or(0),
            verdicts: rules.places.iter().map(|rule| rule.room.holds(room)).collect(),
        });
    }
    for visit in given.visits {
        let Some(here) = by_place.get(visit.place.0 as usize).and_then(|place| places.get(*place as usize))
        else {
            continue;
        };
        let end = rules.end_of(visit.from, visit.to);
        let earliest = visit.from.plus_micros(-here.longest.saturating_add(linger));
        let first = here.stays.partition_point(|stay| stay.from < earliest);
        for stay in here.stays[first..].iter().take_while(|stay| stay.from < end) {
            if stay.person == visit.person {
                continue;
            }
            let (from, to) = (stay.from.max(visit.from), stay.to.plus_micros(linger).min(end));
            let together = to.micros_since(from);
            if together <= 0 {
                continue;
            }
            let overlap = stay.to.min(end).micros_since(from) > 0;
            let met = if overlap && stay.sure && visit.to.is_some() {
                Certainty::Certain
            } else {
                Certainty::Possible
            };
            let matching = rules
                .places
                .iter()
                .zip(&here.verdicts)
                .find(|(rule, verdict)| **verdict != Holds::No && together >= minutes(rule.minutes_min));
            let Some((rule, verdict)) = matching.filter(|(rule, _)| rule.level >= least) else { continue };
            let certainty = if *verdict == Holds::Unknown { Certainty::Possible } else { met };
            let at = Where::Place(visit.place);
            found(visit.person, Exposure { from, to, source: stay.person, at, level: rule.level, certainty });
        }
    }
}

/// The stays of the sources inside of their windows.
fn stays_of(given: &Given, rules: &Rules, sources: &Sources, problems: &mut Vec<Problem>) -> Vec<Stay> {
    let mut stays = Vec::new();
    for (index, visit) in given.visits.iter().enumerate() {
        let Some(source) = sources.get(visit.person) else { continue };
        if visit.to.is_some_and(|to| to < visit.from) {
            problems.push(Problem::at(ProblemKind::IntervalReversed, index));
            continue;
        }
        let (from, to) = (visit.from.max(source.from), rules.end_of(visit.from, visit.to).min(source.to));
        if from < to {
            let sure = visit.to.is_some();
            stays.push(Stay { place: visit.place, from, to, person: visit.person, sure });
        }
    }
    stays
}

fn in_groups(
    given: &Given,
    rules: &Rules,
    sources: &Sources,
    least: Level,
    found: &mut impl FnMut(Person, Exposure),
) {
    let mut members: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (index, membership) in given.memberships.iter().enumerate() {
        members.entry(membership.group).or_default().push(index);
    }
    let days = |index: usize| {
        let membership = given.memberships[index];
        let from = rules.zone.start_of(membership.from);
        let to = membership
            .to
            .map_or(rules.now, |day| facts::Span::Days(1).after(rules.zone.start_of(day), rules.zone));
        (membership.person, from, to)
    };
    for (group, members) in &members {
        let kind = given.groups.get(group.0 as usize);
        let Some(rule) = rules.groups.iter().find(|rule| Some(&rule.kind) == kind) else { continue };
        if rule.level < least {
            continue;
        }
        for (person, from, to) in members.iter().map(|member| days(*member)) {
            let Some(source) = sources.get(person) else { continue };
            let (from, to) = (from.max(source.from), to.min(source.to));
            for (other, since, until) in members.iter().map(|member| days(*member)) {
                let (from, to) = (from.max(since), to.min(until));
                if other != person && from < to {
                    let (level, certainty) = (rule.level, Certainty::Probable);
                    found(
                        other,
                        Exposure { from, to, source: person, at: Where::Group(*group), level, certainty },
                    );
                }
            }
        }
    }
}

fn on_rides(
    given: &Given,
    rules: &Rules,
    sources: &Sources,
    least: Level,
    found: &mut impl FnMut(Person, Exposure),
) {
    let mut riders: BTreeMap<Trip, Vec<&Ride>> = BTreeMap::new();
    for ride in given.rides {
        riders.entry(ride.trip).or_default().push(ride);
    }
    for (trip, riders) in &riders {
        for carrier in riders {
            let Some(source) = sources.get(carrier.person) else { continue };
            let window =
                (carrier.from.max(source.from), rules.end_of(carrier.from, carrier.to).min(source.to));
            for other in riders.iter().filter(|other| other.person != carrier.person) {
                let (from, to) = (window.0.max(other.from), window.1.min(rules.end_of(other.from, other.to)));
                let together = to.micros_since(from);
                let matching = rules.rides.iter().find_map(|rule| {
                    let near = rule.near(carrier.seat, other.seat);
                    let long = together > 0 && together >= minutes(rule.minutes_min);
                    (long && near != Holds::No).then_some((rule, near))
                });
                let Some((rule, near)) = matching.filter(|(rule, _)| rule.level >= least) else { continue };
                let sure = near == Holds::Yes && carrier.to.is_some() && other.to.is_some();
                let certainty = if sure { Certainty::Certain } else { Certainty::Possible };
                let (at, level) = (Where::Ride(*trip), rule.level);
                found(other.person, Exposure { from, to, source: carrier.person, at, level, certainty });
            }
        }
    }
}

/// Contacts that were named, inside of the windows of their sources.
pub fn named(
    given: &Given,
    sources: &Sources,
    problems: &mut Vec<Problem>,
    mut found: impl FnMut(Person, Exposure),
) {
    for (index, named) in given.named.iter().enumerate() {
        if named.to < named.from {
            problems.push(Problem::at(ProblemKind::IntervalReversed, index));
            continue;
        }
        let Some(source) = sources.get(named.source) else {
            problems.push(Problem::at(ProblemKind::ReferenceUnknown, index));
            continue;
        };
        let (from, to) = (named.from.max(source.from), named.to.min(source.to));
        if from <= to && named.person != named.source {
            let (at, certainty) = (Where::Named, Certainty::Certain);
            found(
                named.person,
                Exposure { from, to, source: named.source, at, level: named.level, certainty },
            );
        }
    }
}

/// The persons of sources, for asking who is one.
pub fn persons(sources: &Sources) -> impl Iterator<Item = Person> {
    sources.iter().map(|source| source.person)
}
