//! Lowering of `course`.
//!
//! Not here: its duties (`effects`), and its days as dates (`evaluate`).

use super::{
    desk::{Desk, Ground},
    names::{subject_kind, subject_words},
    node::{Node, Table, Word},
};
use crate::program::{
    Conversion, Course, DailyDuty, DayOne, DoneBy, Linked, Phase, Restriction, Tests, Trigger,
};
use facts::{FieldType, Ledger, Name, SubjectKind};

impl<'a> Desk<'a> {
    /// `[[course]]`
    pub fn course(&mut self, table: &Table) -> Option<Course> {
        let about = table.text("about").and_then(subject_kind)?;
        let (starts, start_ledgers) = self.starts(table, about);
        let ground = Ground { about: Some(about), ledgers: start_ledgers.clone(), wants_receiver: false };
        let phases = self.phases(table);
        let length: u16 = phases.iter().map(|p| p.days).sum();
        let linked = self.linked(table, &start_ledgers);
        let linked_words = table.table("linked").map(|t| t.words("ledgers")).unwrap_or_default();
        let linked_ledgers: Vec<Name> = linked_words.into_iter().map(|w| w.text).collect();
        let phase_names: Vec<Name> = phases.iter().map(|p| p.id.clone()).collect();
        let env = self.env_of_course(about, &phase_names, &linked_ledgers);
        let tests = table.table("tests").and_then(|t| self.tests(t, about, length, &ground));
        let release = self.condition(table, "release", &env);
        let release_early = table.table("release_early").and_then(|early| {
            let day: u16 = early.whole("day")?;
            self.check_early(early, day, length);
            self.condition(early, "when", &env).map(|when| (day, when))
        });
        let ends = self.by_facts(table, "ends", about);
        let release_duty = table.table("release_duty").and_then(|t| self.duty(t, &ground));
        self.check_release(table, &ends);
        Some(Course {
            id: self.names.own(table.text("id")?),
            title: table.label("title")?,
            clause: self.clause(table)?,
            about,
            starts,
            outlasts: table.bool("outlasts").unwrap_or(false),
            day_from: self.day_from(table, &start_ledgers),
            day_one: if table.text("day_one")? == "next_day" { DayOne::NextDay } else { DayOne::SameDay },
            tests,
            daily: self.daily(table, &phase_names, &ground),
            at_start: self.duties(table, "at_start", &ground),
            release,
            release_early,
            release_duty,
            ends,
            extend: self.extensions(table, about),
            restart: self.by_facts(table, "restart", about),
            convert: self.conversions(table, about, linked.as_ref().map(|(_, kind)| *kind)),
            linked: linked.map(|(linked, _)| linked),
            status: self.course_status(table, about),
            restriction: self.restriction(table, about),
            days_max: self.days_max(table, length),
            phases,
        })
    }

    fn starts(&mut self, table: &Table, about: SubjectKind) -> (Vec<Trigger>, Vec<&'a Ledger>) {
        let (mut starts, mut ledgers) = (Vec::new(), Vec::new());
        for start in table.tables("starts") {
            match (start.has("on"), start.table("on_status")) {
                (true, None) => {
                    let known = start.words("on").into_iter().filter_map(|w| self.names.ledgers.get(&w.text));
                    let of: Vec<&Ledger> = known.collect();
                    starts.extend(self.fact_trigger(start, Some(about), &of));
                    ledgers.extend(of);
                }
                (false, Some(status)) => {
                    starts.extend(
                        self.while_status(status, Some(about)).map(|(held, _)| Trigger::Status(held)),
                    );
                }
                _ => {
                    let problem = start.place.problem(
                        "missing_key",
                        "应写 `on` 或 `on_status`，且只写一个",
                        "either `on` or `on_status` must be written, not both",
                    );
                    self.note(problem);
                }
            }
        }
        (starts, ledgers)
    }

    fn phases(&mut self, table: &Table) -> Vec<Phase> {
        let mut phases: Vec<Phase> = Vec::new();
        for phase in table.tables("phases") {
            let (Some(id), Some(title), Some(days)) =
                (phase.word("id"), phase.label("title"), phase.whole("days"))
            else {
                continue;
            };
            if phases.iter().any(|p| p.id == id.text) {
                self.note(id.place.problem("double", "同名的阶段写了两次", "two phases have the same name"));
            }
            phases.push(Phase { id: id.text, title, days });
        }
        if table.get("phases").is_some_and(|node| node.items().is_empty()) {
            let place = table.place_of("phases");
            self.note(place.problem("no_effect", "流程没有阶段", "the course has no phases"));
        }
        phases
    }

    fn linked(&mut self, table: &Table, starts: &[&Ledger]) -> Option<(Linked, SubjectKind)> {
        let linked = table.table("linked")?;
        let field = linked.word("field")?;
        let mut kind = None;
        for ledger in starts {
            let found = self.names.field(ledger, &field, self.problems)?;
            match found.kind {
                FieldType::Ref { to, .. } => kind = Some(to),
                _ => {
                    let problem = field
                        .place
                        .problem(
                            "wrong_field",
                            format!("`{}` 不指向另一个主体", field.text),
                            format!("`{}` names no other subject", field.text),
                        )
                        .expected("应为类型 ref 的字段", "expected a field of type ref");
                    self.note(problem);
                    return None;
                }
            }
        }
        let kind = kind?;
        let words = linked.words("ledgers");
        for word in &words {
            self.ledger_about(word, Some(kind));
        }
        Some((Linked { field: field.text, ledgers: words.into_iter().map(|w| w.text).collect() }, kind))
    }

    fn tests(
        &mut self,
        table: &Table,
        about: SubjectKind,
        length: u16,
        ground: &Ground<'_>,
    ) -> Option<Tests> {
        let mut days: Vec<u16> = Vec::new();
        for node in table.items("days") {
            let Some(day) = node.whole().and_then(|n| u16::try_from(n).ok()) else { continue };
            if length > 0 && day > length {
                self.note(node.place.problem(
                    "beyond_the_end",
                    format!("第 {day} 天在流程结束（第 {length} 天）之后"),
                    format!("day {day} is after the last day ({length})"),
                ));
            }
            days.push(day);
        }
        days.sort_unstable();
        days.dedup();
        let duty = table.table("duty").and_then(|t| self.duty(t, ground));
        let ledger = self.ledger_about(&table.word("result")?, Some(about))?;
        let field_word = table.word("field")?;
        let field = self.names.field(ledger, &field_word, self.problems)?;
        let FieldType::Code { codes } = &field.kind else {
            let problem = field_word
                .place
                .problem("wrong_field", "检测结果字段不是代码", "the field of the result holds no code")
                .expected("应为类型 code 的字段", "expected a field of type code");
            self.note(problem);
            return None;
        };
        let code = |desk: &mut Self, key: &str| {
            let word = table.word(key)?;
            if codes.iter().any(|c| c.code == word.text) {
                return Some(word.text);
            }
            let list: Vec<&str> = codes.iter().map(|c| c.code.as_str()).collect();
            let problem = word
                .place
                .problem(
                    "unknown_code",
                    format!("字段 `{}` 没有代码 `{}`", field.id, word.text),
                    format!("the field `{}` has no code `{}`", field.id, word.text),
                )
                .expected(
                    format!("应为：{}", list.join(", ")),
                    format!("expected one of: {}", list.join(", ")),
                );
            desk.note_unknown(problem, &word.text, list);
            None
        };
        let (negative, positive) = (code(self, "negative"), code(self, "positive"));
        Some(Tests {
            days,
            duty: duty?,
            result: ledger.id.clone(),
            field: field.id.clone(),
            negative: negative?,
            positive: positive?,
        })
    }

    fn check_early(&mut self, table: &Table, day: u16, length: u16) {
        if length > 0 && day > length {
            self.note(table.place_of("day").problem(
                "beyond_the_end",
                format!("提前解除日（第 {day} 天）在流程结束（第 {length} 天）之后"),
                format!("the early release (day {day}) is after the last day ({length})"),
            ));
        }
    }

    fn check_release(&mut self, table: &Table, ends: &[DoneBy]) {
        let mentions = |key: &str| table.text(key).is_some_and(|t| t.contains("course.tests_"));
        if mentions("release") && !table.has("tests") {
            let problem = table
                .place_of("release")
                .problem(
                    "never_released",
                    "解除条件看检测，而流程没有检测",
                    "the release looks at tests, and the course has none",
                )
                .hint("写明 `tests`，或改解除条件", "declare `tests`, or change the release");
            self.note(problem);
        }
        let Some(duty) = table.table("release_duty") else { return };
        let Some(done_by) = duty.word("done_by") else { return };
        if !table.has("ends") || (!ends.is_empty() && ends.iter().all(|end| end.ledger != done_by.text)) {
            let problem = done_by
                .place
                .problem(
                    "never_released",
                    format!("台账 `{}` 的事实并不结束流程", done_by.text),
                    format!("facts of `{}` do not end the course", done_by.text),
                )
                .hint(
                    format!("写 ends = [{{ on = \"{}\" }}]", done_by.text),
                    format!("write ends = [{{ on = \"{}\" }}]", done_by.text),
                );
            self.note(problem);
        }
    }

    fn by_fact(&mut self, table: &Table, about: SubjectKind) -> Option<DoneBy> {
        self.done_by(table, "on", "when", Some(about))
    }

    fn by_facts(&mut self, table: &Table, key: &str, about: SubjectKind) -> Vec<DoneBy> {
        table.tables(key).filter_map(|t| self.by_fact(t, about)).collect()
    }

    fn extensions(&mut self, table: &Table, about: SubjectKind) -> Vec<(DoneBy, u16)> {
        table.tables("extend").filter_map(|t| Some((self.by_fact(t, about)?, t.whole("days")?))).collect()
    }

    fn conversions(
        &mut self,
        table: &Table,
        about: SubjectKind,
        linked: Option<SubjectKind>,
    ) -> Vec<Conversion> {
        let mut found = Vec::new();
        for convert in table.tables("convert") {
            let of_linked = convert.bool("of_linked").unwrap_or(false);
            if of_linked && !table.has("linked") {
                let problem = convert.place_of("of_linked").problem(
                    "missing_key",
                    "流程没有 `linked`，不知道是谁的事实",
                    "the course has no `linked`: whose fact is meant?",
                );
                self.note(problem);
            }
            let by = self.by_fact(convert, if of_linked { linked.unwrap_or(about) } else { about });
            let into = convert.word("into").and_then(|word| self.names.course(&word, self.problems));
            if let (Some(by), Some(into)) = (by, into) {
                found.push(Conversion { by, of_linked, into });
            }
        }
        found
    }

    fn day_from(&mut self, table: &Table, starts: &[&Ledger]) -> Option<Name> {
        let word = table.word("day_from")?;
        for ledger in starts {
            self.names.date_field(ledger, &word, self.problems)?;
        }
        Some(word.text)
    }

    fn course_status(&mut self, table: &Table, about: SubjectKind) -> Option<(Name, Name)> {
        let held = table.table("status")?;
        let word = held.word("status")?;
        let (id, status) = self.names.status(&word, self.problems)?;
        if status.about != about {
            let ((zh, en), (zh_about, en_about)) = (subject_words(status.about), subject_words(about));
            self.note(word.place.problem(
                "other_subject",
                format!("状态 `{}` 属于{zh}，这里说的是{zh_about}", word.text),
                format!("the status `{}` is one of {en}, this is about {en_about}", word.text),
            ));
        }
        let value = self.names.status_value(&id, status, &held.word("value")?, self.problems)?;
        Some((id, value))
    }

    fn restriction(&mut self, table: &Table, about: SubjectKind) -> Option<Restriction> {
        let restricts = table.bool("restricts").unwrap_or(about == SubjectKind::Person);
        let Some(restriction) = table.table("restriction") else {
            if restricts && !table.has("restriction") {
                let problem = table
                    .place
                    .problem(
                        "restriction_missing",
                        "限制人员的流程缺少 `restriction`",
                        "a course that restricts a person needs `restriction`",
                    )
                    .expected(
                        "应写明法律依据、照护角色和申诉途径",
                        "expected legal basis, carer and how to object",
                    )
                    .hint(
                        "若不限制任何人，写 restricts = false",
                        "if it restricts nobody, write restricts = false",
                    );
                self.note(problem);
            }
            return None;
        };
        let carer = restriction.word("carer").and_then(|word| self.names.role(&word, self.problems));
        Some(Restriction {
            legal_basis: restriction.label("legal_basis")?,
            carer: carer?,
            objection: restriction.label("objection")?,
        })
    }

    fn daily(&mut self, table: &Table, phases: &[Name], ground: &Ground<'_>) -> Vec<DailyDuty> {
        let mut found = Vec::new();
        for daily in table.tables("daily") {
            let words: Vec<Word> = daily.words("phases");
            for word in words.iter().filter(|w| !phases.contains(&w.text)) {
                let problem = word.place.problem(
                    "unknown_phase",
                    format!("流程没有阶段 `{}`", word.text),
                    format!("the course has no phase `{}`", word.text),
                );
                self.note_unknown(problem, &word.text, phases.iter().map(Name::as_str));
            }
            let times = self.times(daily);
            let Some(duty) = daily.table("duty").and_then(|t| self.duty(t, ground)) else { continue };
            found.push(DailyDuty {
                phases: words.into_iter().map(|w| w.text).collect(),
                every_days: daily.whole("every_days").unwrap_or(1),
                times,
                duty,
            });
        }
        found
    }

    fn days_max(&mut self, table: &Table, length: u16) -> u16 {
        let Some(days_max) = table.whole::<u16>("days_max") else { return length.saturating_mul(2) };
        if days_max < length {
            let node: Option<&Node> = table.get("days_max");
            let place = node.map_or_else(|| table.place.clone(), |n| n.place.clone());
            self.note(place.problem(
                "deadlines_disagree",
                format!("上限 {days_max} 天短于各阶段之和 {length} 天"),
                format!("the limit of {days_max} days is shorter than its phases ({length} days)"),
            ));
        }
        days_max
    }
}
