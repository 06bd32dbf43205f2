//! Statuses as triggers: when a subject (or an organisation above it) enters a value, and while it has it.

use super::{Judge, firing::Firing};
use crate::{
    program::{Pack, Plan, Status, WhileStatus},
    verdict::Anchor,
};
use facts::{FactId, Instant, Name};
use smol_str::SmolStr;

/// A stretch of time during which a status is at least as strong as asked.
struct Stretch {
    from: Instant,
    until: Option<Instant>,
    anchor: Anchor,
    facts: Vec<FactId>,
}

impl<'a> Judge<'a> {
    /// One firing per stretch of the status. The weakest value always holds; it is entered when the plan comes into
    /// force.
    pub(super) fn status_firings(
        &self,
        pack: &'a Pack,
        _rule: &Name,
        while_: &WhileStatus,
    ) -> Vec<Firing<'a>> {
        let stretches = match self.plan.status(&while_.status).and_then(|s| s.strength(&while_.at_least)) {
            None => Vec::new(),
            Some(_) if while_.up_to.is_some() => self.band(while_, self.in_force_since(pack, self.as_of)),
            Some(0) => self.always(pack),
            Some(_) => self.stretches(while_),
        };
        let counts = |s: &Stretch| {
            s.from <= self.as_of && s.from >= self.case.horizon && self.in_force(pack, s.from, None)
        };
        let fitting = stretches.into_iter().filter(counts);
        fitting
            .map(|s| Firing {
                anchor: s.anchor,
                at: s.from,
                received: s.from,
                ends: s.until,
                facts: s.facts,
                fields: vec![while_.status.clone()],
                fact: None,
            })
            .collect()
    }

    fn always(&self, pack: &Pack) -> Vec<Stretch> {
        let since = self.in_force_since(pack, self.as_of);
        let anchor = |at: Instant| Anchor::Period(SmolStr::from(format!("adopted-{}", self.date_of(at))));
        since
            .map(|at| Stretch { from: at, until: None, anchor: anchor(at), facts: Vec::new() })
            .into_iter()
            .collect()
    }

    /// True when the status is at least as strong as asked at that time.
    pub(super) fn status_holds(&self, while_: &WhileStatus, at: Instant) -> bool {
        match self.plan.status(&while_.status).and_then(|s| s.strength(&while_.at_least)) {
            None => false,
            Some(0) if while_.up_to.is_none() => true,
            Some(_) => {
                let holds = |s: &Stretch| s.from <= at && s.until.is_none_or(|until| at < until);
                let band = while_.up_to.is_some();
                let found = if band { self.band(while_, Some(Instant(i64::MIN))) } else { self.stretches(while_) };
                found.iter().any(holds)
            }
        }
    }

    /// The stretches during which the status is at least as strong as asked and no stronger than `up_to`. Before and
    /// between all values the weakest holds, from `since` on.
    fn band(&self, while_: &WhileStatus, since: Option<Instant>) -> Vec<Stretch> {
        let Some(status) = self.plan.status(&while_.status) else { return Vec::new() };
        let low = status.strength(&while_.at_least);
        let high = while_.up_to.as_ref().and_then(|v| status.strength(v));
        let asked = |value: &Name| WhileStatus { status: while_.status.clone(), at_least: value.clone(), up_to: None };
        let above = status.values.iter().find(|(id, _)| status.strength(id) > high).map(|(id, _)| asked(id));
        let holes = above.map(|above| self.stretches(&above)).unwrap_or_default();
        let whole = match low {
            Some(0) => since
                .map(|from| Stretch { from, until: None, anchor: Anchor::Period(SmolStr::new("weakest")), facts: Vec::new() })
                .into_iter()
                .collect(),
            _ => self.stretches(&asked(&while_.at_least)),
        };
        whole.into_iter().flat_map(|stretch| without(stretch, &holes)).collect()
    }

    /// The stretches of the subject's own status and of those of the organisations above, merged where they overlap;
    /// a merged stretch keeps the earliest anchor.
    fn stretches(&self, while_: &WhileStatus) -> Vec<Stretch> {
        let Some(status) = self.plan.status(&while_.status) else { return Vec::new() };
        let asked = status.strength(&while_.at_least);
        let strong = |value: &Name| status.strength(value) >= asked;
        let mut found: Vec<Stretch> = Vec::new();
        for (key, held) in &self.verdict.statuses {
            if key.name() == while_.status.as_str() && strong(&held.value) {
                let anchor = key.as_str().splitn(3, '|').nth(2).unwrap_or_default();
                found.push(Stretch {
                    from: held.from,
                    until: held.until,
                    anchor: Anchor::Period(SmolStr::new(anchor)),
                    facts: held.why.facts.clone(),
                });
            }
        }
        let ambient = self.case.ambient.iter().filter(|a| a.status == while_.status && strong(&a.value));
        found.extend(ambient.map(|a| Stretch {
            from: a.from,
            until: a.until,
            anchor: Anchor::Of(a.org.clone(), a.anchor.clone()),
            facts: a.facts.clone(),
        }));
        merge(found)
    }
}

/// What is left of a stretch outside of the holes. A part after a hole hangs on what made the hole.
fn without(stretch: Stretch, holes: &[Stretch]) -> Vec<Stretch> {
    let end = stretch.until;
    let mut parts = Vec::new();
    let mut rest = Some(stretch);
    for hole in holes {
        let Some(now) = rest.take() else { break };
        let apart = hole.until.is_some_and(|until| until <= now.from) || now.until.is_some_and(|until| until <= hole.from);
        if apart {
            rest = Some(now);
            continue;
        }
        if now.from < hole.from {
            parts.push(Stretch { until: Some(hole.from), ..now });
        }
        rest = hole.until.filter(|from| end.is_none_or(|end| *from < end)).map(|from| Stretch {
            from,
            until: end,
            anchor: Anchor::Period(SmolStr::from(format!("after-{}", hole.anchor))),
            facts: hole.facts.clone(),
        });
    }
    parts.extend(rest);
    parts
}

fn merge(mut found: Vec<Stretch>) -> Vec<Stretch> {
    found.sort_by(|a, b| (a.from, &a.anchor).cmp(&(b.from, &b.anchor)));
    let mut merged: Vec<Stretch> = Vec::new();
    for next in found {
        match merged.last_mut().filter(|last| last.until.is_none_or(|until| next.from <= until)) {
            Some(last) => {
                last.until = match (last.until, next.until) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
            None => merged.push(next),
        }
    }
    merged
}

impl Plan {
    /// A status by its qualified name, as the latest version of its pack declares it.
    pub fn status(&self, qualified: &str) -> Option<&Status> {
        let (pack, id) = qualified.split_once('/')?;
        let versions = self.adoptions.iter().rev().filter(|a| a.pack.id.as_str() == pack);
        versions.filter_map(|a| a.pack.statuses.get(id)).next()
    }
}

impl Status {
    /// The place of a value in the order of precedence; 0 is the weakest.
    pub fn strength(&self, value: &str) -> Option<usize> {
        self.values.iter().position(|(id, _)| id.as_str() == value)
    }
}
