//! Two lists of duties: which is which, its deadline, its people, what discharges it.
//!
//! Not here: what sets a duty off (`rule`, `course`).

use super::{
    Kind,
    sheet::{Sheet, span},
};
use crate::{
    explain::words::{Words, deadline, label, length},
    program::DutySpec,
    written::unqualified,
};
use facts::{Label, Span};
use std::{cmp::Ordering, collections::BTreeSet};

pub(super) fn duties(a: &[DutySpec], b: &[DutySpec], out: &mut Sheet) {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for old in a {
        let by_name = |d: &DutySpec| unqualified(&d.name) == unqualified(&old.name);
        let free = |n: &usize| !taken.contains(n);
        let index = b.iter().position(by_name).filter(free);
        match index.and_then(|n| b.get(n).map(|d| (n, d))) {
            Some((n, new)) => {
                taken.insert(n);
                duty(old, new, out);
            }
            None => {
                let says = out.words.duty(old);
                out.note(
                    Kind::Removed,
                    label(format!("不再要求：{}", says.zh), format!("no longer asked: {}", says.en)),
                );
            }
        }
    }
    for new in b.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, d)| d) {
        let says = out.words.duty(new);
        out.note(Kind::Added, label(format!("新要求：{}", says.zh), format!("newly asked: {}", says.en)));
    }
}

pub(super) fn duty(a: &DutySpec, b: &DutySpec, out: &mut Sheet) {
    let (zh, en) = (format!("“{}”", b.title.zh), format!("“{}” ", b.title.en));
    let named = |what: (&str, &str)| (format!("{zh}{}", what.0), format!("{en}{}", what.1));
    let what = named(("期限", "deadline"));
    span((&what.0, &what.1), a.within, b.within, false, deadline, out);
    let what = named(("开始", "opening"));
    out.equal((&what.0, &what.1), &a.opens, &b.opens, |s| length(*s));
    let what = named(("责任角色", "owner"));
    let (owner_a, owner_b) = (out.words.owner(&a.owner), out.words.owner(&b.owner));
    out.equal((&what.0, &what.1), &owner_a, &owner_b, Label::clone);
    let receivers = |d: &DutySpec, out: &Sheet| Words::list(d.to.iter().map(|o| out.words.owner(o)));
    let what = named(("接收", "receivers"));
    let (to_a, to_b) = (receivers(a, out), receivers(b, out));
    out.equal((&what.0, &what.1), &to_a, &to_b, Label::clone);
    let what = named(("完成凭据", "what discharges it"));
    // A report's duty is done by the fact that names it, with its pack: that is no difference.
    let done = |d: &DutySpec, out: &Sheet| {
        let words = out.words.done_by(&d.done_by);
        let short = |text: &str| text.replace(d.name.as_str(), unqualified(&d.name));
        label(short(&words.zh), short(&words.en))
    };
    let (done_a, done_b) = (done(a, out), done(b, out));
    out.equal((&what.0, &what.1), &done_a, &done_b, Label::clone);
    escalations(a, b, &zh, &en, out);
    if a.grace != b.grace {
        let what = named(("补办期", "time to do it late"));
        let words = |g: &Option<Span>| g.map_or_else(|| label("不限", "without limit"), length);
        match (a.grace, b.grace) {
            (Some(a), Some(b)) => span((&what.0, &what.1), a, b, false, length, out),
            (None, Some(_)) => {
                out.change(Kind::Stricter, (&what.0, &what.1), &words(&a.grace), &words(&b.grace))
            }
            _ => out.change(Kind::Looser, (&what.0, &what.1), &words(&a.grace), &words(&b.grace)),
        }
    }
}

fn escalations(a: &DutySpec, b: &DutySpec, zh: &str, en: &str, out: &mut Sheet) {
    if a.escalations == b.escalations {
        return;
    }
    let words = |d: &DutySpec, out: &Sheet| {
        Words::list(d.escalations.iter().map(|(after, to)| {
            let (after, to) = (length(*after), out.words.owner(to));
            label(format!("{}（{}）", to.zh, after.zh), format!("{} ({})", to.en, after.en))
        }))
    };
    let first = |d: &DutySpec| d.escalations.iter().map(|(after, _)| *after).min();
    let kind = match (b.escalations.len().cmp(&a.escalations.len()), first(a).cmp(&first(b))) {
        (Ordering::Greater, _) => Kind::Stricter,
        (Ordering::Less, _) => Kind::Looser,
        (Ordering::Equal, Ordering::Greater) => Kind::Stricter,
        (Ordering::Equal, Ordering::Less) => Kind::Looser,
        _ => Kind::Changed,
    };
    let (old, new) = (words(a, out), words(b, out));
    out.change(kind, (&format!("{zh}逾期告知"), &format!("{en}told when late")), &old, &new);
}
