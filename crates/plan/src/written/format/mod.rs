//! The tables of the format: every key of every kind of file. The reader checks by them, the JSON Schema is made of
//! them, so the two cannot differ.
//!
//! Not here: how a key is read (`shape`, `reader`) and what it comes to (lowering: the rooms of `written` with the same
//! names). `docs/plan-language.md` explains them.
//!
//! Reading order: this file, `head`, `ledgers`, `effects`, `rules`, `courses`, `areas`, `reports`, `coverage`, `scenes`.

mod areas;
mod courses;
mod coverage;
mod effects;
mod head;
mod ledgers;
mod reports;
mod rules;
mod scenes;

pub(crate) use head::PACK_FILE;
pub(crate) use reports::MEASURES;
pub(crate) use scenes::SCENARIO_FILE;

use super::shape::{
    Key,
    Kind::{self, Clock, One, OneOrMore, Owner, Ref, Text, Whole},
    Shape,
};
use coverage::COVERAGE_FILE;
use ledgers::LEDGERS_FILE;
use reports::REPORTS_FILE;
use rules::RULES_FILE;

/// Every kind of file: its name in the schema, where it lives, its shape.
pub(crate) static FILES: [(&str, &str, &Shape); 6] = [
    ("pack", "pack.toml", &PACK_FILE),
    ("ledgers", "ledgers/*.toml", &LEDGERS_FILE),
    ("rules", "rules/*.toml", &RULES_FILE),
    ("reports", "reports/*.toml", &REPORTS_FILE),
    ("scenario", "scenarios/*.toml", &SCENARIO_FILE),
    ("coverage", "coverage.toml", &COVERAGE_FILE),
];

pub(crate) static WORDS: Shape =
    Shape { name: "words", keys: &[need("zh", Text, "中文"), need("en", Text, "English")] };

const fn need(name: &'static str, kind: Kind, tells: &'static str) -> Key {
    Key { name, kind, need: true, tells }
}

const fn may(name: &'static str, kind: Kind, tells: &'static str) -> Key {
    Key { name, kind, need: false, tells }
}

/// Days of a regime or a window.
const DAYS: Kind = Whole(1, 400);
/// What a subject can be.
const ABOUT: Kind = One(&["person", "household", "org", "place", "lot", "vehicle"]);
const REFS: Kind = OneOrMore(&Ref);
const OWNERS: Kind = OneOrMore(&Owner);
const CLOCKS: Kind = OneOrMore(&Clock);
const PRIVACY: Kind = One(&["public", "internal", "health", "identity"]);
