//! The pack with every word of the language: what it is lowered to, and how it is explained.

use crate::folders::{everything_with, fixtures, ground, pack_files};
use plan::written::{hash_of, read_scenarios};

#[test]
fn it_is_lowered_to_the_core() {
    let mut pack = everything_with(&[]);
    pack.files.clear();
    pack.hash = Default::default();
    insta::assert_debug_snapshot!("everything", pack);
}

#[test]
fn its_scenarios_are_read() {
    let files = pack_files(&fixtures().join("everything")).files;
    let pack = everything_with(&[]);
    let scenarios = read_scenarios(&files, &pack, &[ground()]).expect("scenarios");
    insta::assert_json_snapshot!("scenarios", scenarios);
}

#[test]
fn its_hash_depends_on_every_file_and_on_no_order() {
    let files = pack_files(&fixtures().join("everything")).files;
    let mut turned = files.clone();
    turned.reverse();
    assert_eq!(hash_of(&files), hash_of(&turned));
    for n in 0..files.len() {
        let mut changed = files.clone();
        changed[n].1.push(' ');
        assert_ne!(hash_of(&files), hash_of(&changed));
    }
    let moved: Vec<_> = files.iter().map(|(p, t)| (format!("{p}{}", &t[..1]), t[1..].to_owned())).collect();
    assert_ne!(hash_of(&files), hash_of(&moved));
}

#[test]
fn the_schema_is_kept() {
    insta::assert_json_snapshot!("schema", plan::written::schema());
}

#[test]
fn it_is_explained_in_both_languages() {
    let explained = plan::explain::explain_with(&everything_with(&[]), &[ground()]);
    insta::assert_snapshot!("explained_zh", explained.to_markdown(plan::problem::Lang::Zh));
    insta::assert_snapshot!("explained_en", explained.to_markdown(plan::problem::Lang::En));
    let json = serde_json::to_value(&explained).expect("JSON");
    assert_eq!(json["sections"][0]["items"][0]["clause"]["id"], "E-01");
    assert_eq!(json["params"].as_array().map(Vec::len), Some(3));
}
