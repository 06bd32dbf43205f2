//! The tiny base pack of these tests, and packs made of a few lines of rules.

use crate::{Pack, problem::Lang, written::read_pack};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

const BASE: &str = r#"
id = "base"
version = "1.0.0"
title = { zh = "基础", en = "Base" }
level = "country"
[roles.teacher]
title = { zh = "教师", en = "teacher" }
[roles.head]
title = { zh = "校长", en = "head" }
[roles.officer]
title = { zh = "值班员", en = "officer" }
[org_kinds.county]
title = { zh = "县", en = "county" }
[org_kinds.school]
title = { zh = "学校", en = "school" }
[org_kinds.class]
title = { zh = "班级", en = "class" }
[statuses.health]
title = { zh = "健康状态", en = "health" }
about = "person"
values = [
  { id = "normal", label = { zh = "正常", en = "normal" } },
  { id = "watched", label = { zh = "监测", en = "watched" } },
  { id = "suspect", label = { zh = "疑似", en = "suspect" } },
  { id = "ill", label = { zh = "确诊", en = "ill" } },
]
[statuses.situation]
title = { zh = "态势", en = "situation" }
about = "org"
values = [
  { id = "none", label = { zh = "无", en = "none" } },
  { id = "case", label = { zh = "病例", en = "case" } },
  { id = "spread", label = { zh = "传播", en = "spread" } },
]
"#;

/// (id, about, act or profile, fields as `id type`), in one line each.
const LEDGERS: &str = "
    person    person  profile    sex code female male
    check     person  -          sick bool; symptoms codes fever rash cough; celsius number
    visit     person  -          good bool
    sample    person  -
    result    person  -          result code negative positive
    event     person  -          what code exposed extend restart release recover; since date; contact ref person
    declare   org     -          level code none case spread
    round     org     -          session code morning noon
    report    org     -
    term      org     -          first date; last date
    waiver    org     waive      duty text; reason text
    claim     org     claim      duty text
    hand_over org     delegate   duty text; account text
    noted     org     acknowledge alert text
";

fn words(text: &str) -> String {
    format!("{{ zh = \"{text}\", en = \"{text}\" }}")
}

fn field(text: &str) -> String {
    let mut parts = text.split_whitespace();
    let (id, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut out = format!("[[ledger.field]]\nid = \"{id}\"\nlabel = {}\ntype = \"{kind}\"\n", words(id));
    let rest: Vec<&str> = parts.collect();
    if kind.starts_with("code") {
        let codes: Vec<String> =
            rest.iter().map(|c| format!("{{ code = \"{c}\", label = {} }}", words(c))).collect();
        out += &format!("codes = [{}]\n", codes.join(", "));
    }
    if kind == "ref" {
        out += &format!("to = \"{}\"\n", rest.join(""));
    }
    out
}

fn ledgers() -> String {
    let mut out = String::new();
    for line in LEDGERS.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let mut parts = line.splitn(2, char::is_whitespace);
        let id = parts.next().unwrap_or_default();
        let mut parts = parts.next().unwrap_or_default().trim_start().splitn(2, char::is_whitespace);
        let about = parts.next().unwrap_or_default();
        let mut parts = parts.next().unwrap_or_default().trim_start().splitn(2, char::is_whitespace);
        let act = parts.next().unwrap_or_default();
        out += &format!("[[ledger]]\nid = \"{id}\"\ntitle = {}\nabout = \"{about}\"\n", words(id));
        match act {
            "-" => {}
            "profile" => out += "profile = true\n",
            act => out += &format!("act = \"{act}\"\n"),
        }
        let fields = parts.next().unwrap_or_default();
        out.extend(fields.split(';').map(str::trim).filter(|f| !f.is_empty()).map(field));
    }
    out
}

/// The base pack, read once.
pub fn base() -> Arc<Pack> {
    static READ: OnceLock<Arc<Pack>> = OnceLock::new();
    READ.get_or_init(|| {
        let files = [("pack.toml".to_owned(), BASE.to_owned()), ("ledgers/all.toml".to_owned(), ledgers())];
        Arc::new(read_pack(&files, &[]).unwrap_or_else(|p| panic!("{}", p.render(Lang::En))))
    })
    .clone()
}

/// A pack of these rules. Titles and clauses are put in: each table with an `id` or a `name` is called by it.
pub fn pack_as(id: &str, version: &str, rules: &str) -> Arc<Pack> {
    type Known = Mutex<BTreeMap<(String, String, String), Arc<Pack>>>;
    static READ: OnceLock<Known> = OnceLock::new();
    let mut known = READ.get_or_init(Known::default).lock().unwrap_or_else(PoisonError::into_inner);
    let key = (id.to_owned(), version.to_owned(), rules.to_owned());
    known.entry(key).or_insert_with(|| Arc::new(read(id, version, rules))).clone()
}

fn read(id: &str, version: &str, rules: &str) -> Pack {
    let head = format!(
        "id = \"{id}\"\nversion = \"{version}\"\ntitle = {}\nextends = [\"base\"]\nlevel = \"county\"\n",
        words(id)
    );
    let files = [("pack.toml".to_owned(), head), ("rules/all.toml".to_owned(), titled(rules))];
    read_pack(&files, &[base()]).unwrap_or_else(|p| panic!("{}", p.render(Lang::En)))
}

/// Puts the words that every construct needs behind its `id` or `name`.
fn titled(rules: &str) -> String {
    let says = words("说");
    let mut out = String::new();
    let mut measure = false;
    for line in rules.lines() {
        let line = line.trim();
        let inline = line
            .replace("{ name = \"", &format!("{{ title = {says}, name = \""))
            .replace("{ id = \"", &format!("{{ title = {says}, id = \""));
        out += &inline;
        out.push('\n');
        measure = if line.starts_with("[[") { line == "[[level.measure]]" } else { measure };
        if line.starts_with("id = ") {
            out += &format!("title = {says}\n");
            if !measure {
                out += &format!("clause = {{ id = \"T-01\", says = {says} }}\n");
            }
        }
        if line.starts_with("name = ") {
            out += &format!("title = {says}\n");
        }
    }
    out
}
