//! What is over stays as it was judged when the facts were still there: after a purge the plan sees only the rest of
//! them, and would think otherwise.
//!
//! Not here: what is purged and when (`intake`).

use crate::{
    change::{Change, Row},
    standing::{Alert, Course, Duty, Standing, StatusRow},
};
use facts::{FactId, Instant};
use plan::{
    Key,
    verdict::{CourseEnd, DutyEnd},
};
use std::collections::BTreeSet;

/// Changes without those that a purge alone has brought about: of what hangs on times up to it, only what was still
/// under way goes on.
pub fn keep_settled(changes: Vec<Change>, standing: &Standing, as_of: Instant) -> Vec<Change> {
    let Some(until) = standing.purged_until else { return changes };
    let goes_on = |change: &Change| match &change.row {
        None => true,
        Some(Row::Duty(new)) => {
            new.due.triggered > until || standing.duties.get(&new.key).is_some_and(|d| d.state.is_owed())
        }
        Some(Row::Status(new)) => {
            new.held.from > until || standing.statuses.get(&new.key).is_some_and(|s| holds(s, as_of))
        }
        Some(Row::Course(new)) => new.run.started > until || standing.courses.get(&new.key).is_some_and(runs),
        Some(Row::Alert(new)) => {
            new.due.raised > until || standing.alerts.get(&new.key).is_some_and(|a| stands(a, as_of))
        }
    };
    changes.into_iter().filter(goes_on).collect()
}

/// The facts that something under way rests on.
pub fn under_way(standing: &Standing, as_of: Instant) -> BTreeSet<FactId> {
    let duties = standing.duties.values().filter(|d| d.state.is_owed()).flat_map(of_duty);
    let statuses = standing.statuses.values().filter(|s| holds(s, as_of)).flat_map(of_status);
    let courses = standing.courses.values().filter(|c| runs(c)).flat_map(of_course);
    let alerts = standing.alerts.values().filter(|a| stands(a, as_of)).flat_map(of_alert);
    duties.chain(statuses).chain(courses).chain(alerts).collect()
}

/// What rests on one of these facts, each with the time that it hangs on.
pub fn resting_on(standing: &Standing, ids: &BTreeSet<FactId>) -> Vec<(Key, Instant)> {
    let on = |facts: Vec<FactId>| facts.iter().any(|id| ids.contains(id));
    let duties = standing.duties.values().filter(|d| on(of_duty(d)));
    let statuses = standing.statuses.values().filter(|s| on(of_status(s)));
    let courses = standing.courses.values().filter(|c| on(of_course(c)));
    let alerts = standing.alerts.values().filter(|a| on(of_alert(a)));
    duties
        .map(|d| (d.key.clone(), d.due.triggered))
        .chain(statuses.map(|s| (s.key.clone(), s.held.from)))
        .chain(courses.map(|c| (c.key.clone(), c.run.started)))
        .chain(alerts.map(|a| (a.key.clone(), a.due.raised)))
        .collect()
}

fn holds(row: &StatusRow, as_of: Instant) -> bool {
    row.held.until != Some(row.held.from) && row.held.until.is_none_or(|until| until > as_of)
}

fn runs(row: &Course) -> bool {
    !row.withdrawn && row.run.ended.is_none()
}

fn stands(row: &Alert, as_of: Instant) -> bool {
    !row.withdrawn && row.due.acknowledged.is_none() && row.due.until.is_none_or(|until| until > as_of)
}

fn of_duty(row: &Duty) -> Vec<FactId> {
    let end = match &row.due.end {
        DutyEnd::Done { fact, .. } | DutyEnd::Waived { fact, .. } => Some(*fact),
        DutyEnd::Open | DutyEnd::Missed => None,
    };
    let taken = row.due.taken.as_ref().map(|(_, fact)| *fact);
    row.due.why.facts.iter().copied().chain(end).chain(taken).collect()
}

fn of_status(row: &StatusRow) -> Vec<FactId> {
    row.held.why.facts.clone()
}

fn of_course(row: &Course) -> Vec<FactId> {
    let tests = row.run.tests.iter().filter_map(|test| test.result.as_ref().map(|(fact, _)| *fact));
    let released = match &row.run.ended {
        Some((_, CourseEnd::Released { fact })) => Some(*fact),
        _ => None,
    };
    row.run.why.facts.iter().copied().chain(tests).chain(released).collect()
}

fn of_alert(row: &Alert) -> Vec<FactId> {
    let acknowledged = row.due.acknowledged.map(|(fact, _)| fact);
    row.due.why.facts.iter().copied().chain(acknowledged).collect()
}
