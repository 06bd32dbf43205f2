//! Subjects as people see them: rows of lists, and the one-person file (一人一档).

use crate::{
    duty::{DutyView, duty_view},
    fact::{FieldView, MASK, field_view},
    lens::Lens,
    outcome::{AlertView, CourseView, StatusView, alert_mentions, alert_view, course_view, status_view},
    words::{OrgRef, SubjectRef, Words},
};
use facts::{Body, Instant, Name, Privacy, SubjectId, SubjectKind, Value};
use outcomes::{Course, Duty, Standing};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A row of a list of subjects.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SubjectRowView {
    /// Who or what.
    pub subject: SubjectRef,
    /// Where it belongs first of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<OrgRef>,
    /// Its attributes.
    pub profile: Vec<FieldView>,
}

/// A dated membership.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MembershipView {
    /// Where.
    pub group: SubjectRef,
    /// From.
    pub from: String,
    /// Until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The words of the ledger that says so.
    pub said_by: Words,
}

/// Everything that stands about one subject.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SubjectFile {
    /// Who or what.
    pub subject: SubjectRef,
    /// Since when it is registered.
    pub registered: String,
    /// Where it belongs first of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<OrgRef>,
    /// Its attributes.
    pub profile: Vec<FieldView>,
    /// Its identity, masked. Ask with a reason to see it.
    pub identity: Vec<FieldView>,
    /// True when the viewer may ask to see the identity.
    pub may_unmask: bool,
    /// Where it belongs and belonged.
    pub memberships: Vec<MembershipView>,
    /// Its states: those that hold first.
    pub statuses: Vec<StatusView>,
    /// Its courses: running ones first.
    pub courses: Vec<CourseView>,
    /// Its duties: those owed first, then the newest of the others.
    pub duties: Vec<DutyView>,
    /// Its alerts, newest first.
    pub alerts: Vec<AlertView>,
}

/// A registered subject, as the doors read it.
#[derive(Clone, PartialEq, Debug)]
pub struct Registered {
    /// Its id.
    pub id: SubjectId,
    /// Where it belongs first of all.
    pub home: Option<SubjectId>,
    /// Its attributes.
    pub profile: Body,
    /// Since when it is registered.
    pub registered: Instant,
}

/// A membership, as the doors read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Belongs {
    /// Where.
    pub group: SubjectId,
    /// From.
    pub from: Instant,
    /// Until.
    pub until: Option<Instant>,
    /// The ledger that says so.
    pub ledger: Name,
}

/// Everything that a subject's file is made of.
pub struct FileParts<'a> {
    /// The subject.
    pub of: &'a Registered,
    /// Where it belongs.
    pub memberships: &'a [Belongs],
    /// What stands.
    pub standing: &'a Standing,
    /// Identity fields as far as they may be shown without a reason: masked.
    pub identity: &'a BTreeMap<Name, String>,
    /// Whether the viewer may ask to see the identity.
    pub may_unmask: bool,
}

/// Most ended duties that a file shows; the timeline has them all.
const ENDED_DUTIES_MAX: usize = 50;

/// The subjects that a file mentions.
pub fn mentions(parts: &FileParts<'_>) -> BTreeSet<SubjectId> {
    let mut found = BTreeSet::from([parts.of.id.clone()]);
    found.extend(parts.of.home.clone());
    found.extend(profile_mentions(&parts.of.profile));
    found.extend(parts.memberships.iter().map(|m| m.group.clone()));
    found.extend(parts.standing.duties.values().flat_map(crate::duty::mentions));
    found.extend(parts.standing.alerts.values().flat_map(alert_mentions));
    found
}

/// The subjects that attributes mention.
pub fn profile_mentions(profile: &Body) -> impl Iterator<Item = SubjectId> + '_ {
    profile.values().flat_map(Value::items).filter_map(Value::as_text).filter_map(SubjectId::parse)
}

/// A row of a list.
pub fn subject_row(lens: &Lens<'_>, of: &Registered) -> SubjectRowView {
    SubjectRowView {
        subject: lens.subject(&of.id),
        home: of.home.as_ref().filter(|home| **home != of.id).map(|home| lens.org(home)),
        profile: profile_view(lens, of),
    }
}

/// The one-person file: what holds comes first.
pub fn subject_file(lens: &Lens<'_>, parts: &FileParts<'_>) -> SubjectFile {
    let of = parts.of;
    let standing = parts.standing;
    // A state of health is not shown to everybody who may know that the person exists.
    let health = of.id.kind() != SubjectKind::Person || lens.sees(&of.id) >= Some(Privacy::Health);
    let mut statuses: Vec<StatusView> =
        standing.statuses.values().filter(|_| health).map(|s| status_view(lens, s)).collect();
    statuses.sort_by(|a, b| (b.holds, &b.from).cmp(&(a.holds, &a.from)));
    let mut courses: Vec<&Course> = standing.courses.values().filter(|_| health).collect();
    courses.sort_by_key(|c| (c.withdrawn || c.run.ended.is_some(), std::cmp::Reverse(c.run.last_day)));
    let mut alerts: Vec<AlertView> = standing.alerts.values().map(|a| alert_view(lens, a)).collect();
    alerts.sort_by(|a, b| b.raised.cmp(&a.raised));
    SubjectFile {
        subject: lens.subject(&of.id),
        registered: of.registered.to_string(),
        home: of.home.as_ref().filter(|home| **home != of.id).map(|home| lens.org(home)),
        profile: profile_view(lens, of),
        identity: identity_view(lens, of, parts.identity),
        may_unmask: parts.may_unmask,
        memberships: parts.memberships.iter().map(|m| membership_view(lens, m)).collect(),
        statuses,
        courses: courses.into_iter().map(|c| course_view(lens, c)).collect(),
        duties: duties_view(lens, standing),
        alerts,
    }
}

fn duties_view(lens: &Lens<'_>, standing: &Standing) -> Vec<DutyView> {
    let (mut owed, mut ended): (Vec<&Duty>, Vec<&Duty>) =
        standing.duties.values().partition(|d| d.state.is_owed());
    owed.sort_by_key(|d| d.due.due);
    ended.sort_by_key(|d| std::cmp::Reverse(d.due.due));
    owed.into_iter().chain(ended.into_iter().take(ENDED_DUTIES_MAX)).map(|d| duty_view(lens, d)).collect()
}

fn membership_view(lens: &Lens<'_>, of: &Belongs) -> MembershipView {
    MembershipView {
        group: lens.subject(&of.group),
        from: of.from.to_string(),
        until: of.until.map(|at| at.to_string()),
        said_by: lens.book.ledger_title(&of.ledger),
    }
}

/// The attributes in the order of the forms that gave them; identity is apart.
fn profile_view(lens: &Lens<'_>, of: &Registered) -> Vec<FieldView> {
    let sees = lens.sees(&of.id).unwrap_or(Privacy::Public);
    let fields = lens.book.profile_fields(of.id.kind()).filter(|f| !f.is_identity());
    fields.filter_map(|f| of.profile.get(&f.id).map(|v| field_view(lens, f, v, sees))).collect()
}

/// The identity as far as it may be shown without a reason.
pub fn identity_view(lens: &Lens<'_>, of: &Registered, identity: &BTreeMap<Name, String>) -> Vec<FieldView> {
    let may = lens.sees(&of.id) == Some(Privacy::Identity);
    let view = |f: &facts::Field| {
        let masked = identity.get(&f.id).filter(|_| may);
        let known = of.profile.contains_key(&f.id) || identity.contains_key(&f.id);
        known.then(|| FieldView {
            id: f.id.to_string(),
            label: Words::from(&f.label),
            value: None,
            shown: masked.map_or_else(|| Words::same(MASK), Words::same),
            masked: true,
        })
    };
    lens.book.profile_fields(of.id.kind()).filter(|f| f.is_identity()).filter_map(view).collect()
}
