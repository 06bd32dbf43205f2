//! `cargo xtask wasm`: builds the evaluator for browsers, crate `wasm`, and puts it where the web client takes it.
//!
//! A standard library for wasm32 is there in one of two ways: rustup brings it, or it is built from Debian's sources of it.
//! Not here: what the module does.

use crate::needs::{Need, find_or_install};
use crate::process::{Failure, Setting, on_path};
use std::path::{Path, PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";
const WHERE: &str = "web/src/evaluator/evaluator.wasm";
/// Where the packages `rustc-web` and `rust-web-src` of Debian put a compiler and the sources of its standard library.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std";

/// How the module can be built here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// The compiler has the standard library for wasm32.
    Ready,
    /// It is built from sources, with Debian's compiler for browsers and its linker.
    FromSources,
}

/// The way that is open, if one is.
pub fn way(root: &Path) -> Option<Way> {
    let here = Setting::at(root);
    let has_library = |sysroot: String| Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir();
    if here.ask("rustc", &["--print", "sysroot"]).is_some_and(has_library) {
        return Some(Way::Ready);
    }
    let debian = Path::new(DEBIAN_SOURCES).is_dir() && Path::new(DEBIAN_CARGO).is_file();
    (debian && on_path("wasm-ld").is_some()).then_some(Way::FromSources)
}

/// Lets rustup bring the standard library for wasm32, where there is a rustup and a way to it.
pub fn fetch_library(root: &Path) -> bool {
    on_path("rustup").is_some()
        && Setting::at(root).run("rustup", &["target", "add", TARGET], "").is_ok()
        && way(root) == Some(Way::Ready)
}

/// Finds what is needed, builds, and says how large it is.
pub fn run(root: &Path) -> Result<(), Failure> {
    find_or_install(root, &[Need::Wasm])?;
    build(root)
}

/// Builds the module and puts it beside its wrapper.
pub fn build(root: &Path) -> Result<(), Failure> {
    let way = way(root).ok_or_else(|| Failure::new("there is no compiler for wasm32", "cargo xtask wasm"))?;
    // Its own folder: another compiler must not throw away what the other one built.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let target = target.join(if way == Way::Ready { "browser" } else { "browser-from-sources" });
    let (cargo, setting, more) = called(way, root);
    let setting = setting.with("CARGO_TARGET_DIR", target.to_string_lossy());
    let args = [
        "rustc",
        "--quiet",
        "--locked",
        "-p",
        "wasm",
        "--lib",
        "--crate-type",
        "cdylib",
        "--profile",
        "wasm",
        "--target",
        TARGET,
    ];
    setting.run(cargo, &[&args[..], more].concat(), "Mend the error above (crates/wasm).")?;
    let built = target.join(TARGET).join("wasm/wasm.wasm");
    let to = root.join(WHERE);
    let copied = std::fs::copy(&built, &to).map_err(|e| {
        Failure::new(format!("cannot write {}: {e}", to.display()), "Look at the permissions of web/src.")
    })?;
    let gzip = setting.ask("sh", &["-c", &format!("gzip -9 -c '{}' | wc -c", to.display())]);
    let gzip = gzip.and_then(|said| said.trim().parse::<u64>().ok());
    let packed = gzip.map_or_else(String::new, |bytes| format!(", {} KB with gzip", bytes / 1000));
    println!("   {WHERE}: {} KB{packed}", copied / 1000);
    Ok(())
}

/// The cargo of this way, its surroundings and further arguments.
fn called(way: Way, root: &Path) -> (&'static str, Setting, &'static [&'static str]) {
    let setting = Setting::at(root);
    match way {
        Way::Ready => ("cargo", setting, &[]),
        Way::FromSources => {
            // Features that only nightly has are open to it; this one has been the same for years.
            let setting = setting
                .with("RUSTC", DEBIAN_RUSTC)
                .with("RUSTC_BOOTSTRAP", "1")
                .with("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-C linker=wasm-ld");
            (DEBIAN_CARGO, setting, &["-Zbuild-std=std,panic_abort"])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_sources_another_compiler_is_called_with_what_it_needs() {
        let (cargo, setting, more) = called(Way::FromSources, Path::new("."));
        let has = |name: &str, value: &str| setting.vars.contains(&(name.to_owned(), value.to_owned()));
        assert_eq!((cargo, more), (DEBIAN_CARGO, &["-Zbuild-std=std,panic_abort"][..]));
        assert!(has("RUSTC", DEBIAN_RUSTC) && has("RUSTC_BOOTSTRAP", "1"));
        let (cargo, setting, more) = called(Way::Ready, Path::new("."));
        assert_eq!((cargo, more.len(), setting.vars.len()), ("cargo", 0, 0));
    }
}
