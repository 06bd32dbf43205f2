//! `cargo xtask test`: the steps that are the whole of CI, in order, each with its wall time; the first failure ends it.
//!
//! Not here: the checks of `tidy`, and any step that a laptop could not run.

use crate::needs::{Found, Need, find_or_install};
use crate::process::{Failure, Setting, timed};
use crate::tidy;
use std::path::{Path, PathBuf};

/// The release of cargo-deny that is built where none is installed.
const CARGO_DENY: &str = "0.20.2";

/// What a step works with.
struct Room<'a> {
    root: &'a Path,
    found: Found,
}

impl Room<'_> {
    /// The repository's folder, with what was found and CI's variables.
    fn cargo(&self) -> Setting {
        ci_vars(self.found.setting(self.root))
    }

    fn web(&self) -> Setting {
        self.cargo().in_folder(&self.root.join("web"))
    }
}

/// A step: its name, what it does in words, what it needs, and the work.
struct Step {
    name: &'static str,
    says: &'static str,
    needs: &'static [Need],
    work: fn(&Room) -> Result<(), Failure>,
}

/// In this order: quick checks first, the web client before whatever embeds it.
const STEPS: &[Step] = &[
    Step {
        name: "needs",
        says: "Node, PostgreSQL, Chromium, pdftotext and a Chinese font",
        needs: &[Need::Node, Need::Postgres, Need::Chromium, Need::Printing],
        work: |_| Ok(()),
    },
    Step { name: "fmt", says: "Rust is formatted", needs: &[], work: fmt },
    Step { name: "tidy", says: "the house's own checks", needs: &[], work: |room| tidy::run(room.root, &[]) },
    Step { name: "web", says: "web client: types, tests, build", needs: &[Need::Node], work: web },
    Step { name: "clippy", says: "lints, warnings are errors", needs: &[], work: clippy },
    Step {
        name: "tests",
        says: "unit, property, contract and snapshot tests",
        needs: &[Need::Postgres],
        work: tests,
    },
    Step { name: "docs", says: "links of the documentation", needs: &[], work: docs },
    Step { name: "packs", says: "every plan is checked and its scenarios run", needs: &[], work: packs },
    Step { name: "api", says: "the web client's API is the server's", needs: &[Need::Node], work: api },
    Step {
        name: "journeys",
        says: "walkthroughs in a real browser",
        needs: &[Need::Node, Need::Chromium],
        work: journeys,
    },
    Step {
        name: "print",
        says: "documents as PDF, in the profile of decision 0028",
        needs: &[Need::Printing],
        work: print,
    },
    Step { name: "deny", says: "licences, sources and advisories of dependencies", needs: &[], work: deny },
];

/// Runs all steps, or those named by `--only a,b`.
pub fn test(root: &Path, args: &[String]) -> Result<(), Failure> {
    if args.iter().any(|arg| arg == "--list") {
        STEPS.iter().for_each(|step| println!("{:<9} {}", step.name, step.says));
        return Ok(());
    }
    let chosen = choose(args)?;
    let needs = needs_of(&chosen);
    println!("== needs");
    let (found, took) = timed(|| find_or_install(root, &needs));
    let room = Room { root, found: found? };
    println!("   {:.1} s", took.as_secs_f64());
    make_dist(root)?;
    let mut times = Vec::new();
    for step in chosen.iter().filter(|step| step.name != "needs") {
        println!("== {}: {}", step.name, step.says);
        let (done, took) = timed(|| (step.work)(&room));
        println!("   {:.1} s", took.as_secs_f64());
        times.push((step.name, took));
        done.map_err(|failure| {
            let again = format!("{}\nAlone: cargo xtask test --only {}", failure.mend.trim_end(), step.name);
            Failure::new(format!("step {}: {}", step.name, failure.what), again)
        })?;
    }
    println!("\nAll is well.");
    times.iter().for_each(|(name, took)| println!("   {name:<9} {:>7.1} s", took.as_secs_f64()));
    Ok(())
}

fn choose(args: &[String]) -> Result<Vec<&'static Step>, Failure> {
    let names: Vec<&str> = match args {
        [] => return Ok(STEPS.iter().collect()),
        [flag, names] if flag == "--only" => names.split(',').map(str::trim).collect(),
        other => {
            return Err(Failure::new(
                format!("not understood: {}", other.join(" ")),
                "cargo xtask test --only fmt,tidy",
            ));
        }
    };
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        return Err(Failure::new(
            format!("there is no step {unknown:?}"),
            format!("The steps are {}.", all.join(", ")),
        ));
    }
    Ok(STEPS.iter().filter(|step| names.contains(&step.name)).collect())
}

fn needs_of(steps: &[&Step]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for need in steps.iter().flat_map(|step| step.needs) {
        if !needs.contains(need) {
            needs.push(*need);
        }
    }
    needs
}

/// The same on a laptop as on the server: no snapshot is accepted by itself, nothing is skipped, nothing is asked.
fn ci_vars(setting: Setting) -> Setting {
    setting.with("CI", "1").with("INSTA_UPDATE", "no").with("LIANFANG_PG_REQUIRED", "1").with("TZ", "UTC")
}

/// The server embeds `web/dist`, so the folder must be there before Rust is compiled, even if nothing is built yet.
pub fn make_dist(root: &Path) -> Result<(), Failure> {
    let dist = root.join("web/dist");
    std::fs::create_dir_all(&dist).map_err(|e| {
        Failure::new(format!("cannot make {}: {e}", dist.display()), "Look at the permissions of web/.")
    })
}

/// Fetches the web client's libraries if the lock file changed, and builds it. `web` is a setting in its folder.
pub fn build_web(web: &Setting) -> Result<(), Failure> {
    fetch_web(web)?;
    web.run("npm", &["run", "--silent", "build"], "Mend the error above (web/).")
}

fn fetch_web(web: &Setting) -> Result<(), Failure> {
    let written = |path: &str| std::fs::metadata(web.folder.join(path)).and_then(|file| file.modified()).ok();
    let (lock, fetched) = (written("package-lock.json"), written("node_modules/.package-lock.json"));
    if lock.is_some() && fetched > lock {
        println!("   node_modules is as package-lock.json says");
        return Ok(());
    }
    let mend = "Is there a way to the npm registry? If package.json and package-lock.json differ: `npm install` in web/.";
    web.run("npm", &["ci", "--no-audit", "--no-fund"], mend)
}

fn fmt(room: &Room) -> Result<(), Failure> {
    room.cargo().run("cargo", &["fmt", "--all", "--check"], "Run `cargo fmt --all`.")
}

fn web(room: &Room) -> Result<(), Failure> {
    fetch_web(&room.web())?;
    room.web().run("npm", &["run", "--silent", "check"], "Mend the types named above (web/).")?;
    room.web().run("npm", &["test", "--silent"], "Mend the test named above (web/).")?;
    build_web(&room.web())
}

fn clippy(room: &Room) -> Result<(), Failure> {
    let args = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    room.cargo().run("cargo", &args, "Mend each warning above; an `#[allow]` needs a `reason`.")
}

fn tests(room: &Room) -> Result<(), Failure> {
    let mend = "Mend the test named above. A changed snapshot: read it, then `cargo insta accept` if it is right. \
                A failing property prints its seed and keeps it beside the test.";
    if room.cargo().ask("cargo", &["nextest", "--version"]).is_some() {
        let args = ["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow"];
        room.cargo().run("cargo", &args, mend)?;
    } else {
        room.cargo().run("cargo", &["test", "--workspace", "--lib", "--bins", "--tests", "--quiet"], mend)?;
    }
    for name in crates_with_doc_tests(room.root) {
        room.cargo().run(
            "cargo",
            &["test", "--quiet", "--doc", "-p", &name],
            "Mend the example in the comment named above.",
        )?;
    }
    Ok(())
}

/// Libraries with an example in a comment: the others need no doc test build.
fn crates_with_doc_tests(root: &Path) -> Vec<String> {
    let tree = tidy::Tree::read(root);
    let mut names: Vec<String> = tree
        .under("crates/", ".rs")
        .filter(|(_, text)| {
            text.lines().any(|line| matches!(line.trim_start().get(..7), Some("/// ```" | "//! ```")))
        })
        .filter_map(|(path, _)| path.split('/').nth(1).map(str::to_owned))
        .filter(|name| tree.text(&format!("crates/{name}/src/lib.rs")).is_some())
        .collect();
    names.dedup();
    names
}

fn docs(room: &Room) -> Result<(), Failure> {
    let setting =
        room.cargo().with("RUSTDOCFLAGS", "-D rustdoc::broken_intra_doc_links -D rustdoc::invalid_html_tags");
    setting.run("cargo", &["doc", "--workspace", "--no-deps", "--quiet"], "Mend the links named above.")
}

fn packs(room: &Room) -> Result<(), Failure> {
    for word in ["check", "test"] {
        let args = ["run", "--quiet", "-p", "lianfang", "--", "plan", word, "packs"];
        room.cargo().run(
            "cargo",
            &args,
            "Mend the pack at the place named above; docs/plan-language.md is the reference.",
        )?;
    }
    Ok(())
}

fn api(room: &Room) -> Result<(), Failure> {
    room.cargo().run("cargo", &["build", "--quiet", "-p", "lianfang"], "Mend the error above.")?;
    let mend = "The server's API changed: `npm run api` in web/, look at the difference, and commit it.";
    room.web().with("LIANFANG", binary(room.root)).run("npm", &["run", "--silent", "api:check"], mend)
}

fn journeys(room: &Room) -> Result<(), Failure> {
    room.cargo().run("cargo", &["build", "--quiet", "-p", "lianfang"], "Mend the error above.")?;
    let mend = "Mend the journey named above (web/journeys); its last screenshot shows where it stood.";
    room.web().with("LIANFANG", binary(room.root)).run("npm", &["run", "--silent", "journeys"], mend)
}

fn print(room: &Room) -> Result<(), Failure> {
    let args = ["test", "--quiet", "-p", "documents", "--features", "pdf", "--profile", "print", "--tests"];
    room.cargo().run("cargo", &args, "Mend the test named above (crates/documents/tests/pdf.rs).")
}

/// The program as tests run it.
fn binary(root: &Path) -> String {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("debug/lianfang").to_string_lossy().into_owned()
}

/// Licences, banned crates and sources need no network; advisories need their database and are left out, in plain
/// words, where it is out of reach.
fn deny(room: &Room) -> Result<(), Failure> {
    let tools = room.root.join("target/tools");
    let mut cargo = room.cargo();
    cargo.path.push(tools.join("bin"));
    if cargo.ask("cargo", &["deny", "--version"]).is_none() {
        println!("   cargo-deny is built once into target/tools; that takes about five minutes");
        let args = [
            "install",
            "--quiet",
            "cargo-deny",
            "--locked",
            "--version",
            CARGO_DENY,
            "--root",
            &tools.to_string_lossy(),
        ];
        cargo.run("cargo", &args, "Install it by hand: cargo install cargo-deny --locked")?;
    }
    let mend = "Mend what is named above, or allow it in deny.toml with its reason.";
    let check = ["deny", "--log-level", "error", "check", "--hide-inclusion-graph"];
    cargo.run("cargo", &[&check[..], &["licenses", "bans", "sources"]].concat(), mend)?;
    if cargo.ask("cargo", &["deny", "fetch", "db"]).is_none() {
        println!("   the advisory database is out of reach from here: advisories were not looked at");
        return Ok(());
    }
    cargo.run("cargo", &[&check[..], &["--disable-fetch", "advisories"]].concat(), mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(args: &[&str]) -> Result<Vec<&'static str>, String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        choose(&args)
            .map(|steps| steps.iter().map(|step| step.name).collect())
            .map_err(|failure| failure.what)
    }

    #[test]
    fn only_takes_the_named_steps_in_the_house_order() {
        assert_eq!(names(&["--only", "tidy,fmt"]), Ok(vec!["fmt", "tidy"]));
        assert_eq!(names(&["--only", "tidi"]), Err("there is no step \"tidi\"".to_owned()));
        assert_eq!(names(&["--onyl", "tidy"]), Err("not understood: --onyl tidy".to_owned()));
        assert_eq!(names(&[]).map(|all| all.len()), Ok(STEPS.len()));
    }

    #[test]
    fn the_web_client_is_built_before_anything_that_embeds_it() {
        let place = |name: &str| STEPS.iter().position(|step| step.name == name).unwrap();
        for later in ["clippy", "tests", "packs", "api", "journeys"] {
            assert!(place("web") < place(later), "{later}");
        }
    }

    #[test]
    fn a_single_step_asks_only_for_what_it_needs() {
        assert_eq!(needs_of(&choose(&["--only".into(), "fmt,tidy".into()]).unwrap()), vec![]);
        assert_eq!(needs_of(&choose(&["--only".into(), "tests".into()]).unwrap()), vec![Need::Postgres]);
    }
}
