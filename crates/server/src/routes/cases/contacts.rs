//! Contacts and exposures that name somebody as their source, as far as the caller may see them.

use crate::{desk::Desk, error::Answer, lists};
use facts::{Instant, LedgerTerm, Name, Privacy, Recorded, SubjectId};
use store::query::ListOf;
use views::case::source_of;

/// Most facts that are looked through.
const LOOKED_AT_MAX: usize = 100_000;

/// Those that happened not before `from`, oldest first, each with its source.
pub fn naming_a_source(desk: &mut Desk<'_>, from: Option<Instant>) -> Answer<Vec<(SubjectId, Recorded)>> {
    let book = desk.book;
    let terms = [LedgerTerm::Contact, LedgerTerm::Exposure];
    let ledgers: Vec<Name> =
        terms.iter().flat_map(|term| book.ledgers.of_term(*term)).map(|l| l.id.clone()).collect();
    let paths = desk.paths(None, Privacy::Health)?;
    let (mut found, mut after, mut seen) = (Vec::new(), None, 0);
    loop {
        let of = ListOf::Facts { ledgers: ledgers.clone(), subject: None, from, until: None, holding: true };
        let (facts, next) = lists::only(desk.page(of, paths.clone(), lists::ROWS_MAX, after)?, lists::fact);
        seen += facts.len();
        found.extend(facts.into_iter().filter_map(|fact| Some((source_of(&book.ledgers, &fact)?, fact))));
        after = next;
        if after.is_none() || seen >= LOOKED_AT_MAX {
            found.reverse();
            return Ok(found);
        }
    }
}
