//! The code map of ARCHITECTURE.md lists exactly the folders there are: those at the top, each crate, each pack.
//!
//! Not here: what it says of them.

use super::{ARCHITECTURE, Finding, Tree, table};
use std::collections::BTreeMap;

/// Compares the map with the folders.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let page = tree.text(ARCHITECTURE).unwrap_or_default();
    let map: BTreeMap<String, usize> = table::rows(page, "Code map")
        .iter()
        .map(|row| (row.cell(0).trim_end_matches('/').to_owned(), row.line))
        .collect();
    let mut there = tree.folders("");
    for top in ["crates/", "packs/"] {
        there.extend(tree.folders(top).into_iter().map(|folder| format!("{top}{folder}")));
    }
    let missing = there.iter().filter(|folder| !map.contains_key(*folder)).map(|folder| {
        let mend = format!(
            "Give it a row in the table \"Code map\": what is in it, what is never in it. ({folder})"
        );
        Finding::new(ARCHITECTURE, 1, format!("the code map does not list {folder}"), mend)
    });
    let gone = map.iter().filter(|(folder, _)| !there.contains(*folder)).map(|(folder, line)| {
        Finding::new(
            ARCHITECTURE,
            *line,
            format!("the code map lists {folder}, which is not there"),
            "Take the row out.",
        )
    });
    missing.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_that_differs_from_the_folders_is_found() {
        let page = "## Code map\n| folder | in it |\n|---|---|\n| `crates/` | |\n| `crates/facts/` | |\n| `crates/gone` | |\n| docs | |\n";
        let tree = Tree::of(&[
            (ARCHITECTURE, page),
            ("crates/facts/src/lib.rs", ""),
            ("packs/base/pack.toml", ""),
            ("README.md", ""),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.what).collect();
        let expected = [
            "the code map does not list packs",
            "the code map does not list packs/base",
            "the code map lists crates/gone, which is not there",
        ];
        assert_eq!(found, expected);
    }
}
