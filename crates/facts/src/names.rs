//! Ids and names: `FactId` (a UUID), `Name` (a short word of a pack: ledger, field, rule, role, status).
//!
//! Not here: ids of subjects (`subject`), and the making of new ids, which needs chance and belongs to the doors.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::fmt;

/// A fact's id: UUIDv7 made by its writer, or a name-based UUIDv8 made by an import.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactId(pub uuid::Uuid);

impl FactId {
    /// The id of a row that carries none: the same source, ledger and key give the same id, so importing a file
    /// twice changes nothing. UUIDv8 over BLAKE3 (RFC 9562, 5.8).
    pub fn from_name(source: &str, ledger: &str, key: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [source, ledger, key] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        FactId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// Sixteen bytes, as the stores keep it.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for FactId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(FactId)
    }
}

/// A word of a pack (`temperature`, `class_teacher`, `situation`): ASCII letters, digits, `_`, `-`, and one `/` after
/// the pack's name where it is qualified (`school-infectious-disease/report_cluster`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Name(SmolStr);

impl Name {
    /// Takes any text; whether it names something is decided where it is looked up.
    pub fn new(text: impl AsRef<str>) -> Self {
        Name(SmolStr::new(text))
    }

    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name::new(text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0.as_str(), f)
    }
}
