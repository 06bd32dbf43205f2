//! `Desk`: where the tables of a pack are lowered, with the names it may use at hand and a sheet for problems.
//!
//! Here: conditions, owners, and the small parts that several constructs share. Not here: the constructs.

use super::{
    inside::inside,
    names::{Names, did_you_mean, subject_words},
    node::{Node, Place, Table, Word},
};
use crate::{
    cel::{Condition, Env, Records, Root, Scope, Truth},
    problem::{Problem, Problems},
    program::{Calendar, Clause, DoneBy, Owner, OwnerAt, WhileStatus},
    recurrence::Recurrence,
};
use facts::{FieldType, Ledger, Name, Recorded, SubjectKind, Value, Zone, time::Time};
use smol_str::SmolStr;
use std::sync::Arc;

/// Nobody may be judged by these, whatever a ledger holds.
const NEVER_READ: [&str; 6] = ["ethnicity", "ethnic_group", "ethnic", "minzu", "religion", "faith"];

/// Names at hand, problems noted, texts to point into.
pub(crate) struct Desk<'a> {
    /// What may be named.
    pub names: &'a Names,
    /// The files.
    pub files: &'a [(String, String)],
    /// Problems so far.
    pub problems: &'a mut Problems,
}

/// What a duty, status or alert follows from.
#[derive(Clone)]
pub(crate) struct Ground<'n> {
    /// What it is about; `None` when that could not be found out, and is reported already.
    pub about: Option<SubjectKind>,
    /// The ledgers of the triggering fact; empty when no fact triggers it.
    pub ledgers: Vec<&'n Ledger>,
    /// Whether a duty without receivers is worth a warning.
    pub wants_receiver: bool,
}

impl<'a> Desk<'a> {
    /// Notes a problem.
    pub fn note(&mut self, problem: Problem) {
        self.problems.add(problem);
    }

    /// The ledger of a word.
    pub fn ledger(&mut self, word: &Word) -> Option<&'a Ledger> {
        self.names.ledger(word, self.problems)
    }

    /// The ledgers of some words; `None` when one is unknown.
    pub fn ledgers(&mut self, words: &[Word]) -> Option<Vec<&'a Ledger>> {
        let found: Vec<Option<&Ledger>> = words.iter().map(|w| self.ledger(w)).collect();
        found.into_iter().collect()
    }

    /// The ledger of a word, which must be about this.
    pub fn ledger_about(&mut self, word: &Word, about: Option<SubjectKind>) -> Option<&'a Ledger> {
        let ledger = self.ledger(word)?;
        if let Some(about) = about.filter(|about| *about != ledger.about) {
            let ((zh, en), (zh_is, en_is)) = (subject_words(about), subject_words(ledger.about));
            let problem = word
                .place
                .problem(
                    "other_subject",
                    format!("台账 `{}` 记的是{zh_is}，这里说的是{zh}", ledger.id),
                    format!("the ledger `{}` is about {en_is}, this is about {en}", ledger.id),
                )
                .expected(format!("应为记{zh}的台账"), format!("expected a ledger about {en}"));
            self.note(problem);
        }
        Some(ledger)
    }

    /// Kinds of organisation under a key; a problem when this is about something else.
    pub fn kinds(&mut self, table: &Table, key: &str, about: SubjectKind) -> Vec<Name> {
        let words = table.words(key);
        if let (Some(first), true) = (words.first(), about != SubjectKind::Org) {
            let problem = first.place.problem(
                "kinds_of_no_org",
                "只有关于组织（org）的才能限定组织类别",
                "only what is about organisations can be limited to kinds of them",
            );
            self.note(problem);
        }
        self.names.kinds(&words, self.problems)
    }

    /// An environment with the parameters in it.
    pub fn env(&self) -> Env<'a> {
        let mut env = Env::new(&self.names.ledgers);
        for (id, param) in &self.names.params {
            env = env.param(id, param.value.clone(), param.unit.clone());
        }
        env
    }

    /// What the condition of a triggering fact may look at.
    pub fn env_of_trigger(&self, ledgers: &[&Ledger], about: SubjectKind) -> Env<'a> {
        self.env_of_fact(ledgers).subject(about).org().records_about(Records::History, about)
    }

    /// What a filter over facts may look at: their own fields.
    pub fn env_of_fact(&self, ledgers: &[&Ledger]) -> Env<'a> {
        let ids: Vec<&str> = ledgers.iter().map(|l| l.id.as_str()).collect();
        self.env().fact(&ids)
    }

    /// The condition under a key.
    pub fn condition(&mut self, table: &Table, key: &str, env: &Env<'_>) -> Option<Condition> {
        let node = table.get(key)?;
        let source = node.text()?.to_owned();
        match Condition::compile_bool(&source, env) {
            Ok(condition) => {
                self.check_looks(node, &condition);
                self.check_constant(node, &condition);
                Some(condition)
            }
            Err(found) => {
                let text =
                    self.files.iter().find(|(path, _)| **path == *node.place.file).map_or("", |(_, t)| t);
                for one in found {
                    let at = inside(text, &node.place.at, &one.at);
                    let place = Place { file: node.place.file.clone(), at };
                    let problem = place.problem("bad_condition", &one.says.zh, &one.says.en);
                    self.problems.add(problem.expected(&one.expected.zh, &one.expected.en));
                }
                None
            }
        }
    }

    fn check_looks(&mut self, node: &Node, condition: &Condition) {
        for path in condition.reads() {
            let field = path.rsplit('.').next().unwrap_or_default();
            if NEVER_READ.contains(&field) {
                self.forbidden_look(&node.place, field);
            }
        }
    }

    /// Notes that a plan may not look at this field.
    fn forbidden_look(&mut self, place: &Place, field: &str) {
        let problem = place
            .problem(
                "forbidden_look",
                format!("方案不得依据 `{field}` 作判断"),
                format!("no plan may decide by `{field}`"),
            )
            .hint("按行为、地点或健康状况判断", "decide by what happened, where, or by health");
        self.note(problem);
    }

    /// A field that counts and sums may read.
    pub fn check_field_look(&mut self, word: &Word) {
        if NEVER_READ.contains(&word.text.as_str()) {
            self.forbidden_look(&word.place, &word.text);
        }
    }

    fn check_constant(&mut self, node: &Node, condition: &Condition) {
        let constant = condition.reads().iter().all(|path| path.starts_with("params."));
        if !constant {
            return;
        }
        let problem = match condition.test(&Nothing) {
            Truth::No => node.place.problem("never_true", "此条件永不成立", "this condition never holds"),
            Truth::Yes => {
                node.place.problem("always_true", "此条件总是成立", "this condition always holds").warning()
            }
            Truth::Unknown(_) => return,
        };
        self.note(problem);
    }

    /// A fact that settles something: ledger under one key, condition under another.
    pub fn done_by(
        &mut self,
        table: &Table,
        key: &str,
        when: &str,
        about: Option<SubjectKind>,
    ) -> Option<DoneBy> {
        let word = table.word(key)?;
        let ledger = self.ledger_about(&word, about)?;
        let env = self.env_of_fact(&[ledger]).subject(about.unwrap_or(ledger.about)).org();
        let condition = self.condition(table, when, &env);
        Some(DoneBy { ledger: ledger.id.clone(), when: condition })
    }

    /// `role@subject`, `role@reporter`, `role@field:x`.
    pub fn owner(&mut self, node: &Node, ground: &Ground<'_>) -> Option<Owner> {
        let word = node.word()?;
        let Some((role, at)) = word.text.split_once('@') else {
            let problem = word
                .place
                .problem(
                    "bad_owner",
                    "没有写明从哪里找这个角色",
                    "it does not say where the role is looked for",
                )
                .hint(
                    format!("写作 `{}@subject`、`@reporter` 或 `@field:字段`", word.text),
                    format!("write `{}@subject`, `@reporter` or `@field:name`", word.text),
                );
            self.note(problem);
            return None;
        };
        let role_word = Word { place: word.place.clone(), text: Name::new(role) };
        let role = self.names.role(&role_word, self.problems)?;
        let at = match at.split_once(':') {
            None if at == "subject" => OwnerAt::Subject,
            None if at == "reporter" => {
                self.needs_fact(&word, ground)?;
                OwnerAt::Reporter
            }
            Some(("field", field)) => {
                self.needs_fact(&word, ground)?;
                self.org_field(&word, field, ground)?;
                OwnerAt::Field(Name::new(field))
            }
            _ => {
                let problem = word
                    .place
                    .problem("bad_owner", format!("不认识 `@{at}`"), format!("`@{at}` is unknown"))
                    .expected(
                        "应为 @subject、@reporter 或 @field:字段",
                        "expected @subject, @reporter or @field:name",
                    );
                self.note(problem);
                return None;
            }
        };
        Some(Owner { role, at })
    }

    /// The owners under a key.
    pub fn owners(&mut self, table: &Table, key: &str, ground: &Ground<'_>) -> Vec<Owner> {
        table.items(key).iter().filter_map(|node| self.owner(node, ground)).collect()
    }

    fn needs_fact(&mut self, word: &Word, ground: &Ground<'_>) -> Option<()> {
        if ground.ledgers.is_empty() {
            let problem = word
                .place
                .problem("bad_owner", "此处没有触发它的事实", "no fact sets this off")
                .expected("应为 @subject", "expected @subject");
            self.note(problem);
            return None;
        }
        Some(())
    }

    fn org_field(&mut self, word: &Word, field: &str, ground: &Ground<'_>) -> Option<()> {
        let field_word = Word { place: word.place.clone(), text: Name::new(field) };
        for ledger in &ground.ledgers {
            let found = self.names.field(ledger, &field_word, self.problems)?;
            if !matches!(found.kind, FieldType::Ref { to: SubjectKind::Org, .. }) {
                let problem = word
                    .place
                    .problem(
                        "bad_owner",
                        format!("台账 `{}` 的字段 `{field}` 不指向组织", ledger.id),
                        format!("the field `{field}` of `{}` names no organisation", ledger.id),
                    )
                    .expected(
                        "应为 type = \"ref\"、to = \"org\" 的字段",
                        "expected a field with type = \"ref\", to = \"org\"",
                    );
                self.note(problem);
                return None;
            }
        }
        Some(())
    }

    /// The clause of a construct.
    pub fn clause(&self, table: &Table) -> Option<Clause> {
        let clause = table.table("clause")?;
        Some(Clause { id: SmolStr::new(clause.text("id")?), says: clause.label("says")? })
    }

    /// A status that must hold for a subject of this kind.
    pub fn while_status(
        &mut self,
        table: &Table,
        about: Option<SubjectKind>,
    ) -> Option<(WhileStatus, SubjectKind)> {
        let word = table.word("status")?;
        let (id, status) = self.names.status(&word, self.problems)?;
        let value = |desk: &mut Self, key: &str| {
            let word = table.word(key)?;
            desk.names.status_value(&id, status, &word, desk.problems)
        };
        let at_least = value(self, "at_least");
        let up_to = value(self, "up_to");
        if let Some(about) = about {
            self.check_reaches(&word.place, &id, status.about, about);
        }
        Some((WhileStatus { status: id.clone(), at_least: at_least?, up_to }, status.about))
    }

    /// A status of an organisation reaches everybody in it; any other only its own subject.
    pub fn check_reaches(&mut self, place: &Place, status: &Name, has: SubjectKind, about: SubjectKind) {
        if has != about && has != SubjectKind::Org {
            let ((zh, en), (zh_about, en_about)) = (subject_words(has), subject_words(about));
            self.note(place.problem(
                "other_subject",
                format!("状态 `{status}` 属于{zh}，与{zh_about}无关"),
                format!("the status `{status}` is one of {en} and does not reach {en_about}"),
            ));
        }
    }

    /// The rule of recurrence under `every`.
    pub fn every(&mut self, table: &Table) -> Option<Recurrence> {
        let node = table.get("every")?;
        match Recurrence::parse(node.text()?) {
            Ok(every) => Some(every),
            Err(says) => {
                let problem = node.place.problem("bad_recurrence", &says.zh, &says.en).hint(
                    "例如 FREQ=DAILY 或 FREQ=WEEKLY;BYDAY=MO,TH",
                    "for example FREQ=DAILY or FREQ=WEEKLY;BYDAY=MO,TH",
                );
                self.note(problem);
                None
            }
        }
    }

    /// The times of day under `at`; midnight if there are none.
    pub fn times(&mut self, table: &Table) -> Vec<Time> {
        let mut times: Vec<Time> =
            table.items("at").iter().filter_map(|n| super::node::read_clock(n.text()?)).collect();
        times.sort();
        let count = times.len();
        times.dedup();
        if times.len() < count {
            let place = table.place_of("at");
            self.note(place.problem("double", "同一时刻写了两次", "the same time of day stands twice"));
        }
        if times.is_empty() {
            times.push(Time::midnight());
        }
        times
    }

    /// The calendar under `calendar`.
    pub fn calendar(&mut self, table: &Table) -> Option<Calendar> {
        let calendar = table.table("calendar")?;
        let ledger = self.ledger(&calendar.word("ledger")?)?;
        let first = self.names.date_field(ledger, &calendar.word("first")?, self.problems);
        let last = self.names.date_field(ledger, &calendar.word("last")?, self.problems);
        Some(Calendar { ledger: ledger.id.clone(), first: first?, last: last? })
    }

    /// A problem with the nearest candidate as a hint.
    pub fn note_unknown<'c>(
        &mut self,
        problem: Problem,
        word: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) {
        self.note(did_you_mean(problem, word, candidates));
    }

    /// What course conditions may look at.
    pub fn env_of_course(&self, about: SubjectKind, phases: &[Name], linked: &[Name]) -> Env<'a> {
        let mut env = self
            .env()
            .subject(about)
            .records_about(Records::History, about)
            .records_about(Records::During, about)
            .records(Records::Linked, linked);
        for name in ["day", "days", "tests_due", "tests_done", "tests_negative", "tests_positive"] {
            env = env.field(Root::Course, name, crate::cel::Ty::Number(None));
        }
        env.field(Root::Course, "phase", crate::cel::Ty::Code(Arc::new(phases.to_vec())))
    }
}

/// A scope in which nothing is known, to find conditions that look at nothing.
struct Nothing;

impl Scope for Nothing {
    fn field(&self, _: Root, _: &str) -> Option<Value> {
        None
    }
    fn records(&self, _: Records, _: &str) -> Vec<Arc<Recorded>> {
        Vec::new()
    }
    fn zone(&self) -> Zone {
        Zone::default()
    }
}
