//! Two versions of a plan, or the plans of two levels of government, clause by clause: what was added or removed, what
//! became stricter or looser.
//!
//! Constructs are matched by their id without the pack's name; those left over by the clause that they carry out. Not
//! here: what a change means for persons and organisations (that needs their facts).
//!
//! Reading order: this file, `pairs` (which construct is which), `sheet` (where differences are noted), `rule`, `duty`,
//! `course`, `report`.

mod course;
mod duty;
mod pairs;
mod report;
mod rule;
mod sheet;

use crate::{
    explain::{
        param_words,
        words::{Words, label},
    },
    program::Pack,
};
use facts::{Label, Name};
use pairs::{One, all, pairs};
use serde::Serialize;
use sheet::Sheet;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Something in which two plans differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The clause that it belongs to; empty for parameters and other parts of the head.
    pub clause: SmolStr,
    /// The construct, without its pack.
    pub rule: Name,
    /// Which way it differs.
    pub kind: Kind,
    /// In words.
    pub says: Label,
}

/// Which way the second plan differs from the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Only in the second (against the level above: 加码).
    Added,
    /// Only in the first (against the level above: 缺项).
    Removed,
    /// The second asks for more.
    Stricter,
    /// The second asks for less.
    Looser,
    /// Different, neither more nor less.
    Changed,
}

/// How the second plan differs from the first.
pub fn diff(a: &Pack, b: &Pack) -> Vec<Difference> {
    let mut out = Sheet {
        words: Words::of(b, &[]),
        clause: SmolStr::default(),
        rule: Name::default(),
        list: Vec::new(),
    };
    params(a, b, &mut out);
    constructs(a, b, &mut out);
    out.list
}

fn params(a: &Pack, b: &Pack, out: &mut Sheet) {
    let ids: BTreeSet<&Name> = a.params.keys().chain(b.params.keys()).collect();
    for id in ids {
        out.clause = SmolStr::default();
        out.rule = Name::new(format!("params.{id}"));
        match (a.params.get(id), b.params.get(id)) {
            (Some(a), Some(b)) if a.value != b.value || a.unit != b.unit => {
                // Whether more of a number is stricter is known only where it is used; the rules below say it.
                let (zh, en) = (format!("参数“{}”", b.label.zh), format!("parameter “{}”", b.label.en));
                out.change(Kind::Changed, (&zh, &en), &param_words(a), &param_words(b));
            }
            (Some(a), None) => out.note(
                Kind::Removed,
                label(format!("删去参数“{}”", a.label.zh), format!("the parameter “{}” is gone", a.label.en)),
            ),
            (None, Some(b)) => out.note(
                Kind::Added,
                label(
                    format!("新增参数“{}”（{}）", b.label.zh, param_words(b).zh),
                    format!("new parameter “{}” ({})", b.label.en, param_words(b).en),
                ),
            ),
            _ => {}
        }
    }
}

fn constructs(a: &Pack, b: &Pack, out: &mut Sheet) {
    let (first, second) = (all(a), all(b));
    for (one, other) in pairs(&first, &second) {
        let shown = other.or(one);
        let Some(shown) = shown else { continue };
        out.clause = shown.clause().id.clone();
        out.rule = Name::new(shown.id());
        match (one, other) {
            (Some(One::Rule(a)), Some(One::Rule(b))) => rule::rule(a, b, out),
            (Some(One::Course(a)), Some(One::Course(b))) => course::course(a, b, out),
            (Some(One::Report(a)), Some(One::Report(b))) => report::report(a, b, out),
            (Some(a), None) => {
                let title = a.title();
                out.note(
                    Kind::Removed,
                    label(format!("删去“{}”", title.zh), format!("“{}” is gone", title.en)),
                );
            }
            (None, Some(b)) => {
                let title = b.title();
                out.note(Kind::Added, label(format!("新增“{}”", title.zh), format!("new: “{}”", title.en)));
            }
            _ => {}
        }
    }
}
