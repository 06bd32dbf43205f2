//! `cargo xtask demo`: builds the web client and lianfang, and runs the demo county.
//!
//! Not here: the demo itself; that is `lianfang demo`, and further arguments go to it.

use crate::ci::{build_web, make_dist};
use crate::needs::{Need, find_or_install};
use crate::process::{Failure, Setting};
use std::path::Path;

/// Runs it; `args` are those after `demo`.
pub fn demo(root: &Path, args: &[String]) -> Result<(), Failure> {
    let (quick, passed_on) = split(args);
    println!("== needs");
    let found = find_or_install(root, &[Need::Node])?;
    println!("== web client");
    make_dist(root)?;
    build_web(&found.setting(&root.join("web")))?;
    println!(
        "== lianfang ({})",
        if quick { "unoptimised, quick to build" } else { "optimised; takes some minutes the first time" }
    );
    let build: &[&str] = if quick {
        &["build", "-p", "lianfang"]
    } else {
        &["build", "-p", "lianfang", "--release", "--features", "pdf"]
    };
    Setting::at(root).run("cargo", build, "Mend the error above.")?;
    println!("== demo");
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let binary = folder.join(if quick { "debug" } else { "release" }).join("lianfang");
    let words: Vec<&str> = std::iter::once("demo").chain(passed_on.iter().map(String::as_str)).collect();
    Setting::at(root).run(
        &binary.to_string_lossy(),
        &words,
        "Read what it says above; `lianfang demo --help` lists its options.",
    )
}

/// Takes `--quick` and a leading `--` out; the rest is for `lianfang demo`.
fn split(args: &[String]) -> (bool, Vec<String>) {
    let quick = args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--quick");
    let mut passed_on: Vec<String> = Vec::new();
    let mut own = true;
    for arg in args {
        match arg.as_str() {
            "--" if own => own = false,
            "--quick" if own => {}
            _ => passed_on.push(arg.clone()),
        }
    }
    (quick, passed_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_arguments_are_passed_on() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(split(&words("--quick --port 80")), (true, words("--port 80")));
        assert_eq!(split(&words("-- --quick")), (false, words("--quick")));
        assert_eq!(split(&words("--seed 7")), (false, words("--seed 7")));
    }
}
