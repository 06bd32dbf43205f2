//! Rebuilding: the chain replayed, unit of work by unit of work, into an empty home; and the comparison of what then
//! stands with what is stored, table by table and row by row. Only facts are truth: everything else must come out the
//! same, byte for byte.
//!
//! After a purge the units before it cannot be replayed: bodies are gone. The rebuild then starts from the baseline that
//! the purge laid, whose hash is in the chain, and replays what came after it.

use crate::{
    force,
    house::{Chance, House},
    purge,
    unit::Unit,
};
use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};
use store::{Error, Home, Link, UnitRow};

/// How many units are read at a time.
const UNITS_PAGE: usize = 256;

/// What a rebuild found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rebuilt {
    /// The last unit of work of the baseline that it started from; 0 when it started from the beginning.
    pub from_unit: u64,
    /// The last unit of work replayed.
    pub units: u64,
    /// The last fact replayed.
    pub facts: u64,
    /// Rows of all computed tables that were compared.
    pub rows: u64,
    /// How much differs: rows, the head, the baseline.
    pub wrong: u64,
    /// What differs, in words: which table and row, and what either says; of many rows of a table the first ones. Empty
    /// when everything is the same.
    pub differences: Vec<String>,
}

impl Rebuilt {
    fn differs(&mut self, what: String) {
        self.wrong += 1;
        self.differences.push(what);
    }
}

/// Hands out the salts that the facts were stored with.
struct Salts(VecDeque<[u8; 16]>);

impl Chance for Salts {
    fn fill(&mut self, bytes: &mut [u8]) {
        if let (16, Some(salt)) = (bytes.len(), self.0.pop_front()) {
            bytes.copy_from_slice(&salt);
        }
    }
}

/// Replays the chain of `house` into `target`, which must be empty, and compares. `progress` is told facts done.
pub fn rebuild(
    house: &House,
    target: Arc<dyn Home>,
    progress: &mut dyn FnMut(u64),
) -> Result<Rebuilt, Error> {
    copy_packs(house, &*target)?;
    let mut rebuilt = Rebuilt::default();
    if let Some(unit) = stand_on_baseline(house, &*target, &mut rebuilt)? {
        (rebuilt.from_unit, rebuilt.units) = (unit, unit);
    }
    let copy = House::open(target, &house.shard, house.vault.clone(), house.zone, house.shipped.clone())?;
    rebuilt.facts = copy.read(|read| read.head())?.seq;
    loop {
        let next = rebuilt.units + 1;
        let units = house.read(|read| read.units(next, UNITS_PAGE))?;
        if units.is_empty() {
            break;
        }
        for unit in &units {
            replay(house, &copy, unit)?;
            rebuilt.units = unit.unit;
            rebuilt.facts = rebuilt.facts.max(unit.seq_last);
            progress(rebuilt.facts);
        }
    }
    compare(house, &copy, &mut rebuilt)?;
    Ok(rebuilt)
}

fn copy_packs(house: &House, target: &dyn Home) -> Result<(), Error> {
    let packs = house.read(|read| {
        let rows = read.adoptions()?;
        let bases = rows.iter().flat_map(|row| row.bases.iter().map(|(_, hash)| hash));
        let hashes: BTreeSet<_> = bases.chain(rows.iter().map(|row| &row.hash)).collect();
        hashes.into_iter().map(|hash| read.pack(hash)).collect::<Result<Vec<_>, _>>()
    })?;
    target.write(&house.shard, &mut |write| packs.iter().flatten().try_for_each(|pack| write.put_pack(pack)))
}

/// Furnishes the target with the baseline, if there is one; its unit.
fn stand_on_baseline(house: &House, target: &dyn Home, rebuilt: &mut Rebuilt) -> Result<Option<u64>, Error> {
    let in_force = house.in_force();
    let Some((unit, hash)) = house.read(|read| purge::baseline(&in_force, read))? else { return Ok(None) };
    let kept = house.read(|read| store::baseline::hash_of(read, unit))?;
    if kept != hash {
        rebuilt.differs(format!("baseline of unit {unit}: the chain says {hash:?}, kept is {kept:?}"));
    }
    house
        .read(|read| target.write(&house.shard, &mut |write| store::baseline::stand_on(read, write, unit)))?;
    Ok(Some(unit))
}

fn replay(house: &House, copy: &House, row: &UnitRow) -> Result<(), Error> {
    let count = usize::try_from((row.seq_last + 1).saturating_sub(row.seq_first)).unwrap_or(0);
    let links = if count == 0 { Vec::new() } else { house.read(|read| read.links(row.seq_first, count))? };
    if let Some(purged) = links.iter().find(|l| l.salt.is_none()) {
        let said = format!(
            "fact {} was purged and no baseline laid since: run `lianfang purge`",
            purged.recorded.seq
        );
        return Err(Error { doing: "rebuild", said, again: false });
    }
    let salts: VecDeque<[u8; 16]> = links.iter().filter_map(|l| l.salt).collect();
    copy.home.write(&copy.shard, &mut |write| {
        let mut salts = Salts(salts.clone());
        let in_force = force::current(copy, write)?;
        let mut unit = Unit::open(copy, in_force, write, row.as_of, &mut salts)?;
        if links.is_empty() {
            unit.sweep()?;
            return unit.close(Some(())).map(drop);
        }
        for Link { recorded, .. } in &links {
            unit.append(recorded.fact.clone(), recorded.fact.history)?;
        }
        unit.close(None).map(drop)
    })
}

/// Every table that can be computed, row by row.
fn compare(house: &House, copy: &House, rebuilt: &mut Rebuilt) -> Result<(), Error> {
    let heads = (house.read(|r| r.head())?, copy.read(|r| r.head())?);
    if heads.0 != heads.1 {
        rebuilt.differs(format!("head of the chain: stored {:?}, rebuilt {:?}", heads.0, heads.1));
    }
    // The baseline says nothing of the ground.
    let ground = rebuilt.from_unit == 0;
    let found = house.read(|stored| copy.read(|made| store::compare::compare(stored, made, ground)))?;
    rebuilt.rows = found.same + found.wrong;
    rebuilt.wrong += found.wrong;
    rebuilt.differences.extend(found.says);
    Ok(())
}
