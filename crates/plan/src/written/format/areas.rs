//! How areas are judged, which stands in `rules/*.toml` too.
//!
//! Not here: what it comes to (`written::areas`).

use super::{DAYS, effects::CLAUSE, may, need};
use crate::{
    program::AreaMeasure,
    written::shape::{
        Kind::{Condition, Id, List, Number, One, OneOrMore, Ref, Table, Whole, Words},
        Shape,
    },
};

/// The terms from which a case may count.
pub(crate) const CASE_DAYS: &[&str] = &["date_onset", "date_confirmation", "date_reporting"];
/// What a small area may be.
pub(crate) const SMALL_AREAS: &[&str] = &["told", "household", "place"];

const CASES: crate::written::shape::Kind = Whole(1, 10_000);

pub(super) static AREA: Shape = Shape {
    name: "area",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("kinds", List(&Ref), "kinds of organisation that are areas"),
        need("case_type", List(&Ref), "which cases count: codes of the field with the term case_type"),
        need("day", OneOrMore(&One(CASE_DAYS)), "the day from which a case counts: the first that is known"),
        may(
            "small_area",
            OneOrMore(&One(SMALL_AREAS)),
            "what a small area is: the first that is known; default told",
        ),
        may("population", Ref, "number field of the registration of an organisation: how many live there"),
        may("statuses", List(&Ref), "statuses of areas that are shown beside what is computed"),
        need("situation", Table(&SITUATION), "none, case, outbreak, community"),
        may("zone", Table(&ZONE), "zones by level"),
        may("colours", Table(&COLOURS), "五色图: the five colours"),
        may(
            "look_back_days",
            Whole(1, 3660),
            "cases of so many days are read; default as many as are needed",
        ),
    ],
};

static SITUATION: Shape = Shape {
    name: "area_situation",
    keys: &[
        need("case_days", DAYS, "a case counts for so many days, its own included"),
        need("outbreak_cases", CASES, "an outbreak is so many cases in one small area"),
        need("outbreak_days", DAYS, "within so many days"),
        need("unknown_cases", CASES, "community transmission is so many cases without known source"),
        need("unknown_days", DAYS, "within so many days"),
        may("outbreaks", CASES, "or so many outbreaks at once"),
        may("same_as", Table(&SAME_AS), "the status that says the same by rules"),
    ],
};

static SAME_AS: Shape = Shape {
    name: "area_same_as",
    keys: &[
        need("status", Ref, "the status"),
        need("no_case", Ref, "its value for no case"),
        need("case", Ref, "its value for a case"),
        need("outbreak", Ref, "its value for an outbreak"),
        need("community", Ref, "its value for community transmission"),
    ],
};

static ZONE: Shape = Shape {
    name: "area_zone",
    keys: &[
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        may(
            "tests",
            Table(&TESTS),
            "the fact about the area that a round of tests is finished, all negative",
        ),
        need("level", List(&Table(&LEVEL)), "the levels, the worst first"),
    ],
};

static TESTS: Shape = Shape {
    name: "area_tests",
    keys: &[need("on", Ref, "a fact of this ledger"), may("when", Condition, "on that fact")],
};

static LEVEL: Shape = Shape {
    name: "area_level",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("legal_basis", Words, "statute and article"),
        need("cases_min", CASES, "so many cases"),
        need("days", DAYS, "within so many days raise an area to it"),
        need("quiet_days", DAYS, "days without a case until it can be lowered"),
        may("test_rounds", Whole(0, 100), "rounds of tests since the last case until then; default 0"),
    ],
};

static COLOURS: Shape = Shape {
    name: "area_colours",
    keys: &[
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("limits", List(&Number), "four scores: blue, yellow, orange and red from here on"),
        need("indicator", List(&Table(&INDICATOR)), "what is measured"),
    ],
};

static INDICATOR: Shape = Shape {
    name: "area_indicator",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("measure", One(AreaMeasure::WORDS), "what is measured"),
        may("days", DAYS, "within so many days"),
        need(
            "steps",
            List(&Number),
            "reaching one is a point; ascending, days since the last case descending",
        ),
        may("weight", Number, "how much it counts; default 1"),
    ],
};
