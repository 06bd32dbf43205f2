//! Accounts, sessions and tokens, as notes of the store: passwords as argon2id hashes, sessions and tokens by the SHA-256
//! of what their holder keeps.
//!
//! Not here: what an account may do (roles are facts; `access` decides), and HTTP.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use facts::Instant;
use intake::{Chance, House};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Error, NoteRow, Read, Write};

/// Wrong passwords in a row before an account is locked.
pub const FAILURES_MAX: u32 = 5;
/// How long it is locked.
pub const LOCK_MICROS: i64 = 15 * 60 * 1_000_000;
/// How long a session lives without being used.
pub const IDLE_MICROS: i64 = 12 * 3600 * 1_000_000;
/// How much of its life a session has used before using it prolongs it: not every request writes.
pub const PROLONG_MICROS: i64 = 10 * 60 * 1_000_000;
/// Fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Most characters of a password; hashing more only costs.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// An account, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// How it is called.
    pub name: String,
    /// Where mails about its duties go, if anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The hash of its password; without one it cannot sign in.
    #[serde(default)]
    pub hash: Option<String>,
    /// It cannot sign in.
    #[serde(default)]
    pub disabled: bool,
    /// Wrong passwords since the last right one.
    #[serde(default)]
    pub failures: u32,
    /// Locked until.
    #[serde(default)]
    pub locked_until: Option<Instant>,
    /// Sessions that began before are over.
    #[serde(default)]
    pub sessions_from: Option<Instant>,
}

/// A session or token, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pass {
    /// Whose.
    pub account: String,
    /// When it began.
    pub began: Instant,
    /// When it is over.
    pub until: Instant,
    /// What a token is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The kinds of notes.
pub mod kind {
    /// Accounts, by name.
    pub const ACCOUNT: &str = "account";
    /// Sessions, by hash.
    pub const SESSION: &str = "session";
    /// Tokens, by hash.
    pub const TOKEN: &str = "token";
    /// Looks, newest first.
    pub const LOOK: &str = "look";
    /// Mappings of columns, by ledger.
    pub const MAPPING: &str = "mapping";
    /// Refused rows of imports, by id.
    pub const IMPORT: &str = "import";
    /// What readers made of a page (columns, filters), by account, page and name.
    pub const VIEW: &str = "view";
    /// Shapes of areas, by organisation.
    pub const AREA_SHAPE: &str = "area_shape";
    /// Pictures of chains, by account and id, newest first.
    pub const PICTURE: &str = "picture";
    /// Phones of the field face, by device.
    pub const DEVICE: &str = "device";
}

/// True for 1 to 40 of `a-z 0-9 . _ -`.
pub fn is_account_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}

/// The hash of a password, with a salt by chance. Slow on purpose.
pub fn hash_password(password: &str, salt: [u8; 16]) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).ok()?;
    Some(hash.to_string())
}

/// True when the password fits. Slow on purpose, also when there is no hash: nobody can tell an account that does not
/// exist by the time that this takes.
pub fn fits(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// 256 random bits as text.
pub fn secret_text(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The key under which a session or token is kept.
pub fn key_of(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().fold(String::new(), |text, b| format!("{text}{b:02x}"))
}

/// An account.
pub fn account<R: Read + ?Sized>(read: &mut R, name: &str) -> Result<Option<Account>, Error> {
    read.note(kind::ACCOUNT, name)?.map(|row| parse(&row)).transpose()
}

/// How an account is called; its own name when it is unknown.
pub fn name_of<R: Read + ?Sized>(read: &mut R, name: &str) -> Result<String, Error> {
    Ok(account(read, name)?.map_or_else(|| name.to_owned(), |a| a.name))
}

/// Writes an account.
pub fn put_account(write: &mut dyn Write, name: &str, account: &Account) -> Result<(), Error> {
    write.put_note(&note(kind::ACCOUNT, name, account, None)?)
}

/// A session or token by its key, while it is good.
pub fn pass<R: Read + ?Sized>(
    read: &mut R,
    kind: &str,
    key: &str,
    now: Instant,
) -> Result<Option<Pass>, Error> {
    let found: Option<Pass> = read.note(kind, key)?.map(|row| parse(&row)).transpose()?;
    Ok(found.filter(|pass| now < pass.until))
}

/// Writes a session or token.
pub fn put_pass(write: &mut dyn Write, kind: &str, key: &str, pass: &Pass) -> Result<(), Error> {
    write.put_note(&note(kind, key, pass, Some(pass.until))?)
}

/// A note with a value in it.
pub fn note<T: Serialize>(
    kind: &str,
    key: &str,
    value: &T,
    expires: Option<Instant>,
) -> Result<NoteRow, Error> {
    let json = serde_json::to_string(value).map_err(|e| unreadable(&e))?;
    Ok(NoteRow { kind: kind.into(), key: key.into(), json, expires })
}

/// The value in a note.
pub fn parse<T: for<'de> Deserialize<'de>>(row: &NoteRow) -> Result<T, Error> {
    serde_json::from_str(&row.json).map_err(|e| unreadable(&e))
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error { doing: "read a note", said: error.to_string(), again: false }
}

/// Makes an account, for the command line and the demo. An account of that name gets the new name and password.
pub fn create(
    house: &House,
    name: &str,
    called: &str,
    password: &str,
    chance: &mut dyn Chance,
) -> Result<(), Error> {
    let refuse = |said: &str| Error { doing: "make an account", said: said.to_owned(), again: false };
    if !is_account_name(name) {
        return Err(refuse("an account is 1 to 40 of a-z 0-9 . _ -"));
    }
    let mut salt = [0; 16];
    chance.fill(&mut salt);
    let hash = hash_password(password, salt).ok_or_else(|| refuse("the password cannot be hashed"))?;
    let account = Account { name: called.to_owned(), hash: Some(hash), ..Account::default() };
    house.home.write(&house.shard, &mut |write| put_account(write, name, &account))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("correct horse", [7; 16]).expect("hashes");
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(fits("correct horse", Some(&hash)));
        assert!(!fits("wrong horse", Some(&hash)));
        assert!(!fits("correct horse", None));
    }

    #[test]
    fn names_of_accounts_are_plain() {
        assert!(is_account_name("town-1.duty_2"));
        for wrong in ["", "Town", "a b", "王", "a/b", &"x".repeat(41)] {
            assert!(!is_account_name(wrong), "{wrong:?}");
        }
    }
}
