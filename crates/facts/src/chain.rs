//! The hash chain over the facts of a shard (BLAKE3).
//!
//! The chain covers each fact's header and a salted commitment of its body, so that a purge can remove body and salt
//! and the chain still verifies. Unit boundaries and clock readings are links too: history can be replayed from here.

use crate::{fact::Recorded, time::Instant};
use serde::{Deserialize, Serialize};

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The head of an empty chain.
    pub const EMPTY: Hash = Hash([0; 32]);

    /// 64 hexadecimal digits.
    pub fn to_hex(self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(|h| Hash(*h.as_bytes()))
    }

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Hash(*blake3::hash(bytes).as_bytes())
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Hash::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not a hash"))
    }
}

/// Sixteen random bytes that keep a short body from being guessed from its commitment. Made at the doors.
pub type Salt = [u8; 16];

/// The commitment to a fact's body: BLAKE3 keyed by salt over the canonical JSON of the body.
pub fn commitment(body_json: &str, salt: &Salt) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"lianfang body 1").update(salt).update(body_json.as_bytes());
    Hash(*hasher.finalize().as_bytes())
}

/// What a shard's head row holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    /// Hash of the last link.
    pub hash: Hash,
    /// Number of the last fact.
    pub seq: u64,
    /// Number of the last unit of work.
    pub unit: u64,
    /// The last receipt time given.
    pub received: Instant,
}

impl Head {
    /// The receipt time of the next fact: the clock, but always later than the last one.
    pub fn next_receipt(&self, now: Instant) -> Instant {
        now.max(self.received.plus_micros(1))
    }

    /// The head after a unit of work was opened at a reading of the clock. Also the whole link of a sweep.
    pub fn open_unit(&self, as_of: Instant) -> Head {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"lianfang unit 1").update(&self.hash.0);
        hasher.update(&(self.unit + 1).to_le_bytes()).update(&as_of.0.to_le_bytes());
        Head { hash: Hash(*hasher.finalize().as_bytes()), unit: self.unit + 1, received: as_of, ..*self }
    }

    /// The head after this fact, whose body is committed to by `body`.
    pub fn append(&self, recorded: &Recorded, body: Hash) -> Head {
        let fact = &recorded.fact;
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"lianfang fact 1").update(&self.hash.0);
        hasher.update(&recorded.seq.to_le_bytes()).update(&recorded.unit.to_le_bytes());
        hasher.update(&recorded.received.0.to_le_bytes());
        hasher
            .update(fact.id.as_bytes())
            .update(&fact.at.0.to_le_bytes())
            .update(&fact.written.0.to_le_bytes());
        let discharges = fact.discharges.as_deref().unwrap_or_default();
        for text in
            [fact.ledger.as_str(), fact.subject.as_str(), fact.org.as_str(), fact.by.as_str(), discharges]
        {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        let corrects = fact.corrects.map_or([0; 16], |id| *id.as_bytes());
        hasher.update(&corrects).update(&[u8::from(fact.void), u8::from(fact.history)]).update(&body.0);
        Head {
            hash: Hash(*hasher.finalize().as_bytes()),
            seq: recorded.seq,
            unit: recorded.unit,
            received: recorded.received,
        }
    }
}
