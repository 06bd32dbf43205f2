//! `coverage.toml`: every rule of the source.
//!
//! Not here: what they come to (`written::coverage`).

use super::{may, need};
use crate::written::shape::{
    Kind::{List, Ref, Table, Text, Words},
    Shape,
};

pub(crate) static COVERAGE_FILE: Shape = Shape {
    name: "coverage",
    keys: &[need("rule", List(&Table(&COVERAGE_ROW)), "every rule of the source")],
};

static COVERAGE_ROW: Shape = Shape {
    name: "coverage_row",
    keys: &[
        need("id", Text, "its id in the catalogue of requirements"),
        may("runs", List(&Ref), "constructs of this pack that run it"),
        may("why_not", Words, "why it is not software"),
    ],
};
