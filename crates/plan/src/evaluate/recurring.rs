//! The passing of time: routines and reports, one firing per slot.

use super::{FactScope, Judge, firing::Firing};
use crate::{
    cel::{Condition, Truth},
    program::{Calendar, Effect, Pack, Rule, WhileStatus},
    recurrence::Recurrence,
    verdict::Anchor,
};
use facts::{Date, Instant, time::Time};
use smol_str::SmolStr;

/// When a routine comes.
pub(super) struct Slots<'a> {
    pub every: &'a Recurrence,
    pub times: &'a [Time],
    pub during: Option<&'a WhileStatus>,
    pub calendar: Option<&'a Calendar>,
}

const DAY_MICROS: i64 = 86_400_000_000;

/// Slots are not judged further back than this, whatever the horizon: a bound against floods.
const DAYS_BACK_MAX: i32 = 400;

impl<'a> Judge<'a> {
    pub(super) fn recurring_firings(
        &mut self,
        pack: &'a Pack,
        rule: &'a Rule,
        slots: &Slots,
        when: Option<&Condition>,
    ) -> Vec<Firing<'a>> {
        let Some(since) = self.first_adoption(pack) else { return Vec::new() };
        let scope = FactScope::of_subject(self.plan, self.case).noting(&self.looked_back);
        let truth = when.map_or(Truth::Yes, |c| c.test(&scope));
        match truth {
            Truth::Yes => {}
            Truth::No => return Vec::new(),
            Truth::Unknown(missing) => {
                self.verdict.unknown.insert((rule.id.clone(), missing.into_iter().collect(), None));
                return Vec::new();
            }
        }
        let zone = self.plan.zone;
        let today = self.date_of(self.as_of);
        let start = self.date_of(since);
        // Slots before the adoption are judged too, as none: it may have been dated otherwise before.
        let judged = self.slots_since(rule);
        let earliest = self.verdict.judged_since.entry(rule.id.clone()).or_insert(judged);
        *earliest = (*earliest).min(judged);
        let first = judged.max(since);
        let mut firings = Vec::new();
        for day in slots.every.between(self.date_of(first), today, start) {
            for time in slots.times {
                let at = zone.at(day, *time);
                if at > self.as_of {
                    self.look_again(&rule.id, Some(at));
                } else if at >= first && self.slot_counts(pack, slots, day, at) {
                    firings.push(slot(day, *time, at));
                }
            }
        }
        self.look_again(&rule.id, self.next_slot(slots, today, start));
        firings
    }

    /// Since when slots of this rule are judged: news reaches back as far as a duty lasts, and what it can still bear on
    /// is judged however old it is. So a routine of years costs no more than one of days.
    fn slots_since(&self, rule: &Rule) -> Instant {
        let zone = self.plan.zone;
        let lasts = rule.effects.iter().filter_map(|effect| match effect {
            Effect::Duty(spec) => {
                let due = spec.within.after(Instant(0), zone);
                Some(spec.grace.map_or(due, |grace| grace.after(due, zone)).0)
            }
            _ => None,
        });
        let lasts = lasts.max().unwrap_or(0).saturating_add(DAY_MICROS);
        let news = self.case.touched_from.min(self.as_of).plus_micros(-lasts);
        let owed = self.case.owed_since.get(&rule.id).copied();
        let earliest = zone.start_of(facts::time::add_days(self.date_of(self.as_of), -DAYS_BACK_MAX));
        owed.map_or(news, |owed| owed.min(news)).max(earliest)
    }

    fn slot_counts(&self, pack: &Pack, slots: &Slots, day: Date, at: Instant) -> bool {
        self.belongs(at)
            && self.in_force(pack, at, None)
            && slots.calendar.is_none_or(|calendar| self.in_calendar(calendar, day))
            && slots.during.is_none_or(|while_| self.status_holds(while_, at))
    }

    /// True when the subject was registered by then, and a member of anything at all. (What a fact says of somebody
    /// before that is judged as of their first membership; that time passed, says nothing.)
    fn belongs(&self, at: Instant) -> bool {
        let member = |l: &crate::OrgLink| l.from <= at && l.until.is_none_or(|until| at < until);
        self.case.registered <= at && self.case.orgs.iter().any(member)
    }

    /// The next day of the recurrence after today, whether or not a calendar or status lets it count: then it is asked.
    fn next_slot(&self, slots: &Slots, today: Date, start: Date) -> Option<Instant> {
        let day = slots.every.next_after(today, start)?;
        slots.times.iter().map(|time| self.plan.zone.at(day, *time)).min()
    }

    fn first_adoption(&self, pack: &Pack) -> Option<Instant> {
        let of_subject = self
            .plan
            .adoptions
            .iter()
            .filter(|a| a.pack.hash == pack.hash && self.case.orgs.iter().any(|l| l.org == a.scope));
        of_subject.map(|a| a.from).min()
    }

    fn in_calendar(&self, calendar: &Calendar, day: Date) -> bool {
        let facts = self.case.calendars.iter().chain(&self.case.facts);
        facts.filter(|f| f.fact.ledger == calendar.ledger).any(|f| {
            let date = |field: &str| {
                f.fact.get(field).and_then(|v| v.as_text()).and_then(|t| t.parse::<Date>().ok())
            };
            match (date(&calendar.first), date(&calendar.last)) {
                (Some(first), Some(last)) => first <= day && day <= last,
                _ => false,
            }
        })
    }
}

fn slot<'a>(day: Date, time: Time, at: Instant) -> Firing<'a> {
    Firing {
        anchor: Anchor::Period(SmolStr::from(format!("{day}T{:02}:{:02}", time.hour(), time.minute()))),
        at,
        since: at,
        received: at,
        quiet: false,
        ends: None,
        facts: Vec::new(),
        fields: Vec::new(),
        fact: None,
    }
}
