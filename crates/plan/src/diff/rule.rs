//! Two versions of a rule, routine, signal or measure: what sets it off, whom it is about, what follows.
//!
//! Not here: what is owed (`duty`).

use super::{
    Kind,
    duty::duties,
    sheet::{Sheet, number, plain, span},
};
use crate::{
    explain::words::{Words, clock, label, length},
    program::{Detector, DutySpec, Effect, Rule, Signal, Trigger},
    written::unqualified,
};
use facts::{Label, Name, time::Time};
use std::{cmp::Ordering, collections::BTreeSet};

pub(super) fn rule(a: &Rule, b: &Rule, out: &mut Sheet) {
    trigger(&a.trigger, &b.trigger, b, out);
    let kinds = |r: &Rule| r.kinds.iter().cloned().collect::<BTreeSet<_>>();
    let (of_a, of_b) = (kinds(a), kinds(b));
    if of_a != of_b && a.about == b.about {
        let words = |k: &BTreeSet<Name>| match k.is_empty() {
            true => label("所有组织", "every kind"),
            false => Words::list(k.iter().map(|kind| out.words.org_kind(kind))),
        };
        let (words_a, words_b) = (words(&of_a), words(&of_b));
        let wider = of_b.is_empty() || (!of_a.is_empty() && of_b.is_superset(&of_a));
        let narrower = of_a.is_empty() || (!of_b.is_empty() && of_a.is_superset(&of_b));
        let kind = if wider {
            Kind::Stricter
        } else if narrower {
            Kind::Looser
        } else {
            Kind::Changed
        };
        out.change(kind, ("适用组织", "kinds of organisation"), &words_a, &words_b);
    }
    let of = |r: &Rule| -> Vec<DutySpec> {
        r.effects
            .iter()
            .filter_map(|e| if let Effect::Duty(d) = e { Some(d.clone()) } else { None })
            .collect()
    };
    duties(&of(a), &of(b), out);
    others(a, b, out);
}

/// Statuses and alerts.
fn others(a: &Rule, b: &Rule, out: &mut Sheet) {
    let name = |e: &Effect| match e {
        Effect::Status { status, value, .. } => Some(format!("{}={value}", unqualified(status))),
        Effect::Alert { name, .. } => Some(unqualified(name).to_owned()),
        Effect::Duty(_) => None,
    };
    let words = |e: &Effect, out: &Sheet| out.words.effect(e);
    for e in a
        .effects
        .iter()
        .filter(|e| name(e).is_some_and(|n| b.effects.iter().all(|o| name(o) != Some(n.clone()))))
    {
        let says = words(e, out);
        out.note(Kind::Removed, label(format!("不再：{}", says.zh), format!("no longer: {}", says.en)));
    }
    for e in &b.effects {
        let Some(n) = name(e) else { continue };
        match a.effects.iter().find(|o| name(o).as_ref() == Some(&n)) {
            None => {
                let says = words(e, out);
                out.note(Kind::Added, label(format!("新增：{}", says.zh), format!("new: {}", says.en)));
            }
            Some(old) => {
                let (old, new) = (words(old, out), words(e, out));
                out.equal(("结果", "what follows"), &old, &new, Label::clone);
            }
        }
    }
}

fn trigger(a: &Trigger, b: &Trigger, rule: &Rule, out: &mut Sheet) {
    match (a, b) {
        (Trigger::Signal(a), Trigger::Signal(b)) => {
            out.ordered(("阈值", "threshold"), &a.at_least, &b.at_least, false, number);
            span(("窗口", "window"), a.window, b.window, true, length, out);
            out.equal(("探测器", "detector"), &a.detector, &b.detector, |d| {
                d.as_ref().map_or_else(|| label("无", "none"), Detector::words)
            });
            let counts = |s: &Signal| s.counts.iter().cloned().collect::<BTreeSet<_>>();
            if counts(a) != counts(b) {
                let words = |s: &Signal| Words::list(counts(s).iter().map(|l| out.words.ledger(l)));
                let (words_a, words_b) = (words(a), words(b));
                out.change(Kind::Changed, ("计数的台账", "ledgers counted"), &words_a, &words_b);
            }
            out.conditions(("条件", "condition"), &a.filter, &b.filter);
        }
        (
            Trigger::Recurring { every, times, when, .. },
            Trigger::Recurring { every: every_b, times: times_b, when: when_b, .. },
        ) => {
            out.equal(("周期", "recurrence"), every, every_b, |e| e.words());
            let words = |t: &Vec<Time>| plain(t.iter().map(clock).collect::<Vec<_>>().join(", "));
            if times != times_b {
                let kind = match times_b.len().cmp(&times.len()) {
                    Ordering::Greater => Kind::Stricter,
                    Ordering::Less => Kind::Looser,
                    Ordering::Equal => Kind::Changed,
                };
                out.change(kind, ("时刻", "times of day"), &words(times), &words(times_b));
            }
            out.conditions(("条件", "condition"), when, when_b);
        }
        (a, b) if a == b => {}
        (a, b) => {
            let (a, b) = (out.words.trigger(a, &rule.kinds), out.words.trigger(b, &rule.kinds));
            out.equal(("触发", "trigger"), &a, &b, Label::clone);
        }
    }
}
