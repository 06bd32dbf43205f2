//! Statuses as triggers: when a subject (or an organisation above it) enters a value, and while it has it.

use super::{Judge, firing::Firing};
use crate::{
    case::Ambient,
    program::{Pack, Plan, Status, WhileStatus},
    verdict::Anchor,
};
use facts::{FactId, Instant, Name};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A stretch of time during which a status is as strong as asked.
#[derive(Clone)]
struct Stretch {
    from: Instant,
    until: Option<Instant>,
    anchor: Anchor,
    /// When the house knew that it was entered, and whether by an import of history.
    known: Instant,
    quiet: bool,
    facts: Vec<FactId>,
}

impl<'a> Judge<'a> {
    /// One firing per stretch of the status. The weakest value always holds; it is entered when the plan comes into
    /// force.
    pub(super) fn status_firings(&self, pack: &'a Pack, while_: &WhileStatus) -> Vec<Firing<'a>> {
        let mut stretches = self.stretches(pack, while_);
        stretches.retain(|s| {
            s.from <= self.as_of && s.from >= self.case.horizon && self.in_force(pack, s.from, None)
        });
        stretches
            .into_iter()
            .map(|s| Firing {
                received: s.known.max(s.from),
                quiet: s.quiet,
                anchor: s.anchor,
                at: s.from,
                since: s.from,
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
            .map(|at| Stretch {
                from: at,
                until: None,
                anchor: anchor(at),
                known: at,
                quiet: false,
                facts: Vec::new(),
            })
            .into_iter()
            .collect()
    }

    /// True when the status is as strong as asked at that time.
    pub(super) fn status_holds(&self, while_: &WhileStatus, at: Instant) -> bool {
        let Some((status, asked)) = self.asked(while_) else { return false };
        let holds = |s: &Stretch| s.from <= at && s.until.is_none_or(|until| at < until);
        let strong = asked == 0 || self.held(while_, &|n| n >= asked).iter().any(holds);
        let too_strong = while_.up_to.as_ref().and_then(|up_to| status.strength(up_to));
        strong && !too_strong.is_some_and(|most| self.held(while_, &|n| n > most).iter().any(holds))
    }

    fn asked(&self, while_: &WhileStatus) -> Option<(&Status, usize)> {
        let status = self.plan.status(&while_.status)?;
        Some((status, status.strength(&while_.at_least)?))
    }

    /// The stretches during which the strongest value is one of those asked for.
    fn stretches(&self, pack: &Pack, while_: &WhileStatus) -> Vec<Stretch> {
        let Some((status, asked)) = self.asked(while_) else { return Vec::new() };
        let strong = if asked == 0 { self.always(pack) } else { self.held(while_, &|n| n >= asked) };
        match while_.up_to.as_ref().and_then(|up_to| status.strength(up_to)) {
            None => strong,
            Some(most) => without(strong, &self.held(while_, &|n| n > most)),
        }
    }

    /// The stretches of the subject's own status and of those of the organisations above while it belongs to them,
    /// merged where they overlap; a merged stretch keeps the earliest anchor. One that ended as it began never was.
    fn held(&self, while_: &WhileStatus, fits: &dyn Fn(usize) -> bool) -> Vec<Stretch> {
        let Some(status) = self.plan.status(&while_.status) else { return Vec::new() };
        let strong = |value: &Name| status.strength(value).is_some_and(fits);
        let mut found: Vec<Stretch> = Vec::new();
        for (key, held) in &self.verdict.statuses {
            if key.name() == while_.status.as_str() && strong(&held.value) {
                let anchor = key.as_str().splitn(3, '|').nth(2).unwrap_or_default();
                found.push(Stretch {
                    from: held.from,
                    until: held.until,
                    anchor: Anchor::Period(SmolStr::new(anchor)),
                    known: held.known,
                    quiet: held.quiet,
                    facts: held.why.facts.clone(),
                });
            }
        }
        let ambient = self.case.ambient.iter().filter(|a| a.status == while_.status && strong(&a.value));
        found.extend(ambient.flat_map(|a| self.as_member(a)));
        found.retain(|s| s.until.is_none_or(|until| s.from < until));
        merge(found)
    }

    /// The parts of an organisation's status during which the subject belongs to it. Before its first membership the
    /// first one counts.
    fn as_member(&self, ambient: &Ambient) -> Vec<Stretch> {
        let first = self.case.orgs.iter().map(|l| l.from).min();
        let links = self.case.orgs.iter().filter(|l| l.org == ambient.org);
        links
            .map(|link| Stretch {
                from: if Some(link.from) == first { ambient.from } else { ambient.from.max(link.from) },
                until: match (ambient.until, link.until) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                },
                anchor: Anchor::Of(ambient.org.clone(), ambient.anchor.clone()),
                known: ambient.known,
                quiet: ambient.quiet,
                facts: ambient.facts.clone(),
            })
            .collect()
    }
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
    // Who leaves and comes back under the same status enters it anew.
    let mut times: BTreeMap<Anchor, u32> = BTreeMap::new();
    for stretch in &mut merged {
        let n = times.entry(stretch.anchor.clone()).or_default();
        *n += 1;
        if *n > 1 {
            stretch.anchor = Anchor::Period(SmolStr::from(format!("{}#{n}", stretch.anchor)));
        }
    }
    merged
}

/// What is left of stretches where none of the others covers them. What goes on after one of those hangs on both.
fn without(stretches: Vec<Stretch>, others: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::new();
    for stretch in stretches {
        let mut rest = Some(stretch.clone());
        for other in others {
            let Some(now) = rest.take() else { break };
            let before = now.until.is_some_and(|until| until <= other.from);
            if before || other.until.is_some_and(|until| until <= now.from) {
                rest = Some(now);
                continue;
            }
            if now.from < other.from {
                left.push(Stretch { until: Some(other.from), ..now.clone() });
            }
            rest = other.until.filter(|at| now.until.is_none_or(|until| *at < until)).map(|from| Stretch {
                from,
                anchor: Anchor::Period(SmolStr::from(format!("{}^{}", stretch.anchor, other.anchor))),
                ..now
            });
        }
        left.extend(rest);
    }
    left
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
