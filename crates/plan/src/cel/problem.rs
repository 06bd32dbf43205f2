//! `CelProblem`: something wrong with a condition; and the guessing of what was meant.
//!
//! Not here: files, lines and carets; the reader of the plan's files knows where a condition stands.

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
    let far = (wrong.chars().count() / 3).max(1);
    let near = names.iter().map(|n| (distance(wrong, n), *n)).filter(|(d, _)| *d <= far).min();
    if let Some((_, name)) = near {
        return (format!("是不是 {name}？"), format!("did you mean {name}?"));
    }
    if names.is_empty() {
        return ("这里没有可用的名字".into(), "there is nothing to name here".into());
    }
    let more = if names.len() > LISTED { " …" } else { "" };
    let list = |comma: &str| names.iter().take(LISTED).copied().collect::<Vec<_>>().join(comma);
    (format!("可用：{}{more}", list("、")), format!("one of {}{more}", list(", ")))
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().flat_map(char::to_lowercase).collect(), b.chars().flat_map(char::to_lowercase).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}
