//! Floors: the table "Floors" of ARCHITECTURE.md is what `cargo metadata` says. Nothing points up, and on one floor only
//! along an edge that the table lists.
//!
//! Not here: what crates from outside a floor may use; that is `purity`.

use super::{ARCHITECTURE, Finding, Tree, table};
use crate::process::Failure;
use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A crate of the table.
#[derive(Clone, Debug)]
pub struct Room {
    line: usize,
    /// `None` stands beside the house: it uses nothing of it and nothing uses it.
    pub floor: Option<u8>,
    may_use: BTreeSet<String>,
}

/// The table.
#[derive(Clone, Debug, Default)]
pub struct Floors {
    rooms: BTreeMap<String, Room>,
}

impl Floors {
    /// Reads the table: crate, floor, what it may use on its own floor.
    pub fn read(tree: &Tree) -> Self {
        let page = tree.text(ARCHITECTURE).unwrap_or_default();
        let rooms = table::rows(page, "Floors").into_iter().map(|row| {
            let may_use = row.list(2).into_iter().map(str::to_owned).collect();
            (row.cell(0).to_owned(), Room { line: row.line, floor: row.cell(1).parse().ok(), may_use })
        });
        Floors { rooms: rooms.collect() }
    }

    /// The floor of a crate.
    pub fn floor(&self, name: &str) -> Option<u8> {
        self.rooms.get(name)?.floor
    }

    /// Those of the pure crates that exist.
    pub fn crates_on_disk<'a>(&self, tree: &'a Tree) -> Vec<&'a str> {
        let on_disk = tree.under("crates/", "/Cargo.toml").filter_map(|(path, _)| path.split('/').nth(1));
        on_disk.filter(|name| self.floor(name) == Some(0)).collect()
    }
}

/// Which crates of the house each crate uses, in programs and in build scripts. Tests may look further.
pub type Edges = BTreeMap<String, BTreeSet<String>>;

/// Asks cargo.
pub fn edges(root: &Path) -> Result<Edges, Failure> {
    let metadata =
        MetadataCommand::new().manifest_path(root.join("Cargo.toml")).no_deps().exec().map_err(|e| {
            Failure::new(format!("cargo metadata: {e}"), "Mend the Cargo.toml that it names.")
        })?;
    let names: BTreeSet<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    let edges = metadata.packages.iter().map(|package| {
        let used = package.dependencies.iter().filter(|dep| dep.kind != DependencyKind::Development);
        let ours = used.map(|dep| dep.name.to_string()).filter(|name| names.contains(name));
        (package.name.to_string(), ours.collect())
    });
    Ok(edges.collect())
}

/// Compares the two.
pub fn check(floors: &Floors, edges: &Edges) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in edges.keys().filter(|name| !floors.rooms.contains_key(*name)) {
        let mend = format!("Give it a row in the table \"Floors\" of {ARCHITECTURE}.");
        findings.push(Finding::new(
            &format!("crates/{name}/Cargo.toml"),
            1,
            format!("crate {name} has no floor"),
            mend,
        ));
    }
    for (name, room) in &floors.rooms {
        let Some(used) = edges.get(name) else {
            findings.push(Finding::new(
                ARCHITECTURE,
                room.line,
                format!("there is no crate {name}"),
                "Take the row out.",
            ));
            continue;
        };
        for other in used {
            if let Some(why) = refused(name, room, other, floors.floor(other)) {
                let mend = format!(
                    "Move the code to where both may reach it, or change {ARCHITECTURE} and say why in a decision record."
                );
                findings.push(Finding::new(&format!("crates/{name}/Cargo.toml"), 1, why, mend));
            }
        }
        for unused in room.may_use.iter().filter(|other| !used.contains(*other)) {
            let what = format!("the table lets {name} use {unused}, which it does not");
            findings.push(Finding::new(ARCHITECTURE, room.line, what, "Take it out of the row."));
        }
    }
    findings
}

fn refused(name: &str, room: &Room, other: &str, other_floor: Option<u8>) -> Option<String> {
    match (room.floor, other_floor) {
        (Some(mine), Some(its)) if its > mine => {
            Some(format!("{name} (floor {mine}) points up to {other} (floor {its})"))
        }
        (Some(mine), Some(its)) if its == mine && !room.may_use.contains(other) => {
            Some(format!("{name} uses {other} of its own floor {mine} without an edge in the table"))
        }
        (None, _) | (_, None) => {
            Some(format!("{name} uses {other}, and one of them stands beside the house"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "## Floors\n| crate | floor | may use |\n|---|---|---|\n| `facts` | 0 | |\n| `plan` | 0 | `facts` |\n| `store` | 1 | |\n| `xtask` | – | |\n";

    fn found(uses: &[(&str, &[&str])]) -> Vec<String> {
        let floors = Floors::read(&Tree::of(&[(ARCHITECTURE, TABLE)]));
        let edges = uses
            .iter()
            .map(|(name, used)| ((*name).to_owned(), used.iter().map(|u| (*u).to_owned()).collect()));
        check(&floors, &edges.collect()).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_house_as_drawn_is_fine() {
        let drawn: &[(&str, &[&str])] =
            &[("facts", &[]), ("plan", &["facts"]), ("store", &["facts", "plan"]), ("xtask", &[])];
        assert_eq!(found(drawn), Vec::<String>::new());
    }

    #[test]
    fn floors_that_differ_are_found() {
        let broken: &[(&str, &[&str])] =
            &[("facts", &["plan", "store"]), ("plan", &[]), ("xtask", &["facts"]), ("loft", &[])];
        assert_eq!(
            found(broken),
            [
                "crate loft has no floor",
                "facts uses plan of its own floor 0 without an edge in the table",
                "facts (floor 0) points up to store (floor 1)",
                "the table lets plan use facts, which it does not",
                "there is no crate store",
                "xtask uses facts, and one of them stands beside the house",
            ]
        );
    }
}
