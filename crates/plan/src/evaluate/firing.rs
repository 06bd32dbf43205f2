//! `Firing`: a trigger that went off, and the rules about which version of which plan judges it.

use super::{FactScope, Judge};
use crate::{
    cel::{Condition, Truth},
    program::{Owner, OwnerAt, Pack, Until},
    verdict::{Anchor, Asked},
};
use facts::{Date, FactId, Instant, Name, Recorded, SubjectId, SubjectKind};
use std::sync::Arc;

/// A trigger that went off.
#[derive(Clone, Debug)]
pub(crate) struct Firing<'a> {
    /// What its outcomes hang on.
    pub anchor: Anchor,
    /// When.
    pub at: Instant,
    /// The earliest trigger that it depends on: for a course that another turned into, the start of that other.
    pub since: Instant,
    /// When the house knew: the latest receipt among its facts, or `at` itself for the passing of time.
    pub received: Instant,
    /// True when the house knew by an import of history: nobody is told.
    pub quiet: bool,
    /// When it ends by itself (a signal's episode, a status).
    pub ends: Option<Instant>,
    /// The facts it rests on, by root.
    pub facts: Vec<FactId>,
    /// The fields looked at.
    pub fields: Vec<Name>,
    /// The triggering fact, if one.
    pub fact: Option<&'a Arc<Recorded>>,
}

impl<'a> Judge<'a> {
    /// The facts about the subject that set off a rule of this pack.
    pub(super) fn fact_firings(
        &mut self,
        pack: &'a Pack,
        rule: &Name,
        ledgers: &[Name],
        when: Option<&Condition>,
    ) -> Vec<Firing<'a>> {
        let mut firings = Vec::new();
        let case = self.case;
        for fact in case.facts.iter().filter(|f| ledgers.contains(&f.fact.ledger)) {
            if fact.fact.at > self.as_of {
                self.look_again(rule, Some(fact.fact.at));
                continue;
            }
            if fact.fact.at < case.horizon || !self.in_force(pack, fact.fact.at, Some(&fact.fact.org)) {
                continue;
            }
            let scope = FactScope::new(self.plan, case, fact).noting(&self.looked_back);
            let truth = when.map_or(Truth::Yes, |c| c.test(&scope));
            match truth {
                Truth::Yes => firings.push(Firing {
                    anchor: Anchor::Fact(fact.fact.root()),
                    at: fact.fact.at,
                    since: fact.fact.at,
                    received: fact.received,
                    quiet: fact.fact.history,
                    ends: None,
                    facts: vec![fact.fact.root()],
                    fields: when.map(|c| c.reads().to_vec()).unwrap_or_default(),
                    fact: Some(fact),
                }),
                Truth::No => {}
                Truth::Unknown(missing) => {
                    let missing = missing.into_iter().collect();
                    self.verdict.unknown.insert((rule.clone(), missing, Some(fact.fact.root())));
                }
            }
        }
        firings
    }

    /// True when this version of the pack is the one in force for the subject (or for the reporting organisation) at
    /// that time.
    pub(super) fn in_force(&self, pack: &Pack, at: Instant, reporter: Option<&SubjectId>) -> bool {
        self.version_at(&pack.id, at, reporter).is_some_and(|version| version.hash == pack.hash)
    }

    /// The version of a pack in force for the subject (or for the reporting organisation) at a time. Of several scopes
    /// the nearest decides; where nobody is known above the subject, nothing is in force.
    pub(super) fn version_at(
        &self,
        pack: &Name,
        at: Instant,
        reporter: Option<&SubjectId>,
    ) -> Option<&'a Pack> {
        let steps = |scope: &SubjectId| self.steps_to(scope, at, reporter);
        let nearest = self
            .plan
            .adoptions
            .iter()
            .filter(|a| a.pack.id == *pack && a.from <= at && a.until.is_none_or(|until| at < until))
            .filter_map(|a| steps(&a.scope).map(|n| (n, std::cmp::Reverse(a.from), a)))
            .min_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)));
        nearest.map(|(_, _, adoption)| &*adoption.pack)
    }

    /// When the version of this pack that is in force at `at` came into force for the subject.
    pub(super) fn in_force_since(&self, pack: &Pack, at: Instant) -> Option<Instant> {
        let of_version = self.plan.adoptions.iter().filter(|a| {
            a.pack.hash == pack.hash && a.from <= at && self.steps_to(&a.scope, at, None).is_some()
        });
        of_version.map(|a| a.from).max()
    }

    fn steps_to(&self, scope: &SubjectId, at: Instant, reporter: Option<&SubjectId>) -> Option<u16> {
        let own = self.links_at(at).into_iter().filter(|l| l.org == *scope).map(|l| l.steps).min();
        own.or_else(|| {
            let mut org = reporter?.clone();
            for step in 0..32 {
                if org == *scope {
                    return Some(step);
                }
                let parent = self.case.org_profiles.get(&org)?.get("parent")?.as_text()?;
                org = SubjectId::parse(parent)?;
            }
            None
        })
    }

    /// The organisations of the subject at a time. Before its first membership the first one counts: people are often
    /// registered after what happened to them.
    pub(super) fn links_at(&self, at: Instant) -> Vec<&'a crate::case::OrgLink> {
        let orgs = &self.case.orgs;
        let now: Vec<_> =
            orgs.iter().filter(|l| l.from <= at && l.until.is_none_or(|until| at < until)).collect();
        if !now.is_empty() {
            return now;
        }
        let first = orgs.iter().map(|l| l.from).min();
        orgs.iter().filter(|l| Some(l.from) == first).collect()
    }

    /// A role with the organisations from where its holder is looked for.
    pub(super) fn ask(&self, owner: &Owner, firing: &Firing) -> Asked {
        Asked { role: owner.role.clone(), ask: self.ask_from(owner, firing) }
    }

    fn ask_from(&self, owner: &Owner, firing: &Firing) -> Vec<SubjectId> {
        let reporter = firing.fact.map(|f| f.fact.org.clone());
        match &owner.at {
            OwnerAt::Subject if self.case.subject.kind() == SubjectKind::Org => {
                vec![self.case.subject.clone()]
            }
            OwnerAt::Subject => {
                let near =
                    self.links_at(firing.at).into_iter().filter(|l| l.steps == 0).map(|l| l.org.clone());
                let near: Vec<SubjectId> = near.collect();
                if near.is_empty() { reporter.into_iter().collect() } else { near }
            }
            OwnerAt::Reporter => reporter.into_iter().collect(),
            OwnerAt::Field(field) => {
                let named = firing.fact.and_then(|f| f.fact.get(field)).and_then(|v| v.as_text());
                named.and_then(SubjectId::parse).or(reporter).into_iter().collect()
            }
        }
    }

    /// When something that began with this firing ends.
    pub(super) fn until(&self, until: &Until, firing: &Firing) -> Option<Instant> {
        let after = until.after.map(|span| span.after(firing.at, self.plan.zone));
        let by_fact = until.fact.as_ref().and_then(|done_by| {
            self.case
                .facts
                .iter()
                .filter(|f| f.fact.ledger == done_by.ledger && f.fact.at >= firing.at)
                .filter(|f| !firing.facts.contains(&f.fact.root()) && f.fact.at <= self.as_of)
                .find(|f| self.settles(done_by.when.as_ref(), f))
                .map(|f| f.fact.at)
        });
        // A stated end replaces the end of the episode; otherwise the episode's end is the end.
        let stated = until.after.is_some() || until.fact.is_some();
        let of_itself = firing.ends.filter(|_| !stated);
        [after, by_fact, of_itself].into_iter().flatten().min()
    }

    /// True when the condition definitely holds of the fact.
    pub(super) fn settles(&self, when: Option<&Condition>, fact: &Arc<Recorded>) -> bool {
        when.is_none_or(|c| c.test(&FactScope::new(self.plan, self.case, fact)) == Truth::Yes)
    }

    /// The civil date of a time in the deployment's zone.
    pub(super) fn date_of(&self, at: Instant) -> Date {
        self.plan.zone.date_of(at)
    }
}
