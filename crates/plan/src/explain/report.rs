//! One report: when it is owed, what silence means, how each of its numbers is made.
//!
//! Not here: the numbers themselves (`views`).

use super::{
    document::{IndicatorLine, Item},
    words::{Words, capital, clock, deadline, label, length, severity_words},
};
use crate::program::{Counted, DoneBy, Indicator, Measure, Pack, Report, ReportMode, Trigger};
use facts::{Label, Name, Span};

pub(super) fn report(report: &Report, pack: &Pack, words: &Words) -> Item {
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
    let period = length(Span::Days(i32::from(report.period_days)));
    let mut follows = vec![label(
        format!("{}截止{cut_off}，{}报送；统计期{}；{zh}", days.zh, due.zh, period.zh),
        capital(&format!("{}, up to {cut_off}, due {}; period {}; {en}", days.en, due.en, period.en)),
    )];
    follows.extend(gathers(report, pack));
    follows.extend(rule.into_iter().flat_map(|r| &r.effects).map(|e| words.effect(e)));
    let indicators = report.indicators.iter().map(|i| indicator(i, report, words)).collect();
    Item {
        id: report.id.clone(),
        title: report.title.clone(),
        clause: report.clause.clone(),
        about: owed_by,
        when: label(format!("{}截止{cut_off}", days.zh), capital(&format!("{} at {cut_off}", days.en))),
        follows,
        days: None,
        indicators,
    }
}

/// The reports of the level below that it is made up of. What another pack declares is told by its name.
fn gathers(report: &Report, pack: &Pack) -> Option<Label> {
    let title = |id: &Name| {
        pack.reports.iter().find(|r| r.id == *id).map_or_else(|| label(id, id), |r| r.title.clone())
    };
    let below = Words::list(report.gathers.iter().map(title));
    (!report.gathers.is_empty())
        .then(|| label(format!("汇总下级{}", below.zh), format!("Gathers from below: {}", below.en)))
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
    let counted = |c: &Counted| words.done_by(&DoneBy { ledger: c.ledger.clone(), when: c.filter.clone() });
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
        Measure::Alerts(severity) => {
            let (zh, en) = severity_words(*severity);
            label(format!("{zh}及以上的预警数"), format!("alerts raised, {en} or worse"))
        }
        Measure::Returns(which) => {
            label(format!("下级报表数（{which}）"), format!("reports from below ({which})"))
        }
    }
}
