//! What happened to outcomes, entry by entry; and the timeline of a subject: facts and history in one list.

use crate::{
    fact::{FactView, fact_view},
    lens::Lens,
    words::{HolderView, SubjectRef, Words},
};
use facts::{Instant, Recorded, SubjectId};
use outcomes::{Change, ChangeKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An entry of the history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HistoryView {
    /// The unit of work.
    pub unit: u64,
    /// Its place in the unit.
    pub n: u32,
    /// When.
    pub at: String,
    /// opened, fulfilled, done_late, late, missed, waived, withdrawn, reopened, changed, reminded, escalated, ended,
    /// acknowledged.
    pub kind: String,
    /// The same in words.
    pub says: Words,
    /// The outcome.
    pub key: String,
    /// Its words.
    pub title: Words,
    /// About whom or what.
    pub subject: SubjectRef,
    /// Who was told.
    pub told: Vec<HolderView>,
}

/// An entry of a timeline: a fact, or something that followed from facts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TimelineEntry {
    /// When.
    pub at: String,
    /// The fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactView>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<HistoryView>,
}

/// An entry of the history, as the doors read it.
#[derive(Clone, PartialEq, Debug)]
pub struct Past {
    /// The unit of work.
    pub unit: u64,
    /// Its place in the unit.
    pub n: u32,
    /// The clock reading of the unit.
    pub as_of: Instant,
    /// What happened.
    pub change: Change,
}

/// The subjects that an entry mentions.
pub fn mentions(past: &Past) -> Vec<SubjectId> {
    let told = past.change.tell.iter().filter_map(|(_, org)| org.clone());
    told.chain([past.change.subject.clone()]).collect()
}

/// The words of a kind of change.
pub fn change_words(kind: ChangeKind) -> (&'static str, Words) {
    let (id, zh, en) = match kind {
        ChangeKind::Opened => ("opened", "产生", "opened"),
        ChangeKind::Fulfilled => ("fulfilled", "按时办结", "done in time"),
        ChangeKind::DoneLate => ("done_late", "逾期办结", "done late"),
        ChangeKind::Late => ("late", "逾期", "past its deadline"),
        ChangeKind::Missed => ("missed", "逾期未办", "missed"),
        ChangeKind::Waived => ("waived", "免办", "waived"),
        ChangeKind::Withdrawn => ("withdrawn", "撤销", "withdrawn"),
        ChangeKind::Reopened => ("reopened", "恢复", "stands again"),
        ChangeKind::Changed => ("changed", "变更", "changed"),
        ChangeKind::Reminded => ("reminded", "提醒", "reminded"),
        ChangeKind::Escalated => ("escalated", "提级", "escalated"),
        ChangeKind::Ended => ("ended", "结束", "ended"),
        ChangeKind::Acknowledged => ("acknowledged", "已确认", "acknowledged"),
    };
    (id, Words::new(zh, en))
}

/// An entry as the viewer sees it.
pub fn history_view(lens: &Lens<'_>, past: &Past) -> HistoryView {
    let (kind, says) = change_words(past.change.kind);
    HistoryView {
        unit: past.unit,
        n: past.n,
        at: past.as_of.to_string(),
        kind: kind.to_owned(),
        says,
        key: past.change.key.to_string(),
        title: lens.book.title(past.change.key.name()),
        subject: lens.subject(&past.change.subject),
        told: past.change.tell.iter().map(|(role, org)| lens.holder(role, org.as_ref())).collect(),
    }
}

/// Where a timeline goes on: each of its two lists after a key, some rows of the page after it having been shown.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TimelineCursor {
    /// The page of facts begins after this.
    pub facts_after: Option<String>,
    /// So many facts of that page were shown.
    pub facts_shown: usize,
    /// The page of history begins after this.
    pub history_after: Option<String>,
    /// So many entries of that page were shown.
    pub history_shown: usize,
}

/// One page of each list, as read from the cursor on.
pub struct TimelinePages {
    /// Facts, newest first, with the key of the next page.
    pub facts: (Vec<Recorded>, Option<String>),
    /// History, newest first, with the key of the next page.
    pub history: (Vec<Past>, Option<String>),
}

/// Merges the two lists, newest first; gives at most `limit` entries and where to go on.
pub fn timeline(
    lens: &Lens<'_>,
    cursor: &TimelineCursor,
    pages: &TimelinePages,
    limit: usize,
) -> (Vec<TimelineEntry>, Option<TimelineCursor>) {
    let mut next = cursor.clone();
    let mut rows = Vec::new();
    let (facts, history) = (&pages.facts.0, &pages.history.0);
    while rows.len() < limit {
        let (fact, past) = (facts.get(next.facts_shown), history.get(next.history_shown));
        // When one page is used up and has a next one, nothing older of the other may be shown before it.
        let stop =
            (fact.is_none() && pages.facts.1.is_some()) || (past.is_none() && pages.history.1.is_some());
        let fact_is_newer = match (fact, past) {
            (Some(f), Some(p)) => f.fact.at > p.as_of,
            (fact, _) => fact.is_some(),
        };
        match (fact, past) {
            _ if stop => break,
            (None, None) => return (rows, None),
            (Some(fact), _) if fact_is_newer => {
                next.facts_shown += 1;
                let shown = fact_view(lens, fact);
                rows.extend(shown.map(|f| TimelineEntry { at: f.at.clone(), fact: Some(f), change: None }));
            }
            (_, Some(past)) => {
                next.history_shown += 1;
                let change = history_view(lens, past);
                rows.push(TimelineEntry { at: change.at.clone(), fact: None, change: Some(change) });
            }
            (Some(_), None) => next.facts_shown += 1,
        }
    }
    turn_page(&mut next, pages);
    let over = next.facts_shown >= facts.len()
        && pages.facts.1.is_none()
        && next.facts_after == cursor.facts_after
        && next.history_shown >= history.len()
        && pages.history.1.is_none()
        && next.history_after == cursor.history_after;
    (rows, (!over).then_some(next))
}

/// A page that was shown whole is left behind.
fn turn_page(next: &mut TimelineCursor, pages: &TimelinePages) {
    if let Some(after) = pages.facts.1.as_ref().filter(|_| next.facts_shown >= pages.facts.0.len()) {
        next.facts_after = Some(after.clone());
        next.facts_shown = 0;
    }
    if let Some(after) = pages.history.1.as_ref().filter(|_| next.history_shown >= pages.history.0.len()) {
        next.history_after = Some(after.clone());
        next.history_shown = 0;
    }
}
