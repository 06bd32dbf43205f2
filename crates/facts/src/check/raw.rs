//! `RawFact`: a fact as it comes over the wire or out of a row, before it is checked; and the limits of its body.
//!
//! Not here: where it comes from. Import fills the same struct from the cells of a row.

use super::words;
use crate::{
    names::{FactId, Name},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

/// The largest body, in bytes of JSON. The longest form of a pack is a tenth of it.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Body, list, entry.
pub const BODY_DEPTH_MAX: usize = 3;
/// The most fields of a body.
pub const BODY_FIELDS_MAX: usize = 200;

/// The wire form of a fact, version 1.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFact {
    /// Made by the writer; without it sending again is a new fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<FactId>,
    /// The ledger.
    pub ledger: Name,
    /// `kind:code`, or the bare code of the ledger's kind.
    pub subject: SmolStr,
    /// When it happened: instant, civil date, or civil date and time.
    pub at: SmolStr,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<SmolStr>,
    /// On whose behalf; default: the writer's organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<SmolStr>,
    /// The fields.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub body: Map<String, Json>,
    /// The first fact of the chain of corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<FactId>,
    /// The correction says: it did not happen. Its body is not looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub void: bool,
    /// The key of the duty it is meant to discharge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharges: Option<SmolStr>,
}

impl RawFact {
    /// Reads one fact of JSON text (one line of a stream, one member of a batch).
    pub fn read(text: &str) -> Result<RawFact, Vec<Refusal>> {
        let json = serde_json::from_str(text).map_err(|e| vec![words::not_json(&e)])?;
        RawFact::from_json(json)
    }

    /// Reads one fact of JSON that was read before.
    pub fn from_json(json: Json) -> Result<RawFact, Vec<Refusal>> {
        if let Json::Object(members) = &json {
            let wrong = |name: &&str| {
                let text = members.get(*name).filter(|v| !v.is_null());
                text.is_some_and(|v| v.as_str().is_none_or(|t| t.parse::<FactId>().is_err()))
            };
            let refusals: Vec<_> = ["corrects", "id"]
                .iter()
                .copied()
                .filter(wrong)
                .map(|n| words::wrong_id(&Name::new(n)))
                .collect();
            if !refusals.is_empty() {
                return Err(refusals);
            }
        }
        serde_json::from_value(json).map_err(|e| vec![words::not_a_fact(&e)])
    }
}

/// Refuses a body that is too large, too deep or has too many fields.
pub(super) fn check_size(body: &Map<String, Json>) -> Result<(), Box<Refusal>> {
    if body.len() > BODY_FIELDS_MAX {
        return Err(words::too_many_fields(body.len(), BODY_FIELDS_MAX).into());
    }
    let mut bytes = 2;
    for (name, json) in body {
        bytes += name.len() + 4;
        // The body is the first level.
        measure(json, 1, &mut bytes)?;
        if bytes > BODY_BYTES_MAX {
            return Err(words::too_many_bytes(BODY_BYTES_MAX).into());
        }
    }
    Ok(())
}

/// Adds up about the bytes of its JSON. Never goes deeper than allowed.
fn measure(json: &Json, above: usize, bytes: &mut usize) -> Result<(), Box<Refusal>> {
    let inside = matches!(json, Json::Array(_) | Json::Object(_));
    if inside && above >= BODY_DEPTH_MAX {
        return Err(words::too_deep(BODY_DEPTH_MAX).into());
    }
    match json {
        Json::String(text) => *bytes += text.len() + 2,
        Json::Array(items) => {
            *bytes += 2 + items.len();
            items.iter().try_for_each(|item| measure(item, above + 1, bytes))?;
        }
        Json::Object(members) => {
            *bytes += 2 + members.keys().map(|name| name.len() + 4).sum::<usize>();
            members.values().try_for_each(|value| measure(value, above + 1, bytes))?;
        }
        Json::Number(_) | Json::Bool(_) | Json::Null => *bytes += 5,
    }
    Ok(())
}
