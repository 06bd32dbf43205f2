//! Reading of scenario files into `Scenario`s, with every name looked up.
//!
//! Not here: the comparison with what stands (`scenario`), and the types of a fact's fields (`facts::check`).

use super::{
    duties_of, extends, format,
    names::{Names, did_you_mean, find_qualified, qualified},
    node::{Node, Table, Word},
    reader::Reader,
};
use crate::{
    problem::{Problems, Severity},
    program::{Effect, Pack},
    scenario::{
        Expect, Expected, Holder, Scenario, SceneFact, SceneOrg, SceneRole, SceneSubject, SeenState, Step,
        constructs_of,
    },
};
use facts::{Body, Date, Instant, Name, SubjectId, Zone};
use smol_str::SmolStr;
use std::{collections::BTreeSet, sync::Arc};

/// Reads the scenarios of a pack that has been read, in order of path.
pub fn read_scenarios(
    files: &[(String, String)],
    pack: &Pack,
    known: &[Arc<Pack>],
) -> Result<Vec<Scenario>, Problems> {
    let bases = extends::bases_of(pack, known);
    let mut all = bases.clone();
    all.push(Arc::new(pack.clone()));
    let names = Names::inherit(pack.id.clone(), &all);
    let mut problems = Problems::of_files(files);
    let params = names.param_values();
    let mut sorted: Vec<&(String, String)> =
        files.iter().filter(|(path, _)| path.starts_with("scenarios/") && path.ends_with(".toml")).collect();
    sorted.sort();
    let mut tables = Vec::new();
    for (path, text) in sorted {
        let file = Arc::from(path.as_str());
        let mut reader =
            Reader { file, text, params: Some(&params), problems: &mut problems, open: Vec::new() };
        tables.extend(reader.file(&format::SCENARIO_FILE));
    }
    let scenarios = check(&tables, &names, pack, &bases, &mut problems);
    problems.sort();
    if problems.refuse() { Err(problems) } else { Ok(scenarios) }
}

/// The scenarios of some tables; names are looked up in the pack and the packs that it extends.
pub(crate) fn check(
    tables: &[Table],
    names: &Names,
    pack: &Pack,
    bases: &[Arc<Pack>],
    problems: &mut Problems,
) -> Vec<Scenario> {
    let refused =
        problems.list().iter().any(|p| p.severity == Severity::Error && !p.file.starts_with("scenarios/"));
    let outcomes = Outcomes::of(pack, bases, names);
    let mut scene = Scene { names, outcomes, problems, quiet: refused || names.incomplete };
    tables.iter().filter_map(|table| scene.scenario(table, pack)).collect()
}

/// The names of what can come of the packs, qualified.
struct Outcomes {
    duties: BTreeSet<Name>,
    alerts: BTreeSet<Name>,
    statuses: BTreeSet<Name>,
    courses: BTreeSet<Name>,
    constructs: BTreeSet<Name>,
}

impl Outcomes {
    fn of(pack: &Pack, bases: &[Arc<Pack>], names: &Names) -> Self {
        let packs = || bases.iter().map(Arc::as_ref).chain([pack]);
        let alerts = packs().flat_map(|p| &p.rules).flat_map(|r| &r.effects).filter_map(|e| match e {
            Effect::Alert { name, .. } => Some(name.clone()),
            _ => None,
        });
        Outcomes {
            duties: packs().flat_map(duties_of).map(|d| d.name.clone()).collect(),
            alerts: alerts.collect(),
            statuses: names.statuses.keys().cloned().collect(),
            courses: names.courses.clone(),
            constructs: packs().flat_map(constructs_of).collect(),
        }
    }
}

struct Scene<'a> {
    names: &'a Names,
    outcomes: Outcomes,
    problems: &'a mut Problems,
    /// The pack itself is refused: then unknown outcomes say nothing.
    quiet: bool,
}

impl Scene<'_> {
    fn scenario(&mut self, table: &Table, pack: &Pack) -> Option<Scenario> {
        let tested = table.text("pack").map_or_else(|| pack.id.clone(), Name::new);
        let orgs: Vec<SceneOrg> = table.tables("org").filter_map(|t| self.org(t)).collect();
        let mut subjects: Vec<SceneSubject> =
            table.tables("person").filter_map(|t| self.subject(t)).collect();
        subjects.extend(table.tables("subject").filter_map(|t| self.subject(t)));
        let roles = table.tables("role").filter_map(|t| self.role(t)).collect();
        let fires = self.constructs(table, "fires");
        let silent = self.constructs(table, "silent");
        let steps = self.steps(table, &subjects);
        Some(Scenario {
            file: table.place.file.to_string(),
            title: table.label("title")?,
            pack: tested,
            fires,
            silent,
            orgs,
            subjects,
            roles,
            steps,
        })
    }

    fn steps(&mut self, table: &Table, subjects: &[SceneSubject]) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut locals = BTreeSet::new();
        let facts: Vec<SceneFact> =
            table.tables("fact").filter_map(|t| self.fact(t, subjects, &mut locals)).collect();
        let expects: Vec<Expect> = table.tables("expect").filter_map(|t| self.expect(t)).collect();
        let later: Vec<&Table> = table.tables("step").collect();
        let first = moment(table, "at").or_else(|| later.first().and_then(|t| moment(t, "at")));
        match first {
            Some(at) => steps.push(Step { at, facts, expects }),
            None => {
                if !table.has("at") && later.is_empty() {
                    let problem = super::top_of(&table.place.file).problem(
                        "missing_key",
                        "缺少 `at` 或 `[[step]]`",
                        "`at` or `[[step]]` is missing",
                    );
                    self.problems.add(problem);
                }
            }
        }
        for step in later {
            let Some(at) = moment(step, "at") else { continue };
            if steps.last().is_some_and(|s| s.at > at) {
                let problem =
                    step.place_of("at").problem("out_of_order", "时钟倒退了", "the clock goes back");
                self.problems.add(problem);
            }
            let facts = step.tables("fact").filter_map(|t| self.fact(t, subjects, &mut locals)).collect();
            let expects = step.tables("expect").filter_map(|t| self.expect(t)).collect();
            steps.push(Step { at, facts, expects });
        }
        steps
    }

    fn constructs(&mut self, table: &Table, key: &str) -> Vec<Name> {
        let words = table.words(key);
        words
            .iter()
            .filter_map(|w| self.find(w, "unknown_construct", ("构件", "construct"), |o| &o.constructs))
            .collect()
    }

    /// A qualified name among what the packs can bring about.
    fn find(
        &mut self,
        word: &Word,
        code: &'static str,
        what: (&str, &str),
        among: fn(&Outcomes) -> &BTreeSet<Name>,
    ) -> Option<Name> {
        let found = find_qualified(&self.names.pack, &word.text, among(&self.outcomes).iter()).cloned();
        if found.is_none() {
            if self.quiet {
                return Some(qualified(&self.names.pack, &word.text));
            }
            let problem = word.place.problem(
                code,
                format!("没有{} `{}`", what.0, word.text),
                format!("there is no {} `{}`", what.1, word.text),
            );
            let own = |n: &Name| n.strip_prefix(&format!("{}/", self.names.pack)).map(str::to_owned);
            let all: Vec<String> =
                among(&self.outcomes).iter().map(|n| own(n).unwrap_or_else(|| n.to_string())).collect();
            self.problems.add(did_you_mean(problem, &word.text, all.iter().map(String::as_str)));
        }
        found
    }

    fn id(&mut self, node: &Node) -> Option<SubjectId> {
        let found = SubjectId::parse(node.text()?);
        if found.is_none() {
            let problem =
                node.place.problem("bad_subject", "不是主体标识", "not the id of a subject").expected(
                    "应为 种类:编号，如 person:0312、org:3-2",
                    "expected kind:code, as person:0312 or org:3-2",
                );
            self.problems.add(problem);
        }
        found
    }

    fn org(&mut self, table: &Table) -> Option<SceneOrg> {
        let id = table.get("id").and_then(|n| self.id(n));
        let kind = table.word("kind")?;
        self.names.kinds(std::slice::from_ref(&kind), self.problems);
        let parent = table.get("parent").and_then(|n| self.id(n));
        let id = id?;
        let name = table.text("name").map_or_else(|| SmolStr::new(id.code()), SmolStr::new);
        Some(SceneOrg { id, kind: kind.text, name, parent, facts: body(table, "facts") })
    }

    fn subject(&mut self, table: &Table) -> Option<SceneSubject> {
        let id = table.get("id").and_then(|n| self.id(n));
        let within = table.items("in").iter().filter_map(|n| self.id(n)).collect();
        Some(SceneSubject { id: id?, within, facts: body(table, "facts") })
    }

    fn role(&mut self, table: &Table) -> Option<SceneRole> {
        let role = table.word("role").and_then(|w| self.names.role(&w, self.problems));
        let org = table.get("org").and_then(|n| self.id(n));
        let (role, org) = (role?, org?);
        let account = table
            .text("account")
            .map_or_else(|| SmolStr::from(format!("{role}.{}", org.code())), SmolStr::new);
        Some(SceneRole { role, org, account })
    }

    fn fact(
        &mut self,
        table: &Table,
        subjects: &[SceneSubject],
        locals: &mut BTreeSet<SmolStr>,
    ) -> Option<SceneFact> {
        let subject = table.get("subject").and_then(|n| self.id(n));
        let org = table.get("org").and_then(|n| self.id(n));
        let word = table.word("ledger")?;
        let ledger = self.names.ledger(&word, self.problems);
        if let (Some(ledger), Some(body)) = (ledger, table.table("body")) {
            for (key, place, _) in &body.entries {
                self.names.field(ledger, &Word { place: place.clone(), text: Name::new(key) }, self.problems);
            }
        }
        if let (Some(ledger), Some(subject)) = (ledger, &subject)
            && ledger.about != subject.kind()
            && ledger.act.is_none()
        {
            let problem = table.place_of("subject").problem(
                "other_subject",
                format!("台账 `{}` 不记这一类主体", ledger.id),
                format!("the ledger `{}` is not about such a subject", ledger.id),
            );
            let kind = ledger.about.as_str();
            self.problems.add(problem.expected(format!("应为 {kind}:…"), format!("expected {kind}:…")));
        }
        let at = moment(table, "at")?;
        let subject = subject?;
        let corrects = self.corrects(table, locals);
        let id = table.text("id").map(SmolStr::new);
        locals.extend(id.clone());
        let home = subjects.iter().find(|s| s.id == subject).and_then(|s| s.within.first().cloned());
        Some(SceneFact {
            line: line_of(self.problems, table),
            id,
            ledger: word.text,
            org: org.or(home).unwrap_or_else(|| subject.clone()),
            subject,
            at,
            received: moment(table, "received").unwrap_or(at.plus_micros(60_000_000)),
            body: body(table, "body"),
            corrects,
            void: table.bool("void").unwrap_or(false),
        })
    }

    fn corrects(&mut self, table: &Table, locals: &BTreeSet<SmolStr>) -> Option<SmolStr> {
        let word = table.word("corrects")?;
        if !locals.contains(word.text.as_str()) {
            let problem = word.place.problem(
                "unknown_fact",
                format!("前面没有名为 `{}` 的事实", word.text),
                format!("no fact before this is called `{}`", word.text),
            );
            self.problems.add(did_you_mean(problem, &word.text, locals.iter().map(SmolStr::as_str)));
        }
        Some(SmolStr::new(&word.text))
    }

    fn expect(&mut self, table: &Table) -> Option<Expect> {
        let subject = table.get("subject").and_then(|n| self.id(n));
        let because = table
            .word("because")
            .and_then(|w| self.find(&w, "unknown_construct", ("构件", "construct"), |o| &o.constructs));
        let what = self.expected(table);
        let line = line_of(self.problems, table);
        Some(Expect {
            line,
            none: table.text("none").is_some(),
            what: what?,
            subject: subject?,
            because,
            count: table.whole("count"),
        })
    }

    fn expected(&mut self, table: &Table) -> Option<Expected> {
        let written: Vec<&str> =
            ["duty", "status", "alert", "course"].into_iter().filter(|key| table.has(key)).collect();
        let [key] = written.as_slice() else {
            let problem = table
                .place
                .problem("not_one_outcome", "应恰写一种结果", "exactly one outcome is expected")
                .expected(
                    "应写其一：duty, status, alert, course",
                    "expected one of: duty, status, alert, course",
                );
            self.problems.add(problem);
            return None;
        };
        let word = table.word(key)?;
        match *key {
            "duty" => Some(Expected::Duty {
                name: self.find(&word, "unknown_duty", ("任务", "duty"), |o| &o.duties)?,
                state: table.text("state").and_then(SeenState::parse),
                due: moment(table, "due"),
                holder: self.holder(table),
            }),
            "status" => {
                let name = self.find(&word, "unknown_status", ("状态", "status"), |o| &o.statuses)?;
                let value = table.word("value");
                if let (Some(value), Some(status)) = (&value, self.names.statuses.get(&name)) {
                    self.names.status_value(&name, status, value, self.problems);
                }
                Some(Expected::Status { name, value: value.map(|w| w.text) })
            }
            "alert" => Some(Expected::Alert {
                name: self.find(&word, "unknown_alert", ("预警", "alert"), |o| &o.alerts)?,
                acknowledged: table.bool("acknowledged"),
                severity: table.whole("severity"),
            }),
            _ => Some(Expected::Course {
                name: self.find(&word, "unknown_course", ("管控流程", "course"), |o| &o.courses)?,
                day: table.whole("day"),
                last_day: table.text("last_day").and_then(date),
                phase: table.word("phase").map(|w| w.text),
                ended: table.word("ended").map(|w| w.text),
                held: table.bool("held"),
            }),
        }
    }

    fn holder(&mut self, table: &Table) -> Option<Holder> {
        let node = table.get("holder")?;
        if node.text() == Some("gap") {
            return Some(Holder::Gap);
        }
        self.id(node).map(Holder::Org)
    }
}

fn moment(table: &Table, key: &str) -> Option<Instant> {
    Zone::default().read(table.text(key)?)
}

fn date(text: &str) -> Option<Date> {
    Zone::default().read(text).map(|at| Zone::default().date_of(at))
}

fn body(table: &Table, key: &str) -> Body {
    let entries = table.table(key).map(|t| t.entries.as_slice()).unwrap_or_default();
    entries.iter().filter_map(|(name, _, node)| Some((Name::new(name), node.value()?))).collect()
}

fn line_of(problems: &Problems, table: &Table) -> usize {
    problems.line_of(&table.place.file, table.place.at.start)
}
