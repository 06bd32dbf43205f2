//! What was not right with the data that a computation was given, in words.

use crate::words::Words;
use epi::{Problem, ProblemKind};
use std::collections::BTreeMap;

/// Each sort of problem once, with how many cases have it.
pub fn in_words(problems: &[Problem]) -> Vec<Words> {
    let mut counted: BTreeMap<ProblemKind, usize> = BTreeMap::new();
    for problem in problems {
        *counted.entry(problem.kind).or_default() += 1;
    }
    let words = |(kind, n): (ProblemKind, usize)| {
        let says = kind.says();
        Words::new(format!("{}（{n}）", says.zh), format!("{} ({n})", says.en))
    };
    counted.into_iter().map(words).collect()
}
