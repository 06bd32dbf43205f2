//! `pack.toml`: what a pack is, its parameters, roles, kinds of organisation and statuses.
//!
//! Not here: what they come to (`written::head`).

use super::{ABOUT, PRIVACY, may, need};
use crate::written::shape::{
    Kind::{Any, Bool, Id, List, Map, One, Ref, Table, Text, Version, Words},
    Shape,
};

pub(crate) static PACK_FILE: Shape = Shape {
    name: "pack",
    keys: &[
        need("id", Id, "the name of the pack and of its folder"),
        need("version", Version, "major.minor.patch"),
        need("title", Words, "its words"),
        may("extends", List(&Ref), "packs whose ledgers, roles, kinds and statuses it uses"),
        may("source", Table(&SOURCE), "the text it carries out"),
        need(
            "level",
            One(&["country", "province", "city", "county", "town", "village", "sector", "unit"]),
            "who issues it",
        ),
        may("params", Map(&PARAM), "every number that somebody may want to change"),
        may("roles", Map(&ROLE), "roles that people hold in organisations"),
        may("org_kinds", Map(&ORG_KIND), "kinds of organisation"),
        may("statuses", Map(&STATUS), "named states of a subject"),
    ],
};

static SOURCE: Shape = Shape {
    name: "source",
    keys: &[need("file", Text, "file of the source text"), may("section", Text, "section of it")],
};

static PARAM: Shape = Shape {
    name: "param",
    keys: &[
        need("value", Any, "the value"),
        may("unit", Text, "its unit"),
        need("label", Words, "its words"),
        need("why", Words, "the clause that gives it, or why this default"),
        may("gap", Bool, "true: the source leaves it open"),
    ],
};

static ROLE: Shape = Shape {
    name: "role",
    keys: &[
        may(
            "title",
            Words,
            "its words; left out when a pack it extends declares the role and this one adds to it",
        ),
        may("needed_in", List(&Ref), "kinds of organisation that ought to have one"),
        may("sees", PRIVACY, "the most private that its holders see"),
        may("writes", List(&Ref), "ledgers its holders write; [\"*\"] all"),
        may(
            "may",
            List(&One(&["adopt", "users", "unmask", "sign", "waive", "delegate", "outside"])),
            "what else they may do",
        ),
    ],
};

static ORG_KIND: Shape = Shape { name: "org_kind", keys: &[need("title", Words, "its words")] };

static STATUS: Shape = Shape {
    name: "status",
    keys: &[
        need("title", Words, "its words"),
        need("about", ABOUT, "what has it"),
        need("values", List(&Table(&STATUS_VALUE)), "its values, the weakest first"),
    ],
};

static STATUS_VALUE: Shape =
    Shape { name: "status_value", keys: &[need("id", Id, "its name"), need("label", Words, "its words")] };
