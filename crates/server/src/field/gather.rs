//! What belongs on the shelves of one worker: found once for each part and answer, in the jurisdiction of the account and
//! nowhere else, and no more of each part than a phone carries.

use super::shelves::{FieldSubject, Part, ShelfView, nth_of};
use crate::{desk::Desk, error::Answer, lists, lists::DutyFilter, routes::duties::views_of};
use facts::{FieldType, Name, Privacy, SubjectId, SubjectKind};
use outcomes::{Duty, DutyState};
use std::collections::BTreeMap;
use store::{SubjectRow, query::ListOf};
use views::{
    ledger::{LedgerView, ledger_view},
    lens::{Known, Names},
};

/// Most rows of a part on one phone. Beyond it the first in order of id (of duties, of deadline) are carried, and the
/// phone is told that there are more.
fn rows_max(part: Part) -> usize {
    match part {
        Part::Duties | Part::Orgs | Part::Places => 2_000,
        Part::Ledgers => 500,
        Part::Households => 3_000,
        Part::Persons => 6_000,
    }
}

/// What was found so far.
#[derive(Default)]
pub struct Gather {
    duties: Option<Vec<Vec<Duty>>>,
    ledgers: Option<Vec<Vec<LedgerView>>>,
    subjects: BTreeMap<Part, Vec<Vec<SubjectRow>>>,
    /// Parts of which there is more than a phone carries.
    pub cut: Vec<Part>,
}

impl Gather {
    /// What stands on a shelf, and how many of its rows name somebody in clear.
    pub fn shelf(&mut self, desk: &mut Desk<'_>, part: Part, nth: usize) -> Answer<(ShelfView, u64)> {
        let mut shelf = ShelfView::empty(part, nth);
        let kind = match part {
            Part::Duties => {
                let all = match self.duties.take() {
                    Some(known) => known,
                    None => sorted(part, self.own_duties(desk)?, |d| d.key.as_str()),
                };
                shelf.duties = views_of(desk, all.get(nth).map_or(&[][..], Vec::as_slice))?;
                self.duties = Some(all);
                return Ok((shelf, 0));
            }
            Part::Ledgers => {
                let all = self.ledgers.take().unwrap_or_else(|| sorted(part, written(desk), |l| &l.id));
                shelf.ledgers = all.get(nth).cloned().unwrap_or_default();
                self.ledgers = Some(all);
                return Ok((shelf, 0));
            }
            Part::Orgs => SubjectKind::Org,
            Part::Households => SubjectKind::Household,
            Part::Persons => SubjectKind::Person,
            Part::Places => SubjectKind::Place,
        };
        let all = match self.subjects.remove(&part) {
            Some(known) => known,
            None => sorted(part, self.registered(desk, part, kind)?, |r| r.id.as_str()),
        };
        let clear = fill(desk, &mut shelf, all.get(nth).map_or(&[][..], Vec::as_slice))?;
        self.subjects.insert(part, all);
        Ok((shelf, clear))
    }

    /// Own duties that are still owed, by deadline. Who holds no role owes nothing.
    fn own_duties(&mut self, desk: &mut Desk<'_>) -> Answer<Vec<Duty>> {
        let held = desk.scope.held();
        if held.is_empty() {
            return Ok(Vec::new());
        }
        let states = vec![DutyState::Open, DutyState::Overdue];
        let filter = DutyFilter { held, states, ..DutyFilter::default() };
        self.all(desk, Part::Duties, filter.into(), lists::duty)
    }

    /// Registered subjects of a kind in the jurisdiction.
    fn registered(&mut self, desk: &mut Desk<'_>, part: Part, kind: SubjectKind) -> Answer<Vec<SubjectRow>> {
        self.all(desk, part, ListOf::Subjects { kind, org_kinds: Vec::new(), text: None }, lists::subject_row)
    }

    /// All pages of a list, up to what a phone carries.
    fn all<T>(
        &mut self,
        desk: &mut Desk<'_>,
        part: Part,
        of: ListOf,
        pick: impl Fn(store::PageOf) -> Option<T>,
    ) -> Answer<Vec<T>> {
        let paths = desk.scope.paths_for(Privacy::Internal);
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = desk.page(of.clone(), paths.clone(), lists::ROWS_MAX, after)?;
            let (found, next) = lists::only(page, &pick);
            rows.extend(found);
            if rows.len() > rows_max(part) || (rows.len() == rows_max(part) && next.is_some()) {
                rows.truncate(rows_max(part));
                self.cut.push(part);
                return Ok(rows);
            }
            after = next;
            if after.is_none() {
                return Ok(rows);
            }
        }
    }
}

/// The ledgers that the account writes by a form; what acts on the house has pages of its own at the desk.
fn written(desk: &Desk<'_>) -> Vec<LedgerView> {
    let may = |ledger: &&facts::Ledger| {
        ledger.act.is_none() && desk.scope.grants().iter().any(|(_, rights)| rights.may_write(ledger))
    };
    desk.book.ledgers.0.values().filter(may).map(|ledger| ledger_view(ledger, true)).collect()
}

/// Puts rows on the shelves of their part; what comes in order stays in order.
fn sorted<T>(part: Part, rows: Vec<T>, id: impl Fn(&T) -> &str) -> Vec<Vec<T>> {
    let mut shelves: Vec<Vec<T>> = (0..part.shelves()).map(|_| Vec::new()).collect();
    for row in rows {
        let nth = nth_of(part, id(&row));
        if let Some(shelf) = shelves.get_mut(nth) {
            shelf.push(row);
        }
    }
    shelves
}

/// Subjects as the account may see them, with the groups that they belong to now. How many are named in clear.
fn fill(desk: &mut Desk<'_>, shelf: &mut ShelfView, rows: &[SubjectRow]) -> Answer<u64> {
    let ids: Vec<SubjectId> = rows.iter().map(|r| r.id.clone()).collect();
    let mut groups: BTreeMap<SubjectId, Vec<String>> = BTreeMap::new();
    if matches!(shelf.part, Part::Persons | Part::Households) && !ids.is_empty() {
        for row in desk.read.memberships_of(&ids)? {
            if row.from <= desk.now && row.until.is_none_or(|until| desk.now < until) {
                groups.entry(row.member).or_default().push(row.group.to_string());
            }
        }
    }
    let mut clear = 0;
    for row in rows {
        let (label, masked, shown) = label(desk, row)?;
        clear += u64::from(shown);
        let mut groups = groups.remove(&row.id).unwrap_or_default();
        groups.sort();
        groups.dedup();
        let home = row.home.as_ref().filter(|home| **home != row.id).map(ToString::to_string);
        let org_kind = row.org_kind.as_ref().map(ToString::to_string);
        shelf.subjects.push(FieldSubject { id: row.id.to_string(), label, masked, org_kind, home, groups });
    }
    Ok(clear)
}

/// What a subject is called; whether that leaves open who it is; whether it shows identity in clear.
///
/// A person is called by name where the account may unmask, by a masked name where it sees identities, else by the end of
/// the code. A household is called by its address under the same rule. Numbers and telephones do not go to phones.
fn label(desk: &mut Desk<'_>, row: &SubjectRow) -> Answer<(String, bool, bool)> {
    let wanted = match row.id.kind() {
        SubjectKind::Person => FieldType::PersonName,
        SubjectKind::Household => FieldType::Address,
        _ => {
            let name = row.profile.get("name").and_then(facts::Value::as_text);
            return Ok((name.unwrap_or_else(|| row.id.code()).to_owned(), false, false));
        }
    };
    let mut names = Names::default();
    let paths = row.paths().map(ToString::to_string).collect();
    names.0.insert(row.id.clone(), Known { name: None, paths });
    let unnamed = desk.lens(&names).subject(&row.id);
    if !desk.scope.may_see_at_any(row.paths(), Privacy::Identity) {
        return Ok((unnamed.label, unnamed.masked, false));
    }
    // The first field of that kind in the order of the forms: of a child its own name, not its guardian's.
    let fields: Vec<Name> = desk.book.profile_fields(row.id.kind()).map(|f| f.id.clone()).collect();
    let place = |field: &Name| fields.iter().position(|f| f == field).unwrap_or(usize::MAX);
    let found = desk.identity(&row.id)?.into_iter().filter(|(_, kind, _)| *kind == wanted);
    let Some((_, kind, secret)) = found.min_by_key(|(field, _, _)| place(field)) else {
        return Ok((unnamed.label, unnamed.masked, false));
    };
    if desk.scope.may_unmask_at_any(row.paths()) {
        return Ok((secret.expose().to_owned(), false, true));
    }
    Ok((vault::mask(&kind, secret.expose()), true, false))
}
