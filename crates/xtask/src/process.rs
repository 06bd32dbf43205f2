//! Running other programs, finding them on the path, and measuring how long it took.
//!
//! Not here: which programs, and in which order.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// What went wrong and what the reader can do about it.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong.
    pub what: String,
    /// What to do.
    pub mend: String,
}

impl Failure {
    /// From the two halves.
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Failure { what: what.into(), mend: mend.into() }
    }
}

/// Programs are started with this environment added, in this folder.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Working folder.
    pub folder: PathBuf,
    /// Added variables.
    pub vars: Vec<(String, String)>,
    /// Folders put before the path, first one first.
    pub path: Vec<PathBuf>,
}

impl Setting {
    /// In this folder, nothing added.
    pub fn at(folder: &Path) -> Self {
        Setting { folder: folder.to_path_buf(), ..Setting::default() }
    }

    /// The same in another folder.
    pub fn in_folder(&self, folder: &Path) -> Self {
        Setting { folder: folder.to_path_buf(), ..self.clone() }
    }

    /// With one more variable.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.vars.push((name.to_owned(), value.into()));
        self
    }

    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.folder);
        command.envs(self.vars.iter().map(|(name, value)| (name, value)));
        if !self.path.is_empty() {
            let old = std::env::var_os("PATH").unwrap_or_default();
            let all = self.path.iter().cloned().chain(std::env::split_paths(&old));
            if let Ok(path) = std::env::join_paths(all) {
                command.env("PATH", path);
            }
        }
        command
    }

    /// Runs a program with its output shown. `mend` says what to do when it fails.
    pub fn run(&self, program: &str, args: &[&str], mend: &str) -> Result<(), Failure> {
        let line = format!("{program} {}", args.join(" "));
        println!("   $ {line}");
        match self.command(program, args).stdin(Stdio::null()).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::new(format!("`{line}` failed ({status})"), mend)),
            Err(error) => Err(Failure::new(format!("`{line}` could not be started: {error}"), mend)),
        }
    }

    /// Runs a program and gives its output; `None` when it could not be started or failed.
    pub fn ask(&self, program: &str, args: &[&str]) -> Option<String> {
        let output = self.command(program, args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// A program on the path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    in_folders(program, std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()))
}

/// A program in one of these folders.
pub fn in_folders(program: impl AsRef<OsStr>, folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    folders.into_iter().map(|folder| folder.join(program.as_ref())).find(|file| file.is_file())
}

/// Runs `work` and says how long it took. The one place of this crate that reads a clock.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    #[allow(
        clippy::disallowed_methods,
        reason = "wall time of a step, shown to a person and used for nothing else"
    )]
    let start = std::time::Instant::now();
    let result = work();
    (result, start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_says_what_to_do() {
        let failure = Setting::at(Path::new(".")).run("false", &[], "mend it").unwrap_err();
        assert_eq!(failure.mend, "mend it");
        assert!(failure.what.contains("`false ` failed"), "{}", failure.what);
    }

    #[test]
    fn variables_and_path_reach_the_program() {
        let mut setting = Setting::at(Path::new("/")).with("XTASK_WORD", "there");
        setting.path.push("/first".into());
        let said = setting.ask("sh", &["-c", "echo $XTASK_WORD $PATH; pwd"]).unwrap();
        assert!(said.starts_with("there /first:"), "{said}");
        assert!(said.ends_with("\n/\n"), "{said}");
        assert!(setting.ask("sh", &["-c", "exit 3"]).is_none());
    }
}
