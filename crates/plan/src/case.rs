//! `CaseFile`: what a plan is judged on. The facts about one subject that the plan needs, and its surroundings.
//!
//! Not here: how it is loaded (`intake`, as `needs` tells).

use crate::verdict::Key;
use facts::{Body, FactId, Instant, Name, Recorded, SubjectId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The facts about one subject, as they hold (corrections folded), in order of (event time, root id).
#[derive(Clone, PartialEq, Debug)]
pub struct CaseFile {
    /// Whom or what it is about.
    pub subject: SubjectId,
    /// Its attributes: the fields of its registration. For organisations `kind`, `name`, `parent` are among them.
    pub profile: Body,
    /// The organisations it belongs to and all above them, nearest first.
    pub orgs: Vec<OrgLink>,
    /// Facts about it.
    pub facts: Vec<Arc<Recorded>>,
    /// Facts about its members (for organisations) that passed a signal's filter when they were judged, by rule.
    pub member_facts: BTreeMap<Name, Vec<Arc<Recorded>>>,
    /// Facts about linked subjects, of the kinds that courses read.
    pub linked: Vec<Arc<Recorded>>,
    /// Statuses of the organisations above it, as they stand.
    pub ambient: Vec<Ambient>,
    /// Calendar facts (school terms) of the organisations above it.
    pub calendars: Vec<Arc<Recorded>>,
    /// Attributes of every organisation that its facts name, and of all above them (`kind`, `parent`).
    pub org_profiles: BTreeMap<SubjectId, Body>,
    /// What hangs on triggers earlier than this is not judged anew. Facts from before it may be here, for conditions and
    /// counts that look back.
    pub horizon: Instant,
    /// The earliest event time that is news: slots of routines that end before it stay as they are.
    pub touched_from: Instant,
    /// Per rule, the earliest time of a duty that news can still bear on: its slot is judged however old it is.
    pub owed_since: BTreeMap<Name, Instant>,
    /// Since when it is registered: routines ask nothing of it before.
    pub registered: Instant,
    /// What facts have discharged, as it stands. A fact that discharged a duty too old to be judged again is spent.
    pub spent: BTreeMap<FactId, Vec<Spent>>,
}

/// A duty that a fact has discharged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spent {
    /// The duty.
    pub key: Key,
    /// The rule that asked for it.
    pub rule: Name,
    /// The time of its trigger.
    pub triggered: Instant,
}

/// A step in the tree of organisations, dated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrgLink {
    /// The organisation.
    pub org: SubjectId,
    /// Its kind (class, school, village …).
    pub kind: Name,
    /// 0 for the organisation itself, 1 for the one above …
    pub steps: u16,
    /// Which membership it comes from; several chains may meet higher up.
    pub chain: u16,
    /// Member from this instant.
    pub from: Instant,
    /// Member until this instant.
    pub until: Option<Instant>,
}

/// A status of an organisation above the subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ambient {
    /// The organisation that has it.
    pub org: SubjectId,
    /// The status.
    pub status: Name,
    /// Its value.
    pub value: Name,
    /// The anchor it hangs on, as text.
    pub anchor: smol_str::SmolStr,
    /// Since.
    pub from: Instant,
    /// Until, if it has ended.
    pub until: Option<Instant>,
    /// When the house knew that it was entered.
    pub known: Instant,
    /// True when an import of history brought it.
    pub quiet: bool,
    /// The facts it rests on.
    pub facts: Vec<FactId>,
}

impl CaseFile {
    /// A case file without anything in it.
    pub fn empty(subject: SubjectId) -> Self {
        CaseFile {
            subject,
            profile: Body::new(),
            orgs: Vec::new(),
            facts: Vec::new(),
            member_facts: BTreeMap::new(),
            linked: Vec::new(),
            ambient: Vec::new(),
            calendars: Vec::new(),
            org_profiles: BTreeMap::new(),
            horizon: Instant(i64::MIN),
            touched_from: Instant(i64::MIN),
            owed_since: BTreeMap::new(),
            registered: Instant(i64::MIN),
            spent: BTreeMap::new(),
        }
    }

    /// Whose calendars hold for the subject: all its organisations, itself if it is one, each once. A calendar holds for
    /// longer than facts about a subject are read back, so that its own are looked up as those above are.
    pub fn calendars_of(&self) -> BTreeSet<SubjectId> {
        self.orgs.iter().map(|link| link.org.clone()).collect()
    }

    /// Whose statuses hold for the subject beside its own: those of the organisations above, each once.
    pub fn statuses_of(&self) -> BTreeSet<SubjectId> {
        let mut above = self.calendars_of();
        above.remove(&self.subject);
        above
    }
}
