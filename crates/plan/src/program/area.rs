//! How areas are judged: which organisations are areas, which cases count, by what numbers the situation of an area, its
//! zone and its colour follow.
//!
//! Not here: the judging itself (`epi::area`, through `views`), and statuses that rules and signals give to areas.

use super::{Clause, DoneBy};
use facts::{Decimal, FieldTerm, Label, Name, SubjectKind};

/// How areas of some kinds are judged.
#[derive(Clone, PartialEq, Debug)]
pub struct AreaRules {
    /// Qualified: `pack/area`.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// The clause that it carries out.
    pub clause: Clause,
    /// Kinds of organisation that are areas.
    pub kinds: Vec<Name>,
    /// Which cases count: codes of the field whose term is `case_type`.
    pub case_types: Vec<Name>,
    /// The day from which a case counts: the first of these that is known.
    pub day: Vec<FieldTerm>,
    /// What is a small area: the first of these that is known.
    pub small_area: Vec<SmallArea>,
    /// The number field of an organisation's registration that says how many people live there.
    pub population: Option<Name>,
    /// Statuses that rules give to areas, qualified: shown beside what is computed.
    pub statuses: Vec<Name>,
    /// The numbers of the situation.
    pub situation: SituationNumbers,
    /// Zones, if the plan has any.
    pub zone: Option<ZoneRules>,
    /// The five colours, if the plan has them.
    pub colours: Option<ColourRules>,
    /// Cases of so many civil days are read, the last included.
    pub look_back_days: u16,
}

/// What a small area is: a family, a building site, one stairwell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SmallArea {
    /// What the case report says; the same words are the same area.
    Told,
    /// A group of this kind that the person belonged to.
    Group(SubjectKind),
}

/// The numbers of a situation.
#[derive(Clone, PartialEq, Debug)]
pub struct SituationNumbers {
    /// A case counts for so many civil days, its own included.
    pub case_days: u16,
    /// An outbreak is so many cases in one small area …
    pub outbreak_cases: u16,
    /// … within so many civil days.
    pub outbreak_days: u16,
    /// Community transmission is so many cases without known source …
    pub unknown_cases: u16,
    /// … within so many civil days …
    pub unknown_days: u16,
    /// … or so many outbreaks at once; `None` does not ask.
    pub outbreaks: Option<u16>,
    /// The status that says the same by rules, qualified, and its values for no case, case, outbreak, community.
    pub same_as: Option<(Name, [Name; 4])>,
}

/// Zones.
#[derive(Clone, PartialEq, Debug)]
pub struct ZoneRules {
    /// The clause that they carry out.
    pub clause: Clause,
    /// The levels, the worst first.
    pub levels: Vec<ZoneLevel>,
    /// The fact about the area that says that a round of tests of everybody is finished and negative.
    pub tests: Option<DoneBy>,
}

/// A level of zones.
#[derive(Clone, PartialEq, Debug)]
pub struct ZoneLevel {
    /// Its name in files.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// On what it rests in law.
    pub legal_basis: Label,
    /// So many cases …
    pub cases_min: u16,
    /// … within so many civil days raise an area to it.
    pub days: u16,
    /// Civil days without a new case until it can be lowered.
    pub quiet_days: u16,
    /// Finished rounds of tests since the last case until it can be lowered.
    pub test_rounds: u16,
}

/// The five colours: score = Σ weight · points / Σ weight · steps.
#[derive(Clone, PartialEq, Debug)]
pub struct ColourRules {
    /// The clause that they carry out.
    pub clause: Clause,
    /// What is measured.
    pub indicators: Vec<ColourIndicator>,
    /// From which score on it is blue, yellow, orange, red; ascending, above 0 and at most 1.
    pub limits: [Decimal; 4],
}

/// A number of an area that counts towards its colour.
#[derive(Clone, PartialEq, Debug)]
pub struct ColourIndicator {
    /// Its name in files.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// What is measured.
    pub measure: AreaMeasure,
    /// Reaching one is a point. Ascending; for days since the last case descending, and a point is given for at most so
    /// many.
    pub steps: Vec<Decimal>,
    /// How much it counts.
    pub weight: Decimal,
}

/// What can be measured of an area. Days are civil days, the last included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AreaMeasure {
    /// Cases within so many days.
    Cases(u16),
    /// Cases without known source within so many days.
    UnknownSource(u16),
    /// Small areas with as many cases within so many days as are an outbreak.
    Clusters(u16),
    /// Cases within so many days per 10,000 inhabitants.
    Incidence(u16),
    /// Days since the last case.
    DaysSinceLastCase,
}

impl AreaMeasure {
    /// Its words in files, in reading order.
    pub const WORDS: &'static [&'static str] =
        &["cases", "unknown_source", "clusters", "incidence", "days_since_last_case"];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            AreaMeasure::Cases(_) => "cases",
            AreaMeasure::UnknownSource(_) => "unknown_source",
            AreaMeasure::Clusters(_) => "clusters",
            AreaMeasure::Incidence(_) => "incidence",
            AreaMeasure::DaysSinceLastCase => "days_since_last_case",
        }
    }

    /// Its days, where it has any.
    pub fn days(self) -> Option<u16> {
        match self {
            AreaMeasure::Cases(days)
            | AreaMeasure::UnknownSource(days)
            | AreaMeasure::Clusters(days)
            | AreaMeasure::Incidence(days) => Some(days),
            AreaMeasure::DaysSinceLastCase => None,
        }
    }
}

impl AreaRules {
    /// The longest stretch of civil days that any of its numbers looks back. A zone goes down level by level, so its quiet
    /// days add up.
    pub fn days_needed(&self) -> u16 {
        let own = &self.situation;
        let windows = [own.case_days, own.outbreak_days, own.unknown_days].into_iter();
        let levels = self.zone.iter().flat_map(|zone| &zone.levels);
        let falls = levels.clone().fold(0u16, |sum, level| sum.saturating_add(level.quiet_days + 1));
        let rises = levels.map(|level| level.days).max().unwrap_or(0);
        let measured = self.colours.iter().flat_map(|colours| &colours.indicators);
        let measured = measured.map(|i| match i.measure.days() {
            Some(days) => days,
            None => i
                .steps
                .iter()
                .filter_map(|s| s.as_int())
                .max()
                .and_then(|n| u16::try_from(n).ok())
                .unwrap_or(0),
        });
        windows.chain(measured).chain([falls.saturating_add(rises)]).max().unwrap_or(1).max(1)
    }
}
