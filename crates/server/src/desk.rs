//! `Desk`: one snapshot of the store, seen with the rights of one caller. Handlers read through it, so that nothing is
//! shown that was not asked for in the caller's jurisdiction.

use crate::error::{Answer, Fault};
use access::{Right, Scope};
use facts::{FieldType, Instant, Name, Privacy, SubjectId, SubjectKind, Value};
use intake::House;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    PageOf, Query, Read, SubjectRow,
    query::{ListOf, Page},
};
use views::{
    book::Book,
    history::Past,
    lens::{Known, Lens, Names},
    org::{Held, OrgNode},
    subject::{Belongs, Registered},
};

/// One snapshot, seen by one caller.
pub struct Desk<'a> {
    /// The snapshot.
    pub read: &'a mut dyn Read,
    /// The house.
    pub house: &'a House,
    /// The words of what is in force.
    pub book: &'a Book,
    /// What the caller may see and do.
    pub scope: &'a Scope,
    /// The caller.
    pub account: &'a str,
    /// The reading of the clock.
    pub now: Instant,
}

impl Desk<'_> {
    /// Names and paths of the subjects that a view mentions.
    pub fn names(&mut self, ids: impl IntoIterator<Item = SubjectId>) -> Answer<Names> {
        let distinct: BTreeSet<SubjectId> = ids.into_iter().collect();
        let distinct: Vec<SubjectId> = distinct.into_iter().collect();
        let mut names = Names::default();
        for row in self.read.subjects(&distinct)? {
            let name = self.name_of(&row)?;
            let paths = row.paths().map(ToString::to_string).collect();
            names.0.insert(row.id, Known { name, paths });
        }
        Ok(names)
    }

    /// Where these subjects belong first of all.
    pub fn homes(&mut self, ids: &[SubjectId]) -> Answer<BTreeMap<SubjectId, SubjectId>> {
        let rows = self.read.subjects(ids)?;
        Ok(rows.into_iter().filter_map(|row| Some((row.id, row.home?))).collect())
    }

    /// An organisation's name; of a person the name as it may be shown without a reason.
    fn name_of(&mut self, row: &SubjectRow) -> Answer<Option<String>> {
        if row.id.kind() == SubjectKind::Person {
            if !self.scope.may_see_at_any(row.paths(), Privacy::Identity) {
                return Ok(None);
            }
            let masked = self.masked_identity(&row.id)?;
            return Ok(masked
                .into_iter()
                .find(|(_, (kind, _))| *kind == FieldType::PersonName)
                .map(|(_, (_, text))| text));
        }
        Ok(row.profile.get("name").and_then(Value::as_text).map(str::to_owned))
    }

    /// The identity fields of a subject, masked.
    pub fn masked_identity(&mut self, id: &SubjectId) -> Answer<BTreeMap<Name, (FieldType, String)>> {
        let mut masked = BTreeMap::new();
        for (field, kind, secret) in self.identity(id)? {
            let text = vault::mask(&kind, secret.expose());
            masked.insert(field, (kind, text));
        }
        Ok(masked)
    }

    /// The identity fields of a subject, opened. For unmasking with a recorded reason, and for masking.
    pub fn identity(&mut self, id: &SubjectId) -> Answer<Vec<(Name, FieldType, vault::Secret)>> {
        let mut opened = Vec::new();
        for row in self.read.sealed(id)? {
            let field = self.book.profile_field(Some(id.kind()), &row.field);
            let kind = field.map_or(FieldType::Text { max_chars: None }, |f| f.kind.clone());
            // A field sealed with a key that is gone stays hidden; everything else is still shown.
            if let Ok(secret) = self.house.vault.open(id, &row.field, &row.sealed, row.key_version) {
                opened.push((row.field, kind, secret));
            }
        }
        Ok(opened)
    }

    /// Through which views are seen.
    pub fn lens<'l>(&'l self, names: &'l Names) -> Lens<'l> {
        Lens { book: self.book, names, scope: self.scope, zone: self.house.zone, now: self.now }
    }

    /// A registered subject in the caller's jurisdiction. One outside of it is unknown.
    pub fn subject(&mut self, id: &SubjectId) -> Answer<SubjectRow> {
        let row = self.read.subject(id)?.ok_or(Fault::Unknown)?;
        if self.scope.may_see_at_any(row.paths(), Privacy::Internal) { Ok(row) } else { Err(Fault::Unknown) }
    }

    /// An organisation in the caller's jurisdiction.
    pub fn org(&mut self, id: &str) -> Answer<SubjectRow> {
        let id = SubjectId::parse(id).filter(|id| id.kind() == SubjectKind::Org).ok_or(Fault::Unknown)?;
        self.subject(&id)
    }

    /// True when any of these subjects lies in the caller's jurisdiction.
    pub fn any_mine(&mut self, ids: impl IntoIterator<Item = SubjectId>) -> Answer<bool> {
        for id in ids {
            if let Some(row) = self.read.subject(&id)?
                && self.scope.may_see_at_any(row.paths(), Privacy::Internal)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// True when some role of the caller has this right somewhere.
    pub fn has(&self, right: Right) -> bool {
        self.scope.is_system() || self.scope.grants().iter().any(|(_, rights)| rights.may.contains(&right))
    }

    /// The path of an organisation; nothing when it is unknown.
    pub fn path(&mut self, id: &SubjectId) -> Answer<SmolStr> {
        Ok(self.read.subject(id)?.map(|row| row.path).unwrap_or_default())
    }

    /// The paths of all organisations that a subject belongs to; none when it is unknown.
    pub fn paths_of(&mut self, id: &SubjectId) -> Answer<Vec<SmolStr>> {
        Ok(self.read.subject(id)?.map(|row| row.paths().cloned().collect()).unwrap_or_default())
    }

    /// True when the caller has this right over a duty: where it is held, or about whom it is while nobody holds it.
    pub fn may_about(&mut self, right: Right, duty: &outcomes::Duty) -> Answer<bool> {
        let places = self.paths_of(duty.holder.as_ref().unwrap_or(&duty.subject))?;
        Ok(places.iter().any(|place| self.scope.may(right, place)))
    }

    /// Where a list looks: below an organisation of the caller's jurisdiction, else in all of it.
    pub fn paths(&mut self, under: Option<&str>, privacy: Privacy) -> Answer<Vec<SmolStr>> {
        let Some(under) = under.filter(|u| !u.is_empty()) else { return Ok(self.scope.paths_for(privacy)) };
        let row = self.org(under)?;
        if self.scope.may_see(&row.path, privacy) {
            return Ok(vec![row.path]);
        }
        // A deeper grant may see more than the one that reaches here.
        let deeper = self.scope.paths_for(privacy).into_iter().filter(|p| p.starts_with(row.path.as_str()));
        Ok(deeper.collect())
    }

    /// One page of a list. Where nothing may be seen nothing is looked for.
    pub fn page(
        &mut self,
        of: ListOf,
        paths: Vec<SmolStr>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<Page<PageOf>> {
        if paths.is_empty() {
            return Ok(Page { rows: Vec::new(), next: None });
        }
        Ok(self.read.page(&Query { of, paths, after, limit })?)
    }

    /// How many rows a list has, counted up to a limit.
    pub fn count(&mut self, of: ListOf, paths: &[SmolStr], limit: u64) -> Answer<u64> {
        if paths.is_empty() {
            return Ok(0);
        }
        Ok(self.read.count(&Query { of, paths: paths.to_vec(), after: None, limit: 1 }, limit)?)
    }

    /// Who holds what at these organisations.
    pub fn held(&mut self, orgs: &[SubjectId]) -> Answer<Vec<Held>> {
        let mut names: BTreeMap<SmolStr, String> = BTreeMap::new();
        let mut held = Vec::new();
        for row in self.read.assignments_at(orgs)? {
            if !names.contains_key(&row.account) {
                let name = crate::accounts::name_of(self.read, &row.account)?;
                names.insert(row.account.clone(), name);
            }
            held.push(Held {
                account_name: names.get(&row.account).cloned().unwrap_or_default(),
                org: row.org,
                role: row.role,
                account: row.account.to_string(),
                seat: row.seat,
                from: row.from,
                until: row.until,
            });
        }
        Ok(held)
    }
}

/// A subject's row as views read it.
pub fn registered(row: SubjectRow) -> Registered {
    Registered { id: row.id, home: row.home, profile: row.profile, registered: row.registered }
}

/// A membership's row as views read it.
pub fn belongs(row: store::MembershipRow) -> Belongs {
    Belongs { group: row.group, from: row.from, until: row.until, ledger: row.ledger }
}

/// An organisation's row as views read it.
pub fn org_node(row: &SubjectRow) -> OrgNode {
    OrgNode {
        id: row.id.clone(),
        kind: row.org_kind.clone().unwrap_or_default(),
        name: row.profile.get("name").and_then(Value::as_text).map(str::to_owned),
        path: row.path.to_string(),
    }
}

/// An entry of the history as views read it.
pub fn past(row: store::HistoryRow) -> Past {
    Past { unit: row.unit, n: row.n, as_of: row.as_of, change: row.change }
}
