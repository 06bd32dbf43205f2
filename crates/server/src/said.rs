//! What the text of a search means in a list of duties, alerts or courses: names in the plan whose words contain it, and
//! subjects that are found by it as they are elsewhere. The store is then asked for what has these names or is about these
//! subjects, page by page.
//!
//! Not here: a search through the texts of what is listed. Names of persons are sealed: they are found as in the list of
//! persons, by their blind index, and only where the viewer sees identities.

use crate::{
    desk::Desk,
    error::{Answer, Fault},
    lists,
    routes::subjects::{found_by_code, found_by_identity},
};
use facts::{Name, Privacy, SubjectId, SubjectKind};
use std::collections::BTreeSet;
use store::query::{ListOf, Said};
use views::{book::Book, words::Words};

/// Most subjects that a text may find. Each is a stretch of an index that every page of the list looks at.
const SUBJECTS_MAX: usize = 100;
/// Kinds of which there are few enough to be looked through for a part of their attributes.
const NAMED: [SubjectKind; 2] = [SubjectKind::Org, SubjectKind::Place];

/// What a text means to this viewer, if it says anything: `named` gives the names in the plan whose words contain it.
pub fn said_by(
    desk: &mut Desk<'_>,
    text: Option<&String>,
    named: fn(&Book, &str) -> Vec<Name>,
) -> Answer<Option<Said>> {
    match text.map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(text) => Ok(Some(Said { names: named(desk.book, text), subjects: found_by(desk, text)? })),
        None => Ok(None),
    }
}

/// The subjects that a text finds.
pub fn found_by(desk: &mut Desk<'_>, text: &str) -> Answer<Vec<SubjectId>> {
    let mut subjects: BTreeSet<SubjectId> =
        found_by_code(desk, text)?.into_iter().map(|row| row.id).collect();
    // By one character half the county is found.
    let sealed: &[&str] = if text.chars().count() > 1 { &["name", "id_number", "phone"] } else { &[] };
    for by in sealed {
        match found_by_identity(desk, &[(*by, text)], None) {
            Ok(rows) => subjects.extend(rows.into_iter().map(|row| row.id)),
            // Whoever sees no identities finds nobody by them.
            Err(Fault::NotAllowed) => {}
            Err(fault) => return Err(fault),
        }
    }
    for kind in NAMED {
        let paths = desk.paths(None, Privacy::Internal)?;
        let of = ListOf::Subjects { kind, org_kinds: Vec::new(), text: Some(text.into()) };
        let limit = u16::try_from(SUBJECTS_MAX + 1).unwrap_or(lists::ROWS_MAX);
        let (rows, _) = lists::only(desk.page(of, paths, limit, None)?, lists::subject_row);
        subjects.extend(rows.into_iter().map(|row| row.id));
    }
    if subjects.len() > SUBJECTS_MAX {
        let says = Words::new(
            format!("“{text}”符合的对象超过 {SUBJECTS_MAX} 个"),
            format!("more than {SUBJECTS_MAX} subjects are found by “{text}”"),
        );
        return Err(Fault::Unfit("text", says, Words::new("请写得更完整一些", "write more of it")));
    }
    Ok(subjects.into_iter().collect())
}
