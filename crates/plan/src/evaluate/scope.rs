//! What conditions can see: the triggering fact, the subject, the reporting organisation, earlier facts.

use crate::{
    case::CaseFile,
    cel::{Records, Root, Scope},
    program::Plan,
};
use facts::{Instant, Recorded, SubjectId, Value, Zone};
use std::{cell::Cell, sync::Arc};

/// The names of a condition about one fact of a case file.
pub(crate) struct FactScope<'a> {
    plan: &'a Plan,
    case: &'a CaseFile,
    fact: Option<&'a Arc<Recorded>>,
    /// Told when a condition looks back, where what was before was not read.
    looked_back: Option<&'a Cell<bool>>,
    /// For courses: since when, up to when, the linked subject, and the running values.
    pub course: Option<CourseScope<'a>>,
}

/// What `course.*`, `during.*` and `linked.*` mean.
pub(crate) struct CourseScope<'a> {
    pub from: Instant,
    pub until: Instant,
    pub target: Option<&'a SubjectId>,
    pub values: &'a dyn Fn(&str) -> Option<Value>,
}

impl<'a> FactScope<'a> {
    pub(crate) fn new(plan: &'a Plan, case: &'a CaseFile, fact: &'a Arc<Recorded>) -> Self {
        FactScope { plan, case, fact: Some(fact), looked_back: None, course: None }
    }

    /// Without a triggering fact: routines look at the subject only.
    pub(crate) fn of_subject(plan: &'a Plan, case: &'a CaseFile) -> Self {
        FactScope { plan, case, fact: None, looked_back: None, course: None }
    }

    /// Notes there when a condition looks back.
    pub(super) fn noting(self, looked_back: &'a Cell<bool>) -> Self {
        FactScope { looked_back: Some(looked_back), ..self }
    }
}

impl Scope for FactScope<'_> {
    fn field(&self, root: Root, name: &str) -> Option<Value> {
        match root {
            Root::Fact => self.fact?.fact.get(name).cloned(),
            Root::Meta => {
                let recorded = self.fact?;
                match name {
                    "at" => Some(Value::text(recorded.fact.at.to_string())),
                    "received" => Some(Value::text(recorded.received.to_string())),
                    "org" => Some(Value::text(recorded.fact.org.as_str())),
                    "subject" => Some(Value::text(recorded.fact.subject.as_str())),
                    "ledger" => Some(Value::text(recorded.fact.ledger.as_str())),
                    _ => None,
                }
            }
            Root::Subject => self.case.profile.get(name).cloned(),
            Root::Org => self.case.org_profiles.get(&self.fact?.fact.org)?.get(name).cloned(),
            Root::Course => self.course.as_ref().and_then(|c| (c.values)(name)),
        }
    }

    fn records(&self, which: Records, ledger: &str) -> Vec<Arc<Recorded>> {
        let of_ledger = |f: &&Arc<Recorded>| f.fact.ledger.as_str() == ledger;
        let facts = self.case.facts.iter().filter(of_ledger);
        match (which, &self.course) {
            (Records::History, _) => {
                self.looked_back.inspect(|looked| looked.set(true));
                let trigger = self.fact.map(|f| f.fact.at);
                let until = trigger.or(self.course.as_ref().map(|c| c.until)).unwrap_or(Instant(i64::MAX));
                let own = self.fact.map(|f| f.fact.root());
                facts.filter(|f| f.fact.at <= until && Some(f.fact.root()) != own).cloned().collect()
            }
            (Records::During, Some(c)) => {
                facts.filter(|f| c.from <= f.fact.at && f.fact.at <= c.until).cloned().collect()
            }
            (Records::Linked, Some(c)) => {
                let linked = self.case.linked.iter().filter(of_ledger);
                linked
                    .filter(|f| Some(&f.fact.subject) == c.target && f.fact.at <= c.until)
                    .cloned()
                    .collect()
            }
            (Records::During | Records::Linked, None) => Vec::new(),
        }
    }

    fn zone(&self) -> Zone {
        self.plan.zone
    }
}
