//! What constructs of every kind are made of: the clause, the status or calendar they wait for, duties, statuses,
//! alerts.
//!
//! Not here: what they come to (`written::effects`).

use super::{DAYS, OWNERS, may, need};
use crate::written::shape::{
    Kind::{Condition, Id, Length, Offset, OneOrMore, Owner, Ref, Table, Text, Whole, Words},
    Shape,
};

pub(super) static CLAUSE: Shape = Shape {
    name: "clause",
    keys: &[
        need("id", Text, "its id in the catalogue of requirements"),
        need("says", Words, "one line: what the source says"),
    ],
};

pub(super) static ON_STATUS: Shape = Shape {
    name: "while_status",
    keys: &[
        need("status", Ref, "the status"),
        need("at_least", Ref, "the weakest value that suffices"),
        may("up_to", Ref, "the strongest value that still does"),
    ],
};

pub(super) static CALENDAR: Shape = Shape {
    name: "calendar",
    keys: &[
        need("ledger", Ref, "the ledger that gives periods"),
        need("first", Ref, "its date field with the first day"),
        need("last", Ref, "its date field with the last day"),
    ],
};

pub(super) static DUTY: Shape = Shape {
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
        may("escalate", OneOrMore(&Table(&ESCALATION)), "who is told when it is late"),
        may("minutes", Whole(0, 10000), "estimated work"),
    ],
};

pub(super) static ESCALATION: Shape = Shape {
    name: "escalation",
    keys: &[need("to", Owner, "who is told"), need("after", Offset, "from the deadline")],
};

pub(super) static STATUS_EFFECT: Shape = Shape {
    name: "status_effect",
    keys: &[
        need("status", Ref, "the status"),
        need("value", Ref, "one of its values"),
        may("until", Table(&UNTIL), "what ends it; the first to come"),
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

pub(super) static ALERT: Shape = Shape {
    name: "alert",
    keys: &[
        need("name", Id, "its name"),
        need("title", Words, "its words"),
        need("to", OWNERS, "who is told"),
        may("severity", Whole(1, 3), "1 notice, 2 warning, 3 emergency; default 1"),
        may("until", Table(&UNTIL), "how long it stands"),
    ],
};
