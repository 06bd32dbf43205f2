//! `Evaluator`: answers questions on the ground that was loaded last.
//!
//! Not here: bytes (`door`). Nothing of a subject is kept from one question to the next.

use crate::{
    answer::{Answer, Told, no_ground, unreadable},
    question::{PackText, Question},
};
use facts::{
    Instant, Refusal, SubjectId,
    check::{CheckContext, RawFact},
};
use outcomes::apart::{Ground, GroundSheet, judge};
use plan::written::{PackFiles, read_packs};
use serde_json::Value as Json;

/// Answers questions.
#[derive(Default)]
pub struct Evaluator {
    ground: Option<Ground>,
}

impl Evaluator {
    /// Answers one question, JSON to JSON. Whatever is asked, there is an answer.
    pub fn call(&mut self, question: &[u8]) -> Vec<u8> {
        let answer = match serde_json::from_slice(question) {
            Ok(question) => self.answer(question),
            Err(error) => unreadable(&error),
        };
        serde_json::to_vec(&answer).unwrap_or_default()
    }

    fn answer(&mut self, question: Question) -> Answer {
        match question {
            Question::Load { ground } => self.load(*ground),
            Question::CheckPlan { packs } => Answer::Ok(check_plan(packs)),
            Question::CheckFact { fact, clock, by, org } => match &self.ground {
                Some(ground) => Answer::Ok(check_fact(ground, fact, (clock, &by, org))),
                None => no_ground(),
            },
            Question::Judge { case, as_of } => match &self.ground {
                Some(ground) => Answer::Ok(Told::Judged(Box::new(judge(ground, *case, as_of)))),
                None => no_ground(),
            },
        }
    }

    /// A ground that cannot be read leaves the one before as it was.
    fn load(&mut self, sheet: GroundSheet) -> Answer {
        let ground = match Ground::read(sheet) {
            Ok(ground) => ground,
            Err(unfit) => return Answer::Error(unfit),
        };
        let mut packs: Vec<String> = Vec::new();
        for pack in ground.plan.adoptions.iter().map(|a| format!("{} {}", a.pack.id, a.pack.version)) {
            if !packs.contains(&pack) {
                packs.push(pack);
            }
        }
        let ledgers = ground.plan.ledgers.0.keys().cloned().collect();
        self.ground = Some(ground);
        Answer::Ok(Told::Loaded { packs, ledgers })
    }
}

fn check_fact(ground: &Ground, fact: Json, (clock, by, org): (Instant, &str, Option<SubjectId>)) -> Told {
    let checked = RawFact::from_json(fact).and_then(|raw| match raw.id {
        Some(id) => {
            ground.check(&raw, &CheckContext { clock, zone: ground.plan.zone, by: by.into(), org, id })
        }
        None => Err(vec![no_id()]),
    });
    match checked {
        Ok(fact) => Told::Fact { refusals: Vec::new(), fact: Some(fact) },
        Err(refusals) => Told::Fact { refusals, fact: None },
    }
}

/// The house gives an id where there is none; here is no chance to make one of, and what is sent later has to be the same.
fn no_id() -> Refusal {
    let says = facts::Label::new("离线登记必须自带编号", "what is entered without network brings its own id");
    let hint = facts::Label::new("请先生成 UUIDv7 编号", "make a UUIDv7 first");
    Refusal::new(facts::RefusalCode::Missing, says, hint).about(&"id".into())
}

fn check_plan(packs: Vec<PackText>) -> Told {
    let packs: Vec<PackFiles> =
        packs.into_iter().map(|p| PackFiles { folder: p.folder, files: p.files }).collect();
    let found = read_packs(&packs, &[]);
    Told::Problems { problems: found.err().map(|p| p.list().to_vec()).unwrap_or_default() }
}
