//! `CelProblem`: something wrong with a condition; and the names that were perhaps meant.
//!
//! Not here: files, lines and carets; the reader of the plan's files knows where a condition stands.

use crate::nearest::nearest;
use facts::Label;
use std::ops::Range;

/// Something wrong with a condition, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CelProblem {
    /// The bytes of the source that it is about.
    pub at: Range<usize>,
    /// What is wrong.
    pub says: Label,
    /// What was expected instead; empty when there is nothing to add.
    pub expected: Label,
}

/// A problem from its words, Chinese first.
pub(super) fn refuse<A: AsRef<str>, B: AsRef<str>>(
    at: Range<usize>,
    says: (A, A),
    want: (B, B),
) -> CelProblem {
    CelProblem { at, says: Label::new(says.0, says.1), expected: Label::new(want.0, want.1) }
}

/// How many names a message lists.
const LISTED: usize = 12;

/// `did you mean …?` when a name is near, else the names there are.
pub(super) fn suggest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> (String, String) {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    if let Some(name) = nearest(wrong, names.iter().copied()) {
        return (format!("是不是 {name}？"), format!("did you mean {name}?"));
    }
    if names.is_empty() {
        return ("这里没有可用的名字".into(), "there is nothing to name here".into());
    }
    let more = if names.len() > LISTED { " …" } else { "" };
    let list = |comma: &str| names.iter().take(LISTED).copied().collect::<Vec<_>>().join(comma);
    (format!("可用：{}{more}", list("、")), format!("one of {}{more}", list(", ")))
}
