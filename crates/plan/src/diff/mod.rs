//! Two versions of a plan, or the plans of two levels of government, clause by clause: what was added or removed, what
//! became stricter or looser.
//!
//! Constructs are matched by their id without the pack's name; those left over by the clause that they carry out. Not
//! here: what a change means for persons and organisations (that needs their facts).
//!
//! Reading order: this file, `pairs` (which construct is which), `sheet` (where differences are noted), `rule`, `duty`,
//! `course`, `report`, `area`.

mod area;
mod course;
mod duty;
mod pairs;
mod report;
mod rule;
mod sheet;

use crate::{
    explain::words::{Words, label},
    program::Pack,
};
use facts::{Label, Name};
use pairs::{One, all, pairs};
use serde::Serialize;
use sheet::Sheet;
use smol_str::SmolStr;
use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

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

/// How the second plan differs from the first; names of packs that they extend stand as written.
pub fn diff(a: &Pack, b: &Pack) -> Vec<Difference> {
    diff_with(a, b, &[])
}

/// How the second plan differs from the first, with the words of those of these packs that they build on.
pub fn diff_with(a: &Pack, b: &Pack, known: &[Arc<Pack>]) -> Vec<Difference> {
    let ground = ground([a, b], known);
    let mut out = Sheet {
        words: Words::of(ground.into_iter().chain([a, b])),
        clause: SmolStr::default(),
        rule: Name::default(),
        list: Vec::new(),
    };
    params(a, b, &mut out);
    constructs(a, b, &mut out);
    out.list
}

/// The packs that these build on, each before the one that extends it. Other plans may call the same thing otherwise.
fn ground<'p>(plans: [&'p Pack; 2], known: &'p [Arc<Pack>]) -> Vec<&'p Pack> {
    let mut found: Vec<&Pack> = Vec::new();
    let mut look = VecDeque::from(plans);
    while let Some(pack) = look.pop_front() {
        // Of several versions the last one is the newest.
        let extended = pack.extends.iter().filter_map(|id| known.iter().rfind(|p| p.id == *id));
        for base in extended.map(Arc::as_ref) {
            if found.iter().all(|other| other.id != base.id) {
                found.push(base);
                look.push_back(base);
            }
        }
    }
    found.reverse();
    found
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
                let (was, is) = (out.words.param(a), out.words.param(b));
                out.change(Kind::Changed, (&zh, &en), &was, &is);
            }
            (Some(a), None) => out.note(
                Kind::Removed,
                label(format!("删去参数“{}”", a.label.zh), format!("the parameter “{}” is gone", a.label.en)),
            ),
            (None, Some(b)) => {
                let value = out.words.param(b);
                let zh = format!("新增参数“{}”（{}）", b.label.zh, value.zh);
                let en = format!("new parameter “{}” ({})", b.label.en, value.en);
                out.note(Kind::Added, label(zh, en));
            }
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
            (Some(One::Area(a)), Some(One::Area(b))) => area::area(a, b, out),
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
