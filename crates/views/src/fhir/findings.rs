//! Specimen, Observation of a laboratory, Immunization: what was told of a case beside its report.

use super::{CATEGORY, OWN, Seen, coding, known, patient_id, reference};
use crate::case_page::CasePage;
use facts::{FieldTerm, LedgerTerm, Ledgers};
use serde_json::{Value, json};

/// What is said of a dose of which no vaccine is told; FHIR asks for one.
const NO_VACCINE: &str = "未登记疫苗 vaccine not told";

/// All findings of a case, specimens first, so that results can refer to them.
pub fn findings(ledgers: &Ledgers, page: &CasePage) -> Vec<Value> {
    let subject = reference(&patient_id(&page.case.person.id));
    let of = |term: LedgerTerm| {
        let groups = page.groups.iter().filter(move |group| group.term == term.as_str());
        groups.flat_map(|group| &group.facts).map(move |fact| Seen { ledgers, fact })
    };
    let samples: Vec<Seen<'_>> = of(LedgerTerm::Sample).collect();
    let specimens = samples.iter().map(|seen| specimen(seen, &subject));
    let results = of(LedgerTerm::TestResult).map(|seen| result(&seen, &subject, &samples));
    let doses = of(LedgerTerm::Vaccination).map(|seen| immunization(&seen, &subject));
    specimens.chain(results).chain(doses).collect()
}

fn specimen(seen: &Seen<'_>, subject: &Value) -> Value {
    let number = seen.text(FieldTerm::SampleId);
    known([
        ("resourceType", Some("Specimen".into())),
        ("id", Some(seen.fact.root.clone().into())),
        (
            "identifier",
            number.map(|number| json!([{ "system": format!("{OWN}:sample_id"), "value": number }])),
        ),
        ("type", seen.concept(FieldTerm::Specimen)),
        ("subject", Some(subject.clone())),
        ("collection", Some(json!({ "collectedDateTime": seen.when(FieldTerm::DateSample) }))),
    ])
}

fn result(seen: &Seen<'_>, subject: &Value, samples: &[Seen<'_>]) -> Value {
    let number = seen.text(FieldTerm::SampleId);
    let of = samples.iter().find(|s| number.is_some() && s.text(FieldTerm::SampleId) == number);
    known([
        ("resourceType", Some("Observation".into())),
        ("id", Some(seen.fact.root.clone().into())),
        ("status", Some("final".into())),
        ("category", Some(json!([{ "coding": [coding(CATEGORY, "laboratory", Some("Laboratory"))] }]))),
        ("code", Some(seen.sheet())),
        ("subject", Some(subject.clone())),
        ("effectiveDateTime", Some(seen.when(FieldTerm::DateSample).into())),
        ("valueCodeableConcept", seen.concept(FieldTerm::Result)),
        ("specimen", of.map(|sample| reference(&sample.fact.root))),
    ])
}

fn immunization(seen: &Seen<'_>, subject: &Value) -> Value {
    let dose = seen.field(FieldTerm::Dose).and_then(|(_, n)| n.as_u64()).filter(|n| *n > 0);
    let refused =
        seen.field(FieldTerm::DoseRefused).is_some_and(|(_, refused)| *refused == Value::Bool(true));
    known([
        ("resourceType", Some("Immunization".into())),
        ("id", Some(seen.fact.root.clone().into())),
        ("status", Some(if refused { "not-done" } else { "completed" }.into())),
        (
            "vaccineCode",
            Some(seen.concept(FieldTerm::Vaccine).unwrap_or_else(|| json!({ "text": NO_VACCINE }))),
        ),
        ("patient", Some(subject.clone())),
        ("occurrenceDateTime", Some(seen.when(FieldTerm::DateVaccination).into())),
        ("protocolApplied", dose.map(|n| json!([{ "doseNumberPositiveInt": n }]))),
    ])
}
