//! Purity: the crates of floor 0 pull in no async, IO, database or HTTP crate, at any depth.
//!
//! Not here: whether their own code reads a file or a clock; clippy's `disallowed-methods` and reviews look at that.

use super::Finding;
use crate::process::{Failure, Setting};
use std::collections::BTreeMap;
use std::path::Path;

/// What has no place on floor 0.
const BANNED: &[&str] = &[
    "async-std",
    "axum",
    "curl",
    "getrandom",
    "hyper",
    "mio",
    "postgres",
    "rand",
    "reqwest",
    "rusqlite",
    "sqlx",
    "tokio",
    "tokio-postgres",
    "ureq",
];

/// For each crate, the names of all crates in its closure.
pub type Closures = BTreeMap<String, Vec<String>>;

/// Asks cargo, crate by crate: features that only the server wants must not count against `facts`. One platform, so
/// that the answer is the same on every laptop.
pub fn closures(root: &Path, crates: &[&str]) -> Result<Closures, Failure> {
    let mut closures = Closures::new();
    for name in crates {
        let target = "x86_64-unknown-linux-gnu";
        let args =
            ["tree", "-p", name, "-e", "normal", "--target", target, "--prefix", "none", "--format", "{p}"];
        let said = Setting::at(root).ask("cargo", &args).ok_or_else(|| {
            Failure::new(format!("`cargo tree -p {name}` failed"), "Run it and read what it says.")
        })?;
        closures.insert((*name).to_owned(), names(&said));
    }
    Ok(closures)
}

/// First words of the lines of `cargo tree`.
fn names(said: &str) -> Vec<String> {
    let mut names: Vec<String> =
        said.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

/// Looks for banned ones.
pub fn check(closures: &Closures) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, closure) in closures {
        for banned in closure.iter().filter(|other| BANNED.contains(&other.as_str())) {
            findings.push(Finding::new(
                &format!("crates/{name}/Cargo.toml"),
                1,
                format!("the pure crate {name} pulls in {banned}"),
                format!("`cargo tree -p {name} -e normal -i {banned}` shows the way; turn off the feature or move the code up."),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pure_crates_pull_in_no_io() {
        let said = "plan v0.1.0 (there/plan)\nserde v1.0.0\nfacts v0.1.0 (there/facts) (*)\nuuid v1.0.0\ngetrandom v0.4.0\n";
        let broken =
            Closures::from([("plan".to_owned(), names(said)), ("facts".to_owned(), names("facts v0.1.0\n"))]);
        let found: Vec<String> = check(&broken).into_iter().map(|finding| finding.what).collect();
        assert_eq!(found, ["the pure crate plan pulls in getrandom"]);
    }
}
