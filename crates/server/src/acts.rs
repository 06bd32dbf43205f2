//! What people decide at the desk becomes a fact of the ledger that acts so: a claim, a delegation, a waiver, an
//! acknowledgement, a signature, an adoption.
//!
//! Not here: whether they may (`routes`, and `intake` again when the fact is accepted), and what follows from it.

use crate::{
    caller::Caller,
    error::{Answer, Fault},
    state::Doors,
    wire::Taken,
};
use facts::{FactId, Ledger, SubjectId, check::RawFact, ledger::Act};
use intake::{Outcome, Submission};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use views::words::Words;

/// Something that a person decided.
pub struct Decision {
    /// What the ledger does.
    pub act: Act,
    /// Whom the decision is about.
    pub subject: SubjectId,
    /// The organisation in whose name it is made; also the subject of ledgers about organisations.
    pub org: Option<SubjectId>,
    /// When it holds from; default: now.
    pub at: Option<facts::Instant>,
    /// The fields. Those that the ledger does not have are left out.
    pub body: Vec<(&'static str, String)>,
    /// The first fact of the chain that is corrected.
    pub corrects: Option<FactId>,
    /// The duty that it discharges.
    pub discharges: Option<SmolStr>,
}

impl Decision {
    /// A decision with nothing but its fields.
    pub fn new(act: Act, subject: SubjectId, body: Vec<(&'static str, String)>) -> Self {
        Decision { act, subject, org: None, at: None, body, corrects: None, discharges: None }
    }
}

/// Writes the fact of a decision.
pub async fn decide(doors: &Doors, caller: &Caller, decision: Decision) -> Answer<Taken> {
    let in_force = doors.house.in_force();
    let ledger =
        ledger_for(in_force.plan.ledgers.0.values(), &decision).ok_or_else(|| no_ledger(decision.act))?;
    let fact = fact_of(doors, ledger, &decision);
    let org = decision.org.clone().or_else(|| caller.org_for(Some(ledger)));
    let submission = Submission { facts: vec![fact], scope: caller.scope.clone(), org, history: false };
    let answer = doors.writer.submit(submission).await?;
    doors.written();
    match answer.outcomes.into_iter().next() {
        Some(Outcome::Accepted { id, .. } | Outcome::Known { id }) => Ok(Taken { fact: id.to_string() }),
        Some(Outcome::Refused { refusals, .. }) => Err(Fault::Refused(refusals)),
        None => Err(Fault::Broken("a decision had no answer")),
    }
}

/// The ledger that acts so about such a subject, else the one about organisations.
fn ledger_for<'a>(ledgers: impl Iterator<Item = &'a Ledger>, decision: &Decision) -> Option<&'a Ledger> {
    let mut acting: Vec<&Ledger> = ledgers.filter(|l| l.act == Some(decision.act)).collect();
    acting.sort_by_key(|l| l.about != decision.subject.kind());
    acting.into_iter().next()
}

fn fact_of(doors: &Doors, ledger: &Ledger, decision: &Decision) -> RawFact {
    // Decisions about duties and alerts are about the duty's own subject, whatever kind the ledger names.
    let decides = matches!(decision.act, Act::Claim | Act::Delegate | Act::Waive | Act::Acknowledge);
    let fits = decides || ledger.about == decision.subject.kind();
    let subject = if fits {
        decision.subject.clone()
    } else {
        decision.org.clone().unwrap_or(decision.subject.clone())
    };
    let mut body = Map::new();
    for (name, value) in &decision.body {
        if ledger.field(name).is_some_and(|f| f.required || !value.is_empty()) {
            body.insert((*name).to_owned(), Json::String(value.clone()));
        }
    }
    let now = doors.now();
    let id = doors.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fact_id(now);
    RawFact {
        id: Some(id),
        ledger: ledger.id.clone(),
        subject: subject.as_str().into(),
        at: decision.at.unwrap_or(now).to_string().into(),
        written: Some(now.to_string().into()),
        org: decision.org.as_ref().map(|o| o.as_str().into()),
        body,
        corrects: decision.corrects,
        void: false,
        discharges: decision.discharges.clone(),
    }
}

fn no_ledger(act: Act) -> Fault {
    Fault::Conflict(
        Words::new(
            format!("启用的方案没有此类台账（{act:?}）"),
            format!("no plan in force declares a ledger for this ({act:?})"),
        ),
        Words::new("请先启用基础方案", "put the base plan in force first"),
    )
}
