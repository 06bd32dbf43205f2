//! Reading the fixtures.

use plan::{
    Pack,
    written::{PackFiles, read_pack},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder of the fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The files of a pack in a folder.
pub fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

fn collect(root: &Path, folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, into);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            into.push((name, fs::read_to_string(&path).expect("text")));
        }
    }
}

/// As files of a pack with its folder's name.
pub fn pack_files(folder: &Path) -> PackFiles {
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    PackFiles { folder: name, files: files(folder) }
}

/// The pack that the others of the tests extend.
pub fn ground() -> Arc<Pack> {
    let files = files(&fixtures().join("ground"));
    Arc::new(read_pack(&files, &[]).unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En))))
}

/// The pack with everything in it, some text of its files replaced.
pub fn everything_with(changes: &[(&str, &str)]) -> Pack {
    let mut files = files(&fixtures().join("everything"));
    for (from, to) in changes {
        assert!(files.iter().any(|(_, text)| text.contains(from)), "{from} is not there");
        for (_, text) in &mut files {
            *text = text.replace(from, to);
        }
    }
    read_pack(&files, &[ground()]).unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En)))
}
