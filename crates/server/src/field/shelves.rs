//! The shelves that there are, in the order in which they are sent: own duties first, then what is needed to do them, then
//! the roster.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use views::{duty::DutyView, ledger::LedgerView};

/// What a shelf holds. The order is the order of sending.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Duties of the roles that the worker holds, still owed.
    Duties,
    /// Ledgers that the worker may write.
    Ledgers,
    /// Organisations of the jurisdiction.
    Orgs,
    /// Households.
    Households,
    /// Persons.
    Persons,
    /// Places.
    Places,
}

impl Part {
    /// All parts with their number of shelves. The numbers are a part of the cursor: who changes one changes its version.
    pub const ALL: [(Part, usize); 6] = [
        (Part::Duties, 16),
        (Part::Ledgers, 8),
        (Part::Orgs, 16),
        (Part::Households, 32),
        (Part::Persons, 128),
        (Part::Places, 8),
    ];

    /// How many shelves there are.
    pub const SHELVES: usize = 16 + 8 + 16 + 32 + 128 + 8;

    /// How many shelves this part has.
    pub fn shelves(self) -> usize {
        Part::ALL.iter().find(|(part, _)| *part == self).map_or(1, |(_, n)| *n)
    }
}

/// How many bytes of a digest a cursor keeps of each shelf.
pub const DIGEST_BYTES: usize = 6;
/// The digest of a shelf; that of an empty one is all zeros, as in a cursor of nothing.
pub type Digest = [u8; DIGEST_BYTES];

/// Somebody or something that can be reported about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FieldSubject {
    /// `kind:code`.
    pub id: String,
    /// As the account may see it: a person's name in clear only where it may unmask.
    pub label: String,
    /// True when the label does not name the person in full.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
    /// For organisations: their kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_kind: Option<String>,
    /// The organisation that it belongs to first of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Households, classes and other groups that it belongs to now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// A shelf: what is on it replaces what the phone had on it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShelfView {
    /// What it holds.
    pub part: Part,
    /// Which of that part, from 0.
    pub nth: u16,
    /// Duties, by deadline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyView>,
    /// Ledgers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledgers: Vec<LedgerView>,
    /// Organisations, households, persons or places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<FieldSubject>,
}

impl ShelfView {
    /// An empty one.
    pub fn empty(part: Part, nth: usize) -> Self {
        let nth = u16::try_from(nth).unwrap_or(u16::MAX);
        ShelfView { part, nth, duties: Vec::new(), ledgers: Vec::new(), subjects: Vec::new() }
    }

    /// How many rows are on it.
    pub fn rows(&self) -> usize {
        self.duties.len() + self.ledgers.len() + self.subjects.len()
    }

    /// What tells it from another state of itself.
    pub fn digest(&self) -> Digest {
        if self.rows() == 0 {
            return Digest::default();
        }
        let text = serde_json::to_vec(&(&self.duties, &self.ledgers, &self.subjects)).unwrap_or_default();
        let mut digest = Digest::default();
        digest.iter_mut().zip(Sha256::digest(&text)).for_each(|(to, from)| *to = from);
        digest
    }
}

/// Which shelf of a part something stands on: by its id alone, so that it stays there.
pub fn nth_of(part: Part, id: &str) -> usize {
    let first = Sha256::digest(id.as_bytes()).iter().take(4).fold(0usize, |n, b| (n << 8) | usize::from(*b));
    first % part.shelves()
}
