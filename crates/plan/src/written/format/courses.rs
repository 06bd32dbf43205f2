//! Courses, which stand in `rules/*.toml` too.
//!
//! Not here: what they come to (`written::courses`).

use super::{
    ABOUT, CLOCKS, DAYS, REFS,
    effects::{CLAUSE, DUTY, ON_STATUS},
    may, need,
};
use crate::written::shape::{
    Kind::{Bool, Condition, Id, List, One, OneOrMore, Ref, Table, Whole, Words},
    Shape,
};

pub(super) static COURSE: Shape = Shape {
    name: "course",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("about", ABOUT, "who or what is under it"),
        may("starts", OneOrMore(&Table(&START)), "what starts it; none: only a conversion does"),
        may("outlasts", Bool, "true: it goes on when the status that started it is over"),
        may("day_from", Ref, "date field of the starting fact that days are counted from"),
        need("day_one", One(&["same_day", "next_day"]), "how days are counted"),
        need("phases", List(&Table(&PHASE)), "its phases in order"),
        may("tests", Table(&TESTS), "its tests"),
        may("release", Condition, "what must hold for it to end"),
        may("release_early", Table(&EARLY), "it may end earlier"),
        may("release_duty", Table(&DUTY), "the duty to release, on the last day"),
        may("ends", OneOrMore(&Table(&BY_FACT)), "facts that end it at once"),
        may("extend", OneOrMore(&Table(&EXTEND)), "facts that add days"),
        may("restart", OneOrMore(&Table(&BY_FACT)), "facts that make it start again"),
        may("convert", OneOrMore(&Table(&CONVERT)), "facts that turn it into another course"),
        may("linked", Table(&LINKED), "another subject whose facts it reads"),
        may("status", Table(&COURSE_STATUS), "the status that the subject has during it"),
        may("restricts", Bool, "false: it restricts nobody and needs no restriction"),
        may("restriction", Table(&RESTRICTION), "on what basis it restricts a person"),
        may("days_max", Whole(1, 2000), "never longer than this; default twice its phases"),
        may("at_start", OneOrMore(&Table(&DUTY)), "duties owed once"),
        may("daily", OneOrMore(&Table(&DAILY)), "duties owed every day"),
    ],
};

static START: Shape = Shape {
    name: "start",
    keys: &[
        may("on", REFS, "ledgers whose facts start it"),
        may("when", Condition, "on the fact"),
        may("on_status", Table(&ON_STATUS), "or a status of the subject or of an organisation it belongs to"),
    ],
};

static PHASE: Shape = Shape {
    name: "phase",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("days", DAYS, "how many days"),
    ],
};

static TESTS: Shape = Shape {
    name: "tests",
    keys: &[
        need("days", List(&Whole(1, 400)), "on which days"),
        need("result", Ref, "the ledger of results"),
        need("field", Ref, "its field that holds the result"),
        need("negative", Ref, "the code that means negative"),
        need("positive", Ref, "the code that means positive"),
        need("duty", Table(&DUTY), "the duty to take the sample; counted from the start of the day"),
    ],
};

static EARLY: Shape = Shape {
    name: "release_early",
    keys: &[need("day", DAYS, "from this day on"), need("when", Condition, "when this holds")],
};

static BY_FACT: Shape = Shape {
    name: "by_fact",
    keys: &[need("on", Ref, "a fact of this ledger"), may("when", Condition, "on that fact")],
};

static EXTEND: Shape = Shape {
    name: "extend",
    keys: &[
        need("on", Ref, "a fact of this ledger"),
        may("when", Condition, "on that fact"),
        need("days", DAYS, "how many days more"),
    ],
};

static CONVERT: Shape = Shape {
    name: "convert",
    keys: &[
        need("on", Ref, "a fact of this ledger"),
        may("when", Condition, "on that fact"),
        may("of_linked", Bool, "true: the fact is about the linked subject"),
        need("into", Ref, "the other course"),
    ],
};

static LINKED: Shape = Shape {
    name: "linked",
    keys: &[
        need("field", Ref, "the field of the starting fact that names it"),
        need("ledgers", List(&Ref), "the ledgers of its facts that are read"),
    ],
};

static COURSE_STATUS: Shape = Shape {
    name: "course_status",
    keys: &[need("status", Ref, "the status"), need("value", Ref, "one of its values")],
};

static RESTRICTION: Shape = Shape {
    name: "restriction",
    keys: &[
        need("legal_basis", Words, "statute and article"),
        need("carer", Ref, "the role that cares for the person"),
        need("objection", Words, "how to object"),
    ],
};

static DAILY: Shape = Shape {
    name: "daily",
    keys: &[
        may("phases", List(&Ref), "in these phases; default all"),
        may("every_days", DAYS, "every so many days; default 1"),
        may("at", CLOCKS, "when it opens; default 00:00"),
        need("duty", Table(&DUTY), "what is owed"),
    ],
};
