//! Openings: every source file says in its first line what it is. Rust with `//!`, TypeScript with a comment.
//!
//! Not here: whether what it says is true; readers judge that.

use super::{Finding, Tree};

/// Looks at the first line of each.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let rust = tree.under("crates/", ".rs").map(|file| (file, &["//! "][..]));
    let script = tree
        .under("web/", ".ts")
        .chain(tree.under("web/", ".tsx"))
        .map(|file| (file, &["/**", "/*", "//"][..]));
    rust.chain(script)
        .filter(|((_, text), openings)| !openings.iter().any(|opening| text.starts_with(opening)))
        .map(|((path, _), openings)| {
            let what = "the file does not say what it is";
            let mend = format!(
                "Open it with `{}`: what it is, what it is not, where the other half lives.",
                openings[0].trim()
            );
            Finding::new(path, 1, what, mend)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_an_opening_are_found() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "//! It is.\n"),
            ("crates/a/src/bad.rs", "use x;\n//! late\n"),
            ("crates/a/tests/empty.rs", "//!\n"),
            ("web/src/good.ts", "/** It is. */\n"),
            ("web/src/fine.tsx", "// It is.\n"),
            ("web/src/bad.tsx", "import x from 'x'\n"),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.file).collect();
        assert_eq!(found, ["crates/a/src/bad.rs", "crates/a/tests/empty.rs", "web/src/bad.tsx"]);
    }
}
