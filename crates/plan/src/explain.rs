//! A plan as a readable document: who owes what to whom within when, by which clause; parameters with their why;
//! courses with their days; reports with their numbers; who reports to whom.
//!
//! Not here: what a plan does with facts (`evaluate`), and the comparison of plans (`diff`).

mod markdown;
pub(crate) mod words;

use crate::{
    problem::Lang,
    program::{
        Clause, Construct, Course, Effect, Indicator, Measure, Pack, Report, ReportMode, Rule, Source,
        Trigger,
    },
};
use facts::{Label, Name, Value};
use serde::Serialize;
use smol_str::SmolStr;
use std::{collections::BTreeMap, sync::Arc};
use words::{Words, clock, deadline, label, length, subject};

/// A plan explained.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Explained {
    /// The pack.
    pub id: Name,
    /// Its version.
    pub version: SmolStr,
    /// Its words.
    pub title: Label,
    /// Who issues it.
    pub level: Name,
    /// Which text it carries out.
    pub source: Source,
    /// The packs it builds on.
    pub extends: Vec<Name>,
    /// BLAKE3 over its files.
    pub hash: String,
    /// Numbers that may be changed, with their why.
    pub params: Vec<ParamLine>,
    /// Roles, and what they owe.
    pub roles: Vec<RoleLine>,
    /// Its rules by construct.
    pub sections: Vec<Section>,
    /// Who reports what to whom.
    pub reporting_lines: Vec<ReportingLine>,
    /// What of the source is not software, and why.
    pub not_software: Vec<(SmolStr, Label)>,
    /// How many rules of the source are carried out.
    pub carried_out: usize,
}

/// A parameter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ParamLine {
    /// Its name.
    pub id: Name,
    /// Its value as text.
    pub value: String,
    /// Its unit.
    pub unit: Option<SmolStr>,
    /// Its words.
    pub label: Label,
    /// The clause that gives it, or why this default.
    pub why: Label,
    /// The source leaves it open.
    pub gap: bool,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RoleLine {
    /// Its name.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// Kinds of organisation that ought to have one.
    pub needed_in: Vec<Label>,
    /// The duties it owes.
    pub owes: Vec<Label>,
    /// What it receives.
    pub receives: Vec<Label>,
}

/// The constructs of one kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Section {
    /// Of which kind.
    pub construct: Construct,
    /// Its words.
    pub title: Label,
    /// The constructs, in the order of the files.
    pub items: Vec<Item>,
}

/// A construct.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Item {
    /// Qualified.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// The clause it carries out, and what the source says.
    pub clause: Clause,
    /// Whom it is about.
    pub about: Label,
    /// When it applies.
    pub when: Label,
    /// What follows, a sentence each.
    pub follows: Vec<Label>,
    /// For courses: the days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<DayBar>,
    /// For reports: the numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorLine>,
}

/// The days of a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DayBar {
    /// How many days are planned.
    pub days: u16,
    /// Its phases: first day, last day, words.
    pub phases: Vec<(u16, u16, Label)>,
    /// Test days.
    pub tests: Vec<u16>,
}

/// A number of a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct IndicatorLine {
    /// Qualified.
    pub id: Name,
    /// Its words.
    pub title: Label,
    /// Its unit.
    pub unit: Label,
    /// How it is made.
    pub made: Label,
}

/// Something that goes from one role to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReportingLine {
    /// Who sends.
    pub from: Label,
    /// Who receives.
    pub to: Label,
    /// What.
    pub what: Vec<Label>,
}

/// Explains a pack; names of packs it extends stand as written.
pub fn explain(pack: &Pack) -> Explained {
    explain_with(pack, &[])
}

/// Explains a pack with the words of the packs that it extends.
pub fn explain_with(pack: &Pack, bases: &[Arc<Pack>]) -> Explained {
    let words = Words::of(pack, bases);
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
        params: params(pack),
        roles: roles(pack, &words),
        sections: sections(pack, &words),
        reporting_lines: reporting_lines(pack, &words),
        not_software,
        carried_out: pack.coverage.iter().filter(|row| !row.runs.is_empty()).count(),
    }
}

impl Explained {
    /// As a document in Markdown.
    pub fn to_markdown(&self, lang: Lang) -> String {
        markdown::write(self, lang)
    }
}

/// A value as text.
pub(crate) fn value_words(value: &Value) -> String {
    match value {
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::Text(t) => t.to_string(),
        Value::List(items) => items.iter().map(value_words).collect::<Vec<_>>().join(", "),
    }
}

fn params(pack: &Pack) -> Vec<ParamLine> {
    let line = |(id, p): (&Name, &crate::program::Param)| ParamLine {
        id: id.clone(),
        value: value_words(&p.value),
        unit: p.unit.clone(),
        label: p.label.clone(),
        why: p.why.clone(),
        gap: p.gap,
    };
    pack.params.iter().map(line).collect()
}

fn roles(pack: &Pack, words: &Words) -> Vec<RoleLine> {
    let mut named: BTreeMap<Name, RoleLine> = BTreeMap::new();
    let blank = |id: &Name| RoleLine {
        id: id.clone(),
        title: words.role(id),
        needed_in: pack
            .roles
            .get(id)
            .into_iter()
            .flat_map(|r| &r.needed_in)
            .map(|k| words.org_kind(k))
            .collect(),
        owes: Vec::new(),
        receives: Vec::new(),
    };
    for id in pack.roles.keys() {
        named.insert(id.clone(), blank(id));
    }
    for duty in crate::written::duties_of(pack) {
        let line = named.entry(duty.owner.role.clone()).or_insert_with(|| blank(&duty.owner.role));
        if !line.owes.contains(&duty.title) {
            line.owes.push(duty.title.clone());
        }
        for to in &duty.to {
            let line = named.entry(to.role.clone()).or_insert_with(|| blank(&to.role));
            if !line.receives.contains(&duty.title) {
                line.receives.push(duty.title.clone());
            }
        }
    }
    named.into_values().collect()
}

fn reporting_lines(pack: &Pack, words: &Words) -> Vec<ReportingLine> {
    let mut lines: Vec<ReportingLine> = Vec::new();
    for duty in crate::written::duties_of(pack) {
        for to in &duty.to {
            let (from, to) = (words.role(&duty.owner.role), words.role(&to.role));
            match lines.iter_mut().find(|l| l.from == from && l.to == to) {
                Some(line) if line.what.contains(&duty.title) => {}
                Some(line) => line.what.push(duty.title.clone()),
                None => lines.push(ReportingLine { from, to, what: vec![duty.title.clone()] }),
            }
        }
    }
    lines
}

fn sections(pack: &Pack, words: &Words) -> Vec<Section> {
    let titles = [
        (Construct::Rule, "规则：发生什么，就要做什么", "Rules: what follows from what happens"),
        (Construct::Routine, "日常", "Routines"),
        (Construct::Signal, "信号", "Signals"),
        (Construct::Course, "管控流程", "Courses"),
        (Construct::Level, "响应等级", "Response levels"),
        (Construct::Report, "报表", "Reports"),
    ];
    let items = |construct: Construct| -> Vec<Item> {
        match construct {
            Construct::Course => pack.courses.iter().map(|c| course(c, words)).collect(),
            Construct::Report => pack.reports.iter().map(|r| report(r, pack, words)).collect(),
            other => pack.rules.iter().filter(|r| r.construct == other).map(|r| rule(r, words)).collect(),
        }
    };
    titles
        .into_iter()
        .map(|(construct, zh, en)| Section { construct, title: label(zh, en), items: items(construct) })
        .filter(|section| !section.items.is_empty())
        .collect()
}

fn about(rule: &Rule, words: &Words) -> Label {
    match rule.kinds.is_empty() {
        true => subject(rule.about),
        false => Words::list(rule.kinds.iter().map(|k| words.org_kind(k))),
    }
}

fn rule(rule: &Rule, words: &Words) -> Item {
    Item {
        id: rule.id.clone(),
        title: rule.title.clone(),
        clause: rule.clause.clone(),
        about: about(rule, words),
        when: words.trigger(&rule.trigger, &rule.kinds),
        follows: rule.effects.iter().map(|e| words.effect(e)).collect(),
        days: None,
        indicators: Vec::new(),
    }
}

/// The days of a course: phases end to end, tests on their days.
pub(crate) fn day_bar(course: &Course) -> DayBar {
    let mut first = 1;
    let mut phases = Vec::new();
    for phase in &course.phases {
        let last = first + phase.days.saturating_sub(1);
        phases.push((first, last, phase.title.clone()));
        first = last + 1;
    }
    let tests = course.tests.as_ref().map(|t| t.days.clone()).unwrap_or_default();
    DayBar { days: first.saturating_sub(1), phases, tests }
}

fn course(course: &Course, words: &Words) -> Item {
    let starts: Vec<Label> = course.starts.iter().map(|t| words.trigger(t, &[])).collect();
    let (zh, en): (Vec<_>, Vec<_>) = starts.iter().map(|l| (l.zh.as_str(), l.en.as_str())).unzip();
    let when = match starts.is_empty() {
        true => label("仅由其他流程转入", "Only by a turn from another course"),
        false => label(format!("{}开始", zh.join("，或")), format!("{}, it starts", en.join(", or "))),
    };
    Item {
        id: course.id.clone(),
        title: course.title.clone(),
        clause: course.clause.clone(),
        about: subject(course.about),
        when,
        follows: course_follows(course, words),
        days: Some(day_bar(course)),
        indicators: Vec::new(),
    }
}

fn course_follows(course: &Course, words: &Words) -> Vec<Label> {
    let mut lines = vec![day_one_words(course)];
    if let Some((status, value)) = &course.status {
        let held = words.status_value(status, value);
        lines.push(label(format!("期间为{}", held.zh), format!("{} holds during it", held.en)));
    }
    lines.extend(course.at_start.iter().map(|d| words.duty(d)));
    lines.extend(course.tests.iter().map(|t| {
        let days = t.days.iter().map(u16::to_string).collect::<Vec<_>>();
        let duty = words.duty(&t.duty);
        label(
            format!("第{}天：{}", days.join("、"), duty.zh),
            format!("Day {}: {}", days.join(", "), duty.en),
        )
    }));
    for daily in &course.daily {
        let duty = words.duty(&daily.duty);
        let times = daily.times.iter().map(clock).collect::<Vec<_>>().join(", ");
        let n = daily.every_days;
        let (zh, en) = if n == 1 {
            ("每日".into(), "Every day".into())
        } else {
            (format!("每{n}日"), format!("Every {n} days"))
        };
        let phases: Vec<Label> =
            course.phases.iter().filter(|p| daily.phases.contains(&p.id)).map(|p| p.title.clone()).collect();
        let phases = Words::list(phases);
        let (of_zh, of_en) = match phases.zh.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("{}阶段", phases.zh), format!(" of {}", phases.en)),
        };
        lines.push(label(
            format!("{of_zh}{zh}{times}：{}", duty.zh),
            format!("{en}{of_en} at {times}: {}", duty.en),
        ));
    }
    lines.extend(course_ends(course, words));
    if let Some(restriction) = &course.restriction {
        let carer = words.role(&restriction.carer);
        lines.push(label(
            format!(
                "限制依据：{}；照护：{}；申诉：{}",
                restriction.legal_basis.zh, carer.zh, restriction.objection.zh
            ),
            format!(
                "Legal basis: {}; cared for by {}; objection: {}",
                restriction.legal_basis.en, carer.en, restriction.objection.en
            ),
        ));
    }
    lines
}

fn day_one_words(course: &Course) -> Label {
    let (zh, en) = match course.day_one {
        crate::program::DayOne::SameDay => ("当日", "that day itself"),
        crate::program::DayOne::NextDay => ("次日", "the next day"),
    };
    match &course.day_from {
        Some(field) => {
            label(format!("以 `{field}` 的{zh}为第1天"), format!("Day 1 is counted from `{field}`: {en}"))
        }
        None => label(format!("以开始的{zh}为第1天"), format!("Day 1: {en}")),
    }
}

fn course_ends(course: &Course, words: &Words) -> Vec<Label> {
    let mut lines = Vec::new();
    if let Some(release) = &course.release {
        let source = release.source();
        lines.push(label(
            format!("期满且 `{source}` 方可解除；不明不解除"),
            format!("Released when its time is over and `{source}`; not known means not released"),
        ));
    }
    if let Some((day, when)) = &course.release_early {
        let source = when.source();
        lines.push(label(
            format!("第{day}天起，`{source}` 可提前解除"),
            format!("From day {day} on it may end earlier when `{source}`"),
        ));
    }
    lines.extend(course.release_duty.iter().map(|d| words.duty(d)));
    for by in &course.ends {
        let by = words.done_by(by);
        lines.push(label(format!("{}即结束", by.zh), format!("{} ends it", by.en)));
    }
    for (by, days) in &course.extend {
        let by = words.done_by(by);
        lines.push(label(format!("{}则延长{days}天", by.zh), format!("{} adds {days} days", by.en)));
    }
    for by in &course.restart {
        let by = words.done_by(by);
        lines.push(label(format!("{}则重新计算", by.zh), format!("{} makes it start again", by.en)));
    }
    for turn in &course.convert {
        let (by, into) = (words.done_by(&turn.by), words.course(&turn.into));
        let (zh, en) = if turn.of_linked { ("关联对象的", "the linked subject’s ") } else { ("", "") };
        lines.push(label(
            format!("{zh}{}则转为“{}”", by.zh, into.zh),
            format!("{en}{} turns it into “{}”", by.en, into.en),
        ));
    }
    if course.starts.iter().any(|start| matches!(start, Trigger::Status(_))) {
        lines.push(match course.outlasts {
            true => label("触发状态结束后仍继续", "It goes on when the status that started it is over"),
            false => label("触发状态结束，随之结束", "It ends with the status that started it"),
        });
    }
    lines.push(label(
        format!("最长{}天", course.days_max),
        format!("Never longer than {} days", course.days_max),
    ));
    lines
}

fn report(report: &Report, pack: &Pack, words: &Words) -> Item {
    let owed_by = Words::list(report.owed_by.iter().map(|k| words.org_kind(k)));
    let rule = pack.rules.iter().find(|r| r.id == report.id);
    let days = rule.and_then(|r| match &r.trigger {
        Trigger::Recurring { every, .. } => Some(every.words()),
        _ => None,
    });
    let days = days.unwrap_or_else(|| label("有情况时", "when there is something"));
    let (cut_off, due) = (clock(&report.cut_off), deadline(report.due_after));
    let (zh, en) = match report.mode {
        ReportMode::Full => ("每期必报", "owed every period"),
        ReportMode::NilRequired => ("无情况也须零报告", "zero must be said"),
        ReportMode::ExceptionOnly => ("有情况才报", "only when there is something"),
    };
    let period = length(facts::Span::Days(i32::from(report.period_days)));
    let mut follows = vec![label(
        format!("{}截止{cut_off}，{}报送；统计期{}；{zh}", days.zh, due.zh, period.zh),
        words::capital(&format!("{}, up to {cut_off}, due {}; period {}; {en}", days.en, due.en, period.en)),
    )];
    follows.extend(rule.into_iter().flat_map(|r| &r.effects).map(|e: &Effect| words.effect(e)));
    let indicators = report.indicators.iter().map(|i| indicator(i, report, words)).collect();
    Item {
        id: report.id.clone(),
        title: report.title.clone(),
        clause: report.clause.clone(),
        about: owed_by,
        when: label(
            format!("{}截止{cut_off}", days.zh),
            words::capital(&format!("{} at {cut_off}", days.en)),
        ),
        follows,
        days: None,
        indicators,
    }
}

fn indicator(indicator: &Indicator, report: &Report, words: &Words) -> IndicatorLine {
    let title_of = |id: &Name| {
        report.indicators.iter().find(|i| i.id == *id).map_or_else(|| label(id, id), |i| i.title.clone())
    };
    let mut made = measure(&indicator.measure, &title_of, words);
    if indicator.cumulative {
        made = label(format!("{}，累计", made.zh), format!("{}, since the beginning", made.en));
    }
    if !indicator.parts.is_empty() {
        let parts = Words::list(indicator.parts.iter().map(title_of));
        made = label(
            format!("{}；应等于{}之和", made.zh, parts.zh),
            format!("{}; must be the sum of {}", made.en, parts.en),
        );
    }
    IndicatorLine {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        unit: indicator.unit.clone(),
        made,
    }
}

fn measure(measure: &Measure, title_of: &dyn Fn(&Name) -> Label, words: &Words) -> Label {
    let counted = |c: &crate::program::Counted| {
        words.done_by(&crate::program::DoneBy { ledger: c.ledger.clone(), when: c.filter.clone() })
    };
    match measure {
        Measure::Count(c) => {
            let c = counted(c);
            label(format!("{}条数", c.zh), format!("number of {}", c.en))
        }
        Measure::Distinct(c) => {
            let c = counted(c);
            label(format!("{}去重人数", c.zh), format!("different subjects of {}", c.en))
        }
        Measure::Sum(c, field) => {
            let c = counted(c);
            label(format!("{} `{field}` 合计", c.zh), format!("sum of `{field}` of {}", c.en))
        }
        Measure::Last(c, field) => {
            let c = counted(c);
            label(
                format!("{} `{field}` 最新值合计", c.zh),
                format!("sum of the latest `{field}` of {}", c.en),
            )
        }
        Measure::Ratio(over, under) => {
            let (over, under) = (title_of(over), title_of(under));
            label(format!("{} ÷ {}（%）", over.zh, under.zh), format!("{} ÷ {} (%)", over.en, under.en))
        }
        Measure::Duties(state) => label(format!("任务数（{state}）"), format!("duties ({state})")),
        Measure::Status(status, value) => {
            let held = words.status_value(status, value);
            label(format!("{}的数量", held.zh), format!("subjects with {}", held.en))
        }
        Measure::Courses(Some(id)) => {
            let course = words.course(id);
            label(format!("在“{}”中的数量", course.zh), format!("under “{}”", course.en))
        }
        Measure::Courses(None) => label("在任一管控流程中的数量", "under any course"),
    }
}
