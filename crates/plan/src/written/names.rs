//! `Names`: what a pack may name: its own ledgers, roles, kinds, statuses, and those of the packs it extends.
//!
//! Not here: fields inside of conditions (`cel`).

use super::node::Word;
use crate::{
    nearest::nearest,
    problem::{Problem, Problems},
    program::{Pack, Param, Status},
};
use facts::{Field, FieldType, Label, Ledger, Ledgers, Name, SubjectKind, Value, ledger::Act};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Everything that may be named.
#[derive(Default)]
pub(crate) struct Names {
    /// The pack being read.
    pub pack: Name,
    /// Ledgers, own and inherited.
    pub ledgers: Ledgers,
    /// Roles, own and inherited, with their words.
    pub roles: BTreeMap<Name, Label>,
    /// Kinds of organisation, own and inherited.
    pub org_kinds: BTreeSet<Name>,
    /// Statuses, qualified.
    pub statuses: BTreeMap<Name, Status>,
    /// Parameters, own and inherited; own ones hide inherited ones.
    pub params: BTreeMap<Name, Param>,
    /// Courses, qualified.
    pub courses: BTreeSet<Name>,
    /// Reports, qualified.
    pub reports: BTreeSet<Name>,
    /// True when a file that declares names could not be read: then unknown names say nothing.
    pub incomplete: bool,
}

/// A kind of thing that can be named, for messages.
struct What {
    code: &'static str,
    zh: &'static str,
    en: &'static str,
}

const LEDGER: What = What { code: "unknown_ledger", zh: "台账", en: "ledger" };
const ROLE: What = What { code: "unknown_role", zh: "角色", en: "role" };
const ORG_KIND: What = What { code: "unknown_org_kind", zh: "组织类别", en: "kind of organisation" };
const STATUS: What = What { code: "unknown_status", zh: "状态", en: "status" };
const COURSE: What = What { code: "unknown_course", zh: "管控流程", en: "course" };
const REPORT: What = What { code: "unknown_report", zh: "报表", en: "report" };

impl Names {
    /// With what the packs that it extends declare.
    pub fn inherit(pack: Name, bases: &[Arc<Pack>]) -> Self {
        let mut names = Names { pack, ..Names::default() };
        for base in bases {
            names.ledgers.0.extend(base.ledgers.iter().map(|l| (l.id.clone(), l.clone())));
            names.params.extend(base.params.iter().map(|(id, p)| (id.clone(), p.clone())));
            for (id, role) in &base.roles {
                names.roles.entry(id.clone()).or_insert_with(|| role.title.clone());
            }
            names.org_kinds.extend(base.org_kinds.keys().cloned());
            names.statuses.extend(base.statuses.iter().map(|(id, s)| (qualified(&base.id, id), s.clone())));
            names.courses.extend(base.courses.iter().map(|c| c.id.clone()));
            names.reports.extend(base.reports.iter().map(|r| r.id.clone()));
        }
        names
    }

    /// A word qualified by this pack.
    pub fn own(&self, id: &str) -> Name {
        qualified(&self.pack, id)
    }

    /// The values of the parameters.
    pub fn param_values(&self) -> BTreeMap<Name, Value> {
        self.params.iter().map(|(id, p)| (id.clone(), p.value.clone())).collect()
    }

    /// The ledger with this act, if any.
    pub fn acting(&self, act: Act) -> Option<&Ledger> {
        self.ledgers.acting(act)
    }

    /// The ledger of this name; a problem if there is none.
    pub fn ledger(&self, word: &Word, problems: &mut Problems) -> Option<&Ledger> {
        let found = self.ledgers.get(&word.text);
        if found.is_none() {
            self.unknown(&LEDGER, word, self.ledgers.0.keys(), problems);
        }
        found
    }

    /// The role of this name; a problem if there is none.
    pub fn role(&self, word: &Word, problems: &mut Problems) -> Option<Name> {
        if !self.roles.contains_key(&word.text) {
            self.unknown(&ROLE, word, self.roles.keys(), problems);
            return None;
        }
        Some(word.text.clone())
    }

    /// The kinds of organisation of these names; problems for those that there are not.
    pub fn kinds(&self, words: &[Word], problems: &mut Problems) -> Vec<Name> {
        for word in words.iter().filter(|w| !self.org_kinds.contains(&w.text)) {
            self.unknown(&ORG_KIND, word, self.org_kinds.iter(), problems);
        }
        words.iter().map(|w| w.text.clone()).collect()
    }

    /// The status of this name, qualified: the own one first, then that of a pack that is extended.
    pub fn status(&self, word: &Word, problems: &mut Problems) -> Option<(Name, &Status)> {
        let found = find_qualified(&self.pack, &word.text, self.statuses.keys())
            .and_then(|id| self.statuses.get_key_value(id))
            .map(|(id, status)| (id.clone(), status));
        if found.is_none() {
            self.unknown(&STATUS, word, self.statuses.keys(), problems);
        }
        found
    }

    /// A value of a status; a problem if it has no such value.
    pub fn status_value(
        &self,
        id: &Name,
        status: &Status,
        word: &Word,
        problems: &mut Problems,
    ) -> Option<Name> {
        if status.values.iter().any(|(v, _)| *v == word.text) {
            return Some(word.text.clone());
        }
        let values: Vec<&str> = status.values.iter().map(|(v, _)| v.as_str()).collect();
        let mut problem = word.place.problem(
            "unknown_status_value",
            format!("状态 `{id}` 没有取值 `{}`", word.text),
            format!("the status `{id}` has no value `{}`", word.text),
        );
        problem = problem.expected(
            format!("应为：{}", values.join(", ")),
            format!("expected one of: {}", values.join(", ")),
        );
        problems.add(did_you_mean(problem, &word.text, values));
        None
    }

    /// The course of this name, qualified.
    pub fn course(&self, word: &Word, problems: &mut Problems) -> Option<Name> {
        let found = find_qualified(&self.pack, &word.text, self.courses.iter()).cloned();
        if found.is_none() {
            self.unknown(&COURSE, word, self.courses.iter(), problems);
        }
        found
    }

    /// The report of this name, qualified.
    pub fn report(&self, word: &Word, problems: &mut Problems) -> Option<Name> {
        let found = find_qualified(&self.pack, &word.text, self.reports.iter()).cloned();
        if found.is_none() {
            self.unknown(&REPORT, word, self.reports.iter(), problems);
        }
        found
    }

    /// A field of a ledger; a problem if it has none of this name.
    pub fn field<'l>(&self, ledger: &'l Ledger, word: &Word, problems: &mut Problems) -> Option<&'l Field> {
        let found = ledger.field(&word.text);
        if found.is_none() {
            let problem = word.place.problem(
                "unknown_field",
                format!("台账 `{}` 没有字段 `{}`", ledger.id, word.text),
                format!("the ledger `{}` has no field `{}`", ledger.id, word.text),
            );
            problems.add(did_you_mean(problem, &word.text, ledger.fields.iter().map(|f| f.id.as_str())));
        }
        found
    }

    /// A date field of a ledger.
    pub fn date_field(&self, ledger: &Ledger, word: &Word, problems: &mut Problems) -> Option<Name> {
        let field = self.field(ledger, word, problems)?;
        if !matches!(field.kind, FieldType::Date | FieldType::Instant) {
            let problem = word
                .place
                .problem(
                    "wrong_field",
                    format!("`{}` 不是日期字段", word.text),
                    format!("`{}` is no date", word.text),
                )
                .expected("应为类型 date 的字段", "expected a field of type date");
            problems.add(problem);
        }
        Some(word.text.clone())
    }

    fn unknown<'n>(
        &self,
        what: &What,
        word: &Word,
        candidates: impl Iterator<Item = &'n Name>,
        problems: &mut Problems,
    ) {
        if self.incomplete {
            return;
        }
        let problem = word.place.problem(
            what.code,
            format!("没有{} `{}`", what.zh, word.text),
            format!("there is no {} `{}`", what.en, word.text),
        );
        let short = !word.text.contains('/');
        let candidates = candidates.map(|name| if short { unqualified(name) } else { name.as_str() });
        problems.add(did_you_mean(problem, &word.text, candidates));
    }
}

/// With the nearest candidate as a hint, if one is near.
pub(crate) fn did_you_mean<'a>(
    problem: Problem,
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Problem {
    match nearest(word, candidates) {
        Some(like) => problem.hint(format!("是否想写 `{like}`？"), format!("did you mean `{like}`?")),
        None => problem,
    }
}

/// `pack/id`.
pub(crate) fn qualified(pack: &str, id: &str) -> Name {
    Name::new(format!("{pack}/{id}"))
}

/// The word after the pack's name.
pub(crate) fn unqualified(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, id)| id)
}

/// Finds a word among qualified names: as written, in the own pack, or in the one other pack that has it.
pub(crate) fn find_qualified<'n>(
    pack: &str,
    word: &str,
    names: impl Iterator<Item = &'n Name> + Clone,
) -> Option<&'n Name> {
    if word.contains('/') {
        return names.clone().find(|n| n.as_str() == word);
    }
    let own = qualified(pack, word);
    if let Some(found) = names.clone().find(|n| **n == own) {
        return Some(found);
    }
    let mut others = names.filter(|n| unqualified(n) == word);
    let first = others.next();
    first.filter(|_| others.next().is_none())
}

/// The words for a kind of subject.
pub(crate) fn subject_words(kind: SubjectKind) -> (&'static str, &'static str) {
    match kind {
        SubjectKind::Person => ("人员", "a person"),
        SubjectKind::Household => ("户", "a household"),
        SubjectKind::Org => ("组织", "an organisation"),
        SubjectKind::Place => ("场所", "a place"),
        SubjectKind::Lot => ("批次", "a lot"),
        SubjectKind::Vehicle => ("车辆", "a vehicle"),
    }
}

/// Reads a kind of subject.
pub(crate) fn subject_kind(text: &str) -> Option<SubjectKind> {
    SubjectKind::ALL.into_iter().find(|k| k.as_str() == text)
}
