//! The ground that units of work stand on: the tree of organisations, who holds which role, and what holds in
//! organisations for everybody below (statuses, calendars); and the subjects that this unit has looked up.
//!
//! The ground changes seldom and is read for every fact, so it is kept from one unit to the next as long as the store's
//! stamp of it is the same. A unit that changes it reads afresh from then on, and gives nothing back; unless it changed
//! statuses only, as most that change anything do.

use facts::{Instant, Name, Recorded, SubjectId, fold::what_holds};
use outcomes::StatusRow;
use plan::{
    around::{self, Around, Membership},
    case::OrgLink,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{AssignmentRow, Error, MembershipRow, Read, SubjectRow};

/// An organisation and all above it, nearest first.
pub(crate) type Chain = Arc<Vec<Arc<SubjectRow>>>;

/// What units of work have already looked up.
#[derive(Default)]
pub(crate) struct Tree {
    ground: Ground,
    subjects: BTreeMap<SubjectId, Option<Arc<SubjectRow>>>,
    links: BTreeMap<SubjectId, Arc<[OrgLink]>>,
    /// Read ahead; an empty list where there are none.
    memberships: BTreeMap<SubjectId, Vec<MembershipRow>>,
    has_changed: bool,
    statuses_changed: bool,
}

/// What may be kept from one unit to the next.
#[derive(Default)]
pub(crate) struct Ground {
    /// The store's stamp when it was read.
    stamp: u64,
    orgs: BTreeMap<SubjectId, Arc<SubjectRow>>,
    chains: BTreeMap<SubjectId, Chain>,
    assignments: BTreeMap<SubjectId, Arc<Vec<AssignmentRow>>>,
    statuses: BTreeMap<SubjectId, Arc<Vec<StatusRow>>>,
    calendars: BTreeMap<SubjectId, Arc<Vec<Arc<Recorded>>>>,
}

impl Ground {
    /// Itself, if the store's stamp is still the same; else nothing is known yet.
    pub(crate) fn if_still(self, stamp: u64) -> Ground {
        if self.stamp == stamp { self } else { Ground { stamp, ..Ground::default() } }
    }
}

impl Tree {
    /// Stands on what an earlier unit left.
    pub(crate) fn on(ground: Ground) -> Self {
        Tree { ground, ..Tree::default() }
    }

    /// What the next unit may stand on when this one is stored; nothing when this one changed more than statuses. `unit`
    /// is the store's stamp of the ground if this one changed it.
    pub(crate) fn leave(self, unit: u64) -> Option<Ground> {
        let stamp = if self.statuses_changed { unit } else { self.ground.stamp };
        (!self.has_changed).then_some(Ground { stamp, ..self.ground })
    }

    /// True when this unit changed the ground.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed || self.statuses_changed
    }

    /// A status of an organisation has changed: its statuses are read again.
    pub(crate) fn status_changed(&mut self, org: &SubjectId) {
        self.ground.statuses.remove(org);
        self.statuses_changed = true;
    }

    /// An organisation, a role or a calendar has changed: everything is read again.
    pub(crate) fn changed(&mut self) {
        *self = Tree { has_changed: true, ..Tree::default() };
    }

    /// A subject was registered or belongs elsewhere. Who belongs to it (a household) belongs elsewhere too.
    pub(crate) fn moved(&mut self, subject: &SubjectId) {
        self.subjects.remove(subject);
        self.memberships.remove(subject);
        self.links.clear();
    }

    /// Looks up at once what will be asked of these subjects one by one: each by itself costs several times as much.
    pub(crate) fn read_ahead<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        subjects: BTreeSet<SubjectId>,
    ) -> Result<(), Error> {
        let unread: Vec<SubjectId> =
            subjects.into_iter().filter(|id| !self.subjects.contains_key(id)).collect();
        let rows = read.subjects(&unread)?;
        self.subjects.extend(rows.into_iter().map(|row| (row.id.clone(), Some(Arc::new(row)))));
        for id in &unread {
            self.subjects.entry(id.clone()).or_default();
        }
        let groups = self.read_memberships(read, unread)?;
        self.read_memberships(read, groups).map(drop)
    }

    /// Returns the groups that lead on: households.
    fn read_memberships<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        members: Vec<SubjectId>,
    ) -> Result<Vec<SubjectId>, Error> {
        let rows = read.memberships_of(&members)?;
        self.memberships.extend(members.into_iter().map(|member| (member, Vec::new())));
        let mut groups = BTreeSet::new();
        for row in rows {
            let leads_on = row.group.kind() != facts::SubjectKind::Org;
            if leads_on && !self.memberships.contains_key(&row.group) {
                groups.insert(row.group.clone());
            }
            self.memberships.entry(row.member.clone()).or_default().push(row);
        }
        Ok(groups.into_iter().collect())
    }

    fn memberships<R: Read + ?Sized>(
        &self,
        read: &mut R,
        member: &SubjectId,
    ) -> Result<Vec<MembershipRow>, Error> {
        match self.memberships.get(member) {
            Some(rows) => Ok(rows.clone()),
            None => read.memberships(member),
        }
    }

    /// A registered subject.
    pub(crate) fn subject<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        id: &SubjectId,
    ) -> Result<Option<Arc<SubjectRow>>, Error> {
        if let Some(row) = self.ground.orgs.get(id) {
            return Ok(Some(row.clone()));
        }
        if let Some(known) = self.subjects.get(id) {
            return Ok(known.clone());
        }
        let row = read.subject(id)?.map(Arc::new);
        self.subjects.insert(id.clone(), row.clone());
        Ok(row)
    }

    /// An organisation and all above it, nearest first.
    pub(crate) fn chain<R: Read + ?Sized>(&mut self, read: &mut R, org: &SubjectId) -> Result<Chain, Error> {
        if let Some(chain) = self.ground.chains.get(org) {
            return Ok(chain.clone());
        }
        let mut chain = Vec::new();
        for row in read.org_chain(org)? {
            chain.push(self.ground.orgs.entry(row.id.clone()).or_insert_with(|| Arc::new(row)).clone());
        }
        let chain = Arc::new(chain);
        self.ground.chains.insert(org.clone(), chain.clone());
        Ok(chain)
    }

    /// The path of an organisation, `/` when it is unknown.
    pub(crate) fn path<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
    ) -> Result<smol_str::SmolStr, Error> {
        Ok(self.chain(read, org)?.first().map(|row| row.path.clone()).unwrap_or_else(|| "/".into()))
    }

    /// The statuses of an organisation, past ones included.
    pub(crate) fn statuses<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
    ) -> Result<Arc<Vec<StatusRow>>, Error> {
        if let Some(known) = self.ground.statuses.get(org) {
            return Ok(known.clone());
        }
        let rows = Arc::new(read.statuses_of(std::slice::from_ref(org))?);
        self.ground.statuses.insert(org.clone(), rows.clone());
        Ok(rows)
    }

    /// The calendars of an organisation, of all the ledgers that give any.
    pub(crate) fn calendars<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
        ledgers: &[Name],
    ) -> Result<Arc<Vec<Arc<Recorded>>>, Error> {
        if let Some(known) = self.ground.calendars.get(org) {
            return Ok(known.clone());
        }
        let facts = what_holds(read.facts_about(org, ledgers, Instant(i64::MIN))?);
        let facts = Arc::new(facts.into_iter().map(Arc::new).collect::<Vec<_>>());
        self.ground.calendars.insert(org.clone(), facts.clone());
        Ok(facts)
    }

    /// The dated links of a subject to its organisations and all above. Households lead on to where they belong.
    pub(crate) fn links<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        subject: &SubjectId,
    ) -> Result<Arc<[OrgLink]>, Error> {
        if let Some(known) = self.links.get(subject) {
            return Ok(known.clone());
        }
        let links: Arc<[OrgLink]> = around::links(&mut self.with(read), subject)?.into();
        self.links.insert(subject.clone(), links.clone());
        Ok(links)
    }

    /// The way up from here, as `plan::around` walks it.
    pub(crate) fn with<'t, R: Read + ?Sized>(&'t mut self, read: &'t mut R) -> Walk<'t, R> {
        Walk { tree: self, read }
    }

    fn is_held<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
        role: &Name,
        at: Instant,
    ) -> Result<bool, Error> {
        let assignments = match self.ground.assignments.get(org) {
            Some(rows) => rows.clone(),
            None => {
                let rows = Arc::new(read.assignments_at(std::slice::from_ref(org))?);
                self.ground.assignments.insert(org.clone(), rows.clone());
                rows
            }
        };
        let holds =
            |a: &AssignmentRow| a.role == *role && a.from <= at && a.until.is_none_or(|until| at < until);
        Ok(assignments.iter().any(holds))
    }
}

/// The ground, with the store that is asked for what is not known yet.
pub(crate) struct Walk<'t, R: ?Sized> {
    tree: &'t mut Tree,
    read: &'t mut R,
}

impl<R: Read + ?Sized> Around for Walk<'_, R> {
    type Error = Error;

    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<Membership>, Error> {
        let rows = self.tree.memberships(self.read, member)?;
        let dated = |row: MembershipRow| Membership { group: row.group, from: row.from, until: row.until };
        Ok(rows.into_iter().map(dated).collect())
    }

    fn above(&mut self, org: &SubjectId, steps: usize) -> Result<Option<(SubjectId, Name)>, Error> {
        let chain = self.tree.chain(self.read, org)?;
        Ok(chain.get(steps).map(|row| (row.id.clone(), row.org_kind.clone().unwrap_or_default())))
    }

    fn is_held(&mut self, org: &SubjectId, role: &Name, at: Instant) -> Result<bool, Error> {
        self.tree.is_held(self.read, org, role, at)
    }
}
