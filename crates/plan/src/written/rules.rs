//! Lowering of `rule`, `routine`, `signal` and `level` to rules of the core.
//!
//! Not here: duties and other effects (`effects`), courses, reports.

use super::{
    desk::{Desk, Ground},
    names::{find_qualified, subject_kind},
    node::{Table, Word},
};
use crate::program::{Clause, Construct, Detector, Effect, Rule, Signal, Status, Trigger, WhileStatus};
use epi::detect::named::Method;
use facts::{Decimal, FieldType, Label, Ledger, Name, Span, SubjectKind};

/// An error as probable as not is none.
const ALPHA_MAX: f64 = 0.5;

/// What every rule of the core has beside trigger and effects.
struct Head {
    id: Name,
    title: Label,
    clause: Clause,
}

impl<'a> Desk<'a> {
    fn head(&self, table: &Table) -> Option<Head> {
        Some(Head {
            id: self.names.own(table.text("id")?),
            title: table.label("title")?,
            clause: self.clause(table)?,
        })
    }

    /// `[[rule]]`
    pub fn rule(&mut self, table: &Table) -> Option<Rule> {
        let Ground { about, ledgers, .. } = self.rule_ground(table);
        let trigger = self.rule_trigger(table, about, &ledgers);
        let kinds = about.map(|about| self.kinds(table, "kinds", about)).unwrap_or_default();
        let ground = Ground { about, ledgers, wants_receiver: true };
        let effects = self.effects(table, &ground);
        self.check_does_something(table, &effects, &["duty", "status", "alert"]);
        let Head { id, title, clause } = self.head(table)?;
        Some(Rule {
            id,
            title,
            clause,
            construct: Construct::Rule,
            about: about?,
            kinds,
            trigger: trigger?,
            effects,
        })
    }

    /// What a rule is about: as it says, or as its ledgers or its status are.
    fn rule_ground(&mut self, table: &Table) -> Ground<'a> {
        let said = table.text("about").and_then(subject_kind);
        let known = table.words("on").into_iter().filter_map(|w| self.names.ledgers.get(&w.text));
        let ledgers: Vec<&Ledger> = known.collect();
        let of_status = table.table("on_status").and_then(|t| t.word("status")).and_then(|word| {
            let id = find_qualified(&self.names.pack, &word.text, self.names.statuses.keys())?;
            self.names.statuses.get(id).map(|s| s.about)
        });
        let about = said.or_else(|| ledgers.first().map(|l| l.about)).or(of_status);
        Ground { about, ledgers, wants_receiver: true }
    }

    fn rule_trigger(
        &mut self,
        table: &Table,
        about: Option<SubjectKind>,
        ledgers: &[&Ledger],
    ) -> Option<Trigger> {
        match (table.has("on"), table.table("on_status")) {
            (true, Some(status)) => {
                let problem = status.place.problem(
                    "double",
                    "`on` 与 `on_status` 只能写一个",
                    "either `on` or `on_status`, not both",
                );
                self.note(problem);
                None
            }
            (true, None) => self.fact_trigger(table, about, ledgers),
            (false, Some(status)) => self.while_status(status, about).map(|(held, _)| Trigger::Status(held)),
            (false, None) => {
                if !table.has("on_status") {
                    let says = ("缺少 `on` 或 `on_status`", "`on` or `on_status` is missing");
                    self.note(table.place.problem("missing_key", says.0, says.1));
                }
                None
            }
        }
    }

    /// `on` and `when`; `ledgers` are those of `on` that are known.
    pub fn fact_trigger(
        &mut self,
        table: &Table,
        about: Option<SubjectKind>,
        ledgers: &[&Ledger],
    ) -> Option<Trigger> {
        let words = table.words("on");
        for word in &words {
            self.ledger_about(word, about);
        }
        self.check_twice(&words);
        if ledgers.len() < words.len() || words.is_empty() {
            return None;
        }
        let env = self.env_of_trigger(ledgers, about?);
        let when = self.condition(table, "when", &env);
        Some(Trigger::Fact { ledgers: ledgers.iter().map(|l| l.id.clone()).collect(), when })
    }

    fn check_twice(&mut self, words: &[Word]) {
        for (n, word) in words.iter().enumerate() {
            if words.iter().take(n).any(|w| w.text == word.text) {
                let text = &word.text;
                self.note(word.place.problem(
                    "double",
                    format!("`{text}` 写了两次"),
                    format!("`{text}` stands twice"),
                ));
            }
        }
    }

    /// `[[routine]]`
    pub fn routine(&mut self, table: &Table) -> Option<Rule> {
        let about = table.text("about").and_then(subject_kind)?;
        let kinds = self.kinds(table, "kinds", about);
        let during =
            table.table("during").and_then(|t| self.while_status(t, Some(about))).map(|(held, _)| held);
        let trigger = self.recurring(table, about, during);
        let ground = Ground { about: Some(about), ledgers: Vec::new(), wants_receiver: false };
        let effects = self.duties(table, "duty", &ground).into_iter().map(Effect::Duty).collect();
        let Head { id, title, clause } = self.head(table)?;
        Some(Rule {
            id,
            title,
            clause,
            construct: Construct::Routine,
            about,
            kinds,
            trigger: trigger?,
            effects,
        })
    }

    /// `every`, `at`, `calendar`, `when`.
    fn recurring(
        &mut self,
        table: &Table,
        about: SubjectKind,
        during: Option<WhileStatus>,
    ) -> Option<Trigger> {
        let every = self.every(table);
        let times = self.times(table);
        let calendar = self.calendar(table);
        let env = self.env().subject(about);
        let when = self.condition(table, "when", &env);
        Some(Trigger::Recurring { every: every?, times, during, calendar, when })
    }

    /// `[[signal]]`
    pub fn signal(&mut self, table: &Table) -> Option<Rule> {
        let words = table.words("counts");
        let ledgers = self.ledgers(&words);
        let about = table.text("about").map_or(Some(SubjectKind::Org), subject_kind)?;
        let kinds = self.kinds(table, "group_by", about);
        if about == SubjectKind::Org && table.get("group_by").is_none() {
            let problem = table
                .place
                .problem("missing_key", "缺少 `group_by`", "`group_by` is missing")
                .hint("写明按哪些类别的组织计数", "say in which kinds of organisation it is counted");
            self.note(problem);
        }
        if about != SubjectKind::Org {
            for word in &words {
                self.ledger_about(word, Some(about));
            }
        }
        self.check_twice(&words);
        let whole = ledgers.is_some();
        let ledgers = ledgers.unwrap_or_default();
        let env = self.env_of_fact(&ledgers);
        let filter = if whole { self.condition(table, "where", &env) } else { None };
        let similar = if whole { self.similar(table, &ledgers) } else { None };
        let window = self.one_length(table, "window", "window_days", true);
        let detector = table.table("detector").map(|of| self.detector(of, window, similar.as_ref()));
        let ground = Ground { about: Some(about), ledgers, wants_receiver: true };
        let effects = self.effects(table, &ground);
        self.check_does_something(table, &effects, &["duty", "status", "alert"]);
        let Head { id, title, clause } = self.head(table)?;
        let signal = Signal {
            counts: words.iter().map(|w| w.text.clone()).collect(),
            filter,
            similar,
            distinct: table.bool("distinct").unwrap_or(false),
            at_least: table.whole("at_least")?,
            detector: detector.map_or(Some(None), |read| read.map(Some))?,
            window: window?,
        };
        let trigger = Trigger::Signal(signal);
        Some(Rule { id, title, clause, construct: Construct::Signal, about, kinds, trigger, effects })
    }

    /// `detector = { … }`: it compares whole days, so the count is one of a day.
    fn detector(&mut self, table: &Table, window: Option<Span>, similar: Option<&Name>) -> Option<Detector> {
        let (of, number) = (&table.place, |key: &str| table.number(key));
        let mut wrong = Vec::new();
        if window.is_some_and(|window| window != Span::Days(1)) {
            wrong.push(of.problem(
                "detector_window",
                "探测器按日比较，窗口须为 `window_days = 1`",
                "a detector compares days: the window must be `window_days = 1`",
            ));
        }
        if similar.is_some() {
            wrong.push(of.problem(
                "detector_similar",
                "`detector` 与 `similar` 不能同时写：基线按全部计数",
                "`detector` and `similar` cannot stand together: the baseline counts everybody",
            ));
        }
        let (alpha, sd_min) = (number("alpha"), number("sd_min").unwrap_or(Decimal::ZERO));
        if alpha.is_some_and(|alpha| alpha <= Decimal::ZERO || alpha.as_f64() >= ALPHA_MAX) {
            let place = table.place_of("alpha");
            let problem = place.problem("out_of_range", "`alpha` 超出范围", "`alpha` is out of range");
            wrong.push(problem.expected("应大于 0、小于 0.5", "expected above 0 and below 0.5"));
        }
        if sd_min < Decimal::ZERO {
            let place = table.place_of("sd_min");
            let problem = place.problem("out_of_range", "`sd_min` 超出范围", "`sd_min` is out of range");
            wrong.push(problem.expected("应不小于 0", "expected at least 0"));
        }
        let sound = wrong.is_empty();
        wrong.into_iter().for_each(|problem| self.note(problem));
        let method = Method::parse(table.text("method")?)?;
        let baseline_days = table.whole("baseline_days")?;
        sound.then_some(Detector { method, baseline_days, alpha: alpha?, sd_min })
    }

    fn similar(&mut self, table: &Table, ledgers: &[&Ledger]) -> Option<Name> {
        let word = table.word("similar")?;
        self.check_field_look(&word);
        for ledger in ledgers {
            let field = self.names.field(ledger, &word, self.problems)?;
            if !matches!(field.kind, FieldType::Code { .. } | FieldType::Codes { .. }) {
                let problem = word
                    .place
                    .problem(
                        "wrong_field",
                        format!("台账 `{}` 的字段 `{}` 不是代码", ledger.id, word.text),
                        format!("the field `{}` of `{}` holds no codes", word.text, ledger.id),
                    )
                    .expected("应为类型 code 或 codes 的字段", "expected a field of type code or codes");
                self.note(problem);
            }
        }
        Some(word.text)
    }

    /// `[[level]]`: the rules of all its measures.
    pub fn level(&mut self, table: &Table) -> Vec<Rule> {
        let Some(word) = table.word("status") else { return Vec::new() };
        let Some((id, status)) = self.names.status(&word, self.problems) else { return Vec::new() };
        let mut rules = Vec::new();
        for measure in table.tables("measure") {
            rules.extend(self.measure(table, measure, &id, status));
        }
        rules
    }

    fn measure(&mut self, level: &Table, table: &Table, status_id: &Name, status: &Status) -> Vec<Rule> {
        let about_of = |t: &Table| t.text("about").and_then(subject_kind);
        let about = about_of(table).or_else(|| about_of(level)).unwrap_or(status.about);
        if let Some(word) = table.word("about").or_else(|| level.word("about")) {
            self.check_reaches(&word.place, status_id, status.about, about);
        }
        let kinds = match table.get("kinds") {
            Some(_) => self.kinds(table, "kinds", about),
            None if about == SubjectKind::Org => self.kinds(level, "kinds", about),
            None => Vec::new(),
        };
        let held = self.measure_status(level, table, status_id, status);
        let ground = Ground { about: Some(about), ledgers: Vec::new(), wants_receiver: false };
        let once = self.measure_once(table, &ground);
        self.check_does_something(table, &once, &["once", "routine", "status", "alert"]);
        let clause = self.clause(table).or_else(|| self.clause(level));
        let head = table.text("id").zip(table.label("title")).zip(clause);
        let rule = |id: Name, trigger: Trigger, effects: Vec<Effect>| {
            let ((_, title), clause) = head.clone()?;
            Some(Rule {
                id,
                title,
                clause,
                construct: Construct::Level,
                about,
                kinds: kinds.clone(),
                trigger,
                effects,
            })
        };
        let mut rules = Vec::new();
        let id = self.names.own(table.text("id").unwrap_or_default());
        if let (false, Some(held)) = (once.is_empty(), held.clone()) {
            rules.extend(rule(id.clone(), Trigger::Status(held), once));
        }
        for routine in table.tables("routine") {
            let trigger = self.recurring(routine, about, held.clone());
            let duties = self.duties(routine, "duty", &ground);
            let (Some(trigger), Some(first), Some(_)) = (trigger, duties.first(), held.as_ref()) else {
                continue;
            };
            let id = Name::new(format!("{id}.{}", super::names::unqualified(&first.name)));
            rules.extend(rule(id, trigger, duties.into_iter().map(Effect::Duty).collect()));
        }
        rules
    }

    fn measure_once(&mut self, table: &Table, ground: &Ground<'_>) -> Vec<Effect> {
        let mut once: Vec<Effect> =
            self.duties(table, "once", ground).into_iter().map(Effect::Duty).collect();
        once.extend(self.effects(table, ground));
        once
    }

    fn measure_status(
        &mut self,
        level: &Table,
        table: &Table,
        id: &Name,
        status: &Status,
    ) -> Option<WhileStatus> {
        let word = table.word("from")?;
        let at_least = self.names.status_value(id, status, &word, self.problems)?;
        let cumulative = level.bool("cumulative").unwrap_or(true);
        let up_to = (!cumulative).then(|| at_least.clone());
        Some(WhileStatus { status: id.clone(), at_least, up_to })
    }
}
