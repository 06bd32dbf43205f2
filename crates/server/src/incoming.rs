//! Facts as they come in: one, several, or a stream of lines; given to the house in parts, every fact answered once.
//!
//! Not here: the check of a fact (`facts::check`), and writing (`writer`).

use crate::{
    caller::Caller,
    error::{Answer, Fault, RefusalView},
    state::Doors,
    wire::{AcceptedFact, FactsAnswer, KnownFact, RefusedFact},
    writer::UNIT_FACTS_MAX,
};
use facts::{FactId, Label, Ledgers, Refusal, RefusalCode, check::RawFact, ledger::Act};
use intake::{Outcome, Submission};
use serde_json::Value as Json;

/// Most bytes of lines given to the house at once.
pub const PART_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most bytes of one line.
pub const LINE_BYTES_MAX: usize = 256 * 1024;

/// Collects facts and gives them to the house in parts.
pub struct Incoming<'a> {
    doors: &'a Doors,
    caller: &'a Caller,
    history: bool,
    waiting: Vec<(u64, RawFact)>,
    bytes: usize,
    n: u64,
    parts: u32,
    reroles: bool,
    /// What became of each.
    pub answer: FactsAnswer,
}

impl<'a> Incoming<'a> {
    /// Begins. For a history nothing is sent and nobody is reminded.
    pub fn new(doors: &'a Doors, caller: &'a Caller, history: bool) -> Self {
        Incoming {
            doors,
            caller,
            history,
            waiting: Vec::new(),
            bytes: 0,
            n: 0,
            parts: 0,
            reroles: false,
            answer: FactsAnswer::default(),
        }
    }

    /// One line of a stream. Empty lines are nothing.
    pub async fn line(&mut self, line: &[u8]) -> Answer<()> {
        match std::str::from_utf8(line).map(str::trim) {
            _ if line.len() > LINE_BYTES_MAX => self.refuse(None, vec![too_large()]),
            Ok("") => return Ok(()),
            Ok(text) => self.read(RawFact::read(text), text.len()),
            Err(_) => self.refuse(None, vec![not_utf8()]),
        }
        self.flush_if_full().await
    }

    /// One member of a batch.
    pub async fn json(&mut self, json: Json) -> Answer<()> {
        let id = json.get("id").and_then(Json::as_str).and_then(|id| id.parse::<FactId>().ok());
        match RawFact::from_json(json) {
            Ok(fact) => self.take(fact, 400),
            Err(refusals) => self.refuse(id, refusals),
        }
        self.flush_if_full().await
    }

    /// One fact that was read already.
    pub async fn fact(&mut self, fact: RawFact) -> Answer<()> {
        self.take(fact, 400);
        self.flush_if_full().await
    }

    fn read(&mut self, read: Result<RawFact, Vec<Refusal>>, bytes: usize) {
        match read {
            Ok(fact) => self.take(fact, bytes),
            Err(refusals) => self.refuse(None, refusals),
        }
    }

    fn take(&mut self, mut fact: RawFact, bytes: usize) {
        let in_force = self.doors.house.in_force();
        if fact.org.is_none() {
            let ledger = in_force.plan.ledgers.get(&fact.ledger);
            fact.org = self.caller.org_for(ledger).map(|org| org.as_str().into());
        }
        self.reroles |= changes_roles(&in_force.plan.ledgers, &fact.ledger);
        self.waiting.push((self.n, fact));
        self.n += 1;
        self.bytes += bytes;
    }

    /// A fact that could not even be read.
    pub fn refuse(&mut self, id: Option<FactId>, refusals: Vec<Refusal>) {
        let (n, id) = (self.n, id.map(|id| id.to_string()));
        self.answer.refused.push(RefusedFact {
            n,
            id,
            refusals: refusals.iter().map(RefusalView::from).collect(),
        });
        self.n += 1;
    }

    async fn flush_if_full(&mut self) -> Answer<()> {
        if self.waiting.len() >= UNIT_FACTS_MAX || self.bytes >= PART_BYTES_MAX {
            self.flush().await
        } else {
            Ok(())
        }
    }

    /// Gives what is waiting to the house now.
    pub async fn flush(&mut self) -> Answer<()> {
        self.bytes = 0;
        let (places, facts): (Vec<u64>, Vec<RawFact>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        if facts.is_empty() {
            return Ok(());
        }
        let scope = self.caller.scope.clone();
        let submission = Submission { facts, scope, org: self.caller.org_for(None), history: self.history };
        // The first part may be turned away; in the midst of a stream the sender waits.
        let given = if self.parts == 0 {
            self.doors.writer.submit(submission).await?
        } else {
            self.doors.writer.submit_in_turn(submission).await?
        };
        self.parts += 1;
        for (n, outcome) in places.into_iter().zip(given.outcomes) {
            self.note(n, outcome);
        }
        Ok(())
    }

    fn note(&mut self, n: u64, outcome: Outcome) {
        match outcome {
            Outcome::Accepted { id, seq } => {
                self.answer.accepted.push(AcceptedFact { n, id: id.to_string(), seq })
            }
            Outcome::Known { id } => self.answer.known.push(KnownFact { n, id: id.to_string() }),
            Outcome::Refused { id, refusals } => {
                let refusals = refusals.iter().map(RefusalView::from).collect();
                self.answer.refused.push(RefusedFact { n, id: id.map(|id| id.to_string()), refusals });
            }
        }
    }

    /// Gives the rest and answers.
    pub async fn finish(mut self) -> Answer<FactsAnswer> {
        self.flush().await?;
        if !self.answer.accepted.is_empty() {
            if self.reroles {
                self.doors.callers.forget();
            }
            self.doors.written();
        }
        self.answer.refused.sort_by_key(|r| r.n);
        Ok(self.answer)
    }
}

/// Facts of these ledgers change what callers may.
fn changes_roles(ledgers: &Ledgers, ledger: &str) -> bool {
    ledgers.get(ledger).is_some_and(|l| matches!(l.act, Some(Act::Assign | Act::Organise | Act::Adopt)))
}

fn too_large() -> Refusal {
    Refusal::new(
        RefusalCode::TooLarge,
        Label::new("这一行超过 256 KiB", "the line is longer than 256 KiB"),
        Label::new("请拆分后提交", "send it in parts"),
    )
}

fn not_utf8() -> Refusal {
    Refusal::new(
        RefusalCode::Unreadable,
        Label::new("这一行不是 UTF-8 编码", "the line is not UTF-8"),
        Label::new(
            "JSON 请使用 UTF-8 编码；GBK 表格请用导入功能",
            "send JSON in UTF-8; import GBK spreadsheets instead",
        ),
    )
}

/// Reads a JSON body. What is nested too deeply or no JSON is refused as a whole.
pub fn read_json(bytes: &[u8]) -> Answer<Json> {
    serde_json::from_slice(bytes).map_err(|e| {
        if e.to_string().contains("recursion limit") {
            Fault::TooLarge
        } else {
            Fault::Unreadable(format!("JSON {}:{}", e.line(), e.column()))
        }
    })
}
