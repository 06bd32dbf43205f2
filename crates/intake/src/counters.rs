//! What a fact adds to the numbers of reports.
//!
//! A fact counts in every organisation above its subject and above its reporter, once in each. Numbers of a subtree are
//! sums over paths, so where the paths of one fact meet, the surplus is taken off again at the meeting point.

use crate::{force::Counts, unit::Unit};
use facts::{Date, Decimal, FactId, Name, Recorded, Value, Zone, time::add_days};
use plan::{CaseFile, program::Measure};
use smol_str::SmolStr;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{ContributionRow, Error};

pub(crate) fn contribute(
    unit: &mut Unit,
    recorded: &Recorded,
    holding: Option<&Arc<Recorded>>,
) -> Result<(), Error> {
    let first = recorded.fact.corrects.is_none();
    let in_force = unit.in_force.clone();
    if !in_force.counted.contains_key(&recorded.fact.ledger) {
        return Ok(());
    }
    let rows = rows(unit, &recorded.fact.ledger, holding)?;
    if rows.is_empty() && first {
        return Ok(());
    }
    unit.write.put_contributions(recorded.fact.root(), &rows)
}

/// Counts a fact again: where it counts has changed.
pub(crate) fn count(
    unit: &mut Unit,
    root: FactId,
    ledger: &Name,
    holding: Option<&Arc<Recorded>>,
) -> Result<(), Error> {
    let rows = rows(unit, ledger, holding)?;
    unit.write.put_contributions(root, &rows)
}

fn rows(
    unit: &mut Unit,
    ledger: &Name,
    holding: Option<&Arc<Recorded>>,
) -> Result<Vec<ContributionRow>, Error> {
    let in_force = unit.in_force.clone();
    let mut rows = Vec::new();
    let Some(counted) = in_force.counted.get(ledger) else { return Ok(rows) };
    if let Some(holding) = holding {
        let case = unit.scope_case(holding)?;
        let paths = paths(unit, &case, holding)?;
        for counts in counted {
            rows.extend(contributions(&in_force.plan, counts, &case, holding, &paths));
        }
    }
    Ok(rows)
}

/// The paths that a fact counts at, with how often: +1 at each end, less at each meeting point.
fn paths(unit: &mut Unit, case: &CaseFile, fact: &Recorded) -> Result<BTreeMap<SmolStr, i64>, Error> {
    let at = fact.fact.at;
    let now = |l: &&plan::OrgLink| l.steps == 0 && l.from <= at && l.until.is_none_or(|until| at < until);
    let mut orgs: BTreeSet<_> = case.orgs.iter().filter(now).map(|l| l.org.clone()).collect();
    orgs.insert(fact.fact.org.clone());
    let mut ends = BTreeSet::new();
    for org in orgs {
        ends.insert(unit.tree.path(unit.write, &org)?);
    }
    Ok(once_each(&ends))
}

/// Weights on paths such that the sum over any subtree that holds at least one end is 1.
fn once_each(ends: &BTreeSet<SmolStr>) -> BTreeMap<SmolStr, i64> {
    let mut weights = BTreeMap::new();
    // An end inside of another end's subtree speaks for both.
    let leaves: Vec<&SmolStr> =
        ends.iter().filter(|p| !ends.iter().any(|q| q != *p && q.starts_with(p.as_str()))).collect();
    let mut branches: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for leaf in &leaves {
        *weights.entry(SmolStr::clone(leaf)).or_insert(0) += 1;
        let mut above = String::from("/");
        for step in leaf.split('/').filter(|s| !s.is_empty()) {
            branches.entry(above.clone()).or_default().insert(step.to_owned());
            above = format!("{above}{step}/");
        }
    }
    for (point, children) in branches {
        let surplus = i64::try_from(children.len()).unwrap_or(i64::MAX) - 1;
        if surplus > 0 {
            *weights.entry(SmolStr::from(point)).or_insert(0) -= surplus;
        }
    }
    weights
}

fn contributions(
    plan: &plan::Plan,
    counts: &Counts,
    case: &CaseFile,
    fact: &Arc<Recorded>,
    paths: &BTreeMap<SmolStr, i64>,
) -> Vec<ContributionRow> {
    let report = counts.report();
    let indicator = &report.indicators[counts.indicator];
    let (counted, n) = match &indicator.measure {
        Measure::Count(c) | Measure::Distinct(c) => (c, Some(1)),
        Measure::Sum(c, field) | Measure::Last(c, field) => {
            (c, fact.fact.get(field).and_then(Value::as_number).map(Decimal::scaled))
        }
        _ => return Vec::new(),
    };
    let holds = counted.filter.as_ref().is_none_or(|c| plan::evaluate::holds(plan, case, c, fact));
    let in_force = plan.adoptions.iter().any(|a| {
        a.pack.hash == counts.pack.hash && a.from <= fact.fact.at && a.until.is_none_or(|u| fact.fact.at < u)
    });
    let Some(n) = n.filter(|_| holds && in_force) else { return Vec::new() };
    let day = report_day(plan.zone, report.cut_off, fact);
    paths
        .iter()
        .map(|(path, weight)| ContributionRow {
            indicator: indicator.id.clone(),
            path: path.clone(),
            day,
            subject: fact.fact.subject.clone(),
            n: n * weight,
        })
        .collect()
}

/// The day of the report in which a fact first counts: the day whose cut-off comes next after it happened.
pub fn report_day(zone: Zone, cut_off: facts::time::Time, fact: &Recorded) -> Date {
    let day = zone.date_of(fact.fact.at);
    if fact.fact.at < zone.at(day, cut_off) { day } else { add_days(day, 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(weights: &BTreeMap<SmolStr, i64>, subtree: &str) -> i64 {
        weights.iter().filter(|(path, _)| path.starts_with(subtree)).map(|(_, n)| n).sum()
    }

    #[test]
    fn a_fact_counts_once_in_every_organisation_above_it() {
        let ends = ["/c/t1/v/g/", "/c/t1/s/k/", "/c/h/", "/c/t1/s/"].map(SmolStr::new).into_iter().collect();
        let weights = once_each(&ends);
        for subtree in ["/", "/c/", "/c/t1/", "/c/t1/v/", "/c/t1/v/g/", "/c/t1/s/", "/c/t1/s/k/", "/c/h/"] {
            assert_eq!(sum(&weights, subtree), 1, "{subtree}");
        }
        assert_eq!(sum(&weights, "/c/t2/"), 0);
    }
}
