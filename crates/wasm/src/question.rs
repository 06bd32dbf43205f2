//! What can be asked. New members are added with a default, none is ever renamed: a page from the browser's cache may ask
//! a newer module.
//!
//! Not here: answering (`evaluator`).

use facts::{Instant, SubjectId};
use outcomes::apart::{CaseSheet, GroundSheet};
use serde::Deserialize;
use serde_json::Value as Json;

/// One question.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Question {
    /// Take this ground; it replaces the one before.
    Load { ground: Box<GroundSheet> },
    /// Would the house take this fact, as far as the fact itself tells?
    CheckFact {
        /// The wire form of a fact.
        fact: Json,
        /// The reading of the clock.
        clock: Instant,
        /// The account that writes.
        by: String,
        /// The organisation on whose behalf, where the fact names none.
        #[serde(default)]
        org: Option<SubjectId>,
    },
    /// What stands about a subject?
    Judge {
        /// Everything carried about it.
        case: Box<CaseSheet>,
        /// The reading of the clock.
        as_of: Instant,
    },
    /// What is wrong with these packs?
    CheckPlan { packs: Vec<PackText> },
}

/// The files of a pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackText {
    /// Shown before the paths of its files.
    pub folder: String,
    /// Path inside of the pack, text.
    pub files: Vec<(String, String)>,
}
