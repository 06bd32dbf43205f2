//! The tables of the format: every key of every kind of file. The reader checks by them, the JSON Schema is made of
//! them, so the two cannot differ.
//!
//! Not here: how a key is read (`shape`) and what it comes to (lowering). `docs/plan-language.md` explains them.

use super::{
    ledgers::ACTS,
    shape::{Key, Kind, Shape},
};
use Kind::{
    Any, Bag, Bool, Clock, Condition, Id, Length, List, Map, Moment, Number, Offset, One, OneOrMore, Owner,
    Recurrence, Ref, Text, Version, Whole, Words,
};

const fn need(name: &'static str, kind: Kind, tells: &'static str) -> Key {
    Key { name, kind, need: true, tells }
}

const fn may(name: &'static str, kind: Kind, tells: &'static str) -> Key {
    Key { name, kind, need: false, tells }
}

const fn table(shape: &'static Shape) -> Kind {
    Kind::Table(shape)
}

/// Days of a regime or a window.
const DAYS: Kind = Whole(1, 400);
/// What a subject can be.
pub(crate) const ABOUT: Kind = One(&["person", "household", "org", "place", "lot", "vehicle"]);
const REFS: Kind = OneOrMore(&Ref);
const OWNERS: Kind = OneOrMore(&Owner);
const CLOCKS: Kind = OneOrMore(&Clock);
const PRIVACY: Kind = One(&["public", "internal", "health", "identity"]);

pub(crate) static WORDS: Shape =
    Shape { name: "words", keys: &[need("zh", Text, "中文"), need("en", Text, "English")] };

pub(crate) static PACK_FILE: Shape = Shape {
    name: "pack",
    keys: &[
        need("id", Id, "the name of the pack and of its folder"),
        need("version", Version, "major.minor.patch"),
        need("title", Words, "its words"),
        may("extends", List(&Ref), "packs whose ledgers, roles, kinds and statuses it uses"),
        may("source", table(&SOURCE), "the text it carries out"),
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
        need("values", List(&Kind::Table(&STATUS_VALUE)), "its values, the weakest first"),
    ],
};

static STATUS_VALUE: Shape =
    Shape { name: "status_value", keys: &[need("id", Id, "its name"), need("label", Words, "its words")] };

pub(crate) static LEDGERS_FILE: Shape =
    Shape { name: "ledgers", keys: &[need("ledger", List(&Kind::Table(&LEDGER)), "kinds of fact")] };

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
        may("field", List(&Kind::Table(&FIELD)), "its fields, in the order of the form"),
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
        may("codes", List(&Kind::Table(&CODE)), "code, codes: the allowed ones"),
        may("to", ABOUT, "ref: to what"),
        may("kinds", List(&Ref), "ref to org: kinds of organisation"),
        may("membership", Bool, "ref: the subject is a member of it from then on"),
        may("required", Bool, "a fact without it is refused"),
        may("privacy", PRIVACY, "more private than the ledger"),
        may("help", Words, "help under the form field"),
    ],
};

static CODE: Shape =
    Shape { name: "code", keys: &[need("code", Text, "as stored"), need("label", Words, "its words")] };

pub(crate) static RULES_FILE: Shape = Shape {
    name: "rules",
    keys: &[
        may("rule", List(&Kind::Table(&RULE)), "规则: what follows from a fact"),
        may("routine", List(&Kind::Table(&ROUTINE)), "日常: a duty that recurs"),
        may("signal", List(&Kind::Table(&SIGNAL)), "信号: a windowed count"),
        may("course", List(&Kind::Table(&COURSE)), "管控流程: a time-boxed regime"),
        may("level", List(&Kind::Table(&LEVEL)), "响应等级: measures by the value of a status"),
    ],
};

static CLAUSE: Shape = Shape {
    name: "clause",
    keys: &[
        need("id", Text, "its id in the catalogue of requirements"),
        need("says", Words, "one line: what the source says"),
    ],
};

static ON_STATUS: Shape = Shape {
    name: "while_status",
    keys: &[
        need("status", Ref, "the status"),
        need("at_least", Ref, "the weakest value that suffices"),
        may("up_to", Ref, "the strongest value that still does"),
    ],
};

static RULE: Shape = Shape {
    name: "rule",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", table(&CLAUSE), "the clause it carries out"),
        may("on", REFS, "ledgers whose facts set it off"),
        may("when", Condition, "on the fact"),
        may("on_status", table(&ON_STATUS), "instead of on: the status whose entering sets it off"),
        may("about", ABOUT, "with on_status: what it is about"),
        may("kinds", List(&Ref), "for organisations: only these kinds"),
        may("duty", OneOrMore(&Kind::Table(&DUTY)), "what is owed"),
        may("status", OneOrMore(&Kind::Table(&STATUS_EFFECT)), "the state that the subject has"),
        may("alert", OneOrMore(&Kind::Table(&ALERT)), "who ought to know"),
    ],
};

static DUTY: Shape = Shape {
    name: "duty",
    keys: &[
        need("name", Id, "its name"),
        need("title", Words, "its words, in the imperative"),
        need("owner", Owner, "who owes it: role@subject"),
        may("to", OWNERS, "who receives it"),
        may("opens", Length, "from when it can be done, after the trigger"),
        may("opens_days", Whole(1, 400), "or civil days after the trigger; the same day ends with 1"),
        may("within", Length, "its deadline, after the event"),
        may("within_days", Whole(1, 400), "or civil days; 1 is the end of the same day"),
        may("grace", Length, "how long it may be done late; then it is missed"),
        may("grace_days", Whole(1, 400), "or civil days"),
        need("done_by", Ref, "the ledger whose fact about the same subject discharges it"),
        may("done_when", Condition, "on that fact"),
        may("remind", OneOrMore(&Offset), "from the deadline, negative"),
        may("escalate", OneOrMore(&Kind::Table(&ESCALATION)), "who is told when it is late"),
        may("minutes", Whole(0, 10000), "estimated work"),
    ],
};

static ESCALATION: Shape = Shape {
    name: "escalation",
    keys: &[need("to", Owner, "who is told"), need("after", Offset, "from the deadline")],
};

static STATUS_EFFECT: Shape = Shape {
    name: "status_effect",
    keys: &[
        need("status", Ref, "the status"),
        need("value", Ref, "one of its values"),
        may("until", table(&UNTIL), "what ends it; the first to come"),
    ],
};

static UNTIL: Shape = Shape {
    name: "until",
    keys: &[
        may("days", DAYS, "civil days"),
        may("after", Length, "exact time"),
        may("fact", Ref, "a fact of this ledger about the subject"),
        may("when", Condition, "on that fact"),
    ],
};

static ALERT: Shape = Shape {
    name: "alert",
    keys: &[
        need("name", Id, "its name"),
        need("title", Words, "its words"),
        need("to", OWNERS, "who is told"),
        may("severity", Whole(1, 3), "1 notice, 2 warning, 3 emergency; default 1"),
        may("until", table(&UNTIL), "how long it stands"),
    ],
};

static CALENDAR: Shape = Shape {
    name: "calendar",
    keys: &[
        need("ledger", Ref, "the ledger that gives periods"),
        need("first", Ref, "its date field with the first day"),
        need("last", Ref, "its date field with the last day"),
    ],
};

static ROUTINE: Shape = Shape {
    name: "routine",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", table(&CLAUSE), "the clause it carries out"),
        need("about", ABOUT, "who or what it is about"),
        may("kinds", List(&Ref), "for organisations: only these kinds"),
        need("every", Recurrence, "on which days"),
        may("at", CLOCKS, "when the duty opens; default 00:00"),
        may("calendar", table(&CALENDAR), "only inside of such periods"),
        may("during", table(&ON_STATUS), "only while this status holds"),
        may("when", Condition, "on subject and params"),
        need("duty", OneOrMore(&Kind::Table(&DUTY)), "what is owed"),
    ],
};

static SIGNAL: Shape = Shape {
    name: "signal",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", table(&CLAUSE), "the clause it carries out"),
        need("counts", REFS, "ledgers whose facts are counted"),
        may("where", Condition, "only those for which this holds"),
        may("similar", Ref, "only persons who share a code of this field"),
        may("about", ABOUT, "what the count is about; default org"),
        may("group_by", List(&Ref), "kinds of organisation it is counted in"),
        may("distinct", Bool, "count subjects, not facts"),
        need("at_least", Whole(1, 100_000), "how many are enough"),
        may("window_days", DAYS, "consecutive civil days, today included"),
        may("window", Length, "or exact time"),
        may("duty", OneOrMore(&Kind::Table(&DUTY)), "what is owed"),
        may("status", OneOrMore(&Kind::Table(&STATUS_EFFECT)), "the state that the subject has"),
        may("alert", OneOrMore(&Kind::Table(&ALERT)), "who ought to know"),
    ],
};

static COURSE: Shape = Shape {
    name: "course",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", table(&CLAUSE), "the clause it carries out"),
        need("about", ABOUT, "who or what is under it"),
        may("starts", OneOrMore(&Kind::Table(&START)), "what starts it; none: only a conversion does"),
        may("day_from", Ref, "date field of the starting fact that days are counted from"),
        need("day_one", One(&["same_day", "next_day"]), "how days are counted"),
        need("phases", List(&Kind::Table(&PHASE)), "its phases in order"),
        may("tests", table(&TESTS), "its tests"),
        may("release", Condition, "what must hold for it to end"),
        may("release_early", table(&EARLY), "it may end earlier"),
        may("release_duty", table(&DUTY), "the duty to release, on the last day"),
        may("ends", OneOrMore(&Kind::Table(&BY_FACT)), "facts that end it at once"),
        may("extend", OneOrMore(&Kind::Table(&EXTEND)), "facts that add days"),
        may("restart", OneOrMore(&Kind::Table(&BY_FACT)), "facts that make it start again"),
        may("convert", OneOrMore(&Kind::Table(&CONVERT)), "facts that turn it into another course"),
        may("linked", table(&LINKED), "another subject whose facts it reads"),
        may("status", table(&COURSE_STATUS), "the status that the subject has during it"),
        may("restricts", Bool, "false: it restricts nobody and needs no restriction"),
        may("restriction", table(&RESTRICTION), "on what basis it restricts a person"),
        may("days_max", Whole(1, 2000), "never longer than this; default twice its phases"),
        may("at_start", OneOrMore(&Kind::Table(&DUTY)), "duties owed once"),
        may("daily", OneOrMore(&Kind::Table(&DAILY)), "duties owed every day"),
    ],
};

static START: Shape = Shape {
    name: "start",
    keys: &[
        may("on", REFS, "ledgers whose facts start it"),
        may("when", Condition, "on the fact"),
        may("on_status", table(&ON_STATUS), "or a status of the subject or of an organisation it belongs to"),
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
        need("duty", table(&DUTY), "the duty to take the sample; counted from the start of the day"),
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
        need("duty", table(&DUTY), "what is owed"),
    ],
};

static LEVEL: Shape = Shape {
    name: "level",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", table(&CLAUSE), "the clause it carries out"),
        need("status", Ref, "the status that decides"),
        may("cumulative", Bool, "a stronger value keeps the measures of the weaker ones; default true"),
        may("about", ABOUT, "whom its measures are about; default what the status is about"),
        may("kinds", List(&Ref), "for organisations: only these kinds"),
        need("measure", List(&Kind::Table(&MEASURE)), "its measures"),
    ],
};

static MEASURE: Shape = Shape {
    name: "measure",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        may("clause", table(&CLAUSE), "the clause it carries out; default the level's"),
        need("from", Ref, "in force from this value on"),
        may("about", ABOUT, "whom it is about; default the level's"),
        may("kinds", List(&Ref), "for organisations: only these kinds; default the level's"),
        may("once", OneOrMore(&Kind::Table(&DUTY)), "duties owed when the value is entered"),
        may("status", OneOrMore(&Kind::Table(&STATUS_EFFECT)), "the state that the subject has"),
        may("alert", OneOrMore(&Kind::Table(&ALERT)), "who ought to know"),
        may("routine", OneOrMore(&Kind::Table(&MEASURE_ROUTINE)), "duties that recur while it holds"),
    ],
};

static MEASURE_ROUTINE: Shape = Shape {
    name: "measure_routine",
    keys: &[
        need("every", Recurrence, "on which days"),
        may("at", CLOCKS, "when the duty opens; default 00:00"),
        may("calendar", table(&CALENDAR), "only inside of such periods"),
        may("when", Condition, "on subject and params"),
        need("duty", OneOrMore(&Kind::Table(&DUTY)), "what is owed"),
    ],
};

pub(crate) static REPORTS_FILE: Shape = Shape {
    name: "reports",
    keys: &[need("report", List(&Kind::Table(&REPORT)), "报表: numbers owed upwards")],
};

static REPORT: Shape = Shape {
    name: "report",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", table(&CLAUSE), "the clause it carries out"),
        need("owed_by", List(&Ref), "kinds of organisation that owe it"),
        need("mode", One(&["full", "nil_required", "exception_only"]), "what silence means"),
        need("every", Recurrence, "on which days"),
        may("calendar", table(&CALENDAR), "only inside of such periods"),
        may("during", table(&ON_STATUS), "only while this status holds"),
        may("period_days", DAYS, "the length of its period, ending at the cut-off; default 1"),
        need("cut_off", Clock, "up to when facts received count"),
        need("due_after", Length, "when it is due, after the cut-off"),
        may("grace", Length, "how long it may be sent late; then it is missed"),
        need("owner", Owner, "who owes it"),
        may("to", OWNERS, "who receives it"),
        may("remind", OneOrMore(&Offset), "from the deadline, negative"),
        may("escalate", OneOrMore(&Kind::Table(&ESCALATION)), "who is told when it is late"),
        may("minutes", Whole(0, 10000), "estimated work"),
        need("indicator", List(&Kind::Table(&INDICATOR)), "its numbers"),
    ],
};

/// How an indicator may be made: exactly one of these keys.
pub(crate) const MEASURES: &[&str] =
    &["count", "distinct", "sum", "last", "ratio", "duties", "status", "courses"];

static INDICATOR: Shape = Shape {
    name: "indicator",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("unit", Words, "its unit, always said"),
        may("count", Ref, "facts of a ledger"),
        may("distinct", Ref, "different subjects of facts of a ledger"),
        may("sum", Ref, "the sum of a field over facts of a ledger"),
        may("last", Ref, "the latest value of a field per subject, summed"),
        may("field", Ref, "the field of sum and last"),
        may("where", Condition, "only facts for which this holds"),
        may("ratio", List(&Ref), "one indicator over another, in percent"),
        may(
            "duties",
            One(&["open", "done", "late", "missed", "overdue", "waived"]),
            "duties that came to this end",
        ),
        may("status", List(&Ref), "[status, value]: subjects that have it at the cut-off"),
        may("courses", Ref, "courses running at the cut-off; \"*\" all"),
        may("cumulative", Bool, "since the beginning"),
        may("parts", List(&Ref), "indicators whose sum it must equal"),
    ],
};

pub(crate) static COVERAGE_FILE: Shape = Shape {
    name: "coverage",
    keys: &[need("rule", List(&Kind::Table(&COVERAGE_ROW)), "every rule of the source")],
};

static COVERAGE_ROW: Shape = Shape {
    name: "coverage_row",
    keys: &[
        need("id", Text, "its id in the catalogue of requirements"),
        may("runs", List(&Ref), "constructs of this pack that run it"),
        may("why_not", Words, "why it is not software"),
    ],
};

pub(crate) static SCENARIO_FILE: Shape = Shape {
    name: "scenario",
    keys: &[
        need("title", Words, "what happens"),
        may("pack", Ref, "the pack that is tested; default this one"),
        may("at", Moment, "the clock when the expectations are read"),
        may("fires", List(&Ref), "constructs that fire in it"),
        may("silent", List(&Ref), "constructs that are looked at and do not fire"),
        may("org", List(&Kind::Table(&SCENE_ORG)), "organisations"),
        may("person", List(&Kind::Table(&SCENE_SUBJECT)), "persons"),
        may("subject", List(&Kind::Table(&SCENE_SUBJECT)), "households, places, lots, vehicles"),
        may("role", List(&Kind::Table(&SCENE_ROLE)), "who holds which role where"),
        may("fact", List(&Kind::Table(&SCENE_FACT)), "what was reported"),
        may("expect", List(&Kind::Table(&SCENE_EXPECT)), "what ought to stand"),
        may("step", List(&Kind::Table(&SCENE_STEP)), "more readings of the clock"),
    ],
};

static SCENE_STEP: Shape = Shape {
    name: "step",
    keys: &[
        need("at", Moment, "the clock when its expectations are read"),
        may("fact", List(&Kind::Table(&SCENE_FACT)), "what was reported until then"),
        may("expect", List(&Kind::Table(&SCENE_EXPECT)), "what ought to stand then"),
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
        may("ended", One(&["completed", "released", "converted"]), "course: how it ended"),
        may("held", Bool, "course: its time is over and it cannot be released yet"),
        may("acknowledged", Bool, "alert: whether somebody took note"),
        may("severity", Whole(1, 3), "alert: 1 notice, 2 warning, 3 emergency"),
        may("count", Whole(1, 10000), "how many such outcomes stand; default at least one"),
    ],
};

/// Every kind of file: its name in the schema, where it lives, its shape.
pub(crate) static FILES: [(&str, &str, &Shape); 6] = [
    ("pack", "pack.toml", &PACK_FILE),
    ("ledgers", "ledgers/*.toml", &LEDGERS_FILE),
    ("rules", "rules/*.toml", &RULES_FILE),
    ("reports", "reports/*.toml", &REPORTS_FILE),
    ("scenario", "scenarios/*.toml", &SCENARIO_FILE),
    ("coverage", "coverage.toml", &COVERAGE_FILE),
];
