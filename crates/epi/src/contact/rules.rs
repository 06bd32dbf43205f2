//! What the plan decides about contacts: window, levels, rules for places, groups and rides. No number here has a default.
//!
//! A condition about what is not known (size, ventilation, seat, time of leaving) neither frees nor convicts: the contact
//! is kept, with the lowest certainty. Not here: the search; see `near`.

use super::given::{GroupKind, Room, Seat, Ventilation};
use facts::{Date, Instant, Span, Zone, time::add_days};
use serde::Serialize;

/// How near somebody was; the nearer, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 一般接触者
    General,
    /// 次密接: close to a close contact
    Secondary,
    /// 密接
    Close,
}

/// How sure an exposure is; the surer, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Something that the rule asks for is not known.
    Possible,
    /// They belong together, but nobody says that they met.
    Probable,
    /// Both were there at the same time, by what is recorded.
    Certain,
}

/// From which date the window of a case is counted back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CountedFrom {
    /// Onset if known, else first positive sample.
    OnsetElsePositive,
    /// Whichever is earlier.
    Earlier,
}

/// How several conditions are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    /// All must hold (和).
    All,
    /// One is enough (或).
    Any,
}

/// Three-valued answer of a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// Known to hold.
    Yes,
    /// Known not to.
    No,
    /// Not known.
    Unknown,
}

impl Join {
    /// Joins conditions; without any, `All` holds and so does `Any`: nothing was asked.
    pub fn of(self, conditions: impl IntoIterator<Item = Holds>) -> Holds {
        let (mut any, mut yes, mut no, mut unknown) = (false, false, false, false);
        for condition in conditions {
            any = true;
            match condition {
                Holds::Yes => yes = true,
                Holds::No => no = true,
                Holds::Unknown => unknown = true,
            }
        }
        match self {
            _ if !any => Holds::Yes,
            Join::All if no => Holds::No,
            Join::Any if yes => Holds::Yes,
            _ if unknown => Holds::Unknown,
            Join::All => Holds::Yes,
            Join::Any => Holds::No,
        }
    }
}

/// Conditions on a room.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RoomTest {
    /// At most so many square metres.
    pub area_m2_max: Option<f64>,
    /// Aired no better than this.
    pub ventilation_best: Option<Ventilation>,
    /// How the two are joined.
    pub join: Join,
}

impl RoomTest {
    /// Asks nothing.
    pub const NONE: RoomTest = RoomTest { area_m2_max: None, ventilation_best: None, join: Join::All };

    /// Whether a room is meant.
    pub fn holds(&self, room: Room) -> Holds {
        let known = |answer: Option<bool>| match answer {
            Some(true) => Holds::Yes,
            Some(false) => Holds::No,
            None => Holds::Unknown,
        };
        let small = self.area_m2_max.map(|max| known(room.area_m2.map(|area| area <= max)));
        let stuffy = self.ventilation_best.map(|best| known(room.ventilation.map(|v| v >= best)));
        self.join.of(small.into_iter().chain(stuffy))
    }
}

/// Being at one place at one time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PlaceRule {
    /// Makes a contact of this level …
    pub level: Level,
    /// … after so many minutes together …
    pub minutes_min: i64,
    /// … in such a room.
    pub room: RoomTest,
}

/// Belonging to one group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GroupRule {
    /// Makes a contact of this level …
    pub level: Level,
    /// … in groups of this kind.
    pub kind: GroupKind,
}

/// Riding together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RideRule {
    /// Makes a contact of this level …
    pub level: Level,
    /// … after so many minutes together …
    pub minutes_min: i64,
    /// … at most so many rows apart …
    pub rows_apart_max: Option<u16>,
    /// … and so many columns apart.
    pub columns_apart_max: Option<u16>,
}

impl RideRule {
    /// Whether two seats are near enough.
    pub(super) fn near(&self, one: Option<Seat>, other: Option<Seat>) -> Holds {
        if self.rows_apart_max.is_none() && self.columns_apart_max.is_none() {
            return Holds::Yes;
        }
        let (Some(one), Some(other)) = (one, other) else { return Holds::Unknown };
        let rows = self.rows_apart_max.is_none_or(|max| one.row.abs_diff(other.row) <= max);
        let columns = self.columns_apart_max.is_none_or(|max| one.column.abs_diff(other.column) <= max);
        if rows && columns { Holds::Yes } else { Holds::No }
    }
}

/// All that the plan decides. Rules are tried in order; the first that holds gives the level.
#[derive(Clone, PartialEq, Debug)]
pub struct Rules {
    /// The zone in which days begin and end.
    pub zone: Zone,
    /// The window of a case begins so many civil days before …
    pub days_before: i32,
    /// … this date.
    pub counted_from: CountedFrom,
    /// Being at one place.
    pub places: Vec<PlaceRule>,
    /// Belonging to one group.
    pub groups: Vec<GroupRule>,
    /// Riding together.
    pub rides: Vec<RideRule>,
    /// A stay whose end nobody knows is taken to last so long.
    pub unknown_stay_minutes: i64,
    /// Somebody who comes within so many minutes after a case left is still exposed; 0 for not.
    pub linger_minutes: i64,
    /// Contacts of close contacts are sought too.
    pub secondary: bool,
    /// A contact is observed until so many civil days after the last exposure.
    pub observation_days: i32,
    /// Windows of cases and contacts who are not isolated end here: the reading of a clock.
    pub now: Instant,
}

impl Rules {
    /// When a case begins to expose others; `None` without any date.
    pub fn window_start(&self, onset: Option<Date>, first_positive: Option<Date>) -> Option<Instant> {
        let date = match self.counted_from {
            CountedFrom::OnsetElsePositive => onset.or(first_positive),
            CountedFrom::Earlier => onset.into_iter().chain(first_positive).min(),
        }?;
        Some(self.zone.start_of(add_days(date, self.days_before.saturating_neg())))
    }

    /// The last day of observation after an exposure.
    pub fn observe_until(&self, last_exposure: Instant) -> Date {
        add_days(self.zone.date_of(last_exposure), self.observation_days)
    }

    pub(super) fn end_of(&self, from: Instant, to: Option<Instant>) -> Instant {
        to.unwrap_or_else(|| Span::Micros(minutes(self.unknown_stay_minutes)).after(from, self.zone))
    }
}

/// Microseconds of so many minutes.
pub(super) fn minutes(n: i64) -> i64 {
    n.saturating_mul(60_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_neither_frees_nor_convicts() {
        use Holds::{No, Unknown, Yes};
        let table = [
            (Join::All, vec![Yes, Unknown], Unknown),
            (Join::All, vec![No, Unknown], No),
            (Join::Any, vec![Yes, Unknown], Yes),
            (Join::Any, vec![No, Unknown], Unknown),
            (Join::Any, vec![], Yes),
            (Join::All, vec![Yes, Yes], Yes),
            (Join::Any, vec![No, No], No),
        ];
        for (join, conditions, expected) in table {
            assert_eq!(join.of(conditions.clone()), expected, "{join:?} {conditions:?}");
        }
    }

    #[test]
    fn a_room_may_be_small_or_stuffy() {
        let test =
            RoomTest { area_m2_max: Some(20.0), ventilation_best: Some(Ventilation::Poor), join: Join::Any };
        let room = |area_m2, ventilation| Room { area_m2, ventilation };
        assert_eq!(test.holds(room(Some(100.0), Some(Ventilation::Poor))), Holds::Yes);
        assert_eq!(test.holds(room(Some(100.0), None)), Holds::Unknown);
        let both = RoomTest { join: Join::All, ..test };
        assert_eq!(both.holds(room(Some(100.0), None)), Holds::No);
        assert_eq!(RoomTest::NONE.holds(Room::default()), Holds::Yes);
    }
}
