//! A plan in words: what sets a rule off and what follows, sentence by sentence, in both languages.
//!
//! Not here: the page (`plan_page`).

use crate::{
    book::{Book, duties_of},
    plan_page::{LedgerRef, PlanDuty, PlanItem, PlanPhase},
    words::{ClauseView, Words},
};
use facts::Span;
use plan::explain::{explain_area, length};
use plan::program::{AreaRules, Clause, Course, DayOne, DutySpec, Effect, Report, Rule, Trigger, Until};

/// A rule, routine, signal, report or level as an item of a page.
pub fn rule_item(book: &Book, rule: &Rule, report: Option<&Report>) -> PlanItem {
    let mut item = PlanItem {
        id: rule.id.to_string(),
        title: Words::from(&rule.title),
        clause: clause(&rule.clause),
        when: trigger_words(book, &rule.trigger),
        ..empty()
    };
    for effect in &rule.effects {
        match effect {
            Effect::Duty(duty) => item.duties.push(duty_words(book, duty)),
            Effect::Status { status, value, until } => {
                item.then.push(status_words(book, status, value, until))
            }
            Effect::Alert { title, to, .. } => {
                let to = join(to.iter().map(|o| book.owner(o)));
                item.then.push(Words::new(
                    format!("预警“{}”，通知{}", title.zh, to.zh),
                    format!("alert \"{}\" to {}", title.en, to.en),
                ));
            }
        }
    }
    if let Some(report) = report {
        item.indicators = report.indicators.iter().map(|i| Words::from(&i.title)).collect();
    }
    item
}

/// A course as an item of a page.
pub fn course_item(book: &Book, course: &Course) -> PlanItem {
    let mut when: Vec<Words> = course.starts.iter().flat_map(|t| trigger_words(book, t)).collect();
    when.push(match course.day_one {
        DayOne::SameDay => Words::new("当日为第1天", "the same day is day 1"),
        DayOne::NextDay => Words::new("次日为第1天", "the next day is day 1"),
    });
    let mut then = Vec::new();
    if let Some(release) = &course.release {
        let source = release.source();
        then.push(Words::new(
            format!("期满且满足 {source} 时解除"),
            format!("ends when its time is over and {source}"),
        ));
    }
    if let Some((day, condition)) = &course.release_early {
        let source = condition.source();
        then.push(Words::new(
            format!("第{day}天起满足 {source} 可提前解除"),
            format!("may end from day {day} on when {source}"),
        ));
    }
    for conversion in &course.convert {
        let into = book.title(&conversion.into);
        then.push(Words::new(format!("可转为“{}”", into.zh), format!("may become \"{}\"", into.en)));
    }
    PlanItem {
        id: course.id.to_string(),
        title: Words::from(&course.title),
        clause: clause(&course.clause),
        when,
        then,
        duties: duties_of(course).map(|d| duty_words(book, d)).collect(),
        phases: course
            .phases
            .iter()
            .map(|p| PlanPhase { title: Words::from(&p.title), days: p.days })
            .collect(),
        test_days: course.tests.as_ref().map(|t| t.days.clone()).unwrap_or_default(),
        legal_basis: course.restriction.as_ref().map(|r| Words::from(&r.legal_basis)),
        ..empty()
    }
}

/// A report that nobody owes at fixed times (exception only) as an item of a page.
pub fn report_item(report: &Report) -> PlanItem {
    PlanItem {
        id: report.id.to_string(),
        title: Words::from(&report.title),
        clause: clause(&report.clause),
        when: vec![Words::new("有情况时报", "when there is something to report")],
        indicators: report.indicators.iter().map(|i| Words::from(&i.title)).collect(),
        ..empty()
    }
}

/// How areas are judged as an item of a page.
pub fn area_item(book: &Book, area: &AreaRules) -> PlanItem {
    PlanItem {
        id: area.id.to_string(),
        title: Words::from(&area.title),
        clause: clause(&area.clause),
        when: vec![join(area.kinds.iter().map(|kind| book.kind(kind)))],
        then: explain_area(area, book.packs()).iter().map(Words::from).collect(),
        legal_basis: area
            .zone
            .as_ref()
            .and_then(|zone| zone.levels.first())
            .map(|level| Words::from(&level.legal_basis)),
        ..empty()
    }
}

fn empty() -> PlanItem {
    PlanItem {
        id: String::new(),
        title: Words::default(),
        clause: ClauseView::default(),
        when: Vec::new(),
        then: Vec::new(),
        duties: Vec::new(),
        phases: Vec::new(),
        test_days: Vec::new(),
        indicators: Vec::new(),
        legal_basis: None,
    }
}

/// A clause.
pub fn clause(clause: &Clause) -> ClauseView {
    ClauseView { id: clause.id.to_string(), says: Words::from(&clause.says) }
}

/// What sets something off.
pub fn trigger_words(book: &Book, trigger: &Trigger) -> Vec<Words> {
    match trigger {
        Trigger::Fact { ledgers, when } => {
            let names = join(ledgers.iter().map(|l| book.ledger_title(l)));
            let mut words =
                vec![Words::new(format!("登记“{}”时", names.zh), format!("on a fact of {}", names.en))];
            words.extend(
                when.as_ref()
                    .map(|c| Words::new(format!("且 {}", c.source()), format!("when {}", c.source()))),
            );
            words
        }
        Trigger::Status(held) => vec![status_reached(book, &held.status, &held.at_least)],
        Trigger::Recurring { every, times, during, calendar, when } => {
            let every = every.words();
            let times: Vec<String> =
                times.iter().map(|t| format!("{:02}:{:02}", t.hour(), t.minute())).collect();
            let times = times.join(", ");
            let mut words =
                vec![Words::new(format!("{} {times}", every.zh), format!("{} {times}", every.en))];
            words.extend(during.as_ref().map(|h| status_reached(book, &h.status, &h.at_least)));
            words.extend(calendar.as_ref().map(|c| {
                let title = book.ledger_title(&c.ledger);
                Words::new(format!("限“{}”期间", title.zh), format!("only during {}", title.en))
            }));
            words.extend(
                when.as_ref()
                    .map(|c| Words::new(format!("且 {}", c.source()), format!("when {}", c.source()))),
            );
            words
        }
        Trigger::Signal(signal) => {
            let names = join(signal.counts.iter().map(|l| book.ledger_title(l)));
            let (n, window) = (signal.at_least, span_words(signal.window));
            let mut words = vec![Words::new(
                format!("{}内“{}”达到{n}例", window.zh, names.zh),
                format!("{n} of {} within {}", names.en, window.en),
            )];
            words.extend(signal.detector.as_ref().map(|detector| Words::from(&detector.words())));
            words.extend(
                signal
                    .filter
                    .as_ref()
                    .map(|c| Words::new(format!("且 {}", c.source()), format!("where {}", c.source()))),
            );
            words
        }
    }
}

fn status_reached(book: &Book, status: &str, at_least: &str) -> Words {
    let (title, value) = (book.title(status), book.status_value(status, at_least));
    Words::new(
        format!("“{}”达到“{}”期间", title.zh, value.zh),
        format!("while {} is at least {}", title.en, value.en),
    )
}

fn status_words(book: &Book, status: &str, value: &str, until: &Until) -> Words {
    let (title, value) = (book.title(status), book.status_value(status, value));
    let length = until.after.map(span_words);
    let (zh, en) = length
        .map_or((String::new(), String::new()), |w| (format!("，为期{}", w.zh), format!(" for {}", w.en)));
    Words::new(
        format!("“{}”为“{}”{zh}", title.zh, value.zh),
        format!("{} becomes {}{en}", title.en, value.en),
    )
}

/// A duty of a plan in words.
pub fn duty_words(book: &Book, duty: &DutySpec) -> PlanDuty {
    let done_by = &duty.done_by.ledger;
    let escalates = duty.escalations.iter().map(|(span, owner)| {
        let (role, after) = (book.owner(owner), span_words(*span));
        match *span == Span::Micros(0) {
            true => Words::new(format!("逾期即报{}", role.zh), format!("{} when late", role.en)),
            false => Words::new(
                format!("逾期{}报{}", after.zh, role.zh),
                format!("{} when late for {}", role.en, after.en),
            ),
        }
    });
    PlanDuty {
        name: duty.name.to_string(),
        title: Words::from(&duty.title),
        owner: book.owner(&duty.owner),
        within: span_words(duty.within),
        done_by: LedgerRef { id: done_by.to_string(), title: book.ledger_title(done_by) },
        escalates: escalates.collect(),
    }
}

/// A length of time in words.
pub fn span_words(span: Span) -> Words {
    Words::from(&length(span))
}

fn join(words: impl Iterator<Item = Words>) -> Words {
    let (zh, en): (Vec<String>, Vec<String>) = words.map(|w| (w.zh, w.en)).unzip();
    Words::new(zh.join("、"), en.join(", "))
}
