//! Subjects: whom or what a fact is about. A person, a household, an organisation, a place, a lot, a vehicle.
//!
//! Not here: names, telephone numbers and the like of a person; they are in the vault. A subject's id says nothing
//! about a person.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::fmt;

/// The kinds of subject.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// 人员
    Person,
    /// 户
    Household,
    /// 组织: province … grid, school, grade, class, dormitory, clinic, hospital … (its own kind is a field of its
    /// registration)
    Org,
    /// 场所
    Place,
    /// 批次
    Lot,
    /// 车辆
    Vehicle,
}

impl SubjectKind {
    /// All kinds, in reading order.
    pub const ALL: [SubjectKind; 6] = [
        SubjectKind::Person,
        SubjectKind::Household,
        SubjectKind::Org,
        SubjectKind::Place,
        SubjectKind::Lot,
        SubjectKind::Vehicle,
    ];

    /// The word before the colon of a subject's id.
    pub fn as_str(self) -> &'static str {
        match self {
            SubjectKind::Person => "person",
            SubjectKind::Household => "household",
            SubjectKind::Org => "org",
            SubjectKind::Place => "place",
            SubjectKind::Lot => "lot",
            SubjectKind::Vehicle => "vehicle",
        }
    }
}

/// `kind:code`, as `person:0197…`, `org:520115`, `household:12-3`. The code is 1 to 64 of `A-Z a-z 0-9 . _ -`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SubjectId(SmolStr);

impl SubjectId {
    /// Reads `kind:code`; `None` when the kind is unknown or the code has other characters or length.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, code) = text.split_once(':')?;
        let known = SubjectKind::ALL.iter().any(|k| k.as_str() == kind);
        let clean = code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        (known && clean && (1..=64).contains(&code.len())).then(|| SubjectId(SmolStr::new(text)))
    }

    /// What it is.
    pub fn kind(&self) -> SubjectKind {
        let word = self.0.split(':').next().unwrap_or_default();
        SubjectKind::ALL.into_iter().find(|k| k.as_str() == word).unwrap_or(SubjectKind::Person)
    }

    /// The part after the colon.
    pub fn code(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, code)| code)
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for SubjectId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SubjectId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = SmolStr::deserialize(d)?;
        SubjectId::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a subject id: {text:?}")))
    }
}
