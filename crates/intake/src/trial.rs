//! Trial: a pack's scenarios run for real, on a house in memory: registrations, facts at their receipt times, the clock
//! swept from moment to moment, and what then stands compared with what was expected.
//!
//! Not here: reading scenarios and comparing (`plan`).

use crate::house::{Chance, House, Outcome, Submission};
use access::Scope;
use facts::{
    Body, FactId, FieldType, Instant, Ledger, Name, SubjectId, SubjectKind, Value, Zone, chain::Hash,
    check::RawFact, ledger::Act, time::days_between,
};
use outcomes::{DutyState, Standing};
use plan::{
    Pack,
    scenario::{
        Brought, Failure, Scenario, SceneFact, Seen, SeenAlert, SeenCourse, SeenDuty, SeenState, SeenStatus,
        Step, check_fired, compare,
    },
    verdict::CourseEnd,
};
use smol_str::SmolStr;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Error, Home};

/// Chance from a seed: the same every time.
pub struct Seeded(u64);

impl Seeded {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Seeded(seed)
    }
}

impl Chance for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.0 = self.0.wrapping_add(1);
            let block = Hash::of(&self.0.to_le_bytes());
            part.copy_from_slice(&block.0[..part.len()]);
        }
    }
}

/// What a trial of a scenario found.
#[derive(Debug, Default)]
pub struct Tried {
    /// Expectations that do not hold, facts that were refused.
    pub failures: Vec<Failure>,
    /// Rules and courses that something came of.
    pub fired: BTreeSet<Name>,
    /// What came of them.
    pub brought: BTreeSet<Brought>,
}

/// Runs a scenario of `pack` on `home`, which must be empty. `packs` are all packs, those that it extends included.
pub fn try_scenario(
    scenario: &Scenario,
    packs: &[Arc<Pack>],
    home: Arc<dyn Home>,
    zone: Zone,
) -> Result<Tried, Error> {
    let vault = vault::Vault::new(Hash::of(b"a key for trials only").0, 1).map_err(|e| Error {
        doing: "make a vault",
        said: e.says().en.to_string(),
        again: false,
    })?;
    let house = House::open(home, "trial", Arc::new(vault), zone, packs.to_vec())?;
    let mut trial =
        Trial { house, scenario, chance: Seeded::new(1), tried: Tried::default(), ids: BTreeMap::new() };
    trial.prepare()?;
    for step in &scenario.steps {
        trial.step(step)?;
    }
    let fired = std::mem::take(&mut trial.tried.fired);
    trial.tried.failures.extend(check_fired(scenario, &fired));
    trial.tried.fired = fired;
    Ok(trial.tried)
}

struct Trial<'a> {
    house: House,
    scenario: &'a Scenario,
    chance: Seeded,
    tried: Tried,
    /// Local names of facts.
    ids: BTreeMap<SmolStr, FactId>,
}

impl Trial<'_> {
    /// Registers everybody and puts the plan in force, at the beginning of the first day.
    fn prepare(&mut self) -> Result<(), Error> {
        let zone = self.house.zone;
        let facts = self.scenario.steps.iter().flat_map(|s| s.facts.iter().map(|f| f.at).chain([s.at]));
        let start = zone.start_of(zone.date_of(facts.min().unwrap_or_default()));
        let mut raws = Vec::new();
        for org in &self.scenario.orgs {
            let mut body = org.facts.clone();
            body.insert("kind".into(), Value::text(&org.kind));
            body.insert("name".into(), Value::text(&org.name));
            if let Some(parent) = &org.parent {
                body.insert("parent".into(), Value::text(parent.as_str()));
            }
            raws.extend(self.acting(Act::Organise, &org.id, body));
        }
        let top = self.scenario.orgs.iter().filter(|o| o.parent.is_none()).map(|o| o.id.clone());
        let tops: Vec<SubjectId> = top.collect();
        for role in &self.scenario.roles {
            let body = [("role", role.role.as_str()), ("account", role.account.as_str())];
            raws.extend(self.acting(Act::Assign, &role.org, text_body(&body)));
        }
        self.send(raws, start)?;
        let raws: Vec<RawFact> = tops.iter().flat_map(|top| self.adoption(top)).collect();
        self.send(raws, start)?;
        let raws = self.registrations();
        self.send(raws, start)?;
        self.house.sweep_all(start, &mut self.chance)?;
        Ok(())
    }

    fn adoption(&self, top: &SubjectId) -> Option<RawFact> {
        let pack = self.house.shipped.iter().rev().find(|p| p.id == self.scenario.pack)?;
        let hash = pack.hash.to_hex();
        let body = [("pack", pack.id.as_str()), ("version", pack.version.as_str()), ("hash", hash.as_str())];
        self.acting(Act::Adopt, top, text_body(&body))
    }

    fn acting(&self, act: Act, subject: &SubjectId, body: Body) -> Option<RawFact> {
        let in_force = self.house.in_force();
        let ledger = in_force.plan.ledgers.acting(act)?;
        Some(raw(&ledger.id, subject, subject, body))
    }

    /// One registration per ledger that can say where a subject belongs or what its attributes are.
    fn registrations(&self) -> Vec<RawFact> {
        let in_force = self.house.in_force();
        let kinds: BTreeMap<&SubjectId, &Name> =
            self.scenario.orgs.iter().map(|o| (&o.id, &o.kind)).collect();
        let mut raws = Vec::new();
        // Households first: persons belong to them.
        let mut subjects: Vec<_> = self.scenario.subjects.iter().collect();
        subjects.sort_by_key(|s| s.id.kind() == SubjectKind::Person);
        for subject in subjects {
            let home = subject.within.iter().find(|g| g.kind() == SubjectKind::Org);
            let top = self.scenario.orgs.first().map(|o| &o.id);
            let Some(org) = home.or(top) else { continue };
            let mut described = false;
            for ledger in
                in_force.plan.ledgers.0.values().filter(|l| l.profile && l.about == subject.id.kind())
            {
                let mut body = Body::new();
                for group in &subject.within {
                    if let Some(field) = membership(ledger, group, kinds.get(group).copied()) {
                        body.insert(field.clone(), Value::text(group.as_str()));
                    }
                }
                let known = subject.facts.iter().filter(|(field, _)| ledger.field(field).is_some());
                body.extend(known.map(|(field, value)| (field.clone(), value.clone())));
                let complete = ledger.fields.iter().filter(|f| f.required).all(|f| body.contains_key(&f.id));
                if complete && !(body.is_empty() && described) {
                    described = true;
                    raws.push(raw(&ledger.id, &subject.id, org, body));
                }
            }
        }
        raws
    }

    fn step(&mut self, step: &Step) -> Result<(), Error> {
        let mut facts: Vec<&SceneFact> = step.facts.iter().collect();
        facts.sort_by_key(|f| f.received);
        for fact in facts {
            self.sweep_until(fact.received)?;
            let raw = self.raw_of(fact);
            let answers = self.submit(vec![raw], fact.received)?;
            for outcome in answers {
                match outcome {
                    Outcome::Accepted { id, .. } | Outcome::Known { id } => {
                        if let Some(name) = &fact.id {
                            self.ids.insert(name.clone(), id);
                        }
                    }
                    Outcome::Refused { refusals, .. } => self.refused(fact.line, &refusals),
                }
            }
            self.house.sweep_all(fact.received, &mut self.chance)?;
        }
        self.sweep_until(step.at)?;
        let seen = self.seen(step)?;
        self.tried.failures.extend(compare(self.scenario, step, &seen, self.house.zone));
        Ok(())
    }

    fn raw_of(&self, fact: &SceneFact) -> RawFact {
        let mut raw = raw(&fact.ledger, &fact.subject, &fact.org, fact.body.clone());
        raw.at = fact.at.to_string().into();
        raw.corrects = fact.corrects.as_ref().and_then(|name| self.ids.get(name).copied());
        raw.void = fact.void;
        raw
    }

    fn refused(&mut self, line: usize, refusals: &[facts::Refusal]) {
        let of = |r: &facts::Refusal| r.field.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
        for refusal in refusals {
            let says = facts::Label::new(
                format!("登记被拒绝：{}{}", of(refusal), refusal.says.zh),
                format!("the fact is refused: {}{}", of(refusal), refusal.says.en),
            );
            self.tried.failures.push(Failure { file: self.scenario.file.clone(), line, says });
        }
    }

    /// Sends registrations at a reading of the clock; a refused one is a failure of the scenario.
    fn send(&mut self, mut raws: Vec<RawFact>, at: Instant) -> Result<(), Error> {
        for raw in &mut raws {
            raw.at = at.to_string().into();
        }
        for outcome in self.submit(raws, at)? {
            if let Outcome::Refused { refusals, .. } = outcome {
                self.refused(1, &refusals);
            }
        }
        Ok(())
    }

    fn submit(&mut self, facts: Vec<RawFact>, at: Instant) -> Result<Vec<Outcome>, Error> {
        let batch = Submission { facts, scope: Arc::new(Scope::system()), org: None, history: false };
        let answers = self.house.submit(&[batch], at, &mut self.chance)?;
        Ok(answers.into_iter().flat_map(|a| a.outcomes).collect())
    }

    fn sweep_until(&mut self, until: Instant) -> Result<(), Error> {
        loop {
            let next = self.house.read(|read| read.next_moment())?;
            match next.filter(|at| *at < until) {
                Some(at) => self.house.sweep_all(at, &mut self.chance)?,
                None => return self.house.sweep_all(until, &mut self.chance).map(|_| ()),
            };
        }
    }

    fn seen(&mut self, step: &Step) -> Result<Seen, Error> {
        let ids: Vec<SubjectId> = self
            .scenario
            .orgs
            .iter()
            .map(|o| o.id.clone())
            .chain(self.scenario.subjects.iter().map(|s| s.id.clone()))
            .collect();
        let mut seen = Seen::default();
        for id in ids {
            let standing = self.house.read(|read| read.standing(&id))?;
            self.look(&id, &standing, step.at, &mut seen);
        }
        Ok(seen)
    }

    fn look(&mut self, subject: &SubjectId, standing: &Standing, at: Instant, seen: &mut Seen) {
        let Tried { fired, brought, .. } = &mut self.tried;
        for duty in standing.duties.values() {
            fired.insert(duty.due.why.rule.clone());
            brought.insert(Brought::Duty(duty.key.name().into()));
            seen.duties.push(SeenDuty {
                name: duty.key.name().into(),
                subject: subject.clone(),
                state: seen_state(duty.state),
                due: duty.due.due,
                holder: duty.holder.clone(),
                rule: duty.due.why.rule.clone(),
            });
        }
        let today = self.house.zone.date_of(at);
        for course in standing.courses.values().filter(|c| !c.withdrawn) {
            let run = &course.run;
            fired.insert(run.why.rule.clone());
            brought.insert(Brought::Course(course.key.name().into()));
            let phase = run.phases.iter().find(|(_, first, last)| *first <= today && today <= *last);
            seen.courses.push(SeenCourse {
                name: course.key.name().into(),
                subject: subject.clone(),
                day: days_between(run.day_one, today) + 1,
                last_day: run.last_day,
                phase: phase.map(|(id, _, _)| id.clone()),
                ended: run.ended.as_ref().map(|(_, how)| ended_word(how)),
                held: !run.held_by.is_empty(),
            });
        }
        for alert in standing.alerts.values().filter(|a| !a.withdrawn) {
            fired.insert(alert.due.why.rule.clone());
            brought.insert(Brought::Alert(alert.key.name().into()));
            if alert.due.until.is_none_or(|until| at < until) {
                seen.alerts.push(SeenAlert {
                    name: alert.key.name().into(),
                    subject: subject.clone(),
                    acknowledged: alert.due.acknowledged.is_some(),
                    severity: alert.due.severity,
                    rule: alert.due.why.rule.clone(),
                });
            }
        }
        self.look_at_statuses(subject, standing, at, seen);
    }

    fn look_at_statuses(&mut self, subject: &SubjectId, standing: &Standing, at: Instant, seen: &mut Seen) {
        let in_force = self.house.in_force();
        let mut strongest: BTreeMap<&str, (Option<usize>, SeenStatus)> = BTreeMap::new();
        for row in standing.statuses.values() {
            if row.held.until != Some(row.held.from) {
                self.tried.fired.insert(row.held.why.rule.clone());
                self.tried.brought.insert(Brought::Status(row.key.name().into(), row.held.value.clone()));
            }
            if row.held.from > at || row.held.until.is_some_and(|until| until <= at) {
                continue;
            }
            let name = row.key.name();
            let strength = in_force.plan.status(name).and_then(|s| s.strength(&row.held.value));
            let new = SeenStatus {
                name: name.into(),
                subject: subject.clone(),
                value: row.held.value.clone(),
                rule: row.held.why.rule.clone(),
            };
            if strongest.get(name).is_none_or(|(old, _)| *old < strength) {
                strongest.insert(name, (strength, new));
            }
        }
        seen.statuses.extend(strongest.into_values().map(|(_, status)| status));
    }
}

fn raw(ledger: &Name, subject: &SubjectId, org: &SubjectId, body: Body) -> RawFact {
    let body = body
        .into_iter()
        .filter_map(|(field, value)| Some((field.to_string(), serde_json::to_value(value).ok()?)))
        .collect();
    RawFact {
        ledger: ledger.clone(),
        subject: subject.as_str().into(),
        org: Some(org.as_str().into()),
        body,
        ..RawFact::default()
    }
}

fn text_body(fields: &[(&str, &str)]) -> Body {
    fields.iter().map(|(field, text)| (Name::new(field), Value::text(text))).collect()
}

/// The field of a ledger that makes its subject a member of this group.
fn membership<'a>(ledger: &'a Ledger, group: &SubjectId, kind: Option<&Name>) -> Option<&'a Name> {
    let fits = |f: &&facts::Field| match &f.kind {
        FieldType::Ref { to, kinds } => {
            f.membership
                && *to == group.kind()
                && (kinds.is_empty() || kind.is_some_and(|k| kinds.contains(k)))
        }
        _ => false,
    };
    // A field that names the kind is better than one that takes any.
    let mut fields: Vec<&facts::Field> = ledger.fields.iter().filter(fits).collect();
    fields.sort_by_key(|f| matches!(&f.kind, FieldType::Ref { kinds, .. } if kinds.is_empty()));
    fields.first().map(|f| &f.id)
}

fn seen_state(state: DutyState) -> SeenState {
    match state {
        DutyState::Open => SeenState::Open,
        DutyState::Overdue => SeenState::Overdue,
        DutyState::Done => SeenState::Done,
        DutyState::DoneLate => SeenState::DoneLate,
        DutyState::Missed => SeenState::Missed,
        DutyState::Waived => SeenState::Waived,
        DutyState::Withdrawn => SeenState::Withdrawn,
    }
}

fn ended_word(how: &CourseEnd) -> Name {
    Name::new(match how {
        CourseEnd::Completed => "completed",
        CourseEnd::Released { .. } => "released",
        CourseEnd::Lifted => "lifted",
        CourseEnd::Converted { .. } => "converted",
    })
}
