//! Lowering of `pack.toml`: what the pack is, its parameters, roles, kinds of organisation and statuses.
//!
//! Not here: the packs that it extends (`mod`), ledgers and constructs.

use super::{
    ledgers::privacy_of,
    names::{Names, qualified, subject_kind},
    node::{Table, Word},
};
use crate::{
    problem::Problems,
    program::{Param, Role, Source, Status},
};
use facts::{Label, Name, Privacy};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The text that it carries out.
pub(crate) fn source(table: &Table) -> Source {
    let source = table.table("source");
    let part = |key: &str| source.and_then(|s| s.text(key)).map(SmolStr::new).unwrap_or_default();
    Source { file: part("file"), section: part("section") }
}

/// Named values.
pub(crate) fn params(table: &Table) -> BTreeMap<Name, Param> {
    let entries = table.table("params").map(|t| t.entries.as_slice()).unwrap_or_default();
    let param = |t: &Table| {
        Some(Param {
            value: t.get("value")?.value()?,
            unit: t.text("unit").map(SmolStr::new),
            label: t.label("label")?,
            why: t.label("why")?,
            gap: t.bool("gap").unwrap_or(false),
        })
    };
    entries.iter().filter_map(|(id, _, node)| Some((Name::new(id), param(node.table()?)?))).collect()
}

/// Kinds of organisation; none may be one that a pack it extends declares.
pub(crate) fn org_kinds(table: &Table, names: &mut Names, problems: &mut Problems) -> BTreeMap<Name, Label> {
    let mut found = BTreeMap::new();
    let entries = table.table("org_kinds").map(|t| t.entries.as_slice()).unwrap_or_default();
    for (id, place, node) in entries {
        if names.org_kinds.contains(id.as_str()) {
            problems.add(place.problem(
                "declared_twice",
                format!("组织类别 `{id}` 已由所扩展的包声明"),
                format!("the kind of organisation `{id}` is declared by a pack that this one extends"),
            ));
        }
        found.extend(node.table().and_then(|t| t.label("title")).map(|title| (Name::new(id), title)));
    }
    names.org_kinds.extend(entries.iter().map(|(id, _, _)| Name::new(id)));
    found
}

/// Statuses of the pack.
pub(crate) fn statuses(table: &Table, names: &mut Names, problems: &mut Problems) -> BTreeMap<Name, Status> {
    let mut found = BTreeMap::new();
    let entries = table.table("statuses").map(|t| t.entries.as_slice()).unwrap_or_default();
    for (id, _, node) in entries {
        let Some(table) = node.table() else { continue };
        let Some(status) = status(table, problems) else {
            names.incomplete = true;
            continue;
        };
        names.statuses.insert(qualified(&names.pack, id), status.clone());
        found.insert(Name::new(id), status);
    }
    found
}

fn status(table: &Table, problems: &mut Problems) -> Option<Status> {
    let mut values: Vec<(Name, Label)> = Vec::new();
    for value in table.tables("values") {
        let (Some(id), Some(label)) = (value.word("id"), value.label("label")) else { continue };
        if values.iter().any(|(v, _)| *v == id.text) {
            problems.add(id.place.problem(
                "double",
                format!("取值 `{}` 写了两次", id.text),
                format!("the value `{}` stands twice", id.text),
            ));
        }
        values.push((id.text, label));
    }
    if table.get("values").is_some() && values.len() < 2 {
        problems.add(table.place_of("values").problem(
            "no_effect",
            "状态至少要有两个取值",
            "a status needs at least two values",
        ));
    }
    Some(Status { title: table.label("title")?, about: table.text("about").and_then(subject_kind)?, values })
}

/// Roles, without what they write: that needs the ledgers. A role that a pack it extends declares gains rights here.
pub(crate) fn roles(table: &Table, names: &mut Names, problems: &mut Problems) -> BTreeMap<Name, Role> {
    let mut found = BTreeMap::new();
    let entries = table.table("roles").map(|t| t.entries.as_slice()).unwrap_or_default();
    for (id, place, node) in entries {
        let Some(table) = node.table() else { continue };
        let inherited = names.roles.get(id.as_str());
        let title = match (table.label("title"), inherited) {
            (Some(title), Some(earlier)) if title != *earlier => {
                let problem = place
                    .problem(
                        "declared_twice",
                        format!("角色 `{id}` 已由所扩展的包以另一名称声明"),
                        format!(
                            "the role `{id}` is declared with other words by a pack that this one extends"
                        ),
                    )
                    .hint("不写 title 即可为它增加权限", "leave out title to add to its rights");
                problems.add(problem);
                Some(title)
            }
            (Some(title), _) => Some(title),
            (None, Some(earlier)) => Some(earlier.clone()),
            (None, None) => {
                if !table.has("title") {
                    problems.add(table.place.problem("missing_key", "缺少 `title`", "`title` is missing"));
                }
                None
            }
        };
        let needed_in = names.kinds(&table.words("needed_in"), problems);
        let title = title.unwrap_or_default();
        names.roles.entry(Name::new(id)).or_insert_with(|| title.clone());
        found.insert(
            Name::new(id),
            Role {
                title,
                needed_in,
                sees: table.text("sees").and_then(privacy_of).unwrap_or(Privacy::Internal),
                writes: table.words("writes").into_iter().map(|w| w.text).collect(),
                may: table.words("may").into_iter().map(|w| w.text).collect(),
            },
        );
    }
    found
}

/// Whether every ledger that a role writes is one.
pub(crate) fn check_writes(table: &Table, names: &Names, problems: &mut Problems) {
    let entries = table.table("roles").map(|t| t.entries.as_slice()).unwrap_or_default();
    let words = entries.iter().filter_map(|(_, _, node)| node.table()).flat_map(|t| t.words("writes"));
    let named: Vec<Word> = words.filter(|w| &*w.text != "*").collect();
    for word in named {
        names.ledger(&word, problems);
    }
}
