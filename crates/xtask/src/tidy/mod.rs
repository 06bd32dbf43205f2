//! `cargo xtask tidy`: the house's own checks, those that no compiler makes. Each check is a pure function from the
//! files (and the dependency graph) to findings, and has a test with a broken example that it must find.
//!
//! Not here: formatting, lints, licences; `ci` runs the tools for these.
//!
//! Reading order: `tree` (the files), `table` (tables of ARCHITECTURE.md), then one file per check.

mod floors;
mod invariants;
mod map;
mod names;
mod openings;
mod plan_names;
mod purity;
mod ratchet;
mod reasons;
mod rust;
mod sizes;
mod table;
mod tree;
mod words;

use crate::process::Failure;
use std::path::Path;
pub use tree::Tree;

/// The page that is compared with the code.
const ARCHITECTURE: &str = "docs/ARCHITECTURE.md";

/// Something that a check found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    /// The file, from the top folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub mend: String,
}

impl Finding {
    fn new(file: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Finding { file: file.to_owned(), line, what: what.into(), mend: mend.into() }
    }
}

/// Runs every check and prints what they found.
pub fn run(root: &Path, args: &[String]) -> Result<(), Failure> {
    let tree = Tree::read(root);
    if args.iter().any(|arg| arg == "--ratchet") {
        return ratchet::lower(root, &tree);
    }
    let findings = findings(root, &tree)?;
    for finding in &findings {
        println!("{}:{}: {}\n    {}", finding.file, finding.line, finding.what, finding.mend);
    }
    match findings.len() {
        0 => {
            println!("   {} files are tidy", tree.len());
            Ok(())
        }
        n => Err(Failure::new(format!("tidy found {n}"), "Each line above says what to do.")),
    }
}

fn findings(root: &Path, tree: &Tree) -> Result<Vec<Finding>, Failure> {
    let (ratchet, mut findings) = ratchet::Ratchet::read(tree);
    let floors = floors::Floors::read(tree);
    findings.extend(floors::check(&floors, &floors::edges(root)?));
    findings.extend(purity::check(&purity::closures(root, &floors.crates_on_disk(tree))?));
    findings.extend(openings::check(tree));
    findings.extend(sizes::check(tree, &ratchet));
    findings.extend(names::check(tree));
    findings.extend(map::check(tree));
    findings.extend(invariants::check(tree));
    findings.extend(words::check(tree));
    findings.extend(plan_names::check(tree, &floors, &ratchet));
    findings.extend(reasons::check(tree));
    findings.sort();
    Ok(findings)
}
