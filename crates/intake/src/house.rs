//! `House`: what the doors hold to talk to a shard: the home, the plan in force, the vault.

use crate::{force, force::InForce, tree::Ground, unit::Unit};
use access::Scope;
use facts::{FactId, Instant, Refusal, SubjectId, Zone, check::RawFact};
use plan::Pack;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::{Error, Home, Read};

/// Chance, as an argument: salts and nonces. The doors bring real randomness, tests a seed.
pub trait Chance: Send {
    /// Fills the bytes.
    fn fill(&mut self, bytes: &mut [u8]);
    /// A new UUIDv7 for a fact made by the house itself, at this time.
    fn fact_id(&mut self, now: Instant) -> FactId {
        let mut random = [0u8; 10];
        self.fill(&mut random);
        let millis = u64::try_from(now.0 / 1000).unwrap_or(0);
        FactId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

/// A batch of facts by one writer.
#[derive(Clone)]
pub struct Submission {
    /// The facts as they came, in order.
    pub facts: Vec<RawFact>,
    /// Who writes, and what they may.
    pub scope: Arc<Scope>,
    /// The organisation on whose behalf, where a fact names none.
    pub org: Option<SubjectId>,
    /// True for an import of history: nothing is sent, nobody is reminded.
    pub history: bool,
}

/// What became of one fact of a batch. `n` is its place in the batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Taken and durable.
    Accepted {
        /// Its id.
        id: FactId,
        /// Its place in the shard.
        seq: u64,
    },
    /// The same was received before; nothing changed.
    Known {
        /// Its id.
        id: FactId,
    },
    /// Not taken.
    Refused {
        /// Its id, if it had one.
        id: Option<FactId>,
        /// Why, all reasons at once.
        refusals: Vec<Refusal>,
    },
}

/// What became of a batch: one entry per fact, in its order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// One per fact.
    pub outcomes: Vec<Outcome>,
}

/// What a sweep did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Subjects looked at.
    pub looked_at: usize,
    /// True when anything was done: more may be waiting, sweep again.
    pub more: bool,
}

/// A shard with its plan and vault.
pub struct House {
    /// Where it is kept.
    pub home: Arc<dyn Home>,
    /// Which county.
    pub shard: String,
    /// Personal data.
    pub vault: Arc<vault::Vault>,
    /// The deployment's zone.
    pub zone: Zone,
    /// Packs that come with the program, in order of extension. They may be adopted.
    pub shipped: Vec<Arc<Pack>>,
    pub(crate) in_force: RwLock<Arc<InForce>>,
    /// What the last unit of work had looked up of the ground.
    ground: Mutex<Ground>,
}

impl House {
    /// Opens a shard. Before the first adoption the shipped base packs (those that extend nothing) are in force for
    /// everything, so that organisations can be registered and a plan be adopted.
    pub fn open(
        home: Arc<dyn Home>,
        shard: &str,
        vault: Arc<vault::Vault>,
        zone: Zone,
        shipped: Vec<Arc<Pack>>,
    ) -> Result<Self, Error> {
        let empty = RwLock::new(Arc::new(InForce::default()));
        let ground = Mutex::default();
        let house = House { home, shard: shard.to_owned(), vault, zone, shipped, in_force: empty, ground };
        house.refresh()?;
        Ok(house)
    }

    /// The plan in force, with what it needs and the rights of roles. Another server may have adopted a plan since;
    /// every unit of work looks.
    pub fn in_force(&self) -> Arc<InForce> {
        self.in_force.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// What the last unit of work knew of the ground, if the store's stamp is still the same.
    pub(crate) fn take_ground(&self, stamp: u64) -> Ground {
        let mut kept = self.ground.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = std::mem::take(&mut *kept);
        kept.if_still(stamp)
    }

    fn leave_ground(&self, ground: Option<Ground>) {
        *self.ground.lock().unwrap_or_else(PoisonError::into_inner) = ground.unwrap_or_default();
    }

    /// Looks at what is in force now.
    pub fn refresh(&self) -> Result<Arc<InForce>, Error> {
        self.read(|read| {
            let current = force::current(self, read)?;
            Ok(current)
        })
    }

    /// One unit of work for all batches given (group commit). Each batch is all-or-listed: every fact is accepted,
    /// known or refused, and nothing is half-stored. Durable when it returns.
    pub fn submit(
        &self,
        batches: &[Submission],
        now: Instant,
        chance: &mut dyn Chance,
    ) -> Result<Vec<Answer>, Error> {
        let (mut answers, mut ground) = (Vec::new(), None);
        self.home.write(&self.shard, &mut |write| {
            let in_force = force::current(self, write)?;
            let mut unit = Unit::open(self, in_force, write, now, chance)?;
            unit.read_ahead(batches)?;
            answers = batches.iter().map(|batch| unit.take(batch)).collect::<Result<_, Error>>()?;
            ground = unit.close(None)?;
            Ok(())
        })?;
        self.leave_ground(ground);
        Ok(answers)
    }

    /// What would become of a batch: everything that `submit` looks at, in the order of the batch, and nothing is kept.
    pub fn foresee(
        &self,
        batch: &Submission,
        now: Instant,
        chance: &mut dyn Chance,
    ) -> Result<Answer, Error> {
        let mut foreseen = None;
        let undone = self.home.write(&self.shard, &mut |write| {
            foreseen = None;
            let in_force = force::current(self, write)?;
            let mut unit = Unit::open(self, in_force, write, now, chance)?;
            unit.read_ahead(std::slice::from_ref(batch))?;
            foreseen = Some(unit.take(batch)?);
            // An error takes back all that the unit did.
            Err(Error { doing: "foresee a batch", said: "nothing of it is kept".into(), again: false })
        });
        // An adoption in the batch had put its plan in force for the rest of it.
        self.refresh()?;
        foreseen.map_or_else(|| undone.map(|()| Answer::default()), Ok)
    }

    /// Looks at the subjects whose moment has come, and works off part of the queue of touched subjects. Chains one
    /// reading of the clock if there was anything to do.
    pub fn sweep(&self, now: Instant, chance: &mut dyn Chance) -> Result<Swept, Error> {
        let (mut swept, mut ground) = (Swept::default(), None);
        self.home.write(&self.shard, &mut |write| {
            let in_force = force::current(self, write)?;
            let mut unit = Unit::open(self, in_force, write, now, chance)?;
            swept = unit.sweep()?;
            ground = if swept.more { unit.close(Some(()))? } else { unit.leave() };
            Ok(())
        })?;
        self.leave_ground(ground);
        Ok(swept)
    }

    /// Sweeps until nothing is due.
    pub fn sweep_all(&self, now: Instant, chance: &mut dyn Chance) -> Result<usize, Error> {
        let mut looked_at = 0;
        loop {
            let swept = self.sweep(now, chance)?;
            looked_at += swept.looked_at;
            if !swept.more {
                return Ok(looked_at);
            }
        }
    }

    /// Reads one snapshot.
    pub fn read<T>(&self, mut work: impl FnMut(&mut dyn Read) -> Result<T, Error>) -> Result<T, Error> {
        let mut found = None;
        self.home.read(&self.shard, &mut |read| {
            found = Some(work(read)?);
            Ok(())
        })?;
        found.ok_or(Error { doing: "read the store", said: "the snapshot gave nothing".into(), again: true })
    }
}
