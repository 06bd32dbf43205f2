//! Which construct of the one plan is which of the other.
//!
//! Not here: how the two differ (`rule`, `course`, `report`).

use crate::{
    program::{AreaRules, Clause, Course, Pack, Report, Rule},
    written::unqualified,
};
use facts::Label;
use std::collections::BTreeSet;

/// A construct of either sort, to be matched.
#[derive(Clone, Copy)]
pub(super) enum One<'p> {
    Rule(&'p Rule),
    Course(&'p Course),
    Report(&'p Report),
    Area(&'p AreaRules),
}

impl One<'_> {
    pub(super) fn id(&self) -> &str {
        match self {
            One::Rule(r) => unqualified(&r.id),
            One::Course(c) => unqualified(&c.id),
            One::Report(r) => unqualified(&r.id),
            One::Area(a) => unqualified(&a.id),
        }
    }

    pub(super) fn clause(&self) -> &Clause {
        match self {
            One::Rule(r) => &r.clause,
            One::Course(c) => &c.clause,
            One::Report(r) => &r.clause,
            One::Area(a) => &a.clause,
        }
    }

    pub(super) fn title(&self) -> &Label {
        match self {
            One::Rule(r) => &r.title,
            One::Course(c) => &c.title,
            One::Report(r) => &r.title,
            One::Area(a) => &a.title,
        }
    }

    /// Constructs of different sorts are never the same one.
    fn sort(&self) -> u8 {
        match self {
            One::Rule(_) => 0,
            One::Course(_) => 1,
            One::Report(_) => 2,
            One::Area(_) => 3,
        }
    }
}

pub(super) fn all(pack: &Pack) -> Vec<One<'_>> {
    let rules = pack.rules.iter().map(One::Rule);
    let courses = pack.courses.iter().map(One::Course);
    let areas = pack.areas.iter().map(One::Area);
    rules.chain(courses).chain(pack.reports.iter().map(One::Report)).chain(areas).collect()
}

pub(super) type Pair<'p> = (Option<One<'p>>, Option<One<'p>>);

/// First those with the same id, then, of what is left, those with the same clause; the rest alone.
pub(super) fn pairs<'p>(first: &[One<'p>], second: &[One<'p>]) -> Vec<Pair<'p>> {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut matched: Vec<(One<'p>, Option<One<'p>>)> = first.iter().map(|one| (*one, None)).collect();
    let same: [fn(&One<'_>, &One<'_>) -> bool; 2] = [
        |a, b| a.sort() == b.sort() && a.id() == b.id(),
        |a, b| a.sort() == b.sort() && !a.clause().id.is_empty() && a.clause().id == b.clause().id,
    ];
    for fits in same {
        for (one, other) in matched.iter_mut().filter(|(_, other)| other.is_none()) {
            let found = second.iter().enumerate().find(|(n, b)| !taken.contains(n) && fits(one, b));
            if let Some((n, b)) = found {
                taken.insert(n);
                *other = Some(*b);
            }
        }
    }
    let new = second.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, b)| (None, Some(*b)));
    matched.into_iter().map(|(a, b)| (Some(a), b)).chain(new).collect()
}
