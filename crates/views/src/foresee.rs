//! What putting a plan in force would mean: for how many, for whom, and which roles nobody holds.
//!
//! Not here: what it would have meant for facts of the past.

use crate::{
    book::duties_of,
    lens::Lens,
    org::{Held, OrgNode},
    words::{HolderView, OrgRef, Words},
};
use facts::{Instant, Name, SubjectId, SubjectKind, time::add_days};
use plan::{
    Pack,
    program::{Effect, Trigger},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What putting a plan in force means.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Consequences {
    /// Organisations in its scope.
    pub orgs: u64,
    /// Persons in its scope, counted up to 100,000.
    pub persons: u64,
    /// The load of each role.
    pub duties_by_role: Vec<RoleLoad>,
    /// Roles that it needs and nobody holds.
    pub gaps: Vec<GapOfRole>,
}

/// The load of a role.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleLoad {
    /// The role.
    pub role: String,
    /// Its words.
    pub title: Words,
    /// Recurring duties in the seven days from `from` on.
    pub duties_7_days: u64,
    /// Minutes of work they are estimated at.
    pub minutes_7_days: u64,
    /// Kinds of duty that come only when something happens.
    pub on_event: u64,
}

/// A role that is needed and not held.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct GapOfRole {
    /// The role.
    pub role: HolderView,
    /// Where.
    pub org: OrgRef,
}

/// What the doors fetch to foresee a plan: the organisations of its scope, who holds what, how many persons there are.
pub struct Foresight<'a> {
    /// The organisations of the scope.
    pub orgs: &'a [OrgNode],
    /// Who holds what in them and above them.
    pub held: &'a [Held],
    /// How many persons there are.
    pub persons: u64,
    /// From when.
    pub from: Instant,
}

/// What putting a plan in force would mean. Recurring duties are counted over seven days for the organisations that
/// owe them; what comes only when something happens cannot be counted beforehand.
pub fn consequences(lens: &Lens<'_>, pack: &Pack, of: &Foresight<'_>) -> Consequences {
    let first = lens.zone.date_of(of.from);
    let mut loads: BTreeMap<Name, (u64, u64, u64)> = BTreeMap::new();
    for rule in &pack.rules {
        for effect in &rule.effects {
            let Effect::Duty(duty) = effect else { continue };
            let load = loads.entry(duty.owner.role.clone()).or_default();
            match &rule.trigger {
                Trigger::Recurring { every, times, during: None, .. } if rule.about == SubjectKind::Org => {
                    let days = every.between(first, add_days(first, 6), first).len() as u64;
                    let orgs =
                        of.orgs.iter().filter(|o| rule.kinds.is_empty() || rule.kinds.contains(&o.kind));
                    let n = days * times.len() as u64 * orgs.count() as u64;
                    load.0 += n;
                    load.1 += n * u64::from(duty.minutes);
                }
                _ => load.2 += 1,
            }
        }
    }
    for duty in pack.courses.iter().flat_map(duties_of) {
        loads.entry(duty.owner.role.clone()).or_default().2 += 1;
    }
    let duties_by_role =
        loads.into_iter().map(|(role, (duties_7_days, minutes_7_days, on_event))| RoleLoad {
            title: lens.book.role(&role),
            role: role.to_string(),
            duties_7_days,
            minutes_7_days,
            on_event,
        });
    Consequences {
        orgs: of.orgs.len() as u64,
        persons: of.persons,
        duties_by_role: duties_by_role.collect(),
        gaps: needed_roles(lens, pack, of),
    }
}

fn needed_roles(lens: &Lens<'_>, pack: &Pack, of: &Foresight<'_>) -> Vec<GapOfRole> {
    let held = |org: &SubjectId, role: &Name| {
        of.held.iter().any(|h| h.org == *org && h.role == *role && h.holds(of.from))
    };
    let mut gaps = BTreeSet::new();
    for (role, spec) in &pack.roles {
        for org in of.orgs.iter().filter(|o| spec.needed_in.contains(&o.kind) && !held(&o.id, role)) {
            gaps.insert(GapOfRole { role: lens.holder(role, None), org: lens.org(&org.id) });
        }
    }
    gaps.into_iter().collect()
}
