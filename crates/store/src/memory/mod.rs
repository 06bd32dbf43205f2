//! The readable reference: a home in ordered maps. What the other homes answer must be what this one answers.
//!
//! Not here: durability; what is in memory is gone with the process. While a unit of work runs, readers of its shard
//! wait.
//!
//! Reading order: `rows` (maps that can take back what was done), `shard` (which maps there are), `change`, `read`,
//! `write`,
//! `lists`, `transfer`.

mod change;
mod lists;
mod read;
mod rows;
mod shard;
mod transfer;
mod within;
mod write;

use crate::seam::{Error, Home, Read, Result, Write};
use shard::Shard;
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// A home in memory.
#[derive(Default)]
pub struct Memory {
    shards: RwLock<BTreeMap<String, Arc<RwLock<Shard>>>>,
}

impl Memory {
    fn shard(&self, name: &str) -> Option<Arc<RwLock<Shard>>> {
        self.shards.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn shard_to_write(&self, name: &str) -> Arc<RwLock<Shard>> {
        let mut shards = self.shards.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shards.entry(name.to_owned()).or_default())
    }
}

/// Takes back what a unit of work did, unless it was kept; also when it panics.
struct Unit<'a> {
    shard: &'a mut Shard,
    keep: bool,
}

impl Drop for Unit<'_> {
    fn drop(&mut self) {
        if self.keep {
            self.shard.keep();
        } else {
            self.shard.take_back();
        }
    }
}

impl Home for Memory {
    fn write(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let shard = self.shard_to_write(shard);
        let mut guard = shard.write().unwrap_or_else(PoisonError::into_inner);
        let mut unit = Unit { shard: &mut guard, keep: false };
        work(unit.shard)?;
        if let Some(said) = unit.shard.failed.take() {
            return Err(Error {
                doing: "commit",
                said: format!("a statement of this unit of work had failed: {said}"),
                again: false,
            });
        }
        unit.shard.exists = true;
        unit.keep = true;
        Ok(())
    }

    fn read(&self, shard: &str, work: &mut dyn FnMut(&mut dyn Read) -> Result<()>) -> Result<()> {
        let shard = self.shard(shard).unwrap_or_default();
        let guard = shard.read().unwrap_or_else(PoisonError::into_inner);
        let mut snapshot: &Shard = &guard;
        work(&mut snapshot)
    }

    fn shards(&self) -> Result<Vec<String>> {
        let shards = self.shards.read().unwrap_or_else(PoisonError::into_inner);
        let exists = |shard: &RwLock<Shard>| shard.read().unwrap_or_else(PoisonError::into_inner).exists;
        Ok(shards.iter().filter(|(_, shard)| exists(shard)).map(|(name, _)| name.clone()).collect())
    }

    fn schema_version(&self) -> Result<u32> {
        Ok(crate::migrate::VERSION)
    }
}
