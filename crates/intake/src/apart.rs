//! What is carried to where there is no network: the ground of organisations, the case of a subject, as they are stored
//! (`outcomes::apart` judges by them).
//!
//! Not here: who may carry what (`server`).

use crate::{force::InForce, house::House, tree::Tree};
use facts::{Instant, Name, Recorded, SubjectId, SubjectKind};
use outcomes::apart::{AdoptionSheet, CaseSheet, GroundSheet, OrgSheet, PackSheet, RoleSheet};
use plan::Pack;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Error, Read};

impl House {
    /// The plan in force, these organisations and all above them.
    pub fn ground_sheet<R: Read + ?Sized>(
        &self,
        read: &mut R,
        orgs: &BTreeSet<SubjectId>,
    ) -> Result<GroundSheet, Error> {
        let in_force = crate::force::current(self, read)?;
        let (packs, adoptions) = packs_of(&in_force, &self.shipped);
        let mut sheet = GroundSheet { zone: self.zone, packs, adoptions, ..GroundSheet::default() };
        let mut tree = Tree::default();
        let mut carried: BTreeMap<SubjectId, OrgSheet> = BTreeMap::new();
        for org in orgs {
            let chain = tree.chain(read, org)?;
            for (n, row) in chain.iter().enumerate() {
                if carried.contains_key(&row.id) {
                    break;
                }
                let above = chain.get(n + 1).map(|row| row.id.clone());
                let (id, profile, registered) = (row.id.clone(), row.profile.clone(), row.registered);
                let org = OrgSheet { id, above, profile, registered, statuses: vec![], calendars: vec![] };
                carried.insert(row.id.clone(), org);
            }
        }
        let calendars: Vec<Name> = in_force.needs.calendars.iter().cloned().collect();
        for (id, org) in &mut carried {
            let statuses = read.statuses_of(std::slice::from_ref(id))?;
            org.statuses =
                statuses.into_iter().filter(|s| in_force.needs.ambient.contains(s.key.name())).collect();
            if !calendars.is_empty() {
                org.calendars = read.facts_about(id, &calendars, Instant(i64::MIN))?;
            }
        }
        let ids: Vec<SubjectId> = carried.keys().cloned().collect();
        let roles = read.assignments_at(&ids)?.into_iter();
        sheet.roles =
            roles.map(|a| RoleSheet { org: a.org, role: a.role, from: a.from, until: a.until }).collect();
        sheet.roles.dedup();
        sheet.orgs = carried.into_values().collect();
        Ok(sheet)
    }

    /// Everything that the plan may need to judge a subject, and what stands; `judged`: the clock up to which the house has
    /// swept. Of a subject with a purge behind it the rest is complete, too: what is over stays as it is.
    pub fn case_sheet<R: Read + ?Sized>(
        &self,
        read: &mut R,
        subject: &SubjectId,
        judged: Instant,
    ) -> Result<CaseSheet, Error> {
        let in_force = crate::force::current(self, read)?;
        let facts = read.facts_about(subject, &[], Instant(i64::MIN))?;
        let mut others = Vec::new();
        for membership in read.memberships(subject)?.iter().filter(|m| m.group.kind() != SubjectKind::Org) {
            let about = read.facts_about(&membership.group, &[], Instant(i64::MIN))?;
            others.extend(about.into_iter().filter(|r| gives_membership(&in_force, r)));
        }
        let linked: Vec<Name> = in_force.needs.linked.iter().cloned().collect();
        if !linked.is_empty() {
            for target in read.read_by(subject)? {
                others.extend(read.facts_about(&target, &linked, Instant(i64::MIN))?);
            }
        }
        let standing = read.standing(subject)?.what_stands();
        let subject = subject.clone();
        Ok(CaseSheet { subject, facts, others, standing, judged: Some(judged), complete: true })
    }
}

/// Facts of ledgers that make their subject a member of something.
fn gives_membership(in_force: &InForce, recorded: &Recorded) -> bool {
    let ledger = in_force.plan.ledgers.get(&recorded.fact.ledger);
    ledger.is_some_and(|l| l.fields.iter().any(|f| f.membership))
}

/// The packs in force as text, each after those that it stands on, and the adoptions of them.
fn packs_of(in_force: &InForce, shipped: &[Arc<Pack>]) -> (Vec<PackSheet>, Vec<AdoptionSheet>) {
    let mut known: Vec<Arc<Pack>> = Vec::new();
    let mut sheets: Vec<PackSheet> = Vec::new();
    let mut place = |pack: &Arc<Pack>, on: Vec<usize>| match known.iter().position(|k| Arc::ptr_eq(k, pack)) {
        Some(n) => n,
        None => {
            known.push(pack.clone());
            sheets.push(PackSheet { files: pack.files.clone(), on });
            known.len() - 1
        }
    };
    for base in shipped.iter().filter(|p| p.extends.is_empty()) {
        place(base, Vec::new());
    }
    for reading in &in_force.stands_on {
        let mut on = Vec::new();
        for pack in reading {
            let n = place(pack, on.clone());
            on.push(n);
        }
    }
    let adoption = |a: &plan::Adoption| {
        let pack = place(&a.pack, Vec::new());
        AdoptionSheet { pack, scope: a.scope.clone(), from: a.from, until: a.until }
    };
    let adoptions = in_force.plan.adoptions.iter().map(adoption).collect();
    (sheets, adoptions)
}
