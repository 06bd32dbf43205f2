//! Two plans side by side (对照), as people read it.
//!
//! Not here: the comparison itself (`plan::diff`).

use crate::{
    plan_page::{DiffRow, PlanDiff},
    words::{ClauseView, Words},
};
use plan::{
    Pack,
    diff::{Kind, diff_with},
    program::Clause,
};
use std::sync::Arc;

/// How the second plan differs from the first, in the words of these packs too.
pub fn plan_diff(was: &Pack, now: &Pack, known: &[Arc<Pack>]) -> PlanDiff {
    let rows = diff_with(was, now, known).into_iter().map(|difference| DiffRow {
        how: how_word(difference.kind).to_owned(),
        id: difference.rule.to_string(),
        clause: ClauseView {
            says: clause(now, &difference.clause)
                .or_else(|| clause(was, &difference.clause))
                .map_or_else(Words::default, |c| Words::from(&c.says)),
            id: difference.clause.to_string(),
        },
        says: Words::from(&difference.says),
    });
    PlanDiff { was: name(was), now: name(now), rows: rows.collect() }
}

fn name(pack: &Pack) -> String {
    format!("{}@{}", pack.id, pack.version)
}

fn how_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Stricter => "stricter",
        Kind::Looser => "looser",
        Kind::Changed => "changed",
    }
}

fn clause<'a>(pack: &'a Pack, id: &str) -> Option<&'a Clause> {
    let of_rules = pack.rules.iter().map(|r| &r.clause);
    let of_courses = pack.courses.iter().map(|c| &c.clause);
    of_rules
        .chain(of_courses)
        .chain(pack.reports.iter().map(|r| &r.clause))
        .find(|c| c.id == id && !id.is_empty())
}
