//! Words that have no place in the repository: paths of one machine, hosts of one network's package registry, talk about
//! the tools that somebody wrote it with. And `#[allow]` for clock, chance and unsafe
//! code outside of the doors.
//!
//! Not here: style.

use super::tree::lines;
use super::{Finding, Tree};

/// Written in two halves, so that this file does not find itself.
const PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/tm", "p/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:", "\\Users"),
];

const WORDS: &[&str] = &[
    concat!("session ", "limit"),
    concat!("sub", "agent"),
    concat!("pro", "mpt"),
    concat!("AI ass", "istant"),
    concat!("AI ag", "ent"),
    concat!("cla", "ude"),
    concat!("anth", "ropic"),
    concat!("chat", "gpt"),
    concat!("open", "ai"),
    concat!("cop", "ilot"),
    concat!("ll", "m"),
    concat!("language ", "model"),
    concat!("context ", "window"),
    concat!("co-authored", "-by"),
];

/// The registries that lock files may name; a mirror is the machine's business.
const REGISTRIES: &[&str] =
    &["https://registry.npmjs.org/", "registry+https://github.com/rust-lang/crates.io-index"];

/// Lock files name other people's packages.
const LOCKS: &[&str] = &["Cargo.lock", "web/package-lock.json"];

/// The files that may read a clock or chance.
const DOORS: &[&str] = &["crates/lianfang/src/clock.rs", "crates/xtask/src/process.rs", "clippy.toml"];

/// The file whose exported names count as unsafe code.
const UNSAFE_CODE: &str = "crates/wasm/src/door.rs";

/// Looks at every line of every file.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.all() {
        for (line, code) in lines(text) {
            let found = if LOCKS.contains(&path) { foreign_registry(code) } else { forbidden(code) };
            if let Some((what, mend)) = found {
                findings.push(Finding::new(path, line, what, mend));
            }
            if code.contains(concat!("clippy::disallowed", "_methods")) && !DOORS.contains(&path) {
                let mend = "Take the reading of the clock, the id or the random number as an argument.";
                findings.push(Finding::new(path, line, "clock and chance are read at the doors only", mend));
            }
            if code.contains(concat!("allow(unsafe", "_code")) && path != UNSAFE_CODE {
                let mend =
                    "Write it without: the names that a module for browsers exports are all that needs it.";
                findings.push(Finding::new(path, line, "unsafe code", mend));
            }
        }
    }
    findings
}

fn forbidden(line: &str) -> Option<(String, &'static str)> {
    if let Some(path) = PATHS.iter().find(|path| starts_somewhere(line, path)) {
        return Some((
            format!("a path of one machine: {path}"),
            "Use a relative path, an argument, or std::env::temp_dir().",
        ));
    }
    let lower = line.to_lowercase();
    let word = WORDS.iter().find(|word| has_word(&lower, &word.to_lowercase()))?;
    Some((
        format!("the word {word:?} has no place here"),
        "Say what the program does, not how it was written.",
    ))
}

/// A path that begins here, rather than one that goes on (`/api/x/` does not begin with `/x/`).
fn starts_somewhere(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        !before.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '}' | '*' | '~' | ':')
        })
    })
}

/// The word by itself, not inside of another (`promptly`).
fn has_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let before = lower.get(..at).and_then(|start| start.chars().next_back());
        let after = lower.get(at + word.len()..).and_then(|rest| rest.chars().next());
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !letter(before) && !letter(after)
    })
}

fn foreign_registry(line: &str) -> Option<(String, &'static str)> {
    let source = ["\"resolved\": \"", "source = \""]
        .iter()
        .find_map(|key| line.split_once(key))
        .map(|(_, rest)| rest)?;
    if REGISTRIES.iter().any(|registry| source.starts_with(registry)) {
        return None;
    }
    let host = source.split('"').next().unwrap_or_default();
    Some((
        format!("a package from elsewhere: {host}"),
        "Lock files name the public registries only; write the lock file again.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)]))
            .into_iter()
            .map(|finding| format!("{} {}", finding.line, finding.what))
            .collect()
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let text =
            format!("fine\nlet x = \"{}x\";\n see {}me/y\nGET /api{}z\n", PATHS[0], PATHS[3], PATHS[0]);
        let expected = [
            format!("2 a path of one machine: {}", PATHS[0]),
            format!("3 a path of one machine: {}", PATHS[3]),
        ];
        assert_eq!(found("docs/a.md", &text), expected);
    }

    #[test]
    fn words_are_found_by_themselves_only() {
        let text = format!("act {}ly\nwrite a {}.\n{}\n", WORDS[2], WORDS[2], WORDS[5].to_uppercase());
        let expected = [(2, WORDS[2]), (3, WORDS[5])]
            .map(|(line, word)| format!("{line} the word {word:?} has no place here"));
        assert_eq!(found("README.md", &text), expected);
    }

    #[test]
    fn foreign_registries_are_found_in_lock_files() {
        let npm = "\"resolved\": \"https://registry.npmjs.org/a.tgz\"\n\"resolved\": \"http://mirror.invalid/a.tgz\"\n";
        assert_eq!(
            found("web/package-lock.json", npm),
            ["2 a package from elsewhere: http://mirror.invalid/a.tgz"]
        );
        let cargo = format!("source = \"{}\"\nsource = \"git+https://example.invalid/x\"\n", REGISTRIES[1]);
        assert_eq!(
            found("Cargo.lock", &cargo),
            ["2 a package from elsewhere: git+https://example.invalid/x"]
        );
    }

    #[test]
    fn unsafe_code_is_found() {
        let text = concat!("#![allow(unsafe", "_code, reason = \"fast\")]\n");
        assert_eq!(found("crates/store/src/a.rs", text), ["1 unsafe code"]);
        assert_eq!(found(UNSAFE_CODE, text), Vec::<String>::new());
    }

    #[test]
    fn the_clock_is_read_at_the_doors_only() {
        let text = concat!("#[allow(clippy::disallowed", "_methods)]\n");
        assert_eq!(found("crates/intake/src/a.rs", text), ["1 clock and chance are read at the doors only"]);
        assert_eq!(found("crates/lianfang/src/clock.rs", text), Vec::<String>::new());
    }
}
