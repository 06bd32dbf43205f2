//! `ledgers/*.toml`: kinds of fact and their fields.
//!
//! Not here: what they come to (`written::ledgers`).

use super::{ABOUT, PRIVACY, may, need};
use crate::written::{
    ledgers::ACTS,
    shape::{
        Kind::{Bool, Id, List, Number, One, OneOrMore, Ref, Table, Text, Whole, Words},
        Shape,
    },
};
use facts::{FieldTerm, LedgerTerm};

pub(crate) static LEDGERS_FILE: Shape =
    Shape { name: "ledgers", keys: &[need("ledger", List(&Table(&LEDGER)), "kinds of fact")] };

static LEDGER: Shape = Shape {
    name: "ledger",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("about", ABOUT, "what its facts are about"),
        may("kinds", List(&Ref), "for about = \"org\": kinds of organisation"),
        may("privacy", PRIVACY, "how private; default internal"),
        may("profile", Bool, "true: its latest fact describes the subject"),
        may("natural_key", List(&Ref), "fields that, with subject and time, make an imported row unique"),
        may("act", One(&ACTS), "what it does to the house (base pack only)"),
        may("term", One(LedgerTerm::WORDS), "what it is in the language of line lists"),
        may(
            "same_case_days",
            Whole(1, 3660),
            "for term = \"case\": reports of one person and disease within so many days are one case",
        ),
        may("days_ahead_max", Whole(0, 3660), "how far ahead of the clock it may be dated"),
        may(
            "retention_days",
            Whole(1, 36600),
            "civil days after which its facts are purged; without it they are kept",
        ),
        may(
            "retention_from",
            One(&["event", "course_end", "last_fact"]),
            "from when these days count; default event",
        ),
        may("field", List(&Table(&FIELD)), "its fields, in the order of the form"),
        may(
            "order",
            List(&Table(&ORDER)),
            "which times come first; a fact that breaks it is taken and doubted",
        ),
        may(
            "sheet",
            Table(&SHEET),
            "for about = \"org\": it tells of a whole group; a roster is entered by it",
        ),
    ],
};

static SHEET: Shape = Shape {
    name: "sheet",
    keys: &[
        need("expected", Ref, "the number field with how many members there are"),
        need("present", Ref, "the number field with how many of them are there"),
        may("exception", List(&Table(&EXCEPTION)), "in which ways a member is not as usual"),
    ],
};

static EXCEPTION: Shape = Shape {
    name: "exception",
    keys: &[
        need("label", Words, "its words"),
        need("ledger", Ref, "the ledger about persons that tells of it, declared before this one"),
        may("counts", Ref, "the number field of the sheet that counts these members"),
        may("away", Bool, "true: the member is not there"),
        may("says", List(&Ref), "yes-or-no fields of that ledger that are thereby yes"),
        may("ask", List(&Ref), "fields of that ledger that are asked at once, besides the required ones"),
    ],
};

static ORDER: Shape = Shape {
    name: "order",
    keys: &[
        need("first", Text, "a field, at, or <term of a ledger, or subject>.<at, or term of a field>"),
        need("then", Text, "likewise: what does not come before it"),
        may("days_min", Whole(0, 3660), "at least so many civil days lie between; default 0"),
        need("says", Words, "what is doubtful when it does not hold"),
    ],
};

static FIELD: Shape = Shape {
    name: "field",
    keys: &[
        need("id", Id, "its name in conditions and files"),
        need("label", Words, "its words on the form"),
        need(
            "type",
            One(&[
                "bool",
                "number",
                "text",
                "code",
                "codes",
                "date",
                "instant",
                "time_of_day",
                "ref",
                "person_name",
                "citizen_id",
                "phone",
                "address",
                "credit_code",
                "division",
            ]),
            "what it holds",
        ),
        may("unit", Text, "number: its unit"),
        may("min", Number, "number: the lowest allowed"),
        may("max", Number, "number: the highest allowed"),
        may("decimals", Whole(0, 4), "number: how many decimals"),
        may("max_chars", Whole(1, 20000), "text: how long; default 200"),
        may("codes", List(&Table(&CODE)), "code, codes: the allowed ones"),
        may("to", ABOUT, "ref: to what"),
        may("kinds", List(&Ref), "ref to org: kinds of organisation"),
        may("membership", Bool, "ref: the subject is a member of it from then on"),
        may("required", Bool, "a fact without it is refused"),
        may("privacy", PRIVACY, "more private than the ledger"),
        may("help", Words, "help under the form field"),
        may("term", One(FieldTerm::WORDS), "what it is in the language of line lists"),
    ],
};

static CODE: Shape = Shape {
    name: "code",
    keys: &[
        need("code", Text, "as stored"),
        need("label", Words, "its words"),
        may(
            "means",
            OneOrMore(&Table(&MEANING)),
            "what it is called in code systems that other programs know",
        ),
    ],
};

static MEANING: Shape = Shape {
    name: "meaning",
    keys: &[
        need("system", Text, "the URI of the code system, as FHIR knows it"),
        need("code", Text, "the code in it"),
        may("display", Text, "its words in it"),
    ],
};
