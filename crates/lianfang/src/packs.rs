//! Plans from folders: those inside of the binary, and those named on the command line.

use crate::{
    exit::{Failure, INPUT, NOT_RIGHT},
    lang,
};
use facts::Label;
use plan::{
    Pack, Problems,
    written::{PackFiles, read_packs},
};
use rust_embed::RustEmbed;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The packs of this repository, inside of the binary.
#[derive(RustEmbed)]
#[folder = "../../packs"]
struct Shipped;

/// The packs inside of the binary, in order of extension.
pub fn shipped() -> Result<Vec<Arc<Pack>>, Failure> {
    read(&shipped_files())
}

/// One of these plans by its name.
pub fn named<'a>(shipped: &'a [Arc<Pack>], name: &str) -> Result<&'a Arc<Pack>, Failure> {
    shipped.iter().find(|p| p.id.as_str() == name).ok_or_else(|| {
        let known = shipped.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ");
        Failure::new(
            INPUT,
            Label::new(format!("没有名为 {name} 的方案"), format!("there is no plan named {name}")),
            Label::new(format!("可选：{known}"), format!("there are {known}")),
        )
    })
}

/// The files of the packs inside of the binary.
pub fn shipped_files() -> Vec<PackFiles> {
    let mut folders: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for path in Shipped::iter() {
        let Some((pack, inside)) = path.split_once('/').filter(|(_, inside)| inside.ends_with(".toml"))
        else {
            continue;
        };
        let Some(file) = Shipped::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        folders.entry(pack.to_owned()).or_default().push((inside.to_owned(), text));
    }
    folders.into_iter().map(|(folder, files)| PackFiles { folder, files }).collect()
}

/// Reads packs after the packs that they extend. All problems of all packs at once, told on the error stream.
pub fn read(folders: &[PackFiles]) -> Result<Vec<Arc<Pack>>, Failure> {
    read_packs(folders, &[]).map_err(|problems| not_right(&problems))
}

/// The packs of these folders, and of those inside of the binary that are not among them: what a pack extends need not
/// be named.
pub fn with_shipped(folders: &[PathBuf]) -> Result<(Vec<PackFiles>, Vec<Arc<Pack>>), Failure> {
    let named = from_folders(folders)?;
    let mut all: Vec<PackFiles> = shipped_files();
    all.retain(|shipped| named.iter().all(|own| own.folder != shipped.folder));
    all.extend(named.iter().cloned());
    let packs = read(&all)?;
    Ok((named, packs))
}

/// The files of the packs in these folders. A folder that holds packs counts as all of them.
pub fn from_folders(folders: &[PathBuf]) -> Result<Vec<PackFiles>, Failure> {
    let mut found = Vec::new();
    for folder in folders {
        if folder.join("pack.toml").is_file() {
            found.push(read_folder(folder)?);
            continue;
        }
        let mut inside = list(folder)?;
        inside.retain(|path| path.join("pack.toml").is_file());
        if inside.is_empty() {
            return Err(no_pack(folder));
        }
        for path in inside {
            found.push(read_folder(&path)?);
        }
    }
    Ok(found)
}

fn not_right(problems: &Problems) -> Failure {
    eprintln!("{}", problems.render(lang::one()));
    Failure::new(
        NOT_RIGHT,
        Label::new("方案有错误，整体不予采用", "the plan has mistakes and is refused whole"),
        Label::new("请按上面的位置逐一修改", "mend them at the places shown above"),
    )
}

fn read_folder(folder: &Path) -> Result<PackFiles, Failure> {
    let canonical = folder.canonicalize().map_err(|e| Failure::file(folder, &e))?;
    let name = canonical.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    gather(folder, "", &mut files)?;
    files.sort();
    Ok(PackFiles { folder: name, files })
}

fn gather(folder: &Path, inside: &str, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    for path in list(folder)? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let inner = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        if path.is_dir() {
            gather(&path, &inner, files)?;
        } else if !inner.ends_with(".md") {
            let bytes = std::fs::read(&path).map_err(|e| Failure::file(&path, &e))?;
            files.push((inner, String::from_utf8(bytes).map_err(|_| not_utf8(&path))?));
        }
    }
    Ok(())
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|e| Failure::file(folder, &e))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    Ok(paths)
}

fn not_utf8(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        INPUT,
        Label::new(
            format!("{path} 不是 UTF-8 编码（可能是 GBK）"),
            format!("{path} is not UTF-8 (it may be GBK)"),
        ),
        Label::new("请另存为 UTF-8", "save it as UTF-8"),
    )
}

fn no_pack(folder: &Path) -> Failure {
    let path = folder.display();
    Failure::new(
        INPUT,
        Label::new(format!("{path} 里没有 pack.toml"), format!("there is no pack.toml in {path}")),
        Label::new("请给出方案所在的文件夹", "name the folder of a plan"),
    )
}
