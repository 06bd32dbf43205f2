//! Lowering of `report`: its numbers, and the duty to send it as a rule that recurs.
//!
//! Not here: the computing of numbers (`views`).

use super::{
    desk::{Desk, Ground},
    format::MEASURES,
    names::{qualified, unqualified},
    node::{Place, Table, Word},
};
use crate::{
    cel::Condition,
    program::{
        Construct, Counted, DoneBy, DutySpec, Effect, Indicator, Measure, Report, ReportMode, Rule, Trigger,
    },
};
use facts::{FieldType, Label, Ledger, Name, Span, SubjectKind, ledger::Act};

impl<'a> Desk<'a> {
    /// `[[report]]`: the report, and the rule that makes it owed. Where silence is no failure there is no such rule.
    pub fn report(&mut self, table: &Table) -> Option<(Report, Option<Rule>)> {
        let ground = Ground { about: Some(SubjectKind::Org), ledgers: Vec::new(), wants_receiver: true };
        let owed_by = self.kinds(table, "owed_by", SubjectKind::Org);
        let indicators = self.indicators(table);
        let gathers = self.gathered(table);
        let mode = match table.text("mode")? {
            "full" => ReportMode::Full,
            "nil_required" => ReportMode::NilRequired,
            _ => ReportMode::ExceptionOnly,
        };
        let rule = self.report_rule(table, &ground, &owed_by);
        let report = Report {
            id: self.names.own(table.text("id")?),
            title: table.label("title")?,
            clause: self.clause(table)?,
            owed_by,
            mode,
            period_days: table.whole("period_days").unwrap_or(1),
            cut_off: table.clock("cut_off")?,
            due_after: table.span("due_after")?,
            gathers,
            indicators,
        };
        Some((report, rule.filter(|_| mode != ReportMode::ExceptionOnly)))
    }

    fn report_rule(&mut self, table: &Table, ground: &Ground<'_>, owed_by: &[Name]) -> Option<Rule> {
        let every = self.every(table);
        let calendar = self.calendar(table);
        let during = table
            .table("during")
            .and_then(|t| self.while_status(t, Some(SubjectKind::Org)))
            .map(|(held, _)| held);
        let owner = table.get("owner").and_then(|node| self.owner(node, ground));
        let to = self.owners(table, "to", ground);
        if !table.has("to") {
            let problem = table.place.problem(
                "no_receiver",
                "没有写明报给谁（to）",
                "it does not say who receives it (to)",
            );
            self.note(problem.warning());
        }
        let escalations = self.escalations(table, ground);
        let reminders = self.reminders(table, Span::Micros(0), table.span("due_after"));
        let id = self.names.own(table.text("id")?);
        let done_by = self.signed(&table.place, &id);
        let title = table.label("title")?;
        let duty = DutySpec {
            name: id.clone(),
            title: Label::new(format!("报送{}", title.zh), format!("Send: {}", title.en)),
            owner: owner?,
            to,
            opens: Span::Micros(0),
            within: table.span("due_after")?,
            grace: table.span("grace"),
            done_by: done_by?,
            reminders,
            escalations,
            minutes: table.whole("minutes").unwrap_or(0),
        };
        Some(Rule {
            id,
            title,
            clause: self.clause(table)?,
            construct: Construct::Report,
            about: SubjectKind::Org,
            kinds: owed_by.to_vec(),
            trigger: Trigger::Recurring {
                every: every?,
                times: vec![table.clock("cut_off")?],
                during,
                calendar,
                when: None,
            },
            effects: vec![Effect::Duty(duty)],
        })
    }

    /// The fact that signs this report.
    fn signed(&mut self, place: &Place, report: &Name) -> Option<DoneBy> {
        let Some(ledger) = self.names.acting(Act::Sign) else {
            if !self.names.incomplete {
                let problem =
                    place.problem("no_sign_ledger", "没有签发报表的台账", "no ledger signs reports").hint(
                        "extends 中应有声明 act = \"sign\" 台账的包",
                        "extend a pack with a ledger that has act = \"sign\"",
                    );
                self.note(problem);
            }
            return None;
        };
        let env = self.env_of_fact(&[ledger]);
        match Condition::compile_bool(&format!("report == '{report}'"), &env) {
            Ok(when) => Some(DoneBy { ledger: ledger.id.clone(), when: Some(when) }),
            Err(_) => {
                self.note(place.problem(
                    "no_sign_ledger",
                    format!("台账 `{}` 没有文字字段 `report`", ledger.id),
                    format!("the ledger `{}` has no text field `report`", ledger.id),
                ));
                None
            }
        }
    }

    /// Reports of this pack or of one that it extends, qualified.
    fn gathered(&mut self, table: &Table) -> Vec<Name> {
        let words = table.words("gathers");
        words.iter().filter_map(|word| self.names.report(word, self.problems)).collect()
    }

    fn indicators(&mut self, table: &Table) -> Vec<Indicator> {
        let Some(report) = table.text("id").map(|id| self.names.own(id)) else { return Vec::new() };
        let mut known: Vec<Name> = Vec::new();
        for word in table.tables("indicator").filter_map(|t| t.word("id")) {
            if known.contains(&word.text) {
                let problem = word.place.problem(
                    "double",
                    "同一报表中指标重名",
                    "two indicators of a report have the same name",
                );
                self.note(problem);
            }
            known.push(word.text);
        }
        table.tables("indicator").filter_map(|t| self.indicator(t, &report, &known)).collect()
    }

    fn indicator(&mut self, table: &Table, report: &Name, known: &[Name]) -> Option<Indicator> {
        let measure = self.measure_of(table, report, known);
        let parts = self.siblings(&table.words("parts"), report, known);
        Some(Indicator {
            id: indicator_name(report, table.text("id")?),
            title: table.label("title")?,
            unit: table.label("unit")?,
            measure: measure?,
            cumulative: table.bool("cumulative").unwrap_or(false),
            parts,
        })
    }

    /// Indicators of the same report, qualified.
    fn siblings(&mut self, words: &[Word], report: &Name, known: &[Name]) -> Vec<Name> {
        for word in words.iter().filter(|w| !known.contains(&w.text)) {
            let problem = word.place.problem(
                "unknown_indicator",
                format!("本报表没有指标 `{}`", word.text),
                format!("this report has no indicator `{}`", word.text),
            );
            self.note_unknown(problem, &word.text, known.iter().map(Name::as_str));
        }
        words.iter().map(|w| indicator_name(report, &w.text)).collect()
    }

    fn measure_of(&mut self, table: &Table, report: &Name, known: &[Name]) -> Option<Measure> {
        let written: Vec<&str> = MEASURES.iter().copied().filter(|key| table.has(key)).collect();
        let [key] = written.as_slice() else {
            let list = MEASURES.join(", ");
            let problem = table
                .place
                .problem("not_one_measure", "指标应恰有一种算法", "an indicator is made in exactly one way")
                .expected(format!("应写且只写其一：{list}"), format!("expected exactly one of: {list}"));
            self.note(problem);
            return None;
        };
        match *key {
            "count" => self.counted(table, key).map(|(c, _)| Measure::Count(c)),
            "distinct" => self.counted(table, key).map(|(c, _)| Measure::Distinct(c)),
            "sum" => {
                let (counted, ledger) = self.counted(table, key)?;
                self.number_field(table, ledger).map(|field| Measure::Sum(counted, field))
            }
            "last" => {
                let (counted, ledger) = self.counted(table, key)?;
                self.number_field(table, ledger).map(|field| Measure::Last(counted, field))
            }
            "ratio" => {
                let [over, under] = self.pair(table, key)?;
                let names = self.siblings(&[over, under], report, known);
                Some(Measure::Ratio(names.first()?.clone(), names.get(1)?.clone()))
            }
            "duties" => table.word(key).map(|w| Measure::Duties(w.text)),
            "status" => {
                let [status, value] = self.pair(table, key)?;
                let (id, declared) = self.names.status(&status, self.problems)?;
                let value = self.names.status_value(&id, declared, &value, self.problems)?;
                Some(Measure::Status(id, value))
            }
            "alerts" => Some(Measure::Alerts(match table.text(key)? {
                "notice" => 1,
                "warning" => 2,
                _ => 3,
            })),
            "returns" => table.word(key).map(|w| Measure::Returns(w.text)),
            _ => {
                let word = table.word(key)?;
                if &*word.text == "*" {
                    return Some(Measure::Courses(None));
                }
                self.names.course(&word, self.problems).map(|id| Measure::Courses(Some(id)))
            }
        }
    }

    fn counted(&mut self, table: &Table, key: &str) -> Option<(Counted, &'a Ledger)> {
        let ledger = self.ledger(&table.word(key)?)?;
        let env = self.env_of_fact(&[ledger]);
        let filter = self.condition(table, "where", &env);
        Some((Counted { ledger: ledger.id.clone(), filter }, ledger))
    }

    fn number_field(&mut self, table: &Table, ledger: &Ledger) -> Option<Name> {
        let Some(word) = table.word("field") else {
            let problem = table.place.problem("missing_key", "缺少 `field`", "`field` is missing");
            self.note(problem.hint("sum 与 last 需要写明数字字段", "sum and last need a number field"));
            return None;
        };
        self.check_field_look(&word);
        let field = self.names.field(ledger, &word, self.problems)?;
        if !matches!(field.kind, FieldType::Number { .. }) {
            let problem = word
                .place
                .problem(
                    "wrong_field",
                    format!("`{}` 不是数", word.text),
                    format!("`{}` is no number", word.text),
                )
                .expected("应为类型 number 的字段", "expected a field of type number");
            self.note(problem);
        }
        Some(word.text)
    }

    fn pair(&mut self, table: &Table, key: &str) -> Option<[Word; 2]> {
        match <[Word; 2]>::try_from(table.words(key)) {
            Ok(pair) => Some(pair),
            Err(_) => {
                let problem = table
                    .place_of(key)
                    .problem("wrong_type", "这里的值不对", "this value does not fit here")
                    .expected("应为两个名称", "expected two names");
                self.note(problem);
                None
            }
        }
    }
}

/// `pack/report.indicator`
fn indicator_name(report: &Name, id: &str) -> Name {
    match report.split_once('/') {
        Some((pack, report)) => qualified(pack, &format!("{report}.{id}")),
        None => Name::new(format!("{}.{id}", unqualified(report))),
    }
}
