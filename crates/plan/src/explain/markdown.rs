//! The explained plan as Markdown, with diagrams of plain text.
//!
//! Not here: what it says (`explain`).

use super::{DayBar, Explained, Item};
use crate::problem::Lang;
use facts::Label;

/// The whole document.
pub(super) fn write(plan: &Explained, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut out = format!("# {}\n\n", lang.of(&plan.title));
    out += &format!(
        "`{}` {} · {} {} {}\n",
        plan.id,
        plan.version,
        say("依据", "after"),
        plan.source.file,
        plan.source.section
    );
    if !plan.params.is_empty() {
        out += &format!("\n## {}\n\n", say("参数", "Parameters"));
        out += &format!(
            "| {} | {} | {} |\n|---|---|---|\n",
            say("名称", "name"),
            say("值", "value"),
            say("依据", "why")
        );
        for param in &plan.params {
            let gap = if param.gap { say("（原文未定）", " (left open by the source)") } else { "" };
            let row = format!(
                "| {} `{}` | {} | {}{gap} |\n",
                lang.of(&param.label),
                param.id,
                lang.of(&param.value),
                lang.of(&param.why)
            );
            out += &row;
        }
    }
    for section in &plan.sections {
        out += &format!("\n## {}\n", lang.of(&section.title));
        for item in &section.items {
            out += &write_item(item, lang);
        }
    }
    out += &roles(plan, lang, say("角色与任务", "Roles and what they owe"));
    if !plan.reporting_lines.is_empty() {
        out += &format!("\n## {}\n\n```text\n", say("报告路线", "Reporting lines"));
        for line in &plan.reporting_lines {
            out +=
                &format!("{} → {}: {}\n", lang.of(&line.from), lang.of(&line.to), joined(&line.what, lang));
        }
        out += "```\n";
    }
    if !plan.not_software.is_empty() {
        out += &format!("\n## {}\n\n", say("不由软件执行的条款", "Clauses that are not software"));
        for (id, why) in &plan.not_software {
            out += &format!("- {id}: {}\n", lang.of(why));
        }
    }
    out
}

fn joined(labels: &[Label], lang: Lang) -> String {
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    labels.iter().map(|l| lang.of(l)).collect::<Vec<_>>().join(comma)
}

fn roles(plan: &Explained, lang: Lang, title: &str) -> String {
    let mut out = String::new();
    for role in plan.roles.iter().filter(|r| !r.owes.is_empty() || !r.needed_in.is_empty()) {
        if out.is_empty() {
            out = format!("\n## {title}\n\n");
        }
        let place = if role.needed_in.is_empty() {
            String::new()
        } else {
            format!(" ({})", joined(&role.needed_in, lang))
        };
        out += &format!("- **{}**{place}: {}\n", lang.of(&role.title), joined(&role.owes, lang));
    }
    out
}

fn write_item(item: &Item, lang: Lang) -> String {
    let mut out = format!("\n### {}\n\n", lang.of(&item.title));
    out += &format!("> {} {}\n\n", item.clause.id, lang.of(&item.clause.says));
    out += &match lang {
        Lang::Zh => format!("对象：{}。{}：\n\n", item.about.zh, item.when.zh),
        Lang::En => format!("About {}. {}:\n\n", item.about.en, item.when.en),
    };
    for line in &item.follows {
        out += &format!("- {}\n", lang.of(line));
    }
    if let Some(days) = &item.days {
        out += &format!("\n```text\n{}```\n", bar(days, lang));
    }
    for line in &item.indicators {
        out += &format!("  - {} ({}): {}\n", lang.of(&line.title), lang.of(&line.unit), lang.of(&line.made));
    }
    out
}

/// A mark for each phase.
const MARKS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// One column for each day: tens, ones, phase, test.
pub(crate) fn bar(days: &DayBar, lang: Lang) -> String {
    let [name_day, name_phase, name_test] = match lang {
        Lang::Zh => ["天  ", "阶段", "检测"],
        Lang::En => ["day  ", "phase", "test "],
    };
    let blank = " ".repeat(if lang == Lang::Zh { 4 } else { 5 });
    let range = 1..=days.days;
    let tens: String = range.clone().map(|d| if d % 10 == 0 { digit(d / 10) } else { ' ' }).collect();
    let ones: String = range.clone().map(|d| digit(d % 10)).collect();
    let mark = |n: usize| MARKS.get(n % MARKS.len()).copied().map_or('?', char::from);
    let phase_of = |d: u16| days.phases.iter().position(|(first, last, _)| (*first..=*last).contains(&d));
    let phases: String = range.clone().map(|d| phase_of(d).map_or(' ', mark)).collect();
    let mut out = String::new();
    if days.days >= 10 {
        out += &format!("{blank} {}\n", tens.trim_end());
    }
    out += &format!("{name_day} {ones}\n{name_phase} {phases}\n");
    if !days.tests.is_empty() {
        let tests: String = range.map(|d| if days.tests.contains(&d) { '*' } else { '.' }).collect();
        out += &format!("{name_test} {tests}\n");
    }
    for (n, (first, last, title)) in days.phases.iter().enumerate() {
        out += &format!("{} = {} {first}-{last}\n", mark(n), lang.of(title));
    }
    out
}

fn digit(n: u16) -> char {
    char::from_digit(u32::from(n % 10), 10).unwrap_or('?')
}
