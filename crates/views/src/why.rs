//! Why something stands (依据): clause, rule, version, facts, what is missing, what has happened, and what closes it.

use crate::{
    book::construct_word,
    duty::{DutyView, FormView, form_view},
    fact::{FactView, fact_view},
    history::{HistoryView, Past, history_view},
    lens::Lens,
    words::{ClauseView, SourceView, SubjectRef, Words},
};
use facts::{FactId, Ledger, Recorded, SubjectId};
use outcomes::{Alert, Course, Duty, StatusRow};
use plan::verdict::{CourseEnd, DutyEnd, Key, Why};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why an outcome stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct WhyView {
    /// Its key.
    pub key: String,
    /// duty, status, course, alert.
    pub what: String,
    /// Its words.
    pub title: Words,
    /// About whom or what.
    pub subject: SubjectRef,
    /// The rule or course, qualified.
    pub rule: String,
    /// Its words.
    pub rule_title: Words,
    /// rule, routine, signal, report, level, course.
    pub construct: String,
    /// The clause.
    pub clause: ClauseView,
    /// The text that the plan carries out.
    pub source: SourceView,
    /// The plan.
    pub plan: Words,
    /// The version that it was judged by.
    pub version: String,
    /// The facts it rests on, earliest first. Masked by the viewer's rights; a fact that may not be seen at all is counted
    /// in `hidden`.
    pub facts: Vec<FactView>,
    /// How many facts the viewer may not see.
    pub hidden: u32,
    /// The fields that the condition looked at.
    pub looked_at: Vec<Words>,
    /// What is not known and would have been needed.
    pub missing: Vec<Words>,
    /// What has happened to it, newest first.
    pub history: Vec<HistoryView>,
    /// What closes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_with: Option<FormView>,
}

/// A duty with its reasons.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DutyDetail {
    /// The duty.
    pub duty: DutyView,
    /// Why.
    pub why: WhyView,
}

/// What stands: one of the four kinds of outcome.
#[derive(Clone, Copy, Debug)]
pub enum Stands<'a> {
    /// A duty.
    Duty(&'a Duty),
    /// A status.
    Status(&'a StatusRow),
    /// A course.
    Course(&'a Course),
    /// An alert.
    Alert(&'a Alert),
}

/// What a reason needs: the facts it rests on, by their roots; and the history of this outcome.
pub struct WhyNeeds {
    /// Roots of facts.
    pub facts: Vec<FactId>,
    /// The outcome whose history is told.
    pub key: Key,
}

impl<'a> Stands<'a> {
    /// Its key.
    pub fn key(self) -> &'a Key {
        match self {
            Stands::Duty(d) => &d.key,
            Stands::Status(s) => &s.key,
            Stands::Course(c) => &c.key,
            Stands::Alert(a) => &a.key,
        }
    }

    /// Whom it is about.
    pub fn subject(self) -> &'a SubjectId {
        match self {
            Stands::Duty(d) => &d.subject,
            Stands::Status(s) => &s.subject,
            Stands::Course(c) => &c.subject,
            Stands::Alert(a) => &a.subject,
        }
    }

    fn why(self) -> &'a Why {
        match self {
            Stands::Duty(d) => &d.due.why,
            Stands::Status(s) => &s.held.why,
            Stands::Course(c) => &c.run.why,
            Stands::Alert(a) => &a.due.why,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Stands::Duty(_) => "duty",
            Stands::Status(_) => "status",
            Stands::Course(_) => "course",
            Stands::Alert(_) => "alert",
        }
    }

    /// What the doors fetch before the reason can be told: also the fact that ended it.
    pub fn needs(self) -> WhyNeeds {
        let mut facts = self.why().facts.clone();
        match self {
            Stands::Duty(d) => match d.due.end {
                DutyEnd::Done { fact, .. } | DutyEnd::Waived { fact, .. } => facts.push(fact),
                DutyEnd::Open | DutyEnd::Missed => {}
            },
            Stands::Course(c) => match c.run.ended {
                Some((_, CourseEnd::Released { fact })) => facts.push(fact),
                Some((_, CourseEnd::Completed | CourseEnd::Lifted | CourseEnd::Converted { .. })) | None => {}
            },
            Stands::Alert(a) => facts.extend(a.due.acknowledged.map(|(fact, _)| fact)),
            Stands::Status(_) => {}
        }
        facts.dedup();
        WhyNeeds { facts, key: self.key().clone() }
    }
}

/// Why something stands, as the viewer may see it. `facts` are those that hold, `history` is newest first.
pub fn why_view(lens: &Lens<'_>, stands: Stands<'_>, facts: &[Recorded], history: &[Past]) -> WhyView {
    let why = stands.why();
    let behind = lens.book.behind(why);
    let shown: Vec<FactView> = facts.iter().filter_map(|f| fact_view(lens, f)).collect();
    let ledgers: Vec<&Ledger> = facts.iter().filter_map(|f| lens.book.ledgers.get(&f.fact.ledger)).collect();
    let closes_with = match stands {
        Stands::Duty(duty) if duty.state.is_owed() => {
            lens.book.duty(duty.key.name()).map(|spec| form_view(lens, duty, spec))
        }
        _ => None,
    };
    WhyView {
        key: stands.key().to_string(),
        what: stands.word().to_owned(),
        title: lens.book.title(stands.key().name()),
        subject: lens.subject(stands.subject()),
        rule: why.rule.to_string(),
        rule_title: behind.as_ref().map_or_else(|| Words::same(why.rule.as_str()), |b| b.title.clone()),
        construct: behind.as_ref().map_or("rule", |b| construct_word(b.construct).0).to_owned(),
        clause: behind.as_ref().map(|b| b.clause.clone()).unwrap_or_default(),
        source: behind.as_ref().map(|b| b.source.clone()).unwrap_or_default(),
        plan: behind.map(|b| b.plan).unwrap_or_default(),
        version: why.version.to_string(),
        hidden: u32::try_from(facts.len() - shown.len()).unwrap_or(u32::MAX),
        facts: shown,
        looked_at: why.fields.iter().map(|p| lens.book.path(p, &ledgers)).collect(),
        missing: why.missing.iter().map(|p| lens.book.path(p, &ledgers)).collect(),
        history: history.iter().map(|past| history_view(lens, past)).collect(),
        closes_with,
    }
}
