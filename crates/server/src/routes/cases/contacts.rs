//! Contacts and exposures that name somebody as their source, as far as the caller may see them.

use crate::{desk::Desk, error::Answer, lists};
use facts::{Instant, LedgerTerm, Name, Privacy, Recorded, SubjectId};
use store::query::ListOf;
use views::case::source_of;

/// Most facts that are looked through.
const LOOKED_AT_MAX: usize = 100_000;

/// A source, and the fact that names them.
pub type Naming = (SubjectId, Recorded);

/// A page of them, newest first, each with its source, and where to go on. A page may hold none and yet not be the last.
pub fn page_naming_a_source(
    desk: &mut Desk<'_>,
    from: Option<Instant>,
    limit: u16,
    after: Option<String>,
) -> Answer<(Vec<Naming>, Option<String>)> {
    let book = desk.book;
    let terms = [LedgerTerm::Contact, LedgerTerm::Exposure];
    let ledgers: Vec<Name> =
        terms.iter().flat_map(|term| book.ledgers.of_term(*term)).map(|l| l.id.clone()).collect();
    let paths = desk.paths(None, Privacy::Health)?;
    let of = ListOf::Facts { ledgers, subject: None, from, until: None, holding: true };
    let (facts, next) = lists::only(desk.page(of, paths, limit, after)?, lists::fact);
    let named = facts.into_iter().filter_map(|fact| Some((source_of(&book.ledgers, &fact)?, fact)));
    Ok((named.collect(), next))
}

/// Those that happened not before `from`, oldest first, each with its source.
pub fn naming_a_source(desk: &mut Desk<'_>, from: Option<Instant>) -> Answer<Vec<Naming>> {
    let (mut found, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let (named, next) = page_naming_a_source(desk, from, lists::ROWS_MAX, after)?;
        found.extend(named);
        (after, pages) = (next, pages + 1);
        if after.is_none() || pages * usize::from(lists::ROWS_MAX) >= LOOKED_AT_MAX {
            found.reverse();
            return Ok(found);
        }
    }
}
