//! Words and references as people see them: labels in both languages, who or what something is about, who holds what.
//!
//! Not here: the looking up of words (`book`) and of names (`names`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The same words in both languages of the house, Chinese first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"zh": "体温登记", "en": "temperature"}))]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Words {
    /// Both languages at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Words { zh: zh.into(), en: en.into() }
    }

    /// The same text in both: a name or a code.
    pub fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Words { en: zh.clone(), zh }
    }
}

impl From<&facts::Label> for Words {
    fn from(label: &facts::Label) -> Self {
        Words::new(label.zh.as_str(), label.en.as_str())
    }
}

/// Whom or what something is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SubjectRef {
    /// Its id, `kind:code`.
    #[schema(example = "person:0312")]
    pub id: String,
    /// person, household, org, place, lot, vehicle.
    pub kind: String,
    /// What it is called: an organisation's name, a person's masked name, else its code.
    #[schema(example = "王●●")]
    pub label: String,
    /// True when the label hides something that may be asked for with a reason.
    pub masked: bool,
}

/// An organisation by id and name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct OrgRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A role, and the organisation where somebody holds it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct HolderView {
    /// The role.
    pub role: String,
    /// Its words.
    pub title: Words,
    /// Where it is held; absent when nobody holds it (责任未落实).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// The name of that organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_name: Option<String>,
}

/// The place in the source that something rests on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ClauseView {
    /// Its id in the catalogue of requirements.
    #[schema(example = "B-05.14")]
    pub id: String,
    /// What the source says, in one line.
    pub says: Words,
}

/// The text that a plan carries out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct SourceView {
    /// The file of the source.
    pub file: String,
    /// Its section.
    pub section: String,
}

/// One page of a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PageView<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Give this as `after` for the next page; null after the last one.
    pub next: Option<String>,
}
