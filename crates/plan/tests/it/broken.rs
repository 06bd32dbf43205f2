//! Every folder of `fixtures/broken` is refused with exactly the problems of its `expected.txt`, in both languages.
//! `UPDATE=1 cargo test -p plan --test it` writes them anew; read the difference before you keep it.

use crate::folders::{fixtures, ground, pack_files};
use plan::{
    Problems,
    problem::Lang,
    written::{check_pack, read_packs},
};
use std::{fs, path::Path};

fn problems_of(case: &Path) -> Problems {
    let single = !case.join("a").is_dir();
    if single {
        let (pack, problems) = check_pack(&pack_files(case).files, &[ground()]);
        assert!(pack.is_none(), "{} is accepted", case.display());
        return problems;
    }
    let mut folders: Vec<_> =
        fs::read_dir(case).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    folders.sort();
    let packs: Vec<_> = folders.iter().filter(|p| p.is_dir()).map(|p| pack_files(p)).collect();
    read_packs(&packs, &[ground()]).expect_err("refused")
}

#[test]
fn broken_packs_say_what_is_wrong() {
    let mut cases: Vec<_> = fs::read_dir(fixtures().join("broken"))
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 25);
    let mut wrong = Vec::new();
    for case in cases {
        let problems = problems_of(&case);
        let both = format!(
            "{}\n=====\n\n{}",
            problems.render(Lang::En).trim_end(),
            problems.render(Lang::Zh).trim_end()
        );
        let text = format!("{both}\n");
        let file = case.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &text).expect("written");
        } else if fs::read_to_string(&file).unwrap_or_default() != text {
            wrong.push(format!("{}:\n{text}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_has_both_languages_and_a_place() {
    for case in fs::read_dir(fixtures().join("broken")).expect("a folder") {
        let case = case.expect("an entry").path();
        let json = problems_of(&case).to_json();
        for problem in json.as_array().expect("a list") {
            for key in ["zh", "en"] {
                assert_ne!(problem["says"][key], "", "{problem}");
            }
            assert!(problem["line"].as_u64() >= Some(1), "{problem}");
        }
    }
}

#[test]
fn a_path_that_leaves_the_pack_is_refused() {
    for path in ["../x.toml", "/rules/a.toml", "rules/../../a.toml", "rules\\a.toml", "rules//a.toml"] {
        let mut files = pack_files(&fixtures().join("everything")).files;
        files.push((path.to_owned(), String::new()));
        let (pack, problems) = check_pack(&files, &[ground()]);
        assert!(pack.is_none(), "{path}");
        assert!(problems.list().iter().any(|p| p.code == "path_leaves"), "{path}");
    }
}

#[test]
fn every_key_misspelt_is_found() {
    let files = pack_files(&fixtures().join("everything")).files;
    let (pack, problems) = check_pack(&files, &[ground()]);
    assert!(pack.is_some() && problems.is_empty(), "{}", problems.render(Lang::En));
    for (n, (path, text)) in files.iter().enumerate() {
        for key in [
            "id =",
            "title =",
            "within =",
            "owner =",
            "phases =",
            "every =",
            "at_least =",
            "subject =",
            "runs =",
        ] {
            let Some(at) = text.find(key) else { continue };
            let mut changed = files.clone();
            changed[n].1 = format!("{}x{}", &text[..at], &text[at..]);
            let (pack, problems) = check_pack(&changed, &[ground()]);
            assert!(pack.is_none(), "{path} {key}");
            assert!(
                problems.list().iter().any(|p| p.code == "unknown_key" && p.file == *path),
                "{path} {key}"
            );
        }
    }
}

/// Files that are cut off anywhere, or lack any line, are judged without a panic, and shown.
#[test]
fn no_file_is_too_broken_to_be_judged() {
    let ground = ground();
    let files = pack_files(&fixtures().join("everything")).files;
    let judge = |n: usize, text: String| {
        let mut changed = files.clone();
        changed[n].1 = text;
        let (pack, problems) = check_pack(&changed, std::slice::from_ref(&ground));
        assert!(pack.is_some() || problems.refuse());
        assert_eq!(problems.render(Lang::Zh).is_empty(), problems.is_empty());
    };
    for (n, (_, text)) in files.iter().enumerate() {
        for at in (0..text.len()).step_by(97).filter(|at| text.is_char_boundary(*at)) {
            judge(n, text[..at].to_owned());
        }
        let lines: Vec<&str> = text.lines().collect();
        for gone in (0..lines.len()).step_by(2) {
            let rest: Vec<&str> =
                lines.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, l)| *l).collect();
            judge(n, rest.join("\r\n"));
        }
    }
}
