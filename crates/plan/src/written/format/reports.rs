//! `reports/*.toml`: reports and their numbers.
//!
//! Not here: what they come to (`written::reports`).

use super::{
    DAYS, OWNERS,
    effects::{CALENDAR, CLAUSE, ESCALATION, ON_STATUS},
    may, need,
};
use crate::written::shape::{
    Kind::{
        Bool, Clock, Condition, Id, Length, List, Offset, One, OneOrMore, Owner, Recurrence, Ref, Table,
        Whole, Words,
    },
    Shape,
};

pub(crate) static REPORTS_FILE: Shape =
    Shape { name: "reports", keys: &[need("report", List(&Table(&REPORT)), "报表: numbers owed upwards")] };

static REPORT: Shape = Shape {
    name: "report",
    keys: &[
        need("id", Id, "its name"),
        need("title", Words, "its words"),
        need("clause", Table(&CLAUSE), "the clause it carries out"),
        need("owed_by", List(&Ref), "kinds of organisation that owe it"),
        need("mode", One(&["full", "nil_required", "exception_only"]), "what silence means"),
        need("every", Recurrence, "on which days"),
        may("calendar", Table(&CALENDAR), "only inside of such periods"),
        may("during", Table(&ON_STATUS), "only while this status holds"),
        may("period_days", DAYS, "the length of its period, ending at the cut-off; default 1"),
        need("cut_off", Clock, "up to when facts received count"),
        need("due_after", Length, "when it is due, after the cut-off"),
        may("grace", Length, "how long it may be sent late; then it is missed"),
        need("owner", Owner, "who owes it"),
        may("to", OWNERS, "who receives it"),
        may("remind", OneOrMore(&Offset), "from the deadline, negative"),
        may("escalate", OneOrMore(&Table(&ESCALATION)), "who is told when it is late"),
        may("minutes", Whole(0, 10000), "estimated work"),
        may("gathers", List(&Ref), "reports of the level below that it is made up of; default itself"),
        need("indicator", List(&Table(&INDICATOR)), "its numbers"),
    ],
};

/// How an indicator may be made: exactly one of these keys.
pub(crate) const MEASURES: &[&str] =
    &["count", "distinct", "sum", "last", "ratio", "duties", "status", "courses", "alerts", "returns"];

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
            One(&["due", "open", "done", "late", "missed", "overdue", "waived"]),
            "duties due in the period that came to this end; due: all but those waived",
        ),
        may("status", List(&Ref), "[status, value]: subjects that have it at the cut-off"),
        may("courses", Ref, "courses running at the cut-off; \"*\" all"),
        may(
            "alerts",
            One(&["notice", "warning", "emergency"]),
            "alerts raised in the period, at least as severe as this",
        ),
        may(
            "returns",
            One(&["expected", "received", "on_time", "missing"]),
            "reports of the same day that it gathers",
        ),
        may("cumulative", Bool, "since the beginning"),
        may("parts", List(&Ref), "indicators whose sum it must equal"),
    ],
};
