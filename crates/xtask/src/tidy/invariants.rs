//! Invariants: each one in ARCHITECTURE.md names the tests that hold it, and these tests exist.
//!
//! Not here: whether a test holds what the sentence says; readers judge that.

use super::tree::lines;
use super::{ARCHITECTURE, Finding, Tree, table};

/// How many there are at least: the design names seven.
const ROWS_MIN: usize = 7;

/// Looks for each named test.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let rows = table::rows(tree.text(ARCHITECTURE).unwrap_or_default(), "Invariants");
    let mut findings = Vec::new();
    if rows.len() < ROWS_MIN {
        let what = format!(
            "the table \"Invariants\" has {} rows, and had {ROWS_MIN} from the first day",
            rows.len()
        );
        findings.push(Finding::new(
            ARCHITECTURE,
            1,
            what,
            "Put back what was lost: number, invariant, tests.",
        ));
    }
    for row in &rows {
        let tests = row.list(2);
        if tests.is_empty() {
            let what = format!("invariant {} names no test", row.cell(0));
            findings.push(Finding::new(
                ARCHITECTURE,
                row.line,
                what,
                "Write the test, and name it as crate::test_name.",
            ));
        }
        for test in tests.into_iter().filter(|test| !exists(tree, test)) {
            let what = format!("invariant {} names the test {test}, which is not there", row.cell(0));
            let mend = "Name a function with #[test] as crate::name, or a journey as web::file (web/journeys/file.*).";
            findings.push(Finding::new(ARCHITECTURE, row.line, what, mend));
        }
    }
    findings
}

fn exists(tree: &Tree, test: &str) -> bool {
    match test.split_once("::") {
        Some(("web", name)) => tree
            .under("web/journeys/", "")
            .any(|(path, _)| path.rsplit('/').next().and_then(|file| file.split('.').next()) == Some(name)),
        Some((krate, name)) => {
            let folder = format!("crates/{krate}/");
            tree.under(&folder, ".rs").any(|(_, text)| has_test(text, name))
        }
        None => false,
    }
}

/// A function of this name that stands under `#[test]`, perhaps with other attributes between.
fn has_test(text: &str, name: &str) -> bool {
    let begins = format!("fn {name}(");
    let mut attribute = false;
    for (_, line) in lines(text) {
        let code = line.trim_start();
        if attribute && code.contains(&begins) {
            return true;
        }
        attribute = matches!(code, "#[test]" | "#[test_case]")
            || attribute && (code.starts_with("#[") || code.starts_with("//"));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &str) -> Vec<String> {
        let page = format!("## Invariants\n| n | invariant | tests |\n|---|---|---|\n{rows}");
        let rust = "#[cfg(test)]\nmod tests {\n    #[test]\n    // why\n    #[ignore]\n    fn holds() {}\n\n    fn no_test() {}\n}\n";
        let tree = Tree::of(&[
            (ARCHITECTURE, &page),
            ("crates/facts/src/a.rs", rust),
            ("web/journeys/suspect.spec.ts", "// x"),
        ]);
        check(&tree).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn invariants_without_a_test_are_found() {
        let fine = "| 1 | it holds | `facts::holds`, `web::suspect` |\n";
        assert_eq!(found(&fine.repeat(7)), Vec::<String>::new());
        let broken = "| 2 | x | |\n| 3 | x | `facts::no_test` |\n| 4 | x | `plan::holds` |\n| 5 | x | `web::other` |\n| 6 | x | holds |\n";
        assert_eq!(
            found(&format!("{}{broken}", fine.repeat(2))),
            [
                "invariant 2 names no test",
                "invariant 3 names the test facts::no_test, which is not there",
                "invariant 4 names the test plan::holds, which is not there",
                "invariant 5 names the test web::other, which is not there",
                "invariant 6 names the test holds, which is not there",
            ]
        );
        assert_eq!(found(""), ["the table \"Invariants\" has 0 rows, and had 7 from the first day"]);
    }
}
