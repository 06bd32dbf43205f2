//! JSON Schemas of the files of a pack, made of the same tables that the reader uses.
//!
//! Not here: the tables (`format`).

use super::{
    format::{FILES, WORDS},
    shape::{Key, Kind, Shape},
};
use serde_json::{Map, Value, json};

/// A schema for each kind of file: `{ "pack": …, "ledgers": …, "rules": …, "reports": …, "scenario": …,
/// "coverage": … }`, each with the place of its files as `$comment`.
pub fn schema() -> Value {
    let mut all = Map::new();
    for (name, place, shape) in FILES {
        let mut defs = Map::new();
        let Value::Object(mut root) = of_shape(shape, &mut defs) else { continue };
        root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("$comment".into(), json!(place));
        root.insert("title".into(), json!(name));
        root.insert("$defs".into(), Value::Object(defs));
        all.insert(name.into(), Value::Object(root));
    }
    Value::Object(all)
}

fn of_shape(shape: &'static Shape, defs: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for key in shape.keys {
        properties.insert(key.name.into(), of_key(key, defs));
    }
    let required: Vec<&str> = shape.keys.iter().filter(|k| k.need).map(|k| k.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn of_key(key: &Key, defs: &mut Map<String, Value>) -> Value {
    let kind = of_kind(&key.kind, defs);
    match kind {
        Value::Object(mut object) => {
            object.insert("description".into(), json!(key.tells));
            Value::Object(object)
        }
        other => other,
    }
}

fn named(shape: &'static Shape, defs: &mut Map<String, Value>) -> Value {
    if !defs.contains_key(shape.name) {
        // Held before it is filled, so that a shape inside of itself ends.
        defs.insert(shape.name.into(), Value::Null);
        let schema = of_shape(shape, defs);
        defs.insert(shape.name.into(), schema);
    }
    json!({ "$ref": format!("#/$defs/{}", shape.name) })
}

fn or_param(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "string", "pattern": "^params\\.[a-z][a-z0-9_-]*$" }] })
}

fn of_kind(kind: &Kind, defs: &mut Map<String, Value>) -> Value {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match kind {
        Kind::Text | Kind::Ref | Kind::Condition => json!({ "type": "string", "minLength": 1 }),
        Kind::Words => named(&WORDS, defs),
        Kind::Id => text("^[a-z][a-z0-9_-]{0,63}$"),
        Kind::Owner => text("^[A-Za-z0-9_-]+@(subject|reporter|field:[A-Za-z0-9_-]+)$"),
        Kind::Version => text("^[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}$"),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Whole(low, high) => or_param(json!({ "type": "integer", "minimum": low, "maximum": high })),
        Kind::Number => or_param(json!({ "type": "number" })),
        Kind::Length => or_param(text("^P[0-9WDTHMS]+$")),
        Kind::Offset => or_param(text("^-?P[0-9WDTHMS]+$")),
        Kind::Clock => or_param(text("^[0-2][0-9]:[0-5][0-9]$")),
        Kind::Moment => text("^[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        Kind::Recurrence => or_param(text("^(RRULE:)?FREQ=")),
        Kind::One(words) => or_param(json!({ "enum": words })),
        Kind::Any => json!({ "type": ["boolean", "number", "string", "array"] }),
        Kind::Bag => json!({ "type": "object" }),
        Kind::List(of) => json!({ "type": "array", "items": of_kind(of, defs) }),
        Kind::OneOrMore(of) => {
            let one = of_kind(of, defs);
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        }
        Kind::Table(shape) => named(shape, defs),
        Kind::Map(shape) => {
            let of = named(shape, defs);
            json!({ "type": "object", "additionalProperties": of })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_of_a_schema_is_defined() {
        let all = schema();
        for (_, file) in all.as_object().expect("an object") {
            let text = file.to_string();
            for part in text.split("\"$ref\":\"#/$defs/").skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                assert!(file["$defs"][name].is_object(), "{name}");
            }
        }
    }
}
