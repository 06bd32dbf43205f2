//! Reasons: each dependency of the workspace says why it is there, is used by somebody, and is named in one place.
//!
//! Not here: licences and sources; deny.toml.

use super::tree::lines;
use super::{Finding, Tree};

const TOP: &str = "Cargo.toml";

/// Looks at the top Cargo.toml and at those of the crates.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, name, entry) in entries(tree.text(TOP).unwrap_or_default(), "[workspace.dependencies]") {
        let ours = entry.contains("path = ");
        if !ours && entry.split_once('#').is_none_or(|(_, reason)| reason.trim().is_empty()) {
            let what = format!("the dependency {name} has no reason");
            findings.push(Finding::new(TOP, line, what, "Say in a comment behind it why it is here."));
        }
        let used = tree
            .under("crates/", "/Cargo.toml")
            .any(|(_, text)| crate_entries(text).any(|(_, used, _)| used == name));
        if !ours && !used {
            findings.push(Finding::new(
                TOP,
                line,
                format!("nobody uses the dependency {name}"),
                "Take the line out.",
            ));
        }
    }
    for (path, text) in tree.under("crates/", "/Cargo.toml") {
        for (line, name, entry) in
            crate_entries(text).filter(|(_, _, entry)| !entry.contains("workspace = true"))
        {
            let what = format!("{name} does not take its version from the workspace: {entry}");
            let mend = "Name it under [workspace.dependencies] of the top Cargo.toml, with its reason, and write `workspace = true` here.";
            findings.push(Finding::new(path, line, what, mend));
        }
        if !text.contains("[lints]\nworkspace = true") {
            findings.push(Finding::new(
                path,
                1,
                "the crate leaves out the workspace's lints",
                "Add [lints] workspace = true.",
            ));
        }
    }
    findings
}

fn crate_entries(text: &str) -> impl Iterator<Item = (usize, &str, String)> {
    let sections = ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"];
    sections.into_iter().flat_map(|section| entries(text, section))
}

/// The entries of a section: line, name, and all their text (an array may go over several lines).
fn entries<'a>(text: &'a str, section: &str) -> Vec<(usize, &'a str, String)> {
    let mut found: Vec<(usize, &str, String)> = Vec::new();
    let inside = lines(text).skip_while(|(_, line)| line.trim() != section).skip(1);
    for (line, code) in inside.take_while(|(_, line)| !line.starts_with('[')) {
        let name = code.split(['=', '.', ' ']).next().unwrap_or_default();
        let begins =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        match found.last_mut() {
            _ if begins => found.push((line, name, code.to_owned())),
            Some((_, _, entry)) if !code.starts_with('#') => entry.push_str(code),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_without_reason_or_use_are_found() {
        let top = "[workspace.dependencies]\nfacts = { path = \"x\" }\na = \"1\" # why\nb = { version = \"1\", features = [\n  \"x\",\n] } # why\nc = \"1\"\nd = \"1\" #\n\n[profile.dev]\nz = 1\n";
        let krate = "[lints]\nworkspace = true\n\n[dependencies]\na.workspace = true\nc = { workspace = true }\nd.workspace = true\n\n[dev-dependencies]\ne = \"1\"\n";
        let tree =
            Tree::of(&[(TOP, top), ("crates/k/Cargo.toml", krate), ("crates/l/Cargo.toml", "[package]\n")]);
        let found: Vec<String> =
            check(&tree).into_iter().map(|finding| format!("{} {}", finding.line, finding.what)).collect();
        let expected = [
            "4 nobody uses the dependency b",
            "7 the dependency c has no reason",
            "8 the dependency d has no reason",
            "10 e does not take its version from the workspace: e = \"1\"",
            "1 the crate leaves out the workspace's lints",
        ];
        assert_eq!(found, expected);
    }
}
