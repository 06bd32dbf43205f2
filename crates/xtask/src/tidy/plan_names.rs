//! A plan is data: the engine (floors 0 to 2) knows no ledger, pack or role by its name.
//!
//! Not here: numbers of plans; reviews look at these.

use super::ratchet::{RATCHET, Ratchet};
use super::{Finding, Tree, floors::Floors, rust};
use std::collections::BTreeSet;

/// Looks for names that packs declare in the string literals of the engine.
pub fn check(tree: &Tree, floors: &Floors, ratchet: &Ratchet) -> Vec<Finding> {
    let declared = declared(tree);
    let mut findings = Vec::new();
    for (path, text) in tree.under("crates/", ".rs") {
        let engine =
            path.split('/').nth(1).and_then(|name| floors.floor(name)).is_some_and(|floor| floor <= 2);
        let in_program = path.split('/').nth(2) == Some("src")
            && !path.ends_with("/tests.rs")
            && !path.contains("/tests/");
        if !engine || !in_program {
            continue;
        }
        for (line, code) in rust::code_lines(text) {
            for word in rust::literals(code).filter(|word| declared.contains(*word) && !ratchet.allows(word))
            {
                let what = format!("the engine knows {word:?}, which a pack declares");
                let mend = format!(
                    "Let the pack say it (an act, a parameter, a kind). If it is another word that looks alike, list it with the reason under [plan_words] in {RATCHET}."
                );
                findings.push(Finding::new(path, line, what, mend));
            }
        }
    }
    findings
}

/// Ids of packs, ledgers and roles.
fn declared(tree: &Tree) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (path, text) in tree.under("packs/", ".toml") {
        // A pack that is not understood is `plan check`'s to tell, with line and caret.
        let Ok(table) = text.parse::<toml::Table>() else { continue };
        if path.ends_with("/pack.toml") {
            names.extend(table.get("id").and_then(toml::Value::as_str).map(str::to_owned));
            names.extend(
                table
                    .get("roles")
                    .and_then(toml::Value::as_table)
                    .into_iter()
                    .flat_map(|roles| roles.keys().cloned()),
            );
        }
        let ledgers = table.get("ledger").and_then(toml::Value::as_array).into_iter().flatten();
        names.extend(ledgers.filter_map(|ledger| ledger.get("id")?.as_str().map(str::to_owned)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::ARCHITECTURE;

    #[test]
    fn names_of_plans_in_the_engine_are_found() {
        let table = "## Floors\n| crate | floor |\n|---|---|\n| plan | 0 |\n| server | 3 |\n";
        let rust = "//! x\nlet a = \"temperature\";\nlet b = \"base\";\n// \"grid_worker\"\nlet c = \"note\";\n#[cfg(test)]\nmod tests {\nlet d = \"temperature\";\n}\n";
        let tree = Tree::of(&[
            (ARCHITECTURE, table),
            ("packs/base/pack.toml", "id = \"base\"\n[roles.grid_worker]\n"),
            ("packs/base/ledgers/a.toml", "[[ledger]]\nid = \"temperature\"\n[[ledger]]\nid = \"note\"\n"),
            ("crates/plan/src/a.rs", rust),
            ("crates/plan/tests/a.rs", rust),
            ("crates/server/src/a.rs", rust),
            (RATCHET, "[plan_words]\n\"note\" = \"a kind of row\"\n"),
        ]);
        let (ratchet, _) = Ratchet::read(&tree);
        let found = check(&tree, &Floors::read(&tree), &ratchet);
        let found: Vec<(String, usize)> =
            found.into_iter().map(|finding| (finding.file, finding.line)).collect();
        assert_eq!(found, [("crates/plan/src/a.rs".to_owned(), 2), ("crates/plan/src/a.rs".to_owned(), 3)]);
    }
}
