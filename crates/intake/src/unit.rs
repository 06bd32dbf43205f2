//! One unit of work: facts in, everything that follows out, between opening and closing the head of the shard.

use crate::{
    force::InForce,
    house::{Answer, Chance, House, Submission, Swept},
    tree::Tree,
};
use facts::{Instant, SubjectId, chain::Head};
use std::{collections::BTreeMap, sync::Arc};
use store::{Error, HistoryRow, MessageRow, UnitRow, Write};

/// How many subjects one unit looks at because their moment came, and how many because something touched them. A unit
/// holds the head of the shard; larger numbers make others wait.
const MOMENTS_MAX: usize = 500;
const TOUCHED_MAX: usize = 200;

pub(crate) struct Unit<'a> {
    pub house: &'a House,
    pub in_force: Arc<InForce>,
    pub write: &'a mut dyn Write,
    pub chance: &'a mut dyn Chance,
    pub tree: Tree,
    /// The head before and while facts are appended.
    pub head: Head,
    seq_before: u64,
    pub as_of: Instant,
    /// Subjects to judge.
    pub touched: BTreeMap<SubjectId, Touch>,
    pub history: Vec<HistoryRow>,
    pub messages: Vec<MessageRow>,
}

/// Why a subject is to be judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Touch {
    /// The earliest event time that concerns it.
    pub from: Instant,
    /// Only history was imported about it: nobody is told.
    pub quiet: bool,
}

impl<'a> Unit<'a> {
    pub(crate) fn open(
        house: &'a House,
        in_force: Arc<InForce>,
        write: &'a mut dyn Write,
        now: Instant,
        chance: &'a mut dyn Chance,
    ) -> Result<Self, Error> {
        let before = write.head()?;
        let as_of = before.next_receipt(now);
        let head = before.open_unit(as_of);
        Ok(Unit {
            house,
            in_force,
            write,
            chance,
            tree: Tree::default(),
            head,
            seq_before: before.seq,
            as_of,
            touched: BTreeMap::new(),
            history: Vec::new(),
            messages: Vec::new(),
        })
    }

    /// Takes a batch: each fact is accepted, known or refused.
    pub(crate) fn take(&mut self, batch: &Submission) -> Result<Answer, Error> {
        let mut outcomes = Vec::with_capacity(batch.facts.len());
        for raw in &batch.facts {
            outcomes.push(self.accept(raw, batch)?);
        }
        Ok(Answer { outcomes })
    }

    /// Marks a subject to be judged in this unit. (`Write::touch` marks it to be judged in a later one.)
    pub(crate) fn touch(&mut self, subject: &SubjectId, from: Instant, quiet: bool) {
        let new = Touch { from, quiet };
        let entry = self.touched.entry(subject.clone()).or_insert(new);
        *entry = Touch { from: entry.from.min(from), quiet: entry.quiet && quiet };
    }

    /// Looks at subjects whose moment has come and at those that something touched earlier, and lets a chunk of what is
    /// below an organisation that moved follow it.
    pub(crate) fn sweep(&mut self) -> Result<Swept, Error> {
        let due = self.write.due_moments(self.as_of, MOMENTS_MAX)?;
        let waiting = self.write.touched(TOUCHED_MAX)?;
        // From its own moment on, however late the sweep comes.
        for (at, subject) in &due {
            self.touch(subject, *at, false);
        }
        for row in &waiting {
            self.touch(&row.subject, row.from, row.quiet);
        }
        let taken: Vec<SubjectId> = waiting.iter().map(|row| row.subject.clone()).collect();
        self.write.untouch(&taken)?;
        let looked_at = self.touched.len();
        let followed = self.follow()?;
        let more = due.len() == MOMENTS_MAX || waiting.len() == TOUCHED_MAX;
        Ok(Swept { looked_at, more: more || looked_at > 0 || followed })
    }

    /// Judges what was touched and writes everything. A unit without accepted facts that is no sweep leaves no trace.
    pub(crate) fn close(mut self, sweep: Option<()>) -> Result<(), Error> {
        if self.head.seq == self.seq_before && sweep.is_none() {
            return Ok(());
        }
        let touched = std::mem::take(&mut self.touched);
        // Organisations after everybody else: their statuses and signals look at facts about members.
        let (orgs, others): (Vec<_>, Vec<_>) =
            touched.into_iter().partition(|(id, _)| id.kind() == facts::SubjectKind::Org);
        for (subject, touch) in others.into_iter().chain(orgs) {
            self.judge(&subject, touch)?;
        }
        self.write.add_history(&self.history)?;
        self.write.add_messages(&self.messages)?;
        self.write.add_unit(&UnitRow {
            unit: self.head.unit,
            as_of: self.as_of,
            seq_first: self.seq_before + 1,
            seq_last: self.head.seq,
            hash: self.head.hash,
        })?;
        self.write.set_head(&self.head)
    }
}
