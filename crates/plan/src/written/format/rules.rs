//! `rules/*.toml`: rules, routines, signals, and the measures of response levels.
//!
//! Not here: what they come to (`written::rules`).

use super::{
    ABOUT, CLOCKS, DAYS, REFS,
    areas::AREA,
    courses::COURSE,
    effects::{ALERT, CALENDAR, CLAUSE, DUTY, ON_STATUS, STATUS_EFFECT},
    may, need,
};
use crate::program::Detector;
use crate::written::shape::{
    Kind::{Bool, Condition, Id, Length, List, Number, One, OneOrMore, Recurrence, Ref, Table, Whole, Words},
    Shape,
};

pub(crate) static RULES_FILE: Shape = Shape {
    name: "rules",
    keys: &[
        may("rule", List(&Table(&RULE)), "规则: what follows from a fact"),
        may("routine", List(&Table(&ROUTINE)), "日常: a duty that recurs"),
        may("signal", List(&Table(&SIGNAL)), "信号: a windowed count"),
        may("course", List(&Table(&COURSE)), "管控流程: a time-boxed regime"),
        may("level", List(&Table(&LEVEL)), "响应等级: measures by the value of a status"),
        may("area", List(&Table(&AREA)), "地区研判: how areas are judged"),
    ],
};

static RULE: Shape = Shape {
    name: "rule",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        may("on", REFS, "ledgers whose facts set it off"),
        may("when", Condition, "on the fact"),
        may("on_status", Table(&ON_STATUS), "instead of on: the status whose entering sets it off"),
        may("about", ABOUT, "with on_status: what it is about"),
        may("kinds", List(&Ref), "for organisations: only these kinds"),
        may("duty", OneOrMore(&Table(&DUTY)), "what is owed"),
        may("status", OneOrMore(&Table(&STATUS_EFFECT)), "the state that the subject has"),
        may("alert", OneOrMore(&Table(&ALERT)), "who ought to know"),
    ],
};

static ROUTINE: Shape = Shape {
    name: "routine",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("about", ABOUT, "who or what it is about"),
        may("kinds", List(&Ref), "for organisations: only these kinds"),
        need("every", Recurrence, "on which days"),
        may("at", CLOCKS, "when the duty opens; default 00:00"),
        may("calendar", Table(&CALENDAR), "only inside of such periods"),
        may("during", Table(&ON_STATUS), "only while this status holds"),
        may("when", Condition, "on subject and params"),
        need("duty", OneOrMore(&Table(&DUTY)), "what is owed"),
    ],
};

static SIGNAL: Shape = Shape {
    name: "signal",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("counts", REFS, "ledgers whose facts are counted"),
        may("where", Condition, "only those for which this holds"),
        may("similar", Ref, "only persons who share a code of this field"),
        may("about", ABOUT, "what the count is about; default org"),
        may("group_by", List(&Ref), "kinds of organisation it is counted in"),
        may("distinct", Bool, "count subjects, not facts"),
        need("at_least", Whole(1, 100_000), "how many are enough"),
        may("detector", Table(&DETECTOR), "and only when the day has more than was to be expected"),
        may("window_days", DAYS, "consecutive civil days, today included"),
        may("window", Length, "or exact time"),
        may("duty", OneOrMore(&Table(&DUTY)), "what is owed"),
        may("status", OneOrMore(&Table(&STATUS_EFFECT)), "the state that the subject has"),
        may("alert", OneOrMore(&Table(&ALERT)), "who ought to know"),
    ],
};

static DETECTOR: Shape = Shape {
    name: "detector",
    keys: &[
        need("method", One(&Detector::METHODS), "which detector; its formula is in docs/epi.md"),
        need("baseline_days", Whole(3, 60), "days that the day is compared with"),
        need("alpha", Number, "one-sided error, above 0 and below 0.5"),
        may("sd_min", Number, "the least standard deviation that is believed; default 0"),
    ],
};

static LEVEL: Shape = Shape {
    name: "level",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("status", Ref, "the status that decides"),
        may("cumulative", Bool, "a stronger value keeps the measures of the weaker ones; default true"),
        may("about", ABOUT, "whom its measures are about; default what the status is about"),
        may("kinds", List(&Ref), "for organisations: only these kinds"),
        need("measure", List(&Table(&MEASURE)), "its measures"),
    ],
};

static MEASURE: Shape = Shape {
    name: "measure",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        may("clause", Table(&CLAUSE), "the clause it carries out; default the level's"),
        need("from", Ref, "in force from this value on"),
        may("about", ABOUT, "whom it is about; default the level's"),
        may("kinds", List(&Ref), "for organisations: only these kinds; default the level's"),
        may("once", OneOrMore(&Table(&DUTY)), "duties owed when the value is entered"),
        may("status", OneOrMore(&Table(&STATUS_EFFECT)), "the state that the subject has"),
        may("alert", OneOrMore(&Table(&ALERT)), "who ought to know"),
        may("routine", OneOrMore(&Table(&MEASURE_ROUTINE)), "duties that recur while it holds"),
    ],
};

static MEASURE_ROUTINE: Shape = Shape {
    name: "measure_routine",
    keys: &[
        need("every", Recurrence, "on which days"),
        may("at", CLOCKS, "when the duty opens; default 00:00"),
        may("calendar", Table(&CALENDAR), "only inside of such periods"),
        may("when", Condition, "on subject and params"),
        need("duty", OneOrMore(&Table(&DUTY)), "what is owed"),
    ],
};
