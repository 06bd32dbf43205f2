//! What is due: facts whose time is over, and what holds some of them back.

use crate::force::InForce;
use facts::{FactId, Instant, Ledger, Name, Recorded, SubjectId, Zone, ledger::KeptFrom, time::add_days};
use outcomes::settled::under_way;
use std::collections::{BTreeMap, BTreeSet};
use store::{Error, Read};

/// Facts read at once.
const PAGE: usize = 500;
/// Subjects remembered while looking; beyond it they are read again.
const LOOKS_MAX: usize = 2000;

/// What is due of one ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueLine {
    /// The ledger.
    pub ledger: Name,
    /// Civil days for which it is kept.
    pub days: u16,
    /// From when they count.
    pub from: KeptFrom,
    /// Facts that would be purged, corrections counted.
    pub facts: u64,
    /// Different subjects that they are about.
    pub subjects: u64,
    /// Event time of the oldest of them.
    pub oldest: Option<Instant>,
    /// Event time of the newest of them.
    pub newest: Option<Instant>,
    /// Facts whose time is over and that are held back, by what holds them.
    pub held: BTreeMap<Standstill, u64>,
}

/// Why a fact whose time is over is not purged yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standstill {
    /// A course of its subject is under way.
    Course,
    /// A course of somebody else reads facts about its subject.
    Reader,
    /// A duty, status or alert under way rests on it.
    Outcome,
}

/// A fact with its corrections.
pub(super) struct Chain {
    pub root: FactId,
    pub ledger: Name,
    pub subject: SubjectId,
    /// Who reported it.
    pub org: SubjectId,
    pub ids: Vec<FactId>,
    pub seqs: Vec<u64>,
    pub oldest: Instant,
    pub newest: Instant,
}

/// What is to be known of a subject.
#[derive(Default)]
struct Look {
    /// Ends of courses that are over.
    ends: Vec<Instant>,
    course_runs: bool,
    /// Facts that something under way rests on.
    holds: BTreeSet<FactId>,
    /// The last fact about it.
    last: Option<Instant>,
}

enum Fate {
    Due,
    Held(Standstill),
    NotYet,
}

/// A search through what is kept.
pub(super) struct Search<'a> {
    read: &'a mut dyn Read,
    in_force: &'a InForce,
    zone: Zone,
    now: Instant,
    looks: BTreeMap<SubjectId, Look>,
}

impl<'a> Search<'a> {
    pub fn new(read: &'a mut dyn Read, in_force: &'a InForce, zone: Zone, now: Instant) -> Self {
        Search { read, in_force, zone, now, looks: BTreeMap::new() }
    }

    /// Chains that are due, until they hold so many facts.
    pub fn chains(&mut self, facts_max: usize) -> Result<Vec<Chain>, Error> {
        let (mut found, mut facts) = (Vec::new(), 0);
        for ledger in self.kept_for_a_time() {
            self.each(&ledger, &mut |chain, fate| {
                if let Fate::Due = fate {
                    facts += chain.ids.len();
                    found.push(chain);
                }
                facts < facts_max
            })?;
            if facts >= facts_max {
                break;
            }
        }
        Ok(found)
    }

    /// Everything that is due or held back, by ledger.
    pub fn lines(&mut self) -> Result<Vec<DueLine>, Error> {
        let mut lines = Vec::new();
        for ledger in self.kept_for_a_time() {
            let mut line = DueLine {
                ledger: ledger.id.clone(),
                days: ledger.retention_days.unwrap_or_default(),
                from: ledger.retention_from,
                facts: 0,
                subjects: 0,
                oldest: None,
                newest: None,
                held: BTreeMap::new(),
            };
            let mut subjects = BTreeSet::new();
            self.each(&ledger, &mut |chain, fate| {
                let facts = u64::try_from(chain.ids.len()).unwrap_or(u64::MAX);
                match fate {
                    Fate::Due => {
                        line.facts += facts;
                        line.oldest = Some(line.oldest.map_or(chain.oldest, |at| at.min(chain.oldest)));
                        line.newest = Some(line.newest.map_or(chain.newest, |at| at.max(chain.newest)));
                        subjects.insert(chain.subject);
                    }
                    Fate::Held(by) => *line.held.entry(by).or_default() += facts,
                    Fate::NotYet => {}
                }
                true
            })?;
            line.subjects = u64::try_from(subjects.len()).unwrap_or(u64::MAX);
            lines.push(line);
        }
        Ok(lines)
    }

    fn kept_for_a_time(&self) -> Vec<Ledger> {
        let ledgers = self.in_force.plan.ledgers.0.values();
        // `plan check` refuses a time for ledgers that act; one that slipped through keeps its facts.
        ledgers.filter(|l| l.retention_days.is_some() && l.act.is_none()).cloned().collect()
    }

    /// Shows each chain of a ledger that is old enough, until told to stop.
    fn each(&mut self, ledger: &Ledger, show: &mut dyn FnMut(Chain, Fate) -> bool) -> Result<(), Error> {
        let days = i32::from(ledger.retention_days.unwrap_or_default());
        let until = self.zone.start_of(add_days(self.zone.date_of(self.now), -days));
        let (mut after, mut seen) = ((Instant(i64::MIN), 0), BTreeSet::new());
        loop {
            let page = self.read.facts_before(&ledger.id, until, after, PAGE)?;
            let full = page.len() == PAGE;
            for fact in page {
                after = (fact.fact.at, fact.seq);
                if !seen.insert(fact.fact.root()) {
                    continue;
                }
                let facts = self.read.facts_of_root(fact.fact.root())?;
                let Some(chain) = chain_of(facts) else { continue };
                let fate = self.fate(ledger, &chain)?;
                if !show(chain, fate) {
                    return Ok(());
                }
            }
            if !full {
                return Ok(());
            }
        }
    }

    fn fate(&mut self, ledger: &Ledger, chain: &Chain) -> Result<Fate, Error> {
        let days = i32::from(ledger.retention_days.unwrap_or_default());
        let look = self.look(&chain.subject)?;
        let from = match ledger.retention_from {
            KeptFrom::Event => chain.newest,
            KeptFrom::CourseEnd => look.ends.iter().copied().fold(chain.newest, Instant::max),
            KeptFrom::LastFact => look.last.map_or(chain.newest, |at| at.max(chain.newest)),
        };
        let (runs, held) = (look.course_runs, chain.ids.iter().any(|id| look.holds.contains(id)));
        if self.zone.date_of(self.now) <= add_days(self.zone.date_of(from), days) {
            return Ok(Fate::NotYet);
        }
        if runs {
            return Ok(Fate::Held(Standstill::Course));
        }
        if held {
            return Ok(Fate::Held(Standstill::Outcome));
        }
        for reader in self.read.readers_of(&chain.subject)? {
            if self.look(&reader)?.course_runs {
                return Ok(Fate::Held(Standstill::Reader));
            }
        }
        for (group, _) in self.read.matches_of(chain.root)? {
            let look = self.look(&group)?;
            if chain.ids.iter().any(|id| look.holds.contains(id)) {
                return Ok(Fate::Held(Standstill::Outcome));
            }
        }
        Ok(Fate::Due)
    }

    fn look(&mut self, subject: &SubjectId) -> Result<&Look, Error> {
        if self.looks.len() >= LOOKS_MAX && !self.looks.contains_key(subject) {
            self.looks.clear();
        }
        if !self.looks.contains_key(subject) {
            let look = self.read_look(subject)?;
            self.looks.insert(subject.clone(), look);
        }
        self.looks.get(subject).ok_or(Error { doing: "purge", said: "a look was lost".into(), again: false })
    }

    fn read_look(&mut self, subject: &SubjectId) -> Result<Look, Error> {
        let standing = self.read.standing(subject)?;
        let courses = standing.courses.values().filter(|c| !c.withdrawn);
        let ends = courses.filter_map(|c| c.run.ended.as_ref().map(|(at, _)| *at)).collect();
        let course_runs = standing.courses.values().any(|c| !c.withdrawn && c.run.ended.is_none());
        let facts = self.read.facts_about(subject, &[], Instant(i64::MIN))?;
        let last = facts.iter().filter(|r| !r.purged).map(|r| r.fact.at).max();
        Ok(Look { ends, course_runs, holds: under_way(&standing, self.now), last })
    }
}

fn chain_of(facts: Vec<Recorded>) -> Option<Chain> {
    let first = facts.first()?;
    Some(Chain {
        root: first.fact.root(),
        ledger: first.fact.ledger.clone(),
        subject: first.fact.subject.clone(),
        org: first.fact.org.clone(),
        ids: facts.iter().map(|r| r.fact.id).collect(),
        seqs: facts.iter().map(|r| r.seq).collect(),
        oldest: facts.iter().map(|r| r.fact.at).min()?,
        newest: facts.iter().map(|r| r.fact.at).max()?,
    })
}
