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
    /// Who gets work from it: everybody in its scope who holds one of these roles, those with most work first; the first
    /// 1,000.
    pub affected: Vec<Affected>,
    /// How many such posts there are.
    pub affected_count: u64,
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

/// Most posts that are listed.
const AFFECTED_MAX: usize = 1000;

/// A post that a plan gives work to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Affected {
    /// The role and where it is held.
    pub holder: HolderView,
    /// Who holds it.
    pub people: Vec<String>,
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
    let posts = Posts::of(of);
    let work = Work::of(lens, pack, of, &posts);
    let duties_by_role = work.by_role.iter().map(|(role, load)| RoleLoad {
        title: lens.book.role(role),
        role: role.to_string(),
        duties_7_days: load.week,
        minutes_7_days: load.minutes,
        on_event: load.on_event,
    });
    let affected = work.affected(lens, of);
    Consequences {
        orgs: of.orgs.len() as u64,
        persons: of.persons,
        duties_by_role: duties_by_role.collect(),
        affected_count: affected.len() as u64,
        affected: affected.into_iter().take(AFFECTED_MAX).collect(),
        gaps: needed_roles(lens, pack, of, &posts),
    }
}

#[derive(Clone, Copy, Default)]
struct Load {
    week: u64,
    minutes: u64,
    on_event: u64,
}

/// The work that a plan gives: to each role, and to each post (a role in an organisation) where somebody holds it.
struct Work {
    by_role: BTreeMap<Name, Load>,
    by_post: BTreeMap<(Name, SubjectId), Load>,
}

impl Work {
    fn of(lens: &Lens<'_>, pack: &Pack, of: &Foresight<'_>, posts: &Posts<'_>) -> Work {
        let mut work = Work { by_role: BTreeMap::new(), by_post: BTreeMap::new() };
        let first = lens.zone.date_of(of.from);
        for rule in &pack.rules {
            for effect in &rule.effects {
                let Effect::Duty(duty) = effect else { continue };
                let role = &duty.owner.role;
                work.by_role.entry(role.clone()).or_default();
                match &rule.trigger {
                    Trigger::Recurring { every, times, during: None, .. }
                        if rule.about == SubjectKind::Org =>
                    {
                        let days = every.between(first, add_days(first, 6), first).len() as u64;
                        let (week, minutes) = (days * times.len() as u64, u64::from(duty.minutes));
                        let owing = |o: &&OrgNode| rule.kinds.is_empty() || rule.kinds.contains(&o.kind);
                        for org in of.orgs.iter().filter(owing) {
                            work.add(role, posts.above(org, role), week, week * minutes);
                        }
                    }
                    _ => work.on_event(role),
                }
            }
        }
        pack.courses.iter().flat_map(duties_of).for_each(|duty| work.on_event(&duty.owner.role));
        work
    }

    fn on_event(&mut self, role: &Name) {
        self.by_role.entry(role.clone()).or_default().on_event += 1;
    }

    fn add(&mut self, role: &Name, post: Option<SubjectId>, week: u64, minutes: u64) {
        let posts = post.map(|org| self.by_post.entry((role.clone(), org)).or_default());
        for load in self.by_role.get_mut(role).into_iter().chain(posts) {
            load.week += week;
            load.minutes += minutes;
        }
    }

    /// Everybody in the scope who holds a role that the plan gives work to; who has most of it comes first.
    fn affected(&self, lens: &Lens<'_>, of: &Foresight<'_>) -> Vec<Affected> {
        let mut posts: BTreeMap<(&Name, &SubjectId), Vec<String>> = BTreeMap::new();
        for held in of.held.iter().filter(|h| h.holds(of.from) && self.by_role.contains_key(&h.role)) {
            posts.entry((&held.role, &held.org)).or_default().push(held.account_name.clone());
        }
        let mut affected: Vec<Affected> = posts
            .into_iter()
            .map(|((role, org), people)| {
                let load = self.by_post.get(&(role.clone(), org.clone())).copied().unwrap_or_default();
                Affected {
                    holder: lens.holder(role, Some(org)),
                    people,
                    duties_7_days: load.week,
                    minutes_7_days: load.minutes,
                    on_event: self.by_role.get(role).map_or(0, |load| load.on_event),
                }
            })
            .collect();
        affected.sort_by_key(|post| std::cmp::Reverse((post.minutes_7_days, post.duties_7_days)));
        affected
    }
}

/// Which roles are held where, when the plan would begin: looked up for every organisation that owes something, and for
/// those above it.
struct Posts<'a>(BTreeSet<(&'a SubjectId, &'a Name)>);

impl<'a> Posts<'a> {
    fn of(of: &Foresight<'a>) -> Self {
        Posts(of.held.iter().filter(|h| h.holds(of.from)).map(|h| (&h.org, &h.role)).collect())
    }

    fn is_held(&self, org: &SubjectId, role: &Name) -> bool {
        self.0.contains(&(org, role))
    }

    /// The nearest organisation from this one upwards in which somebody holds the role.
    fn above(&self, org: &OrgNode, role: &Name) -> Option<SubjectId> {
        org.path.split('/').rev().filter_map(SubjectId::parse).find(|org| self.is_held(org, role))
    }
}

fn needed_roles(lens: &Lens<'_>, pack: &Pack, of: &Foresight<'_>, posts: &Posts<'_>) -> Vec<GapOfRole> {
    let mut gaps = BTreeSet::new();
    for (role, spec) in &pack.roles {
        for org in of.orgs.iter().filter(|o| spec.needed_in.contains(&o.kind) && !posts.is_held(&o.id, role))
        {
            gaps.insert(GapOfRole { role: lens.holder(role, None), org: lens.org(&org.id) });
        }
    }
    gaps.into_iter().collect()
}
