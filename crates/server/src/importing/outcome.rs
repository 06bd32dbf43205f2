//! What becomes of rows: foreseen, or written. The facts of a row go in together or not at all.
//!
//! Not here: what the house says to a fact (`intake`).

use super::{Found, Import, Notes, OnTheWay, Source, told};
use crate::{
    error::{Answer, RefusalView},
    incoming::Incoming,
    wire::ImportAnswer,
};
use facts::{Refusal, RefusalCode, check::RawFact};
use intake::{Outcome, Submission};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How many facts are foreseen as one: others wait meanwhile.
const FORESEEN_FACTS: usize = 5000;

/// What the house said to rows.
#[derive(Default)]
pub(super) struct Said {
    /// Facts taken and facts known, by ledger.
    pub ledgers: BTreeMap<String, (u64, u64)>,
    /// Rows of which a fact was taken.
    pub accepted: BTreeSet<u64>,
    /// Rows of which a fact was known.
    pub known: BTreeSet<u64>,
    /// Rows of which something was refused.
    pub refused: BTreeMap<u64, Vec<RefusalView>>,
}

impl Said {
    fn refuse(&mut self, row: u64, refusals: &[Refusal]) {
        self.refused.entry(row).or_default().extend(refusals.iter().map(RefusalView::from));
    }

    fn take(&mut self, row: u64, ledger: &str, known: bool) {
        let figures = self.ledgers.entry(ledger.to_owned()).or_default();
        if known {
            figures.1 += 1;
            self.known.insert(row);
        } else {
            figures.0 += 1;
            self.accepted.insert(row);
        }
    }
}

/// Rows that go in.
type Going = Vec<(u64, Vec<RawFact>)>;

impl Import<'_> {
    /// What the house would say to every row: it looks at all that it looks at when it writes, and keeps nothing. Rows
    /// that stand on earlier ones of the file are seen with them, as far as both are in one part of `FORESEEN_FACTS`.
    pub(super) async fn foresee(&self, answer: ImportAnswer, found: Found) -> Answer<ImportAnswer> {
        let mut said = Said::default();
        let (going, notes) = going(found.rows, &mut said);
        for part in in_parts(going) {
            let (going, outcomes) = self.foreseen(part, &mut said).await?;
            let facts = going.iter().flat_map(|(row, facts)| facts.iter().map(move |fact| (*row, fact)));
            for ((row, fact), outcome) in facts.zip(outcomes) {
                said.take(row, &fact.ledger, matches!(outcome, Outcome::Known { .. }));
            }
        }
        Ok(told::complete(answer, &self.form, &said, &notes, &found.mending))
    }

    /// Writes the rows, and keeps a file of what was refused, mended and doubted.
    pub(super) async fn write(
        &self,
        answer: ImportAnswer,
        found: Found,
        source: Arc<Source>,
    ) -> Answer<ImportAnswer> {
        let mut said = Said::default();
        let (going, notes) = going(found.rows, &mut said);
        let together = going.iter().any(|(_, facts)| facts.len() > 1);
        let mut incoming = Incoming::new(self.doors, self.caller, self.how.history);
        let mut sent: Vec<(u64, String)> = Vec::new();
        for part in in_parts(going) {
            // A row of several facts is asked for first: of a row that is refused nothing goes in. A row of one fact is
            // whole in any case.
            let part = if together { self.foreseen(part, &mut said).await?.0 } else { part };
            for (row, facts) in part {
                for fact in facts {
                    sent.push((row, fact.ledger.to_string()));
                    incoming.fact(fact).await?;
                }
            }
            // The next part stands on this one.
            incoming.flush().await?;
        }
        let done = incoming.finish().await?;
        let of = |n: u64| usize::try_from(n).ok().and_then(|n| sent.get(n));
        for (row, ledger) in done.accepted.iter().filter_map(|fact| of(fact.n)) {
            said.take(*row, ledger, false);
        }
        for (row, ledger) in done.known.iter().filter_map(|fact| of(fact.n)) {
            said.take(*row, ledger, true);
        }
        for refused in done.refused {
            let row = of(refused.n).map_or(0, |(row, _)| *row);
            said.refused.entry(row).or_default().extend(refused.refusals);
        }
        let mut answer = told::complete(answer, &self.form, &said, &notes, &found.mending);
        answer.refused_file = self.keep(&source, &said, &notes, found.mending).await?;
        Ok(answer)
    }

    /// The rows of which nothing would be refused, with what would become of their facts. Others go out until nothing
    /// stands on them any more.
    async fn foreseen(&self, mut going: Going, said: &mut Said) -> Answer<(Going, Vec<Outcome>)> {
        loop {
            let batch = Submission {
                facts: going.iter().flat_map(|(_, facts)| facts.iter().cloned()).collect(),
                scope: self.caller.scope.clone(),
                org: self.caller.org_for(None),
                history: self.how.history,
            };
            if batch.facts.is_empty() {
                return Ok((going, Vec::new()));
            }
            let outcomes = self.doors.writer.foresee(batch).await?.outcomes;
            let rows = going.iter().flat_map(|(row, facts)| facts.iter().map(move |_| *row));
            let mut out: BTreeMap<u64, Vec<Refusal>> = BTreeMap::new();
            for (row, outcome) in rows.zip(&outcomes) {
                if let Outcome::Refused { refusals, .. } = outcome {
                    out.entry(row).or_default().extend(refusals.iter().cloned());
                }
            }
            out.iter_mut().for_each(|(row, refusals)| said.refuse(*row, of_itself(refusals)));
            if out.is_empty() {
                return Ok((going, outcomes));
            }
            going.retain(|(row, _)| !out.contains_key(row));
            if going.iter().all(|(_, facts)| facts.len() == 1) {
                let left = |outcome: &Outcome| !matches!(outcome, Outcome::Refused { .. });
                return Ok((going, outcomes.into_iter().filter(left).collect()));
            }
        }
    }
}

/// What is wrong with a row itself: that its person is not registered follows from a registration that is refused.
fn of_itself(refusals: &mut Vec<Refusal>) -> &[Refusal] {
    let follows = |r: &Refusal| r.code == RefusalCode::UnknownSubject && r.field.is_none();
    if !refusals.iter().all(follows) {
        refusals.retain(|refusal| !follows(refusal));
    }
    refusals.dedup();
    refusals
}

/// The rows that have facts, and what is to be told of them; the others are refused.
fn going(rows: Vec<OnTheWay>, said: &mut Said) -> (Going, Notes) {
    let (mut going, mut notes) = (Vec::new(), Notes::default());
    for row in rows {
        match row.facts {
            Ok(facts) => {
                going.push((row.n, facts));
                notes.doubts.extend(row.doubts.into_iter().map(|doubted| (row.n, doubted)));
                notes.changes.extend(row.changes.into_iter().map(|changed| (row.n, changed)));
            }
            Err(refusals) => said.refuse(row.n, &refusals),
        }
    }
    (going, notes)
}

/// Rows in parts of so many facts as are foreseen at once.
fn in_parts(going: Going) -> Vec<Going> {
    let mut parts: Vec<Going> = Vec::new();
    let mut facts = 0;
    for row in going {
        facts += row.1.len();
        match parts.last_mut() {
            Some(part) if facts <= FORESEEN_FACTS => part.push(row),
            _ => {
                facts = row.1.len();
                parts.push(vec![row]);
            }
        }
    }
    parts
}
