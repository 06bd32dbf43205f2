//! The check of an incoming fact against its ledger: reads the wire form into a `Fact` with canonical values, or tells
//! all that is wrong with it at once.
//!
//! Not here: what needs a store (is the subject registered, was the id received before, is the corrected fact of the
//! same ledger) or a right (`access`); `intake` looks at those. Values are read in `check/value`, words are in
//! `check/words`.

mod raw;
mod value;
mod words;

pub use raw::{BODY_BYTES_MAX, BODY_DEPTH_MAX, BODY_FIELDS_MAX, RawFact};
pub use value::{LIST_SEPARATORS, SEALED, TEXT_CHARS_MAX, is_sealed};

use crate::{
    fact::{Body, Fact},
    ledger::{Act, Field, Ledger},
    names::{FactId, Name},
    refusal::{Refusal, RefusalCode},
    subject::{SubjectId, SubjectKind},
    time::{Instant, Zone},
    value::Value,
};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// How far a writer's clock may run ahead of ours: ten minutes, as phones without a network drift.
const AHEAD_MICROS: i64 = 10 * 60 * 1_000_000;
const DAY_MICROS: i64 = 86_400 * 1_000_000;
/// The longest duty key that makes sense: three names of 64 characters and room.
const DISCHARGES_CHARS_MAX: usize = 300;

/// What the check needs to know beside fact and ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckContext {
    /// The reading of the clock.
    pub clock: Instant,
    /// Zone of civil dates.
    pub zone: Zone,
    /// The account that writes.
    pub by: SmolStr,
    /// The organisation on whose behalf, where the fact names none.
    pub org: Option<SubjectId>,
    /// The id of a fact that brings none.
    pub id: FactId,
}

/// Checks one fact. The refusals come in order of code, then field; there is at least one when it is refused.
pub fn check_fact(ledger: &Ledger, raw: &RawFact, ctx: &CheckContext) -> Result<Fact, Vec<Refusal>> {
    if raw.ledger != ledger.id {
        return Err(vec![words::unknown_ledger(&raw.ledger)]);
    }
    // A body that is too large is not looked into any further.
    raw::check_size(&raw.body).map_err(|refusal| vec![*refusal])?;
    let mut refusals = Vec::new();
    let subject = read_subject(&raw.subject, about(ledger, raw), "subject", &mut refusals);
    let org = match &raw.org {
        Some(text) => read_subject(text, SubjectKind::Org, "org", &mut refusals),
        None if ctx.org.is_none() => {
            refusals.push(words::missing_org());
            None
        }
        None => ctx.org.clone(),
    };
    let id = raw.id.unwrap_or(ctx.id);
    check_correction(raw, id, &mut refusals);
    let at = read_at(ledger, raw, ctx, &mut refusals);
    let written = at.and_then(|at| read_written(raw, at, ctx, &mut refusals));
    let body = if raw.void { Body::new() } else { check_body(ledger, raw, ctx, &mut refusals) };
    let discharges = raw.discharges.as_ref().map(|d| SmolStr::new(d.trim())).filter(|d| !d.is_empty());
    if discharges
        .as_ref()
        .is_some_and(|d| d.chars().count() > DISCHARGES_CHARS_MAX || d.chars().any(char::is_control))
    {
        refusals.push(words::bad_discharges(DISCHARGES_CHARS_MAX));
    }
    refusals.sort_by(|a, b| (a.code, &a.field).cmp(&(b.code, &b.field)));
    match (subject, org, at, written) {
        (Some(subject), Some(org), Some(at), Some(written)) if refusals.is_empty() => Ok(Fact {
            id,
            ledger: ledger.id.clone(),
            subject,
            at,
            written,
            org,
            by: ctx.by.clone(),
            body,
            corrects: raw.corrects,
            void: raw.void,
            history: false,
            discharges,
        }),
        _ => Err(refusals),
    }
}

/// What the fact is about. Decisions (claim, delegate, waive, acknowledge) are about the subject of the duty or alert
/// that they decide, whatever kind it is; for all others the ledger says it.
fn about(ledger: &Ledger, raw: &RawFact) -> SubjectKind {
    let decides = matches!(ledger.act, Some(Act::Claim | Act::Delegate | Act::Waive | Act::Acknowledge));
    let named = SubjectId::parse(&raw.subject).filter(|_| decides);
    named.map_or(ledger.about, |id| id.kind())
}

/// Reads `kind:code`, or the bare code, of the kind that is expected.
fn read_subject(
    text: &str,
    kind: SubjectKind,
    field: &str,
    refusals: &mut Vec<Refusal>,
) -> Option<SubjectId> {
    let read = value::subject(text, kind);
    if read.is_none() {
        refusals.push(words::wrong_subject(kind, text, &Name::new(field)));
    }
    read
}

fn check_correction(raw: &RawFact, id: FactId, refusals: &mut Vec<Refusal>) {
    if raw.void && raw.corrects.is_none() {
        refusals.push(words::void_without_root());
    }
    if raw.corrects == Some(id) {
        refusals.push(words::corrects_itself());
    }
}

/// When it happened: from 1900, and not later than the clock, the ledger's days ahead and the tolerance.
fn read_at(
    ledger: &Ledger,
    raw: &RawFact,
    ctx: &CheckContext,
    refusals: &mut Vec<Refusal>,
) -> Option<Instant> {
    let Some(at) = value::instant(&raw.at, ctx.zone) else {
        refusals.push(words::wrong_instant(&raw.at, &Name::new("at")));
        return None;
    };
    let latest = ctx.clock.plus_micros(i64::from(ledger.days_ahead_max) * DAY_MICROS + AHEAD_MICROS);
    if at < Instant::RANGE.start || at > latest {
        refusals.push(words::impossible_time(at, latest, ctx.zone, &Name::new("at")));
        return None;
    }
    Some(at)
}

/// When it was written. Where the writer does not say: the time inside of its UUIDv7, else when it happened, so that
/// sending the same again is the same again; else our clock.
fn read_written(
    raw: &RawFact,
    at: Instant,
    ctx: &CheckContext,
    refusals: &mut Vec<Refusal>,
) -> Option<Instant> {
    let latest = ctx.clock.plus_micros(AHEAD_MICROS);
    let Some(text) = raw.written.as_deref().filter(|t| !t.trim().is_empty()) else {
        return Some(match raw.id {
            None => ctx.clock,
            Some(id) => id_time(id).filter(|t| *t <= latest).unwrap_or(at),
        });
    };
    let field = Name::new("written");
    let Some(written) = value::instant(text, ctx.zone) else {
        refusals.push(words::wrong_instant(text, &field));
        return None;
    };
    if written < Instant::RANGE.start || written > latest {
        refusals.push(words::impossible_time(written, latest, ctx.zone, &field));
        return None;
    }
    Some(written)
}

/// The time inside of a UUIDv7; `None` for other ids.
fn id_time(id: FactId) -> Option<Instant> {
    let stamp = id.0.get_timestamp().filter(|_| id.0.get_version_num() == 7)?;
    let (seconds, nanos) = stamp.to_unix();
    let micros = i64::try_from(seconds).ok()?.checked_mul(1_000_000)?.checked_add(i64::from(nanos / 1000))?;
    let at = Instant(micros);
    Instant::RANGE.contains(&at).then_some(at)
}

/// Reads every field that the ledger has; tells every field that it does not have.
fn check_body(ledger: &Ledger, raw: &RawFact, ctx: &CheckContext, refusals: &mut Vec<Refusal>) -> Body {
    for (name, _) in raw.body.iter().filter(|(name, _)| ledger.field(name).is_none()) {
        refusals.push(words::unknown_field(ledger, name));
    }
    let mut body = Body::new();
    for field in &ledger.fields {
        let found =
            raw.body.get(field.id.as_str()).map_or(Ok(None), |json| value::read(field, json, ctx.zone));
        match found {
            Ok(Some(value)) => {
                body.insert(field.id.clone(), value);
            }
            Ok(None) if field.required => refusals.push(words::missing(field)),
            Ok(None) => {}
            Err(refusal) => refusals.push(*refusal),
        }
    }
    body
}

/// Reads one value as the check of a fact would; `None` for null and for empty text.
pub fn read_value(field: &Field, json: &Json, zone: Zone) -> Result<Option<Value>, Box<Refusal>> {
    value::read(field, json, zone)
}

/// Reads a moment as the check of a fact would.
pub fn instant(text: &str, zone: Zone) -> Option<Instant> {
    value::instant(text, zone)
}

/// The refusal of a fact of a ledger that is not in force.
pub fn not_in_force(name: &Name) -> Refusal {
    Refusal::new(
        RefusalCode::UnknownLedger,
        crate::Label::new("没有这种台账", "there is no such ledger"),
        crate::Label::new(
            "请查看 /api/v1/ledgers 中启用的台账",
            "see the ledgers in force at /api/v1/ledgers",
        ),
    )
    .found(name)
}

/// True when the refusals of a fact say that nothing of it could be read.
pub fn is_unreadable(refusals: &[Refusal]) -> bool {
    refusals.first().is_some_and(|r| r.code == RefusalCode::Unreadable)
}

#[cfg(test)]
mod tests;
