//! Messages as their receivers see them.

use crate::{
    history::change_words,
    lens::Lens,
    words::{HolderView, SubjectRef, Words},
};
use facts::{Instant, Name, SubjectId};
use outcomes::ChangeKind;
use plan::verdict::Key;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MessageView {
    /// Its key.
    pub key: String,
    /// When it was written.
    pub at: String,
    /// The kind of change.
    pub kind: String,
    /// The same in words.
    pub says: Words,
    /// The outcome.
    pub outcome: String,
    /// Its words.
    pub title: Words,
    /// About whom or what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectRef>,
    /// To whom.
    pub to: HolderView,
    /// Read by which account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_by: Option<String>,
    /// Read when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
}

/// A message, as the doors read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Its key.
    pub key: String,
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
    /// Read by an account, at a time.
    pub read: Option<(String, Instant)>,
}

/// The subjects that a message mentions.
pub fn mentions(told: &Told) -> impl Iterator<Item = SubjectId> {
    told.org.clone().into_iter().chain(told.outcome.subject())
}

/// A message as its receiver sees it.
pub fn message_view(lens: &Lens<'_>, told: &Told) -> MessageView {
    let (kind, says) = change_words(told.kind);
    MessageView {
        key: told.key.clone(),
        at: told.at.to_string(),
        kind: kind.to_owned(),
        says,
        outcome: told.outcome.to_string(),
        title: lens.book.title(told.outcome.name()),
        subject: told.outcome.subject().map(|s| lens.subject(&s)),
        to: lens.holder(&told.role, told.org.as_ref()),
        read_by: told.read.as_ref().map(|(account, _)| account.clone()),
        read_at: told.read.as_ref().map(|(_, at)| at.to_string()),
    }
}
