//! Sizes: functions, handlers and files stay small. What is larger is listed in the ratchet with its size, and may
//! shrink, never grow.
//!
//! Not here: the list; it is crates/xtask/ratchet.toml.

use super::ratchet::{RATCHET, Ratchet};
use super::{Finding, Tree, rust};

const FUNCTION_LINES_MAX: usize = 70;
const HANDLER_LINES_MAX: usize = 40;
/// What a file aims at.
const FILE_LINES_AIM: usize = 400;
/// What no list can excuse.
const FILE_LINES_MAX: usize = 1000;

/// A file or function with its size and limit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sized {
    /// `file`, or `file::function`.
    pub key: String,
    /// The file.
    pub file: String,
    /// The line where it begins.
    pub line: usize,
    /// Its lines.
    pub len: usize,
    /// What it may have.
    pub max: usize,
}

/// Everything that is measured.
pub fn measured(tree: &Tree) -> Vec<Sized> {
    let mut all = Vec::new();
    for (path, text) in tree.all().filter(|(path, _)| is_source(path)) {
        all.push(Sized {
            key: path.to_owned(),
            file: path.to_owned(),
            line: 1,
            len: text.lines().count(),
            max: FILE_LINES_AIM,
        });
        if !path.ends_with(".rs") {
            continue;
        }
        for function in rust::functions(text) {
            let handler = function.handler && path.starts_with("crates/server/src/");
            let max = if handler { HANDLER_LINES_MAX } else { FUNCTION_LINES_MAX };
            let key = format!("{path}::{}", function.name);
            all.push(Sized { key, file: path.to_owned(), line: function.line, len: function.len, max });
        }
    }
    all
}

/// Rust, and the web client's own sources (not what is generated from the API).
fn is_source(path: &str) -> bool {
    let script = [".ts", ".tsx", ".css"].iter().any(|end| path.ends_with(end));
    let generated = path.ends_with(".d.ts") || path.contains("/generated/") || path.contains(".gen.");
    path.starts_with("crates/") && path.ends_with(".rs") || path.starts_with("web/") && script && !generated
}

/// Compares sizes with limits and with the ratchet.
pub fn check(tree: &Tree, ratchet: &Ratchet) -> Vec<Finding> {
    let all = measured(tree);
    let mut findings = Vec::new();
    for one in &all {
        let listed = ratchet.size(&one.key);
        let allowed = listed.unwrap_or(one.max).max(one.max);
        let is_file = one.key == one.file;
        if is_file && one.len > FILE_LINES_MAX {
            let what = format!("{} lines; no file may have more than {FILE_LINES_MAX}", one.len);
            findings.push(Finding::new(&one.file, one.line, what, "Split it by what its parts are about."));
        } else if one.len > allowed {
            let name = one.key.rsplit("::").next().filter(|_| !is_file).unwrap_or("the file");
            let what = match listed {
                Some(size) => format!("{name} grew from {size} to {} lines; it may only shrink", one.len),
                None => format!("{name} has {} lines; the aim is at most {}", one.len, one.max),
            };
            let mend = format!(
                "Split it. If it must be, list it under [sizes] in {RATCHET}: \"{}\" = {}",
                one.key, one.len
            );
            findings.push(Finding::new(&one.file, one.line, what, mend));
        }
    }
    for (key, line) in ratchet.listed() {
        if !all.iter().any(|one| one.key == key && one.len > one.max) {
            let what = format!("{key} is small enough, or gone");
            findings.push(Finding::new(RATCHET, line, what, "`cargo xtask tidy --ratchet` takes it out."));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &str, len: usize) -> String {
        format!("fn {name}() {{\n{}}}\n", "    x();\n".repeat(len - 2))
    }

    fn found(files: &[(&str, &str)], ratchet: &str) -> Vec<String> {
        let (ratchet, none) = Ratchet::read(&Tree::of(&[(RATCHET, ratchet)]));
        assert_eq!(none, []);
        check(&Tree::of(files), &ratchet)
            .into_iter()
            .map(|finding| format!("{}:{} {}", finding.file, finding.line, finding.what))
            .collect()
    }

    #[test]
    fn long_functions_and_handlers_are_found() {
        let text = format!(
            "//! x\n{}{}async {}",
            function("fits", 70),
            function("long", 71),
            function("handler", 41)
        );
        let other = found(&[("crates/plan/src/a.rs", &text)], "");
        assert_eq!(other, ["crates/plan/src/a.rs:72 long has 71 lines; the aim is at most 70"]);
        let server = found(&[("crates/server/src/a.rs", &text)], "");
        assert_eq!(server.len(), 2);
        assert_eq!(server[1], "crates/server/src/a.rs:143 handler has 41 lines; the aim is at most 40");
    }

    #[test]
    fn listed_files_may_shrink_and_not_grow() {
        let text = "// x\n".repeat(500);
        let files = [("web/src/a.ts", text.as_str()), ("web/src/generated/b.ts", text.as_str())];
        assert_eq!(found(&files, ""), ["web/src/a.ts:1 the file has 500 lines; the aim is at most 400"]);
        assert_eq!(found(&files, "[sizes]\n\"web/src/a.ts\" = 500\n"), Vec::<String>::new());
        assert_eq!(found(&files, "[sizes]\n\"web/src/a.ts\" = 600\n"), Vec::<String>::new());
        assert_eq!(
            found(&files, "[sizes]\n\"web/src/a.ts\" = 499\n"),
            ["web/src/a.ts:1 the file grew from 499 to 500 lines; it may only shrink"]
        );
    }

    #[test]
    fn nothing_excuses_a_file_of_more_than_a_thousand_lines() {
        let text = "//! x\n".repeat(1001);
        let all = found(&[("crates/a/src/a.rs", &text)], "[sizes]\n\"crates/a/src/a.rs\" = 1001\n");
        assert_eq!(all, ["crates/a/src/a.rs:1 1001 lines; no file may have more than 1000"]);
    }

    #[test]
    fn an_exception_that_is_no_longer_one_is_found() {
        let all = found(&[("crates/a/src/a.rs", "//! x\n")], "[sizes]\n\"crates/a/src/a.rs\" = 450\n");
        assert_eq!(all, [format!("{RATCHET}:2 crates/a/src/a.rs is small enough, or gone")]);
    }
}
