//! From a firing to a duty: its window, its owner, its reminders and escalations.

use super::{Judge, firing::Firing};
use crate::{
    program::{DutySpec, Effect, Pack},
    verdict::{Anchor, DutyDue, DutyEnd, Key},
};
use facts::{FactId, Instant, Name};

/// A duty found, with what discharges it.
pub(crate) struct Owed<'a> {
    pub key: Key,
    pub spec: &'a DutySpec,
    pub due: DutyDue,
    /// Waived at this time by this fact: what comes later discharges others.
    pub waived: Option<(Instant, FactId)>,
}

impl Owed<'_> {
    /// True when this very effect asked for it.
    pub(super) fn is_of(&self, effect: &Effect) -> bool {
        matches!(effect, Effect::Duty(spec) if std::ptr::eq(spec, self.spec))
    }
}

/// The times of a duty where they do not simply count from the firing.
pub(crate) struct Window {
    pub anchor: Anchor,
    pub from: Instant,
}

impl<'a> Judge<'a> {
    /// Notes a duty. `window` gives another anchor and start than the firing's own (a day of a course).
    pub(super) fn owe(
        &mut self,
        pack: &Pack,
        rule: &Name,
        spec: &'a DutySpec,
        firing: &Firing<'a>,
        window: Option<Window>,
    ) {
        let Window { anchor, from } =
            window.unwrap_or_else(|| Window { anchor: firing.anchor.clone(), from: firing.at });
        let zone = self.plan.zone;
        let due = spec.within.after(from, zone);
        let received = firing.received.max(from);
        let entry = Owed {
            key: Key::new(&spec.name, &self.case.subject, &anchor),
            spec,
            due: DutyDue {
                owner: self.ask(&spec.owner, firing),
                to: spec.to.iter().map(|owner| self.ask(owner, firing)).collect(),
                // A day of a course hangs on what started the course: as long as it is owed, that must be loaded.
                triggered: firing.since,
                opens: spec.opens.after(from, zone),
                due,
                expires: spec.grace.map(|grace| grace.after(due, zone)),
                late_on_arrival: received > due,
                // What begins only after an import came of the passing of time, as everything else does.
                quiet: firing.quiet && from <= firing.received,
                end: DutyEnd::Open,
                taken: None,
                reminders: spec.reminders.iter().map(|span| span.after(due, zone)).collect(),
                escalations: spec
                    .escalations
                    .iter()
                    .map(|(span, owner)| (span.after(due, zone), self.ask(owner, firing)))
                    .collect(),
                minutes: spec.minutes,
                why: self.why(pack, rule, firing),
            },
            waived: None,
        };
        self.owed.push(entry);
    }
}
