//! The sheet on which differences are noted, and how two values of one sort are compared: with an order or without.
//!
//! Not here: which values are compared (`rule`, `duty`, `course`, `report`).

use super::{Difference, Kind};
use crate::{
    cel::Condition,
    explain::words::{Words, label},
};
use facts::{Label, Name, Span};
use smol_str::SmolStr;
use std::cmp::Ordering;

/// Where differences are noted; it knows the construct at hand.
pub(super) struct Sheet {
    pub words: Words,
    pub clause: SmolStr,
    pub rule: Name,
    pub list: Vec<Difference>,
}

impl Sheet {
    pub(super) fn note(&mut self, kind: Kind, says: Label) {
        self.list.push(Difference { clause: self.clause.clone(), rule: self.rule.clone(), kind, says });
    }

    /// Notes two values that have an order: less is stricter, or more is.
    pub(super) fn ordered<T: Ord>(
        &mut self,
        what: (&str, &str),
        a: &T,
        b: &T,
        more_is_stricter: bool,
        words: impl Fn(&T) -> Label,
    ) {
        let kind = match (b.cmp(a), more_is_stricter) {
            (Ordering::Equal, _) => return,
            (Ordering::Greater, true) | (Ordering::Less, false) => Kind::Stricter,
            _ => Kind::Looser,
        };
        self.change(kind, what, &words(a), &words(b));
    }

    /// Notes two values that have no order.
    pub(super) fn equal<T: PartialEq>(
        &mut self,
        what: (&str, &str),
        a: &T,
        b: &T,
        words: impl Fn(&T) -> Label,
    ) {
        if a != b {
            self.change(Kind::Changed, what, &words(a), &words(b));
        }
    }

    /// Notes two conditions, by what is written.
    pub(super) fn conditions(&mut self, what: (&str, &str), a: &Option<Condition>, b: &Option<Condition>) {
        let source = |c: &Option<Condition>| c.as_ref().map(|c| c.source().to_owned());
        self.equal(what, &source(a), &source(b), |text| {
            text.as_ref().map_or_else(Label::default, |text| plain(format!("`{text}`")))
        });
    }

    pub(super) fn change(&mut self, kind: Kind, what: (&str, &str), a: &Label, b: &Label) {
        let way = match kind {
            Kind::Stricter => ("（更严）", " (stricter)"),
            Kind::Looser => ("（更宽）", " (looser)"),
            _ => ("", ""),
        };
        let dash = |l: &Label| match l.zh.is_empty() {
            true => label("无", "none"),
            false => l.clone(),
        };
        let (a, b) = (dash(a), dash(b));
        self.note(
            kind,
            label(
                format!("{}由{}改为{}{}", what.0, a.zh, b.zh, way.0),
                format!("{}: {} became {}{}", what.1, a.en, b.en, way.1),
            ),
        );
    }
}

/// Two lengths of time; only lengths of one sort have an order.
pub(super) fn span(
    what: (&str, &str),
    a: Span,
    b: Span,
    more_is_stricter: bool,
    words: fn(Span) -> Label,
    out: &mut Sheet,
) {
    // A civil day ends within 24 hours at most, so n days are never longer than n × 24 hours.
    let hours = |s: Span| match s {
        Span::Micros(n) => n,
        Span::Days(n) => i64::from(n) * 86_400_000_000,
    };
    let comparable = std::mem::discriminant(&a) == std::mem::discriminant(&b) || hours(a) != hours(b);
    match comparable {
        true => {
            if hours(a) != hours(b) {
                out.ordered(what, &hours(a), &hours(b), more_is_stricter, |n| {
                    if *n == hours(a) { words(a) } else { words(b) }
                });
            }
        }
        false => out.equal(what, &a, &b, |s| words(*s)),
    }
}

pub(super) fn plain(text: impl AsRef<str>) -> Label {
    label(text.as_ref(), text.as_ref())
}

pub(super) fn number<T: std::fmt::Display>(n: &T) -> Label {
    plain(n.to_string())
}
