//! What may be said of a subject about whom not everything is known: raised and opened at once, never late, never
//! withdrawn, never released by time alone. Whoever knows the rest confirms it.
//!
//! Not here: marking it (`judge`).

use crate::{
    change::{Change, ChangeKind, Row},
    standing::{Duty, DutyState, Standing},
};
use plan::verdict::{CourseEnd, DutyEnd};

/// Changes without those that something unknown could forbid.
pub(super) fn provisional(changes: Vec<Change>, before: &Standing) -> Vec<Change> {
    changes.into_iter().filter_map(|change| as_provisional(change, before)).collect()
}

fn as_provisional(mut change: Change, before: &Standing) -> Option<Change> {
    match (change.kind, &mut change.row) {
        (ChangeKind::Withdrawn, _) => None,
        // Time alone ends nothing that stands: what would prolong it may be unknown here.
        (ChangeKind::Ended, Some(Row::Status(_) | Row::Alert(_))) => None,
        (_, Some(Row::Course(course))) => {
            let by_a_fact =
                |end: &CourseEnd| matches!(end, CourseEnd::Released { .. } | CourseEnd::Converted { .. });
            if course.run.ended.as_ref().is_some_and(|(_, end)| !by_a_fact(end)) {
                course.run.ended = None;
                if change.kind == ChangeKind::Ended {
                    change.kind = ChangeKind::Changed;
                }
            }
            let same = before.courses.get(&change.key).is_some_and(|old| old == course);
            (!same).then_some(change)
        }
        (_, Some(Row::Status(row))) => {
            row.over = false;
            Some(change)
        }
        (_, Some(Row::Alert(row))) => {
            row.over = false;
            Some(change)
        }
        (_, Some(Row::Duty(_))) => in_time(change, before),
        (_, None) => Some(change),
    }
}

/// A duty that is not late, unless the house has said so.
fn in_time(mut change: Change, before: &Standing) -> Option<Change> {
    let old = before.duties.get(&change.key);
    let Some(Row::Duty(new)) = &mut change.row else { return Some(change) };
    let was_late = old.is_some_and(|old| old.state == DutyState::Overdue);
    if new.due.end == DutyEnd::Missed {
        new.due.end = DutyEnd::Open;
    }
    new.due.late_on_arrival &= old.is_some_and(|old| old.due.late_on_arrival);
    new.state = match new.state {
        DutyState::Overdue | DutyState::Missed if was_late => DutyState::Overdue,
        DutyState::Overdue | DutyState::Missed => DutyState::Open,
        DutyState::DoneLate if !was_late => DutyState::Done,
        other => other,
    };
    change.kind = match change.kind {
        ChangeKind::Late | ChangeKind::Missed => ChangeKind::Changed,
        ChangeKind::DoneLate if !was_late => ChangeKind::Fulfilled,
        other => other,
    };
    let same = |old: &Duty| Duty { told: None, ..old.clone() } == Duty { told: None, ..new.clone() };
    let opened = change.kind == ChangeKind::Opened;
    let unchanged = old.is_some_and(same) || (old.is_none() && !opened && change.kind == ChangeKind::Changed);
    (!unchanged).then_some(change)
}
