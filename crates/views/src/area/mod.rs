//! Areas as people see them: the situation of each, its zone, its colour, what rules say of it, and where the two differ.
//! Counts only; no person is named.
//!
//! Reading order: this file (what comes out), `known` (what is known of the cases of an area), `judged` (what follows).
//!
//! Not here: formulas (`epi::area`), numbers (the plan's), shapes of areas and drawing.

mod judged;
mod known;

pub use judged::{AreaParts, area_view, rules_view};
pub use known::{AreaKnown, KnownCase, known_case};

use crate::words::{ClauseView, OrgRef, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Areas on a day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaMapView {
    /// The civil day.
    pub at: String,
    /// All ways of judging areas that are in force where the viewer sees.
    pub choices: Vec<AreaChoice>,
    /// The one by which these are judged; one for each version of the plan that is in force somewhere.
    pub rules: Vec<AreaRulesView>,
    /// The areas, in order of the tree.
    pub areas: Vec<AreaView>,
    /// Cases that count and whose person belongs to none of these areas.
    pub elsewhere: usize,
}

/// A way of judging areas.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaChoice {
    /// Qualified.
    pub id: String,
    /// Its words.
    pub title: Words,
}

/// How areas are judged, in words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaRulesView {
    /// Qualified.
    pub id: String,
    /// The version of the plan.
    pub version: String,
    /// Its words.
    pub title: Words,
    /// The plan.
    pub plan: Words,
    /// The clause.
    pub clause: ClauseView,
    /// What it says, a sentence each.
    pub says: Vec<Words>,
    /// Statuses of rules that are shown beside it.
    pub layers: Vec<AreaLayerView>,
    /// The levels of zones, the worst first.
    pub levels: Vec<AreaChoice>,
    /// True when it colours areas.
    pub colours: bool,
}

/// A status of rules as a layer of the map.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaLayerView {
    /// Qualified.
    pub status: String,
    /// Its words.
    pub title: Words,
    /// Its values, the weakest first.
    pub values: Vec<AreaChoice>,
}

/// An area.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaView {
    /// The organisation.
    pub org: OrgRef,
    /// What kind of organisation it is.
    pub kind: Words,
    /// How it is judged: place in `rules`.
    pub rules: usize,
    /// How many people live there, if that is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub population: Option<f64>,
    /// The situation by the numbers of the plan.
    pub assessment: AssessmentView,
    /// The zone; absent when it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneView>,
    /// The colour; absent when the plan colours nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colouring: Option<ColouringView>,
    /// What rules say of it, in the order of the layers.
    pub statuses: Vec<AreaStatusView>,
    /// What the rules say and what is computed, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<Words>,
    /// What is not known of its cases.
    pub problems: Vec<Words>,
}

/// The situation of an area.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssessmentView {
    /// What certainly is: no_case, case, outbreak, community.
    pub situation: String,
    /// What may be, if everything unknown turns out badly.
    pub at_worst: String,
    /// Cases that count now.
    pub cases: usize,
    /// Small areas with an outbreak.
    pub outbreaks: usize,
    /// Cases that certainly have no known source.
    pub unknown_source: usize,
    /// Cases of which no day is known; they count only at worst.
    pub undated: usize,
    /// The civil day of the last case that is looked back at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_case: Option<String>,
}

/// A zone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ZoneView {
    /// The level's name in the plan.
    pub level: String,
    /// Its place among the levels, the worst is 0.
    pub rank: usize,
    /// Its words.
    pub title: Words,
    /// On what it rests in law.
    pub legal_basis: Words,
    /// Since this civil day.
    pub since: String,
    /// The last case.
    pub last_case: String,
    /// The first civil day on which it can be lowered, if no case appears.
    pub lower_from: String,
    /// To which level; absent when it is none then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower_to: Option<Words>,
    /// Rounds of tests that are still to be done before.
    pub test_rounds_missing: usize,
    /// The rule in a sentence.
    pub rule: Words,
}

/// A colour: green, blue, yellow, orange, red.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ColouringView {
    /// The score if everything unknown is good, 0 to 1.
    pub low: f64,
    /// The score if it is bad.
    pub high: f64,
    /// The colour, if it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// The worst that is possible: the one to show.
    pub at_worst: String,
    /// Of what the score is made.
    pub indicators: Vec<MeasuredView>,
}

/// An indicator of a colour.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeasuredView {
    /// What is measured: cases, unknown_source, clusters, incidence, days_since_last_case.
    pub measure: String,
    /// Its words.
    pub title: Words,
    /// Its value if everything unknown is good; absent when nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Its value if everything unknown is bad.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Its points, if everything unknown is good.
    pub points_low: usize,
    /// Its points, if it is bad.
    pub points_high: usize,
    /// How many points there are.
    pub points_max: usize,
    /// Its weight.
    pub weight: f64,
}

/// A status that rules gave to an area.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaStatusView {
    /// Qualified.
    pub status: String,
    /// Its value.
    pub value: String,
    /// The words of the value.
    pub title: Words,
    /// Its place among the values, the weakest is 0.
    pub rank: usize,
    /// Since when; absent for the value that holds when nothing else does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Until when, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

#[cfg(test)]
mod tests;
