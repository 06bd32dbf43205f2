//! The plan in force: adoptions and packs as stored, with what they need and the rights of roles.
//!
//! Every unit of work asks whether the adoptions have changed (another server may have adopted a plan) and reads the
//! packs again only then.

use crate::house::House;
use access::RoleRights;
use facts::{Instant, Name, SubjectId, SubjectKind, chain::Hash};
use plan::{
    Adoption, Pack, Plan,
    needs::{Needs, needs},
    program::{Effect, Measure, Report, Rule, Trigger, packs_in_force},
    written::read_pack,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{AdoptionRow, Error, PackRow, Read};

/// Everything that is in force.
#[derive(Default, Debug)]
pub struct InForce {
    /// The plan.
    pub plan: Plan,
    /// What it reads.
    pub needs: Needs,
    /// What roles may see and write.
    pub rights: BTreeMap<Name, RoleRights>,
    /// Indicators over facts, by ledger: (report, place of the indicator).
    pub counted: BTreeMap<Name, Vec<Counts>>,
    /// Of each adoption the pack with all that it stands on, those first.
    pub(crate) stands_on: Vec<Vec<Arc<Pack>>>,
    /// The adoptions that this was made of.
    rows: Vec<AdoptionRow>,
    ready: bool,
}

/// An indicator that counts facts of a ledger.
#[derive(Clone, Debug)]
pub struct Counts {
    /// The pack.
    pub pack: Arc<Pack>,
    /// Place of the report in it.
    pub report: usize,
    /// Place of the indicator in that.
    pub indicator: usize,
}

impl Counts {
    /// The report.
    pub fn report(&self) -> &Report {
        &self.pack.reports[self.report]
    }
}

/// What is in force now, read again if the adoptions have changed.
pub fn current<R: Read + ?Sized>(house: &House, read: &mut R) -> Result<Arc<InForce>, Error> {
    let rows = read.adoptions()?;
    let known = house.in_force();
    if known.ready && known.rows == rows {
        return Ok(known);
    }
    let fresh = Arc::new(build(house, rows, read)?);
    *house.in_force.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh.clone();
    Ok(fresh)
}

fn build<R: Read + ?Sized>(house: &House, rows: Vec<AdoptionRow>, read: &mut R) -> Result<InForce, Error> {
    let mut shelf = Shelf { shipped: &house.shipped, known: BTreeMap::new() };
    let mut adoptions: Vec<Adoption> = Vec::new();
    let mut stands_on = Vec::new();
    for row in &rows {
        let adopted = shelf.take(read, row)?;
        adopt(&mut adoptions, &adopted, &row.pack, (&row.scope, row.from, row.until));
        stands_on.push(adopted);
    }
    supersede(&mut adoptions);
    let all = packs_in_force(&adoptions, &house.shipped);
    let plan = Plan::of(adoptions, &all, house.zone);
    let needs = needs(&plan);
    Ok(InForce { needs, rights: rights(&all), counted: counted(&plan), plan, stands_on, rows, ready: true })
}

/// Packs as they were adopted: the shipped ones where the hashes are the same, else those that were stored.
struct Shelf<'a> {
    shipped: &'a [Arc<Pack>],
    /// By hash, and by the hashes of what it extends: a pack is read on the ground that it was adopted on.
    known: BTreeMap<(Hash, String), Arc<Pack>>,
}

impl Shelf<'_> {
    /// The adopted pack and all that it extends, those first.
    fn take<R: Read + ?Sized>(&mut self, read: &mut R, row: &AdoptionRow) -> Result<Vec<Arc<Pack>>, Error> {
        let mut taken: Vec<Arc<Pack>> = Vec::new();
        if row.bases.is_empty() {
            // A pack that extends nothing, or an adoption that pins nothing: it stands on what the program brings.
            let pack = self.one(read, &row.pack, row.hash, &[], row)?;
            let pins = bases_of(&pack, self.shipped);
            taken.extend(
                self.shipped.iter().filter(|p| pins.iter().any(|(_, hash)| *hash == p.hash)).cloned(),
            );
            taken.push(pack);
            return Ok(taken);
        }
        // In the order of the pins a pack comes after what it extends.
        for (id, hash) in row.bases.iter().map(|(id, hash)| (id, *hash)).chain([(&row.pack, row.hash)]) {
            let pack = self.one(read, id, hash, &taken, row)?;
            taken.push(pack);
        }
        Ok(taken)
    }

    fn one<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        id: &Name,
        hash: Hash,
        ground: &[Arc<Pack>],
        row: &AdoptionRow,
    ) -> Result<Arc<Pack>, Error> {
        let shipped = self.shipped.iter().find(|p| p.hash == hash);
        if let Some(pack) = shipped.filter(|p| stands_on(p, ground, self.shipped)) {
            return Ok(pack.clone());
        }
        let on: Vec<String> = ground.iter().map(|p| p.hash.to_hex()).collect();
        let key = (hash, on.join(","));
        if let Some(pack) = self.known.get(&key) {
            return Ok(pack.clone());
        }
        let stored = match (shipped, read.pack(&hash)?) {
            (_, Some(stored)) => stored,
            (Some(pack), None) => pack_row(pack),
            (None, None) => return Err(lost(row, id, hash)),
        };
        let ground = if row.bases.is_empty() { self.shipped } else { ground };
        let pack = Arc::new(read_stored(&stored, ground)?);
        self.known.insert(key, pack.clone());
        Ok(pack)
    }
}

/// True when the shipped packs that this one was read on are those of the ground.
fn stands_on(pack: &Pack, ground: &[Arc<Pack>], shipped: &[Arc<Pack>]) -> bool {
    bases_of(pack, shipped).iter().all(|(id, hash)| {
        let pinned = ground.iter().find(|p| p.id == *id);
        pinned.is_none_or(|p| p.hash == *hash)
    })
}

/// The packs that a pack extends, directly or not, each after what it extends itself.
pub(crate) fn bases_of(pack: &Pack, packs: &[Arc<Pack>]) -> Vec<(Name, Hash)> {
    let mut found: Vec<(Name, Hash)> = Vec::new();
    for base in pack.extends.iter().filter_map(|id| packs.iter().find(|p| p.id == *id)) {
        for pin in bases_of(base, packs).into_iter().chain([(base.id.clone(), base.hash)]) {
            if !found.contains(&pin) {
                found.push(pin);
            }
        }
    }
    found
}

/// A pack as it is stored.
pub(crate) fn pack_row(pack: &Pack) -> PackRow {
    let (id, version, files) = (pack.id.clone(), pack.version.clone(), pack.files.clone());
    PackRow { hash: pack.hash, id, version, files }
}

/// An adoption brings with it the packs that the pack extends.
fn adopt(
    adoptions: &mut Vec<Adoption>,
    packs: &[Arc<Pack>],
    pack: &Name,
    (scope, from, until): (&SubjectId, Instant, Option<Instant>),
) {
    let Some(pack) = packs.iter().rev().find(|p| p.id == *pack) else { return };
    for base in &pack.extends {
        let known =
            |hash| adoptions.iter().any(|a| a.pack.hash == hash && a.scope == *scope && a.from <= from);
        if packs.iter().rev().find(|p| p.id == *base).is_some_and(|base| !known(base.hash)) {
            adopt(adoptions, packs, base, (scope, from, None));
        }
    }
    adoptions.push(Adoption { pack: pack.clone(), scope: scope.clone(), from, until });
    adoptions.sort_by(|a, b| (a.from, &a.pack.id).cmp(&(b.from, &b.pack.id)));
}

/// A later adoption of the same pack for the same scope ends the earlier one.
fn supersede(adoptions: &mut [Adoption]) {
    for n in 0..adoptions.len() {
        let (pack, scope, from) =
            (adoptions[n].pack.id.clone(), adoptions[n].scope.clone(), adoptions[n].from);
        let later = adoptions.iter().filter(|a| a.pack.id == pack && a.scope == scope && a.from > from);
        let next = later.map(|a| a.from).min();
        adoptions[n].until = match (adoptions[n].until, next) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

fn read_stored(stored: &PackRow, known: &[Arc<Pack>]) -> Result<Pack, Error> {
    read_pack(&stored.files, known).map_err(|problems| Error {
        doing: "read an adopted plan",
        said: format!("{} {}: {problems:?}", stored.id, stored.version),
        again: false,
    })
}

fn lost(row: &AdoptionRow, id: &Name, hash: Hash) -> Error {
    let said = format!(
        "{} {} was adopted, but the files of {id} ({}) are not stored",
        row.pack,
        row.version,
        hash.to_hex()
    );
    Error { doing: "read an adopted plan", said, again: false }
}

fn rights(packs: &[Arc<Pack>]) -> BTreeMap<Name, RoleRights> {
    let mut rights = BTreeMap::new();
    for (id, role) in packs.iter().flat_map(|p| &p.roles) {
        // `plan check` refuses unknown rights; a role with one that slipped through gets none.
        let Ok(new) = RoleRights::from_words(role.sees, &role.writes, &role.may) else { continue };
        match rights.entry(id.clone()) {
            std::collections::btree_map::Entry::Vacant(slot) => drop(slot.insert(new)),
            // A pack may declare a role of its base again to add to it.
            std::collections::btree_map::Entry::Occupied(mut slot) => slot.get_mut().add(new),
        }
    }
    rights
}

fn counted(plan: &Plan) -> BTreeMap<Name, Vec<Counts>> {
    let mut by_ledger: BTreeMap<Name, Vec<Counts>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for adoption in plan.adoptions.iter().filter(|a| seen.insert(a.pack.hash)) {
        for (report, of) in adoption.pack.reports.iter().enumerate() {
            for (indicator, what) in of.indicators.iter().enumerate() {
                let (Measure::Count(c) | Measure::Distinct(c) | Measure::Sum(c, _) | Measure::Last(c, _)) =
                    &what.measure
                else {
                    continue;
                };
                let counts = Counts { pack: adoption.pack.clone(), report, indicator };
                by_ledger.entry(c.ledger.clone()).or_default().push(counts);
            }
        }
    }
    by_ledger
}

impl InForce {
    /// A rule by its qualified id, as the latest version has it.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.plan.adoptions.iter().rev().find_map(|a| a.pack.rules.iter().find(|r| r.id.as_str() == id))
    }

    /// The versions of a rule that were in force anywhere at a time; where none was, the latest.
    pub fn rules_at(&self, id: &str, at: Instant) -> Vec<&Rule> {
        let then =
            self.plan.adoptions.iter().filter(|a| a.from <= at && a.until.is_none_or(|until| at < until));
        let found: Vec<&Rule> =
            then.flat_map(|a| a.pack.rules.iter().filter(|r| r.id.as_str() == id)).collect();
        if found.is_empty() { self.rule(id).into_iter().collect() } else { found }
    }

    /// True when some rule about persons or households hangs on the status of an organisation.
    pub fn members_depend_on(&self, status: &str) -> bool {
        let depends = |about: SubjectKind, trigger: &Trigger| {
            about != SubjectKind::Org && matches!(trigger, Trigger::Status(w) if w.status.as_str() == status)
        };
        self.plan.adoptions.iter().any(|a| {
            a.pack.rules.iter().any(|r| depends(r.about, &r.trigger))
                || a.pack.courses.iter().any(|c| c.starts.iter().any(|s| depends(c.about, s)))
        })
    }

    /// True when some routine is about persons, households or things rather than organisations.
    pub fn has_member_routines(&self) -> bool {
        let recurs =
            |rule: &Rule| rule.about != SubjectKind::Org && matches!(rule.trigger, Trigger::Recurring { .. });
        self.plan.adoptions.iter().any(|a| a.pack.rules.iter().any(recurs))
    }

    /// The qualified names of all duties, with the packs that declare them.
    pub fn duty_names(&self) -> BTreeSet<Name> {
        let rules = self.plan.adoptions.iter().flat_map(|a| &a.pack.rules);
        let effects = rules.flat_map(|r| &r.effects);
        effects.filter_map(|e| if let Effect::Duty(d) = e { Some(d.name.clone()) } else { None }).collect()
    }
}
