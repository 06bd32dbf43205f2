//! One unit of work: facts in, everything that follows out, between opening and closing the head of the shard.

use crate::{
    force::InForce,
    house::{Answer, Chance, House, Submission, Swept},
    tree::{Ground, Tree},
};
use facts::{FactId, Instant, Recorded, SubjectId, chain::Head};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
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
    /// Facts that signals count, by root, as they hold: read once for a class and all above it. Judging begins when all
    /// facts of the unit are appended, so none changes meanwhile.
    pub counted: BTreeMap<FactId, Option<Arc<Recorded>>>,
    pub history: Vec<HistoryRow>,
    pub messages: Vec<MessageRow>,
}

/// What is news, wherever it reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct News {
    /// The earliest event time that it concerns.
    pub from: Instant,
    /// Only history was imported: nobody is told.
    pub quiet: bool,
}

/// Why a subject is to be judged, and by which parts of the plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Touch {
    /// The earliest event time that concerns it.
    pub from: Instant,
    /// Only history was imported about it: nobody is told.
    pub quiet: bool,
    /// What is judged.
    pub what: What,
    /// The new facts about it that are all the news there is; none where anything else is news, too.
    pub only_facts: Option<Vec<Arc<Recorded>>>,
}

/// The parts of the plan that may say something else than before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// Any.
    All,
    /// These, by their place in `Needs`.
    Parts(BTreeSet<usize>),
}

impl What {
    fn join(&mut self, other: What) {
        match (&mut *self, other) {
            (What::Parts(own), What::Parts(others)) => own.extend(others),
            _ => *self = What::All,
        }
    }
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
        let tree = Tree::on(house.take_ground(write.ground()?));
        let as_of = before.next_receipt(now);
        let head = before.open_unit(as_of);
        Ok(Unit {
            house,
            in_force,
            write,
            chance,
            tree,
            head,
            seq_before: before.seq,
            as_of,
            touched: BTreeMap::new(),
            counted: BTreeMap::new(),
            history: Vec::new(),
            messages: Vec::new(),
        })
    }

    /// Looks up whom these batches are about, all at once.
    pub(crate) fn read_ahead(&mut self, batches: &[Submission]) -> Result<(), Error> {
        let facts = batches.iter().flat_map(|batch| &batch.facts);
        let subjects = facts.filter_map(|raw| SubjectId::parse(&raw.subject)).collect();
        self.tree.read_ahead(self.write, subjects)
    }

    /// Takes a batch: each fact is accepted, known or refused.
    pub(crate) fn take(&mut self, batch: &Submission) -> Result<Answer, Error> {
        let mut outcomes = Vec::with_capacity(batch.facts.len());
        for raw in &batch.facts {
            outcomes.push(self.accept(raw, batch)?);
        }
        Ok(Answer { outcomes })
    }

    /// Marks a subject to be judged in this unit by all of the plan. (`Write::touch` marks it for a later one.)
    pub(crate) fn touch(&mut self, subject: &SubjectId, from: Instant, quiet: bool) {
        self.touch_parts(subject, from, quiet, What::All);
    }

    /// Marks a subject to be judged in this unit by some parts.
    pub(crate) fn touch_parts(&mut self, subject: &SubjectId, from: Instant, quiet: bool, what: What) {
        self.touch_for(subject, Touch { from, quiet, what, only_facts: None });
    }

    /// Marks a subject to be judged in this unit, whatever it is touched for besides.
    pub(crate) fn touch_for(&mut self, subject: &SubjectId, new: Touch) {
        match self.touched.get_mut(subject) {
            None => drop(self.touched.insert(subject.clone(), new)),
            Some(touch) => {
                touch.from = touch.from.min(new.from);
                touch.quiet &= new.quiet;
                touch.what.join(new.what);
                touch.only_facts = touch.only_facts.take().zip(new.only_facts).map(|(a, b)| [a, b].concat());
            }
        }
    }

    /// Another plan is in force: places in the old one's `Needs` mean nothing any more.
    pub(crate) fn forget_parts(&mut self) {
        self.touched.values_mut().for_each(|touch| touch.what = What::All);
    }

    /// Looks at subjects whose moment has come and at those that something touched earlier, and lets a chunk of what is
    /// below an organisation that moved follow it.
    pub(crate) fn sweep(&mut self) -> Result<Swept, Error> {
        let due = self.write.due_moments(self.as_of, MOMENTS_MAX)?;
        let waiting = self.write.touched(TOUCHED_MAX)?;
        for moment in &due {
            let about = moment.subject.kind();
            // A part of an earlier plan: whatever took its place is asked.
            let what = match self.in_force.needs.parts.of_construct(about, &moment.part) {
                Some(part) => What::Parts([part].into()),
                None => What::All,
            };
            // From its own moment on, however late the sweep comes.
            self.touch_parts(&moment.subject, moment.at, false, what);
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
    /// Returns the ground that the next unit may stand on, once this one is stored.
    pub(crate) fn close(mut self, sweep: Option<()>) -> Result<Option<Ground>, Error> {
        if self.head.seq == self.seq_before && sweep.is_none() {
            return Ok(self.leave());
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
        if self.tree.has_changed() {
            self.write.set_ground(self.head.unit)?;
        }
        self.write.set_head(&self.head)?;
        Ok(self.leave())
    }

    /// The ground that the next unit may stand on.
    pub(crate) fn leave(self) -> Option<Ground> {
        self.tree.leave(self.head.unit)
    }
}
