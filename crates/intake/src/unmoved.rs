//! Facts that move nothing: most of what is reported is ordinary (a normal temperature, a negative test), and a subject
//! of whom nothing stands need not be judged on all that is known of it to see that nothing follows.
//!
//! Not here: judging (`judge`). That both say the same is held by a property test (`order` among the tests).

use crate::unit::{Touch, Unit};
use facts::{Name, SubjectId, fold::what_holds};
use plan::{evaluate::evaluate_parts, needs::Reads, parts::Part, verdict::Verdict};
use std::sync::Arc;
use store::{Error, SubjectRow};

impl Unit<'_> {
    /// True when new facts are all the news, none of the parts' outcomes stands or stood, and the parts say nothing of
    /// these facts. What is known besides can then only matter where a condition looks back at it, so that is read.
    pub(crate) fn moves_nothing(
        &mut self,
        subject: &SubjectId,
        row: Option<&SubjectRow>,
        touch: &Touch,
        (parts, names, reads): (&[&Part], &[Name], &Reads),
    ) -> Result<bool, Error> {
        let Some(news) = &touch.only_facts else { return Ok(false) };
        let alone = reads.signals.is_empty() && news.iter().all(|f| reads.judges_alone(&f.fact.ledger));
        if !alone || self.write.ever_stood(subject, names)? {
            return Ok(false);
        }
        let mut case = self.case_of(subject, row)?;
        case.horizon = touch.from;
        case.touched_from = touch.from.min(self.as_of);
        let before = what_holds(self.history_needed(subject, reads)?);
        case.facts = before.into_iter().map(Arc::new).chain(news.iter().cloned()).collect();
        case.facts.sort_by_key(|f| (f.fact.at, f.fact.root()));
        self.add_surroundings(&mut case, reads)?;
        Ok(evaluate_parts(&self.in_force.plan, parts, &case, self.as_of) == Verdict::default())
    }
}
