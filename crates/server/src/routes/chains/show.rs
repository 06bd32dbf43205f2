//! Chains of transmission of the cases that are asked for.

use crate::caller::Caller;
use crate::desk::{Desk, belongs};
use crate::extract::Params;
use crate::routes::analyses::serial_interval;
use crate::routes::cases::{contacts::naming_a_source, list::AskedCases, look::look_at_all, persons_of};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Instant, SubjectId, Zone, time::add_days};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::IntoParams;
use views::{
    book::Book,
    case::Case,
    chain::{ChainAsk, ChainParts, ChainView, chain_view, mentions},
    linelist,
    subject::Belongs,
};

/// What the reader decides.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedChains {
    /// Mean of the serial interval in days, above 1; without it only told sources are drawn.
    pub si_mean: Option<f64>,
    /// Its standard deviation, above 0.
    pub si_sd: Option<f64>,
    /// The weight of a pair that shares a household, class or other group; of any other pair it is 1. Default 1.
    pub alike_weight: Option<f64>,
    /// The weight of a source that is not in the list. Default 0: the list is complete.
    pub unknown_weight: Option<f64>,
    /// Likely links below this probability are left out. Default 0.
    pub probability_min: Option<f64>,
    /// Least cases of a cluster. Default 2.
    pub cluster_cases: Option<u16>,
    /// Longest pause inside of a cluster, in days. Default 14.
    pub cluster_days: Option<u16>,
}

/// Most cases of one picture: every pair is looked at.
const CASES_MAX: usize = 3_000;

/// Chains of transmission: who infected whom, as told, else as the likelihood by dates and groups has it.
#[utoipa::path(
    get,
    path = "/chains",
    tag = "chains",
    params(AskedCases, AskedChains),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = ChainView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_chains(
    State(doors): State<Doors>,
    caller: Caller,
    Params(of): Params<AskedCases>,
    Params(ask): Params<AskedChains>,
) -> Answer<Json<ChainView>> {
    let ask = decided(&ask)?;
    let chains = doors.desk(&caller, move |desk| Ok(drawn(desk, &of, &ask)?.0));
    Ok(Json(chains.await?))
}

/// The chains as the caller sees them, and the day from which the first of the cases is kept: its last report.
pub fn drawn(desk: &mut Desk<'_>, of: &AskedCases, ask: &ChainAsk) -> Answer<(ChainView, Option<Instant>)> {
    let book = desk.book;
    let found = look_at_all(desk, of, CASES_MAX)?;
    let cases = found.cases(book, desk.house.zone);
    let persons = persons_of(&cases);
    let (homes, groups) = (desk.homes(&persons)?, groups_of(desk, &persons)?);
    let contacts = contacts_known(desk, &cases)?;
    let parts = ChainParts { cases: &cases, groups: &groups, homes: &homes, contacts: &contacts };
    let mut named = mentions(&parts);
    named.extend(homes.values().cloned());
    named.extend(cases.iter().flat_map(|case| linelist::mentions(&book.ledgers, case)));
    let names = desk.names(named)?;
    let over = cases.iter().filter_map(|case| over_at(book, desk.house.zone, case)).min();
    Ok((chain_view(&desk.lens(&names), &parts, ask), over))
}

/// When the time of a case is over by the retention of its ledger; courses and outcomes may hold its facts for longer.
fn over_at(book: &Book, zone: Zone, case: &Case<'_>) -> Option<Instant> {
    let days = book.ledgers.get(&case.report.fact.ledger)?.retention_days?;
    Some(zone.start_of(add_days(zone.date_of(case.report.fact.at), i32::from(days) + 1)))
}

/// What the reader decides, or which number makes no sense.
pub fn decided(ask: &AskedChains) -> Answer<ChainAsk> {
    let within = |value: Option<f64>, default: f64, name: &'static str, most: f64| match value {
        None => Ok(default),
        Some(n) if (0.0..=most).contains(&n) => Ok(n),
        Some(_) => Err(Fault::BadParameter(name)),
    };
    Ok(ChainAsk {
        serial: serial_interval(ask.si_mean, ask.si_sd)?,
        alike_weight: within(ask.alike_weight, 1.0, "alike_weight", 1e6)?,
        unknown_weight: within(ask.unknown_weight, 0.0, "unknown_weight", 1e6)?,
        probability_min: within(ask.probability_min, 0.0, "probability_min", 1.0)?,
        cluster_cases: usize::from(ask.cluster_cases.unwrap_or(2)),
        cluster_days: i32::from(ask.cluster_days.unwrap_or(14)),
    })
}

/// Where these persons belong and belonged.
pub fn groups_of(desk: &mut Desk<'_>, persons: &[SubjectId]) -> Answer<BTreeMap<SubjectId, Vec<Belongs>>> {
    let mut groups: BTreeMap<SubjectId, Vec<Belongs>> = BTreeMap::new();
    for row in desk.read.memberships_of(persons)? {
        groups.entry(row.member.clone()).or_default().push(belongs(row));
    }
    Ok(groups)
}

/// How many persons name somebody as the source of their contact or exposure, since the first of these cases.
fn contacts_known(desk: &mut Desk<'_>, cases: &[Case<'_>]) -> Answer<BTreeMap<SubjectId, usize>> {
    let (ledgers, zone) = (&desk.book.ledgers, desk.house.zone);
    // Without an end of cases nothing is too old.
    let since = cases.iter().map(|case| case.since(ledgers, zone)).min().flatten();
    let mut named: BTreeMap<SubjectId, BTreeSet<SubjectId>> = BTreeMap::new();
    for (source, fact) in naming_a_source(desk, since)? {
        named.entry(source).or_default().insert(fact.fact.subject);
    }
    Ok(named.into_iter().map(|(source, persons)| (source, persons.len())).collect())
}
