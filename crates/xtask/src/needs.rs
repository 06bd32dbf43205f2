//! What the project needs beyond Rust: Node with npm for the web client, PostgreSQL's server binaries for the store's
//! contract tests, Chromium for the journeys. They are found, or installed where that is allowed, or named exactly.
//!
//! Not here: libraries (cargo and npm fetch those), and what the finished program needs (nothing).

use crate::process::{Failure, Setting, in_folders, on_path};
use std::path::{Path, PathBuf};

/// The oldest Node that the web client's tools run on.
const NODE_MIN: (u32, u32) = (20, 19);
/// The Node that is put into `target/node` where the distribution's own is too old.
const NODE_FALLBACK: &str = "node@22";

/// One thing that may be needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// Node and npm.
    Node,
    /// `initdb` and `postgres`.
    Postgres,
    /// A Chromium or Chrome that journeys drive.
    Chromium,
    /// `pdftotext` and a font with Chinese, for the tests of printing.
    Printing,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Folder of a Node that is not on the path.
    pub node_folder: Option<PathBuf>,
    /// Folder of PostgreSQL's server binaries.
    pub postgres_folder: Option<PathBuf>,
    /// The browser.
    pub chromium: Option<PathBuf>,
}

impl Found {
    /// A setting in which tests and scripts find these things.
    pub fn setting(&self, folder: &Path) -> Setting {
        let mut setting = Setting::at(folder);
        setting.path.extend(self.node_folder.clone());
        if let Some(postgres) = &self.postgres_folder {
            setting.path.push(postgres.clone());
            setting = setting.with("LIANFANG_PG_BIN", postgres.to_string_lossy());
        }
        if let Some(chromium) = &self.chromium {
            setting = setting.with("CHROMIUM", chromium.to_string_lossy());
        }
        setting
    }
}

/// Finds the needed things, installs what is missing if allowed, or says what to install.
pub fn find_or_install(root: &Path, needs: &[Need]) -> Result<Found, Failure> {
    let (found, missing) = look(root, needs);
    if missing.is_empty() {
        return Ok(found);
    }
    let packages = packages_of(&missing);
    if !packages.is_empty() {
        let how = installer().ok_or_else(|| name_them(&missing))?;
        println!("   missing: {}; installing with apt-get", packages.join(" "));
        install(root, &how, &packages).map_err(|_| name_them(&missing))?;
    }
    if missing.contains(&Need::Node) && node_of(root).is_none() && on_path("npm").is_some() {
        fetch_node(root)?;
    }
    let (found, missing) = look(root, needs);
    if missing.is_empty() { Ok(found) } else { Err(name_them(&missing)) }
}

fn look(root: &Path, needs: &[Need]) -> (Found, Vec<Need>) {
    let mut found = Found::default();
    let mut missing = Vec::new();
    for need in needs {
        let there = match need {
            Need::Node => match node_of(root) {
                Some(folder) => {
                    found.node_folder = folder;
                    on_path("npm").is_some()
                }
                None => false,
            },
            Need::Postgres => {
                found.postgres_folder = postgres_folder();
                found.postgres_folder.is_some()
            }
            Need::Chromium => {
                found.chromium = chromium();
                found.chromium.is_some()
            }
            Need::Printing => on_path("pdftotext").is_some() && has_chinese_font(root),
        };
        if !there {
            missing.push(*need);
        }
    }
    (found, missing)
}

/// `Some(None)`: the path's Node is new enough. `Some(Some(folder))`: the one in `folder` is. `None`: there is none.
fn node_of(root: &Path) -> Option<Option<PathBuf>> {
    let new_enough = |program: &str| {
        let said = Setting::at(root).ask(program, &["--version"])?;
        (version(&said)? >= NODE_MIN).then_some(())
    };
    if new_enough("node").is_some() {
        return Some(None);
    }
    let folder = own_node(root).join("node_modules/node/bin");
    let program = folder.join("node");
    new_enough(&program.to_string_lossy()).map(|()| Some(folder))
}

fn own_node(root: &Path) -> PathBuf {
    root.join("target/node")
}

/// Where the distribution's Node is too old, npm brings a newer one into `target/node`, used by this project only.
fn fetch_node(root: &Path) -> Result<(), Failure> {
    let folder = own_node(root);
    std::fs::create_dir_all(&folder)
        .map_err(|e| Failure::new(format!("cannot make {}: {e}", folder.display()), ""))?;
    let to = folder.to_string_lossy();
    let args = ["install", "--no-audit", "--no-fund", "--prefix", &to, NODE_FALLBACK];
    Setting::at(root).run("npm", &args, &name_them(&[Need::Node]).mend)
}

/// Major and minor version in the answer of `node --version`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// Debian and Ubuntu keep the server binaries off the path, one folder for each major version; the newest is taken.
fn postgres_folder() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, folder)| folder);
    let path = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let initdb = in_folders("initdb", debian.chain(path))?;
    let folder = initdb.parent()?;
    folder.join("postgres").is_file().then(|| folder.to_path_buf())
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file()) {
        return Some(named);
    }
    // Ubuntu puts a script there that only says that a snap is needed: what cannot say its version is no browser.
    let answers =
        |file: &PathBuf| Setting::at(Path::new("/")).ask(&file.to_string_lossy(), &["--version"]).is_some();
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    names.iter().filter_map(|name| on_path(name)).find(answers)
}

/// Any family that has Chinese will do.
fn has_chinese_font(root: &Path) -> bool {
    Setting::at(root).ask("fc-list", &[":lang=zh-cn", "family"]).is_some_and(|said| !said.trim().is_empty())
}

/// The distribution's packages that bring these things.
fn packages_of(missing: &[Need]) -> Vec<&'static str> {
    let mut packages = Vec::new();
    for need in missing {
        match need {
            Need::Node => {
                for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
                    if on_path(program).is_none() {
                        packages.push(package);
                    }
                }
            }
            Need::Postgres => packages.push("postgresql"),
            Need::Chromium if browser_is_a_snap() => {}
            Need::Chromium => packages.push("chromium"),
            Need::Printing => packages.extend(["poppler-utils", "fontconfig", "fonts-noto-cjk"]),
        }
    }
    packages
}

/// Ubuntu's package of this name brings a snap, which a container or a root account cannot run.
fn browser_is_a_snap() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

/// The words that go before `apt-get`, where packages may be installed without asking anybody.
fn installer() -> Option<Vec<&'static str>> {
    on_path("apt-get")?;
    let here = Setting::at(Path::new("/"));
    if here.ask("id", &["-u"])?.trim() == "0" {
        return Some(vec!["env"]);
    }
    here.ask("sudo", &["-n", "true"]).map(|_| vec!["sudo", "-n", "env"])
}

fn install(root: &Path, how: &[&str], packages: &[&str]) -> Result<(), Failure> {
    let setting = Setting::at(root);
    let apt = |words: &[&str]| {
        let all: Vec<&str> = how
            .iter()
            .skip(1)
            .chain(&["DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .chain(words)
            .copied()
            .collect();
        setting.run(how.first().copied().unwrap_or("env"), &all, "")
    };
    let words: Vec<&str> =
        ["install", "-y", "--no-install-recommends"].iter().chain(packages).copied().collect();
    // The lists of a fresh machine are empty, those of an old one name versions that are gone; a laptop without network
    // may still have the package in its cache. So: update, and try whatever that said.
    let updated = apt(&["update"]);
    apt(&words).or_else(|failure| updated.and(Err(failure)))
}

/// What to install by hand.
fn name_them(missing: &[Need]) -> Failure {
    let mut what = Vec::new();
    let mut mend = String::from("install what is missing, then run the same command again:\n");
    for need in missing {
        let (name, how) = match need {
            Need::Node => (
                format!("Node {}.{} or newer with npm", NODE_MIN.0, NODE_MIN.1),
                "  apt-get install -y --no-install-recommends nodejs npm   (Debian 13, Ubuntu 25.04 or newer), else from https://nodejs.org/en/download",
            ),
            Need::Postgres => (
                "PostgreSQL's server binaries (initdb, postgres)".to_owned(),
                "  apt-get install -y --no-install-recommends postgresql",
            ),
            Need::Chromium => (
                "Chromium or Chrome".to_owned(),
                "  apt-get install -y --no-install-recommends chromium   (Debian); on Ubuntu, where that package is a snap, install google-chrome-stable from https://www.google.com/chrome; or name one you have: CHROMIUM=<file> cargo xtask test",
            ),
            Need::Printing => (
                "pdftotext and a font with Chinese".to_owned(),
                "  apt-get install -y --no-install-recommends poppler-utils fontconfig fonts-noto-cjk",
            ),
        };
        what.push(name);
        mend.push_str(how);
        mend.push('\n');
    }
    Failure::new(format!("missing: {}", what.join("; ")), mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert!(version("v8.1") < Some(NODE_MIN));
        assert!(version("v22.0.0") > Some(NODE_MIN));
        assert_eq!(version("not found"), None);
    }

    #[test]
    fn everything_missing_is_named_with_its_package() {
        let failure = name_them(&[Need::Node, Need::Postgres, Need::Chromium]);
        for package in ["nodejs npm", "postgresql", "chromium"] {
            assert!(failure.mend.contains(&format!("--no-install-recommends {package}")), "{}", failure.mend);
        }
        assert_eq!(failure.what.matches(';').count(), 2, "{}", failure.what);
    }

    #[test]
    fn what_was_found_reaches_the_programs() {
        let found = Found {
            node_folder: Some("/n".into()),
            postgres_folder: Some("/p".into()),
            chromium: Some("/c/chromium".into()),
        };
        let setting = found.setting(Path::new("/"));
        let said = setting.ask("sh", &["-c", "echo $PATH; echo $LIANFANG_PG_BIN $CHROMIUM"]).unwrap();
        assert!(said.starts_with("/n:/p:"), "{said}");
        assert!(said.ends_with("\n/p /c/chromium\n"), "{said}");
    }
}
