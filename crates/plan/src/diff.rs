//! Two versions of a plan, or the plans of two levels of government, clause by clause: what was added or removed, what
//! became stricter or looser.
//!
//! Constructs are matched by their id without the pack's name; those left over by the clause that they carry out. Not
//! here: what a change means for persons and organisations (that needs their facts).

use crate::{
    explain::words::{Words, clock, deadline, label, length},
    program::{Clause, Course, DayOne, DutySpec, Effect, Indicator, Pack, Param, Report, Rule, Trigger},
    written::unqualified,
};
use facts::{Label, Name, Span};
use serde::Serialize;
use smol_str::SmolStr;
use std::{cmp::Ordering, collections::BTreeSet};

/// Something in which two plans differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The clause that it belongs to; empty for parameters and other parts of the head.
    pub clause: SmolStr,
    /// The construct, without its pack.
    pub rule: Name,
    /// Which way it differs.
    pub kind: Kind,
    /// In words.
    pub says: Label,
}

/// Which way the second plan differs from the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Only in the second (against the level above: 加码).
    Added,
    /// Only in the first (against the level above: 缺项).
    Removed,
    /// The second asks for more.
    Stricter,
    /// The second asks for less.
    Looser,
    /// Different, neither more nor less.
    Changed,
}

/// How the second plan differs from the first.
pub fn diff(a: &Pack, b: &Pack) -> Vec<Difference> {
    let mut out = Sheet {
        words: Words::of(b, &[]),
        clause: SmolStr::default(),
        rule: Name::default(),
        list: Vec::new(),
    };
    params(a, b, &mut out);
    constructs(a, b, &mut out);
    out.list
}

/// Where differences are noted; it knows the construct at hand.
struct Sheet {
    words: Words,
    clause: SmolStr,
    rule: Name,
    list: Vec<Difference>,
}

impl Sheet {
    fn note(&mut self, kind: Kind, says: Label) {
        self.list.push(Difference { clause: self.clause.clone(), rule: self.rule.clone(), kind, says });
    }

    /// Notes two values that have an order: less is stricter, or more is.
    fn ordered<T: Ord>(
        &mut self,
        what: (&str, &str),
        a: &T,
        b: &T,
        more_is_stricter: bool,
        words: impl Fn(&T) -> Label,
    ) {
        let kind = match (b.cmp(a), more_is_stricter) {
            (Ordering::Equal, _) => return,
            (Ordering::Greater, true) | (Ordering::Less, false) => Kind::Stricter,
            _ => Kind::Looser,
        };
        self.change(kind, what, &words(a), &words(b));
    }

    /// Notes two values that have no order.
    fn equal<T: PartialEq>(&mut self, what: (&str, &str), a: &T, b: &T, words: impl Fn(&T) -> Label) {
        if a != b {
            self.change(Kind::Changed, what, &words(a), &words(b));
        }
    }

    fn change(&mut self, kind: Kind, what: (&str, &str), a: &Label, b: &Label) {
        let way = match kind {
            Kind::Stricter => ("（更严）", " (stricter)"),
            Kind::Looser => ("（更宽）", " (looser)"),
            _ => ("", ""),
        };
        let dash = |l: &Label| match l.zh.is_empty() {
            true => label("无", "none"),
            false => l.clone(),
        };
        let (a, b) = (dash(a), dash(b));
        self.note(
            kind,
            label(
                format!("{}由{}改为{}{}", what.0, a.zh, b.zh, way.0),
                format!("{}: {} became {}{}", what.1, a.en, b.en, way.1),
            ),
        );
    }
}

fn plain(text: impl AsRef<str>) -> Label {
    label(text.as_ref(), text.as_ref())
}

fn number<T: std::fmt::Display>(n: &T) -> Label {
    plain(n.to_string())
}

fn params(a: &Pack, b: &Pack, out: &mut Sheet) {
    let ids: BTreeSet<&Name> = a.params.keys().chain(b.params.keys()).collect();
    for id in ids {
        out.clause = SmolStr::default();
        out.rule = Name::new(format!("params.{id}"));
        let words = |p: &Param| {
            let unit = p.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
            plain(format!("{}{unit}", crate::explain::value_words(&p.value)))
        };
        match (a.params.get(id), b.params.get(id)) {
            (Some(a), Some(b)) if a.value != b.value || a.unit != b.unit => {
                // Whether more of a number is stricter is known only where it is used; the rules below say it.
                let (zh, en) = (format!("参数“{}”", b.label.zh), format!("parameter “{}”", b.label.en));
                out.change(Kind::Changed, (&zh, &en), &words(a), &words(b));
            }
            (Some(a), None) => out.note(
                Kind::Removed,
                label(format!("删去参数“{}”", a.label.zh), format!("the parameter “{}” is gone", a.label.en)),
            ),
            (None, Some(b)) => out.note(
                Kind::Added,
                label(
                    format!("新增参数“{}”（{}）", b.label.zh, words(b).zh),
                    format!("new parameter “{}” ({})", b.label.en, words(b).en),
                ),
            ),
            _ => {}
        }
    }
}

/// A construct of either sort, to be matched.
#[derive(Clone, Copy)]
enum One<'p> {
    Rule(&'p Rule),
    Course(&'p Course),
    Report(&'p Report),
}

impl One<'_> {
    fn id(&self) -> &str {
        match self {
            One::Rule(r) => unqualified(&r.id),
            One::Course(c) => unqualified(&c.id),
            One::Report(r) => unqualified(&r.id),
        }
    }

    fn clause(&self) -> &Clause {
        match self {
            One::Rule(r) => &r.clause,
            One::Course(c) => &c.clause,
            One::Report(r) => &r.clause,
        }
    }

    fn title(&self) -> &Label {
        match self {
            One::Rule(r) => &r.title,
            One::Course(c) => &c.title,
            One::Report(r) => &r.title,
        }
    }

    /// Constructs of different sorts are never the same one.
    fn sort(&self) -> u8 {
        match self {
            One::Rule(_) => 0,
            One::Course(_) => 1,
            One::Report(_) => 2,
        }
    }
}

fn all(pack: &Pack) -> Vec<One<'_>> {
    let rules = pack.rules.iter().map(One::Rule);
    let courses = pack.courses.iter().map(One::Course);
    rules.chain(courses).chain(pack.reports.iter().map(One::Report)).collect()
}

fn constructs(a: &Pack, b: &Pack, out: &mut Sheet) {
    let (first, second) = (all(a), all(b));
    for (one, other) in pairs(&first, &second) {
        let shown = other.or(one);
        let Some(shown) = shown else { continue };
        out.clause = shown.clause().id.clone();
        out.rule = Name::new(shown.id());
        match (one, other) {
            (Some(One::Rule(a)), Some(One::Rule(b))) => rule(a, b, out),
            (Some(One::Course(a)), Some(One::Course(b))) => course(a, b, out),
            (Some(One::Report(a)), Some(One::Report(b))) => report(a, b, out),
            (Some(a), None) => {
                let title = a.title();
                out.note(
                    Kind::Removed,
                    label(format!("删去“{}”", title.zh), format!("“{}” is gone", title.en)),
                );
            }
            (None, Some(b)) => {
                let title = b.title();
                out.note(Kind::Added, label(format!("新增“{}”", title.zh), format!("new: “{}”", title.en)));
            }
            _ => {}
        }
    }
}

type Pair<'p> = (Option<One<'p>>, Option<One<'p>>);

/// First those with the same id, then, of what is left, those with the same clause; the rest alone.
fn pairs<'p>(first: &[One<'p>], second: &[One<'p>]) -> Vec<Pair<'p>> {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut matched: Vec<(One<'p>, Option<One<'p>>)> = first.iter().map(|one| (*one, None)).collect();
    let same: [fn(&One<'_>, &One<'_>) -> bool; 2] = [
        |a, b| a.sort() == b.sort() && a.id() == b.id(),
        |a, b| a.sort() == b.sort() && !a.clause().id.is_empty() && a.clause().id == b.clause().id,
    ];
    for fits in same {
        for (one, other) in matched.iter_mut().filter(|(_, other)| other.is_none()) {
            let found = second.iter().enumerate().find(|(n, b)| !taken.contains(n) && fits(one, b));
            if let Some((n, b)) = found {
                taken.insert(n);
                *other = Some(*b);
            }
        }
    }
    let new = second.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, b)| (None, Some(*b)));
    matched.into_iter().map(|(a, b)| (Some(a), b)).chain(new).collect()
}

fn rule(a: &Rule, b: &Rule, out: &mut Sheet) {
    trigger(&a.trigger, &b.trigger, b, out);
    let kinds = |r: &Rule| r.kinds.iter().cloned().collect::<BTreeSet<_>>();
    let (of_a, of_b) = (kinds(a), kinds(b));
    if of_a != of_b && a.about == b.about {
        let words = |k: &BTreeSet<Name>| match k.is_empty() {
            true => label("所有组织", "every kind"),
            false => plain(k.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")),
        };
        let wider = of_b.is_empty() || (!of_a.is_empty() && of_b.is_superset(&of_a));
        let narrower = of_a.is_empty() || (!of_b.is_empty() && of_a.is_superset(&of_b));
        let kind = if wider {
            Kind::Stricter
        } else if narrower {
            Kind::Looser
        } else {
            Kind::Changed
        };
        out.change(kind, ("适用组织", "kinds of organisation"), &words(&of_a), &words(&of_b));
    }
    let of = |r: &Rule| -> Vec<DutySpec> {
        r.effects
            .iter()
            .filter_map(|e| if let Effect::Duty(d) = e { Some(d.clone()) } else { None })
            .collect()
    };
    duties(&of(a), &of(b), out);
    others(a, b, out);
}

/// Statuses and alerts.
fn others(a: &Rule, b: &Rule, out: &mut Sheet) {
    let name = |e: &Effect| match e {
        Effect::Status { status, value, .. } => Some(format!("{}={value}", unqualified(status))),
        Effect::Alert { name, .. } => Some(unqualified(name).to_owned()),
        Effect::Duty(_) => None,
    };
    let words = |e: &Effect, out: &Sheet| out.words.effect(e);
    for e in a
        .effects
        .iter()
        .filter(|e| name(e).is_some_and(|n| b.effects.iter().all(|o| name(o) != Some(n.clone()))))
    {
        let says = words(e, out);
        out.note(Kind::Removed, label(format!("不再：{}", says.zh), format!("no longer: {}", says.en)));
    }
    for e in &b.effects {
        let Some(n) = name(e) else { continue };
        match a.effects.iter().find(|o| name(o).as_ref() == Some(&n)) {
            None => {
                let says = words(e, out);
                out.note(Kind::Added, label(format!("新增：{}", says.zh), format!("new: {}", says.en)));
            }
            Some(old) => {
                let (old, new) = (words(old, out), words(e, out));
                out.equal(("结果", "what follows"), &old, &new, Label::clone);
            }
        }
    }
}

fn trigger(a: &Trigger, b: &Trigger, rule: &Rule, out: &mut Sheet) {
    match (a, b) {
        (Trigger::Signal(a), Trigger::Signal(b)) => {
            out.ordered(("阈值", "threshold"), &a.at_least, &b.at_least, false, number);
            span(("窗口", "window"), a.window, b.window, true, length, out);
            let counts = |s: &crate::program::Signal| s.counts.iter().cloned().collect::<BTreeSet<_>>();
            let (of_a, of_b) = (counts(a), counts(b));
            out.equal(("计数的台账", "ledgers counted"), &of_a, &of_b, |l| {
                plain(l.iter().map(Name::as_str).collect::<Vec<_>>().join(", "))
            });
            let source = |s: &crate::program::Signal| {
                s.filter.as_ref().map(|c| c.source().to_owned()).unwrap_or_default()
            };
            out.equal(("条件", "condition"), &source(a), &source(b), |t| plain(format!("`{t}`")));
        }
        (
            Trigger::Recurring { every, times, when, .. },
            Trigger::Recurring { every: every_b, times: times_b, when: when_b, .. },
        ) => {
            out.equal(("周期", "recurrence"), every, every_b, |e| e.words());
            let words =
                |t: &Vec<facts::time::Time>| plain(t.iter().map(clock).collect::<Vec<_>>().join(", "));
            if times != times_b {
                let kind = match times_b.len().cmp(&times.len()) {
                    Ordering::Greater => Kind::Stricter,
                    Ordering::Less => Kind::Looser,
                    Ordering::Equal => Kind::Changed,
                };
                out.change(kind, ("时刻", "times of day"), &words(times), &words(times_b));
            }
            let source = |c: &Option<crate::cel::Condition>| {
                c.as_ref().map(|c| c.source().to_owned()).unwrap_or_default()
            };
            out.equal(("条件", "condition"), &source(when), &source(when_b), |t| {
                if t.is_empty() { Label::default() } else { plain(format!("`{t}`")) }
            });
        }
        (a, b) if a == b => {}
        (a, b) => {
            let (a, b) = (out.words.trigger(a, &rule.kinds), out.words.trigger(b, &rule.kinds));
            out.equal(("触发", "trigger"), &a, &b, Label::clone);
        }
    }
}

/// Two lengths of time; only lengths of one sort have an order.
fn span(
    what: (&str, &str),
    a: Span,
    b: Span,
    more_is_stricter: bool,
    words: fn(Span) -> Label,
    out: &mut Sheet,
) {
    // A civil day ends within 24 hours at most, so n days are never longer than n × 24 hours.
    let hours = |s: Span| match s {
        Span::Micros(n) => n,
        Span::Days(n) => i64::from(n) * 86_400_000_000,
    };
    let comparable = std::mem::discriminant(&a) == std::mem::discriminant(&b) || hours(a) != hours(b);
    match comparable {
        true => {
            if hours(a) != hours(b) {
                out.ordered(what, &hours(a), &hours(b), more_is_stricter, |n| {
                    if *n == hours(a) { words(a) } else { words(b) }
                });
            }
        }
        false => out.equal(what, &a, &b, |s| words(*s)),
    }
}

fn duties(a: &[DutySpec], b: &[DutySpec], out: &mut Sheet) {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for old in a {
        let by_name = |d: &DutySpec| unqualified(&d.name) == unqualified(&old.name);
        let free = |n: &usize| !taken.contains(n);
        let index = b.iter().position(by_name).filter(free);
        match index.and_then(|n| b.get(n).map(|d| (n, d))) {
            Some((n, new)) => {
                taken.insert(n);
                duty(old, new, out);
            }
            None => {
                let says = out.words.duty(old);
                out.note(
                    Kind::Removed,
                    label(format!("不再要求：{}", says.zh), format!("no longer asked: {}", says.en)),
                );
            }
        }
    }
    for new in b.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, d)| d) {
        let says = out.words.duty(new);
        out.note(Kind::Added, label(format!("新要求：{}", says.zh), format!("newly asked: {}", says.en)));
    }
}

fn duty(a: &DutySpec, b: &DutySpec, out: &mut Sheet) {
    let (zh, en) = (format!("“{}”", b.title.zh), format!("“{}” ", b.title.en));
    let named = |what: (&str, &str)| (format!("{zh}{}", what.0), format!("{en}{}", what.1));
    let what = named(("期限", "deadline"));
    span((&what.0, &what.1), a.within, b.within, false, deadline, out);
    let what = named(("开始", "opening"));
    out.equal((&what.0, &what.1), &a.opens, &b.opens, |s| length(*s));
    let what = named(("责任角色", "owner"));
    let (owner_a, owner_b) = (out.words.owner(&a.owner), out.words.owner(&b.owner));
    out.equal((&what.0, &what.1), &owner_a, &owner_b, Label::clone);
    let receivers = |d: &DutySpec, out: &Sheet| Words::list(d.to.iter().map(|o| out.words.owner(o)));
    let what = named(("接收", "receivers"));
    let (to_a, to_b) = (receivers(a, out), receivers(b, out));
    out.equal((&what.0, &what.1), &to_a, &to_b, Label::clone);
    let what = named(("完成凭据", "what discharges it"));
    // A report's duty is done by the fact that names it, with its pack: that is no difference.
    let done = |d: &DutySpec, out: &Sheet| {
        let words = out.words.done_by(&d.done_by);
        let short = |text: &str| text.replace(d.name.as_str(), unqualified(&d.name));
        label(short(&words.zh), short(&words.en))
    };
    let (done_a, done_b) = (done(a, out), done(b, out));
    out.equal((&what.0, &what.1), &done_a, &done_b, Label::clone);
    escalations(a, b, &zh, &en, out);
    if a.grace != b.grace {
        let what = named(("补办期", "time to do it late"));
        let words = |g: &Option<Span>| g.map_or_else(|| label("不限", "without limit"), length);
        match (a.grace, b.grace) {
            (Some(a), Some(b)) => span((&what.0, &what.1), a, b, false, length, out),
            (None, Some(_)) => {
                out.change(Kind::Stricter, (&what.0, &what.1), &words(&a.grace), &words(&b.grace))
            }
            _ => out.change(Kind::Looser, (&what.0, &what.1), &words(&a.grace), &words(&b.grace)),
        }
    }
}

fn escalations(a: &DutySpec, b: &DutySpec, zh: &str, en: &str, out: &mut Sheet) {
    if a.escalations == b.escalations {
        return;
    }
    let words = |d: &DutySpec, out: &Sheet| {
        Words::list(d.escalations.iter().map(|(after, to)| {
            let (after, to) = (length(*after), out.words.owner(to));
            label(format!("{}（{}）", to.zh, after.zh), format!("{} ({})", to.en, after.en))
        }))
    };
    let first = |d: &DutySpec| d.escalations.iter().map(|(after, _)| *after).min();
    let kind = match (b.escalations.len().cmp(&a.escalations.len()), first(a).cmp(&first(b))) {
        (Ordering::Greater, _) => Kind::Stricter,
        (Ordering::Less, _) => Kind::Looser,
        (Ordering::Equal, Ordering::Greater) => Kind::Stricter,
        (Ordering::Equal, Ordering::Less) => Kind::Looser,
        _ => Kind::Changed,
    };
    let (old, new) = (words(a, out), words(b, out));
    out.change(kind, (&format!("{zh}逾期告知"), &format!("{en}told when late")), &old, &new);
}

fn course(a: &Course, b: &Course, out: &mut Sheet) {
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
    let source =
        |c: &Option<crate::cel::Condition>| c.as_ref().map(|c| c.source().to_owned()).unwrap_or_default();
    let shown = |t: &String| if t.is_empty() { Label::default() } else { plain(format!("`{t}`")) };
    out.equal(("解除条件", "release"), &source(&a.release), &source(&b.release), shown);
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

fn report(a: &Report, b: &Report, out: &mut Sheet) {
    span(("报送时限", "due"), a.due_after, b.due_after, false, deadline, out);
    out.ordered(("统计期", "period"), &a.period_days, &b.period_days, false, |n| {
        label(format!("{n}天"), format!("{n} days"))
    });
    out.equal(("截止时刻", "cut-off"), &a.cut_off, &b.cut_off, |t| plain(clock(t)));
    out.equal(("方式", "mode"), &a.mode, &b.mode, |m| match m {
        crate::program::ReportMode::Full => label("每期必报", "every period"),
        crate::program::ReportMode::NilRequired => label("零报告", "zero must be said"),
        crate::program::ReportMode::ExceptionOnly => label("有情况才报", "only when there is something"),
    });
    let ids = |r: &Report| -> Vec<Indicator> { r.indicators.clone() };
    let last = |i: &Indicator| i.id.rsplit('.').next().unwrap_or_default().to_owned();
    for old in ids(a).iter().filter(|o| b.indicators.iter().all(|n| last(n) != last(o))) {
        out.note(
            Kind::Removed,
            label(format!("删去指标“{}”", old.title.zh), format!("the indicator “{}” is gone", old.title.en)),
        );
    }
    for new in &b.indicators {
        match a.indicators.iter().find(|o| last(o) == last(new)) {
            None => out.note(
                Kind::Added,
                label(format!("新增指标“{}”", new.title.zh), format!("new indicator “{}”", new.title.en)),
            ),
            Some(old) if old.measure != new.measure => {
                out.note(
                    Kind::Changed,
                    label(
                        format!("指标“{}”算法不同", new.title.zh),
                        format!("the indicator “{}” is made another way", new.title.en),
                    ),
                );
            }
            Some(_) => {}
        }
    }
}
