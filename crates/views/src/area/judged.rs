//! What follows for an area from its cases: situation, zone, colour, and whether the rules say the same.
//!
//! Not here: formulas (`epi::area`); what is known of its cases (`known`).

use super::{
    AreaChoice, AreaKnown, AreaLayerView, AreaRulesView, AreaStatusView, AreaView, AssessmentView,
    ColouringView, MeasuredView, ZoneView,
};
use crate::{lens::Lens, org::OrgNode, plan_words::clause, problems::in_words, words::Words};
use epi::{
    Problem, ProblemKind,
    area::{
        colours::{Indicator, colour},
        situation::{Assessment, Situation, SituationRules, situation},
        zones::{ZoneLevel, zone},
    },
};
use facts::{Date, Decimal, Label, Name};
use outcomes::StatusRow;
use plan::{
    Pack,
    explain::explain_area,
    program::{AreaMeasure, AreaRules, ColourIndicator, ColourRules, SituationNumbers},
};

/// Beyond any step: in place of what is not known.
const BEYOND: f64 = 1e12;

/// Everything that an area is judged by.
pub struct AreaParts<'a> {
    /// The organisation.
    pub org: &'a OrgNode,
    /// How many people live there.
    pub population: Option<f64>,
    /// How it is judged.
    pub rules: &'a AreaRules,
    /// Where these stand in the answer.
    pub rules_at: usize,
    /// Its cases.
    pub known: AreaKnown<'a>,
    /// Statuses that hold about it.
    pub statuses: Vec<&'a StatusRow>,
    /// The days of finished rounds of negative tests.
    pub tests: &'a [Date],
    /// The civil day.
    pub today: Date,
}

/// How areas are judged, in words.
pub fn rules_view(lens: &Lens<'_>, pack: &Pack, rules: &AreaRules) -> AreaRulesView {
    let choice = |id: &Name, title: &Label| AreaChoice { id: id.to_string(), title: Words::from(title) };
    let layer = |id: &Name| {
        let status = lens.book.status(id)?;
        Some(AreaLayerView {
            status: id.to_string(),
            title: Words::from(&status.title),
            values: status.values.iter().map(|(value, label)| choice(value, label)).collect(),
        })
    };
    AreaRulesView {
        id: rules.id.to_string(),
        version: pack.version.to_string(),
        title: Words::from(&rules.title),
        plan: Words::from(&pack.title),
        clause: clause(&rules.clause),
        says: explain_area(rules, lens.book.packs()).iter().map(Words::from).collect(),
        layers: rules.statuses.iter().filter_map(layer).collect(),
        levels: rules.zone.iter().flat_map(|z| &z.levels).map(|l| choice(&l.id, &l.title)).collect(),
        colours: rules.colours.is_some(),
    }
}

/// An area as the viewer sees it.
pub fn area_view(lens: &Lens<'_>, parts: &AreaParts<'_>) -> AreaView {
    let cases = parts.known.cases();
    let (assessment, mut problems) = situation(&cases, parts.today, &numbers(&parts.rules.situation));
    let colouring = parts.rules.colours.as_ref().and_then(|rules| colouring(rules, parts));
    if colouring.as_ref().is_some_and(|c| c.indicators.iter().any(|i| i.low.is_none())) {
        problems.push(Problem::of(ProblemKind::CountMissing));
    }
    let statuses: Vec<AreaStatusView> =
        parts.rules.statuses.iter().filter_map(|id| status(lens, id, &parts.statuses)).collect();
    AreaView {
        org: lens.org(&parts.org.id),
        kind: lens.book.kind(&parts.org.kind),
        rules: parts.rules_at,
        population: parts.population,
        differs: differs(lens, &parts.rules.situation, &assessment, &statuses),
        assessment: AssessmentView {
            situation: word(assessment.situation).to_owned(),
            at_worst: word(assessment.at_worst).to_owned(),
            cases: assessment.cases,
            outbreaks: assessment.outbreaks.len(),
            unknown_source: assessment.unknown_source,
            undated: parts.known.undated(),
            last_case: parts.known.dates().into_iter().max().map(|day| day.to_string()),
        },
        zone: zone_of(parts),
        colouring,
        statuses,
        problems: in_words(&problems),
    }
}

fn numbers(of: &SituationNumbers) -> SituationRules {
    SituationRules {
        case_days: of.case_days.into(),
        outbreak_cases: of.outbreak_cases.into(),
        outbreak_days: of.outbreak_days.into(),
        unknown_cases: of.unknown_cases.into(),
        unknown_days: of.unknown_days.into(),
        outbreaks: of.outbreaks.map(usize::from),
    }
}

fn word(situation: Situation) -> &'static str {
    match situation {
        Situation::NoCase => "no_case",
        Situation::Case => "case",
        Situation::Outbreak => "outbreak",
        Situation::Community => "community",
    }
}

fn zone_of(parts: &AreaParts<'_>) -> Option<ZoneView> {
    let rules = parts.rules.zone.as_ref()?;
    let level = |l: &plan::program::ZoneLevel| ZoneLevel {
        name: l.title.clone(),
        legal_basis: l.legal_basis.clone(),
        cases_min: l.cases_min.into(),
        days: l.days.into(),
        quiet_days: l.quiet_days.into(),
        test_rounds: l.test_rounds.into(),
    };
    let levels: Vec<ZoneLevel> = rules.levels.iter().map(level).collect();
    let (zone, _) = zone(&levels, &parts.known.dates(), parts.tests, parts.today);
    let zone = zone?;
    let by = rules.levels.get(zone.level)?;
    let (quiet, rounds) = (by.quiet_days, by.test_rounds);
    let tests = match rounds {
        0 => Words::default(),
        n => Words::new(format!("，并完成{n}轮检测"), format!(" and {n} rounds of tests")),
    };
    Some(ZoneView {
        level: by.id.to_string(),
        rank: zone.level,
        title: Words::from(&zone.name),
        legal_basis: Words::from(&zone.legal_basis),
        since: zone.since.to_string(),
        last_case: zone.last_case.to_string(),
        lower_from: zone.lower_from.to_string(),
        lower_to: rules.levels.get(zone.level + 1).map(|next| Words::from(&next.title)),
        test_rounds_missing: zone.test_rounds_missing,
        rule: Words::new(
            format!("{}天内{}例及以上；连续{quiet}天无新增{}后可降一级", by.days, by.cases_min, tests.zh),
            format!(
                "{} cases within {} days; lowered by one level after {quiet} days without a case{}",
                by.cases_min, by.days, tests.en
            ),
        ),
    })
}

/// The colour, twice: once with everything unknown good, once with it bad.
fn colouring(rules: &ColourRules, parts: &AreaParts<'_>) -> Option<ColouringView> {
    let limits = rules.limits.map(float);
    let measured: Vec<Option<(f64, f64)>> =
        rules.indicators.iter().map(|i| parts.known.measured(i.measure, parts.population)).collect();
    let judged = |pick: fn((f64, f64)) -> f64, unknown: f64| {
        let indicator = |(of, value): (&ColourIndicator, &Option<(f64, f64)>)| Indicator {
            value: Some(value.map_or(unknown, |both| turned(of.measure, pick(both)))),
            steps: of.steps.iter().map(|step| turned(of.measure, float(*step))).collect(),
            weight: float(of.weight),
        };
        let indicators: Vec<Indicator> = rules.indicators.iter().zip(&measured).map(indicator).collect();
        colour(&indicators, &limits).0
    };
    let (good, bad) = (judged(|both| both.0, -BEYOND)?, judged(|both| both.1, BEYOND)?);
    let name = |colour: epi::area::colours::Colour| format!("{colour:?}").to_lowercase();
    let view = |(of, value): (&ColourIndicator, &Option<(f64, f64)>)| MeasuredView {
        measure: of.measure.as_str().to_owned(),
        title: Words::from(&of.title),
        low: value.map(|both| both.0),
        high: value.map(|both| both.1),
        points_low: value.map_or(0, |both| points(of, both.0)),
        points_high: value.map_or(of.steps.len(), |both| points(of, both.1)),
        points_max: of.steps.len(),
        weight: float(of.weight),
    };
    Some(ColouringView {
        low: good.low,
        high: bad.high,
        colour: (good.at_worst == bad.at_worst).then(|| name(bad.at_worst)),
        at_worst: name(bad.at_worst),
        indicators: rules.indicators.iter().zip(&measured).map(view).collect(),
    })
}

fn points(of: &ColourIndicator, value: f64) -> usize {
    let value = turned(of.measure, value);
    of.steps.iter().filter(|step| value >= turned(of.measure, float(**step))).count()
}

/// What falls as things get worse, with its sign turned.
fn turned(measure: AreaMeasure, value: f64) -> f64 {
    if measure == AreaMeasure::DaysSinceLastCase { -value } else { value }
}

fn float(n: Decimal) -> f64 {
    n.scaled() as f64 / 10_000.0
}

/// The strongest value of a status that holds; where none does, the first of its values.
fn status(lens: &Lens<'_>, id: &Name, held: &[&StatusRow]) -> Option<AreaStatusView> {
    let values = &lens.book.status(id)?.values;
    let rank = |value: &Name| values.iter().position(|(v, _)| v == value).unwrap_or(0);
    let of_it = held.iter().filter(|row| row.key.name() == id.as_str());
    let strongest = of_it.max_by_key(|row| rank(&row.held.value));
    let value = strongest.map_or_else(|| values.first().map(|(v, _)| v), |row| Some(&row.held.value))?;
    Some(AreaStatusView {
        status: id.to_string(),
        value: value.to_string(),
        title: lens.book.status_value(id, value),
        rank: rank(value),
        since: strongest.map(|row| row.held.from.to_string()),
        until: strongest.and_then(|row| row.held.until).map(|until| until.to_string()),
    })
}

/// What to say when the status that rules give lies outside of what is certain and what is possible.
fn differs(
    lens: &Lens<'_>,
    of: &SituationNumbers,
    computed: &Assessment,
    held: &[AreaStatusView],
) -> Option<Words> {
    let (id, values) = of.same_as.as_ref()?;
    let held = held.iter().find(|status| status.status == id.as_str())?;
    let known = &lens.book.status(id)?.values;
    let value = |situation: Situation| &values[situation as usize];
    let rank = |situation: Situation| known.iter().position(|(v, _)| v == value(situation));
    let (least, most) = (rank(computed.situation)?, rank(computed.at_worst)?);
    if (least..=most).contains(&held.rank) {
        return None;
    }
    let says = |situation: Situation| lens.book.status_value(id, value(situation));
    let (least, most) = (says(computed.situation), says(computed.at_worst));
    let (zh, en) = match least == most {
        true => (least.zh, least.en),
        false => (format!("{}至{}", least.zh, most.zh), format!("{} to {}", least.en, most.en)),
    };
    Some(Words::new(
        format!("规则认定为“{}”，按病例计算为“{zh}”", held.title.zh),
        format!("Rules say “{}”; by its cases it is “{en}”", held.title.en),
    ))
}
