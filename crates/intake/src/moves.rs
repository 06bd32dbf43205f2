//! Who and what moves: an organisation below another one, with everything below it, and subjects from one group to
//! another.
//!
//! Organisations move at once. What is listed below them follows in chunks, sweep by sweep, and so do the numbers.

use crate::{
    counters,
    unit::{News, Unit},
};
use facts::{Body, Instant, Name, SubjectId, SubjectKind, Value, fold::what_holds};
use smol_str::SmolStr;
use std::sync::Arc;
use store::{Error, MoveRow, SubjectRow};

/// How many rows one sweep looks at for an organisation that moved.
const FOLLOWED_MAX: usize = 1000;

impl Unit<'_> {
    /// An organisation as its registrations say, and where it now is.
    pub(crate) fn register_org(
        &mut self,
        org: &SubjectId,
        profile: Body,
        registered: Instant,
        news: News,
    ) -> Result<(), Error> {
        let text = |field: &str| profile.get(field).and_then(Value::as_text);
        let parent = text("parent").and_then(SubjectId::parse);
        let above = match parent.filter(|p| p != org) {
            Some(parent) => self.tree.path(self.write, &parent)?,
            None => "/".into(),
        };
        let before = self.write.subject(org)?.map(|row| row.path);
        let path: SmolStr = format!("{above}{org}/").into();
        // Below itself an organisation cannot be; then it stays where it is.
        let path =
            before.clone().filter(|old| path != *old && path.starts_with(old.as_str())).unwrap_or(path);
        let row = SubjectRow {
            id: org.clone(),
            org_kind: text("kind").map(Name::new),
            home: Some(org.clone()),
            path: path.clone(),
            also: Vec::new(),
            profile,
            registered,
        };
        self.write.put_subject(&row)?;
        self.tree.changed();
        if let Some(old) = before.filter(|old| *old != path) {
            let News { from, quiet } = news;
            self.write.put_move(&MoveRow { old, new: path, from, quiet })?;
            self.touch_below(org, news)?;
        }
        self.touch(org, news.from.min(registered), news.quiet);
        Ok(())
    }

    /// The subject belongs elsewhere, perhaps since long ago: what is owed about it looks for its holders again, and
    /// facts about it count where it was a member when they happened.
    pub(crate) fn moved(&mut self, subject: &SubjectId, from: Instant, quiet: bool) -> Result<(), Error> {
        self.touch(subject, from, quiet);
        if subject.kind() == SubjectKind::Household {
            self.touch_members(subject, News { from, quiet })?;
        }
        self.match_again(subject, from, quiet)
    }

    /// Facts since then count where their subject belongs.
    fn match_again(&mut self, subject: &SubjectId, from: Instant, quiet: bool) -> Result<(), Error> {
        let ledgers: Vec<Name> = self.in_force.needs.counted.keys().cloned().collect();
        if ledgers.is_empty() {
            return Ok(());
        }
        let facts = self.write.facts_about(subject, &ledgers, from)?;
        for fact in what_holds(facts).into_iter().map(Arc::new) {
            self.forget_matches(fact.fact.root(), fact.fact.at, quiet)?;
            self.match_signals(Some(&fact), fact.fact.at, quiet)?;
        }
        Ok(())
    }

    /// Lets a chunk of what lies below an organisation follow it. True when there was anything to do.
    pub(crate) fn follow(&mut self) -> Result<bool, Error> {
        let Some(followed) = self.write.follow_move(FOLLOWED_MAX)? else { return Ok(false) };
        let (from, quiet) = (followed.moving.from, followed.moving.quiet);
        for subject in &followed.subjects {
            self.tree.moved(subject);
            self.write.touch(subject, from, quiet)?;
            self.match_again(subject, from, quiet)?;
        }
        for root in followed.roots {
            let chain = self.write.facts_of_root(root)?;
            let Some(ledger) = chain.first().map(|r| r.fact.ledger.clone()) else { continue };
            let holding = what_holds(chain).into_iter().next().map(Arc::new);
            counters::count(self, root, &ledger, holding.as_ref())?;
        }
        Ok(true)
    }
}
