//! The document as this server gives it: that of the code, with the ledgers in force as schemas of a fact's body. From
//! the schema of a ledger come validation, form, list, template, and here its documentation for programs.
//!
//! Not here: routes and their types (`api`); what a ledger is (`facts::ledger`).

use facts::{Field, FieldType, Label, Ledger, Ledgers, check::TEXT_CHARS_MAX, ledger::Code};
use serde_json::{Map, Value as Json, json};

/// Where the schema of a ledger stands among the others.
fn name_of(ledger: &Ledger) -> String {
    format!("ledger.{}", ledger.id)
}

/// The document with a schema for each ledger; the body of a fact is one of them.
pub fn with_ledgers(
    document: &utoipa::openapi::OpenApi,
    ledgers: &Ledgers,
) -> Result<Json, serde_json::Error> {
    let mut document = serde_json::to_value(document)?;
    let reference = |ledger: &Ledger| json!({ "$ref": format!("#/components/schemas/{}", name_of(ledger)) });
    let any_of: Vec<Json> = ledgers.0.values().map(reference).collect();
    let names: Vec<&str> = ledgers.0.keys().map(|id| id.as_str()).collect();
    if let Some(properties) = document.pointer_mut("/components/schemas/FactIn/properties") {
        properties["body"] = json!({ "description": "The fields of the ledger.", "anyOf": any_of });
        properties["ledger"]["enum"] = json!(names);
    }
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Json::as_object_mut) {
        schemas.extend(ledgers.0.values().map(|ledger| (name_of(ledger), body_of(ledger))));
    }
    Ok(document)
}

/// The schema of the body of a ledger's facts.
fn body_of(ledger: &Ledger) -> Json {
    let fields = ledger.fields.iter().map(|field| (field.id.to_string(), schema_of(field)));
    let required: Vec<&str> = ledger.fields.iter().filter(|f| f.required).map(|f| f.id.as_str()).collect();
    json!({
        "type": "object",
        "title": ledger.title.en,
        "description": format!("{}; about: {}", both(&ledger.title), ledger.about.as_str()),
        "properties": fields.collect::<Map<String, Json>>(),
        "required": required,
        "additionalProperties": false,
    })
}

fn both(label: &Label) -> String {
    format!("{} {}", label.zh, label.en)
}

/// The schema of a field's values, with its words, its unit and how private it is.
fn schema_of(field: &Field) -> Json {
    let mut schema = kind_of(&field.kind);
    let mut says = vec![both(&field.label)];
    says.extend(field.help.as_ref().map(both));
    match &field.kind {
        FieldType::Number { unit: Some(unit), .. } => says.push(format!("单位 unit: {unit}")),
        FieldType::Code { codes } | FieldType::Codes { codes } => says.push(meanings(codes)),
        FieldType::Ref { to, kinds } if kinds.is_empty() => says.push(format!("`{}:…`", to.as_str())),
        FieldType::Ref { to, kinds } => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            says.push(format!("`{}:…` ({})", to.as_str(), kinds.join(", ")));
        }
        _ => {}
    }
    if field.is_identity() {
        says.push("加密存放，默认脱敏 kept encrypted, masked by default".into());
    }
    schema["description"] = json!(says.join("; "));
    schema
}

fn meanings(codes: &[Code]) -> String {
    codes.iter().map(|c| format!("{} = {}", c.code, both(&c.label))).collect::<Vec<_>>().join(", ")
}

/// The JSON that a value of this kind is.
fn kind_of(kind: &FieldType) -> Json {
    let names = |codes: &[Code]| json!(codes.iter().map(|c| c.code.as_str()).collect::<Vec<_>>());
    match kind {
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Number { decimals, min, max, .. } => {
            let mut number = json!({ "type": if *decimals == 0 { "integer" } else { "number" } });
            for (key, bound) in [("minimum", min), ("maximum", max)] {
                if let Some(bound) = bound {
                    number[key] = json!(bound);
                }
            }
            number
        }
        FieldType::Text { max_chars } => {
            json!({ "type": "string", "maxLength": max_chars.unwrap_or(TEXT_CHARS_MAX) })
        }
        FieldType::Code { codes } => json!({ "type": "string", "enum": names(codes) }),
        FieldType::Codes { codes } => {
            json!({ "type": "array", "items": { "type": "string", "enum": names(codes) } })
        }
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Instant => json!({ "type": "string", "format": "date-time" }),
        FieldType::TimeOfDay => json!({ "type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9]$" }),
        _ => json!({ "type": "string" }),
    }
}
