//! The situation of an area: no case; case; outbreak; community transmission.
//!
//! Source: the village plan (catalogue ). A case: somebody confirmed. An outbreak: so many confirmed
//! within so many days in one small area (a family, a building site, one stairwell). Community transmission: so many
//! within so many days whose source is not known, or so many outbreaks. The source gives no number of outbreaks, and no
//! rule for going down: both are parameters. Not here: who declares it.

use crate::problem::{Problem, ProblemKind};
use facts::{Date, time::days_between};
use serde::Serialize;
use std::collections::BTreeMap;

/// The situations; the worse, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// 未发现病例
    NoCase,
    /// 出现病例
    Case,
    /// 暴发疫情
    Outbreak,
    /// 传播疫情
    Community,
}

/// What the plan decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SituationRules {
    /// A confirmed case counts for so many days, its own day included.
    pub case_days: i32,
    /// An outbreak is so many confirmed cases in one small area …
    pub outbreak_cases: usize,
    /// … within so many days.
    pub outbreak_days: i32,
    /// Community transmission is so many cases without known source …
    pub unknown_cases: usize,
    /// … within so many days …
    pub unknown_days: i32,
    /// … or so many outbreaks at once; `None` does not ask.
    pub outbreaks: Option<usize>,
}

/// A confirmed case of the area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AreaCase {
    /// The day from which it counts (onset or confirmation, as the plan says); `None` if not known.
    pub date: Option<Date>,
    /// Its small area, by any number of the caller's; `None` if not known.
    pub small_area: Option<u32>,
    /// Its source is known; `None` while it is being looked for.
    pub source_known: Option<bool>,
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Assessment {
    /// What certainly is.
    pub situation: Situation,
    /// What may be, if everything unknown turns out badly.
    pub at_worst: Situation,
    /// Cases that count now.
    pub cases: usize,
    /// Small areas with an outbreak.
    pub outbreaks: Vec<u32>,
    /// Cases that certainly have no known source.
    pub unknown_source: usize,
}

/// Assesses an area on a day. Cases without date may be of any day: they count only in `at_worst`, and are named.
pub fn situation(cases: &[AreaCase], today: Date, rules: &SituationRules) -> (Assessment, Vec<Problem>) {
    let mut problems = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        if case.date.is_none() {
            problems.push(Problem::at(ProblemKind::CaseUndated, index));
        }
        if case.small_area.is_none() || case.source_known.is_none() {
            problems.push(Problem::at(ProblemKind::ConditionUnknown, index));
        }
    }
    let certain = judge(cases, today, rules, false);
    let at_worst = judge(cases, today, rules, true).situation.max(certain.situation);
    (Assessment { at_worst, ..certain }, problems)
}

fn judge(cases: &[AreaCase], today: Date, rules: &SituationRules, worst: bool) -> Assessment {
    let within = |case: &AreaCase, days: i32| match case.date {
        Some(date) => (0..days).contains(&days_between(date, today)),
        None => worst,
    };
    let counted = cases.iter().filter(|case| within(case, rules.case_days)).count();
    let mut by_area: BTreeMap<u32, usize> = BTreeMap::new();
    let mut anywhere = 0;
    for case in cases.iter().filter(|case| within(case, rules.outbreak_days)) {
        match case.small_area {
            Some(area) => *by_area.entry(area).or_default() += 1,
            None => anywhere += usize::from(worst),
        }
    }
    let fullest = by_area.values().max().copied().unwrap_or(0);
    let outbreaks: Vec<u32> =
        by_area.iter().filter(|(_, n)| **n >= rules.outbreak_cases).map(|(area, _)| *area).collect();
    let outbreak = !outbreaks.is_empty() || anywhere > 0 && fullest + anywhere >= rules.outbreak_cases;
    let unknown = |case: &&AreaCase| match case.source_known {
        Some(known) => !known,
        None => worst,
    };
    let unknown_source = cases.iter().filter(|case| within(case, rules.unknown_days)).filter(unknown).count();
    let many = rules.outbreaks.is_some_and(|least| outbreaks.len() >= least.max(1));
    let situation = if unknown_source >= rules.unknown_cases.max(1) || many {
        Situation::Community
    } else if outbreak {
        Situation::Outbreak
    } else if counted > 0 {
        Situation::Case
    } else {
        Situation::NoCase
    };
    Assessment { situation, at_worst: situation, cases: counted, outbreaks, unknown_source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: SituationRules = SituationRules {
        case_days: 14,
        outbreak_cases: 2,
        outbreak_days: 14,
        unknown_cases: 2,
        unknown_days: 14,
        outbreaks: None,
    };

    fn day(day: i8) -> Date {
        Date::new(2026, 3, day).expect("a date")
    }

    fn case(on: i8, area: u32, known: Option<bool>) -> AreaCase {
        AreaCase { date: Some(day(on)), small_area: Some(area), source_known: known }
    }

    #[test]
    fn from_no_case_to_community() {
        let told = |cases: &[AreaCase]| {
            let (a, _) = situation(cases, day(20), &RULES);
            (a.situation, a.at_worst)
        };
        use Situation::*;
        assert_eq!(told(&[]), (NoCase, NoCase));
        assert_eq!(told(&[case(6, 1, Some(true))]), (NoCase, NoCase));
        assert_eq!(told(&[case(7, 1, Some(true))]), (Case, Case));
        assert_eq!(told(&[case(10, 1, Some(true)), case(11, 2, Some(true))]), (Case, Case));
        assert_eq!(told(&[case(10, 1, Some(true)), case(11, 1, Some(true))]), (Outbreak, Outbreak));
        assert_eq!(told(&[case(10, 1, Some(false)), case(11, 2, None)]), (Case, Community));
        assert_eq!(told(&[case(10, 1, Some(false)), case(11, 2, Some(false))]), (Community, Community));
    }

    #[test]
    fn what_is_not_known_is_never_better() {
        let undated = AreaCase { date: None, small_area: None, source_known: Some(true) };
        let (assessment, problems) = situation(&[undated], day(20), &RULES);
        assert_eq!((assessment.situation, assessment.at_worst), (Situation::NoCase, Situation::Case));
        assert_eq!(problems.len(), 2);
    }
}
