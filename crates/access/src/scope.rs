//! `Scope`: what one account may see and do, and where in the tree of organisations.
//!
//! A place is given as the path of its organisation, `/org:a/org:b/`, always with a closing slash: so `/org:1/` does not
//! contain `/org:10/`. What is not a path is inside of nothing.

use crate::rights::{Right, RoleRights};
use facts::{Ledger, Name, Privacy, SubjectId};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The path above every other.
const TOP: &str = "/";

/// A role held in an organisation: it reaches over the organisation's whole subtree.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Grant {
    /// The role.
    pub role: Name,
    /// The organisation.
    pub org: SubjectId,
    /// Its path from the top, `/org:a/org:b/`.
    pub path: SmolStr,
}

/// What an account may see and do, and where. Without grants: nothing, anywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    account: SmolStr,
    grants: Vec<(Grant, RoleRights)>,
    system: bool,
}

impl Scope {
    /// The scope of an account with these grants. A role that no pack declares grants nothing.
    pub fn new(
        account: impl AsRef<str>,
        grants: impl IntoIterator<Item = Grant>,
        roles: &BTreeMap<Name, RoleRights>,
    ) -> Self {
        let distinct: BTreeSet<Grant> = grants.into_iter().collect();
        let with_rights = |grant: Grant| roles.get(&grant.role).map(|rights| (grant.clone(), rights.clone()));
        let grants = distinct.into_iter().filter_map(with_rights).collect();
        Scope { account: SmolStr::new(account), grants, system: false }
    }

    /// The house itself: everything, everywhere. For sweeps, rebuilds, and commands on the machine of the home.
    pub fn system() -> Self {
        Scope { account: SmolStr::new_static("system"), grants: Vec::new(), system: true }
    }

    /// The house on behalf of an account: what follows from a decision that the account was permitted to make as a whole.
    pub fn on_behalf_of(account: impl AsRef<str>) -> Self {
        Scope { account: SmolStr::new(account), ..Scope::system() }
    }

    /// The account.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// True for the house itself.
    pub fn is_system(&self) -> bool {
        self.system
    }

    /// The grants that count, in order, with what they allow.
    pub fn grants(&self) -> &[(Grant, RoleRights)] {
        &self.grants
    }

    /// The roles held, each with its organisation: whose duties are "mine".
    pub fn held(&self) -> Vec<(Name, SubjectId)> {
        self.grants.iter().map(|(grant, _)| (grant.role.clone(), grant.org.clone())).collect()
    }

    /// The subtrees in which this class may be seen, none inside of another, in order. Empty means nowhere.
    pub fn paths_for(&self, privacy: Privacy) -> Vec<SmolStr> {
        if self.system {
            return vec![SmolStr::new_static(TOP)];
        }
        let seen = |(grant, rights): &&(Grant, RoleRights)| rights.sees >= privacy && is_path(&grant.path);
        let mut paths: Vec<SmolStr> = self.grants.iter().filter(seen).map(|(g, _)| g.path.clone()).collect();
        // A path sorts before everything below it.
        paths.sort();
        let mut outermost: Vec<SmolStr> = Vec::new();
        for path in paths {
            if !outermost.last().is_some_and(|above| contains(above, &path)) {
                outermost.push(path);
            }
        }
        outermost
    }

    /// The most private class that may be seen at this place; `None` when nothing may. Fields above it are masked.
    pub fn sees_at(&self, path: &str) -> Option<Privacy> {
        if self.system {
            return Some(Privacy::Identity);
        }
        self.covering(path).map(|rights| rights.sees).max()
    }

    /// True when this class may be seen at this place.
    pub fn may_see(&self, path: &str, privacy: Privacy) -> bool {
        self.sees_at(path).is_some_and(|most| most >= privacy)
    }

    /// The most private class that may be seen of somebody who belongs to all of these places: each may show more.
    pub fn sees_at_any<P: AsRef<str>>(&self, paths: impl IntoIterator<Item = P>) -> Option<Privacy> {
        paths.into_iter().filter_map(|path| self.sees_at(path.as_ref())).max()
    }

    /// True when this class may be seen of somebody who belongs to all of these places.
    pub fn may_see_at_any<P: AsRef<str>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        privacy: Privacy,
    ) -> bool {
        self.sees_at_any(paths).is_some_and(|most| most >= privacy)
    }

    /// True when facts of this ledger may be written about what belongs there.
    pub fn may_write(&self, ledger: &Ledger, path: &str) -> bool {
        self.system || self.covering(path).any(|rights| rights.may_write(ledger))
    }

    /// True when facts of this ledger may be written, on behalf of what belongs there, about subjects from anywhere.
    pub fn may_write_outside(&self, ledger: &Ledger, path: &str) -> bool {
        let writes = |rights: &RoleRights| rights.may_write(ledger) && rights.may.contains(&Right::Outside);
        self.system || self.covering(path).any(writes)
    }

    /// True when the account has this right at this place.
    pub fn may(&self, right: Right, path: &str) -> bool {
        self.system || self.covering(path).any(|rights| rights.may.contains(&right))
    }

    /// True when identity fields may be shown in clear there: the role must also see that class.
    pub fn may_unmask(&self, path: &str) -> bool {
        let unmasks =
            |rights: &RoleRights| rights.sees == Privacy::Identity && rights.may.contains(&Right::Unmask);
        self.system || self.covering(path).any(unmasks)
    }

    /// The same for somebody who belongs to all of these places.
    pub fn may_unmask_at_any<P: AsRef<str>>(&self, paths: impl IntoIterator<Item = P>) -> bool {
        paths.into_iter().any(|path| self.may_unmask(path.as_ref()))
    }

    /// True when reports of that organisation may be signed.
    pub fn may_sign(&self, path: &str) -> bool {
        self.may(Right::Sign, path)
    }

    /// True when plans may be put in force for that organisation.
    pub fn may_adopt(&self, path: &str) -> bool {
        self.may(Right::Adopt, path)
    }

    /// True when accounts and roles of that organisation may be managed.
    pub fn may_manage_users(&self, path: &str) -> bool {
        self.may(Right::Users, path)
    }

    /// The rights of all grants whose subtree contains the place. Each grant is judged alone: what one role may see
    /// and another may do never adds up to what neither may.
    fn covering(&self, path: &str) -> impl Iterator<Item = &RoleRights> {
        self.grants.iter().filter(move |(grant, _)| contains(&grant.path, path)).map(|(_, rights)| rights)
    }
}

/// True for `/`, `/org:a/`, `/org:a/org:b/`, …
fn is_path(path: &str) -> bool {
    path == TOP || (path.len() > 2 && path.starts_with('/') && path.ends_with('/') && !path.contains("//"))
}

/// True when `path` is `above` or below it. Both must be paths.
fn contains(above: &str, path: &str) -> bool {
    is_path(above) && is_path(path) && path.starts_with(above)
}

#[cfg(test)]
mod tests;
