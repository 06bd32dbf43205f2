//! The text files of the repository, held in memory, so that checks are functions and tests can give them broken trees.
//!
//! Not here: what is built or fetched (`target`, `node_modules`, `dist`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Folders that are built, fetched, or the version control's own.
const SKIPPED: &[&str] =
    &[".git", "target", "node_modules", "dist", "demo-data", "test-results", "screenshots", "coverage"];

/// Paths (with `/`, from the top folder) and texts.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads all text files below `root`. What is not UTF-8 is no text and is left out.
    pub fn read(root: &Path) -> Self {
        let mut tree = Tree::default();
        tree.read_folder(root, "");
        tree
    }

    fn read_folder(&mut self, folder: &Path, path: &str) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !SKIPPED.contains(&name.as_str()) => {
                    self.read_folder(&entry.path(), &path)
                }
                Ok(kind) if kind.is_file() => {
                    if let Ok(text) = std::fs::read_to_string(entry.path()) {
                        self.files.insert(path, text);
                    }
                }
                _ => {}
            }
        }
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// One file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All files.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Files whose path begins and ends so.
    pub fn under<'a>(&'a self, start: &'a str, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.all().filter(move |(path, _)| path.starts_with(start) && path.ends_with(end))
    }

    /// The folders directly below `path` (`""` for the top) that hold any file.
    pub fn folders(&self, path: &str) -> BTreeSet<String> {
        let below = self.files.keys().filter_map(|file| file.strip_prefix(path));
        below.filter_map(|rest| rest.split_once('/')).map(|(folder, _)| folder.to_owned()).collect()
    }

    /// A tree for a test.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Tree { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }
}

/// Numbered lines, from 1.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(n, line)| (n + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_not_read() {
        let top = std::env::temp_dir().join(format!("xtask-tree-{}", std::process::id()));
        for folder in ["a/b", "a/node_modules", "target"] {
            std::fs::create_dir_all(top.join(folder)).unwrap();
            std::fs::write(top.join(folder).join("x.txt"), "x").unwrap();
        }
        std::fs::write(top.join("a/raw"), [0xff, 0xfe]).unwrap();
        let tree = Tree::read(&top);
        std::fs::remove_dir_all(&top).unwrap();
        assert_eq!(tree.all().map(|(path, _)| path).collect::<Vec<_>>(), ["a/b/x.txt"]);
        assert_eq!(tree.folders("a/").into_iter().collect::<Vec<_>>(), ["b"]);
    }
}
