//! Who owes what, and who reports what to whom: the duties of a plan, seen from its roles.
//!
//! Not here: the words of a duty (`words`), and what sets it off (`rule`, `course`).

use super::{
    document::{ReportingLine, RoleLine},
    words::Words,
};
use crate::{program::Pack, written::duties_of};
use facts::Name;
use std::collections::BTreeMap;

/// Every role, with what it owes and receives.
pub(super) fn roles(pack: &Pack, words: &Words) -> Vec<RoleLine> {
    let mut named: BTreeMap<Name, RoleLine> = BTreeMap::new();
    let blank = |id: &Name| RoleLine {
        id: id.clone(),
        title: words.role(id),
        needed_in: pack
            .roles
            .get(id)
            .into_iter()
            .flat_map(|r| &r.needed_in)
            .map(|k| words.org_kind(k))
            .collect(),
        owes: Vec::new(),
        receives: Vec::new(),
    };
    for id in pack.roles.keys() {
        named.insert(id.clone(), blank(id));
    }
    for duty in duties_of(pack) {
        let line = named.entry(duty.owner.role.clone()).or_insert_with(|| blank(&duty.owner.role));
        if !line.owes.contains(&duty.title) {
            line.owes.push(duty.title.clone());
        }
        for to in &duty.to {
            let line = named.entry(to.role.clone()).or_insert_with(|| blank(&to.role));
            if !line.receives.contains(&duty.title) {
                line.receives.push(duty.title.clone());
            }
        }
    }
    named.into_values().collect()
}

/// From which role to which something goes.
pub(super) fn reporting_lines(pack: &Pack, words: &Words) -> Vec<ReportingLine> {
    let mut lines: Vec<ReportingLine> = Vec::new();
    for duty in duties_of(pack) {
        for to in &duty.to {
            let (from, to) = (words.role(&duty.owner.role), words.role(&to.role));
            match lines.iter_mut().find(|l| l.from == from && l.to == to) {
                Some(line) if line.what.contains(&duty.title) => {}
                Some(line) => line.what.push(duty.title.clone()),
                None => lines.push(ReportingLine { from, to, what: vec![duty.title.clone()] }),
            }
        }
    }
    lines
}
