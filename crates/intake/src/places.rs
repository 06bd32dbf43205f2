//! Where a subject lies: at every organisation that it belongs to now, directly or through its household. Lists and rights
//! follow from it, so it is kept with the subject and follows every change of a membership and of the tree.
//!
//! Not here: memberships themselves and their dates (`affect`); looking for what lies in a subtree (`store`).

use crate::unit::Unit;
use facts::{SubjectId, SubjectKind};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use store::{Error, SubjectRow};

/// How many members are read at a time.
const MEMBERS_PAGE: usize = 500;

/// Where a subject lies.
pub(crate) struct Place {
    /// The organisation that it belongs to first of all: the first that it became a member of.
    pub home: Option<SubjectId>,
    /// Its path; `/` where there is none.
    pub path: SmolStr,
    /// The paths of the others.
    pub also: Vec<SmolStr>,
}

impl Unit<'_> {
    /// Where a person, a household or a thing lies now.
    pub(crate) fn place_of(&mut self, subject: &SubjectId) -> Result<Place, Error> {
        let links = self.tree.links(self.write, subject)?;
        let mut direct: Vec<_> = links.iter().filter(|l| l.steps == 0 && l.until.is_none()).collect();
        direct.sort_by_key(|l| (l.chain, l.from));
        let home = direct.first().map(|l| l.org.clone());
        let path = match &home {
            Some(org) => self.tree.path(self.write, org)?,
            None => "/".into(),
        };
        let mut all = BTreeSet::from([path.clone()]);
        for link in direct {
            all.insert(self.tree.path(self.write, &link.org)?);
        }
        // A class speaks for its school: whoever lies below lies above as well.
        let below = |one: &SmolStr| all.iter().any(|other| other != one && other.starts_with(one.as_str()));
        let also = all.iter().filter(|one| **one != path && !below(one)).cloned().collect();
        Ok(Place { home, path, also })
    }

    /// Places a registered subject anew, and with a household its members.
    pub(crate) fn place_anew(&mut self, subject: &SubjectId) -> Result<(), Error> {
        if let Some(row) = self.write.subject(subject)? {
            let Place { home, path, also } = self.place_of(subject)?;
            let new = SubjectRow { home, path, also, ..row.clone() };
            if new != row {
                self.tree.moved(subject);
                self.write.put_subject(&new)?;
            }
        }
        if subject.kind() == SubjectKind::Household { self.place_members(subject) } else { Ok(()) }
    }

    /// Those who belong to this group go where it goes.
    pub(crate) fn place_members(&mut self, group: &SubjectId) -> Result<(), Error> {
        let mut after = None;
        loop {
            let members = self.write.members(group, self.as_of, self.as_of, after.as_ref(), MEMBERS_PAGE)?;
            for member in &members {
                self.place_anew(member)?;
            }
            after = members.last().cloned();
            if members.len() < MEMBERS_PAGE {
                return Ok(());
            }
        }
    }
}
