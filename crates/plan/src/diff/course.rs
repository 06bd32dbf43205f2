//! Two versions of a course: its days, its tests, how it ends, what is owed during it.
//!
//! Not here: one duty of it (`duty`).

use super::{
    Kind,
    duty::{duties, duty},
    sheet::{Sheet, number},
};
use crate::{
    explain::words::{Words, label},
    program::{Course, DayOne, DutySpec},
    written::unqualified,
};
use facts::Label;

pub(super) fn course(a: &Course, b: &Course, out: &mut Sheet) {
    let days = |c: &Course| c.phases.iter().map(|p| u32::from(p.days)).sum::<u32>();
    let in_days = |n: &u32| label(format!("{n}天"), format!("{n} days"));
    out.ordered(("总天数", "length"), &days(a), &days(b), true, in_days);
    for phase in &b.phases {
        if let Some(old) = a.phases.iter().find(|p| p.id == phase.id) {
            let what = (format!("“{}”阶段", phase.title.zh), format!("phase “{}”", phase.title.en));
            out.ordered((&what.0, &what.1), &u32::from(old.days), &u32::from(phase.days), true, in_days);
        }
    }
    let phases = |c: &Course| Words::list(c.phases.iter().map(|p| p.title.clone()));
    let ids = |c: &Course| c.phases.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    if ids(a) != ids(b) {
        out.change(Kind::Changed, ("阶段", "phases"), &phases(a), &phases(b));
    }
    out.ordered(("最长天数", "limit"), &u32::from(a.days_max), &u32::from(b.days_max), true, in_days);
    let outlasts =
        |yes: &bool| if *yes { label("继续", "goes on") } else { label("随之结束", "ends with it") };
    out.ordered(
        ("触发状态结束后", "when the status that started it is over"),
        &a.outlasts,
        &b.outlasts,
        true,
        outlasts,
    );
    // Day 1 a day later means a day longer.
    out.ordered(
        ("第1天", "day 1"),
        &(a.day_one == DayOne::NextDay),
        &(b.day_one == DayOne::NextDay),
        true,
        |next| {
            if *next { label("次日", "the next day") } else { label("当日", "the same day") }
        },
    );
    tests(a, b, out);
    out.conditions(("解除条件", "release"), &a.release, &b.release);
    match (&a.release_early, &b.release_early) {
        (Some((day_a, _)), Some((day_b, _))) => {
            out.ordered(("最早解除日", "earliest release"), day_a, day_b, true, |d| {
                label(format!("第{d}天"), format!("day {d}"))
            });
        }
        (None, Some((day, _))) => out.note(
            Kind::Looser,
            label(format!("第{day}天起可提前解除"), format!("may end early from day {day} on")),
        ),
        (Some(_), None) => out.note(Kind::Stricter, label("不再可提前解除", "no longer ends early")),
        (None, None) => {}
    }
    let owed = |c: &Course| -> Vec<DutySpec> { c.at_start.iter().chain(&c.release_duty).cloned().collect() };
    duties(&owed(a), &owed(b), out);
    daily(a, b, out);
    out.equal(
        ("限制依据", "legal basis"),
        &a.restriction.as_ref().map(|r| r.legal_basis.clone()),
        &b.restriction.as_ref().map(|r| r.legal_basis.clone()),
        |l| l.clone().unwrap_or_default(),
    );
}

fn tests(a: &Course, b: &Course, out: &mut Sheet) {
    let days = |c: &Course| c.tests.as_ref().map(|t| t.days.clone()).unwrap_or_default();
    let (of_a, of_b) = (days(a), days(b));
    let words = |d: &Vec<u16>| match d.is_empty() {
        true => Label::default(),
        false => {
            let list = d.iter().map(u16::to_string).collect::<Vec<_>>().join("、");
            label(
                format!("{}次（第{list}天）", d.len()),
                format!("{} (days {})", d.len(), list.replace('、', ", ")),
            )
        }
    };
    if of_a.len() != of_b.len() {
        let kind = if of_b.len() > of_a.len() { Kind::Stricter } else { Kind::Looser };
        out.change(kind, ("检测", "tests"), &words(&of_a), &words(&of_b));
    } else {
        out.equal(("检测日", "test days"), &of_a, &of_b, words);
    }
    if let (Some(a), Some(b)) = (&a.tests, &b.tests) {
        duty(&a.duty, &b.duty, out);
    }
}

fn daily(a: &Course, b: &Course, out: &mut Sheet) {
    let owed = |c: &Course| -> Vec<DutySpec> { c.daily.iter().map(|d| d.duty.clone()).collect() };
    duties(&owed(a), &owed(b), out);
    for new in &b.daily {
        let Some(old) = a.daily.iter().find(|d| unqualified(&d.duty.name) == unqualified(&new.duty.name))
        else {
            continue;
        };
        let what =
            (format!("“{}”每日次数", new.duty.title.zh), format!("“{}” times a day", new.duty.title.en));
        out.ordered((&what.0, &what.1), &old.times.len(), &new.times.len(), true, number);
        let what = (
            format!("“{}”间隔天数", new.duty.title.zh),
            format!("“{}” every so many days", new.duty.title.en),
        );
        out.ordered((&what.0, &what.1), &old.every_days, &new.every_days, false, number);
    }
}
