//! What a new fact changes at once, besides duties: registrations, memberships, roles, adoptions, links, matches of
//! signals, counters; and which subjects are to be judged again. Who and what moves: `moves`.

use crate::{
    counters, force,
    places::Place,
    unit::{News, Touch, Unit, What},
};
use facts::{
    Body, Date, Fact, FactId, Instant, Name, Recorded, SubjectId, SubjectKind, Value,
    chain::Hash,
    fold::what_holds,
    ledger::{Act, Ledger},
};
use plan::{
    around::{self, Membership},
    program::{Rule, Trigger},
};
use std::{collections::BTreeSet, sync::Arc};
use store::{
    AdoptionRow, AssignmentRow, Error, ListOf, MembershipRow, PageOf, Query, SubjectRow, stored::pins_of,
};

/// How many duties one change of roles looks at again at once; the rest follow when their moment comes.
const REASSIGNED_MAX: u16 = 500;
/// How many members are read at a time.
const MEMBERS_PAGE: usize = 500;

impl Unit<'_> {
    /// What follows at once from a fact; `chain`: its root and the other corrections of it, without the fact.
    pub(crate) fn affect(
        &mut self,
        recorded: Arc<Recorded>,
        mut chain: Vec<Recorded>,
        quiet: bool,
    ) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let Some(ledger) = in_force.plan.ledgers.get(&recorded.fact.ledger) else { return Ok(()) };
        // A correction moves things to its own time and away from the times of what it replaces; it may have arrived
        // before its root.
        let corrected = !chain.is_empty();
        chain.push((*recorded).clone());
        let from = chain.iter().map(|r| r.fact.at).min().unwrap_or(recorded.fact.at);
        let gives_calendar = in_force.needs.calendars.contains(&ledger.id);
        let first_day = if gives_calendar { self.first_day(&chain) } else { None };
        let holding = what_holds(chain).into_iter().next().map(Arc::new);
        if ledger.profile || ledger.act == Some(Act::Organise) || ledger.fields.iter().any(|f| f.membership) {
            let subject = &recorded.fact.subject;
            let before = (self.write.memberships(subject)?, self.write.subject(subject)?);
            self.register(ledger, subject, News { from, quiet })?;
            if self.write.memberships(subject)? != before.0 {
                if subject.kind() == SubjectKind::Household {
                    self.place_members(subject)?;
                }
                self.moved(subject, from, quiet)?;
            } else if self.write.subject(subject)? != before.1 {
                // Any condition may ask for an attribute, whichever ledger gave it.
                self.touch(subject, from, quiet);
            }
        }
        self.act(ledger, &recorded, holding.as_deref(), News { from, quiet })?;
        self.link(&recorded, holding.as_deref())?;
        if in_force.needs.counted.contains_key(&ledger.id) {
            if corrected {
                self.forget_matches(recorded.fact.root(), from, quiet)?;
            }
            self.match_signals(holding.as_ref(), from, quiet)?;
        }
        counters::contribute(self, &recorded, holding.as_ref())?;
        self.touch_readers(&recorded, corrected, News { from, quiet })?;
        if gives_calendar {
            self.tree.changed();
            let from = first_day.map_or(from, |day| day.min(from));
            self.touch_below(&recorded.fact.subject, News { from, quiet })?;
        }
        Ok(())
    }

    /// The start of the earliest day that these facts speak of in any of their fields: a calendar may begin before it
    /// was decided.
    fn first_day(&self, chain: &[Recorded]) -> Option<Instant> {
        let values = chain.iter().flat_map(|r| r.fact.body.values()).filter_map(Value::as_text);
        let first = values.filter_map(|text| text.parse::<Date>().ok()).min()?;
        Some(self.house.zone.start_of(first))
    }

    /// What is known of a subject now, from all registrations that hold, in order of time.
    pub(crate) fn register(&mut self, ledger: &Ledger, subject: &SubjectId, news: News) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let facts = self.write.facts_about(subject, &[], Instant(i64::MIN))?;
        let ledgers = &in_force.plan.ledgers;
        let describes = |name: &Name| around::describes(ledgers, name);
        let facts: Vec<Recorded> =
            facts.into_iter().filter(|r| describes(&r.fact.ledger) || r.fact.ledger == ledger.id).collect();
        let holding = what_holds(facts);
        let of_ledger: Vec<&Recorded> = holding.iter().filter(|r| r.fact.ledger == ledger.id).collect();
        self.put_memberships(ledger, subject, &of_ledger)?;
        let Some((profile, registered)) = around::described(ledgers, &holding) else {
            return self.lie_nowhere(subject);
        };
        if subject.kind() == SubjectKind::Org {
            return self.register_org(subject, profile, registered, news);
        }
        let Place { home, path, also } = self.place_of(subject)?;
        let row = SubjectRow { id: subject.clone(), org_kind: None, home, path, also, profile, registered };
        self.tree.moved(subject);
        self.write.put_subject(&row)
    }

    /// Nothing describes it any more: it keeps its id, so that facts may name it, and lies nowhere, so that no list does.
    fn lie_nowhere(&mut self, subject: &SubjectId) -> Result<(), Error> {
        let Some(row) = self.write.subject(subject)? else { return Ok(()) };
        if subject.kind() == SubjectKind::Org {
            return Ok(());
        }
        let Place { home, path, also } = self.place_of(subject)?;
        self.tree.moved(subject);
        self.write.put_subject(&SubjectRow { home, path, also, profile: Body::new(), ..row })
    }

    /// Memberships of one ledger: each fact holds until the next.
    fn put_memberships(
        &mut self,
        ledger: &Ledger,
        subject: &SubjectId,
        facts: &[&Recorded],
    ) -> Result<(), Error> {
        if ledger.fields.iter().all(|f| !f.membership) {
            return Ok(());
        }
        let row = |(of, fact): (Membership, &Fact)| MembershipRow {
            member: subject.clone(),
            group: of.group,
            from: of.from,
            until: of.until,
            ledger: ledger.id.clone(),
            root: fact.root(),
        };
        let rows: Vec<MembershipRow> = around::memberships(ledger, facts).into_iter().map(row).collect();
        self.tree.moved(subject);
        self.write.put_memberships(subject, &ledger.id, &rows)
    }

    fn act(
        &mut self,
        ledger: &Ledger,
        recorded: &Recorded,
        holding: Option<&Recorded>,
        news: News,
    ) -> Result<(), Error> {
        match ledger.act {
            Some(Act::Assign) => self.assign(recorded, holding, news),
            Some(Act::Adopt) => self.adopt(recorded, holding, news),
            _ => Ok(()),
        }
    }

    fn assign(&mut self, recorded: &Recorded, holding: Option<&Recorded>, news: News) -> Result<(), Error> {
        let rows: Vec<AssignmentRow> = holding
            .and_then(|r| {
                let text = |field: &str| r.fact.get(field).and_then(Value::as_text);
                Some(AssignmentRow {
                    org: r.fact.subject.clone(),
                    role: Name::new(text("role")?),
                    account: text("account")?.into(),
                    seat: text("at").and_then(SubjectId::parse),
                    from: r.fact.at,
                    until: text("until").and_then(|t| self.house.zone.read(t)),
                    root: r.fact.root(),
                })
            })
            .into_iter()
            .collect();
        self.write.put_assignments(recorded.fact.root(), &rows)?;
        self.tree.changed();
        self.reassign(&recorded.fact.subject, news.quiet)
    }

    /// Owed duties in the subtree look for their holder again, from now on.
    fn reassign(&mut self, org: &SubjectId, quiet: bool) -> Result<(), Error> {
        let path = self.tree.path(self.write, org)?;
        let states = vec![outcomes::DutyState::Open, outcomes::DutyState::Overdue];
        let of = ListOf::Duties {
            held: Vec::new(),
            taken: None,
            states,
            subject: None,
            name: None,
            due_from: None,
            due_until: None,
            gaps: false,
            said: None,
        };
        let page = self.write.page(&Query { of, paths: vec![path], after: None, limit: REASSIGNED_MAX })?;
        for row in page.rows {
            if let PageOf::Duty(duty) = row {
                self.write.touch(&duty.subject, self.as_of, quiet)?;
            }
        }
        Ok(())
    }

    fn adopt(&mut self, recorded: &Recorded, holding: Option<&Recorded>, news: News) -> Result<(), Error> {
        let row = holding.and_then(|r| {
            let text = |field: &str| r.fact.get(field).and_then(Value::as_text);
            Some(AdoptionRow {
                pack: Name::new(text("pack")?),
                version: text("version")?.into(),
                hash: Hash::from_hex(text("hash")?)?,
                scope: r.fact.subject.clone(),
                from: r.fact.at,
                until: text("until").and_then(|t| self.house.zone.read(t)),
                bases: pins_of(text("bases").unwrap_or_default())?,
                root: r.fact.root(),
            })
        });
        // What was adopted stays stored, with all that it stands on. An unknown pack puts nothing in force; `server`
        // refuses it before.
        let bases = row.iter().flat_map(|row| row.bases.iter().map(|(_, hash)| *hash));
        let hashes: Vec<Hash> = bases.chain(row.iter().map(|row| row.hash)).collect();
        for hash in hashes {
            let shipped = self.house.shipped.iter().find(|p| p.hash == hash);
            match (shipped, self.write.pack(&hash)?) {
                (Some(pack), None) => self.write.put_pack(&force::pack_row(pack))?,
                (None, None) => return Ok(()),
                _ => {}
            }
        }
        self.write.put_adoption(recorded.fact.root(), row.as_ref())?;
        self.tree.changed();
        self.in_force = force::current(self.house, self.write)?;
        self.forget_parts();
        // Time alone brings duties to organisations, and to persons where a routine is about them. A plan dated back
        // judges what happened since.
        let dated_back = recorded.fact.at < self.as_of || recorded.fact.corrects.is_some();
        if dated_back || self.in_force.has_member_routines() {
            return self.touch_members_below(&recorded.fact.subject, news);
        }
        self.touch_below(&recorded.fact.subject, news)
    }

    /// Every organisation of the subtree is to be judged again, later and in chunks.
    pub(crate) fn touch_below(&mut self, org: &SubjectId, news: News) -> Result<(), Error> {
        for row in self.write.orgs_below(org, &[])? {
            self.write.touch(&row.id, news.from, news.quiet)?;
        }
        Ok(())
    }

    /// All members of the subtree as well: those who were members at any time since then.
    pub(crate) fn touch_members_below(&mut self, org: &SubjectId, news: News) -> Result<(), Error> {
        for row in self.write.orgs_below(org, &[])? {
            self.write.touch(&row.id, news.from, news.quiet)?;
            self.touch_members(&row.id, news)?;
        }
        Ok(())
    }

    /// The members of one group, and those of its households.
    pub(crate) fn touch_members(&mut self, group: &SubjectId, news: News) -> Result<(), Error> {
        self.each_member(group, news.from, &mut |unit, member| {
            unit.write.touch(member, news.from, news.quiet)?;
            if member.kind() == SubjectKind::Household { unit.touch_members(member, news) } else { Ok(()) }
        })
    }

    /// Goes through everybody who was a direct member of a group at any time since then.
    pub(crate) fn each_member(
        &mut self,
        group: &SubjectId,
        since: Instant,
        each: &mut dyn FnMut(&mut Self, &SubjectId) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut after = None;
        loop {
            let members = self.write.members(group, since, self.as_of, after.as_ref(), MEMBERS_PAGE)?;
            members.iter().try_for_each(|member| each(self, member))?;
            if members.len() < MEMBERS_PAGE {
                return Ok(());
            }
            after = members.last().cloned();
        }
    }

    /// Notes whose facts a course of this subject will read.
    fn link(&mut self, recorded: &Recorded, holding: Option<&Recorded>) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let fields = in_force.needs.links.iter().filter(|(ledger, _)| *ledger == recorded.fact.ledger);
        for (_, field) in fields {
            let target =
                holding.and_then(|r| r.fact.get(field)).and_then(Value::as_text).and_then(SubjectId::parse);
            self.write.put_reading(&recorded.fact.subject, recorded.fact.root(), target.as_ref())?;
        }
        Ok(())
    }

    /// What counted a fact until now is judged again.
    pub(crate) fn forget_matches(&mut self, root: FactId, from: Instant, quiet: bool) -> Result<(), Error> {
        for (group, rule) in self.write.drop_matches(root)? {
            let what = self.what_of(group.kind(), &rule);
            self.touch_parts(&group, from, quiet, what);
        }
        Ok(())
    }

    /// Matches of signals: at each organisation of a counted kind above the subject. Only when a match appears,
    /// changes or disappears is the organisation judged.
    pub(crate) fn match_signals(
        &mut self,
        holding: Option<&Arc<Recorded>>,
        from: Instant,
        quiet: bool,
    ) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let counted = holding.and_then(|h| Some((h, in_force.needs.counted.get(&h.fact.ledger)?)));
        let Some((holding, counted)) = counted else { return Ok(()) };
        let case = self.scope_case(holding)?;
        let at = holding.fact.at;
        for (rule, kinds) in counted {
            let passes = |rule: &Rule| match &rule.trigger {
                Trigger::Signal(signal) => plan::evaluate::passes(&in_force.plan, &case, signal, holding),
                _ => false,
            };
            if !in_force.rules_at(rule, at).into_iter().any(passes) {
                continue;
            }
            let member = |l: &&plan::OrgLink| {
                kinds.contains(&l.kind) && l.from <= at && l.until.is_none_or(|until| at < until)
            };
            let groups: BTreeSet<SubjectId> =
                case.orgs.iter().filter(member).map(|l| l.org.clone()).collect();
            for group in groups {
                self.write.add_match(&group, rule, holding.fact.root(), at)?;
                let what = self.what_of(group.kind(), rule);
                self.touch_parts(&group, from, quiet, what);
            }
        }
        Ok(())
    }

    /// The part that a construct belongs to.
    fn what_of(&self, about: SubjectKind, construct: &Name) -> What {
        let part = self.in_force.needs.parts.of_construct(about, construct);
        part.map_or(What::All, |part| What::Parts([part].into()))
    }

    /// The subject itself if the plan reads this ledger about it, and those whose courses read facts about it.
    fn touch_readers(
        &mut self,
        recorded: &Arc<Recorded>,
        corrected: bool,
        News { from, quiet }: News,
    ) -> Result<(), Error> {
        let in_force = self.in_force.clone();
        let Fact { subject, ledger, .. } = &recorded.fact;
        let mut parts: BTreeSet<usize> =
            in_force.needs.readers(subject.kind(), ledger).iter().copied().collect();
        parts.extend(self.decided_part(&recorded.fact));
        let decides = in_force.plan.ledgers.get(ledger).is_some_and(|l| l.act.is_some());
        if decides && recorded.fact.corrects.is_some() {
            // What it decided before is undecided now.
            self.touch(subject, from, quiet);
        } else if !parts.is_empty() {
            let is_all = !corrected && !decides && !recorded.fact.void;
            let only_facts = is_all.then(|| vec![recorded.clone()]);
            self.touch_for(subject, Touch { from, quiet, what: What::Parts(parts), only_facts });
        }
        if in_force.needs.linked.contains(ledger) {
            for reader in self.write.readers_of(subject)? {
                let parts = in_force.needs.reading_linked(reader.kind(), ledger).collect();
                self.touch_parts(&reader, from, quiet, What::Parts(parts));
            }
        }
        Ok(())
    }

    /// The part whose duty or alert a decision is about.
    fn decided_part(&self, fact: &Fact) -> Option<usize> {
        let field = match self.in_force.plan.ledgers.get(&fact.ledger)?.act? {
            Act::Claim | Act::Delegate | Act::Waive => "duty",
            Act::Acknowledge => "alert",
            _ => return None,
        };
        let key = plan::Key::from_text(fact.get(field)?.as_text()?);
        self.in_force.needs.parts.of_outcome(fact.subject.kind(), key.name())
    }
}
