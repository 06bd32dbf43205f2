//! Rows of one ledger as facts: subjects are found by identity number where a row has only that, and a row without a time
//! keeps the time at which it first came, so that the same file is the same facts again.
//!
//! Not here: rows of a line list (`linelist`).

use super::{Doubted, OnTheWay};
use crate::state::Doors;
use facts::{
    FieldType, Label, Ledger, Refusal, RefusalCode, SubjectId, SubjectKind, Zone, check::RawFact,
    order::doubts,
};
use spreadsheets::{Column, Reader, RowFact, Table};
use std::collections::BTreeSet;

/// The rows as facts.
pub(super) fn of_ledger(
    doors: &Doors,
    ledger: &Ledger,
    columns: &[Column],
    table: &Table,
) -> Result<Vec<OnTheWay>, store::Error> {
    let opaque = |text: &str| token(doors, "row", text).unwrap_or_else(|| text.to_owned());
    let now = doors.now().to_string();
    doors.house.read(|read| {
        let mut found = Vec::new();
        for row in Reader::new(ledger, columns, &opaque).facts(table) {
            let (n, fact, undated) = match row {
                Err((n, refusals)) => (n, Err(refusals), Vec::new()),
                Ok(row) => {
                    let undated = row.fact.id.filter(|_| row.fact.at.is_empty()).into_iter().collect();
                    (row.row, complete(doors, read, ledger, row, &now)?, undated)
                }
            };
            let doubts = fact.as_ref().map(|fact| doubted(&[(ledger, fact)], doors.house.zone));
            let doubts = doubts.unwrap_or_default();
            found.push(OnTheWay { undated, ..OnTheWay::new(n, fact.map(|fact| vec![fact]), doubts) });
        }
        Ok(found)
    })
}

/// The orders that facts of one row break.
pub(super) fn doubted(together: &[(&Ledger, &RawFact)], zone: Zone) -> Vec<Doubted> {
    let doubts = doubts(together, zone).into_iter();
    doubts.map(|doubt| Doubted { says: doubt.says, values: vec![doubt.first, doubt.then] }).collect()
}

/// A keyed token of a text that may hold identity values.
pub(super) fn token(doors: &Doors, of: &str, text: &str) -> Option<String> {
    let key = SubjectId::parse("org:import")?;
    doors.house.vault.token(&key, of, &vault::Secret::new(text.to_owned())).ok()
}

/// The person that a token stands for.
pub(super) fn person_of(token: &str) -> Option<SubjectId> {
    let code = token.rsplit(':').next().map(|hex| format!("person:{hex}"))?;
    SubjectId::parse(&code)
}

fn complete(
    doors: &Doors,
    read: &mut dyn store::Read,
    ledger: &Ledger,
    row: RowFact,
    now: &str,
) -> Result<Result<RawFact, Vec<Refusal>>, store::Error> {
    let RowFact { mut fact, id_number, .. } = row;
    if fact.subject.is_empty() {
        match by_id_number(doors, read, ledger, id_number.as_deref().unwrap_or_default())? {
            Some(subject) => fact.subject = subject.as_str().into(),
            None => return Ok(Err(vec![nobody()])),
        }
    }
    if fact.at.is_empty() {
        let before = match fact.id {
            Some(id) => read.fact(id)?,
            None => None,
        };
        fact.at = before.map_or_else(|| now.to_owned(), |f| f.fact.at.to_string()).into();
    }
    Ok(Ok(fact))
}

/// The person with this identity number; a new id when the ledger registers persons and there is none.
pub(super) fn by_id_number(
    doors: &Doors,
    read: &mut dyn store::Read,
    ledger: &Ledger,
    number: &str,
) -> Result<Option<SubjectId>, store::Error> {
    let Ok(number) = facts::china::citizen_id::read(number) else { return Ok(None) };
    let in_force = doors.house.in_force();
    let secret = vault::Secret::new(number.to_string());
    let mut found = BTreeSet::new();
    let registering = in_force.plan.ledgers.0.values().filter(|l| l.profile);
    for field in registering.flat_map(|l| &l.fields).filter(|f| f.kind == FieldType::CitizenId) {
        for index in doors.house.vault.indexes_of_whole(field, &secret).unwrap_or_default() {
            found.extend(read.find_sealed(&field.id, &index)?);
        }
    }
    if found.len() == 1 {
        return Ok(found.into_iter().next());
    }
    if !found.is_empty() || !ledger.profile || ledger.about != SubjectKind::Person {
        return Ok(None);
    }
    // Keyed, so that the id does not tell the number.
    Ok(token(doors, "person", secret.expose()).as_deref().and_then(person_of))
}

pub(super) fn nobody() -> Refusal {
    Refusal::new(
        RefusalCode::UnknownSubject,
        Label::new("按身份证号找不到唯一的人员", "no single person has this identity number"),
        Label::new(
            "请核对身份证号，或先登记该人员，或填写“编号”列",
            "check the number, register the person first, or fill the column “编号”",
        ),
    )
}
