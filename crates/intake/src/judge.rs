//! Judging one subject: load its case file as far as the plan needs, evaluate, reconcile, write what changed.

use crate::unit::{Touch, Unit};
use facts::{Body, Instant, Name, Recorded, SubjectId, SubjectKind, Value, fold::what_holds};
use outcomes::{Change, Standing, change::Row, reconcile, reconcile::Setting};
use plan::{CaseFile, case::Ambient, evaluate, verdict::Asked};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Error, HistoryRow, MessageRow};

const DAY_MICROS: i64 = 86_400_000_000;

impl Unit<'_> {
    pub(crate) fn judge(&mut self, subject: &SubjectId, touch: Touch) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let standing = self.write.standing(subject)?;
        let reach = i64::from(in_force.needs.reach(subject.kind())) * DAY_MICROS;
        let horizon = touch.from.min(self.as_of).plus_micros(-reach);
        let horizon = standing.under_way_since(self.as_of).map_or(horizon, |since| since.min(horizon));
        let mut case = self.case_file(subject, horizon)?;
        case.touched_from = touch.from.min(self.as_of);
        case.owed_since = standing.owed_since();
        let verdict = evaluate(&in_force.plan, &case, self.as_of);
        let moments: Vec<Instant> = verdict.moments.iter().copied().collect();
        let holders = self.holders(&verdict)?;
        let changes = reconcile(
            verdict,
            &standing,
            &Setting {
                subject,
                as_of: self.as_of,
                horizon,
                quiet: touch.quiet,
                holder: &|asked| holders.get(asked).cloned().flatten(),
            },
        );
        let changes = crate::purge::keep_settled(changes, &standing, self.as_of);
        // Only the next moment matters: when it comes, the later ones are found again.
        self.write.put_moments(subject, &moments[..moments.len().min(1)])?;
        self.record(subject, &standing, &changes)
    }

    fn holders(&mut self, verdict: &plan::Verdict) -> Result<BTreeMap<Asked, Option<SubjectId>>, Error> {
        let mut asked: BTreeSet<&Asked> = BTreeSet::new();
        for due in verdict.duties.values() {
            asked.insert(&due.owner);
            asked.extend(&due.to);
            asked.extend(due.escalations.iter().map(|(_, asked)| asked));
        }
        asked.extend(verdict.alerts.values().flat_map(|alert| &alert.to));
        let mut holders = BTreeMap::new();
        for asked in asked {
            holders.insert(asked.clone(), self.tree.holder(self.write, asked, self.as_of)?);
        }
        Ok(holders)
    }

    /// What the plan is judged on.
    fn case_file(&mut self, subject: &SubjectId, horizon: Instant) -> Result<CaseFile, Error> {
        let in_force = self.in_force.clone();
        let mut case = CaseFile::empty(subject.clone());
        case.horizon = horizon;
        case.profile = self.write.subject(subject)?.map(|row| row.profile).unwrap_or_default();
        case.orgs = self.tree.links(self.write, subject)?;
        case.facts = shared(self.facts_needed(subject, horizon)?);
        for target in self.write.read_by(subject)? {
            let linked: Vec<Name> = in_force.needs.linked.iter().cloned().collect();
            // A contact's tests count from the first one on, however long the horizon is.
            let facts = self.write.facts_about(&target, &linked, Instant(i64::MIN))?;
            case.linked.extend(shared(what_holds(facts)));
        }
        if subject.kind() == SubjectKind::Org {
            self.add_matches(&mut case)?;
        }
        self.add_surroundings(&mut case)?;
        Ok(case)
    }

    /// Since when facts are loaded, so that everything after the horizon is judged rightly: a count that was reached
    /// just after it rests on facts before it.
    fn loaded_from(&self, subject: &SubjectId, horizon: Instant) -> Instant {
        let days = self.in_force.needs.lookback(subject.kind());
        horizon.plus_micros(-i64::from(days).saturating_mul(DAY_MICROS))
    }

    /// The facts about a subject that the plan reads, those that conditions look back at as far as they go.
    fn facts_needed(&mut self, subject: &SubjectId, horizon: Instant) -> Result<Vec<Recorded>, Error> {
        let in_force = self.in_force.clone();
        let of_kind = |map: &BTreeMap<SubjectKind, BTreeSet<Name>>| -> Vec<Name> {
            map.get(&subject.kind()).into_iter().flatten().cloned().collect()
        };
        let ledgers = of_kind(&in_force.needs.ledgers);
        let mut facts = self.write.facts_about(subject, &ledgers, self.loaded_from(subject, horizon))?;
        let history = of_kind(&in_force.needs.history);
        if !history.is_empty() {
            facts.extend(self.write.facts_about(subject, &history, Instant(i64::MIN))?);
        }
        Ok(what_holds(facts))
    }

    fn add_matches(&mut self, case: &mut CaseFile) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let kind = case.profile.get("kind").and_then(Value::as_text).map(Name::new).unwrap_or_default();
        let rules: BTreeSet<&Name> = in_force
            .needs
            .counted
            .values()
            .flatten()
            .filter(|(_, kinds)| kinds.contains(&kind))
            .map(|(rule, _)| rule)
            .collect();
        let from = self.loaded_from(&case.subject, case.horizon);
        for rule in rules {
            let roots = self.write.matches(&case.subject, rule, from)?;
            if !roots.is_empty() {
                let facts = self.write.facts_of_roots(&roots)?;
                case.member_facts.insert(rule.clone(), shared(what_holds(facts)));
            }
        }
        Ok(())
    }

    /// Statuses and calendars from above, and the attributes of reporting organisations.
    fn add_surroundings(&mut self, case: &mut CaseFile) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let mut above: Vec<SubjectId> = case.orgs.iter().map(|l| l.org.clone()).collect();
        above.retain(|org| *org != case.subject);
        above.sort();
        above.dedup();
        if !in_force.needs.ambient.is_empty() && !above.is_empty() {
            for row in self.write.statuses_of(&above)? {
                let status = Name::new(row.key.name());
                if in_force.needs.ambient.contains(&status) {
                    case.ambient.push(Ambient {
                        org: row.subject,
                        status,
                        value: row.held.value,
                        anchor: row.key.as_str().splitn(3, '|').nth(2).unwrap_or_default().into(),
                        from: row.held.from,
                        until: row.held.until,
                        facts: row.held.why.facts,
                    });
                }
            }
        }
        let of_org = case.subject.kind() == SubjectKind::Org;
        if !in_force.needs.calendars.is_empty() && (of_org || in_force.has_member_routines()) {
            let calendars: Vec<Name> = in_force.needs.calendars.iter().cloned().collect();
            for org in &above {
                let facts = self.write.facts_about(org, &calendars, Instant(i64::MIN))?;
                case.calendars.extend(shared(what_holds(facts)));
            }
        }
        let facts = case.facts.iter().chain(case.member_facts.values().flatten()).chain(&case.linked);
        let reporters: BTreeSet<SubjectId> = facts.map(|f| f.fact.org.clone()).collect();
        for org in reporters {
            self.add_org_profiles(&org, &mut case.org_profiles)?;
        }
        Ok(())
    }

    fn add_org_profiles(
        &mut self,
        org: &SubjectId,
        into: &mut BTreeMap<SubjectId, Body>,
    ) -> Result<(), Error> {
        for row in self.tree.chain(self.write, org)?.iter() {
            into.entry(row.id.clone()).or_insert_with(|| row.profile.clone());
        }
        Ok(())
    }

    /// As much of a case file as the filter of a signal or an indicator sees: the fact, its subject, its reporter.
    pub(crate) fn scope_case(&mut self, fact: &Arc<Recorded>) -> Result<CaseFile, Error> {
        let subject = &fact.fact.subject;
        let mut case = CaseFile::empty(subject.clone());
        case.profile = self.write.subject(subject)?.map(|row| row.profile).unwrap_or_default();
        case.orgs = self.tree.links(self.write, subject)?;
        self.add_org_profiles(&fact.fact.org, &mut case.org_profiles)?;
        Ok(case)
    }

    fn record(&mut self, subject: &SubjectId, standing: &Standing, changes: &[Change]) -> Result<(), Error> {
        for change in changes {
            match &change.row {
                Some(Row::Duty(duty)) => self.write.put_duty(duty)?,
                Some(Row::Status(row)) => {
                    self.write.put_status(row)?;
                    self.spread(subject, row.key.name())?;
                }
                Some(Row::Course(row)) => self.write.put_course(row)?,
                Some(Row::Alert(row)) => self.write.put_alert(row)?,
                None => {}
            }
            self.note(change);
        }
        let told = standing.told_until;
        if !changes.is_empty() || told.is_some() {
            self.write.put_told(subject, self.as_of)?;
        }
        Ok(())
    }

    /// A status of an organisation changes what holds below it.
    fn spread(&mut self, subject: &SubjectId, status: &str) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        if subject.kind() != SubjectKind::Org || !in_force.needs.ambient.contains(status) {
            return Ok(());
        }
        if in_force.members_depend_on(status) {
            self.touch_members_below(subject)
        } else {
            self.touch_below(subject)
        }
    }

    fn note(&mut self, change: &Change) {
        let n = u32::try_from(self.history.len()).unwrap_or(u32::MAX);
        let unit = self.head.unit;
        for (role, org) in &change.tell {
            let whom = org.as_ref().map_or("", |org| org.as_str());
            self.messages.push(MessageRow {
                key: format!("{unit}.{n}.{role}.{whom}").into(),
                unit,
                at: self.as_of,
                role: role.clone(),
                org: org.clone(),
                kind: change.kind,
                outcome: change.key.clone(),
                read: None,
            });
        }
        self.history.push(HistoryRow { unit, n, as_of: self.as_of, change: change.clone() });
    }
}

fn shared(facts: Vec<Recorded>) -> Vec<Arc<Recorded>> {
    facts.into_iter().map(Arc::new).collect()
}
