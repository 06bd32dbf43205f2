//! Where a subject lies: at every organisation that it belongs to now, directly or through its household. Lists and rights
//! follow from it, so it is kept with the subject and follows every change of a membership and of the tree.
//!
//! Not here: memberships themselves and their dates (`affect`); looking for what lies in a subtree (`store`).

use crate::unit::Unit;
use facts::SubjectId;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use store::{Error, SubjectRow};

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

    /// Those who belong to this household go where it goes.
    pub(crate) fn place_members(&mut self, household: &SubjectId) -> Result<(), Error> {
        self.each_member(household, self.as_of, &mut |unit, member| unit.place_anew(member))
    }

    fn place_anew(&mut self, subject: &SubjectId) -> Result<(), Error> {
        let Some(row) = self.write.subject(subject)? else { return Ok(()) };
        let Place { home, path, also } = self.place_of(subject)?;
        let new = SubjectRow { home, path, also, ..row.clone() };
        if new == row {
            return Ok(());
        }
        self.tree.moved(subject);
        self.write.put_subject(&new)
    }
}
