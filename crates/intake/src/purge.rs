//! Purging (到期清除): facts whose time is over, as their ledger declares it, lose body and salt, and what would reveal
//! them goes too: sealed fields, matches of signals, who was counted, and what stood about the person because of them.
//! The header stays in the chain, and so do the sums. Each purge is a fact of the house that names what it emptied.
//!
//! Nothing is purged that something under way rests on. Not here: how long a ledger is kept (packs), when the job runs
//! (the doors), the ground that a rebuild then starts from (`store::baseline`, `rebuild`).
//!
//! Reading order: `due` (what would go), `outcomes::settled` (what is over stays), then the purging itself.

mod due;

pub use due::{DueLine, Standstill};

use crate::{
    force,
    force::InForce,
    house::Chance,
    house::House,
    unit::{News, Unit},
};
use due::{Chain, Search};
use facts::{
    Body, Decimal, Fact, Instant, Ledger, Name, Recorded, SubjectId, SubjectKind, Value, chain::Hash,
    fold::what_holds, ledger::Act, seqs::Seqs,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{Error, Fault, Home, ListOf, PageOf, Query, Read, SubjectRow, Verified};

/// How many facts one unit of work purges: it holds the head of the shard while others wait, and the list of them has
/// to fit into a fact.
const FACTS_MAX: usize = 500;

/// What one step of the job did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Facts were purged; there may be more.
    Purged(Purged),
    /// After the last purge the ground of later rebuilds was laid.
    Laid,
    /// Nothing was due.
    Nothing,
}

/// What was purged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Purged {
    /// Facts, corrections counted.
    pub facts: u64,
    /// Different subjects that they were about; of several units, their sum.
    pub subjects: u64,
    /// Sealed personal fields that were removed.
    pub sealed: u64,
    /// By ledger.
    pub ledgers: BTreeMap<Name, Of>,
}

/// What was purged of one ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Of {
    /// Facts, corrections counted.
    pub facts: u64,
    /// The event time of the oldest.
    pub oldest: Instant,
    /// The event time of the newest.
    pub newest: Instant,
}

impl Purged {
    /// Adds what another unit purged.
    pub fn add(&mut self, more: &Purged) {
        self.facts += more.facts;
        self.subjects += more.subjects;
        self.sealed += more.sealed;
        for (ledger, of) in &more.ledgers {
            self.count(ledger, of.facts, of.oldest, of.newest);
        }
    }

    fn count(&mut self, ledger: &Name, facts: u64, oldest: Instant, newest: Instant) {
        let entry = self.ledgers.entry(ledger.clone()).or_insert(Of { facts: 0, oldest, newest });
        *entry = Of {
            facts: entry.facts + facts,
            oldest: entry.oldest.min(oldest),
            newest: entry.newest.max(newest),
        };
    }
}

impl House {
    /// What a purge would take now, ledger by ledger, and what holds facts back whose time is over. Changes nothing.
    pub fn purge_due(&self, now: Instant) -> Result<Vec<DueLine>, Error> {
        self.read(|read| {
            let in_force = force::current(self, read)?;
            Search::new(read, &in_force, self.zone, now).lines()
        })
    }

    /// One step of the job: purges what is due, as far as one unit of work goes; when nothing is due and the last purge
    /// has no baseline yet, lays one. Where the plan in force declares no ledgers for these acts, nothing is purged.
    pub fn purge_step(&self, now: Instant, chance: &mut dyn Chance) -> Result<Step, Error> {
        // Looked at before the head is taken: on most days nothing is due.
        let waits = self.read(|read| {
            let in_force = force::current(self, read)?;
            let Some(acts) = Acts::of(&in_force) else { return Ok(false) };
            let unlaid = acts.unlaid(read)?;
            Ok(unlaid || !Search::new(read, &in_force, self.zone, now).chains(1)?.is_empty())
        })?;
        let mut step = Step::Nothing;
        if !waits {
            return Ok(step);
        }
        self.home.write(&self.shard, &mut |write| {
            step = Step::Nothing;
            let in_force = force::current(self, write)?;
            let Some(acts) = Acts::of(&in_force) else { return Ok(()) };
            let mut unit = Unit::open(self, in_force.clone(), write, now, chance)?;
            let purged = unit.purge(&acts.purge)?;
            if purged.facts > 0 {
                step = Step::Purged(purged);
                return unit.close(None).map(drop);
            }
            let read: &mut dyn Read = &mut *unit.write;
            if acts.unlaid(read)? {
                unit.lay(&acts)?;
                step = Step::Laid;
                return unit.close(None).map(drop);
            }
            Ok(())
        })?;
        Ok(step)
    }

    /// Purges everything that is due and lays the baseline.
    pub fn purge_all(&self, now: Instant, chance: &mut dyn Chance) -> Result<Purged, Error> {
        let mut all = Purged::default();
        loop {
            match self.purge_step(now, chance)? {
                Step::Purged(purged) => all.add(&purged),
                Step::Laid | Step::Nothing => return Ok(all),
            }
        }
    }
}

/// The baseline that a rebuild starts from: its unit and its hash. `None` when nothing was ever purged.
pub(crate) fn baseline(in_force: &InForce, read: &mut dyn Read) -> Result<Option<(u64, Hash)>, Error> {
    let Some(acts) = Acts::of(in_force) else { return Ok(None) };
    let Some(laid) = newest(read, &acts.baseline)? else { return Ok(None) };
    let unit = laid.fact.get("unit").and_then(Value::as_number).and_then(Decimal::as_int);
    let hash = laid.fact.get("hash").and_then(Value::as_text).and_then(Hash::from_hex);
    Ok(unit.and_then(|n| u64::try_from(n).ok()).zip(hash))
}

/// Verifies the chain of a shard, and that a purge said so of every body that is gone. `purges` tells whether a ledger
/// is one in which the house says what it purged; `walked` hears how far the walk has come, in facts.
pub fn verify(
    home: &dyn Home,
    shard: &str,
    purges: &dyn Fn(&Name) -> bool,
    walked: &mut dyn FnMut(u64),
) -> Result<Result<Verified, Fault>, Error> {
    let mut found = Ok(Verified::default());
    home.read(shard, &mut |read| {
        let (mut gone, mut said) = (Seqs::default(), Seqs::default());
        found = store::verify_each(read, &mut |link| {
            walked(link.recorded.seq);
            if link.salt.is_none() {
                gone.insert(link.recorded.seq);
            } else if purges(&link.recorded.fact.ledger) {
                let list = link.recorded.fact.get("facts").and_then(Value::as_text);
                said.extend(&list.and_then(Seqs::parse).unwrap_or_default());
            }
        })?;
        if found.is_ok()
            && let Some(seq) = gone.first_beyond(&said)
        {
            found = Err(Fault::BodyRemoved { seq });
        }
        Ok(())
    })?;
    Ok(found)
}

/// The ledgers in which the house says that it purged.
struct Acts {
    purge: Name,
    baseline: Name,
}

impl Acts {
    fn of(in_force: &InForce) -> Option<Acts> {
        let acting = |act| in_force.plan.ledgers.acting(act).map(|ledger| ledger.id.clone());
        Some(Acts { purge: acting(Act::Purge)?, baseline: acting(Act::Baseline)? })
    }

    /// A purge came after the last baseline.
    fn unlaid(&self, read: &mut dyn Read) -> Result<bool, Error> {
        let purged = newest(read, &self.purge)?.map(|r| r.seq);
        Ok(purged.is_some() && purged > newest(read, &self.baseline)?.map(|r| r.seq))
    }
}

/// The newest fact of a ledger of the house.
fn newest(read: &mut dyn Read, ledger: &Name) -> Result<Option<Recorded>, Error> {
    let ledgers = vec![ledger.clone()];
    let of = ListOf::Facts { ledgers, subject: None, from: None, until: None, holding: false };
    let page = read.page(&Query { of, paths: vec!["/".into()], after: None, limit: 1 })?;
    Ok(page.rows.into_iter().find_map(|row| match row {
        PageOf::Fact(fact) => Some(*fact),
        _ => None,
    }))
}

impl Unit<'_> {
    /// Purges as much as one unit may, and says so in a fact.
    fn purge(&mut self, says: &Name) -> Result<Purged, Error> {
        let in_force = self.in_force.clone();
        let (zone, now) = (self.house.zone, self.as_of);
        let chains = Search::new(&mut *self.write, &in_force, zone, now).chains(FACTS_MAX)?;
        let Some(first) = chains.first() else { return Ok(Purged::default()) };
        let top = self.top_of(&first.org)?;
        let (mut purged, mut seqs, mut subjects) = (Purged::default(), Seqs::default(), BTreeSet::new());
        for chain in &chains {
            let Some(ledger) = in_force.plan.ledgers.get(&chain.ledger) else { continue };
            purged.sealed += self.purge_chain(ledger, chain)?;
            let facts = u64::try_from(chain.ids.len()).unwrap_or(u64::MAX);
            purged.facts += facts;
            purged.count(&chain.ledger, facts, chain.oldest, chain.newest);
            chain.seqs.iter().for_each(|seq| seqs.insert(*seq));
            subjects.insert(chain.subject.clone());
        }
        purged.subjects = u64::try_from(subjects.len()).unwrap_or(u64::MAX);
        let ledgers = serde_json::to_string(&purged.ledgers).map_err(|e| Error {
            doing: "write what was purged",
            said: e.to_string(),
            again: false,
        })?;
        self.say(
            says,
            top,
            [
                ("count", number(purged.facts)),
                ("subjects", number(purged.subjects)),
                ("sealed", number(purged.sealed)),
                ("facts", Value::text(seqs.to_string())),
                ("ledgers", Value::text(ledgers)),
            ],
        )?;
        Ok(purged)
    }

    /// Lays the baseline of what stood before this unit, and says so in a fact.
    fn lay(&mut self, acts: &Acts) -> Result<(), Error> {
        let before = self.head.unit - 1;
        let Some(purge) = newest(&mut *self.write, &acts.purge)? else { return Ok(()) };
        let hash = store::baseline::lay(self.write)?;
        self.say(
            &acts.baseline,
            purge.fact.subject,
            [("unit", number(before)), ("hash", Value::text(hash.to_hex()))],
        )
    }

    /// The organisation above all others.
    fn top_of(&mut self, org: &SubjectId) -> Result<SubjectId, Error> {
        Ok(self.write.org_chain(org)?.pop().map_or_else(|| org.clone(), |row| row.id))
    }

    /// A fact of the house itself.
    fn say<const N: usize>(
        &mut self,
        ledger: &Name,
        top: SubjectId,
        fields: [(&str, Value); N],
    ) -> Result<(), Error> {
        let fact = Fact {
            id: self.chance.fact_id(self.as_of),
            ledger: ledger.clone(),
            subject: top.clone(),
            at: self.as_of,
            written: self.as_of,
            org: top,
            by: access::Scope::system().account().into(),
            body: fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect(),
            corrects: None,
            void: false,
            history: false,
            discharges: None,
        };
        self.append(fact, true).map(|_| ())
    }

    /// Purges a fact with its corrections; how many sealed fields went with it.
    fn purge_chain(&mut self, ledger: &Ledger, chain: &Chain) -> Result<u64, Error> {
        let subject = &chain.subject;
        let personal = matches!(subject.kind(), SubjectKind::Person | SubjectKind::Household);
        let keys = self.settle(subject, chain)?;
        if personal {
            self.write.drop_outcomes(subject, &keys)?;
        }
        let groups: BTreeSet<SubjectId> =
            self.write.drop_matches(chain.root)?.into_iter().map(|(group, _)| group).collect();
        for group in groups {
            self.settle(&group, chain)?;
        }
        self.write.forget_contributions(chain.root)?;
        self.write.put_reading(subject, chain.root, None)?;
        self.write.purge_bodies(&chain.ids)?;
        self.tree.changed();
        if ledger.profile || ledger.fields.iter().any(|f| f.membership) {
            self.unregister(ledger, subject)?;
        }
        self.unseal(ledger, subject)
    }

    /// What rests on the chain has settled: from its times on nothing is judged anew. The keys of it.
    fn settle(&mut self, subject: &SubjectId, chain: &Chain) -> Result<Vec<plan::Key>, Error> {
        let standing = self.write.standing(subject)?;
        let ids: BTreeSet<_> = chain.ids.iter().copied().collect();
        let resting = outcomes::settled::resting_on(&standing, &ids);
        let latest = resting.iter().map(|(_, at)| *at).max();
        let until = latest.into_iter().chain(standing.purged_until).fold(chain.newest, Instant::max);
        self.write.put_purged(subject, until)?;
        Ok(resting.into_iter().map(|(key, _)| key).collect())
    }

    /// What is known of a subject without the registration that was purged. Where it was at home stays: by that is
    /// decided who may see what is kept about it.
    fn unregister(&mut self, ledger: &Ledger, subject: &SubjectId) -> Result<(), Error> {
        let Some(before) = self.write.subject(subject)? else { return Ok(()) };
        self.register(ledger, subject, News { from: self.as_of, quiet: true })?;
        let in_force = self.in_force.clone();
        let facts = what_holds(self.write.facts_about(subject, &[], Instant(i64::MIN))?);
        let describes = |name: &Name| in_force.plan.ledgers.get(name).is_some_and(|l| l.profile);
        let described = facts.iter().any(|r| describes(&r.fact.ledger));
        let Some(after) = self.write.subject(subject)? else { return Ok(()) };
        let profile = if described { after.profile.clone() } else { Body::new() };
        let place = if after.home.is_some() { after.clone() } else { before };
        let SubjectRow { home, path, also, .. } = place;
        self.write.put_subject(&SubjectRow { home, path, also, profile, ..after })
    }

    /// Removes the sealed fields of a ledger that no other fact about the subject holds any more.
    fn unseal(&mut self, ledger: &Ledger, subject: &SubjectId) -> Result<u64, Error> {
        let fields: Vec<&Name> = ledger.fields.iter().filter(|f| f.is_identity()).map(|f| &f.id).collect();
        if fields.is_empty() {
            return Ok(0);
        }
        let kept = self.write.facts_about(subject, &[], Instant(i64::MIN))?;
        let mut removed = 0;
        for field in fields.into_iter().filter(|field| kept.iter().all(|r| r.fact.get(field).is_none())) {
            removed += self.write.drop_sealed(subject, Some(field))?;
        }
        Ok(removed)
    }
}

fn number(n: u64) -> Value {
    Value::Number(i64::try_from(n).ok().and_then(Decimal::from_int).unwrap_or_default())
}
