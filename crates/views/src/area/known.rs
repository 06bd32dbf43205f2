//! What is known of the cases of an area: how many at least, how many at worst.
//!
//! Not here: what follows from it (`judged`).

use crate::{
    case::{Case, day},
    subject::Belongs,
};
use epi::area::situation::AreaCase;
use facts::{Date, FieldTerm, Ledgers, Zone, time::days_between};
use plan::program::{AreaMeasure, AreaRules, SmallArea};
use std::collections::BTreeMap;

/// A case as areas count it. Of its person only the paths of organisations are left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownCase {
    /// The day from which it counts.
    pub date: Option<Date>,
    /// Its small area; the same text is the same area.
    pub small_area: Option<String>,
    /// Whether its source is known; `None` while nobody says.
    pub source_known: Option<bool>,
    /// The paths of all organisations that its person belongs to.
    pub paths: Vec<String>,
}

/// A case, if it counts on that day by the rules of an area. One that is dated or was reported later does not.
pub fn known_case(
    ledgers: &Ledgers,
    zone: Zone,
    rules: &AreaRules,
    case: &Case<'_>,
    (groups, paths): (&[Belongs], Vec<String>),
    today: Date,
) -> Option<KnownCase> {
    let code = case.told(ledgers, FieldTerm::CaseType)?.value.as_text()?;
    if rules.case_types.iter().all(|wanted| wanted.as_str() != code) {
        return None;
    }
    let date = rules.day.iter().find_map(|term| match term {
        FieldTerm::DateReporting => Some(case.reported(ledgers, zone)),
        term => day(case.told(ledgers, *term)?.value),
    });
    if date.unwrap_or_else(|| case.reported(ledgers, zone)) > today {
        return None;
    }
    let told = case.told(ledgers, FieldTerm::SourceKnown).and_then(|told| told.value.as_bool());
    let found = case.imported(ledgers) || case.sources(ledgers).next().is_some();
    let on = zone.start_of(date.unwrap_or(today));
    let group = |kind| {
        let then = |b: &&Belongs| b.group.kind() == kind && b.until.is_none_or(|until| on < until);
        groups.iter().find(then).map(|b| b.group.to_string())
    };
    let small_area = rules.small_area.iter().find_map(|of| match of {
        SmallArea::Told => {
            let text = case.told(ledgers, FieldTerm::SmallArea)?.value.as_text()?.trim().to_owned();
            (!text.is_empty()).then_some(text)
        }
        SmallArea::Group(kind) => group(*kind),
    });
    Some(KnownCase { date, small_area, source_known: told.or(found.then_some(true)), paths })
}

/// The cases of one area on a day.
pub struct AreaKnown<'a> {
    cases: Vec<&'a KnownCase>,
    today: Date,
    outbreak_cases: usize,
    look_back_days: i32,
}

impl<'a> AreaKnown<'a> {
    /// The cases of whoever belongs to or below an area.
    pub fn of(cases: &'a [KnownCase], path: &str, rules: &AreaRules, today: Date) -> Self {
        let here = |case: &&KnownCase| case.paths.iter().any(|own| own.starts_with(path));
        AreaKnown {
            cases: cases.iter().filter(here).collect(),
            today,
            outbreak_cases: usize::from(rules.situation.outbreak_cases),
            look_back_days: i32::from(rules.look_back_days),
        }
    }

    /// As `epi` reads them; small areas are numbered.
    pub fn cases(&self) -> Vec<AreaCase> {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut number = |text: &'a str| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(text).or_insert(next)
        };
        let read = |case: &&'a KnownCase| AreaCase {
            date: case.date,
            small_area: case.small_area.as_deref().map(&mut number),
            source_known: case.source_known,
        };
        self.cases.iter().map(read).collect()
    }

    /// The days on which cases appeared.
    pub fn dates(&self) -> Vec<Date> {
        self.cases.iter().filter_map(|case| case.date).collect()
    }

    /// Cases of which no day is known.
    pub fn undated(&self) -> usize {
        self.cases.iter().filter(|case| case.date.is_none()).count()
    }

    /// A value if everything unknown is good, and if it is bad; nothing where nothing is known.
    pub fn measured(&self, measure: AreaMeasure, population: Option<f64>) -> Option<(f64, f64)> {
        match measure {
            AreaMeasure::Cases(days) => Some(self.counted(days, |_| true, |_| true)),
            AreaMeasure::UnknownSource(days) => Some(self.counted(
                days,
                |case| case.source_known == Some(false),
                |case| case.source_known != Some(true),
            )),
            AreaMeasure::Clusters(days) => Some(self.clusters(days)),
            AreaMeasure::Incidence(days) => {
                let people = population.filter(|n| *n > 0.0)?;
                let (low, high) = self.counted(days, |_| true, |_| true);
                Some((low * 10_000.0 / people, high * 10_000.0 / people))
            }
            AreaMeasure::DaysSinceLastCase => Some(self.since_last()),
        }
    }

    /// Cases within so many days: those that certainly count, and with those that may.
    fn counted(
        &self,
        days: u16,
        surely: impl Fn(&KnownCase) -> bool,
        perhaps: impl Fn(&KnownCase) -> bool,
    ) -> (f64, f64) {
        let low = self.cases.iter().filter(|c| self.within(c, days) == Some(true) && surely(c)).count();
        let high = self.cases.iter().filter(|c| self.within(c, days) != Some(false) && perhaps(c)).count();
        (low as f64, high as f64)
    }

    /// Small areas with an outbreak. A case of which day or small area is not known can make one more at most.
    fn clusters(&self, days: u16) -> (f64, f64) {
        let mut by_area: BTreeMap<&str, usize> = BTreeMap::new();
        let mut anywhere = 0;
        for case in self.cases.iter().filter(|c| self.within(c, days) != Some(false)) {
            match (&case.small_area, case.date) {
                (Some(area), Some(_)) => *by_area.entry(area).or_default() += 1,
                _ => anywhere += 1,
            }
        }
        let low = by_area.values().filter(|n| **n >= self.outbreak_cases).count();
        let fullest = by_area.values().filter(|n| **n < self.outbreak_cases).max().copied().unwrap_or(0);
        let more = if fullest + anywhere >= self.outbreak_cases { anywhere } else { 0 };
        (low as f64, (low + more) as f64)
    }

    /// Days since the last case, the better first. Without any it is longer ago than is looked back.
    fn since_last(&self) -> (f64, f64) {
        let last = self.dates().into_iter().max();
        let days = last.map_or(self.look_back_days, |last| days_between(last, self.today));
        let days = f64::from(days.min(self.look_back_days));
        (days, if self.undated() > 0 { 0.0 } else { days })
    }

    fn within(&self, case: &KnownCase, days: u16) -> Option<bool> {
        Some((0..i32::from(days)).contains(&days_between(case.date?, self.today)))
    }
}
