//! What is sent: what kind of thing happened, its words from the plan, which role of which organisation it is for, until
//! when, and a link. No name, no number and no id of a person: who it is about, the receiver sees after signing in.

use super::waiting::Job;
use facts::{Instant, Value, Zone};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Error, Read};
use views::{book::Book, history::change_words, words::Words};

/// A letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Letter {
    /// The same for every try: by this a receiver knows it again.
    pub id: String,
    /// When it was written.
    pub at: String,
    /// The kind of change: opened, reminded, escalated, …
    pub kind: String,
    /// The same in words.
    pub says: Words,
    /// What it is about, in the words of the plan.
    pub title: Words,
    /// The role told.
    pub role: String,
    /// Its words.
    pub role_title: Words,
    /// The organisation where it is held; absent when nobody holds it (责任未落实).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_name: Option<String>,
    /// The deadline of a duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The deadline as people of the house write it.
    #[serde(skip)]
    pub due_words: Option<String>,
    /// Where to look.
    pub link: String,
}

/// The letter of a job.
pub fn write(read: &mut dyn Read, book: &Book, zone: Zone, link: &str, job: &Job) -> Result<Letter, Error> {
    let due = read.duty(job.outcome.as_str())?.map(|duty| duty.due.due);
    let org = match &job.org {
        Some(org) => read.subject(org)?,
        None => None,
    };
    let org_name = org.and_then(|row| row.profile.get("name").and_then(Value::as_text).map(str::to_owned));
    let (kind, says) = change_words(job.kind);
    Ok(Letter {
        id: id_of(&job.note_key()),
        at: job.at.to_string(),
        kind: kind.to_owned(),
        says,
        title: book.title(job.outcome.name()),
        role: job.role.to_string(),
        role_title: book.role(&job.role),
        org: job.org.as_ref().map(ToString::to_string),
        org_name,
        due: due.map(|at: Instant| at.to_string()),
        due_words: due.map(|at| zone.words(at)),
        link: format!("{}/?message={}", link.trim_end_matches('/'), encoded(&job.message)),
    })
}

fn id_of(key: &str) -> String {
    let hash = Sha256::digest(key.as_bytes());
    hash.iter().take(16).fold(String::new(), |text, b| format!("{text}{b:02x}"))
}

/// Percent-encoded: all but letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    text.bytes().fold(String::new(), |out, b| {
        if plain(b) { out + &char::from(b).to_string() } else { format!("{out}%{b:02X}") }
    })
}
