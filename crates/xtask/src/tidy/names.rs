//! Names: no file, folder or module is called by a word that says nothing.
//!
//! Not here: names of functions and types; reviews look at these.

use super::{Finding, Tree, rust};

const EMPTY_WORDS: &[&str] =
    &["util", "utils", "utility", "utilities", "helper", "helpers", "common", "manager", "managers", "misc"];
const MEND: &str = "Name it after what it is about (docs/GLOSSARY.md has the words).";

/// Looks at every path, and at modules written inside of a file.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.all().filter(|(path, _)| path.starts_with("crates/") || path.starts_with("web/"))
    {
        if let Some(word) = path.split('/').find_map(empty_word) {
            findings.push(Finding::new(path, 1, format!("the name says nothing: {word:?}"), MEND));
        }
        for (line, code) in rust::code_lines(text).filter(|_| path.ends_with(".rs")) {
            let name = code
                .trim_start()
                .trim_start_matches("pub ")
                .strip_prefix("mod ")
                .and_then(|rest| rest.strip_suffix(" {"));
            if let Some(word) = name.and_then(empty_word) {
                findings.push(Finding::new(path, line, format!("the name says nothing: {word:?}"), MEND));
            }
        }
    }
    findings
}

/// An empty word that a name is made of, however it is written: `user_utils`, `user-utils`, `UserUtils`.
fn empty_word(name: &str) -> Option<&'static str> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for letter in name.chars() {
        let new = !letter.is_alphanumeric() || letter.is_uppercase() && lower_before;
        if new {
            words.push(String::new());
        }
        lower_before = letter.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    EMPTY_WORDS.iter().find(|empty| words.iter().any(|word| word == *empty)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names_are_found() {
        let tree = Tree::of(&[
            ("crates/a/src/date_utils.rs", "//! x\n"),
            ("crates/a/src/common/x.rs", "//! x\n"),
            ("crates/a/src/fine.rs", "//! x\npub mod helpers {\n}\nmod commonly {\n}\n"),
            ("crates/a/src/commoner.rs", "//! x\n"),
            ("web/src/TableHelper.tsx", "// x\n"),
            ("docs/misc.md", "not code\n"),
        ]);
        let found: Vec<(String, usize)> =
            check(&tree).into_iter().map(|finding| (finding.file, finding.line)).collect();
        let expected = [
            ("crates/a/src/common/x.rs", 1),
            ("crates/a/src/date_utils.rs", 1),
            ("crates/a/src/fine.rs", 2),
            ("web/src/TableHelper.tsx", 1),
        ];
        assert_eq!(found, expected.map(|(file, line)| (file.to_owned(), line)));
    }
}
