//! Which facts discharge which duties, and what people decided about them.
//!
//! A fact discharges the duty that it names; else, of each name of duty that asks for its ledger, the oldest open one
//! whose window holds its time. So nobody is asked the same thing twice: one fact serves the duties of several packs.

use super::{Judge, duty::Owed};
use crate::{
    program::DutySpec,
    verdict::{DutyEnd, Key},
};
use facts::{FactId, Instant, Recorded, ledger::Act};
use std::{collections::BTreeMap, sync::Arc};

/// What people decided, by the key that they decided about.
type Decided<'a> = BTreeMap<&'a str, Vec<(Act, &'a Arc<Recorded>)>>;

impl<'a> Judge<'a> {
    /// Ends all duties found and writes them, with the moments to look again, into the verdict.
    pub(super) fn settle(&mut self) {
        let mut owed = std::mem::take(&mut self.owed);
        // Several constructs may ask for the same; the earliest deadline holds.
        owed.sort_by(|a, b| (&a.key, a.due.due, a.due.opens).cmp(&(&b.key, b.due.due, b.due.opens)));
        owed.dedup_by(|a, b| a.key == b.key);
        // Oldest first, so that "the oldest open duty" is the first that fits.
        owed.sort_by(|a, b| (a.due.opens, &a.key).cmp(&(b.due.opens, &b.key)));
        let decided = self.decided();
        for entry in &mut owed {
            decide(entry, decided.get(entry.key.as_str()).into_iter().flatten());
        }
        self.discharge(&mut owed);
        for mut entry in owed {
            let done = matches!(entry.due.end, DutyEnd::Done { .. });
            if let Some((at, fact)) = entry.waived.filter(|_| !done) {
                entry.due.end = DutyEnd::Waived { fact, at };
            }
            self.finish(entry);
        }
        self.acknowledgements();
    }

    fn discharge(&self, owed: &mut [Owed<'a>]) {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, entry) in owed.iter().enumerate() {
            by_name.entry(entry.spec.name.as_str()).or_default().push(n);
        }
        for fact in self.case.facts.iter().filter(|f| f.fact.at <= self.as_of) {
            for (name, places) in &by_name {
                if self.is_spent(fact, name) {
                    continue;
                }
                if let Some(n) = self.discharged(owed, places, fact) {
                    owed[n].due.end =
                        DutyEnd::Done { fact: fact.fact.root(), at: fact.fact.at, received: fact.received };
                }
            }
        }
    }

    /// True when a fact has discharged a duty of this name that is too old to be judged now. News cannot bear on such a
    /// duty, so it keeps its fact; else which duty a fact discharges would depend on how far back duties are judged.
    fn is_spent(&self, fact: &Recorded, name: &str) -> bool {
        let before = self.case.spent.get(&fact.fact.root()).into_iter().flatten();
        before.filter(|s| s.key.name() == name).any(|s| {
            let since = self.verdict.judged_since.get(&s.rule).unwrap_or(&self.case.horizon);
            s.triggered < *since
        })
    }

    /// The duty of one name that a fact discharges: the one it names, else the oldest that it fits.
    fn discharged(&self, owed: &[Owed<'a>], places: &[usize], fact: &Arc<Recorded>) -> Option<usize> {
        let named = fact.fact.discharges.as_deref();
        let meant = places.iter().filter(|n| named == Some(owed[**n].key.as_str())).copied().next();
        // Constructs that share a name may ask for different things; each is looked at once.
        let mut asked: Vec<(&DutySpec, bool)> = Vec::new();
        let mut answers = |spec: &'a DutySpec| match asked.iter().find(|(s, _)| std::ptr::eq(*s, spec)) {
            Some((_, yes)) => *yes,
            None => {
                let yes =
                    spec.done_by.ledger == fact.fact.ledger && self.settles(spec.done_by.when.as_ref(), fact);
                asked.push((spec, yes));
                yes
            }
        };
        let mut fitting = |n: &usize| fits(&owed[*n], fact) && answers(owed[*n].spec);
        match meant {
            Some(n) => Some(n).filter(|n| fitting(n)),
            None => places.iter().copied().find(|n| fitting(n)),
        }
    }

    /// Claims, delegations and waivers: facts about the subject whose ledger acts so and whose field names the key.
    fn decided(&self) -> Decided<'a> {
        let mut by_key = Decided::new();
        for fact in self.case.facts.iter().filter(|f| f.fact.at <= self.as_of) {
            let act = self.plan.ledgers.get(&fact.fact.ledger).and_then(|l| l.act);
            let key = fact.fact.get("duty").and_then(|v| v.as_text());
            if let (Some(act @ (Act::Claim | Act::Delegate | Act::Waive)), Some(key)) = (act, key) {
                by_key.entry(key).or_default().push((act, fact));
            }
        }
        by_key
    }

    fn finish(&mut self, mut entry: Owed) {
        if entry.due.end == DutyEnd::Open && entry.due.expires.is_some_and(|at| at <= self.as_of) {
            entry.due.end = DutyEnd::Missed;
        }
        if entry.due.end == DutyEnd::Open {
            let due = &entry.due;
            // A deadline is kept by what is done at that very instant; only after it is a duty late.
            let fixed = [Some(due.opens), Some(due.due.plus_micros(1)), due.expires];
            let times = fixed.into_iter().flatten().chain(due.reminders.iter().copied());
            let times: Vec<Instant> = times.chain(due.escalations.iter().map(|(at, _)| *at)).collect();
            for at in times {
                self.look_again(&entry.due.why.rule, Some(at));
            }
        }
        self.verdict.duties.insert(entry.key, entry.due);
    }

    fn acknowledgements(&mut self) {
        for fact in self.case.facts.iter().filter(|f| f.fact.at <= self.as_of) {
            let act = self.plan.ledgers.get(&fact.fact.ledger).and_then(|l| l.act);
            if act != Some(Act::Acknowledge) {
                continue;
            }
            let key = fact.fact.get("alert").and_then(|v| v.as_text()).map(Key::from_text);
            if let Some(alert) = key.and_then(|key| self.verdict.alerts.get_mut(&key)) {
                let first = alert.acknowledged.get_or_insert((fact.fact.root(), fact.fact.at));
                *first = (*first).min_by_time((fact.fact.root(), fact.fact.at));
            }
        }
    }
}

trait Earlier {
    fn min_by_time(self, other: Self) -> Self;
}

impl Earlier for (FactId, Instant) {
    fn min_by_time(self, other: Self) -> Self {
        if (other.1, other.0) < (self.1, self.0) { other } else { self }
    }
}

/// A fact fits an open duty when its time lies in the duty's window; the fact that raised the duty does not.
fn fits(entry: &Owed, fact: &Recorded) -> bool {
    entry.due.end == DutyEnd::Open
        && entry.due.opens <= fact.fact.at
        && entry.due.expires.is_none_or(|until| fact.fact.at < until)
        && entry.waived.is_none_or(|(at, _)| fact.fact.at <= at)
        && !entry.due.why.facts.contains(&fact.fact.root())
}

/// Of several claims and delegations the last counts, of several waivers the first.
fn decide<'d>(entry: &mut Owed, decisions: impl Iterator<Item = &'d (Act, &'d Arc<Recorded>)>) {
    for (act, fact) in decisions {
        let root = fact.fact.root();
        match act {
            Act::Claim => entry.due.taken = Some((fact.fact.by.clone(), root)),
            Act::Delegate => {
                let account = fact.fact.get("account").and_then(|v| v.as_text());
                if let Some(account) = account {
                    entry.due.taken = Some((account.into(), root));
                }
            }
            Act::Waive => drop(entry.waived.get_or_insert((fact.fact.at, root))),
            _ => {}
        }
    }
}
