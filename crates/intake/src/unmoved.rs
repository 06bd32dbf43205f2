//! Facts that move nothing: most of what is reported is ordinary (a normal temperature, a negative test), and a subject
//! of whom nothing stands need not be judged on all that is known of it to see that nothing follows.
//!
//! Not here: judging (`judge`). That both say the same is held by a property test (`order` among the tests).

use crate::unit::{Touch, Unit};
use facts::{Name, SubjectId, fold::what_holds};
use plan::{evaluate::says_nothing, needs::Reads, parts::Part};
use std::{collections::BTreeSet, sync::Arc};
use store::{Error, SubjectRow};

impl Unit<'_> {
    /// True when new facts are all the news, none of the parts' outcomes stands or stood, and the parts say nothing of
    /// these facts, nor of later ones that look back at them. Nothing before them is read: where it would matter, the
    /// subject is judged.
    pub(crate) fn moves_nothing(
        &mut self,
        subject: &SubjectId,
        row: Option<&SubjectRow>,
        touch: &Touch,
        (parts, names, reads): (&[&Part], &[Name], &Reads),
    ) -> Result<bool, Error> {
        let Some(news) = &touch.only_facts else { return Ok(false) };
        let mut said_anew: BTreeSet<Name> = BTreeSet::new();
        for fact in news {
            let Some(later) = reads.said_anew_by(&fact.fact.ledger) else { return Ok(false) };
            said_anew.extend(later.cloned());
        }
        if !reads.signals.is_empty() || self.write.ever_stood(subject, names)? {
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
        self.add_surroundings(&mut case, reads)?;
        Ok(says_nothing(&self.in_force.plan, parts, &case, self.as_of))
    }
}
