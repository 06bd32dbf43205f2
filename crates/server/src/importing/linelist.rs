//! Rows of a line list as facts: who each case is, which parts of it the house can take, and in which order. The number
//! of a case becomes the id of a person by a keyed token over the name of the list and the number: the same list again
//! is the same persons, and another list's case 1 is somebody else.
//!
//! Not here: which column means what, and which cells make which fact (`spreadsheets::linelist`).

use super::{
    Doubted, OnTheWay,
    rows::{by_id_number, doubted, nobody, person_of, token},
};
use crate::{caller::Caller, state::Doors};
use facts::{
    FactId, FieldTerm, FieldType, Label, Ledger, LedgerTerm, Ledgers, Name, Refusal, RefusalCode, SubjectId,
    SubjectKind, check::RawFact, order::Doubtful,
};
use serde_json::Value as Json;
use spreadsheets::{
    Column, Table,
    linelist::{Case, LineList, Part, PartFact},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a line list is made of beside the registration of the person. Where a column fits several, the first takes it.
const TERMS: [LedgerTerm; 4] =
    [LedgerTerm::Case, LedgerTerm::Admission, LedgerTerm::Outcome, LedgerTerm::Exposure];

/// The ledgers in force that a line list of this caller fills: the registration of persons and the case report, and what
/// there is of the others; and the titles of those that the caller may not write. `None` when one of the first two is.
pub fn parts(ledgers: &Ledgers, caller: &Caller) -> Option<(Vec<Part>, Vec<Label>)> {
    let mine = |ledger: &&Ledger| caller.scope.grants().iter().any(|(_, rights)| rights.may_write(ledger));
    let persons = |ledger: &&Ledger| ledger.profile && ledger.about == SubjectKind::Person;
    // The register of persons rather than that of a school: who has an identity number there.
    let register = |ledger: &&Ledger| !ledger.fields.iter().any(|field| field.kind == FieldType::CitizenId);
    let registration = ledgers.0.values().filter(persons).filter(mine).min_by_key(register)?.clone();
    let (mut parts, mut not_mine) = (vec![Part { ledger: registration, is: None }], Vec::new());
    for term in TERMS {
        match ledgers.of_term(term).find(mine) {
            Some(ledger) => parts.push(Part { ledger: ledger.clone(), is: Some(term) }),
            None if term == LedgerTerm::Case => return None,
            None => not_mine.extend(ledgers.of_term(term).map(|ledger| ledger.title.clone())),
        }
    }
    Some((parts, not_mine))
}

/// The cases of a file.
pub(super) struct Cases<'a> {
    pub doors: &'a Doors,
    pub list: &'a LineList,
    pub name: &'a str,
    pub constants: &'a BTreeMap<Name, String>,
    pub home: Option<&'a SubjectId>,
}

impl Cases<'_> {
    /// The rows, a case behind the one that it was infected by.
    pub fn rows(&self, columns: &[Column], table: &Table) -> Result<Vec<OnTheWay>, store::Error> {
        let now = self.doors.now().to_string();
        self.doors.house.read(|read| {
            let home = self.home_field(read)?;
            let mut found = Vec::new();
            for row in &table.rows {
                match self.list.case(columns, row, self.constants, self.doors.house.zone) {
                    Err(refusals) => found.push(OnTheWay::new(row.n, Err(refusals), Vec::new())),
                    Ok(case) => found.push(self.row(read, case, home.as_ref(), &now)?),
                }
            }
            Ok(sources_first(found, self.list))
        })
    }

    /// The field of the registration by which somebody belongs to the organisation given.
    fn home_field(&self, read: &mut dyn store::Read) -> Result<Option<Name>, store::Error> {
        let Some(home) = self.home else { return Ok(None) };
        let kind = read.subject(home)?.and_then(|row| row.org_kind).unwrap_or_default();
        let registration = self.list.parts().iter().filter(|part| part.is.is_none());
        let mut fields = registration.flat_map(|part| &part.ledger.fields).filter(|field| field.membership);
        Ok(fields
            .find(|field| match &field.kind {
                FieldType::Ref { to: SubjectKind::Org, kinds } => kinds.is_empty() || kinds.contains(&kind),
                _ => false,
            })
            .map(|field| field.id.clone()))
    }

    /// A row: whose it is, and its facts with their ids.
    fn row(
        &self,
        read: &mut dyn store::Read,
        case: Case,
        home: Option<&Name>,
        now: &str,
    ) -> Result<OnTheWay, store::Error> {
        let n = case.row;
        let refused = |refusal| Ok(OnTheWay::new(n, Err(vec![refusal]), Vec::new()));
        let subject = match self.person(read, &case)? {
            Some(subject) => subject,
            None if case.number.is_empty() && case.id_number.is_none() => return refused(no_number()),
            None => return refused(nobody()),
        };
        let registered = read.subject(&subject)?.is_some();
        let (mut facts, mut notes, mut undated) = (Vec::new(), Vec::new(), Vec::new());
        for mut found in case.facts {
            let part = &self.list.parts()[found.part];
            self.name_sources(part, &mut found.fact);
            found.fact.subject = subject.as_str().into();
            let id = self.id(&found, part);
            let before = read.fact(id)?;
            if part.is.is_none() && registered && before.is_none() {
                // Registered elsewhere: what is known there is not overwritten by a list.
                notes.extend(found.fact.body.keys().next().map(|_| left_as_it_is(part)));
                continue;
            }
            if let (None, Some(field), Some(home)) = (part.is, home, self.home) {
                found.fact.body.entry(field.to_string()).or_insert_with(|| Json::from(home.as_str()));
            }
            found.fact.id = Some(id);
            if found.derived || found.fact.at.is_empty() {
                undated.push(id);
                let at = before.map(|before| before.fact.at.to_string());
                let own = Some(found.fact.at.to_string()).filter(|at| !at.is_empty());
                found.fact.at = at.or(own).unwrap_or_else(|| now.to_owned()).into();
            }
            facts.push(found);
        }
        Ok(OnTheWay { undated, ..self.settled(n, facts, notes) })
    }

    /// Looks for doubts among all that the row says, then leaves out the parts that cannot be facts.
    fn settled(&self, n: u64, facts: Vec<PartFact>, mut doubts: Vec<Doubted>) -> OnTheWay {
        let ledger = |found: &PartFact| &self.list.parts()[found.part].ledger;
        let together: Vec<(&Ledger, &RawFact)> =
            facts.iter().map(|found| (ledger(found), &found.fact)).collect();
        doubts.extend(doubted(&together, self.doors.house.zone));
        let mut whole = Vec::new();
        for found in facts {
            let part = &self.list.parts()[found.part];
            // Without a case report there is no case: the check says what is missing, and the row is refused.
            if found.lacking.is_empty() || matches!(part.is, None | Some(LedgerTerm::Case)) {
                whole.push(found.fact);
            } else {
                doubts.push(left_out(part, &found));
            }
        }
        OnTheWay::new(n, Ok(whole), doubts)
    }

    fn id(&self, found: &PartFact, part: &Part) -> FactId {
        let mut key = vec![found.fact.subject.to_string()];
        key.extend(found.key.iter().cloned());
        let key = key.join("\u{1f}");
        FactId::from_name("linelist", &part.ledger.id, &token(self.doors, "row", &key).unwrap_or(key))
    }

    fn person(&self, read: &mut dyn store::Read, case: &Case) -> Result<Option<SubjectId>, store::Error> {
        if !case.number.is_empty() {
            return Ok(self.numbered(&case.number));
        }
        let registration = self.list.parts().iter().find(|part| part.is.is_none());
        match (registration, &case.id_number) {
            (Some(part), Some(number)) => by_id_number(self.doors, read, &part.ledger, number),
            _ => Ok(None),
        }
    }

    /// The person of a number of this list; a number that is the id of a person means that one.
    fn numbered(&self, number: &str) -> Option<SubjectId> {
        let person = format!("{}:", SubjectKind::Person.as_str());
        if number.starts_with(&person) {
            return SubjectId::parse(number);
        }
        token(self.doors, "case", &format!("{}\u{1f}{number}", self.name)).as_deref().and_then(person_of)
    }

    /// Numbers of other cases of the list become their persons.
    fn name_sources(&self, part: &Part, fact: &mut RawFact) {
        let Some(field) = part.ledger.field_of(FieldTerm::SourceCase) else { return };
        if let Some(Json::String(number)) = fact.body.get_mut(field.id.as_str())
            && let Some(person) = self.numbered(number)
        {
            *number = person.to_string();
        }
    }
}

/// A row behind the row of its source, wherever it stands in the file; otherwise in the order of the file.
fn sources_first(rows: Vec<OnTheWay>, list: &LineList) -> Vec<OnTheWay> {
    let fields: Vec<(&Name, &Name)> = list
        .parts()
        .iter()
        .filter_map(|part| Some((&part.ledger.id, &part.ledger.field_of(FieldTerm::SourceCase)?.id)))
        .collect();
    let source = |row: &OnTheWay| {
        let facts = row.facts.as_ref().ok()?;
        let of = |fact: &RawFact| {
            let (_, field) = fields.iter().find(|(ledger, _)| **ledger == fact.ledger)?;
            fact.body.get(field.as_str())?.as_str().map(str::to_owned)
        };
        facts.iter().find_map(of)
    };
    let subject = |row: &OnTheWay| Some(row.facts.as_ref().ok()?.first()?.subject.to_string());
    let places: BTreeMap<String, usize> =
        rows.iter().enumerate().rev().filter_map(|(n, row)| Some((subject(row)?, n))).collect();
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    for n in 0..rows.len() {
        let (mut chain, mut next) = (Vec::new(), Some(n));
        while let Some(n) = next.filter(|n| seen.insert(*n)) {
            chain.push(n);
            next = source(&rows[n]).and_then(|source| places.get(&source).copied());
        }
        order.extend(chain.into_iter().rev());
    }
    let mut rows: Vec<Option<OnTheWay>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|n| rows[n].take()).collect()
}

/// What was left out because its ledger requires more.
fn left_out(part: &Part, found: &PartFact) -> Doubted {
    let name = |id: &Name| {
        let at = Label::new("发生时间", "event time");
        part.ledger.field(id).map_or(at, |field| field.label.clone())
    };
    let lacking: Vec<Label> = found.lacking.iter().map(name).collect();
    let zh: Vec<&str> = lacking.iter().map(|label| label.zh.as_str()).collect();
    let en: Vec<&str> = lacking.iter().map(|label| label.en.as_str()).collect();
    let says = Label::new(
        format!("“{}”未录入：缺少{}", part.ledger.title.zh, zh.join("、")),
        format!("no “{}” was made: {} is missing", part.ledger.title.en, en.join(", ")),
    );
    let shown = |field: &&facts::Field| !field.is_identity() && field.term != Some(FieldTerm::Disease);
    let values = part.ledger.fields.iter().filter(shown).filter_map(|field| {
        let value = found.fact.body.get(field.id.as_str())?;
        Some(Doubtful {
            ledger: part.ledger.id.clone(),
            field: field.id.clone(),
            label: field.label.clone(),
            value: value.as_str().map_or_else(|| value.to_string().into(), Into::into),
        })
    });
    Doubted { says, values: values.collect() }
}

fn left_as_it_is(part: &Part) -> Doubted {
    let says = Label::new(
        format!("此人已登记，“{}”未改动", part.ledger.title.zh),
        format!("the person is registered already; “{}” was left as it is", part.ledger.title.en),
    );
    Doubted { says, values: Vec::new() }
}

fn no_number() -> Refusal {
    Refusal::new(
        RefusalCode::WrongSubject,
        Label::new("本行没有病例编号", "the row has no number of the case"),
        Label::new(
            "请填写病例编号（case_id），或身份证号",
            "fill the number (case_id), or the identity number",
        ),
    )
}
