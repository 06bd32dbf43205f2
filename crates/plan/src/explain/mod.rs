//! A plan as a readable document: who owes what to whom within when, by which clause; parameters with their why;
//! courses with their days; reports with their numbers; who reports to whom.
//!
//! Not here: what a plan does with facts (`evaluate`), and the comparison of plans (`diff`).
//!
//! Reading order: `document` (what comes out), this file, `rule`, `course`, `report`, `area`, `roles`; `words` and `values` (the words
//! that they share), `markdown` (the document written out).

mod area;
mod course;
mod document;
mod markdown;
mod report;
mod roles;
mod rule;
mod values;
pub(crate) mod words;

pub(crate) use area::lines as area_lines;
pub use document::{DayBar, Explained, IndicatorLine, Item, ParamLine, ReportingLine, RoleLine, Section};
pub use values::{Codes, param_words};
pub use words::length;

use crate::{
    problem::Lang,
    program::{AreaRules, Construct, Pack, Param},
};
use facts::{Label, Name};
use std::sync::Arc;
use words::{Words, label};

/// Explains a pack; names of packs it extends stand as written.
pub fn explain(pack: &Pack) -> Explained {
    explain_with(pack, &[])
}

/// Explains a pack with the words of the packs that it extends.
pub fn explain_with(pack: &Pack, bases: &[Arc<Pack>]) -> Explained {
    let words = Words::of(bases.iter().map(Arc::as_ref).chain([pack]));
    let not_software =
        pack.coverage.iter().filter_map(|row| Some((row.id.clone(), row.why_not.clone()?))).collect();
    Explained {
        id: pack.id.clone(),
        version: pack.version.clone(),
        title: pack.title.clone(),
        level: pack.level.clone(),
        source: pack.source.clone(),
        extends: pack.extends.clone(),
        hash: pack.hash.to_hex(),
        params: params(pack, &words),
        roles: roles::roles(pack, &words),
        sections: sections(pack, &words),
        reporting_lines: roles::reporting_lines(pack, &words),
        not_software,
        carried_out: pack.coverage.iter().filter(|row| !row.runs.is_empty()).count(),
    }
}

/// How an area is judged, a sentence each, with the words of these packs.
pub fn explain_area(area: &AreaRules, packs: &[Arc<Pack>]) -> Vec<Label> {
    area::lines(area, &Words::of(packs.iter().map(Arc::as_ref)))
}

impl Explained {
    /// As a document in Markdown.
    pub fn to_markdown(&self, lang: Lang) -> String {
        markdown::write(self, lang)
    }
}

fn params(pack: &Pack, words: &Words) -> Vec<ParamLine> {
    let line = |(id, p): (&Name, &Param)| ParamLine {
        id: id.clone(),
        value: words.param(p),
        label: p.label.clone(),
        why: p.why.clone(),
        gap: p.gap,
    };
    pack.params.iter().map(line).collect()
}

fn sections(pack: &Pack, words: &Words) -> Vec<Section> {
    let titles = [
        (Construct::Rule, "规则：发生什么，就要做什么", "Rules: what follows from what happens"),
        (Construct::Routine, "日常", "Routines"),
        (Construct::Signal, "信号", "Signals"),
        (Construct::Course, "管控流程", "Courses"),
        (Construct::Level, "响应等级", "Response levels"),
        (Construct::Report, "报表", "Reports"),
        (Construct::Area, "地区研判", "How areas are judged"),
    ];
    let items = |construct: Construct| -> Vec<Item> {
        match construct {
            Construct::Course => pack.courses.iter().map(|c| course::course(c, words)).collect(),
            Construct::Report => pack.reports.iter().map(|r| report::report(r, pack, words)).collect(),
            Construct::Area => pack.areas.iter().map(|a| area::area(a, words)).collect(),
            other => {
                pack.rules.iter().filter(|r| r.construct == other).map(|r| rule::rule(r, words)).collect()
            }
        }
    };
    titles
        .into_iter()
        .map(|(construct, zh, en)| Section { construct, title: label(zh, en), items: items(construct) })
        .filter(|section| !section.items.is_empty())
        .collect()
}
