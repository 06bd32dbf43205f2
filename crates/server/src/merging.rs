//! Merging: two registrations turn out to be one person. Every fact about the other is told again about the person who is
//! kept, at its own time and by its own organisation; facts of others that name the other name the kept one; what was told
//! of the other is void. Nothing is lost: the chain keeps each of them, with who merged them and why.
//!
//! All of it is facts, so duties, courses, cases and counts follow as after any correction. It is foreseen before it is
//! written: where one of the facts would be refused, nothing is.
//!
//! Not here: who may be one person (`likeness`), and taking it back, which is a correction by hand.

use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, Fault},
    lists,
    state::Doors,
};
use access::Scope;
use facts::{
    Fact, FactId, FieldType, Ledger, Name, Recorded, Refusal, SubjectId, SubjectKind, Value, check::RawFact,
    fold::what_holds,
};
use intake::{Outcome, Submission};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;
use std::{collections::BTreeMap, sync::Arc};
use store::{SubjectRow, query::ListOf};
use vault::Secret;

/// Everything lies below it.
const TOP: &str = "/";

/// Who is kept, and who is the same.
#[derive(Clone)]
pub struct Merge {
    /// The person who is kept.
    pub kept: SubjectRow,
    /// Who turned out to be the same.
    pub other: SubjectId,
}

/// What a merge did.
pub struct Merged {
    /// Facts told again about the person who is kept.
    pub told_again: usize,
    /// Facts about others that name the kept person now.
    pub renamed: usize,
}

/// Merges. Doing it again after it was broken off completes it.
pub async fn merge(doors: &Doors, caller: &Caller, merge: Merge) -> Answer<Merged> {
    let (facts, done) = doors.desk(caller, move |desk| facts_of(desk, &merge)).await?;
    let scope = Arc::new(Scope::on_behalf_of(&caller.account));
    // The past of a person is nothing to be reminded of.
    let submission = Submission { facts, scope, org: None, history: true };
    all_taken(doors.writer.foresee(submission.clone()).await?.outcomes)?;
    all_taken(doors.writer.submit(submission).await?.outcomes)?;
    doors.written();
    Ok(done)
}

fn all_taken(outcomes: Vec<Outcome>) -> Answer<()> {
    let refused = |outcome: Outcome| match outcome {
        Outcome::Refused { refusals, .. } => refusals,
        Outcome::Accepted { .. } | Outcome::Known { .. } => Vec::new(),
    };
    let refusals: Vec<Refusal> = outcomes.into_iter().flat_map(refused).collect();
    if refusals.is_empty() { Ok(()) } else { Err(Fault::Refused(refusals)) }
}

/// All facts of a merge, in the order in which they make sense: told again, renamed, void.
fn facts_of(desk: &mut Desk<'_>, merge: &Merge) -> Answer<(Vec<RawFact>, Merged)> {
    let about = what_holds(desk.read.facts_about_any(std::slice::from_ref(&merge.other), &[])?);
    let kept = Kept::of(desk, merge)?;
    let book = desk.book;
    let plain = |r: &&Recorded| book.ledgers.get(&r.fact.ledger).is_some_and(|l| l.act.is_none());
    let (mut facts, mut void) = (Vec::new(), Vec::new());
    for recorded in about.iter().filter(plain) {
        let Some(ledger) = book.ledgers.get(&recorded.fact.ledger) else { continue };
        facts.extend(kept.told_again(desk, ledger, &recorded.fact)?);
        void.push(raw("merged-void", &recorded.fact, &merge.other, kept.id, (Map::new(), true)));
    }
    let told_again = facts.len();
    facts.extend(renamed(desk, merge)?);
    let renamed = facts.len() - told_again;
    facts.extend(void);
    Ok((facts, Merged { told_again, renamed }))
}

/// What is known of the person who is kept.
struct Kept<'m> {
    id: &'m SubjectId,
    other: &'m SubjectId,
    profile: &'m facts::Body,
    sealed: BTreeMap<Name, Secret>,
    /// Of the other.
    others_sealed: BTreeMap<Name, Secret>,
}

impl<'m> Kept<'m> {
    fn of(desk: &mut Desk<'_>, merge: &'m Merge) -> Answer<Kept<'m>> {
        let mut opened = |id: &SubjectId| -> Answer<BTreeMap<Name, Secret>> {
            Ok(desk.identity(id)?.into_iter().map(|(field, _, secret)| (field, secret)).collect())
        };
        let (sealed, others_sealed) = (opened(&merge.kept.id)?, opened(&merge.other)?);
        let Merge { kept, other } = merge;
        Ok(Kept { id: &kept.id, other, profile: &kept.profile, sealed, others_sealed })
    }

    /// The fact about the kept person. A registration adds what was not known of them, and nothing else.
    fn told_again(&self, desk: &Desk<'_>, ledger: &Ledger, fact: &Fact) -> Answer<Option<RawFact>> {
        let mut body = Map::new();
        let mut news = false;
        for field in &ledger.fields {
            let known = self.profile.get(&field.id).filter(|_| ledger.profile);
            let Some(value) = known.or(fact.get(&field.id)) else { continue };
            if known.is_some() && !field.required {
                continue;
            }
            news |= known.is_none();
            let told = match (field.is_identity(), value) {
                (true, Value::Text(_)) => self.identity(desk, &field.id)?,
                _ => Some(renaming(value, self.other, self.id)),
            };
            body.extend(told.map(|told| (field.id.to_string(), told)));
        }
        let told = raw("merged", fact, self.id, self.other, (body, false));
        Ok(Some(RawFact { corrects: None, ..told }).filter(|_| news || !ledger.profile))
    }

    /// What stands in a sealed field: the kept person's own value where there is one, else the other's.
    fn identity(&self, desk: &Desk<'_>, field: &Name) -> Answer<Option<Json>> {
        if let Some(own) = self.sealed.get(field) {
            let token = desk.house.vault.token(self.id, field, own);
            return Ok(Some(Json::String(token.map_err(|_| Fault::Broken("name a sealed value"))?)));
        }
        Ok(self.others_sealed.get(field).map(|secret| Json::String(secret.expose().to_owned())))
    }
}

/// Corrections of facts about others that name the one who turned out to be the same.
fn renamed(desk: &mut Desk<'_>, merge: &Merge) -> Answer<Vec<RawFact>> {
    let names_a_person = |ledger: &Ledger| {
        let person = |kind: &FieldType| matches!(kind, FieldType::Ref { to: SubjectKind::Person, .. });
        ledger.act.is_none() && ledger.fields.iter().any(|field| person(&field.kind))
    };
    let ledgers: Vec<Name> =
        desk.book.ledgers.0.values().filter(|l| names_a_person(l)).map(|l| l.id.clone()).collect();
    let (mut facts, mut after) = (Vec::new(), None);
    loop {
        let of =
            ListOf::Facts { ledgers: ledgers.clone(), subject: None, from: None, until: None, holding: true };
        let page = desk.page(of, vec![TOP.into()], lists::ROWS_MAX, after)?;
        let (rows, next) = lists::only(page, lists::fact);
        let naming = rows.iter().filter(|r| r.fact.subject != merge.other && names(&r.fact, &merge.other));
        facts.extend(naming.map(|r| {
            let told = |(field, value): (&Name, &Value)| {
                (field.to_string(), renaming(value, &merge.other, &merge.kept.id))
            };
            let body = r.fact.body.iter().map(told).collect();
            raw("renamed", &r.fact, &r.fact.subject, &merge.kept.id, (body, false))
        }));
        after = next;
        if after.is_none() {
            return Ok(facts);
        }
    }
}

fn names(fact: &Fact, person: &SubjectId) -> bool {
    fact.body.values().flat_map(Value::items).any(|v| v.as_text() == Some(person.as_str()))
}

/// A value, naming the one in place of the other.
fn renaming(value: &Value, from: &SubjectId, to: &SubjectId) -> Json {
    let text = |json: Json| match json {
        Json::String(text) if text == from.as_str() => Json::String(to.as_str().to_owned()),
        other => other,
    };
    match serde_json::to_value(value).unwrap_or_default() {
        Json::Array(items) => Json::Array(items.into_iter().map(text).collect()),
        one => text(one),
    }
}

/// A fact that a merge writes because of another: at its time, by its organisation, under an id that follows from both, so
/// that writing it twice is writing it once.
fn raw(
    why: &str,
    because: &Fact,
    subject: &SubjectId,
    partner: &SubjectId,
    (body, void): (Map<String, Json>, bool),
) -> RawFact {
    let key = format!("{} {subject} {partner}", because.id);
    RawFact {
        id: Some(FactId::from_name(why, &because.ledger, &key)),
        ledger: because.ledger.clone(),
        subject: subject.as_str().into(),
        at: SmolStr::new(because.at.to_string()),
        org: Some(because.org.as_str().into()),
        body,
        corrects: Some(because.root()),
        void,
        ..RawFact::default()
    }
}
