//! One course: its days, what is owed on them, how it ends.
//!
//! Not here: the words of one duty (`words`).

use super::{
    document::{DayBar, Item},
    words::{Words, clock, label, subject},
};
use crate::program::{Course, DayOne};
use facts::Label;

/// The days of a course: phases end to end, tests on their days.
fn day_bar(course: &Course) -> DayBar {
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

pub(super) fn course(course: &Course, words: &Words) -> Item {
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
        DayOne::SameDay => ("当日", "that day itself"),
        DayOne::NextDay => ("次日", "the next day"),
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
    if course.starts.iter().any(|start| matches!(start, crate::program::Trigger::Status(_))) {
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
