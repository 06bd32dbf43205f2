//! Packs that build on packs: which are in reach, and in which order several are read.
//!
//! Not here: what a pack inherits (`names`).

use super::{check_pack, names::did_you_mean, node::Table, top_of};
use crate::{problem::Problems, program::Pack};
use facts::Name;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The packs that a pack extends, and theirs.
pub(crate) struct Bases {
    /// The farthest first, so that nearer ones come later.
    pub packs: Vec<Arc<Pack>>,
    /// True when one is not known.
    pub missing: bool,
}

/// Resolves `extends`.
pub(crate) fn bases(id: &Name, head: &Table, known: &[Arc<Pack>], problems: &mut Problems) -> Bases {
    let mut found = Bases { packs: Vec::new(), missing: false };
    for word in head.words("extends") {
        if word.text == *id {
            let problem = word.place.problem("extends_circle", "包扩展了自己", "the pack extends itself");
            problems.add(problem);
            continue;
        }
        let Some(base) = known.iter().find(|p| p.id == word.text) else {
            let problem = word.place.problem(
                "unknown_pack",
                format!("没有包 `{}`", word.text),
                format!("there is no pack `{}`", word.text),
            );
            let names: Vec<&str> = known.iter().map(|p| p.id.as_str()).collect();
            problems.add(did_you_mean(problem, &word.text, names));
            found.missing = true;
            continue;
        };
        reach(base, known, &mut found.packs);
    }
    if found.packs.iter().any(|p| p.id == *id) {
        let place = head.place_of("extends");
        problems.add(place.problem(
            "extends_circle",
            "包经由它所扩展的包扩展了自己",
            "the pack extends itself by way of others",
        ));
        found.packs.retain(|p| p.id != *id);
    }
    found
}

/// The pack and all that it extends, the farthest first.
fn reach(pack: &Arc<Pack>, known: &[Arc<Pack>], into: &mut Vec<Arc<Pack>>) {
    if into.iter().any(|p| p.id == pack.id) {
        return;
    }
    for name in &pack.extends {
        if let Some(base) = known.iter().find(|p| p.id == *name && p.id != pack.id) {
            reach(base, known, into);
        }
    }
    into.push(pack.clone());
}

/// The packs that this pack extends, and theirs, the farthest first.
pub(crate) fn bases_of(pack: &Pack, known: &[Arc<Pack>]) -> Vec<Arc<Pack>> {
    let mut found = Vec::new();
    for name in &pack.extends {
        if let Some(base) = known.iter().find(|p| p.id == *name) {
            reach(base, known, &mut found);
        }
    }
    found
}

/// The files of one pack, and its folder for messages.
#[derive(Clone, Debug, Default)]
pub struct PackFiles {
    /// Shown before the paths of its files.
    pub folder: String,
    /// Path inside of the pack, text.
    pub files: Vec<(String, String)>,
}

/// The order in which packs are read: each after those that it extends. Circles and packs with one name are problems;
/// a base that is not among them is not (it may be known already).
pub fn order_packs(packs: &[PackFiles]) -> Result<Vec<usize>, Problems> {
    let heads: Vec<Head> = packs.iter().map(head_of).collect();
    let mut problems = Problems::default();
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, head) in heads.iter().enumerate().filter(|(_, h)| !h.id.is_empty()) {
        if by_id.insert(&head.id, n).is_some() {
            let says = ("两个包同名", "two packs have the same name");
            problems.append(problem_in(packs, n, head.id_at.clone(), "declared_twice", says));
        }
    }
    let mut order = Vec::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    while order.len() < packs.len() {
        let ready = (0..packs.len()).find(|n| {
            !done.contains(n)
                && heads.get(*n).is_some_and(|h| {
                    h.extends.iter().all(|base| by_id.get(base.as_str()).is_none_or(|b| done.contains(b)))
                })
        });
        let Some(next) = ready else {
            for n in (0..packs.len()).filter(|n| !done.contains(n)) {
                let at = heads.get(n).map(|h| h.extends_at.clone()).unwrap_or_default();
                let says = ("包互相扩展，成了圈", "packs extend one another in a circle");
                problems.append(problem_in(packs, n, at, "extends_circle", says));
            }
            break;
        };
        done.insert(next);
        order.push(next);
    }
    if problems.is_empty() { Ok(order) } else { Err(problems) }
}

/// Reads several packs in the order they need, all problems of all packs at once. Warnings are left out when nothing
/// is refused.
pub fn read_packs(packs: &[PackFiles], known: &[Arc<Pack>]) -> Result<Vec<Arc<Pack>>, Problems> {
    let mut all: Vec<Arc<Pack>> = known.to_vec();
    let mut problems = Problems::default();
    for n in order_packs(packs)? {
        let Some(files) = packs.get(n) else { continue };
        let (pack, found) = check_pack(&files.files, &all);
        problems.append(found.under(&files.folder));
        all.extend(pack.map(Arc::new));
    }
    if problems.refuse() { Err(problems) } else { Ok(all.split_off(known.len())) }
}

#[derive(Default)]
struct Head {
    id: String,
    id_at: std::ops::Range<usize>,
    extends: Vec<String>,
    extends_at: std::ops::Range<usize>,
}

/// `id` and `extends` of a pack, as far as they can be read.
fn head_of(pack: &PackFiles) -> Head {
    let text = pack.files.iter().find(|(path, _)| path == "pack.toml").map_or("", |(_, t)| t);
    let Ok(document) = toml_edit::Document::parse(text) else { return Head::default() };
    let extends = document.get("extends");
    let items = extends.and_then(|item| item.as_array());
    Head {
        id: document.get("id").and_then(|i| i.as_str()).unwrap_or_default().to_owned(),
        id_at: document.get("id").and_then(toml_edit::Item::span).unwrap_or_default(),
        extends: items.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        extends_at: extends.and_then(toml_edit::Item::span).unwrap_or_default(),
    }
}

fn problem_in(
    packs: &[PackFiles],
    n: usize,
    at: std::ops::Range<usize>,
    code: &'static str,
    says: (&str, &str),
) -> Problems {
    let Some(pack) = packs.get(n) else { return Problems::default() };
    let mut problems = Problems::of_files(&pack.files);
    let mut place = top_of("pack.toml");
    place.at = at;
    problems.add(place.problem(code, says.0, says.1));
    problems.under(&pack.folder)
}
