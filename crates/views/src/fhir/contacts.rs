//! The contact relation: an Observation about the contact whose focus is the case (SNOMED CT 444071008, exposure to
//! organism), as the electronic case report of HL7 has exposures. R4 has no resource for it: RelatedPerson says who somebody is
//! to a patient, not that they met.

use super::{Seen, coding, date_time, known, patient_id, reference};
use crate::fact::FactView;
use facts::{FactId, FieldTerm, Ledgers};
use serde_json::{Value, json};

/// What the relation is called.
fn exposure(title: &str) -> Value {
    let snomed = coding("http://snomed.info/sct", "444071008", Some("Exposure to organism (event)"));
    json!({ "coding": [snomed], "text": title })
}

/// What is told of the contact beside who and when.
const TOLD: [FieldTerm; 3] = [FieldTerm::ContactType, FieldTerm::Setting, FieldTerm::Certainty];

/// That the subject of a fact was near a source, and who that is. `None` where the viewer may not see whom the fact names.
pub fn contact(ledgers: &Ledgers, fact: &FactView) -> Option<(String, Value)> {
    let seen = Seen { ledgers, fact };
    let source = seen.text(FieldTerm::SourceCase)?;
    let days = [FieldTerm::DateFirstExposure, FieldTerm::DateLastExposure]
        .map(|term| seen.text(term).map(date_time));
    let period = match &days {
        [None, None] => None,
        [first, last] => {
            Some(known([("start", first.clone().map(Value::from)), ("end", last.clone().map(Value::from))]))
        }
    };
    let at = period.is_none().then(|| date_time(&fact.at).into());
    let part = |term: &FieldTerm| {
        let (field, _) = seen.field(*term)?;
        let value = seen.concept(*term)?;
        Some(json!({ "code": { "text": field.label.zh }, "valueCodeableConcept": value }))
    };
    let parts: Vec<Value> = TOLD.iter().filter_map(part).collect();
    let observation = known([
        ("resourceType", Some("Observation".into())),
        // The fact may be a case report, whose id its Condition has.
        ("id", Some(FactId::from_name("fhir", "contact", &fact.root).to_string().into())),
        ("status", Some("final".into())),
        ("code", Some(exposure(&fact.title.zh))),
        ("subject", Some(reference(&patient_id(&fact.subject.id)))),
        ("focus", Some(json!([reference(&patient_id(source))]))),
        ("effectiveDateTime", at),
        ("effectivePeriod", period),
        ("component", Some(parts).filter(|parts| !parts.is_empty()).map(Value::from)),
    ]);
    Some((source.to_owned(), observation))
}
