//! Two versions of a report: when it is owed, what silence means, its numbers.
//!
//! Not here: the duty to report (it is among the rules).

use super::{
    Kind,
    sheet::{Sheet, plain, span},
};
use crate::{
    explain::words::{Words, clock, deadline, label},
    program::{Indicator, Report, ReportMode},
    written::unqualified,
};
use facts::Name;

/// Without their packs, whose names may differ.
fn names(reports: &[Name]) -> Vec<&str> {
    reports.iter().map(|id| unqualified(id)).collect()
}

pub(super) fn report(a: &Report, b: &Report, out: &mut Sheet) {
    span(("报送时限", "due"), a.due_after, b.due_after, false, deadline, out);
    out.ordered(("统计期", "period"), &a.period_days, &b.period_days, false, |n| {
        label(format!("{n}天"), format!("{n} days"))
    });
    out.equal(("截止时刻", "cut-off"), &a.cut_off, &b.cut_off, |t| plain(clock(t)));
    out.equal(("方式", "mode"), &a.mode, &b.mode, |m| match m {
        ReportMode::Full => label("每期必报", "every period"),
        ReportMode::NilRequired => label("零报告", "zero must be said"),
        ReportMode::ExceptionOnly => label("有情况才报", "only when there is something"),
    });
    if names(&a.gathers) != names(&b.gathers) {
        let words = |r: &Report| Words::list(r.gathers.iter().map(|id| out.words.report(id)));
        let (words_a, words_b) = (words(a), words(b));
        out.change(Kind::Changed, ("汇总下级", "gathers"), &words_a, &words_b);
    }
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
