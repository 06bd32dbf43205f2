//! Who may be registered twice: persons who share a sealed value (name, telephone, identity number, address) with somebody
//! and about whom nobody has judged yet. Pairs are found anew at each asking, so that a correction, a merge or a verdict
//! counts at once; only verdicts are kept, as facts.
//!
//! Not here: what agreement weighs (`views::likeness`), and what a verdict does (`merging`).

use crate::{
    desk::{Desk, registered},
    error::{Answer, Fault},
    lists,
};
use facts::{
    Field, FieldType, Instant, Name, Privacy, SubjectId, SubjectKind, Value, fold::what_holds, ledger::Act,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{SubjectRow, query::ListOf};
use vault::Secret;
use views::likeness::{Compared, POINTS_MIN, PairView, is_compared, pair_view, person_card};

/// Most persons who are looked at for one answer.
const LOOKED_AT_MAX: u16 = 100;

/// What is known of a person that is compared.
struct Known {
    row: SubjectRow,
    sealed: BTreeMap<Name, (FieldType, Secret)>,
}

/// The pairs of one stretch of the list of persons, and where to go on. `since`: only pairs of which one was registered
/// not before.
pub fn pairs(
    desk: &mut Desk<'_>,
    under: Option<&str>,
    since: Option<Instant>,
    after: Option<String>,
) -> Answer<(Vec<PairView>, Option<String>)> {
    let paths = desk.paths(under, Privacy::Identity)?;
    if paths.is_empty() {
        return Err(Fault::NotAllowed);
    }
    let of = ListOf::Subjects { kind: SubjectKind::Person, org_kinds: Vec::new(), text: None };
    let (rows, next) = lists::only(desk.page(of, paths, LOOKED_AT_MAX, after)?, lists::subject_row);
    let mut found = Vec::new();
    for row in rows {
        found.extend(pairs_of(desk, row, since)?);
    }
    Ok((found, next))
}

/// The pairs of a person with those who come later in order of id, so that a pair is told once.
fn pairs_of(desk: &mut Desk<'_>, row: SubjectRow, since: Option<Instant>) -> Answer<Vec<PairView>> {
    let one = known(desk, row)?;
    let mut judged: Option<BTreeSet<SubjectId>> = None;
    let mut found = Vec::new();
    for id in sharing(desk, &one)?.into_iter().filter(|id| *id > one.row.id) {
        let Some(row) = desk.read.subject(&id)? else { continue };
        let new = since.is_none_or(|since| row.registered.max(one.row.registered) >= since);
        if !new || !desk.scope.may_see_at_any(row.paths(), Privacy::Identity) {
            continue;
        }
        let other = known(desk, row)?;
        let compared = compare(desk, &one, &other);
        if compared.points() < POINTS_MIN {
            continue;
        }
        let judged = match &mut judged {
            Some(judged) => judged,
            none => none.insert(judged_with(desk, &one.row.id)?),
        };
        if !judged.contains(&id) && !judged_with(desk, &id)?.contains(&one.row.id) {
            found.push(shown(desk, &one, &other, &compared)?);
        }
    }
    Ok(found)
}

fn known(desk: &mut Desk<'_>, row: SubjectRow) -> Answer<Known> {
    let sealed = desk.identity(&row.id)?;
    Ok(Known {
        row,
        sealed: sealed.into_iter().map(|(field, kind, secret)| (field, (kind, secret))).collect(),
    })
}

/// Who has one of the person's sealed values as well.
fn sharing(desk: &mut Desk<'_>, one: &Known) -> Answer<BTreeSet<SubjectId>> {
    let mut found = BTreeSet::new();
    let book = desk.book;
    for (name, (_, secret)) in &one.sealed {
        let Some(field) = book.profile_field(Some(SubjectKind::Person), name).filter(|f| is_compared(f))
        else {
            continue;
        };
        let indexes = desk.house.vault.indexes_of_whole(field, secret);
        for index in indexes.map_err(|_| Fault::Broken("search the vault"))? {
            found.extend(desk.read.find_sealed(name, &index)?);
        }
    }
    Ok(found)
}

/// With whom it was judged already, to be one or to be two.
fn judged_with(desk: &mut Desk<'_>, id: &SubjectId) -> Answer<BTreeSet<SubjectId>> {
    let Some(ledger) = desk.book.ledgers.acting(Act::Identify).map(|l| l.id.clone()) else {
        return Ok(BTreeSet::new());
    };
    let facts = what_holds(desk.read.facts_about_any(std::slice::from_ref(id), &[ledger])?);
    let other =
        |fact: &facts::Recorded| fact.fact.get("other").and_then(Value::as_text).and_then(SubjectId::parse);
    Ok(facts.iter().filter_map(other).collect())
}

fn compare<'d>(desk: &Desk<'d>, one: &Known, other: &Known) -> Compared<'d> {
    let fields = desk.book.profile_fields(SubjectKind::Person).filter(|field| is_compared(field));
    let agrees = |field: &Field| -> Option<bool> {
        if let (Some((kind, a)), Some((_, b))) = (one.sealed.get(&field.id), other.sealed.get(&field.id)) {
            return Some(vault::alike(kind, a.expose(), b.expose()));
        }
        Some(one.row.profile.get(&field.id)? == other.row.profile.get(&field.id)?)
    };
    let home = one.row.home.is_some() && one.row.home == other.row.home;
    Compared { fields: fields.filter_map(|field| Some((field, agrees(field)?))).collect(), home }
}

fn shown(desk: &mut Desk<'_>, one: &Known, other: &Known, compared: &Compared<'_>) -> Answer<PairView> {
    let mut persons = [registered(one.row.clone()), registered(other.row.clone())];
    persons.sort_by_key(|person| person.registered);
    let mentioned = persons.iter().flat_map(|p| {
        views::subject::profile_mentions(&p.profile).chain([p.id.clone()]).chain(p.home.clone())
    });
    let names = desk.names(mentioned.collect::<Vec<_>>())?;
    let mut masked = Vec::new();
    for person in &persons {
        let fields = desk.masked_identity(&person.id)?;
        masked.push(fields.into_iter().map(|(field, (_, text))| (field, text)).collect());
    }
    let lens = desk.lens(&names);
    let mut cards =
        persons.iter().zip(&masked).map(|(person, identity)| person_card(&lens, person, identity));
    let (Some(first), Some(second)) = (cards.next(), cards.next()) else {
        return Err(Fault::Broken("show a pair"));
    };
    Ok(pair_view(first, second, compared))
}
