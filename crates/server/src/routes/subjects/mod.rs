//! Persons, households, places …

mod export;
mod identify;
mod list;
mod pairs;
mod show;
mod timeline;
mod unmask;

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    state::Doors,
};
use facts::{Field, FieldType, Privacy, SubjectId, SubjectKind};
use std::collections::BTreeSet;
use store::SubjectRow;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(export::export_subjects))
        .routes(routes!(list::list_subjects))
        .routes(routes!(pairs::list_pairs))
        .routes(routes!(identify::identify_subject))
        .routes(routes!(show::show_subject))
        .routes(routes!(timeline::show_timeline))
        .routes(routes!(unmask::unmask_subject))
}

/// Most persons that a search by identity gives.
const FOUND_MAX: usize = 200;

/// Subjects whose whole id, or whole code of whatever kind, is this text: those in the caller's jurisdiction.
pub fn found_by_code(desk: &mut Desk<'_>, text: &str) -> Answer<Vec<SubjectRow>> {
    let ids = SubjectKind::ALL.into_iter().map(|kind| format!("{}:{text}", kind.as_str()));
    let mut found = Vec::new();
    for id in ids.chain([text.to_owned()]).filter_map(|id| SubjectId::parse(&id)) {
        let row = desk.read.subject(&id)?;
        found.extend(row.filter(|row| desk.scope.may_see_at_any(row.paths(), Privacy::Internal)));
    }
    Ok(found)
}

/// Persons by what is sealed: found by blind index, in jurisdictions where the caller sees identities.
pub fn found_by_identity(
    desk: &mut Desk<'_>,
    sought: &[(&str, &str)],
    under: Option<&str>,
) -> Answer<Vec<SubjectRow>> {
    let paths = desk.paths(under, Privacy::Identity)?;
    if paths.is_empty() {
        return Err(Fault::NotAllowed);
    }
    let mut found: Option<BTreeSet<SubjectId>> = None;
    for (by, text) in sought {
        let these = found_by(desk, by, text)?;
        found = Some(match found {
            Some(before) => before.intersection(&these).cloned().collect(),
            None => these,
        });
    }
    let mut rows = Vec::new();
    for id in found.unwrap_or_default() {
        let row = desk.read.subject(&id)?;
        let lies = |row: &SubjectRow| {
            row.paths().any(|at| paths.iter().any(|allowed| at.starts_with(allowed.as_str())))
        };
        rows.extend(row.filter(lies));
        if rows.len() >= FOUND_MAX {
            break;
        }
    }
    Ok(rows)
}

/// Those of whom some field of the kind fits the text: every index of any of the alternatives.
fn found_by(desk: &mut Desk<'_>, by: &str, text: &str) -> Answer<BTreeSet<SubjectId>> {
    let of_kind = |f: &&Field| match by {
        "name" => f.kind == FieldType::PersonName,
        "id_number" => f.kind == FieldType::CitizenId,
        _ => f.kind == FieldType::Phone,
    };
    let book = desk.book;
    let fields = book.ledgers.0.values().filter(|l| l.profile).flat_map(|l| &l.fields).filter(of_kind);
    let mut found = BTreeSet::new();
    for field in fields {
        let ways = desk
            .house
            .vault
            .indexes_for_search(field, text)
            .map_err(|_| Fault::Broken("search the vault"))?;
        for way in ways {
            let mut all: Option<BTreeSet<SubjectId>> = None;
            for index in &way.0 {
                let these: BTreeSet<SubjectId> =
                    desk.read.find_sealed(&field.id, index)?.into_iter().collect();
                all = Some(match all {
                    Some(before) => before.intersection(&these).cloned().collect(),
                    None => these,
                });
            }
            found.extend(all.unwrap_or_default());
        }
    }
    Ok(found)
}
