//! Judging one subject: load its case file as far as the parts of the plan need, evaluate, reconcile, write what changed.

use crate::unit::{News, Touch, Unit, What};
use facts::{Body, FactId, Instant, Name, Recorded, SubjectId, SubjectKind, Value, fold::what_holds};
use outcomes::{
    Change, Standing, StatusRow, change::Row, reconcile, reconcile::Setting, settled::keep_settled,
};
use plan::{
    CaseFile, StatusHeld,
    around::holder,
    evaluate::evaluate_parts,
    needs::Reads,
    parts::Part,
    verdict::{Asked, Verdict},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Error, HistoryRow, MessageRow, MomentRow, SubjectRow};

const DAY_MICROS: i64 = 86_400_000_000;

impl Unit<'_> {
    pub(crate) fn judge(&mut self, subject: &SubjectId, touch: Touch) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let row = self.tree.subject(self.write, subject)?;
        let places = self.places(subject, row.as_deref(), &touch.what);
        let parts: Vec<&Part> = places.iter().filter_map(|n| in_force.needs.parts.all.get(*n)).collect();
        if self.moves_nothing(subject, row.as_deref(), &touch, (&places, &parts))? {
            return Ok(());
        }
        let reads = in_force.needs.together(places.iter().copied());
        let names: Vec<Name> = match &touch.what {
            What::All => Vec::new(),
            What::Parts(_) => parts.iter().flat_map(|part| part.outcomes.iter().cloned()).collect(),
        };
        let awaited = self.write.moments_of(subject)?;
        if parts.is_empty() && touch.what != What::All {
            return self.await_moments(subject, awaited, &touch.what, &Verdict::default());
        }
        // What came due since the last look is news, too: nothing is left out, whoever looks first.
        let due = self.due_since(subject, &awaited, &touch.what);
        let news = due.map_or(touch.from, |due| due.min(touch.from));
        let news = news.min(self.as_of);
        let mut standing = self.write.standing_of(subject, &names)?;
        let horizon = self.horizon(subject, &names, news, reads.reach(), &mut standing)?;
        let seen_from = standing.opens_since(horizon).map_or(horizon, |opens| opens.min(horizon));
        let mut case = self.case_file(subject, row.as_deref(), &reads, (horizon, seen_from))?;
        case.touched_from = news;
        case.owed_since = standing.owed_since(news);
        case.spent = standing.spent();
        let verdict = evaluate_parts(&in_force.plan, &parts, &case, self.as_of);
        self.await_moments(subject, awaited, &touch.what, &verdict)?;
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
        let changes = keep_settled(changes, &standing, self.as_of);
        self.record(&standing, &changes, touch.quiet)
    }

    /// How far back to judge: as far as news can bear on anything. What ended before that is not judged anew; the ended
    /// duties that are, are added to what stands.
    fn horizon(
        &mut self,
        subject: &SubjectId,
        names: &[Name],
        news: Instant,
        reach_days: i32,
        standing: &mut Standing,
    ) -> Result<Instant, Error> {
        let near = news.plus_micros(-i64::from(reach_days) * DAY_MICROS);
        let ended = self.write.ended_duties(subject, names, near)?;
        standing.duties.extend(ended.into_iter().map(|duty| (duty.key.clone(), duty)));
        let horizon = standing.horizon(news, near);
        if horizon < near {
            let ended = self.write.ended_duties(subject, names, horizon)?;
            standing.duties.extend(ended.into_iter().map(|duty| (duty.key.clone(), duty)));
        }
        Ok(horizon)
    }

    /// The earliest moment that has come of the parts to be judged.
    fn due_since(&self, subject: &SubjectId, awaited: &[MomentRow], what: &What) -> Option<Instant> {
        let as_of = self.as_of;
        let moments = awaited.iter().filter(|moment| moment.at <= as_of);
        let asked = moments.filter(|moment| match what {
            What::All => true,
            What::Parts(parts) => {
                let part = self.in_force.needs.parts.of_construct(subject.kind(), &moment.part);
                part.is_none_or(|part| parts.contains(&part))
            }
        });
        asked.map(|moment| moment.at).min()
    }

    /// The parts to judge by: those asked for that are about such a subject.
    fn places(&self, subject: &SubjectId, row: Option<&SubjectRow>, what: &What) -> Vec<usize> {
        let kind = row.and_then(|row| row.profile.get("kind")).and_then(Value::as_text).unwrap_or_default();
        let about = self.in_force.needs.parts.about(subject.kind(), kind);
        match what {
            What::All => about.collect(),
            What::Parts(asked) => about.filter(|part| asked.contains(part)).collect(),
        }
    }

    /// Only the next moment of each part matters: when it comes, the later ones are found again. Moments of parts that were
    /// not judged stay as they are.
    fn await_moments(
        &mut self,
        subject: &SubjectId,
        awaited: Vec<MomentRow>,
        what: &What,
        verdict: &Verdict,
    ) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let parts = &in_force.needs.parts;
        let place = |construct: &Name| parts.of_construct(subject.kind(), construct);
        let mut next: BTreeMap<Name, Instant> = BTreeMap::new();
        for (at, construct) in &verdict.moments {
            if let Some(part) = place(construct).and_then(|n| parts.all.get(n)) {
                next.entry(part.id.clone()).or_insert(*at);
            }
        }
        for old in awaited {
            let judged = match (what, place(&old.part)) {
                (What::Parts(asked), Some(part)) => asked.contains(&part),
                _ => true,
            };
            match next.remove(&old.part) {
                Some(at) if at != old.at => self.write.put_moment(subject, &old.part, Some(at))?,
                None if judged => self.write.put_moment(subject, &old.part, None)?,
                _ => {}
            }
        }
        next.into_iter().try_for_each(|(part, at)| self.write.put_moment(subject, &part, Some(at)))
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
            let found = holder(&mut self.tree.with(self.write), asked, self.as_of)?;
            holders.insert(asked.clone(), found);
        }
        Ok(holders)
    }

    /// A case file that knows the subject and where it belongs, and no facts yet.
    pub(crate) fn case_of(
        &mut self,
        subject: &SubjectId,
        row: Option<&SubjectRow>,
    ) -> Result<CaseFile, Error> {
        let mut case = CaseFile::empty(subject.clone());
        if let Some(row) = row {
            (case.profile, case.registered) = (row.profile.clone(), row.registered);
        }
        case.orgs = self.tree.links(self.write, subject)?.to_vec();
        Ok(case)
    }

    /// What the plan is judged on. Triggers are judged from the horizon on, what was done is seen from a little before.
    fn case_file(
        &mut self,
        subject: &SubjectId,
        row: Option<&SubjectRow>,
        reads: &Reads,
        (horizon, seen_from): (Instant, Instant),
    ) -> Result<CaseFile, Error> {
        let mut case = self.case_of(subject, row)?;
        case.horizon = horizon;
        // Since when facts are loaded, so that everything after the horizon is judged rightly: a count that was reached
        // just after it rests on facts before it.
        let from = seen_from.plus_micros(-i64::from(reads.lookback()).saturating_mul(DAY_MICROS));
        case.facts = shared(self.facts_needed(subject, reads, from)?);
        if !reads.linked.is_empty() {
            let linked: Vec<Name> = reads.linked.iter().cloned().collect();
            for target in self.write.read_by(subject)? {
                // A contact's tests count from the first one on, however long the horizon is.
                let facts = self.write.facts_about(&target, &linked, Instant(i64::MIN))?;
                case.linked.extend(shared(what_holds(facts)));
            }
        }
        self.add_member_facts(&mut case, reads, from)?;
        self.add_surroundings(&mut case, (&reads.ambient, &reads.calendars))?;
        Ok(case)
    }

    /// The facts about members that signals count. Several signals count the same facts, and so do the organisations above;
    /// each is read once.
    fn add_member_facts(&mut self, case: &mut CaseFile, reads: &Reads, from: Instant) -> Result<(), Error> {
        for rule in &reads.signals {
            let roots = self.write.matches(&case.subject, rule, from)?;
            let unread = roots.iter().filter(|root| !self.counted.contains_key(root));
            let unread: Vec<FactId> = unread.copied().collect();
            if !unread.is_empty() {
                self.counted.extend(unread.iter().map(|root| (*root, None)));
                let facts = shared(what_holds(self.write.facts_of_roots(&unread)?));
                self.counted.extend(facts.into_iter().map(|fact| (fact.fact.root(), Some(fact))));
            }
            let own = roots.iter().filter_map(|root| self.counted.get(root).cloned().flatten());
            let own: Vec<Arc<Recorded>> = own.collect();
            if !own.is_empty() {
                case.member_facts.insert(rule.clone(), own);
            }
        }
        Ok(())
    }

    /// The facts about a subject that the parts read, those that conditions look back at as far as they go.
    fn facts_needed(
        &mut self,
        subject: &SubjectId,
        reads: &Reads,
        from: Instant,
    ) -> Result<Vec<Recorded>, Error> {
        let ledgers: Vec<Name> = reads.ledgers.iter().cloned().collect();
        let mut facts = self.write.facts_about(subject, &ledgers, from)?;
        if !reads.history.is_empty() {
            let history: Vec<Name> = reads.history.iter().cloned().collect();
            facts.extend(self.write.facts_about(subject, &history, Instant(i64::MIN))?);
        }
        Ok(what_holds(facts))
    }

    /// These statuses from above, calendars of its own and from above, and the attributes of reporting organisations.
    pub(crate) fn add_surroundings(
        &mut self,
        case: &mut CaseFile,
        (ambient, calendars): (&BTreeSet<Name>, &BTreeSet<Name>),
    ) -> Result<(), Error> {
        if !ambient.is_empty() {
            for org in case.statuses_of() {
                let statuses = self.tree.statuses(self.write, &org)?;
                let asked = statuses.iter().filter(|row| ambient.contains(row.key.name()));
                case.ambient.extend(asked.map(StatusRow::ambient));
            }
        }
        if !calendars.is_empty() {
            let all: Vec<Name> = self.in_force.needs.calendars.iter().cloned().collect();
            for org in case.calendars_of() {
                let facts = self.tree.calendars(self.write, &org, &all)?;
                case.calendars.extend(facts.iter().filter(|f| calendars.contains(&f.fact.ledger)).cloned());
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
        case.profile =
            self.tree.subject(self.write, subject)?.map(|row| row.profile.clone()).unwrap_or_default();
        case.orgs = self.tree.links(self.write, subject)?.to_vec();
        self.add_org_profiles(&fact.fact.org, &mut case.org_profiles)?;
        Ok(case)
    }

    fn record(&mut self, standing: &Standing, changes: &[Change], quiet: bool) -> Result<(), Error> {
        for change in changes {
            match &change.row {
                Some(Row::Duty(duty)) => self.write.put_duty(duty)?,
                Some(Row::Status(row)) => {
                    self.write.put_status(row)?;
                    let before = standing.statuses.get(&row.key).map(|old| &old.held);
                    // That its known end has come was known to those below.
                    if before != Some(&row.held) {
                        self.spread(row, News { from: differs_from(before, &row.held), quiet })?;
                    }
                }
                Some(Row::Course(row)) => self.write.put_course(row)?,
                Some(Row::Alert(row)) => self.write.put_alert(row)?,
                None => {}
            }
            self.note(change);
        }
        Ok(())
    }

    /// A status of an organisation changes what holds below it, from when it differs from before.
    fn spread(&mut self, row: &StatusRow, news: News) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let (subject, status) = (&row.subject, row.key.name());
        if subject.kind() != SubjectKind::Org || !in_force.needs.ambient.contains(status) {
            return Ok(());
        }
        self.tree.status_changed(subject);
        if in_force.members_depend_on(status) {
            self.touch_members_below(subject, news)
        } else {
            self.touch_below(subject, news)
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

/// The earliest time at which a status is not what it was.
fn differs_from(before: Option<&StatusHeld>, now: &StatusHeld) -> Instant {
    let Some(old) = before else { return now.from };
    let same = StatusHeld { until: now.until, ..old.clone() } == *now;
    match (old.until, now.until) {
        (Some(a), Some(b)) if same => a.min(b),
        (Some(at), None) | (None, Some(at)) if same => at,
        _ => old.from.min(now.from),
    }
}

fn shared(facts: Vec<Recorded>) -> Vec<Arc<Recorded>> {
    facts.into_iter().map(Arc::new).collect()
}
