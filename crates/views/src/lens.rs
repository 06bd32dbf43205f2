//! `Lens`: through which every view is seen: the words of the plans, the names of subjects, the viewer's rights, the
//! time. What the viewer may not see is masked here and nowhere else.

use crate::{
    book::Book,
    fact::MASK,
    words::{HolderView, OrgRef, SubjectRef},
};
use access::Scope;
use facts::{Instant, Name, Privacy, SubjectId, SubjectKind, Zone};
use std::collections::BTreeMap;

/// What is known of a subject for showing it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// An organisation's name, a person's masked name; `None` when there is none.
    pub name: Option<String>,
    /// The paths of all organisations that it belongs to.
    pub paths: Vec<String>,
}

/// The subjects that a view mentions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names(pub BTreeMap<SubjectId, Known>);

/// Through which views are seen.
#[derive(Clone, Copy)]
pub struct Lens<'a> {
    /// The words of the plans.
    pub book: &'a Book,
    /// The subjects mentioned.
    pub names: &'a Names,
    /// What the viewer may see.
    pub scope: &'a Scope,
    /// The deployment's zone.
    pub zone: Zone,
    /// The reading of the clock.
    pub now: Instant,
}

impl Lens<'_> {
    /// The most private class that the viewer may see of a subject.
    pub fn sees(&self, subject: &SubjectId) -> Option<Privacy> {
        self.names.0.get(subject).and_then(|known| self.scope.sees_at_any(&known.paths))
    }

    /// The same for a fact: as its subject's jurisdiction allows, or its reporter's.
    pub fn sees_fact(&self, fact: &facts::Fact) -> Option<Privacy> {
        self.sees(&fact.subject).max(self.sees(&fact.org))
    }

    /// The same, `None` too where facts of this ledger are not seen. One of identities is seen by whoever may see health
    /// data, with its fields masked.
    pub fn sees_whole(&self, fact: &facts::Fact) -> Option<Privacy> {
        let privacy = self.book.ledgers.get(&fact.ledger).map_or(Privacy::Internal, |l| l.privacy);
        self.sees_fact(fact).filter(|sees| *sees >= privacy.min(Privacy::Health))
    }

    /// A subject.
    pub fn subject(&self, id: &SubjectId) -> SubjectRef {
        let known = self.names.0.get(id);
        let name = known.and_then(|k| k.name.as_deref());
        let hidden = id.kind() == SubjectKind::Person && self.sees(id) != Some(Privacy::Identity);
        let label = match name {
            _ if hidden => format!("{MASK} {}", tail(id.code())),
            Some(name) => name.to_owned(),
            None => id.code().to_owned(),
        };
        let masked = id.kind() == SubjectKind::Person && (hidden || name.is_some());
        SubjectRef { id: id.to_string(), kind: id.kind().as_str().to_owned(), label, masked }
    }

    /// An organisation.
    pub fn org(&self, id: &SubjectId) -> OrgRef {
        OrgRef { id: id.to_string(), name: self.org_name(id) }
    }

    /// An organisation's name, or its code.
    pub fn org_name(&self, id: &SubjectId) -> String {
        let name = self.names.0.get(id).and_then(|k| k.name.clone());
        name.unwrap_or_else(|| id.code().to_owned())
    }

    /// A role and where it is held.
    pub fn holder(&self, role: &Name, org: Option<&SubjectId>) -> HolderView {
        HolderView {
            role: role.to_string(),
            title: self.book.role(role),
            org: org.map(ToString::to_string),
            org_name: org.map(|o| self.org_name(o)),
        }
    }
}

/// The last characters of a code: enough to tell two rows apart.
fn tail(code: &str) -> String {
    let n = code.chars().count().saturating_sub(4);
    code.chars().skip(n).collect()
}
