//! Organisations as people see them: the tree, who holds what, and the gaps (责任未落实).

use crate::{
    lens::Lens,
    outcome::StatusView,
    words::{HolderView, OrgRef, Words},
};
use facts::{Instant, Name, SubjectId};
use outcomes::Duty;
use plan::{Pack, verdict::Asked};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A row of the tree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OrgRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The words of its kind.
    pub kind_title: Words,
    /// The organisation above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// How many organisations are directly below.
    pub children: u32,
}

/// Who holds a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RosterRow {
    /// The role.
    pub role: String,
    /// Its words.
    pub title: Words,
    /// The account.
    pub account: String,
    /// The account's name.
    pub name: String,
    /// Where the holder sits, if elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<OrgRef>,
    /// From.
    pub from: String,
    /// Until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A gap: a role that ought to be held and is not, a duty that nobody owns, or a report that nobody receives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct GapView {
    /// role, duty, report.
    pub what: String,
    /// Where.
    pub org: OrgRef,
    /// The role that nobody holds.
    pub role: HolderView,
    /// The duty without owner, or to send the report that nobody receives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty: Option<String>,
    /// Its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty_title: Option<Words>,
    /// Its deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
}

/// One organisation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OrgDetail {
    /// The organisation.
    pub org: OrgRow,
    /// From the top down to it.
    pub above: Vec<OrgRef>,
    /// Directly below.
    pub children: Vec<OrgRow>,
    /// Who holds what.
    pub roster: Vec<RosterRow>,
    /// What is missing.
    pub gaps: Vec<GapView>,
    /// Its states.
    pub statuses: Vec<StatusView>,
    /// What it owes.
    pub counts: OrgCounts,
}

/// Figures of an organisation and everything below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct OrgCounts {
    /// Duties owed in time.
    pub open: u64,
    /// Duties owed past their deadline.
    pub overdue: u64,
    /// Persons registered, counted up to 10,000.
    pub persons: u64,
    /// Alerts that nobody has acknowledged.
    pub alerts_open: u64,
    /// Courses that run.
    pub courses_running: u64,
}

/// An organisation, as the doors read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrgNode {
    /// Its id.
    pub id: SubjectId,
    /// Its kind.
    pub kind: Name,
    /// Its name.
    pub name: Option<String>,
    /// Its path.
    pub path: String,
}

impl OrgNode {
    /// The organisation above, from the path.
    pub fn parent(&self) -> Option<SubjectId> {
        self.path.split('/').filter(|s| !s.is_empty()).rev().nth(1).and_then(SubjectId::parse)
    }
}

/// Who holds a role, as the doors read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The organisation.
    pub org: SubjectId,
    /// The role.
    pub role: Name,
    /// The account.
    pub account: String,
    /// Its name.
    pub account_name: String,
    /// Where the holder sits.
    pub seat: Option<SubjectId>,
    /// From.
    pub from: Instant,
    /// Until.
    pub until: Option<Instant>,
}

impl Held {
    /// True at that time.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// A row of the tree. `all` holds the whole subtree, so that children can be counted.
pub fn org_row(lens: &Lens<'_>, node: &OrgNode, all: &[OrgNode]) -> OrgRow {
    let children = all.iter().filter(|o| o.parent().as_ref() == Some(&node.id)).count();
    OrgRow {
        id: node.id.to_string(),
        name: node.name.clone().unwrap_or_else(|| node.id.code().to_owned()),
        kind: node.kind.to_string(),
        kind_title: lens.book.kind(&node.kind),
        parent: node.parent().map(|p| p.to_string()),
        children: u32::try_from(children).unwrap_or(u32::MAX),
    }
}

/// Who holds what now or will, in order of role.
pub fn roster(lens: &Lens<'_>, held: &[Held]) -> Vec<RosterRow> {
    let mut rows: Vec<RosterRow> = held
        .iter()
        .filter(|h| h.until.is_none_or(|until| lens.now < until))
        .map(|h| RosterRow {
            role: h.role.to_string(),
            title: lens.book.role(&h.role),
            account: h.account.clone(),
            name: h.account_name.clone(),
            seat: h.seat.as_ref().map(|seat| lens.org(seat)),
            from: h.from.to_string(),
            until: h.until.map(|at| at.to_string()),
        })
        .collect();
    rows.sort_by(|a, b| (&a.role, &a.account).cmp(&(&b.role, &b.account)));
    rows
}

/// A plan in force for everything at or below a path.
pub struct InForceBelow<'a> {
    /// The plan.
    pub pack: &'a Pack,
    /// The path of its scope.
    pub path: String,
}

/// Roles that a plan in force there needs in an organisation, and that nobody holds there.
pub fn role_gaps(
    lens: &Lens<'_>,
    orgs: &[OrgNode],
    held: &[Held],
    in_force: &[InForceBelow<'_>],
) -> Vec<GapView> {
    let filled: BTreeSet<(&SubjectId, &Name)> =
        held.iter().filter(|h| h.holds(lens.now)).map(|h| (&h.org, &h.role)).collect();
    let mut gaps = BTreeSet::new();
    for InForceBelow { pack, path } in in_force {
        let here: Vec<&OrgNode> = orgs.iter().filter(|o| o.path.starts_with(path.as_str())).collect();
        for (role, spec) in &pack.roles {
            let needing = here.iter().filter(|o| spec.needed_in.contains(&o.kind));
            for org in needing.filter(|o| !filled.contains(&(&o.id, role))) {
                gaps.insert(GapView {
                    what: "role".into(),
                    org: lens.org(&org.id),
                    role: lens.holder(role, None),
                    duty: None,
                    duty_title: None,
                    due: None,
                });
            }
        }
    }
    gaps.into_iter().collect()
}

/// A duty that nobody owns: at the organisation where its owner was looked for first.
pub fn duty_gap(lens: &Lens<'_>, duty: &Duty) -> GapView {
    gap_of(lens, duty, "duty", &duty.due.owner)
}

/// An owed report that nobody receives: at the organisation where its receiver was looked for first. `None` when the plan
/// sends it to no role.
pub fn report_gap(lens: &Lens<'_>, duty: &Duty) -> Option<GapView> {
    duty.due.to.first().map(|asked| gap_of(lens, duty, "report", asked))
}

/// The organisations that the gap of a duty mentions: where its owner and its receiver were looked for first.
pub fn gap_mentions(duty: &Duty) -> Vec<SubjectId> {
    let receiver = duty.due.to.first().and_then(|asked| asked.ask.first());
    let mut mentioned = crate::duty::mentions(duty);
    mentioned.extend(receiver.cloned());
    mentioned
}

fn gap_of(lens: &Lens<'_>, duty: &Duty, what: &str, asked: &Asked) -> GapView {
    GapView {
        what: what.into(),
        org: lens.org(asked.ask.first().unwrap_or(&duty.subject)),
        role: lens.holder(&asked.role, None),
        duty: Some(duty.key.to_string()),
        duty_title: Some(lens.book.duty_title(duty.key.name())),
        due: Some(duty.due.due.to_string()),
    }
}
