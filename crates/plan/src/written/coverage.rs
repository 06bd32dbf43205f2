//! `coverage.toml`: every rule of the source, and what carries it out.
//!
//! Not here: the catalogue of requirements itself.

use super::{
    names::{Names, did_you_mean, qualified},
    node::Table,
};
use crate::{problem::Problems, program::CoverageRow};
use facts::Name;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The rows; what runs a rule must be a construct of this pack, or a ledger, role or status that it may name.
pub(crate) fn coverage(
    table: &Table,
    names: &Names,
    constructs: &BTreeSet<Name>,
    problems: &mut Problems,
) -> Vec<CoverageRow> {
    let mut rows: Vec<CoverageRow> = Vec::new();
    for row in table.tables("rule") {
        let Some(id) = row.word("id") else { continue };
        if rows.iter().any(|r| r.id == id.text.as_str()) {
            let problem = id.place.problem(
                "double",
                format!("`{}` 写了两次", id.text),
                format!("`{}` stands twice", id.text),
            );
            problems.add(problem);
        }
        let mut runs = Vec::new();
        for word in row.words("runs") {
            if constructs.contains(&word.text) {
                runs.push(names.own(&word.text));
            } else if known(names, &word.text) {
                runs.push(word.text);
            } else if !names.incomplete {
                let problem = word.place.problem(
                    "unknown_construct",
                    format!("本包没有 `{}`", word.text),
                    format!("this pack has no `{}`", word.text),
                );
                problems.add(did_you_mean(problem, &word.text, constructs.iter().map(Name::as_str)));
            }
        }
        let why_not = row.label("why_not");
        if why_not.is_none() && !row.has("why_not") && row.items("runs").is_empty() {
            let problem = row
                .place
                .problem(
                    "missing_key",
                    "既没有 `runs` 也没有 `why_not`",
                    "neither `runs` nor `why_not` is there",
                )
                .hint("写明由什么执行，或为什么不是软件的事", "say what runs it, or why it is not software");
            problems.add(problem);
        }
        rows.push(CoverageRow { id: SmolStr::new(&id.text), runs, why_not });
    }
    rows
}

fn known(names: &Names, word: &Name) -> bool {
    names.ledgers.get(word).is_some()
        || names.roles.contains_key(word)
        || names.org_kinds.contains(word)
        || names.statuses.contains_key(word)
        || names.statuses.contains_key(&qualified(&names.pack, word))
        || names.courses.contains(word)
}

/// Warns of clauses that constructs carry out and that the coverage does not list.
pub(crate) fn check_clauses(coverage: &Table, rules: &[Table], reports: &[Table], problems: &mut Problems) {
    let listed: BTreeSet<Name> =
        coverage.tables("rule").filter_map(|row| row.word("id")).map(|w| w.text).collect();
    let keys = ["rule", "routine", "signal", "course", "level", "area", "report"];
    for construct in rules.iter().chain(reports).flat_map(|file| keys.iter().flat_map(|key| file.tables(key)))
    {
        let Some(id) = construct.table("clause").and_then(|c| c.word("id")) else { continue };
        if !listed.contains(&id.text) {
            let problem = id.place.problem(
                "clause_not_covered",
                format!("coverage.toml 没有列出条款 `{}`", id.text),
                format!("coverage.toml does not list the clause `{}`", id.text),
            );
            problems.add(problem.warning());
        }
    }
}
