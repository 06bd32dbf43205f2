//! The tree of organisations as one unit of work sees it: chains, members, holders of roles. Loaded once per unit.

use facts::{Instant, Name, SubjectId};
use plan::{case::OrgLink, verdict::Asked};
use std::{collections::BTreeMap, sync::Arc};
use store::{AssignmentRow, Error, Read, SubjectRow};

/// What a unit of work has already looked up.
#[derive(Default)]
pub(crate) struct Tree {
    chains: BTreeMap<SubjectId, Arc<Vec<SubjectRow>>>,
    assignments: BTreeMap<SubjectId, Arc<Vec<AssignmentRow>>>,
}

impl Tree {
    /// Forgets everything: an organisation or a role has changed.
    pub(crate) fn forget(&mut self) {
        *self = Tree::default();
    }

    /// An organisation and all above it, nearest first.
    pub(crate) fn chain<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
    ) -> Result<Arc<Vec<SubjectRow>>, Error> {
        if let Some(chain) = self.chains.get(org) {
            return Ok(chain.clone());
        }
        let chain = Arc::new(read.org_chain(org)?);
        self.chains.insert(org.clone(), chain.clone());
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

    /// The dated links of a subject to its organisations and all above. Households lead on to where they belong.
    pub(crate) fn links<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        subject: &SubjectId,
    ) -> Result<Vec<OrgLink>, Error> {
        let mut links = Vec::new();
        if subject.kind() == facts::SubjectKind::Org {
            self.add_chain(read, subject, (Instant(i64::MIN), None), 0, &mut links)?;
            return Ok(links);
        }
        let mut groups: Vec<(SubjectId, Instant, Option<Instant>)> = Vec::new();
        for row in read.memberships(subject)? {
            if row.group.kind() == facts::SubjectKind::Org {
                groups.push((row.group, row.from, row.until));
            } else {
                for above in read.memberships(&row.group)? {
                    groups.push((above.group, row.from.max(above.from), earlier(row.until, above.until)));
                }
            }
        }
        groups.retain(|(group, _, _)| group.kind() == facts::SubjectKind::Org);
        groups.dedup();
        for (n, (group, from, until)) in groups.into_iter().enumerate() {
            self.add_chain(read, &group, (from, until), u16::try_from(n).unwrap_or(u16::MAX), &mut links)?;
        }
        links.sort_by_key(|l| (l.steps, l.chain));
        Ok(links)
    }

    fn add_chain<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
        (from, until): (Instant, Option<Instant>),
        chain: u16,
        links: &mut Vec<OrgLink>,
    ) -> Result<(), Error> {
        for (steps, row) in (0u16..).zip(self.chain(read, org)?.iter()) {
            let kind = row.org_kind.clone().unwrap_or_default();
            links.push(OrgLink { org: row.id.clone(), kind, steps, chain, from, until });
        }
        Ok(())
    }

    /// The organisation where somebody holds the role at that time: the nearest above any of the starts.
    pub(crate) fn holder<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        asked: &Asked,
        at: Instant,
    ) -> Result<Option<SubjectId>, Error> {
        let mut best: Option<(usize, SubjectId)> = None;
        for start in &asked.ask {
            let chain = self.chain(read, start)?;
            for (steps, row) in chain.iter().enumerate() {
                if best.as_ref().is_some_and(|(n, _)| steps >= *n) {
                    break;
                }
                if self.is_held(read, &row.id, &asked.role, at)? {
                    best = Some((steps, row.id.clone()));
                    break;
                }
            }
        }
        Ok(best.map(|(_, org)| org))
    }

    fn is_held<R: Read + ?Sized>(
        &mut self,
        read: &mut R,
        org: &SubjectId,
        role: &Name,
        at: Instant,
    ) -> Result<bool, Error> {
        let assignments = match self.assignments.get(org) {
            Some(rows) => rows.clone(),
            None => {
                let rows = Arc::new(read.assignments_at(std::slice::from_ref(org))?);
                self.assignments.insert(org.clone(), rows.clone());
                rows
            }
        };
        let holds =
            |a: &AssignmentRow| a.role == *role && a.from <= at && a.until.is_none_or(|until| at < until);
        Ok(assignments.iter().any(holds))
    }
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
