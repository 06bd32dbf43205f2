//! Signals: windowed counts and their episodes.
//!
//! An episode is a longest stretch of time during which the count reaches the threshold. It hangs on the earliest fact
//! of the window in which it began, so that later facts prolong it and merged episodes keep the earliest key. A count
//! goes on over the adoption of a new version: the version in force when it is completed says whether it is.

use super::{Judge, firing::Firing};
use crate::{
    program::{Pack, Rule, Signal},
    verdict::Anchor,
};
use facts::{Date, FactId, Instant, Name, Recorded, Span, SubjectId, SubjectKind, Zone, time::add_days};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

impl<'a> Judge<'a> {
    pub(super) fn signal_firings(
        &mut self,
        pack: &'a Pack,
        rule: &'a Rule,
        signal: &'a Signal,
    ) -> Vec<Firing<'a>> {
        let (facts, to_come): (Vec<_>, Vec<_>) =
            self.counted(pack, rule, signal).into_iter().partition(|f| f.fact.at <= self.as_of);
        self.look_again(&rule.id, to_come.first().map(|f| f.fact.at));
        let others = self.episodes.get(&rule.id).cloned().unwrap_or_default();
        let may_begin = |fact: &Recorded| {
            let at = fact.fact.at;
            self.in_force(pack, at, Some(&fact.fact.org)) && !others.iter().any(|o| o.contains(&at))
        };
        let episodes = {
            let above = self.above(pack, rule, signal, &facts);
            episodes(&facts, signal, self.plan.zone, (&may_begin, &above))
        };
        let known = self.episodes.entry(rule.id.clone()).or_default();
        known.extend(episodes.iter().map(|e| e.began..e.ended));
        let mut firings = Vec::new();
        for episode in episodes.into_iter().filter(|e| e.began >= self.case.horizon) {
            let mut fields: Vec<_> = signal.filter.iter().flat_map(|c| c.reads().iter().cloned()).collect();
            fields.extend(signal.similar.clone());
            self.look_again(&rule.id, Some(episode.ended));
            firings.push(Firing {
                anchor: Anchor::Fact(episode.anchor),
                at: episode.began,
                since: episode.began,
                received: episode.received,
                quiet: episode.quiet,
                ends: Some(episode.ended),
                facts: episode.facts,
                fields,
                fact: episode.completing,
            });
        }
        firings
    }

    /// Whether so many on a day are more than its detector expects; without one any number is. Days from before the
    /// subject was registered or the rule in force are not known, and none is the same as no fact.
    fn above<'s>(
        &'s self,
        pack: &'s Pack,
        rule: &'s Rule,
        signal: &'s Signal,
        facts: &[&Arc<Recorded>],
    ) -> impl Fn(Instant, usize) -> bool + 's {
        let zone = self.plan.zone;
        let mut by_day: BTreeMap<Date, BTreeSet<String>> = BTreeMap::new();
        for fact in facts.iter().filter(|_| signal.detector.is_some()) {
            by_day.entry(zone.date_of(fact.fact.at)).or_default().insert(who(fact, signal));
        }
        let known = move |day: Date| {
            let start = zone.start_of(day);
            start >= self.case.registered && self.knows(&pack.id, start, None, &rule.id)
        };
        move |at: Instant, n: usize| {
            let Some(detector) = &signal.detector else { return true };
            let today = zone.date_of(at);
            let before = (1..=detector.days_before()).rev().map(|back| add_days(today, -back));
            let mut counts: Vec<Option<f64>> = before
                .map(|day| known(day).then(|| by_day.get(&day).map_or(0.0, |w| w.len() as f64)))
                .collect();
            counts.push(Some(n as f64));
            detector.alarms(&counts)
        }
    }

    /// True when the version in force at that time has the rule.
    fn knows(&self, pack: &Name, at: Instant, reporter: Option<&SubjectId>, rule: &Name) -> bool {
        self.version_at(pack, at, reporter).is_some_and(|then| then.rules.iter().any(|r| r.id == *rule))
    }

    /// The facts that this signal counts: for an organisation those about its members, judged when they came; else the
    /// subject's own.
    fn counted(&self, pack: &Pack, rule: &Rule, signal: &Signal) -> Vec<&'a Arc<Recorded>> {
        let of_members = self.case.subject.kind() == SubjectKind::Org
            && signal
                .counts
                .iter()
                .any(|l| self.plan.ledgers.get(l).is_some_and(|l| l.about != SubjectKind::Org));
        let mut facts: Vec<&'a Arc<Recorded>> = if of_members {
            self.case.member_facts.get(&rule.id).into_iter().flatten().collect()
        } else {
            let own = self.case.facts.iter().filter(|f| signal.counts.contains(&f.fact.ledger));
            own.filter(|f| self.settles(signal.filter.as_ref(), f)).collect()
        };
        // Facts of the time of another version count as well, if that version knew this rule.
        facts.retain(|f| self.knows(&pack.id, f.fact.at, Some(&f.fact.org), &rule.id));
        facts.sort_by_key(|f| (f.fact.at, f.fact.root()));
        facts
    }
}

/// A stretch of time during which the threshold holds.
struct Episode<'a> {
    anchor: FactId,
    began: Instant,
    ended: Instant,
    /// When the house knew all of the facts that completed the count.
    received: Instant,
    /// The last that the house came to know of them was an import of history.
    quiet: bool,
    facts: Vec<FactId>,
    completing: Option<&'a Arc<Recorded>>,
}

/// How many count, kept up while facts enter and leave the window. One tally per shared code; without `similar` there
/// is one tally under the empty code.
#[derive(Default)]
struct Tally {
    /// Code → who (or which fact) → how many facts in the window.
    by_code: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Tally {
    fn change(&mut self, fact: &Recorded, signal: &Signal, by: i64) {
        let who = who(fact, signal);
        for code in codes(fact, signal) {
            let tally = self.by_code.entry(code).or_default();
            let n = tally.entry(who.clone()).or_default();
            *n = u32::try_from(i64::from(*n) + by).unwrap_or(0);
            if *n == 0 {
                tally.remove(&who);
            }
        }
    }

    /// The codes under which enough are counted, and more than was to be expected at that time.
    fn reached(&self, at_least: u32, at: Instant, above: &Above<'_>) -> BTreeSet<&str> {
        let enough = |n: usize| n >= at_least.max(1) as usize && above(at, n);
        self.by_code.iter().filter(|(_, who)| enough(who.len())).map(|(code, _)| code.as_str()).collect()
    }
}

/// Whether so many at a time are more than was to be expected.
type Above<'f> = dyn Fn(Instant, usize) -> bool + 'f;

/// Whom or what a fact counts as.
fn who(fact: &Recorded, signal: &Signal) -> String {
    if signal.distinct { fact.fact.subject.to_string() } else { fact.fact.root().to_string() }
}

fn codes(fact: &Recorded, signal: &Signal) -> Vec<String> {
    match &signal.similar {
        None => vec![String::new()],
        Some(field) => {
            let values = fact.fact.get(field).map(|v| v.items()).unwrap_or_default();
            values.iter().filter_map(|v| v.as_text()).map(String::from).collect()
        }
    }
}

/// Until when a fact stays in the window.
fn leaves(at: Instant, window: Span, zone: Zone) -> Instant {
    window.after(at, zone)
}

/// All episodes, in order. Facts must be in order of (time, root). `may_begin`: with which facts one may begin; `above`: how
/// many are more than was to be expected.
fn episodes<'a>(
    facts: &[&'a Arc<Recorded>],
    signal: &Signal,
    zone: Zone,
    (may_begin, above): (&dyn Fn(&Recorded) -> bool, &Above<'_>),
) -> Vec<Episode<'a>> {
    // (time, leaving before entering, place in `facts`)
    let mut steps: Vec<(Instant, bool, usize)> = Vec::with_capacity(facts.len() * 2);
    for (n, fact) in facts.iter().enumerate() {
        steps.push((fact.fact.at, true, n));
        steps.push((leaves(fact.fact.at, signal.window, zone), false, n));
    }
    steps.sort();
    let mut tally = Tally::default();
    let mut inside: BTreeSet<usize> = BTreeSet::new();
    let mut found: Vec<Episode<'a>> = Vec::new();
    let mut running = false;
    // What leaves and enters at one instant does so at once: the count does not dip in between.
    for now in steps.chunk_by(|a, b| a.0 == b.0) {
        for (at, enters, n) in now {
            tally.change(facts[*n], signal, if *enters { 1 } else { -1 });
            if *enters {
                inside.insert(*n)
            } else {
                inside.remove(n)
            };
            if !*enters || running {
                continue;
            }
            let reached = tally.reached(signal.at_least, *at, above);
            if !reached.is_empty() && may_begin(facts[*n]) {
                running = true;
                let part: Vec<&'a Arc<Recorded>> = inside
                    .iter()
                    .map(|n| facts[*n])
                    .filter(|f| codes(f, signal).iter().any(|c| reached.contains(c.as_str())))
                    .collect();
                found.push(begin(*at, facts[*n], &part));
            }
        }
        let Some((at, _, _)) = now.first() else { continue };
        if running && tally.reached(signal.at_least, *at, above).is_empty() {
            running = false;
            if let Some(last) = found.last_mut() {
                last.ended = *at;
            }
        }
    }
    found
}

fn begin<'a>(at: Instant, completing: &'a Arc<Recorded>, part: &[&'a Arc<Recorded>]) -> Episode<'a> {
    let last = part.iter().max_by_key(|f| f.received).copied().unwrap_or(completing);
    Episode {
        anchor: part.first().map_or(completing.fact.root(), |f| f.fact.root()),
        began: at,
        ended: at,
        received: last.received,
        quiet: last.fact.history,
        facts: part.iter().map(|f| f.fact.root()).collect(),
        completing: Some(completing),
    }
}
