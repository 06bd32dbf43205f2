//! Facts that move nothing: most of what is reported is ordinary (a normal temperature, a negative test), and a subject
//! of whom nothing stands need not be judged on all that is known of it to see that nothing follows.
//!
//! Not here: judging (`judge`). That both say the same is held by a property test (`order` among the tests).

use crate::unit::{Touch, Unit};
use facts::{Name, Recorded, SubjectId, fold::what_holds};
use plan::{evaluate::says_nothing, needs::Reads, parts::Part};
use std::{collections::BTreeSet, sync::Arc};
use store::{Error, SubjectRow};

impl Unit<'_> {
    /// True when new facts are all the news, none of the parts' outcomes stands or stood, and the parts say nothing of
    /// these facts, nor of later ones that look back at them. Nothing before them is read: where it would matter, the
    /// subject is judged. `places` are those of the parts among the needs.
    pub(crate) fn moves_nothing(
        &mut self,
        subject: &SubjectId,
        row: Option<&SubjectRow>,
        touch: &Touch,
        (places, parts): (&[usize], &[&Part]),
    ) -> Result<bool, Error> {
        let Some(news) = &touch.only_facts else { return Ok(false) };
        let in_force = self.in_force.clone();
        let reads = || places.iter().filter_map(|n| in_force.needs.reads.get(*n));
        let Some(said_anew) = said_anew(reads(), news) else { return Ok(false) };
        if self.stood(subject, parts)? {
            return Ok(false);
        }
        let mut case = self.case_of(subject, row)?;
        case.horizon = touch.from;
        case.touched_from = touch.from.min(self.as_of);
        case.facts = news.clone();
        if !said_anew.is_empty() {
            let ledgers: Vec<Name> = said_anew.into_iter().collect();
            let later = what_holds(self.write.facts_about(subject, &ledgers, touch.from)?);
            let others = later.into_iter().filter(|f| news.iter().all(|n| n.fact.root() != f.fact.root()));
            case.facts.extend(others.map(Arc::new));
        }
        case.facts.sort_by_key(|f| (f.fact.at, f.fact.root()));
        let ambient = reads().flat_map(|reads| reads.ambient.iter().cloned()).collect();
        let calendars = reads().flat_map(|reads| reads.calendars.iter().cloned()).collect();
        self.add_surroundings(&mut case, (&ambient, &calendars))?;
        Ok(says_nothing(&in_force.plan, parts, &case, self.as_of))
    }

    /// True when an outcome of these parts stands or ever stood. Of most nothing at all ever did, which is quickly told.
    fn stood(&mut self, subject: &SubjectId, parts: &[&Part]) -> Result<bool, Error> {
        if !self.write.ever_stood(subject, &[])? {
            return Ok(false);
        }
        let names: Vec<Name> = parts.iter().flat_map(|part| part.outcomes.iter().cloned()).collect();
        self.write.ever_stood(subject, &names)
    }
}

/// The ledgers of later facts that may say something else once the news are known; none where earlier ones may, too.
fn said_anew<'r>(reads: impl Iterator<Item = &'r Reads>, news: &[Arc<Recorded>]) -> Option<BTreeSet<Name>> {
    let mut ledgers = BTreeSet::new();
    for reads in reads {
        if !reads.signals.is_empty() {
            return None;
        }
        for fact in news {
            ledgers.extend(reads.said_anew_by(&fact.fact.ledger)?.cloned());
        }
    }
    Some(ledgers)
}
