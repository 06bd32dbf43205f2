//! Judging one subject on what is carried: the same steps as in the house, without a store.
//!
//! Not here: writing anything down, telling anybody.

use super::{
    case::{Walk, begun, fill, news},
    ground::Ground,
    provisional::provisional,
    sheet::CaseSheet,
};
use crate::{
    change::{Change, ChangeKind},
    reconcile::{Setting, reconcile},
    settled::keep_settled,
    standing::Standing,
};
use facts::{FactId, Instant, Name};
use plan::{Key, around::holder, evaluate::evaluate_parts, parts::Part, verdict::Asked};
use serde::Serialize;
use std::collections::BTreeSet;

const DAY_MICROS: i64 = 86_400_000_000;

/// What stands about a subject, as far as it can be told apart from the house.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Judged {
    /// The standing set, with its reasons. Of a complete subject it is what the house says, byte for byte.
    pub standing: Standing,
    /// What is different from what the house said last, in order.
    pub changes: Vec<Changed>,
    /// The outcomes that only the house can confirm; none of a complete subject.
    pub provisional: BTreeSet<Key>,
    /// What could not be decided, and for want of what.
    pub missing: Vec<Missing>,
    /// When something may follow from time alone: judge again then.
    pub again: Option<Instant>,
}

/// What happened to an outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Changed {
    /// What.
    pub kind: ChangeKind,
    /// To which outcome.
    pub key: Key,
}

/// Something that could not be decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Missing {
    /// The rule or course.
    pub rule: Name,
    /// What is not known.
    pub fields: Vec<Name>,
    /// The fact that it would have been told of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactId>,
}

/// What stands about a subject at a reading of the clock.
pub fn judge(ground: &Ground, sheet: CaseSheet, as_of: Instant) -> Judged {
    let mut walk = Walk::over(ground, &sheet);
    let mut case = begun(ground, &sheet, &mut walk);
    let places = places(ground, &case);
    let parts: Vec<&Part> = places.iter().filter_map(|n| ground.needs.parts.all.get(*n)).collect();
    let reads = ground.needs.together(places.iter().copied());
    let standing = sheet.standing.clone().what_stands();
    let before = judged_here(&standing, ground, &sheet, &parts);
    let news = news(&sheet, as_of);
    let near = news.plus_micros(-i64::from(reads.reach()).saturating_mul(DAY_MICROS));
    case.horizon = before.horizon(news, near);
    let seen_from = before.opens_since(case.horizon).map_or(case.horizon, |opens| opens.min(case.horizon));
    let from = seen_from.plus_micros(-i64::from(reads.lookback()).saturating_mul(DAY_MICROS));
    fill(&mut case, ground, &sheet, (&reads, from));
    case.touched_from = news;
    case.owed_since = before.owed_since(news);
    case.spent = before.spent();
    let verdict = evaluate_parts(&ground.plan, &parts, &case, as_of);
    let again = verdict.moments.first().map(|(at, _)| *at);
    let missing = verdict.unknown.iter().cloned().map(|(rule, fields, fact)| Missing { rule, fields, fact });
    let missing = missing.collect();
    let walk = std::cell::RefCell::new(walk);
    let find = |asked: &Asked| {
        let Ok(found) = holder(&mut *walk.borrow_mut(), asked, as_of);
        found
    };
    let setting =
        Setting { subject: &sheet.subject, as_of, horizon: case.horizon, quiet: true, holder: &find };
    let changes = keep_settled(reconcile(verdict, &before, &setting), &before, as_of);
    let changes = if sheet.complete { changes } else { provisional(changes, &before) };
    concluded(standing, &changes, (missing, again), sheet.complete)
}

fn concluded(
    mut standing: Standing,
    changes: &[Change],
    (missing, again): (Vec<Missing>, Option<Instant>),
    complete: bool,
) -> Judged {
    standing.apply(changes);
    let standing = standing.what_stands();
    let keys = changes.iter().filter(|_| !complete).map(|change| change.key.clone());
    let provisional = keys.collect();
    let changes = changes.iter().map(|c| Changed { kind: c.kind, key: c.key.clone() }).collect();
    Judged { standing, changes, provisional, missing, again }
}

/// The parts of the plan about such a subject, without those that count facts of members: they stay in the house.
fn places(ground: &Ground, case: &plan::CaseFile) -> Vec<usize> {
    let kind = case.profile.get("kind").and_then(|v| v.as_text()).unwrap_or_default();
    let about = ground.needs.parts.about(case.subject.kind(), kind);
    about.filter(|n| ground.needs.reads[*n].signals.is_empty()).collect()
}

/// What stands, as far as it is judged here: all about a person, household, place or lot; of an organisation what the
/// parts bring.
fn judged_here(standing: &Standing, ground: &Ground, sheet: &CaseSheet, parts: &[&Part]) -> Standing {
    let mut own = standing.clone();
    if super::case::is_org(sheet) && parts.len() < ground.needs.parts.all.len() {
        let named = |key: &Key| parts.iter().any(|part| part.outcomes.contains(key.name()));
        own.duties.retain(|key, _| named(key));
        own.statuses.retain(|key, _| named(key));
        own.courses.retain(|key, _| named(key));
        own.alerts.retain(|key, _| named(key));
    }
    own
}
