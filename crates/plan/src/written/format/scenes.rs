//! `scenarios/*.toml`: who there is, what was reported, what ought to stand.
//!
//! Not here: what they come to (`written::scenes`).

use super::{may, need};
use crate::written::shape::{
    Kind::{Bag, Bool, List, Moment, One, OneOrMore, Ref, Table, Text, Whole, Words},
    Shape,
};

pub(crate) static SCENARIO_FILE: Shape = Shape {
    name: "scenario",
    keys: &[
        need("title", Words, "what happens"),
        may("pack", Ref, "the pack that is tested; default this one"),
        may("at", Moment, "the clock when the expectations are read"),
        may("fires", List(&Ref), "constructs that fire in it"),
        may("silent", List(&Ref), "constructs that are looked at and do not fire"),
        may("org", List(&Table(&SCENE_ORG)), "organisations"),
        may("person", List(&Table(&SCENE_SUBJECT)), "persons"),
        may("subject", List(&Table(&SCENE_SUBJECT)), "households, places, lots, vehicles"),
        may("role", List(&Table(&SCENE_ROLE)), "who holds which role where"),
        may("fact", List(&Table(&SCENE_FACT)), "what was reported"),
        may("expect", List(&Table(&SCENE_EXPECT)), "what ought to stand"),
        may("step", List(&Table(&SCENE_STEP)), "more readings of the clock"),
    ],
};

static SCENE_STEP: Shape = Shape {
    name: "step",
    keys: &[
        need("at", Moment, "the clock when its expectations are read"),
        may("fact", List(&Table(&SCENE_FACT)), "what was reported until then"),
        may("expect", List(&Table(&SCENE_EXPECT)), "what ought to stand then"),
    ],
};

static SCENE_ORG: Shape = Shape {
    name: "scene_org",
    keys: &[
        need("id", Text, "org:…"),
        need("kind", Ref, "its kind"),
        may("name", Text, "its name"),
        may("parent", Text, "the organisation above it"),
        may("facts", Bag, "other attributes of registration"),
    ],
};

static SCENE_SUBJECT: Shape = Shape {
    name: "scene_subject",
    keys: &[
        need("id", Text, "person:…"),
        may("in", OneOrMore(&Text), "the organisations it belongs to"),
        may("facts", Bag, "attributes of registration"),
    ],
};

static SCENE_ROLE: Shape = Shape {
    name: "scene_role",
    keys: &[
        need("role", Ref, "the role"),
        need("org", Text, "the organisation"),
        may("account", Text, "who; default an account named after role and organisation"),
    ],
};

static SCENE_FACT: Shape = Shape {
    name: "scene_fact",
    keys: &[
        need("at", Moment, "when it happened"),
        need("ledger", Ref, "its ledger"),
        need("subject", Text, "whom or what it is about"),
        may("org", Text, "who reports; default the subject's first group, or the subject"),
        may("body", Bag, "its fields"),
        may("received", Moment, "default one minute later"),
        may("id", Text, "a local name, for corrections"),
        may("corrects", Text, "the local name of the fact it corrects"),
        may("void", Bool, "true: the fact it corrects never was"),
    ],
};

static SCENE_EXPECT: Shape = Shape {
    name: "scene_expect",
    keys: &[
        may("none", One(&["duty", "status", "alert", "course"]), "there is no such outcome"),
        may("duty", Ref, "its name"),
        may("status", Ref, "its name"),
        may("alert", Ref, "its name"),
        may("course", Ref, "its name"),
        need("subject", Text, "whom or what it is about"),
        may(
            "state",
            One(&["open", "overdue", "done", "done_late", "missed", "waived", "withdrawn"]),
            "duty: how it stands; default: it is owed",
        ),
        may("due", Moment, "duty: its deadline"),
        may("holder", Text, "duty: where the role is held; gap for nobody"),
        may("because", Ref, "the construct"),
        may("value", Ref, "status: its value"),
        may("day", Whole(1, 2000), "course: today's number"),
        may("last_day", Moment, "course: its last day"),
        may("phase", Ref, "course: its phase today"),
        may("ended", One(&["completed", "released", "lifted", "converted"]), "course: how it ended"),
        may("held", Bool, "course: its time is over and it cannot be released yet"),
        may("acknowledged", Bool, "alert: whether somebody took note"),
        may("severity", Whole(1, 3), "alert: 1 notice, 2 warning, 3 emergency"),
        may("count", Whole(1, 10000), "how many such outcomes stand; default at least one"),
    ],
};
