//! What is carried: the ground of a phone's organisations and the case of one subject, as they are sent.
//!
//! Not here: making them (`intake` from what is stored), reading them into what is judged on (`ground`, `case`).

use crate::standing::{Standing, StatusRow};
use facts::{Body, Instant, Label, Name, Recorded, SubjectId, Zone};
use serde::{Deserialize, Serialize};

/// The plan in force and the organisations that a phone's subjects belong to, with all above them.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundSheet {
    /// The deployment's zone.
    pub zone: Zone,
    /// The packs in force, each after those that it stands on.
    pub packs: Vec<PackSheet>,
    /// What is in force where and since when, in order of `from`.
    pub adoptions: Vec<AdoptionSheet>,
    /// Organisations.
    pub orgs: Vec<OrgSheet>,
    /// Who holds which role; which account does is nobody's business here.
    pub roles: Vec<RoleSheet>,
}

/// A pack as text: the module reads it as the house did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackSheet {
    /// Path inside of the pack, text.
    pub files: Vec<(String, String)>,
    /// The packs that it stands on, by their places in the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<usize>,
}

/// A pack in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptionSheet {
    /// The pack, by its place in the list.
    pub pack: usize,
    /// For this organisation and everything below it.
    pub scope: SubjectId,
    /// From this event time.
    pub from: Instant,
    /// Until this event time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// An organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgSheet {
    /// Its id.
    pub id: SubjectId,
    /// The organisation above it, if that is carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<SubjectId>,
    /// Its attributes; `kind` is among them.
    pub profile: Body,
    /// Since when it is registered.
    pub registered: Instant,
    /// Its statuses that hold for those below, past ones included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<StatusRow>,
    /// Facts that give calendars to it and all below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<Recorded>,
}

/// A role that somebody holds in an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSheet {
    /// Where.
    pub org: SubjectId,
    /// Which.
    pub role: Name,
    /// From.
    pub from: Instant,
    /// Until.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// Everything carried about one subject.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseSheet {
    /// Whom it is about.
    pub subject: SubjectId,
    /// The facts about it, its registrations and all corrections included; those entered on the phone have the phone's
    /// reading of the clock as their receipt.
    pub facts: Vec<Recorded>,
    /// Facts about others that matter: where its households belong, what courses read about linked subjects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Recorded>,
    /// What stood when the house last looked.
    #[serde(default)]
    pub standing: Standing,
    /// When that was; absent for a subject that the house does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Instant>,
    /// The completeness mark: every fact that the plan may need of it is here.
    #[serde(default)]
    pub complete: bool,
}

/// Why something that was carried cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unfit {
    /// Stable word for machines.
    pub code: &'static str,
    /// What is wrong.
    pub says: Label,
    /// What to do.
    pub hint: Label,
}
