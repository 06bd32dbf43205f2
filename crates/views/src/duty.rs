//! A duty as people see it: what is to be done, about whom, by when, by whom, under which clause, and on which form.

use crate::{
    lens::Lens,
    words::{ClauseView, HolderView, SubjectRef, Words},
};
use facts::SubjectId;
use outcomes::Duty;
use plan::{program::DutySpec, verdict::DutyEnd};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A duty (任务).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DutyView {
    /// Its key, `name|subject|anchor`. Encode it in a path.
    pub key: String,
    /// Its qualified name.
    #[schema(example = "school-infectious-disease/report_cluster")]
    pub name: String,
    /// What to do.
    pub title: Words,
    /// The clause behind it.
    pub clause: ClauseView,
    /// About whom or what.
    pub subject: SubjectRef,
    /// Who owes it. `org` is absent when `gap`.
    pub owner: HolderView,
    /// True when nobody holds the role: a gap of the organisation (责任未落实).
    pub gap: bool,
    /// Who receives what is done.
    pub to: Vec<Words>,
    /// open, overdue, done, done_late, missed, waived, withdrawn.
    #[schema(example = "open")]
    pub state: String,
    /// From when it can be done.
    pub opens: String,
    /// Its deadline.
    pub due: String,
    /// When it is too late to do it even late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// It was born past its deadline: the recording was late, not the owner.
    pub late_on_arrival: bool,
    /// The account that has taken it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<String>,
    /// Estimated minutes of work.
    pub minutes: u16,
    /// What discharged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<DoneView>,
    /// The form that discharges it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<FormView>,
}

/// How a duty was discharged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DoneView {
    /// The fact.
    pub fact: String,
    /// When it happened.
    pub at: String,
    /// When it was received.
    pub received: String,
}

/// A form to fill.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FormView {
    /// The ledger.
    pub ledger: String,
    /// Its words.
    pub title: Words,
    /// What is known already: `subject`, `discharges`.
    #[schema(value_type = BTreeMap<String, Object>)]
    pub prefill: BTreeMap<String, serde_json::Value>,
}

/// The words of a state of a duty.
pub fn state_words(state: &str) -> Words {
    match state {
        "open" => Words::new("待办", "open"),
        "overdue" => Words::new("逾期", "overdue"),
        "done" => Words::new("按时办结", "done"),
        "done_late" => Words::new("逾期办结", "done late"),
        "missed" => Words::new("逾期未办", "missed"),
        "waived" => Words::new("免办", "waived"),
        "withdrawn" => Words::new("已撤销", "withdrawn"),
        other => Words::same(other),
    }
}

/// The subjects that a duty mentions.
pub fn mentions(duty: &Duty) -> Vec<SubjectId> {
    let asked = duty.due.owner.ask.first().cloned();
    [Some(duty.subject.clone()), duty.holder.clone(), asked].into_iter().flatten().collect()
}

/// A duty as the viewer sees it.
pub fn duty_view(lens: &Lens<'_>, duty: &Duty) -> DutyView {
    let due = &duty.due;
    let spec = lens.book.duty(duty.key.name());
    let done = match &due.end {
        DutyEnd::Done { fact, at, received } => {
            Some(DoneView { fact: fact.to_string(), at: at.to_string(), received: received.to_string() })
        }
        _ => None,
    };
    DutyView {
        key: duty.key.to_string(),
        name: duty.key.name().to_owned(),
        title: lens.book.duty_title(duty.key.name()),
        clause: lens.book.clause(&due.why),
        subject: lens.subject(&duty.subject),
        owner: lens.holder(&due.owner.role, duty.holder.as_ref()),
        gap: duty.holder.is_none(),
        to: due.to.iter().map(|asked| lens.book.role(&asked.role)).collect(),
        state: duty.state.as_str().to_owned(),
        opens: due.opens.to_string(),
        due: due.due.to_string(),
        expires: due.expires.map(|at| at.to_string()),
        late_on_arrival: due.late_on_arrival,
        taken_by: due.taken.as_ref().map(|(account, _)| account.to_string()),
        minutes: due.minutes,
        done,
        form: spec.filter(|_| duty.state.is_owed()).map(|spec| form_view(lens, duty, spec)),
    }
}

/// The form that discharges a duty, with what is known already.
pub fn form_view(lens: &Lens<'_>, duty: &Duty, spec: &DutySpec) -> FormView {
    let mut prefill: BTreeMap<String, serde_json::Value> = BTreeMap::new();
    prefill.insert("subject".into(), duty.subject.as_str().into());
    prefill.insert("discharges".into(), duty.key.as_str().into());
    if let Some(holder) = &duty.holder {
        prefill.insert("org".into(), holder.as_str().into());
    }
    FormView {
        ledger: spec.done_by.ledger.to_string(),
        title: lens.book.ledger_title(&spec.done_by.ledger),
        prefill,
    }
}
