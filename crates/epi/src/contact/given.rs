//! What contact determination is given: cases, visits, groups, rides, named contacts. Numbers stand for persons and
//! places; `Numbering` makes them from any ids.
//!
//! Not here: rules; see `rules`.

use facts::{Date, Instant};
use serde::Serialize;
use std::collections::BTreeMap;

/// A person, by number from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Person(pub u32);

/// A place, by number from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Place(pub u32);

/// A household, class or shift, by number from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Group(pub u32);

/// One journey of one vehicle, by number from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Trip(pub u32);

/// Numbers for ids, in the order in which they were first seen.
#[derive(Clone, Debug)]
pub struct Numbering<K> {
    numbers: BTreeMap<K, u32>,
    ids: Vec<K>,
}

impl<K> Default for Numbering<K> {
    fn default() -> Self {
        Numbering { numbers: BTreeMap::new(), ids: Vec::new() }
    }
}

impl<K: Ord + Clone> Numbering<K> {
    /// The number of an id; a new one for an id not seen before.
    pub fn number(&mut self, id: K) -> u32 {
        let next = self.ids.len() as u32;
        *self.numbers.entry(id).or_insert_with_key(|id| {
            self.ids.push(id.clone());
            next
        })
    }

    /// The id of a number.
    pub fn id(&self, number: u32) -> Option<&K> {
        self.ids.get(number as usize)
    }

    /// All ids, by number.
    pub fn ids(&self) -> &[K] {
        &self.ids
    }
}

/// A case, with the dates that its window hangs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Case {
    /// Who.
    pub person: Person,
    /// First symptoms.
    pub onset: Option<Date>,
    /// First positive sample.
    pub first_positive: Option<Date>,
    /// Isolated since then: nobody is exposed any more.
    pub isolated: Option<Instant>,
}

/// Somebody was at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Visit {
    /// Who.
    pub person: Person,
    /// Where.
    pub place: Place,
    /// Arrived.
    pub from: Instant,
    /// Left; `None` if nobody knows.
    pub to: Option<Instant>,
}

/// How well a room is aired; the worse, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ventilation {
    /// Open air, or aired all the time.
    Good,
    /// Aired now and then.
    Fair,
    /// Hardly aired.
    Poor,
}

/// What is known of a place.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Room {
    /// Floor area in square metres.
    pub area_m2: Option<f64>,
    /// How it is aired.
    pub ventilation: Option<Ventilation>,
}

/// What kind of group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// 户
    Household,
    /// 班级
    Class,
    /// 班次
    Shift,
    /// 宿舍
    Dormitory,
    /// Any other, by a number of the caller's.
    Other(u16),
}

/// Somebody belongs to a group from one day until another, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Membership {
    /// Who.
    pub person: Person,
    /// To what.
    pub group: Group,
    /// First day.
    pub from: Date,
    /// Last day; `None` for still.
    pub to: Option<Date>,
}

/// A seat: rows and columns count from the front and the left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seat {
    /// Row.
    pub row: u16,
    /// Column.
    pub column: u16,
}

/// Somebody rode in a vehicle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ride {
    /// Who.
    pub person: Person,
    /// On which journey.
    pub trip: Trip,
    /// Got on.
    pub from: Instant,
    /// Got off; `None` if nobody knows.
    pub to: Option<Instant>,
    /// The seat, if known.
    pub seat: Option<Seat>,
}

/// A contact that a case or an investigator named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    /// The case.
    pub source: Person,
    /// Who was near it.
    pub person: Person,
    /// From then …
    pub from: Instant,
    /// … until then.
    pub to: Instant,
    /// How near, as assessed.
    pub level: super::rules::Level,
}

/// Everything together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// The cases.
    pub cases: &'a [Case],
    /// Visits of cases and of everybody else.
    pub visits: &'a [Visit],
    /// Places, by number.
    pub rooms: &'a [Room],
    /// Memberships.
    pub memberships: &'a [Membership],
    /// Kinds of groups, by number.
    pub groups: &'a [GroupKind],
    /// Rides.
    pub rides: &'a [Ride],
    /// Named contacts.
    pub named: &'a [Named],
    /// Contacts who are isolated since a time: they expose nobody any more.
    pub isolated: &'a [(Person, Instant)],
}
