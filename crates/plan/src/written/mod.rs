//! The files of a pack: read, checked, lowered to the core of `program`. All problems at once, each with its place.
//!
//! Not here: opening files (the doors do), the meaning of a condition (`cel`), what a plan does (`evaluate`).
//!
//! Reading order: `shape` (what a table may hold), `format` (every key of every file), `reader` (reading TOML by them)
//! with `node`, `names` and `desk` (what lowering has at hand), `head`, `ledgers`, `effects`, `rules`, `courses`,
//! `areas`, `reports`, `coverage`, then this file.

mod areas;
mod courses;
mod coverage;
mod desk;
mod effects;
mod extends;
mod format;
mod head;
mod inside;
mod ledgers;
mod names;
mod node;
mod orders;
mod reader;
mod reports;
mod rules;
mod scenes;
mod schema;
mod shape;
mod sheets;

pub use extends::{PackFiles, order_packs, read_packs};
pub use scenes::read_scenarios;
pub use schema::schema;

pub(crate) use names::unqualified;

use crate::{
    problem::Problems,
    program::{Effect, Pack},
};
use desk::Desk;
use facts::{Name, chain::Hash};
use names::Names;
use node::{Place, Table, Word};
use reader::Reader;
use shape::Shape;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Reads a pack from its files (path inside of the pack, text). `known` are the packs already read; those that it
/// extends must be among them.
pub fn read_pack(files: &[(String, String)], known: &[Arc<Pack>]) -> Result<Pack, Problems> {
    match check_pack(files, known) {
        (Some(pack), _) => Ok(pack),
        (None, problems) => Err(problems),
    }
}

/// As [`read_pack`], with the warnings of a pack that is accepted.
pub fn check_pack(files: &[(String, String)], known: &[Arc<Pack>]) -> (Option<Pack>, Problems) {
    let mut problems = Problems::of_files(files);
    let pack = Reading { files, known, problems: &mut problems }.pack();
    problems.sort();
    let refused = problems.refuse();
    (pack.filter(|_| !refused), problems)
}

/// BLAKE3 over the files in order of path, each path and text with its length before it.
pub fn hash_of(files: &[(String, String)]) -> Hash {
    let sorted: BTreeMap<&str, &str> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut hasher = blake3::Hasher::new();
    for (path, text) in sorted {
        for part in [path, text] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
    }
    Hash(*hasher.finalize().as_bytes())
}

/// In order of path.
fn sorted(files: &[(String, String)]) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    files.sort();
    files
}

/// A place at the top of a file.
pub(crate) fn top_of(file: &str) -> Place {
    Place { file: Arc::from(file), at: 0..0 }
}

/// The tables of the files beside `pack.toml`, read by their shapes.
#[derive(Default)]
struct Tables {
    ledgers: Vec<Table>,
    rules: Vec<Table>,
    reports: Vec<Table>,
    scenarios: Vec<Table>,
    coverage: Option<Table>,
}

struct Reading<'a> {
    files: &'a [(String, String)],
    known: &'a [Arc<Pack>],
    problems: &'a mut Problems,
}

impl Reading<'_> {
    fn pack(&mut self) -> Option<Pack> {
        let Some((_, text)) = self.files.iter().find(|(path, _)| path == "pack.toml") else {
            let problem = top_of("pack.toml")
                .problem("no_pack_file", "缺少 pack.toml", "pack.toml is missing")
                .hint("每个包都以 pack.toml 开始", "every pack begins with pack.toml");
            self.problems.add(problem);
            return None;
        };
        let head = self.table("pack.toml", text, &format::PACK_FILE, None);
        let Some((head, id)) = head.and_then(|head| head.text("id").map(Name::new).map(|id| (head, id)))
        else {
            // What the other files say can be held to their shapes at least.
            self.tables(&mut Names { incomplete: true, ..Names::default() });
            return None;
        };
        let bases = extends::bases(&id, &head, self.known, self.problems);
        let mut names = Names::inherit(id.clone(), &bases.packs);
        names.incomplete = bases.missing;
        let own_params = head::params(&head);
        names.params.extend(own_params.clone());
        let org_kinds = head::org_kinds(&head, &mut names, self.problems);
        let statuses = head::statuses(&head, &mut names, self.problems);
        let roles = head::roles(&head, &mut names, self.problems);
        let tables = self.tables(&mut names);
        let ledgers = self.ledgers(&tables, &mut names, &bases.packs);
        head::check_writes(&head, &names, self.problems);
        let constructs = self.constructs(&tables, &mut names);
        let mut pack = Pack {
            id,
            version: head.text("version").unwrap_or_default().into(),
            title: head.label("title").unwrap_or_default(),
            extends: head.words("extends").into_iter().map(|w| w.text).collect(),
            source: head::source(&head),
            level: Name::new(head.text("level").unwrap_or_default()),
            hash: hash_of(self.files),
            files: sorted(self.files),
            params: own_params,
            ledgers,
            roles,
            org_kinds,
            statuses,
            rules: Vec::new(),
            courses: Vec::new(),
            reports: Vec::new(),
            areas: Vec::new(),
            coverage: Vec::new(),
        };
        self.lower(&tables, &names, &mut pack);
        if let Some(table) = &tables.coverage {
            pack.coverage = coverage::coverage(table, &names, &constructs, self.problems);
            coverage::check_clauses(table, &tables.rules, &tables.reports, self.problems);
        }
        scenes::check(&tables.scenarios, &names, &pack, &bases.packs, self.problems);
        Some(pack)
    }

    fn table(
        &mut self,
        file: &str,
        text: &str,
        shape: &'static Shape,
        names: Option<&Names>,
    ) -> Option<Table> {
        let params = names.map(Names::param_values);
        Reader {
            file: Arc::from(file),
            text,
            params: params.as_ref(),
            problems: self.problems,
            open: Vec::new(),
        }
        .file(shape)
    }

    /// Reads the other files, in order of path.
    fn tables(&mut self, names: &mut Names) -> Tables {
        let mut tables = Tables::default();
        let mut files: Vec<&(String, String)> = self.files.iter().collect();
        files.sort();
        let mut seen = BTreeSet::new();
        for (path, text) in files {
            if !seen.insert(path) {
                self.problems.add(top_of(path).problem(
                    "double",
                    "同一文件给了两次",
                    "the same file is given twice",
                ));
                continue;
            }
            self.check_path(path);
            let Some(shape) = shape_of(path) else { continue };
            let Some(table) = self.table(path, text, shape, Some(names)) else {
                names.incomplete = true;
                continue;
            };
            match shape.name {
                "ledgers" => tables.ledgers.push(table),
                "rules" => tables.rules.push(table),
                "reports" => tables.reports.push(table),
                "scenario" => tables.scenarios.push(table),
                _ => tables.coverage = Some(table),
            }
        }
        tables
    }

    fn check_path(&mut self, path: &str) {
        let leaves = path.contains('\\') || path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if leaves {
            let problem = top_of(path)
                .problem("path_leaves", "路径离开了包的文件夹", "the path leaves the folder of the pack")
                .expected("应为包内的相对路径", "expected a path inside of the pack");
            self.problems.add(problem);
        } else if path != "pack.toml" && path.ends_with(".toml") && shape_of(path).is_none() {
            let places = format::FILES.map(|(_, place, _)| place).join(", ");
            let problem = top_of(path)
                .problem("stray_file", "包里没有这样的文件", "a pack has no such file")
                .expected(format!("应为：{places}"), format!("expected: {places}"));
            self.problems.add(problem);
        }
    }

    fn ledgers(&mut self, tables: &Tables, names: &mut Names, bases: &[Arc<Pack>]) -> Vec<facts::Ledger> {
        let mut found: Vec<facts::Ledger> = Vec::new();
        for table in tables.ledgers.iter().flat_map(|file| file.tables("ledger")) {
            let Some(ledger) = ledgers::ledger(table, names, self.problems) else {
                names.incomplete = true;
                continue;
            };
            let place = table.place_of("id");
            let id = ledger.id.clone();
            if names.ledgers.get(&id).is_some() {
                self.problems.add(place.problem(
                    "declared_twice",
                    format!("台账 `{id}` 已有声明"),
                    format!("the ledger `{id}` is declared already"),
                ));
            }
            let elsewhere = |p: &&Arc<Pack>| {
                p.id != names.pack
                    && bases.iter().all(|b| b.id != p.id)
                    && p.ledgers.iter().any(|l| l.id == id && *l != ledger)
            };
            if let Some(other) = self.known.iter().find(elsewhere) {
                let problem = place
                    .problem(
                        "declared_elsewhere",
                        format!("包 `{}` 声明了另一个同名台账 `{id}`", other.id),
                        format!("the pack `{}` declares another ledger `{id}`", other.id),
                    )
                    .hint(
                        "台账名在全库唯一：改名，或放到共同的包里",
                        "ledgers have one name everywhere: rename it, or move it to a common pack",
                    );
                self.problems.add(problem);
            }
            names.ledgers.0.insert(id, ledger.clone());
            found.push(ledger);
        }
        found
    }

    /// The ids of all constructs; each may be used once. Courses and reports become names.
    fn constructs(&mut self, tables: &Tables, names: &mut Names) -> BTreeSet<Name> {
        let mut words: Vec<Word> = Vec::new();
        for file in &tables.rules {
            for key in ["rule", "routine", "signal", "course", "level", "area"] {
                words.extend(file.tables(key).filter_map(|t| t.word("id")));
            }
            let measures = file.tables("level").flat_map(|level| level.tables("measure"));
            words.extend(measures.filter_map(|t| t.word("id")));
            let courses: Vec<Word> = file.tables("course").filter_map(|t| t.word("id")).collect();
            names.courses.extend(courses.iter().map(|w| names::qualified(&names.pack, &w.text)));
        }
        let of_reports = tables.reports.iter().flat_map(|f| f.tables("report"));
        let reports: Vec<Word> = of_reports.filter_map(|t| t.word("id")).collect();
        names.reports.extend(reports.iter().map(|w| names::qualified(&names.pack, &w.text)));
        words.extend(reports);
        let mut ids = BTreeSet::new();
        for word in words {
            if !ids.insert(word.text.clone()) {
                self.problems.add(word.place.problem(
                    "declared_twice",
                    format!("`{}` 已用作另一构件的标识", word.text),
                    format!("`{}` is the id of another construct already", word.text),
                ));
            }
        }
        ids
    }

    fn lower(&mut self, tables: &Tables, names: &Names, pack: &mut Pack) {
        let mut desk = Desk { names, files: self.files, problems: self.problems };
        for file in &tables.rules {
            pack.rules.extend(file.tables("rule").filter_map(|t| desk.rule(t)));
            pack.rules.extend(file.tables("routine").filter_map(|t| desk.routine(t)));
            pack.rules.extend(file.tables("signal").filter_map(|t| desk.signal(t)));
            for level in file.tables("level") {
                pack.rules.extend(desk.level(level));
            }
            pack.courses.extend(file.tables("course").filter_map(|t| desk.course(t)));
            pack.areas.extend(file.tables("area").filter_map(|t| desk.area(t)));
        }
        for report in tables.reports.iter().flat_map(|file| file.tables("report")) {
            if let Some((report, rule)) = desk.report(report) {
                pack.reports.push(report);
                pack.rules.extend(rule);
            }
        }
        for file in tables.rules.iter() {
            effects::check_same_duties(file, pack, desk.problems);
        }
    }
}

/// The shape of a file by its path; `None` for what is none of the format's files.
fn shape_of(path: &str) -> Option<&'static Shape> {
    let by_folder = |folder: &str| {
        path.strip_prefix(folder).is_some_and(|rest| rest.ends_with(".toml") && !rest.contains('/'))
    };
    format::FILES.iter().map(|(_, place, shape)| (*place, *shape)).find_map(|(place, shape)| {
        let fits = match place.split_once('*') {
            Some((folder, _)) => by_folder(folder),
            None => path == place && path != "pack.toml",
        };
        fits.then_some(shape)
    })
}

/// Every duty of a pack.
pub(crate) fn duties_of(pack: &Pack) -> impl Iterator<Item = &crate::program::DutySpec> {
    let of_rules = pack.rules.iter().flat_map(|rule| &rule.effects).filter_map(|effect| match effect {
        Effect::Duty(duty) => Some(duty),
        _ => None,
    });
    let of_courses = pack.courses.iter().flat_map(|course| {
        let tests = course.tests.iter().map(|t| &t.duty);
        let daily = course.daily.iter().map(|d| &d.duty);
        course.at_start.iter().chain(tests).chain(daily).chain(&course.release_duty)
    });
    of_rules.chain(of_courses)
}
