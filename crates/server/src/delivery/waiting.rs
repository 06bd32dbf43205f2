//! What is not sent yet: jobs as notes of the house, one for each message and receiver, and up to where messages were
//! taken up. Two servers share them: who holds the lease sends.

use super::Settings;
use crate::accounts;
use facts::{Instant, Name, SubjectId};
use outcomes::ChangeKind;
use plan::Key;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use store::{Error, MessageRow, Read, Write};

/// The kind of these notes.
pub const KIND: &str = "delivery";
/// Notes of which there is one each.
const SETTING: &str = "setting";
const CURSOR: &str = "delivery-cursor";
const LEASE: &str = "delivery-lease";
/// The channel of mails.
const MAIL: &str = "mail";
/// Messages taken up at once.
const PAGE: usize = 200;

/// A message on its way to one receiver.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// The key of the message.
    pub message: SmolStr,
    /// `mail`, or `hook:<name>`.
    pub channel: String,
    /// For mails: the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// For mails: whose address it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<SmolStr>,
    /// When it was written.
    pub at: Instant,
    /// The role told.
    pub role: Name,
    /// Where it is held.
    pub org: Option<SubjectId>,
    /// The kind of change.
    pub kind: ChangeKind,
    /// The outcome.
    pub outcome: Key,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next.
    pub next: Instant,
    /// When it last failed: a stable code and what was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<(Instant, String, String)>,
    /// It was given up.
    #[serde(default)]
    pub over: bool,
}

/// Who sends, until when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lease {
    /// The server.
    pub holder: String,
    /// Until.
    pub until: Instant,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    at: Instant,
    key: String,
}

impl Job {
    /// The key of its note: the same for the same message, channel and receiver.
    pub fn note_key(&self) -> String {
        format!("{}|{}|{}", self.message, self.channel, self.account.as_deref().unwrap_or_default())
    }
}

/// Takes or prolongs the lease; false when another holds it.
pub fn lease(write: &mut dyn Write, mine: &Lease, now: Instant) -> Result<bool, Error> {
    let held: Option<Lease> = write.note(SETTING, LEASE)?.map(|row| accounts::parse(&row)).transpose()?;
    if held.is_some_and(|held| held.holder != mine.holder && now < held.until) {
        return Ok(false);
    }
    write.put_note(&accounts::note(SETTING, LEASE, mine, None)?).map(|()| true)
}

/// Makes jobs of new messages. The first time nothing is taken up: what was written before anybody wanted it sent is not
/// news any more.
pub fn take_up(write: &mut dyn Write, settings: &Settings, now: Instant) -> Result<(), Error> {
    let known: Option<Cursor> = write.note(SETTING, CURSOR)?.map(|row| accounts::parse(&row)).transpose()?;
    let Some(mut cursor) = known else {
        // After every message of the last unit of work: their keys begin with digits.
        let cursor = Cursor { at: write.head()?.received, key: "~".to_owned() };
        return write.put_note(&accounts::note(SETTING, CURSOR, &cursor, None)?);
    };
    loop {
        let messages = write.messages_after((cursor.at, &cursor.key), PAGE)?;
        let Some(last) = messages.last() else { return Ok(()) };
        cursor = Cursor { at: last.at, key: last.key.to_string() };
        for message in &messages {
            if only_history(write, &message.outcome)? {
                continue;
            }
            for job in jobs(write, settings, message, now)? {
                put(write, &job)?;
            }
        }
        write.put_note(&accounts::note(SETTING, CURSOR, &cursor, None)?)?;
        if messages.len() < PAGE {
            return Ok(());
        }
    }
}

/// True when nothing but imported history stands behind an outcome: of that nobody outside of the house is told, also
/// when a moment of it comes only now.
fn only_history(read: &mut dyn Write, outcome: &Key) -> Result<bool, Error> {
    let mut behind = read.duty(outcome.as_str())?.map(|duty| duty.due.why.facts);
    if let (None, Some(subject)) = (&behind, outcome.subject()) {
        let standing = read.standing(&subject)?;
        let alert = standing.alerts.get(outcome).map(|alert| &alert.due.why.facts);
        let course = standing.courses.get(outcome).map(|course| &course.run.why.facts);
        behind = alert.or(course).cloned();
    }
    let facts = behind.unwrap_or_default();
    for fact in &facts {
        if read.fact(*fact)?.is_none_or(|known| !known.fact.history) {
            return Ok(false);
        }
    }
    Ok(!facts.is_empty())
}

/// The jobs of a message: a mail to everybody who holds the role there now and has an address, and a call to each
/// webhook that wants it.
fn jobs(
    read: &mut dyn Write,
    settings: &Settings,
    message: &MessageRow,
    now: Instant,
) -> Result<Vec<Job>, Error> {
    let job = Job {
        message: message.key.clone(),
        channel: MAIL.to_owned(),
        to: None,
        account: None,
        at: message.at,
        role: message.role.clone(),
        org: message.org.clone(),
        kind: message.kind,
        outcome: message.outcome.clone(),
        tries: 0,
        next: Instant(0),
        failed: None,
        over: false,
    };
    let mut jobs = Vec::new();
    if let (Some(_), Some(org)) = (&settings.mail, &message.org) {
        for held in read.assignments_at(std::slice::from_ref(org))? {
            let holds =
                held.role == message.role && held.from <= now && held.until.is_none_or(|until| now < until);
            let address =
                accounts::account(read, &held.account)?.filter(|a| !a.disabled).and_then(|a| a.email);
            if let (true, Some(to)) = (holds, address) {
                jobs.push(Job { to: Some(to), account: Some(held.account), ..job.clone() });
            }
        }
    }
    for hook in settings.hooks.iter().filter(|hook| hook.wants(&message.role)) {
        jobs.push(Job { channel: hook.channel(), ..job.clone() });
    }
    Ok(jobs)
}

/// Writes a job.
pub fn put(write: &mut dyn Write, job: &Job) -> Result<(), Error> {
    write.put_note(&accounts::note(KIND, &job.note_key(), job, None)?)
}

/// Jobs, in order of key, after a key.
pub fn list(read: &mut dyn Read, after: Option<&str>, limit: usize) -> Result<Vec<Job>, Error> {
    read.notes(KIND, "", after, limit)?.iter().map(accounts::parse).collect()
}

/// Jobs that are to be tried now, at most so many.
pub fn due(read: &mut dyn Read, now: Instant, limit: usize) -> Result<Vec<Job>, Error> {
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = list(read, after.as_deref(), PAGE)?;
        let full = page.len() == PAGE;
        after = page.last().map(Job::note_key);
        found.extend(page.into_iter().filter(|job| !job.over && job.next <= now));
        if !full || found.len() >= limit {
            found.truncate(limit);
            return Ok(found);
        }
    }
}

/// Forgets what was given up before that time.
pub fn forget_old(write: &mut dyn Write, before: Instant) -> Result<(), Error> {
    let mut after: Option<String> = None;
    loop {
        let page = list(write, after.as_deref(), PAGE)?;
        let full = page.len() == PAGE;
        after = page.last().map(Job::note_key);
        for job in page.iter().filter(|job| job.over) {
            if job.failed.as_ref().is_some_and(|(at, ..)| *at < before) {
                write.drop_note(KIND, &job.note_key())?;
            }
        }
        if !full {
            return Ok(());
        }
    }
}
