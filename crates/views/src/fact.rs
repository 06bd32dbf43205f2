//! A fact as people see it: its fields with their words, masked where the viewer may not see them.

use crate::{
    lens::Lens,
    words::{OrgRef, SubjectRef, Words},
};
use facts::{Body, Field, FieldType, Ledger, Privacy, Recorded, SubjectId, Value, ledger::Code};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What stands in the place of a value that the viewer may not see.
pub const MASK: &str = "●●●";

/// A field with its value.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FieldView {
    /// The field.
    pub id: String,
    /// Its words.
    pub label: Words,
    /// The value as stored; absent when masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub value: Option<serde_json::Value>,
    /// The value in words: codes with their labels, numbers with their unit; `●●●` when masked.
    pub shown: Words,
    /// True when the viewer may not see it.
    pub masked: bool,
}

/// A fact.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FactView {
    /// Its id.
    pub id: String,
    /// The first fact of its chain of corrections.
    pub root: String,
    /// Its place in the shard.
    pub seq: u64,
    /// Its ledger.
    pub ledger: String,
    /// The words of the ledger.
    pub title: Words,
    /// About whom or what.
    pub subject: SubjectRef,
    /// On whose behalf it was reported.
    pub org: OrgRef,
    /// By which account.
    pub by: String,
    /// When it happened.
    pub at: String,
    /// When it was received.
    pub received: String,
    /// Minutes from event to receipt.
    pub recorded_after_minutes: i64,
    /// It corrects an earlier fact.
    pub correction: bool,
    /// It says that the earlier fact did not happen.
    pub void: bool,
    /// Its content was purged when its time was over; who reported what kind of fact about whom, and when, stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub purged: bool,
    /// Its fields, in the order of the form.
    pub fields: Vec<FieldView>,
}

/// A fact with all its versions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FactDetail {
    /// What holds; absent when it was voided.
    pub holds: Option<FactView>,
    /// Every version, in order of receipt.
    pub versions: Vec<FactView>,
}

/// The subjects that facts mention: to be named before they are shown.
pub fn mentions<'a>(facts: impl IntoIterator<Item = &'a Recorded>) -> BTreeSet<SubjectId> {
    let mut found = BTreeSet::new();
    for recorded in facts {
        found.insert(recorded.fact.subject.clone());
        found.insert(recorded.fact.org.clone());
        let texts = recorded.fact.body.values().flat_map(|v| v.items().iter()).filter_map(Value::as_text);
        found.extend(texts.filter_map(SubjectId::parse));
    }
    found
}

/// A fact as the viewer may see it; `None` when they may not see facts of its ledger there at all.
pub fn fact_view(lens: &Lens<'_>, recorded: &Recorded) -> Option<FactView> {
    let fact = &recorded.fact;
    let ledger = lens.book.ledgers.get(&fact.ledger);
    let sees = lens.sees_whole(fact)?;
    Some(FactView {
        id: fact.id.to_string(),
        root: fact.root().to_string(),
        seq: recorded.seq,
        ledger: fact.ledger.to_string(),
        title: lens.book.ledger_title(&fact.ledger),
        subject: lens.subject(&fact.subject),
        org: lens.org(&fact.org),
        by: fact.by.to_string(),
        at: fact.at.to_string(),
        received: recorded.received.to_string(),
        recorded_after_minutes: recorded.received.micros_since(fact.at) / 60_000_000,
        correction: fact.corrects.is_some(),
        void: fact.void,
        purged: recorded.purged,
        fields: ledger.map(|l| fields_view(lens, l, &fact.body, sees)).unwrap_or_default(),
    })
}

/// The fields of a body in the order of the form, masked.
pub fn fields_view(lens: &Lens<'_>, ledger: &Ledger, body: &Body, sees: Privacy) -> Vec<FieldView> {
    let present = ledger.fields.iter().filter_map(|f| body.get(&f.id).map(|v| (f, v)));
    present.map(|(field, value)| field_view(lens, field, value, sees)).collect()
}

/// One field. Identity is masked for everybody: it is asked for with a reason.
pub fn field_view(lens: &Lens<'_>, field: &Field, value: &Value, sees: Privacy) -> FieldView {
    let masked = field.is_identity() || field.privacy > sees;
    FieldView {
        id: field.id.to_string(),
        label: Words::from(&field.label),
        value: if masked { None } else { serde_json::to_value(value).ok() },
        shown: if masked { Words::same(MASK) } else { shown(lens, field, value) },
        masked,
    }
}

/// A value in words.
pub fn shown(lens: &Lens<'_>, field: &Field, value: &Value) -> Words {
    match (&field.kind, value) {
        (FieldType::Code { codes } | FieldType::Codes { codes }, value) => {
            let words: Vec<Words> =
                value.items().iter().filter_map(Value::as_text).map(|c| code_words(codes, c)).collect();
            Words::new(
                words.iter().map(|w| w.zh.as_str()).collect::<Vec<_>>().join("、"),
                words.iter().map(|w| w.en.as_str()).collect::<Vec<_>>().join(", "),
            )
        }
        (_, Value::Bool(true)) => Words::new("是", "yes"),
        (_, Value::Bool(false)) => Words::new("否", "no"),
        (FieldType::Number { unit: Some(unit), .. }, Value::Number(n)) => Words::same(format!("{n} {unit}")),
        (_, Value::Number(n)) => Words::same(n.to_string()),
        (FieldType::Instant, Value::Text(text)) => Words::same(
            facts::Instant::parse(text).map_or_else(|| text.to_string(), |at| lens.zone.words(at)),
        ),
        (FieldType::Ref { .. }, Value::Text(text)) => {
            Words::same(SubjectId::parse(text).map_or_else(|| text.to_string(), |id| lens.subject(&id).label))
        }
        (_, Value::Text(text)) => Words::same(text.as_str()),
        (_, Value::List(items)) => {
            let words: Vec<String> = items.iter().map(|i| shown(lens, field, i).zh).collect();
            Words::same(words.join("、"))
        }
    }
}

fn code_words(codes: &[Code], code: &str) -> Words {
    codes
        .iter()
        .find(|c| c.code.as_str() == code)
        .map_or_else(|| Words::same(code), |c| Words::from(&c.label))
}

/// All versions of a fact, and which one holds.
pub fn fact_detail(lens: &Lens<'_>, mut versions: Vec<Recorded>) -> Option<FactDetail> {
    versions.sort_by_key(|r| r.seq);
    let shown: Option<Vec<FactView>> = versions.iter().map(|r| fact_view(lens, r)).collect();
    let holds = facts::fold::what_holds(versions).into_iter().next();
    Some(FactDetail {
        holds: holds.and_then(|r| fact_view(lens, &r)),
        versions: shown.filter(|v| !v.is_empty())?,
    })
}
