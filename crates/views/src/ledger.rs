//! Ledgers (台账) as people see them: what a form, a list and a spreadsheet need to know.

use crate::words::Words;
use facts::{Field, FieldType, Ledger, Privacy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A ledger.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LedgerView {
    /// Its name.
    pub id: String,
    /// Its words.
    pub title: Words,
    /// person, household, org, place, lot, vehicle.
    pub about: String,
    /// For organisations: their kinds; empty means any.
    pub kinds: Vec<String>,
    /// public, internal, health, identity.
    pub privacy: String,
    /// True when it registers its subjects.
    pub registers: bool,
    /// What it does to the house, if anything. Such ledgers are written by their own pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// What it is in the language of line lists: case, contact, exposure, sample, test_result, visit, vaccination,
    /// admission, outcome, interview.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// True when the viewer may write it.
    pub writable: bool,
    /// The sheet of a whole group, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<SheetView>,
    /// Its fields, in the order of the form.
    pub fields: Vec<LedgerField>,
}

/// A fact about a whole group: a roster is entered by it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SheetView {
    /// The field with the number of members.
    pub expected: String,
    /// The field with the number of those who are there.
    pub present: String,
    /// In which ways a member is not as usual.
    pub exceptions: Vec<SheetExceptionView>,
}

/// A way in which a member is not as usual.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SheetExceptionView {
    /// Its words.
    pub label: Words,
    /// The ledger about persons that tells of it.
    pub ledger: String,
    /// The field of the sheet that counts these members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<String>,
    /// The member is not there.
    pub away: bool,
    /// Fields of that ledger that are thereby yes.
    pub says: Vec<String>,
    /// Fields of that ledger that are asked at once, besides the required ones.
    pub ask: Vec<String>,
}

impl From<&facts::ledger::Sheet> for SheetView {
    fn from(sheet: &facts::ledger::Sheet) -> Self {
        let texts = |names: &[facts::Name]| names.iter().map(ToString::to_string).collect();
        let exceptions = sheet.exceptions.iter().map(|e| SheetExceptionView {
            label: Words::from(&e.label),
            ledger: e.ledger.to_string(),
            counts: e.counts.as_ref().map(ToString::to_string),
            away: e.away,
            says: texts(&e.says),
            ask: texts(&e.ask),
        });
        SheetView {
            expected: sheet.expected.to_string(),
            present: sheet.present.to_string(),
            exceptions: exceptions.collect(),
        }
    }
}

/// A field of a ledger.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct LedgerField {
    /// Its name.
    pub id: String,
    /// Its words.
    pub label: Words,
    /// bool, number, text, code, codes, date, instant, time_of_day, ref, person_name, citizen_id, phone, address,
    /// credit_code, division.
    #[serde(rename = "type")]
    pub kind: String,
    /// A fact without it is refused.
    pub required: bool,
    /// public, internal, health, identity.
    pub privacy: String,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lowest number allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub min: Option<facts::Decimal>,
    /// Highest number allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub max: Option<facts::Decimal>,
    /// Decimals allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// Characters allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<u32>,
    /// Codes allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(default)]
    pub codes: Vec<CodeView>,
    /// For references: to what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// For references to organisations: of these kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(default)]
    pub to_kinds: Vec<String>,
    /// The subject belongs to what is named here from then on.
    pub membership: bool,
    /// Help under the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Words>,
    /// What it is in the language of line lists: `date_onset`, `case_type` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
}

/// A code with its words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CodeView {
    /// The code.
    pub code: String,
    /// Its words.
    pub label: Words,
}

impl From<&facts::ledger::Code> for CodeView {
    fn from(code: &facts::ledger::Code) -> Self {
        CodeView { code: code.code.to_string(), label: Words::from(&code.label) }
    }
}

/// A ledger for its form, list and spreadsheet.
pub fn ledger_view(ledger: &Ledger, writable: bool) -> LedgerView {
    LedgerView {
        id: ledger.id.to_string(),
        title: Words::from(&ledger.title),
        about: ledger.about.as_str().to_owned(),
        kinds: ledger.kinds.iter().map(ToString::to_string).collect(),
        privacy: privacy_word(ledger.privacy).to_owned(),
        registers: ledger.profile,
        act: ledger.act.map(|act| word_of(&act)),
        term: ledger.term.map(|term| term.as_str().to_owned()),
        writable,
        sheet: ledger.sheet.as_ref().map(SheetView::from),
        fields: ledger.fields.iter().map(field_spec).collect(),
    }
}

/// The word of a privacy class.
pub fn privacy_word(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Public => "public",
        Privacy::Internal => "internal",
        Privacy::Health => "health",
        Privacy::Identity => "identity",
    }
}

fn word_of<T: Serialize>(of: &T) -> String {
    serde_json::to_value(of).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn field_spec(field: &Field) -> LedgerField {
    let privacy = if field.is_identity() { Privacy::Identity } else { field.privacy };
    let mut spec = LedgerField {
        id: field.id.to_string(),
        label: Words::from(&field.label),
        required: field.required,
        privacy: privacy_word(privacy).to_owned(),
        membership: field.membership,
        help: field.help.as_ref().map(Words::from),
        term: field.term.map(|term| term.as_str().to_owned()),
        kind: field.kind.word().to_owned(),
        ..LedgerField::default()
    };
    match &field.kind {
        FieldType::Number { decimals, min, max, unit } => {
            (spec.decimals, spec.min, spec.max) = (Some(*decimals), *min, *max);
            spec.unit = unit.as_ref().map(ToString::to_string);
        }
        FieldType::Text { max_chars } => spec.max_chars = *max_chars,
        FieldType::Code { codes } | FieldType::Codes { codes } => {
            spec.codes = codes.iter().map(CodeView::from).collect();
        }
        FieldType::Ref { to, kinds } => {
            spec.to = Some(to.as_str().to_owned());
            spec.to_kinds = kinds.iter().map(ToString::to_string).collect();
        }
        _ => {}
    }
    spec
}
