//! `Vault`: seals and opens personal fields (AES-256-GCM-SIV), makes their tokens and blind indexes (HMAC-SHA256).
//!
//! Each version of the master key gives three keys by HKDF-SHA256, one per purpose. The newest version seals; older ones
//! still open and are still searched for, until their fields were sealed anew.

use crate::{
    Error, Secret,
    index::{self, AllOf, Term},
};
use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{Aead, Payload},
};
use facts::{Field, SubjectId, check::SEALED};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{collections::BTreeMap, fmt};

/// Bytes of a nonce.
pub const NONCE_BYTES: usize = 12;
/// Bytes kept of an index or token: enough that two values never meet by chance.
const TAG_BYTES: usize = 16;
/// Bytes that the cipher adds to a value.
const CIPHER_TAG_BYTES: usize = 16;

/// A master key: 32 random bytes.
pub type MasterKey = [u8; 32];
/// Random bytes, new for each sealing. The cipher survives a repeated nonce; it then only tells equal from different.
pub type Nonce = [u8; NONCE_BYTES];

/// A sealed field, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// Nonce and ciphertext.
    pub bytes: Vec<u8>,
    /// Blind indexes.
    pub indexes: Vec<Vec<u8>>,
    /// The version of the key.
    pub key_version: u32,
}

/// The keys of one version.
#[derive(Clone)]
struct Keys {
    cipher: Aes256GcmSiv,
    index: [u8; 32],
    token: [u8; 32],
}

impl Keys {
    fn derive(master: &MasterKey) -> Result<Keys, Error> {
        if master.iter().all(|b| *b == master[0]) {
            return Err(Error::WeakKey);
        }
        let root = Hkdf::<Sha256>::new(None, master);
        let key = |purpose: &[u8]| {
            let mut key = [0; 32];
            root.expand(purpose, &mut key).map(|()| key).map_err(|_| Error::Refused)
        };
        let cipher =
            Aes256GcmSiv::new_from_slice(&key(b"lianfang vault 1 seal")?).map_err(|_| Error::Refused)?;
        Ok(Keys { cipher, index: key(b"lianfang vault 1 index")?, token: key(b"lianfang vault 1 token")? })
    }
}

/// Seals, opens and finds personal fields.
#[derive(Clone)]
pub struct Vault {
    newest: (u32, Keys),
    older: BTreeMap<u32, Keys>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault(versions {:?})", self.versions())
    }
}

impl Vault {
    /// A vault with one key.
    pub fn new(master: MasterKey, version: u32) -> Result<Vault, Error> {
        Ok(Vault { newest: (version, Keys::derive(&master)?), older: BTreeMap::new() })
    }

    /// The same with one more key. The greatest version seals, in whatever order they are given.
    pub fn with_key(mut self, master: MasterKey, version: u32) -> Result<Vault, Error> {
        if version == self.newest.0 || self.older.contains_key(&version) {
            return Err(Error::VersionTaken(version));
        }
        let mut other = (version, Keys::derive(&master)?);
        if other.0 > self.newest.0 {
            std::mem::swap(&mut self.newest, &mut other);
        }
        self.older.insert(other.0, other.1);
        Ok(self)
    }

    /// The version that seals. Fields of another one should be sealed anew.
    pub fn version(&self) -> u32 {
        self.newest.0
    }

    /// All versions that can be opened, newest first.
    pub fn versions(&self) -> Vec<u32> {
        self.all().map(|(version, _)| version).collect()
    }

    /// Seals the canonical text of a field (as the check of the fact gave it).
    pub fn seal(
        &self,
        subject: &SubjectId,
        field: &Field,
        value: &Secret,
        nonce: Nonce,
    ) -> Result<Sealed, Error> {
        let (version, keys) = &self.newest;
        let aad = bound_to(subject, &field.id, *version);
        let payload = Payload { msg: value.expose().as_bytes(), aad: &aad };
        let ciphertext = keys.cipher.encrypt(&nonce.into(), payload).map_err(|_| Error::Refused)?;
        let terms = index::terms_of(&field.kind, value.expose());
        let indexes = terms.iter().map(|term| blind(keys, &field.id, term)).collect::<Result<_, _>>()?;
        Ok(Sealed { bytes: [nonce.as_slice(), &ciphertext].concat(), indexes, key_version: *version })
    }

    /// Opens the bytes of a sealed field. They open only for the subject, field and key version they were sealed for.
    pub fn open(
        &self,
        subject: &SubjectId,
        field: &str,
        bytes: &[u8],
        key_version: u32,
    ) -> Result<Secret, Error> {
        let keys = self.all().find(|(version, _)| *version == key_version).map(|(_, keys)| keys);
        let keys = keys.ok_or(Error::UnknownVersion(key_version))?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(Error::Cut)?;
        if ciphertext.len() < CIPHER_TAG_BYTES {
            return Err(Error::Cut);
        }
        let aad = bound_to(subject, field, key_version);
        let payload = Payload { msg: ciphertext, aad: &aad };
        let value = keys.cipher.decrypt(&(*nonce).into(), payload).map_err(|_| Error::Altered)?;
        String::from_utf8(value).map(Secret::new).map_err(|_| Error::Altered)
    }

    /// What to look for to find subjects by the text that somebody typed: any of the alternatives, one per version of
    /// the key; of each all indexes. Empty when the field cannot be searched by such a text.
    pub fn indexes_for_search(&self, field: &Field, text: &str) -> Result<Vec<AllOf>, Error> {
        let terms = index::terms_for_search(&field.kind, text);
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let of_version = |keys: &Keys| -> Result<Vec<Vec<u8>>, Error> {
            terms.iter().map(|term| blind(keys, &field.id, term)).collect()
        };
        self.all().map(|(_, keys)| of_version(keys).map(AllOf)).collect()
    }

    /// What to look for to find subjects with exactly this canonical value (the same person registered twice): one index
    /// per version of the key.
    pub fn indexes_of_whole(&self, field: &Field, value: &Secret) -> Result<Vec<Vec<u8>>, Error> {
        let term = index::whole(&field.kind, value.expose());
        self.all().map(|(_, keys)| blind(keys, &field.id, &term)).collect()
    }

    /// What stands in the body of a fact for the value: `sealed:` and 32 hexadecimal digits. The same value of the same
    /// subject and field gives the same token, so that sending a fact again is the same fact; other subjects give
    /// other tokens, so that bodies do not tell who shares a telephone.
    pub fn token(&self, subject: &SubjectId, field: &str, value: &Secret) -> Result<String, Error> {
        token(&self.newest.1, subject, field, value)
    }

    /// True when the token stands for this value under any version of the key: a fact that was received before a change
    /// of keys is known again after it.
    pub fn is_token_of(&self, token: &str, subject: &SubjectId, field: &str, value: &Secret) -> bool {
        self.all().any(|(_, keys)| self::token(keys, subject, field, value).is_ok_and(|t| t == token))
    }

    fn all(&self) -> impl Iterator<Item = (u32, &Keys)> {
        let older = self.older.iter().rev().map(|(version, keys)| (*version, keys));
        std::iter::once((self.newest.0, &self.newest.1)).chain(older)
    }
}

fn token(keys: &Keys, subject: &SubjectId, field: &str, value: &Secret) -> Result<String, Error> {
    let parts = [subject.as_str(), field, value.expose()];
    let tag = keyed(&keys.token, &parts)?;
    Ok(tag.iter().fold(SEALED.to_owned(), |text, byte| format!("{text}{byte:02x}")))
}

fn blind(keys: &Keys, field: &str, term: &Term) -> Result<Vec<u8>, Error> {
    keyed(&keys.index, &[field, term.part, &term.text])
}

/// HMAC over the parts, each with its length, cut to what is kept.
fn keyed(key: &[u8; 32], parts: &[&str]) -> Result<Vec<u8>, Error> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).map_err(|_| Error::Refused)?;
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part.as_bytes());
    }
    Ok(mac.finalize().into_bytes().iter().copied().take(TAG_BYTES).collect())
}

/// What a sealed field is bound to: it opens nowhere else.
fn bound_to(subject: &SubjectId, field: &str, version: u32) -> Vec<u8> {
    let mut aad = b"lianfang vault 1".to_vec();
    for part in [subject.as_str(), field] {
        aad.extend_from_slice(&(part.len() as u64).to_le_bytes());
        aad.extend_from_slice(part.as_bytes());
    }
    aad.extend_from_slice(&version.to_le_bytes());
    aad
}

#[cfg(test)]
mod tests;
