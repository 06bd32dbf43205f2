//! `reconcile`: the difference between what the plan says now and what stood before, as entries of the history.
//!
//! What hangs on times before the horizon of the case file was not judged and stays as it is.

use crate::{
    change::{Change, ChangeKind, Row},
    standing::{Alert, Course, Duty, DutyState, Standing, StatusRow},
};
use facts::{FactId, Instant, Name, SubjectId};
use plan::case::Spent;
use plan::verdict::{AlertDue, Asked, CourseRun, DutyDue, DutyEnd, Key, StatusHeld, Verdict, Why};
use std::collections::BTreeMap;

/// The surroundings of a reconciliation.
pub struct Setting<'a> {
    /// Whom the verdict is about.
    pub subject: &'a SubjectId,
    /// The reading of the clock.
    pub as_of: Instant,
    /// The horizon of the case file: older triggers were not judged.
    pub horizon: Instant,
    /// True when only history was imported: nobody is told of what follows from facts. What time brings is told.
    pub quiet: bool,
    /// Finds the organisation where a role is held.
    pub holder: &'a dyn Fn(&Asked) -> Option<SubjectId>,
}

/// What changes. Each row is the new state; applying the changes in order to `standing` gives what stands now.
pub fn reconcile(verdict: Verdict, standing: &Standing, setting: &Setting) -> Vec<Change> {
    let mut changes = Vec::new();
    duties(verdict.duties, &verdict.judged_since, standing, setting, &mut changes);
    statuses(verdict.statuses, standing, setting, &mut changes);
    courses(verdict.courses, standing, setting, &mut changes);
    alerts(verdict.alerts, standing, setting, &mut changes);
    changes
}

fn duties(
    said: BTreeMap<Key, DutyDue>,
    judged_since: &BTreeMap<Name, Instant>,
    standing: &Standing,
    setting: &Setting,
    changes: &mut Vec<Change>,
) {
    for (key, old) in &standing.duties {
        let since = judged_since.get(&old.due.why.rule).unwrap_or(&setting.horizon);
        let judged = old.due.triggered >= *since;
        if judged && old.state != DutyState::Withdrawn && !said.contains_key(key) {
            let row = Duty { state: DutyState::Withdrawn, ..old.clone() };
            changes.push(change(setting, ChangeKind::Withdrawn, key, Some(Row::Duty(row))));
        }
    }
    for (key, due) in said {
        let state = state_of(&due, setting.as_of);
        let holder = (setting.holder)(&due.owner);
        let old = standing.duties.get(&key);
        let told_until = old.and_then(|old| old.told);
        let new =
            Duty { key: key.clone(), subject: setting.subject.clone(), due, state, holder, told: told_until };
        let changed = old.is_none_or(|old| *old != new);
        let new = Duty { told: Some(setting.as_of), ..new };
        match old {
            None => {
                let mut opened = change(setting, ChangeKind::Opened, &key, Some(Row::Duty(new.clone())));
                if new.state.is_owed()
                    && !new.due.late_on_arrival
                    && !hushed(new.due.quiet, &new.due.why, setting)
                {
                    opened.tell = vec![(new.due.owner.role.clone(), new.holder.clone())];
                }
                changes.push(opened);
                if let Some(kind) = arrival(DutyState::Open, new.state) {
                    changes.push(ended(setting, kind, &new));
                }
            }
            Some(old) if changed => {
                let kind = arrival(old.state, new.state).unwrap_or(ChangeKind::Changed);
                changes.push(ended(setting, kind, &new));
                changes.extend(nudges(&new, told_until, setting));
            }
            Some(_) => {
                let mut nudges = nudges(&new, told_until, setting);
                // That it was told is all that changes.
                if let Some(first) = nudges.first_mut() {
                    first.row = Some(Row::Duty(new));
                }
                changes.extend(nudges);
            }
        }
    }
}

/// How a duty stands at a time.
fn state_of(due: &DutyDue, as_of: Instant) -> DutyState {
    match &due.end {
        DutyEnd::Open if as_of > due.due => DutyState::Overdue,
        DutyEnd::Open => DutyState::Open,
        DutyEnd::Done { at, .. } if *at > due.due => DutyState::DoneLate,
        DutyEnd::Done { .. } => DutyState::Done,
        DutyEnd::Missed => DutyState::Missed,
        DutyEnd::Waived { .. } => DutyState::Waived,
    }
}

/// The name of a step from one state to another; `None` when it is the same state.
fn arrival(from: DutyState, to: DutyState) -> Option<ChangeKind> {
    if from == to {
        return None;
    }
    Some(match to {
        DutyState::Open => ChangeKind::Reopened,
        DutyState::Overdue if from == DutyState::Open => ChangeKind::Late,
        DutyState::Overdue => ChangeKind::Reopened,
        DutyState::Done => ChangeKind::Fulfilled,
        DutyState::DoneLate => ChangeKind::DoneLate,
        DutyState::Missed => ChangeKind::Missed,
        DutyState::Waived => ChangeKind::Waived,
        DutyState::Withdrawn => ChangeKind::Withdrawn,
    })
}

/// A change of a duty; when it was done, those who receive it are told.
fn ended(setting: &Setting, kind: ChangeKind, new: &Duty) -> Change {
    let mut entry = change(setting, kind, &new.key, Some(Row::Duty(new.clone())));
    if matches!(kind, ChangeKind::Fulfilled | ChangeKind::DoneLate) {
        let receivers = new.due.to.iter().map(|asked| (asked.role.clone(), (setting.holder)(asked)));
        entry.tell = told(setting, receivers);
    }
    entry
}

/// Reminders and escalations whose time came since somebody was last told. A duty that was born late is nobody's
/// fault but the recording's, one that an import of history brought nobody's either: no reminders, no escalation.
fn nudges(duty: &Duty, told_until: Option<Instant>, setting: &Setting) -> Vec<Change> {
    let mut changes = Vec::new();
    let Some(since) = told_until else { return changes };
    if !duty.state.is_owed() || duty.due.late_on_arrival || duty.due.quiet {
        return changes;
    }
    let due_now = |at: Instant| since < at && at <= setting.as_of;
    if duty.due.reminders.iter().any(|at| due_now(*at)) {
        let mut entry = change(setting, ChangeKind::Reminded, &duty.key, None);
        entry.tell = vec![(duty.due.owner.role.clone(), duty.holder.clone())];
        changes.push(entry);
    }
    for (_, asked) in duty.due.escalations.iter().filter(|(at, _)| due_now(*at)) {
        let mut entry = change(setting, ChangeKind::Escalated, &duty.key, None);
        entry.tell = vec![(asked.role.clone(), (setting.holder)(asked))];
        changes.push(entry);
    }
    changes
}

fn statuses(
    said: BTreeMap<Key, StatusHeld>,
    standing: &Standing,
    setting: &Setting,
    changes: &mut Vec<Change>,
) {
    for (key, old) in &standing.statuses {
        if old.held.from >= setting.horizon && !said.contains_key(key) && !is_void(&old.held) {
            let held = StatusHeld { until: Some(old.held.from), ..old.held.clone() };
            let row = StatusRow { held, over: true, ..old.clone() };
            changes.push(change(setting, ChangeKind::Withdrawn, key, Some(Row::Status(row))));
        }
    }
    for (key, held) in said {
        let over = is_over(held.until, setting);
        let new = StatusRow { key: key.clone(), subject: setting.subject.clone(), held, over };
        let kind = match standing.statuses.get(&key) {
            None => ChangeKind::Opened,
            Some(old) if *old == new => continue,
            Some(old) if is_void(&old.held) => ChangeKind::Reopened,
            Some(old) => lasting(old.over, over),
        };
        let row = Row::Status(new);
        changes.push(change(setting, kind, &key, Some(row.clone())));
        // What was over already when it became known has ended, too.
        if over && matches!(kind, ChangeKind::Opened | ChangeKind::Reopened) {
            changes.push(change(setting, ChangeKind::Ended, &key, Some(row)));
        }
    }
}

/// True when the end of something has come.
fn is_over(until: Option<Instant>, setting: &Setting) -> bool {
    until.is_some_and(|until| until <= setting.as_of)
}

/// What happened to something that stood before and stands now.
fn lasting(was_over: bool, over: bool) -> ChangeKind {
    match (was_over, over) {
        (false, true) => ChangeKind::Ended,
        (true, false) => ChangeKind::Reopened,
        _ => ChangeKind::Changed,
    }
}

/// A withdrawn status stands as one that never lasted.
fn is_void(held: &StatusHeld) -> bool {
    held.until == Some(held.from)
}

fn courses(
    said: BTreeMap<Key, CourseRun>,
    standing: &Standing,
    setting: &Setting,
    changes: &mut Vec<Change>,
) {
    for (key, old) in &standing.courses {
        if old.started() >= setting.horizon && !said.contains_key(key) && !old.withdrawn {
            let row = Course { withdrawn: true, ..old.clone() };
            changes.push(change(setting, ChangeKind::Withdrawn, key, Some(Row::Course(row))));
        }
    }
    for (key, run) in said {
        let ends = run.ended.is_some();
        let kind = match standing.courses.get(&key) {
            None => ChangeKind::Opened,
            Some(old) if old.run == run && !old.withdrawn => continue,
            Some(old) if old.withdrawn => ChangeKind::Reopened,
            Some(old) if old.run.ended.is_none() && ends => ChangeKind::Ended,
            Some(old) if old.run.ended.is_some() && !ends => ChangeKind::Reopened,
            Some(_) => ChangeKind::Changed,
        };
        let row = Course { key: key.clone(), subject: setting.subject.clone(), run, withdrawn: false };
        changes.push(change(setting, kind, &key, Some(Row::Course(row))));
    }
}

fn alerts(said: BTreeMap<Key, AlertDue>, standing: &Standing, setting: &Setting, changes: &mut Vec<Change>) {
    for (key, old) in &standing.alerts {
        if old.due.raised >= setting.horizon && !said.contains_key(key) && !old.withdrawn {
            let row = Alert { withdrawn: true, ..old.clone() };
            changes.push(change(setting, ChangeKind::Withdrawn, key, Some(Row::Alert(row))));
        }
    }
    for (key, due) in said {
        let receivers = due.to.iter().map(|asked| (asked.role.clone(), (setting.holder)(asked))).collect();
        let over = is_over(due.until, setting);
        let was_over = standing.alerts.get(&key).is_some_and(|old| old.over);
        let new = Alert {
            key: key.clone(),
            subject: setting.subject.clone(),
            due,
            receivers,
            withdrawn: false,
            over,
        };
        let kind = match standing.alerts.get(&key) {
            None => ChangeKind::Opened,
            Some(old) if *old == new => continue,
            Some(old) if old.withdrawn => ChangeKind::Reopened,
            Some(old) if old.due.acknowledged.is_none() && new.due.acknowledged.is_some() => {
                ChangeKind::Acknowledged
            }
            Some(_) => lasting(was_over, over),
        };
        let fresh = matches!(kind, ChangeKind::Opened | ChangeKind::Reopened);
        let mut entry = change(setting, kind, &key, Some(Row::Alert(new.clone())));
        if fresh && !hushed(new.due.quiet, &new.due.why, setting) {
            entry.tell = new.receivers.clone();
        }
        changes.push(entry);
        if over && (fresh || (kind == ChangeKind::Acknowledged && !was_over)) {
            changes.push(change(setting, ChangeKind::Ended, &key, Some(Row::Alert(new))));
        }
    }
}

/// True when nobody is told that something came to be: an import of history brought it.
fn hushed(quiet: bool, why: &Why, setting: &Setting) -> bool {
    quiet || (setting.quiet && !why.facts.is_empty())
}

fn told(
    setting: &Setting,
    receivers: impl IntoIterator<Item = (Name, Option<SubjectId>)>,
) -> Vec<(Name, Option<SubjectId>)> {
    if setting.quiet { Vec::new() } else { receivers.into_iter().collect() }
}

fn change(setting: &Setting, kind: ChangeKind, key: &Key, row: Option<Row>) -> Change {
    Change { kind, key: key.clone(), subject: setting.subject.clone(), row, tell: Vec::new() }
}

impl Standing {
    /// Applies changes in order.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match change.row.clone() {
                Some(Row::Duty(row)) => drop(self.duties.insert(row.key.clone(), row)),
                Some(Row::Status(row)) => drop(self.statuses.insert(row.key.clone(), row)),
                Some(Row::Course(row)) => drop(self.courses.insert(row.key.clone(), row)),
                Some(Row::Alert(row)) => drop(self.alerts.insert(row.key.clone(), row)),
                None => {}
            }
        }
    }

    /// The standing set alone, a function of the facts: without what was withdrawn, which is history, and without up to when
    /// who was told, which hangs on the readings of the clock.
    pub fn what_stands(mut self) -> Standing {
        self.duties.retain(|_, duty| duty.state != DutyState::Withdrawn);
        self.duties.values_mut().for_each(|duty| duty.told = None);
        self.statuses.retain(|_, row| !is_void(&row.held));
        self.courses.retain(|_, course| !course.withdrawn);
        self.alerts.retain(|_, alert| !alert.withdrawn);
        self
    }

    /// Per rule, the earliest time of a duty that news from this time on can bear on.
    pub fn owed_since(&self, news: Instant) -> BTreeMap<Name, Instant> {
        let mut since: BTreeMap<Name, Instant> = BTreeMap::new();
        for duty in self.duties.values().filter(|d| d.reaches(news)) {
            let earliest = since.entry(duty.due.why.rule.clone()).or_insert(duty.due.triggered);
            *earliest = (*earliest).min(duty.due.triggered);
        }
        since
    }

    /// The earliest time on which something hangs that news from this time on can bear on: a case file must reach back
    /// to it. Whoever reads only a part of what stands must read at least these.
    pub fn under_way_since(&self, news: Instant) -> Option<Instant> {
        let duties = self.duties.values().filter(|d| d.reaches(news)).map(|d| d.due.triggered);
        let runs = |until: Option<Instant>| until.is_none_or(|until| until >= news);
        let statuses = self.statuses.values().filter(|s| runs(s.held.until)).map(|s| s.held.from);
        let alerts = self.alerts.values().filter(|a| !a.withdrawn && runs(a.due.until)).map(|a| a.due.raised);
        let ended = |course: &Course| course.run.ended.as_ref().map(|(at, _)| *at);
        let courses = self.courses.values().filter(|c| !c.withdrawn && runs(ended(c))).map(Course::started);
        duties.chain(statuses).chain(alerts).chain(courses).min()
    }

    /// How far back to judge when news goes back to one time and facts matter from another, earlier one.
    pub fn horizon(&self, news: Instant, near: Instant) -> Instant {
        self.unbroken_since(self.under_way_since(news).map_or(near, |far| far.min(near)))
    }

    /// The beginning of what has held without a break up to this time. Overlapping stretches of a status are one stretch
    /// to what hangs on it, so it is judged whole or not at all: cut in two, its later half would begin anew.
    pub fn unbroken_since(&self, at: Instant) -> Instant {
        let mut since = at;
        loop {
            let held = self.statuses.values().map(|row| &row.held).filter(|held| !is_void(held));
            let covering =
                held.filter(|held| held.from < since && held.until.is_none_or(|until| since <= until));
            match covering.map(|held| held.from).min() {
                Some(earlier) => since = earlier,
                None => return since,
            }
        }
    }

    /// The earliest time at which a duty opened whose trigger is not before the horizon: a course may count its days
    /// from before it was known, and what was done on them must be seen again.
    pub fn opens_since(&self, horizon: Instant) -> Option<Instant> {
        self.duties.values().filter(|d| d.due.triggered >= horizon).map(|d| d.due.opens).min()
    }

    /// Which duties each fact has discharged.
    pub fn spent(&self) -> BTreeMap<FactId, Vec<Spent>> {
        let mut spent: BTreeMap<FactId, Vec<Spent>> = BTreeMap::new();
        for duty in self.duties.values().filter(|d| d.state != DutyState::Withdrawn) {
            if let DutyEnd::Done { fact, .. } = duty.due.end {
                let (key, rule) = (duty.key.clone(), duty.due.why.rule.clone());
                spent.entry(fact).or_default().push(Spent { key, rule, triggered: duty.due.triggered });
            }
        }
        spent
    }
}

impl Duty {
    /// The last time that could concern it: its deadline, or later when it was done, waived or too late to do.
    pub fn last(&self) -> Instant {
        match self.due.end {
            DutyEnd::Done { at, .. } | DutyEnd::Waived { at, .. } => at.max(self.due.due),
            DutyEnd::Missed => self.due.expires.map_or(self.due.due, |until| until.max(self.due.due)),
            DutyEnd::Open => self.due.due,
        }
    }

    /// True when a fact from this time on can change how it stands: it was not done, too late or waived before.
    pub fn reaches(&self, news: Instant) -> bool {
        match (self.state, &self.due.end) {
            (DutyState::Withdrawn, _) => false,
            (_, DutyEnd::Open) => true,
            (_, DutyEnd::Done { at, .. } | DutyEnd::Waived { at, .. }) => *at >= news,
            (_, DutyEnd::Missed) => self.due.expires.is_none_or(|until| until > news),
        }
    }
}
