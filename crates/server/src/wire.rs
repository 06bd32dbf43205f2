//! Wire types that are not views: sessions, answers to facts, accounts; those of imports are in `imports`.

mod imports;

pub use imports::*;

use crate::error::RefusalView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use views::words::Words;

/// A role that the account holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GrantView {
    /// The role.
    pub role: String,
    /// Its words.
    pub title: Words,
    /// The organisation that it is held for.
    pub org: String,
    /// Its name.
    pub org_name: String,
    /// Its path from the top.
    pub path: String,
    /// The most private class that the role sees: public, internal, health, identity.
    pub sees: String,
    /// adopt, users, unmask, sign, waive, delegate.
    pub may: Vec<String>,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The account.
    #[schema(example = "town-1-duty")]
    pub account: String,
    /// The account's name.
    pub name: String,
    /// The roles held.
    pub grants: Vec<GrantView>,
    /// The zone's offset from UTC.
    #[schema(example = "+08:00")]
    pub zone: String,
    /// True when the clock is simulated and the people are invented.
    pub demo: bool,
    /// The reading of the clock.
    pub clock: String,
}

/// A fact, as its writer sends it. Fields and their types: `GET /api/v1/ledgers/{id}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"ledger": "temperature", "subject": "person:0312", "at": "2026-09-12T08:05:00+08:00", "body": {"celsius": 37.3}}))]
pub struct FactIn {
    /// A UUIDv7 made by the writer. The same id and content twice changes nothing. Without it the server makes one, and
    /// sending again makes another fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The ledger.
    pub ledger: String,
    /// About whom or what, `kind:code`.
    pub subject: String,
    /// When it happened: RFC 3339, a civil date, or a civil date with a time of day.
    pub at: String,
    /// When it was written. Default: the time inside of the id, else when it happened, else now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// On whose behalf. Default: the organisation of the writer's role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// The fields.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Object>)]
    pub body: BTreeMap<String, serde_json::Value>,
    /// The first fact of the chain that this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// True: it did not happen.
    #[serde(default)]
    pub void: bool,
    /// The key of the duty that it is meant to discharge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discharges: Option<String>,
}

/// One fact or several.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum FactsIn {
    /// Several.
    Many {
        /// The facts.
        facts: Vec<FactIn>,
    },
    /// One.
    One(Box<FactIn>),
}

/// What became of a batch: every fact is named once.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct FactsAnswer {
    /// Taken and durable.
    pub accepted: Vec<AcceptedFact>,
    /// Received before; nothing changed.
    pub known: Vec<KnownFact>,
    /// Not taken.
    pub refused: Vec<RefusedFact>,
}

/// A fact that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AcceptedFact {
    /// Its place in the batch, from 0.
    pub n: u64,
    /// Its id.
    pub id: String,
    /// Its place in the shard.
    pub seq: u64,
}

/// A fact that was known.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KnownFact {
    /// Its place in the batch, from 0.
    pub n: u64,
    /// Its id.
    pub id: String,
}

/// A fact that was refused.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RefusedFact {
    /// Its place in the batch, from 0.
    pub n: u64,
    /// Its id, if it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Why: every reason.
    pub refusals: Vec<RefusalView>,
}

/// The fact that came of an act.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Taken {
    /// Its id.
    pub fact: String,
}

/// An account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// The account.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Where mails about its duties go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// It cannot sign in.
    pub disabled: bool,
    /// Locked until, after wrong passwords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<String>,
    /// The roles held now.
    pub grants: Vec<GrantView>,
}

/// A list of accounts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountList {
    /// The accounts, in order of name.
    pub rows: Vec<AccountView>,
    /// Continue after this account.
    pub next: Option<String>,
}

/// A look: at somebody's identity, or at a list that left as a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct LookView {
    /// Who looked.
    pub account: String,
    /// At whose identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// At which fields of it.
    pub fields: Vec<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
    /// What left as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<ExportView>,
}

/// A list that left as a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ExportView {
    /// Which list: facts, subjects, duties, courses, alerts, looks, accounts, deliveries, purges, gaps.
    pub list: String,
    /// The same in words.
    pub title: Words,
    /// What it was filtered by; names, numbers and words that were searched for are masked.
    pub filters: BTreeMap<String, String>,
    /// The organisations below which it looked.
    pub within: Vec<String>,
    /// csv, xlsx, ndjson.
    pub format: String,
    /// How many rows went into the file; absent until it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// It was sent whole.
    #[serde(default)]
    pub whole: bool,
}

/// A message on its way to one receiver.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeliveryView {
    /// Its key.
    pub key: String,
    /// `mail`, or `hook:<name>`.
    pub channel: String,
    /// For mails: the account that it goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When it was written.
    pub at: String,
    /// The kind of change.
    pub kind: String,
    /// The same in words.
    pub says: Words,
    /// What it is about.
    pub title: Words,
    /// The role told.
    pub role: String,
    /// Where it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// How often it was tried.
    pub tries: u32,
    /// It was given up.
    pub over: bool,
    /// When it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// When it last failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<String>,
    /// unreachable, refused, unfit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// The same in words, with what the other side said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble_words: Option<Words>,
}

/// Messages that wait to leave, and those that could not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeliveryPage {
    /// True when this server sends messages at all.
    pub sends: bool,
    /// The messages.
    pub rows: Vec<DeliveryView>,
    /// Continue after this key.
    pub next: Option<String>,
}
