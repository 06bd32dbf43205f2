//! The project's chores: `cargo xtask test` (the whole of CI), `cargo xtask demo`, `cargo xtask wasm`, `cargo xtask tidy`.
//!
//! Not here: anything that a user of lianfang runs, and anything that the program itself needs.
//!
//! Reading order: `process` (running other programs), `needs` (finding and installing them), `ci` (the steps of
//! `test`), `demo`, `wasm`, `tidy` (the checks that compilers do not make).

mod ci;
mod demo;
mod needs;
mod process;
mod tidy;
mod wasm;

use process::Failure;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test [--only fmt,tidy] [--list]   everything that CI checks, the same on a laptop
cargo xtask demo [--quick] [-- <args>]        builds lianfang and its web client, and runs the demo county
cargo xtask wasm                              builds the evaluator for browsers (crates/wasm) into web/src/evaluator
cargo xtask tidy [--ratchet]                  the house's own checks; --ratchet lowers the exceptions that shrank
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = root().and_then(|root| match command {
        "test" => ci::test(&root, rest),
        "demo" => demo::demo(&root, rest),
        "wasm" => wasm::run(&root),
        "tidy" => tidy::run(&root, rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("there is no command {other:?}"), HELP)),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {}\n", failure.what);
            eprintln!("What to do: {}", failure.mend);
            ExitCode::FAILURE
        }
    }
}

/// The top folder of the repository: two above this crate.
fn root() -> Result<PathBuf, Failure> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    match here.ancestors().nth(2) {
        Some(top) if top.join("Cargo.toml").is_file() => Ok(top.to_path_buf()),
        _ => Err(Failure::new(
            "the top folder was not found",
            "Run it as `cargo xtask` inside of the repository.",
        )),
    }
}
