//! Checks packs in folders: `cargo run -q -p plan --example check -- [--en] packs/base packs/<id>`. All problems of all
//! packs are printed as a compiler prints them; the exit code tells whether one was refused.
//!
//! Not here: the command line of the product (`lianfang plan check`).

use plan::{
    problem::Lang,
    written::{PackFiles, check_pack, order_packs, read_scenarios},
};
use std::{fs, io, path::Path, process::ExitCode, sync::Arc};

fn main() -> ExitCode {
    let mut folders: Vec<String> = std::env::args().skip(1).collect();
    let lang = if folders.iter().any(|f| f == "--en") { Lang::En } else { Lang::Zh };
    folders.retain(|f| f != "--en");
    match check(&folders, lang) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn check(folders: &[String], lang: Lang) -> io::Result<bool> {
    let mut packs = Vec::new();
    for folder in folders {
        let folder = folder.trim_end_matches('/').to_owned();
        let mut files = Vec::new();
        collect(Path::new(&folder), Path::new(&folder), &mut files)?;
        files.sort();
        packs.push(PackFiles { folder, files });
    }
    let order = match order_packs(&packs) {
        Ok(order) => order,
        Err(problems) => {
            print!("{}", problems.render(lang));
            return Ok(false);
        }
    };
    let mut known = Vec::new();
    let mut clean = true;
    for pack in order.into_iter().filter_map(|n| packs.get(n)) {
        let (read, problems) = check_pack(&pack.files, &known);
        print!("{}", problems.under(&pack.folder).render(lang));
        clean &= read.is_some();
        match read {
            Some(read) => {
                let scenarios = read_scenarios(&pack.files, &read, &known).map_or(0, |s| s.len());
                println!(
                    "{}: {} {} ledgers {} rules {} courses {} reports {} scenarios {}",
                    pack.folder,
                    read.id,
                    read.version,
                    read.ledgers.len(),
                    read.rules.len(),
                    read.courses.len(),
                    read.reports.len(),
                    scenarios
                );
                known.push(Arc::new(read));
            }
            None => println!("{}: refused", pack.folder),
        }
    }
    Ok(clean)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "md") {
            let inside = path.strip_prefix(root).map_err(io::Error::other)?;
            let name = inside.to_string_lossy().replace('\\', "/");
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}
