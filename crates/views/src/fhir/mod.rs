//! Cases as FHIR R4 resources (https://hl7.org/fhir/R4): Patient, Condition, Specimen, Observation, Immunization, and the
//! contact relation. They are made of views, so what is masked in the list is absent here, by the same rights.
//!
//! Codes are given as the ledgers have them and as their `means` say in published code systems; none is known here. Ids are
//! those of the facts, or follow from the subject, so that two exports agree.
//!
//! Reading order: this file (codes, times, references), `person`, `findings`, `contacts`.
//!
//! Not here: the Bundle around them and its sending (`server`).

pub mod contacts;
pub mod findings;
pub mod person;

use crate::fact::{FactView, FieldView};
use facts::{FactId, Field, FieldTerm, FieldType, Instant, Ledgers, ledger::Code};
use serde_json::{Map, Value, json};

/// Verification statuses of conditions; the binding is required by FHIR.
const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
/// Clinical statuses of conditions; the binding is required.
const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
/// Genders of administration; the binding is required.
const GENDER: &str = "http://hl7.org/fhir/administrative-gender";
/// Sorts of observations.
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// Why something is absent.
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
/// Under which the ids of the house stand as identifiers, and under `ledger.field` its codes.
const OWN: &str = "urn:lianfang";

/// An entry of a Bundle: a resource under the address by which others of the Bundle refer to it.
pub fn entry(resource: &Value) -> Value {
    let id = resource["id"].as_str().unwrap_or_default();
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource })
}

/// A reference inside of the Bundle.
fn reference(id: &str) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

/// The id of the Patient of a subject.
pub fn patient_id(subject: &str) -> String {
    FactId::from_name("fhir", "Patient", subject).to_string()
}

/// A fact as far as it may be seen, read by terms.
#[derive(Clone, Copy)]
struct Seen<'a> {
    ledgers: &'a Ledgers,
    fact: &'a FactView,
}

impl<'a> Seen<'a> {
    /// The field of a term and what stands in it; nothing where it is masked.
    fn field(&self, term: FieldTerm) -> Option<(&'a Field, &'a Value)> {
        let field = self.ledgers.get(&self.fact.ledger)?.field_of(term)?;
        let seen = |view: &&FieldView| view.id == field.id.as_str();
        Some((field, self.fact.fields.iter().find(seen)?.value.as_ref()?))
    }

    fn text(&self, term: FieldTerm) -> Option<&'a str> {
        self.field(term)?.1.as_str()
    }

    /// A code as a CodeableConcept.
    fn concept(&self, term: FieldTerm) -> Option<Value> {
        let (field, value) = self.field(term)?;
        Some(concept(&self.fact.ledger, field, value.as_str()?))
    }

    /// When: as a field says, else when the fact happened.
    fn when(&self, term: FieldTerm) -> String {
        self.text(term).map_or_else(|| date_time(&self.fact.at), date_time)
    }

    /// The ledger in words, as a concept without a code: FHIR has none for a sheet of a county.
    fn sheet(&self) -> Value {
        json!({ "text": self.fact.title.zh })
    }
}

/// A value of a field with codes: what it means elsewhere first, then as the ledger has it. Text that is no code is text.
fn concept(ledger: &str, field: &Field, value: &str) -> Value {
    let Some(code) = code_of(field, value) else { return json!({ "text": value }) };
    let mut codings: Vec<Value> =
        code.means.iter().map(|m| coding(&m.system, &m.code, m.display.as_deref())).collect();
    codings.push(coding(&format!("{OWN}:{ledger}.{}", field.id), value, Some(&code.label.zh)));
    json!({ "coding": codings, "text": code.label.zh })
}

fn coding(system: &str, code: &str, display: Option<&str>) -> Value {
    let mut coding = json!({ "system": system, "code": code });
    if let Some(display) = display {
        coding["display"] = display.into();
    }
    coding
}

fn code_of<'f>(field: &'f Field, value: &str) -> Option<&'f Code> {
    let (FieldType::Code { codes } | FieldType::Codes { codes }) = &field.kind else { return None };
    codes.iter().find(|code| code.code.as_str() == value)
}

/// What a code means in one code system.
fn meaning(field: &Field, value: &str, system: &str) -> Option<Value> {
    let means = &code_of(field, value)?.means;
    means.iter().find(|m| m.system == system).map(|m| coding(&m.system, &m.code, m.display.as_deref()))
}

/// A civil day, or a moment to the second in UTC: FHIR asks for a zone beside a time.
fn date_time(text: &str) -> String {
    let to_the_second = |at: Instant| {
        let text = at.to_string();
        text.split_once('.').map_or(text.clone(), |(seconds, _)| format!("{seconds}Z"))
    };
    Instant::parse(text).map_or_else(|| text.to_owned(), to_the_second)
}

/// Leaves out what is not known: FHIR has no `null`.
fn known(members: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    Value::Object(
        members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect::<Map<_, _>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stay_days_and_moments_get_a_zone() {
        assert_eq!(date_time("2026-02-08"), "2026-02-08");
        let at = Instant::parse("2026-02-08T08:00:00.25+08:00").expect("a moment");
        assert_eq!(date_time(&at.to_string()), "2026-02-08T00:00:00Z");
    }

    #[test]
    fn what_is_not_known_is_absent() {
        assert_eq!(known([("a", Some(json!(1))), ("b", None)]), json!({ "a": 1 }));
        assert_eq!(patient_id("person:1"), patient_id("person:1"));
        assert_ne!(patient_id("person:1"), patient_id("person:2"));
    }
}
