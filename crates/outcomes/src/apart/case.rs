//! The case file of one subject from what is carried: as the house loads it, from facts in memory instead of a store.
//!
//! Not here: how far back to look and what is judged (`judge`).

use super::{
    ground::{Ground, kind_of},
    sheet::CaseSheet,
};
use facts::{Body, FactId, Instant, Name, Recorded, SubjectId, SubjectKind, Value, fold::what_holds};
use plan::{
    CaseFile,
    around::{self, Around, Membership, described, memberships},
    needs::Reads,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::Arc,
};

/// The way up from a subject, over what is carried.
pub(super) struct Walk<'g> {
    ground: &'g Ground,
    memberships: BTreeMap<SubjectId, Vec<Membership>>,
}

impl Around for Walk<'_> {
    type Error = Infallible;

    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<Membership>, Infallible> {
        Ok(self.memberships.get(member).cloned().unwrap_or_default())
    }

    fn above(&mut self, org: &SubjectId, steps: usize) -> Result<Option<(SubjectId, Name)>, Infallible> {
        Ok(self.ground.chain(org).nth(steps).map(|org| (org.id.clone(), kind_of(org))))
    }

    fn is_held(&mut self, org: &SubjectId, role: &Name, at: Instant) -> Result<bool, Infallible> {
        Ok(self.ground.is_held(org, role, at))
    }
}

impl<'g> Walk<'g> {
    /// Knows the memberships that these facts give.
    pub(super) fn over(ground: &'g Ground, sheet: &CaseSheet) -> Self {
        let all = sheet.facts.iter().chain(&sheet.others).cloned();
        let mut by: BTreeMap<(SubjectId, Name), Vec<Recorded>> = BTreeMap::new();
        for fact in what_holds(all) {
            by.entry((fact.fact.subject.clone(), fact.fact.ledger.clone())).or_default().push(fact);
        }
        let mut known: BTreeMap<SubjectId, Vec<Membership>> = BTreeMap::new();
        for ((subject, ledger), facts) in &by {
            let Some(ledger) = ground.plan.ledgers.get(ledger) else { continue };
            let facts: Vec<&Recorded> = facts.iter().collect();
            let own = memberships(ledger, &facts).into_iter().map(|(membership, _)| membership);
            known.entry(subject.clone()).or_default().extend(own);
        }
        for own in known.values_mut() {
            own.sort_by(|a, b| (a.from, &a.group).cmp(&(b.from, &b.group)));
        }
        Walk { ground, memberships: known }
    }
}

/// A case file that knows the subject and where it belongs, and no facts yet.
pub(super) fn begun(ground: &Ground, sheet: &CaseSheet, walk: &mut Walk) -> CaseFile {
    let mut case = CaseFile::empty(sheet.subject.clone());
    let holding = what_holds(sheet.facts.iter().cloned());
    if let Some((profile, registered)) = described(&ground.plan.ledgers, &holding) {
        (case.profile, case.registered) = (profile, registered);
    } else if let Some(org) = ground.org(&sheet.subject) {
        (case.profile, case.registered) = (org.profile.clone(), org.registered);
    }
    let Ok(links) = around::links(walk, &sheet.subject);
    case.orgs = links;
    case
}

/// Fills it with what the parts read, as far back as `from`.
pub(super) fn fill(
    case: &mut CaseFile,
    ground: &Ground,
    sheet: &CaseSheet,
    (reads, from): (&Reads, Instant),
) {
    let late: BTreeSet<FactId> = roots(sheet.facts.iter().filter(|r| r.fact.at >= from));
    let holding = what_holds(sheet.facts.iter().cloned());
    let read = |r: &&Recorded| {
        let ledger = &r.fact.ledger;
        reads.history.contains(ledger) || (reads.ledgers.contains(ledger) && late.contains(&r.fact.root()))
    };
    case.facts = holding.iter().filter(read).cloned().map(Arc::new).collect();
    if !reads.linked.is_empty() {
        add_linked(case, ground, sheet, (reads, &holding));
    }
    for org in case.statuses_of().iter().filter_map(|id| ground.org(id)) {
        let asked = org.statuses.iter().filter(|row| reads.ambient.contains(row.key.name()));
        case.ambient.extend(asked.map(crate::StatusRow::ambient));
    }
    for org in case.calendars_of().iter().filter_map(|id| ground.org(id)) {
        let given = what_holds(org.calendars.iter().cloned()).into_iter();
        case.calendars.extend(given.filter(|f| reads.calendars.contains(&f.fact.ledger)).map(Arc::new));
    }
    let reporters: BTreeSet<SubjectId> =
        case.facts.iter().chain(&case.linked).map(|f| f.fact.org.clone()).collect();
    let chains = reporters.iter().flat_map(|org| ground.chain(org));
    let profiles: BTreeMap<SubjectId, Body> =
        chains.map(|org| (org.id.clone(), org.profile.clone())).collect();
    case.org_profiles = profiles;
}

/// Facts about those whom facts of the subject name as linked.
fn add_linked(
    case: &mut CaseFile,
    ground: &Ground,
    sheet: &CaseSheet,
    (reads, holding): (&Reads, &[Recorded]),
) {
    let named = holding.iter().flat_map(|r| {
        let fields = ground.needs.links.iter().filter(|(ledger, _)| *ledger == r.fact.ledger);
        fields.filter_map(|(_, field)| r.fact.get(field).and_then(Value::as_text).and_then(SubjectId::parse))
    });
    for target in named.collect::<BTreeSet<_>>() {
        let about = |r: &&Recorded| r.fact.subject == target && reads.linked.contains(&r.fact.ledger);
        let facts = what_holds(sheet.others.iter().filter(about).cloned());
        case.linked.extend(facts.into_iter().map(Arc::new));
    }
}

fn roots<'f>(facts: impl Iterator<Item = &'f Recorded>) -> BTreeSet<FactId> {
    facts.map(|r| r.fact.root()).collect()
}

/// The earliest event time that is news: of every root that something new was received about, and when the house last
/// looked, for what time alone has brought since.
pub(super) fn news(sheet: &CaseSheet, as_of: Instant) -> Instant {
    let new = |r: &&Recorded| sheet.judged.is_none_or(|judged| r.received > judged);
    let all = || sheet.facts.iter().chain(&sheet.others);
    let fresh = roots(all().filter(new));
    let earliest = all().filter(|r| fresh.contains(&r.fact.root())).map(|r| r.fact.at).min();
    earliest.into_iter().chain(sheet.judged).fold(as_of, Instant::min)
}

/// True when the subject is an organisation.
pub(super) fn is_org(sheet: &CaseSheet) -> bool {
    sheet.subject.kind() == SubjectKind::Org
}
