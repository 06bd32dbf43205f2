//! Patient and Condition: who, and what of.

use super::{
    ABSENT, CLINICAL, GENDER, OWN, Seen, VERIFICATION, concept, date_time, known, meaning, patient_id,
    reference,
};
use crate::{case_page::CasePage, linelist::field_of, words::SubjectRef};
use facts::{FieldTerm, Ledgers};
use serde_json::{Value, json};

/// The Patient of whom nothing is known but who it is: a contact or source who is no case of the Bundle.
pub fn bare_patient(person: &SubjectRef) -> Value {
    json!({
        "resourceType": "Patient",
        "id": patient_id(&person.id),
        "identifier": [{ "system": format!("{OWN}:subject"), "value": person.id }],
        "name": [name(person)],
    })
}

/// The Patient of a case.
pub fn patient(ledgers: &Ledgers, page: &CasePage) -> Value {
    let told = Told { ledgers, page };
    let mut patient = bare_patient(&page.case.person);
    let of = known([
        ("gender", told.meaning(FieldTerm::Sex, GENDER).map(|coding| coding["code"].clone())),
        ("birthDate", told.birth()),
        ("deceasedDateTime", told.day(FieldTerm::DateDeath)),
    ]);
    if let (Value::Object(patient), Value::Object(of)) = (&mut patient, of) {
        patient.extend(of);
    }
    patient
}

/// A name as it may be shown: masked, or absent because it is.
fn name(person: &SubjectRef) -> Value {
    let hidden = person.label.starts_with(crate::fact::MASK);
    if hidden {
        return json!({ "extension": [{ "url": ABSENT, "valueCode": "masked" }] });
    }
    let mut name = json!({ "text": person.label });
    if person.masked {
        name["use"] = "anonymous".into();
    }
    name
}

/// The Condition of a case.
pub fn condition(ledgers: &Ledgers, page: &CasePage) -> Value {
    let told = Told { ledgers, page };
    let list = |coding: Option<Value>| coding.map(|coding| json!({ "coding": [coding] }));
    // An outcome may tell that it was no case after all.
    let verification = told
        .meaning(FieldTerm::Outcome, VERIFICATION)
        .or_else(|| told.meaning(FieldTerm::CaseType, VERIFICATION));
    let clinical = told.meaning(FieldTerm::Outcome, CLINICAL);
    let over = clinical.as_ref().and_then(|_| told.day(FieldTerm::DateOutcome));
    let identifier = told.value(FieldTerm::CaseId).and_then(Value::as_str);
    known([
        ("resourceType", Some("Condition".into())),
        ("id", Some(page.case.id.clone().into())),
        ("identifier", identifier.map(|id| json!([{ "system": format!("{OWN}:case_id"), "value": id }]))),
        ("clinicalStatus", list(clinical)),
        ("verificationStatus", list(verification)),
        // As the house has it: the binding of the status takes no other codes.
        ("category", told.concept(FieldTerm::CaseType).map(|concept| json!([concept]))),
        ("code", told.concept(FieldTerm::Disease)),
        ("subject", Some(reference(&patient_id(&page.case.person.id)))),
        ("onsetDateTime", told.day(FieldTerm::DateOnset)),
        ("abatementDateTime", over),
        ("recordedDate", told.day(FieldTerm::DateReporting)),
    ])
}

/// The cells of the line list, by term.
struct Told<'a> {
    ledgers: &'a Ledgers,
    page: &'a CasePage,
}

impl<'a> Told<'a> {
    fn value(&self, term: FieldTerm) -> Option<&'a Value> {
        self.page.case.cells.get(term.as_str())?.value.as_ref()
    }

    fn day(&self, term: FieldTerm) -> Option<Value> {
        Some(date_time(self.value(term)?.as_str()?).into())
    }

    fn meaning(&self, term: FieldTerm, system: &str) -> Option<Value> {
        meaning(field_of(self.ledgers, term)?, self.value(term)?.as_str()?, system)
    }

    fn concept(&self, term: FieldTerm) -> Option<Value> {
        Some(concept(&self.page.card.ledger, field_of(self.ledgers, term)?, self.value(term)?.as_str()?))
    }

    /// The line list shows an age; the date of birth stands in the registration, where it may be seen.
    fn birth(&self) -> Option<Value> {
        let facts = self.page.groups.iter().flat_map(|group| &group.facts).chain([&self.page.card]);
        let born = facts
            .filter_map(|fact| Seen { ledgers: self.ledgers, fact }.text(FieldTerm::DateBirth))
            .next()?;
        Some(born.into())
    }
}
