//! `Problem`: what is wrong with the files of a pack, where, and what was expected; shown as a compiler shows it.
//!
//! Not here: the checks themselves (`written`, `cel`, `recurrence`), and refusals of facts (`facts::refusal`).

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use facts::Label;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// A language of the house.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The words in this language.
    pub fn of(self, label: &Label) -> &str {
        match self {
            Lang::Zh => &label.zh,
            Lang::En => &label.en,
        }
    }
}

/// Whether a problem refuses the pack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The pack is refused.
    Error,
    /// The pack is accepted; somebody should look.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// Stable word for machines (`unknown_key`).
    pub code: &'static str,
    /// Whether it refuses the pack.
    pub severity: Severity,
    /// Path of the file inside of the pack.
    pub file: String,
    /// Where, in bytes of the file.
    pub range: Range<usize>,
    /// Where it begins: line, from 1.
    pub line: usize,
    /// Where it begins: column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub says: Label,
    /// What was expected there; may be empty.
    pub expected: Label,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Label>,
}

impl Problem {
    /// With what was expected there.
    pub fn expected(mut self, zh: impl AsRef<str>, en: impl AsRef<str>) -> Self {
        self.expected = Label::new(zh, en);
        self
    }

    /// With advice.
    pub fn hint(mut self, zh: impl AsRef<str>, en: impl AsRef<str>) -> Self {
        self.hint = Some(Label::new(zh, en));
        self
    }

    /// As a warning: the pack is accepted.
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// All that is wrong, with the texts that it points into.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    sources: BTreeMap<String, Arc<str>>,
}

impl Problems {
    /// Nothing wrong yet, with these files (path, text).
    pub fn of_files(files: &[(String, String)]) -> Self {
        let sources = files.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str()))).collect();
        Problems { list: Vec::new(), sources }
    }

    /// Adds one; line and column are found from its range.
    pub fn add(&mut self, mut problem: Problem) {
        let text = self.sources.get(&problem.file).map_or("", |t| t);
        problem.range = on_characters(text, problem.range);
        (problem.line, problem.column) = line_column(text, problem.range.start);
        if !self.list.contains(&problem) {
            self.list.push(problem);
        }
    }

    /// The line of a byte of a file, from 1.
    pub(crate) fn line_of(&self, file: &str, at: usize) -> usize {
        line_column(self.sources.get(file).map_or("", |t| t), at).0
    }

    /// Takes over those of another pack or file.
    pub fn append(&mut self, other: Problems) {
        self.sources.extend(other.sources);
        self.list.extend(other.list);
    }

    /// In order of file and place.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            (&a.file, a.range.start, a.range.end, a.code).cmp(&(&b.file, b.range.start, b.range.end, b.code))
        });
    }

    /// Puts a folder before every path, for showing.
    pub fn under(self, folder: &str) -> Self {
        let at = |path: String| format!("{folder}/{path}");
        Problems {
            list: self.list.into_iter().map(|p| Problem { file: at(p.file.clone()), ..p }).collect(),
            sources: self.sources.into_iter().map(|(path, text)| (at(path), text)).collect(),
        }
    }

    /// The problems.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// True when there are none, not even warnings.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// True when one of them refuses the pack.
    pub fn refuse(&self) -> bool {
        self.list.iter().any(|p| p.severity == Severity::Error)
    }

    /// As a compiler shows them, without colours.
    pub fn render(&self, lang: Lang) -> String {
        let renderer = Renderer::plain();
        let mut out = String::new();
        for problem in &self.list {
            out.push_str(&renderer.render(&self.report(problem, lang)));
            out.push_str("\n\n");
        }
        out
    }

    /// As JSON, for editors and machines.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(&self.list).unwrap_or_default()
    }

    fn report<'a>(&'a self, problem: &'a Problem, lang: Lang) -> Vec<Group<'a>> {
        let level = match (problem.severity, lang) {
            (Severity::Error, Lang::En) => Level::ERROR,
            (Severity::Error, Lang::Zh) => Level::ERROR.with_name("错误"),
            (Severity::Warning, Lang::En) => Level::WARNING,
            (Severity::Warning, Lang::Zh) => Level::WARNING.with_name("提醒"),
        };
        let text = self.sources.get(&problem.file).map_or("", |t| t);
        let mut mark = AnnotationKind::Primary.span(problem.range.clone());
        if !lang.of(&problem.expected).is_empty() {
            mark = mark.label(lang.of(&problem.expected));
        }
        let snippet = Snippet::source(text).path(problem.file.as_str()).annotation(mark);
        let mut group = level.primary_title(lang.of(&problem.says)).id(problem.code).element(snippet);
        if let Some(hint) = &problem.hint {
            let help = match lang {
                Lang::Zh => Level::HELP.with_name("建议"),
                Lang::En => Level::HELP,
            };
            group = group.element(help.message(lang.of(hint)));
        }
        vec![group]
    }
}

/// The range moved outwards to whole characters and kept inside of the text.
fn on_characters(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}
