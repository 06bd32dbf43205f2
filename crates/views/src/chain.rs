//! Chains of transmission as people see them: cases as nodes, who infected whom as links, what follows for the whole, and
//! clusters. What somebody told of a source stands; where nobody did, the likelihood by dates and groups may speak.
//!
//! Not here: formulas (`epi::chain`), layout and drawing.

use crate::{
    case::Case,
    lens::Lens,
    linelist::{CaseView, case_view},
    problems::in_words,
    subject::Belongs,
    words::{SubjectRef, Words},
};
use epi::{
    Problem, ProblemKind,
    chain::{
        clusters::clusters,
        sources::{Candidate, ChainCase, ChainParameters, Sources, sources},
        tree::{Tree, tree},
    },
    spread::serial,
};
use facts::{Date, Ledgers, SubjectId, time::days_between};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What the reader decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ChainAsk {
    /// Mean and standard deviation of the serial interval in days; without it only told sources are drawn.
    pub serial: Option<(f64, f64)>,
    /// The weight of a pair that shares a household, class or other group; of any other pair it is 1.
    pub alike_weight: f64,
    /// The weight of a source that is not in the list, on the same scale.
    pub unknown_weight: f64,
    /// Likely links below this probability are left out.
    pub probability_min: f64,
    /// Least cases of a cluster.
    pub cluster_cases: usize,
    /// Longest pause inside of a cluster, in days.
    pub cluster_days: i32,
}

/// Everything that chains are made of.
pub struct ChainParts<'a> {
    /// The cases, in the order of the list.
    pub cases: &'a [Case<'a>],
    /// Where the persons belong and belonged.
    pub groups: &'a BTreeMap<SubjectId, Vec<Belongs>>,
    /// Where they belong first of all.
    pub homes: &'a BTreeMap<SubjectId, SubjectId>,
    /// Whom contacts and exposures name as their source: how many persons.
    pub contacts: &'a BTreeMap<SubjectId, usize>,
}

/// A case in the picture.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChainNode {
    /// The row of the line list.
    #[serde(flatten)]
    pub case: CaseView,
    /// The day that places it: of onset, else of the report.
    pub day: String,
    /// False when that is the day of the report.
    pub dated: bool,
    /// 0 without a source in the list, else one more than its source.
    pub generation: usize,
    /// How many it infected.
    pub infected: usize,
    /// How many contacts are known.
    pub contacts: usize,
}

/// A link.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChainLink {
    /// The source: id of a case.
    pub from: String,
    /// The case.
    pub to: String,
    /// True when somebody told so; else it is likely by dates and groups.
    pub told: bool,
    /// How probable, where it is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Days from onset to onset (else report).
    pub interval_days: i32,
}

/// A cluster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChainCluster {
    /// The household, class or other group.
    pub group: SubjectRef,
    /// Ids of its cases, by onset.
    pub cases: Vec<String>,
    /// The first onset.
    pub first: String,
    /// The last.
    pub last: String,
}

/// Chains of transmission.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChainView {
    /// The cases.
    pub nodes: Vec<ChainNode>,
    /// Who infected whom; one source for each case.
    pub links: Vec<ChainLink>,
    /// Ids of cases without a source in the list.
    pub without_source: Vec<String>,
    /// Ids of cases of whom no contact is known.
    pub missing_links: Vec<String>,
    /// Mean of the serial intervals of the links, in days.
    pub serial_mean: Option<f64>,
    /// Their standard deviation.
    pub serial_sd: Option<f64>,
    /// Clusters, largest first.
    pub clusters: Vec<ChainCluster>,
    /// What was not right with the data.
    pub problems: Vec<Words>,
}

/// The subjects that chains mention beside the rows of the line list.
pub fn mentions(parts: &ChainParts<'_>) -> BTreeSet<SubjectId> {
    parts.groups.values().flatten().map(|b| b.group.clone()).collect()
}

/// The chains of these cases, as the viewer may see them.
pub fn chain_view(lens: &Lens<'_>, parts: &ChainParts<'_>, ask: &ChainAsk) -> ChainView {
    let known = Known::of(lens, parts);
    let (found, problems) = known.sources(ask);
    let drawn = tree(&known.chain, &found, ask.probability_min);
    let id = |n: usize| parts.cases[n].report.fact.root().to_string();
    let link = |l: &epi::chain::tree::Link| ChainLink {
        from: id(l.from),
        to: id(l.to),
        told: !known.told[l.to].is_empty(),
        probability: known.told[l.to].is_empty().then_some(l.probability),
        interval_days: l.interval_days,
    };
    let contacts = |n: usize| parts.contacts.get(&parts.cases[n].report.fact.subject).copied().unwrap_or(0);
    let every: Vec<usize> = (0..parts.cases.len()).map(contacts).collect();
    ChainView {
        nodes: nodes(lens, parts, &known, &drawn, &every),
        links: drawn.links.iter().map(link).collect(),
        without_source: drawn.without_source.iter().map(|n| id(*n)).collect(),
        missing_links: epi::chain::tree::missing_links(&every, 1).into_iter().map(id).collect(),
        serial_mean: drawn.serial_mean,
        serial_sd: drawn.serial_sd,
        clusters: known.clusters(lens, parts, ask),
        problems: in_words(&problems),
    }
}

fn nodes(
    lens: &Lens<'_>,
    parts: &ChainParts<'_>,
    known: &Known,
    drawn: &Tree,
    contacts: &[usize],
) -> Vec<ChainNode> {
    let node = |(n, case): (usize, &Case<'_>)| {
        let view = case_view(lens, case, parts.homes.get(&case.report.fact.subject))?;
        Some(ChainNode {
            case: view,
            day: known.days[n].to_string(),
            dated: known.dated[n],
            generation: drawn.generations[n],
            infected: drawn.infected[n],
            contacts: contacts[n],
        })
    };
    parts.cases.iter().enumerate().filter_map(node).collect()
}

/// What is known of each case, in the order of the list.
struct Known {
    chain: Vec<ChainCase>,
    days: Vec<Date>,
    dated: Vec<bool>,
    /// Cases that somebody named as its source, newest first.
    told: Vec<Vec<usize>>,
    disease: Vec<Option<String>>,
    /// The groups that the person belonged to on that day.
    groups: Vec<BTreeSet<SubjectId>>,
}

impl Known {
    fn of(lens: &Lens<'_>, parts: &ChainParts<'_>) -> Known {
        let (ledgers, zone) = (&lens.book.ledgers, lens.zone);
        let days: Vec<Date> = parts.cases.iter().map(|case| case.day(ledgers, zone)).collect();
        let chain = |(case, day): (&Case<'_>, &Date)| ChainCase {
            onset: Some(*day),
            imported: case.imported(ledgers),
            ..ChainCase::default()
        };
        let groups = |(case, day): (&Case<'_>, &Date)| {
            let all = parts.groups.get(&case.report.fact.subject).map_or(&[][..], Vec::as_slice);
            // Whoever was registered after falling ill belonged there before, too.
            let at = all.iter().map(|b| b.from).min().unwrap_or_default().max(zone.start_of(*day));
            let holds = |b: &&Belongs| b.from <= at && b.until.is_none_or(|until| until > at);
            all.iter().filter(holds).map(|b| b.group.clone()).collect()
        };
        let mut known = Known {
            chain: parts.cases.iter().zip(&days).map(chain).collect(),
            dated: parts.cases.iter().map(|case| case.onset(ledgers).is_some()).collect(),
            groups: parts.cases.iter().zip(&days).map(groups).collect(),
            disease: parts.cases.iter().map(|case| case.disease(ledgers).map(str::to_owned)).collect(),
            told: Vec::new(),
            days,
        };
        known.told = (0..parts.cases.len()).map(|n| known.told_sources(ledgers, parts, n)).collect();
        known
    }

    /// The cases that the `n`th case is told to have been infected by: of each person named, the case of the same disease
    /// that is nearest in time.
    fn told_sources(&self, ledgers: &Ledgers, parts: &ChainParts<'_>, n: usize) -> Vec<usize> {
        let nearest = |person: &SubjectId| {
            let same = |i: &usize| {
                *i != n
                    && parts.cases[*i].report.fact.subject == *person
                    && self.disease[*i] == self.disease[n]
            };
            let apart = |i: &usize| days_between(self.days[*i], self.days[n]).abs();
            (0..parts.cases.len()).filter(same).min_by_key(apart)
        };
        parts.cases[n].sources(ledgers).filter_map(|(person, _)| nearest(&person)).collect()
    }

    /// The sources of each case: what was told is certain; for the others the likelihood, where it is asked for.
    fn sources(&self, ask: &ChainAsk) -> (Vec<Sources>, Vec<Problem>) {
        let nobody = || Sources { candidates: Vec::new(), unknown: 1.0 };
        let distribution = ask.serial.map(|(mean, sd)| serial::discretised(mean, sd, serial::DAYS_MAX));
        let (mut found, mut problems) = match &distribution {
            None => (self.chain.iter().map(|_| nobody()).collect(), Vec::new()),
            Some(None) => {
                let senseless = vec![Problem::of(ProblemKind::ParameterSenseless)];
                (self.chain.iter().map(|_| nobody()).collect(), senseless)
            }
            Some(Some(serial)) => {
                let parameters = ChainParameters {
                    serial,
                    unknown_weight: ask.unknown_weight,
                    infectious_days_before: 0,
                    infectious_days_after: 0,
                };
                sources(&self.chain, |i, j| self.weight(i, j, ask), &parameters)
            }
        };
        for (n, told) in self.told.iter().enumerate() {
            if let Some(source) = told.first() {
                let candidates = vec![Candidate { source: *source, probability: 1.0 }];
                found[n] = Sources { candidates, unknown: 0.0 };
            }
        }
        let undated = self.dated.iter().enumerate().filter(|(_, dated)| !**dated);
        problems.extend(undated.map(|(n, _)| Problem::at(ProblemKind::CaseUndated, n)));
        (found, problems)
    }

    fn weight(&self, i: usize, j: usize, ask: &ChainAsk) -> f64 {
        if self.disease[i] != self.disease[j] {
            0.0
        } else if self.groups[i].is_disjoint(&self.groups[j]) {
            1.0
        } else {
            ask.alike_weight
        }
    }

    fn clusters(&self, lens: &Lens<'_>, parts: &ChainParts<'_>, ask: &ChainAsk) -> Vec<ChainCluster> {
        let onsets: Vec<Option<Date>> = self.days.iter().copied().map(Some).collect();
        let key = |n: usize, group: &SubjectId| (n, (self.disease[n].clone(), group.clone()));
        let belongs: Vec<_> =
            self.groups.iter().enumerate().flat_map(|(n, all)| all.iter().map(move |g| key(n, g))).collect();
        let mut found = clusters(&onsets, &belongs, ask.cluster_cases, ask.cluster_days);
        found.sort_by_key(|c| std::cmp::Reverse(c.cases.len()));
        let view = |c: epi::chain::clusters::Cluster<(Option<String>, SubjectId)>| ChainCluster {
            group: lens.subject(&c.key.1),
            cases: c.cases.iter().map(|n| parts.cases[*n].report.fact.root().to_string()).collect(),
            first: c.first.to_string(),
            last: c.last.to_string(),
        };
        found.into_iter().map(view).collect()
    }
}
