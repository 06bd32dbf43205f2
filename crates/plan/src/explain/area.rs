//! How areas are judged, in sentences: which cases count, the numbers of the situation, zones, the five colours.
//!
//! Not here: the judging (`epi::area`).

use super::{
    document::Item,
    words::{Words, label},
};
use crate::program::{
    AreaMeasure, AreaRules, ColourIndicator, ColourRules, SituationNumbers, SmallArea, ZoneLevel, ZoneRules,
};
use facts::{Decimal, FieldTerm, Label};

pub(crate) fn area(area: &AreaRules, words: &Words) -> Item {
    Item {
        id: area.id.clone(),
        title: area.title.clone(),
        clause: area.clause.clone(),
        about: Words::list(area.kinds.iter().map(|kind| words.org_kind(kind))),
        when: label(
            "每次查看时，按当时已知的病例计算",
            "Whenever it is looked at, from the cases known then",
        ),
        follows: lines(area, words),
        days: None,
        indicators: Vec::new(),
    }
}

/// A sentence each; two plans that say the same give the same sentences.
pub(crate) fn lines(area: &AreaRules, words: &Words) -> Vec<Label> {
    let mut lines = vec![counts(area, words)];
    lines.extend(situation(&area.situation, words));
    lines.extend(area.zone.iter().flat_map(|zone| zones(zone, words)));
    lines.extend(area.colours.iter().flat_map(colours));
    if !area.statuses.is_empty() {
        let beside = Words::list(area.statuses.iter().map(|id| words.status(id)));
        lines.push(label(format!("同时显示：{}", beside.zh), format!("Shown beside it: {}", beside.en)));
    }
    lines
}

fn counts(area: &AreaRules, words: &Words) -> Label {
    let types = Words::list(area.case_types.iter().map(|code| words.case_type(code)));
    let days = Words::list(area.day.iter().map(|term| day(*term)));
    let small = Words::list(area.small_area.iter().map(|of| small(*of)));
    let back = area.look_back_days;
    label(
        format!(
            "计入的病例分类：{}；日期依次取：{}；小范围依次取：{}；回看{back}天",
            types.zh, days.zh, small.zh
        ),
        format!(
            "Cases that count: {}; their day is the first known of: {}; a small area is the first known of: {}; \
             {back} days are looked back",
            types.en, days.en, small.en
        ),
    )
}

fn day(term: FieldTerm) -> Label {
    match term {
        FieldTerm::DateOnset => label("发病日期", "onset"),
        FieldTerm::DateConfirmation => label("诊断日期", "diagnosis"),
        _ => label("报告日期", "report"),
    }
}

fn small(of: SmallArea) -> Label {
    match of {
        SmallArea::Told => label("报告卡所写的小范围单元", "what the case report says"),
        SmallArea::Group(kind) => super::words::subject(kind),
    }
}

fn situation(of: &SituationNumbers, words: &Words) -> Vec<Label> {
    let SituationNumbers { case_days, outbreak_cases, outbreak_days, unknown_cases, unknown_days, .. } = of;
    let mut lines = vec![
        label(
            format!(
                "出现病例：{case_days}天内有病例；暴发：{outbreak_days}天内同一小范围{outbreak_cases}例及以上"
            ),
            format!(
                "Case: one within {case_days} days; outbreak: {outbreak_cases} in one small area within \
                 {outbreak_days} days"
            ),
        ),
        label(
            format!("传播：{unknown_days}天内来源不明{unknown_cases}例及以上"),
            format!(
                "Community transmission: {unknown_cases} without known source within {unknown_days} days"
            ),
        ),
    ];
    if let Some(n) = of.outbreaks {
        lines.push(label(format!("或同时有{n}起暴发"), format!("Or {n} outbreaks at once")));
    }
    if let Some((status, _)) = &of.same_as {
        let status = words.status(status);
        lines.push(label(
            format!("与规则给出的“{}”对照，不一致时注明", status.zh),
            format!("Held against “{}” as rules give it; where they differ it is said", status.en),
        ));
    }
    lines
}

fn zones(zone: &ZoneRules, words: &Words) -> Vec<Label> {
    let mut lines: Vec<Label> = zone.levels.iter().map(level).collect();
    if let Some(by) = &zone.tests {
        let by = words.done_by(by);
        lines.push(label(format!("{}算一轮检测", by.zh), format!("A round of tests: {}", by.en)));
    }
    lines
}

fn level(level: &ZoneLevel) -> Label {
    let ZoneLevel { title, legal_basis, cases_min, days, quiet_days, test_rounds, .. } = level;
    let (tests_zh, tests_en) = match test_rounds {
        0 => (String::new(), String::new()),
        n => (format!("并完成{n}轮检测"), format!(" and {n} rounds of tests")),
    };
    label(
        format!(
            "{}：{days}天内{cases_min}例及以上；连续{quiet_days}天无新增{tests_zh}后可降一级；依据：{}",
            title.zh, legal_basis.zh
        ),
        format!(
            "{}: {cases_min} within {days} days; can be lowered by one level after {quiet_days} days without a \
             case{tests_en}; basis: {}",
            title.en, legal_basis.en
        ),
    )
}

fn colours(colours: &ColourRules) -> Vec<Label> {
    let [blue, yellow, orange, red] = colours.limits;
    let formula = label(
        format!(
            "五色图：得分 = Σ权重×点数 ÷ Σ权重×档数；蓝≥{blue}，黄≥{yellow}，橙≥{orange}，红≥{red}，否则绿"
        ),
        format!(
            "Five colours: score = Σ weight × points ÷ Σ weight × steps; blue from {blue}, yellow from {yellow}, \
             orange from {orange}, red from {red}, else green"
        ),
    );
    std::iter::once(formula).chain(colours.indicators.iter().map(indicator)).collect()
}

fn indicator(of: &ColourIndicator) -> Label {
    let steps: Vec<String> = of.steps.iter().map(Decimal::to_string).collect();
    let (steps, weight) = (steps.join(", "), of.weight);
    let within = of.measure.days().map_or_else(Label::default, |days| {
        label(format!("（{days}天内）"), format!(" (within {days} days)"))
    });
    let (zh, en) = match of.measure {
        AreaMeasure::DaysSinceLastCase => ("不超过", "at most"),
        _ => ("达到", "at least"),
    };
    label(
        format!("{}{}：{zh} {steps} 各得1点，权重{weight}", of.title.zh, within.zh),
        format!("{}{}: a point each for {en} {steps}; weight {weight}", of.title.en, within.en),
    )
}
