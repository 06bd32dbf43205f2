//! A case note: who there is, what was reported when, and when the clock is read.
//!
//! Not here: what ought to stand then (`expected`).

use super::expected::Expect;
use facts::{Body, Instant, Label, Name, SubjectId};
use serde::Serialize;
use smol_str::SmolStr;

/// A scenario file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Scenario {
    /// Path inside of the pack.
    pub file: String,
    /// What happens.
    pub title: Label,
    /// The pack that is tested; those that it extends are in force too.
    pub pack: Name,
    /// Constructs that fire in it, qualified.
    pub fires: Vec<Name>,
    /// Constructs that are looked at and do not fire, qualified.
    pub silent: Vec<Name>,
    /// Organisations, in the order of the file.
    pub orgs: Vec<SceneOrg>,
    /// Persons, households, places, lots, vehicles.
    pub subjects: Vec<SceneSubject>,
    /// Who holds which role where.
    pub roles: Vec<SceneRole>,
    /// Readings of the clock, in order of time.
    pub steps: Vec<Step>,
}

/// An organisation of a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneOrg {
    /// Its id.
    pub id: SubjectId,
    /// Its kind.
    pub kind: Name,
    /// Its name; default its id.
    pub name: SmolStr,
    /// The one above it.
    pub parent: Option<SubjectId>,
    /// Other attributes of registration.
    pub facts: Body,
}

/// A person, household, place, lot or vehicle of a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneSubject {
    /// Its id.
    pub id: SubjectId,
    /// The organisations it belongs to.
    pub within: Vec<SubjectId>,
    /// Attributes of registration.
    pub facts: Body,
}

/// Somebody who holds a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneRole {
    /// The role.
    pub role: Name,
    /// Where.
    pub org: SubjectId,
    /// Who.
    pub account: SmolStr,
}

/// A reading of the clock: what was reported until then, what ought to stand then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Step {
    /// The clock.
    pub at: Instant,
    /// What was reported since the step before.
    pub facts: Vec<SceneFact>,
    /// What ought to stand.
    pub expects: Vec<Expect>,
}

/// A fact of a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SceneFact {
    /// Line of the file, from 1.
    pub line: usize,
    /// Its local name.
    pub id: Option<SmolStr>,
    /// Its ledger.
    pub ledger: Name,
    /// Whom or what it is about.
    pub subject: SubjectId,
    /// When it happened.
    pub at: Instant,
    /// When it was received.
    pub received: Instant,
    /// Who reports.
    pub org: SubjectId,
    /// Its fields as written; not checked against the ledger's types yet.
    pub body: Body,
    /// The local name of the fact that it corrects.
    pub corrects: Option<SmolStr>,
    /// The fact it corrects never was.
    pub void: bool,
}
