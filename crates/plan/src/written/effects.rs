//! Lowering of what follows: duties, statuses, alerts, and when those end.
//!
//! Not here: what they follow from (`rules`, `courses`, `reports`).

use super::{
    desk::{Desk, Ground},
    duties_of,
    names::unqualified,
    node::{Node, Table},
};
use crate::{
    problem::Problems,
    program::{DutySpec, Effect, Owner, Pack, Until},
};
use facts::{Span, SubjectKind};

impl Desk<'_> {
    /// The effects under `duty`, `status` and `alert`; `until` says when statuses and alerts end.
    pub fn effects(&mut self, table: &Table, ground: &Ground<'_>) -> Vec<Effect> {
        let mut effects: Vec<Effect> =
            self.duties(table, "duty", ground).into_iter().map(Effect::Duty).collect();
        for status in table.tables("status") {
            effects.extend(self.status_effect(status, ground.about));
        }
        for alert in table.tables("alert") {
            effects.extend(self.alert(alert, ground));
        }
        effects
    }

    /// The duties under a key.
    pub fn duties(&mut self, table: &Table, key: &str, ground: &Ground<'_>) -> Vec<DutySpec> {
        table.tables(key).filter_map(|duty| self.duty(duty, ground)).collect()
    }

    /// One duty.
    pub fn duty(&mut self, table: &Table, ground: &Ground<'_>) -> Option<DutySpec> {
        let owner = table.get("owner").and_then(|node| self.owner(node, ground));
        let to = self.owners(table, "to", ground);
        let done_by = self.done_by(table, "done_by", "done_when", ground.about);
        let opens = self.one_length(table, "opens", "opens_days", false).unwrap_or(Span::Micros(0));
        let within = self.one_length(table, "within", "within_days", true);
        let grace = self.one_length(table, "grace", "grace_days", false);
        let escalations = self.escalations(table, ground);
        let reminders = self.reminders(table, opens, within);
        if let Some(within) = within {
            self.check_opens(table, opens, within);
        }
        if ground.wants_receiver && !table.has("to") {
            let problem = table
                .place
                .problem("no_receiver", "没有写明报给谁（to）", "it does not say who receives it (to)")
                .warning();
            self.note(problem);
        }
        Some(DutySpec {
            name: self.names.own(table.text("name")?),
            title: table.label("title")?,
            owner: owner?,
            to,
            opens,
            within: within?,
            grace,
            done_by: done_by?,
            reminders,
            escalations,
            minutes: table.whole("minutes").unwrap_or(0),
        })
    }

    /// A length given as exact time under one key or in civil days under another.
    pub fn one_length(&mut self, table: &Table, exact: &str, days: &str, need: bool) -> Option<Span> {
        match (table.span(exact), table.whole::<i32>(days)) {
            (Some(_), Some(_)) => {
                let problem = table.place_of(days).problem(
                    "double",
                    format!("`{exact}` 与 `{days}` 只能写一个"),
                    format!("either `{exact}` or `{days}`, not both"),
                );
                self.note(problem);
                None
            }
            (Some(span), None) => Some(span),
            (None, Some(n)) => Some(Span::Days(n)),
            (None, None) => {
                if need && !table.has(exact) && !table.has(days) {
                    let problem = table.place.problem(
                        "missing_key",
                        format!("缺少 `{exact}` 或 `{days}`"),
                        format!("`{exact}` or `{days}` is missing"),
                    );
                    self.note(problem);
                }
                None
            }
        }
    }

    fn check_opens(&mut self, table: &Table, opens: Span, within: Span) {
        let late = match (opens, within) {
            (Span::Micros(opens), Span::Micros(within)) => opens > 0 && opens >= within,
            (Span::Days(opens), Span::Days(within)) => opens >= within,
            _ => false,
        };
        if late {
            let place = table.place_of("opens");
            let problem = place.problem(
                "deadlines_disagree",
                "任务在期限之后才开始",
                "the duty opens when its deadline is over",
            );
            self.note(problem.hint("opens 应早于 within", "opens must come before within"));
        }
    }

    /// When its owner is reminded.
    pub fn reminders(&mut self, table: &Table, opens: Span, within: Option<Span>) -> Vec<Span> {
        let mut spans = Vec::new();
        for node in table.items("remind") {
            let Some(Span::Micros(n)) = node.text().and_then(Span::parse_iso) else { continue };
            if n >= 0 {
                let problem = node
                    .place
                    .problem(
                        "deadlines_disagree",
                        "提醒不在期限之前",
                        "the reminder is not before the deadline",
                    )
                    .expected("应为负时长，如 -PT30M", "expected a negative length, as -PT30M");
                self.note(problem);
            } else if let (Span::Micros(opens), Some(Span::Micros(within))) = (opens, within)
                && within + n < opens
            {
                let problem = node.place.problem(
                    "deadlines_disagree",
                    "提醒早于任务开始",
                    "the reminder comes before the duty opens",
                );
                self.note(problem);
            }
            spans.push(Span::Micros(n));
        }
        spans
    }

    /// Who is told when it is late.
    pub fn escalations(&mut self, table: &Table, ground: &Ground<'_>) -> Vec<(Span, Owner)> {
        let mut found = Vec::new();
        for step in table.tables("escalate") {
            let to = step.get("to").and_then(|node| self.owner(node, ground));
            let Some(after) = step.span("after") else { continue };
            if matches!(after, Span::Micros(n) if n < 0) {
                let problem = step.place_of("after").problem(
                    "deadlines_disagree",
                    "在期限之前就上报逾期",
                    "it is escalated before the deadline",
                );
                self.note(problem.hint("期限之前请用 remind", "before the deadline use remind"));
            }
            found.extend(to.map(|to| (after, to)));
        }
        found
    }

    fn status_effect(&mut self, table: &Table, about: Option<SubjectKind>) -> Option<Effect> {
        let word = table.word("status")?;
        let until = self.until(table, about);
        let (id, status) = self.names.status(&word, self.problems)?;
        if let Some(about) = about.filter(|about| *about != status.about) {
            let ((zh, en), (zh_about, en_about)) =
                (super::names::subject_words(status.about), super::names::subject_words(about));
            self.note(word.place.problem(
                "other_subject",
                format!("状态 `{}` 属于{zh}，这里说的是{zh_about}", word.text),
                format!("the status `{}` is one of {en}, this is about {en_about}", word.text),
            ));
        }
        let value = self.names.status_value(&id, status, &table.word("value")?, self.problems)?;
        Some(Effect::Status { status: id, value, until })
    }

    fn alert(&mut self, table: &Table, ground: &Ground<'_>) -> Option<Effect> {
        let to = self.owners(table, "to", ground);
        let until = self.until(table, ground.about);
        if table.get("to").is_some_and(|node| node.items().is_empty()) {
            let problem =
                table.place_of("to").problem("no_receiver", "预警没有接收人", "nobody receives the alert");
            self.note(problem);
        }
        Some(Effect::Alert {
            name: self.names.own(table.text("name")?),
            title: table.label("title")?,
            to,
            severity: table.whole("severity").unwrap_or(1),
            until,
        })
    }

    fn until(&mut self, table: &Table, about: Option<SubjectKind>) -> Until {
        let Some(until) = table.table("until") else { return Until::default() };
        let after = self.one_length(until, "after", "days", false);
        let fact = self.done_by(until, "fact", "when", about);
        if let (Some(node), None) = (until.get("when"), until.get("fact")) {
            let problem = node.place.problem(
                "missing_key",
                "`when` 需要与 `fact` 同用",
                "`when` needs `fact` beside it",
            );
            self.note(problem);
        }
        Until { after, fact }
    }

    /// Notes that a construct does nothing.
    pub fn check_does_something(&mut self, table: &Table, effects: &[Effect], keys: &[&str]) {
        let written = |key: &&str| table.get(key).map(Node::items).is_some_and(|items| !items.is_empty());
        if effects.is_empty() && !keys.iter().any(written) {
            let list = keys.join(", ");
            let problem = table
                .place
                .problem("no_effect", "触发后什么也不发生", "nothing follows from it")
                .expected(format!("应有：{list}"), format!("expected one of: {list}"));
            self.note(problem);
        }
    }
}

/// One name of a duty means one thing: wherever it stands, its words and the ledger that discharges it are the same.
pub(crate) fn check_same_duties(file: &Table, pack: &Pack, problems: &mut Problems) {
    let mut tables = Vec::new();
    duty_tables(file, &mut tables);
    for table in tables {
        let (Some(word), Some(title)) = (table.word("name"), table.label("title")) else { continue };
        let own = |duty: &&DutySpec| unqualified(&duty.name) == &*word.text;
        let Some(first) = duties_of(pack).find(own) else { continue };
        let done_by = table.text("done_by").unwrap_or_default();
        if first.title != title || &*first.done_by.ledger != done_by {
            problems.add(word.place.problem(
                "declared_twice",
                format!("任务 `{}` 在别处另有标题或另由别的台账完成", word.text),
                format!("the duty `{}` has another title or another ledger elsewhere", word.text),
            ));
        }
    }
}

/// All tables of duties, at any depth.
fn duty_tables<'t>(table: &'t Table, into: &mut Vec<&'t Table>) {
    if table.get("done_by").is_some() && table.get("name").is_some() {
        into.push(table);
    }
    for (_, _, node) in &table.entries {
        for inner in node.items().iter().filter_map(Node::table) {
            duty_tables(inner, into);
        }
    }
}
