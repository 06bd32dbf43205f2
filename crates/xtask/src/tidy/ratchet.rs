//! The ratchet: crates/xtask/ratchet.toml lists the exceptions to the sizes with what they measure now, and the words of
//! plans that the engine may know. `cargo xtask tidy --ratchet` lowers and removes entries, and never adds one.
//!
//! Not here: the limits; they are in `sizes`.

use super::tree::lines;
use super::{Finding, Tree, sizes};
use crate::process::Failure;
use std::collections::BTreeMap;
use std::path::Path;

/// The file.
pub const RATCHET: &str = "crates/xtask/ratchet.toml";

/// What it says.
#[derive(Clone, Debug, Default)]
pub struct Ratchet {
    sizes: BTreeMap<String, (usize, usize)>,
    words: BTreeMap<String, String>,
}

impl Ratchet {
    /// Reads it. A missing file is an empty one; one that is not understood is a finding.
    pub fn read(tree: &Tree) -> (Self, Vec<Finding>) {
        let text = tree.text(RATCHET).unwrap_or_default();
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let finding = Finding::new(RATCHET, 1, format!("not understood: {error}"), "Mend it.");
                return (Ratchet::default(), vec![finding]);
            }
        };
        let part = |name: &str| table.get(name).and_then(toml::Value::as_table).into_iter().flatten();
        let line_of = |key: &str| {
            lines(text).find(|(_, line)| line.contains(&format!("\"{key}\""))).map_or(1, |(n, _)| n)
        };
        let sizes = part("sizes").filter_map(|(key, size)| {
            let size = usize::try_from(size.as_integer()?).ok()?;
            Some((key.clone(), (size, line_of(key))))
        });
        let words =
            part("plan_words").filter_map(|(word, why)| Some((word.clone(), why.as_str()?.to_owned())));
        (Ratchet { sizes: sizes.collect(), words: words.collect() }, Vec::new())
    }

    /// The size that is listed.
    pub fn size(&self, key: &str) -> Option<usize> {
        self.sizes.get(key).map(|(size, _)| *size)
    }

    /// All listed keys with their lines.
    pub fn listed(&self) -> impl Iterator<Item = (&str, usize)> {
        self.sizes.iter().map(|(key, (_, line))| (key.as_str(), *line))
    }

    /// Whether the engine may know this word of a plan.
    pub fn allows(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|why| !why.trim().is_empty())
    }
}

/// Lowers what shrank, removes what is small enough, and writes the file.
pub fn lower(root: &Path, tree: &Tree) -> Result<(), Failure> {
    let text = tree.text(RATCHET).unwrap_or_default();
    let sizes: BTreeMap<String, (usize, usize)> =
        sizes::measured(tree).into_iter().map(|one| (one.key, (one.len, one.max))).collect();
    let lowered = lowered(text, &sizes);
    std::fs::write(root.join(RATCHET), &lowered)
        .map_err(|e| Failure::new(format!("cannot write {RATCHET}: {e}"), "Look at its permissions."))?;
    println!("{RATCHET}: {} lines before, {} now", text.lines().count(), lowered.lines().count());
    Ok(())
}

/// `sizes`: key to (lines, limit).
fn lowered(text: &str, sizes: &BTreeMap<String, (usize, usize)>) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let entry = line.strip_prefix('"').and_then(|rest| rest.split_once("\" = "));
        match entry.and_then(|(key, size)| Some((key, size.trim().parse::<usize>().ok()?))) {
            None => kept.push_str(&format!("{line}\n")),
            Some((key, listed)) => {
                if let Some((len, _)) = sizes.get(key).filter(|(len, max)| len > max) {
                    kept.push_str(&format!("\"{key}\" = {}\n", listed.min(*len)));
                }
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_lowered_and_removed_and_never_raised() {
        let text = "# why\n[sizes]\n\"a\" = 500\n\"b\" = 500\n\"c\" = 500\n\"gone\" = 500\n\n[plan_words]\n\"note\" = \"why\"\n";
        let sizes = [("a", 450), ("b", 300), ("c", 600)].map(|(key, len)| (key.to_owned(), (len, 400)));
        let lowered = lowered(text, &sizes.into_iter().collect());
        assert_eq!(lowered, "# why\n[sizes]\n\"a\" = 450\n\"c\" = 500\n\n[plan_words]\n\"note\" = \"why\"\n");
    }

    #[test]
    fn a_word_needs_a_reason() {
        let (ratchet, _) =
            Ratchet::read(&Tree::of(&[(RATCHET, "[plan_words]\n\"note\" = \"why\"\n\"other\" = \"\"\n")]));
        assert!(ratchet.allows("note"));
        assert!(!ratchet.allows("other"));
        assert_eq!(Ratchet::read(&Tree::of(&[(RATCHET, "[")])).1.len(), 1);
    }
}
