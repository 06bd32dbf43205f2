//! The plan in force: adoptions and packs as stored, with what they need and the rights of roles.
//!
//! Every unit of work asks whether the adoptions have changed (another server may have adopted a plan) and reads the
//! packs again only then.

use crate::house::House;
use access::RoleRights;
use facts::{Instant, Ledgers, Name, SubjectId, SubjectKind};
use plan::{
    Adoption, Pack, Plan,
    needs::{Needs, needs},
    program::{Effect, Measure, Report, Rule, Trigger},
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
    let mut packs: Vec<Arc<Pack>> = house.shipped.clone();
    let mut adoptions: Vec<Adoption> = Vec::new();
    for row in &rows {
        let pack = match packs.iter().find(|p| p.hash == row.hash) {
            Some(pack) => pack.clone(),
            None => {
                let stored = read.pack(&row.hash)?.ok_or_else(|| lost(row))?;
                let pack = Arc::new(read_stored(&stored, &packs)?);
                packs.push(pack.clone());
                pack
            }
        };
        adopt(&mut adoptions, &packs, &pack, &row.scope, row.from, row.until);
    }
    supersede(&mut adoptions);
    let mut plan = Plan { adoptions, ledgers: Ledgers::default(), zone: house.zone };
    // Base packs come first, so that a later pack's ledger of the same name replaces an earlier one's.
    let bases = house.shipped.iter().filter(|p| p.extends.is_empty());
    for pack in bases.chain(plan.adoptions.iter().map(|a| &a.pack)) {
        for ledger in &pack.ledgers {
            plan.ledgers.0.insert(ledger.id.clone(), ledger.clone());
        }
    }
    let bases = house.shipped.iter().filter(|p| p.extends.is_empty()).cloned();
    let all: Vec<Arc<Pack>> = bases.chain(plan.adoptions.iter().map(|a| a.pack.clone())).collect();
    let needs = needs(&plan);
    Ok(InForce { needs, rights: rights(&all), counted: counted(&plan), plan, rows, ready: true })
}

/// An adoption brings with it the packs that the pack extends.
fn adopt(
    adoptions: &mut Vec<Adoption>,
    packs: &[Arc<Pack>],
    pack: &Arc<Pack>,
    scope: &SubjectId,
    from: Instant,
    until: Option<Instant>,
) {
    for base in &pack.extends {
        if let Some(base) = packs.iter().rev().find(|p| p.id == *base) {
            let known =
                adoptions.iter().any(|a| a.pack.hash == base.hash && a.scope == *scope && a.from <= from);
            if !known {
                adopt(adoptions, packs, base, scope, from, None);
            }
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

fn lost(row: &AdoptionRow) -> Error {
    let said = format!(
        "{} {} ({}) was adopted, but its files are not stored",
        row.pack,
        row.version,
        row.hash.to_hex()
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
