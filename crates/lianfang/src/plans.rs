//! `lianfang plan …`: check, test, explain, diff, schema, coverage.

use crate::{
    exit::{Failure, INPUT, NOT_RIGHT},
    lang, packs,
    progress::Progress,
};
use clap::Subcommand;
use facts::{Label, Name, Zone};
use intake::trial::try_scenario;
use plan::{
    Pack,
    diff::{Difference, Kind, diff_with},
    explain::explain_with,
    scenario::{Brought, Scenario, Unseen, WeakSilence, lacking, unseen, weak_silences},
    written::{PackFiles, read_scenarios, schema},
};
use std::{collections::BTreeSet, path::PathBuf, sync::Arc};
use store::memory::Memory;

/// What can be done with plans before they are in force.
#[derive(Subcommand)]
pub enum PlanCommand {
    /// 检查方案 · read plans and tell every mistake with its place
    Check {
        /// 方案文件夹 · folders of plans, or a folder that holds them
        #[arg(required = true)]
        folders: Vec<PathBuf>,
    },
    /// 试运行方案自带的情景 · run the scenarios of plans
    Test {
        /// 方案文件夹 · folders of plans, or a folder that holds them
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// 只试名称包含此文字的情景 · only scenarios whose file contains this
        #[arg(long)]
        only: Option<String>,
    },
    /// 把方案写成可读的文档 · a plan as a readable document
    Explain {
        /// 方案文件夹或名称 · folder or name of a plan
        plan: String,
        /// 输出 JSON · as JSON
        #[arg(long)]
        json: bool,
    },
    /// 两个方案逐条对照 · two plans clause by clause
    Diff {
        /// 原方案 · the plan that is compared with
        a: String,
        /// 新方案 · the plan that is compared
        b: String,
        /// 输出 JSON，每行一处 · as JSON, one difference a line
        #[arg(long)]
        json: bool,
    },
    /// 供编辑器使用的 JSON Schema · for editors
    Schema,
    /// 每条来源规则由什么执行 · which construct runs each rule of the source
    Coverage {
        /// 方案文件夹 · folders of plans
        folders: Vec<PathBuf>,
    },
}

/// Runs one of them.
pub fn run(command: PlanCommand) -> Result<(), Failure> {
    match command {
        PlanCommand::Check { folders } => check(&folders),
        PlanCommand::Test { folders, only } => test(&folders, only.as_deref()),
        PlanCommand::Explain { plan, json } => tell(&plan, json),
        PlanCommand::Diff { a, b, json } => compare(&a, &b, json),
        PlanCommand::Schema => {
            println!("{}", serde_json::to_string_pretty(&schema()).unwrap_or_default());
            Ok(())
        }
        PlanCommand::Coverage { folders } => coverage(&folders),
    }
}

fn check(folders: &[PathBuf]) -> Result<(), Failure> {
    let (named, packs) = packs::with_shipped(folders)?;
    for files in &named {
        let Some(pack) = find(&packs, files) else { continue };
        let title = lang::label(&pack.title);
        let [rules, courses] = [pack.rules.len(), pack.courses.len()];
        let [reports, ledgers] = [pack.reports.len(), pack.ledgers.len()];
        let counted = lang::told(
            format!("规则 {rules}，管控期 {courses}，报表 {reports}，台账 {ledgers}"),
            format!("{rules} rules, {courses} courses, {reports} reports, {ledgers} ledgers"),
        );
        println!("{} {}  {title}  {counted}", pack.id, pack.version);
    }
    Ok(())
}

fn test(folders: &[PathBuf], only: Option<&str>) -> Result<(), Failure> {
    let (named, packs) = packs::with_shipped(folders)?;
    let (mut tried, mut wrong, mut notes) = (0, 0, 0);
    for files in &named {
        let Some(pack) = find(&packs, files) else { continue };
        let scenarios = scenarios_of(files, pack, &packs)?;
        let chosen: Vec<&Scenario> =
            scenarios.iter().filter(|s| only.is_none_or(|part| s.file.contains(part))).collect();
        let bar = Progress::new("情景 scenarios", chosen.len() as u64);
        let mut brought = BTreeSet::new();
        for (n, scenario) in chosen.into_iter().enumerate() {
            bar.at(n as u64);
            tried += 1;
            wrong += usize::from(!passes(scenario, pack, &packs, &mut brought)?);
        }
        bar.finish();
        if only.is_none() {
            wrong += tell_lacking(pack, &scenarios) + tell_unseen(pack, &brought);
            notes += tell_weak(pack, &scenarios);
        }
    }
    let said = (
        format!("情景 {tried} 个，不符 {wrong} 处，提示 {notes} 条"),
        format!("{tried} scenarios, {wrong} not as expected, {notes} notes"),
    );
    println!("{}", lang::told(said.0, said.1));
    if wrong == 0 { Ok(()) } else { Err(not_as_expected(wrong)) }
}

fn passes(
    scenario: &Scenario,
    pack: &Pack,
    packs: &[Arc<Pack>],
    brought: &mut BTreeSet<Brought>,
) -> Result<bool, Failure> {
    let tried = try_scenario(scenario, packs, Arc::new(Memory::default()), Zone::default())?;
    for failure in &tried.failures {
        println!("{}/{}", pack.id, failure.render(lang::one()));
    }
    brought.extend(tried.brought);
    Ok(tried.failures.is_empty())
}

/// Constructs that no scenario shows firing, or none shows staying silent; how many.
fn tell_lacking(pack: &Pack, scenarios: &[Scenario]) -> usize {
    let lacks = lacking(pack, scenarios);
    for lack in &lacks {
        let fires = lang::told("没有触发它的情景", "no scenario in which it fires");
        let silent = lang::told("没有它不触发的情景", "none in which it stays silent");
        let said = [(lack.fires, fires), (lack.silent, silent)];
        let said: Vec<String> = said.into_iter().filter(|(lacks, _)| *lacks).map(|(_, s)| s).collect();
        println!("{}: {}  {}", pack.id, lack.construct, said.join("; "));
    }
    lacks.len()
}

/// Silences that show nothing; how many. A note, no mistake: another scenario may keep silent with something to look at.
fn tell_weak(pack: &Pack, scenarios: &[Scenario]) -> usize {
    let weak = weak_silences(pack, scenarios);
    for WeakSilence { file, construct, ledgers } in &weak {
        let ledgers = ledgers.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
        let said = lang::told(
            format!("不触发只因没有登记可看（{ledgers}）"),
            format!("silent only for want of a fact ({ledgers})"),
        );
        println!("{} {}/{file}: {construct}  {said}", lang::told("提示", "note"), pack.id);
    }
    weak.len()
}

/// What a construct may bring and no scenario shows; how many.
fn tell_unseen(pack: &Pack, brought: &BTreeSet<Brought>) -> usize {
    let never = unseen(pack, brought);
    for Unseen { brought, by } in &never {
        let by = by.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
        let Label { zh, en } = brought.says();
        let said =
            lang::told(format!("没有出现{zh}的情景（{by}）"), format!("no scenario brings {en} ({by})"));
        println!("{}: {said}", pack.id);
    }
    never.len()
}

fn scenarios_of(files: &PackFiles, pack: &Pack, packs: &[Arc<Pack>]) -> Result<Vec<Scenario>, Failure> {
    read_scenarios(&files.files, pack, packs).map_err(|problems| {
        eprintln!("{}", problems.render(lang::one()));
        not_as_expected(1)
    })
}

fn tell(name: &str, json: bool) -> Result<(), Failure> {
    let (pack, packs) = one(name)?;
    let explained = explain_with(&pack, &packs);
    if json {
        println!("{}", serde_json::to_string_pretty(&explained).unwrap_or_default());
    } else {
        println!("{}", explained.to_markdown(lang::one()));
    }
    Ok(())
}

fn compare(a: &str, b: &str, json: bool) -> Result<(), Failure> {
    let ((was, mut known), (now, beside)) = (one(a)?, one(b)?);
    known.extend(beside);
    let differences = diff_with(&was, &now, &known);
    if json {
        for difference in &differences {
            println!("{}", serde_json::to_string(difference).unwrap_or_default());
        }
        return Ok(());
    }
    let (from, to) = (lang::label(&was.title), lang::label(&now.title));
    println!("{} {} {from}  →  {} {} {to}", was.id, was.version, now.id, now.version);
    for Difference { clause, rule, kind, says } in &differences {
        let clause = if clause.is_empty() { "—" } else { clause.as_str() };
        println!("{}  {clause}  {rule}", lang::label(&kind_words(*kind)));
        for lang in lang::each() {
            println!("    {}", lang.of(says));
        }
    }
    let counted = [Kind::Added, Kind::Removed, Kind::Stricter, Kind::Looser, Kind::Changed].map(|kind| {
        let kind_said = lang::label(&kind_words(kind));
        format!("{kind_said} {}", differences.iter().filter(|d| d.kind == kind).count())
    });
    println!("{}", counted.join("，"));
    Ok(())
}

fn kind_words(kind: Kind) -> Label {
    match kind {
        Kind::Added => Label::new("新增", "added"),
        Kind::Removed => Label::new("缺项", "removed"),
        Kind::Stricter => Label::new("更严", "stricter"),
        Kind::Looser => Label::new("更宽", "looser"),
        Kind::Changed => Label::new("不同", "changed"),
    }
}

fn coverage(folders: &[PathBuf]) -> Result<(), Failure> {
    let packs = if folders.is_empty() { packs::shipped()? } else { packs::with_shipped(folders)?.1 };
    let (mut runs, mut not) = (0, 0);
    for pack in &packs {
        for row in &pack.coverage {
            let constructs: Vec<&str> = row.runs.iter().map(Name::as_str).collect();
            let rest = row.why_not.as_ref().map(|why| format!("— {}", lang::label(why))).unwrap_or_default();
            println!("{}\t{}\t{} {rest}", row.id, pack.id, constructs.join(" "));
            // A rule that runs in part counts as executable; what is left of it is told beside.
            if constructs.is_empty() { not += 1 } else { runs += 1 }
        }
    }
    let said =
        (format!("可执行 {runs} 条，不作为软件 {not} 条"), format!("{runs} executable, {not} not software"));
    println!("{}", lang::told(said.0, said.1));
    Ok(())
}

fn find<'a>(packs: &'a [Arc<Pack>], files: &PackFiles) -> Option<&'a Arc<Pack>> {
    packs.iter().find(|p| p.id.as_str() == files.folder)
}

/// A plan by its name (shipped) or folder, and all that were read with it.
fn one(name: &str) -> Result<(Arc<Pack>, Vec<Arc<Pack>>), Failure> {
    let path = PathBuf::from(name);
    let (found, packs) = if path.is_dir() {
        let (named, packs) = packs::with_shipped(&[path])?;
        (named.first().and_then(|files| find(&packs, files).cloned()), packs)
    } else {
        let packs = packs::shipped()?;
        (packs.iter().find(|p| p.id.as_str() == name).cloned(), packs)
    };
    found.map(|pack| (pack, packs)).ok_or_else(|| {
        Failure::new(
            INPUT,
            Label::new(format!("没有名为 {name} 的方案"), format!("there is no plan named {name}")),
            Label::new("请给出方案文件夹，或 packs/ 中的名称", "name a folder, or one of packs/"),
        )
    })
}

fn not_as_expected(wrong: usize) -> Failure {
    Failure::new(
        NOT_RIGHT,
        Label::new(
            format!("有 {wrong} 处与情景不符"),
            format!("{wrong} things are not as the scenarios say"),
        ),
        Label::new("请修改规则或情景", "mend the rule or the scenario"),
    )
}
