//! What a personal field can be found by: the terms that are indexed blindly, and those that a search asks for.
//!
//! - name: whole, surname (first character), each pair of neighbouring characters; so parts of a name find it
//! - telephone: whole, last 4 digits; identity number: whole, last 6 characters; all else: whole

use facts::{
    FieldType,
    china::{citizen_id, half_width, phone},
};
use std::collections::BTreeSet;

/// Indexes that a sealed field must carry, all of them, to be found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllOf(pub Vec<Vec<u8>>);

/// A part of a value. Its kind is a part of the index, so that a pair of characters never looks like a whole name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Which part: `whole`, `first`, `pair`, `end`.
    pub part: &'static str,
    /// Its text, in lower case and without spaces.
    pub text: String,
}

const PHONE_END: usize = 4;
const CITIZEN_ID_END: usize = 6;

fn term(part: &'static str, text: impl Into<String>) -> Term {
    Term { part, text: text.into() }
}

/// The whole value, as it is compared.
pub fn whole(kind: &FieldType, value: &str) -> Term {
    term("whole", plain(kind, value))
}

/// True when two values of a personal field say the same, however they are written.
pub fn alike(kind: &FieldType, one: &str, other: &str) -> bool {
    whole(kind, one) == whole(kind, other)
}

/// The terms that are indexed with a value.
pub fn terms_of(kind: &FieldType, value: &str) -> Vec<Term> {
    let text = plain(kind, value);
    let mut terms = BTreeSet::from([whole(kind, value)]);
    match kind {
        FieldType::PersonName => {
            terms.extend(text.chars().next().map(|c| term("first", c)));
            terms.extend(pairs(&text));
        }
        FieldType::Phone => terms.extend(end(&text, PHONE_END)),
        FieldType::CitizenId => terms.extend(end(&text, CITIZEN_ID_END)),
        _ => {}
    }
    terms.into_iter().collect()
}

/// The terms that all must be there for a value to be found by this text; none when it cannot be searched for.
pub fn terms_for_search(kind: &FieldType, typed: &str) -> Vec<Term> {
    let text = plain(kind, typed);
    let chars = text.chars().count();
    match kind {
        _ if chars == 0 => Vec::new(),
        FieldType::PersonName if chars == 1 => vec![term("first", text)],
        FieldType::PersonName => pairs(&text).into_iter().collect(),
        FieldType::Phone if chars == PHONE_END => vec![term("end", text)],
        FieldType::Phone => phone::read(typed).iter().map(|number| whole(kind, number)).collect(),
        FieldType::CitizenId if chars == CITIZEN_ID_END => vec![term("end", text)],
        FieldType::CitizenId => citizen_id::read(typed).iter().map(|id| whole(kind, id)).collect(),
        _ => vec![term("whole", text)],
    }
}

/// As it is compared: half-width, lower case, without spaces; names also without the dot between their parts.
fn plain(kind: &FieldType, value: &str) -> String {
    let dot = |c: char| matches!(kind, FieldType::PersonName) && matches!(c, '·' | '•' | '・' | '‧' | '.');
    half_width(value).to_lowercase().chars().filter(|c| !c.is_whitespace() && !dot(*c)).collect()
}

fn pairs(text: &str) -> BTreeSet<Term> {
    text.chars().zip(text.chars().skip(1)).map(|(a, b)| term("pair", format!("{a}{b}"))).collect()
}

fn end(text: &str, chars: usize) -> Option<Term> {
    let from = text.char_indices().rev().nth(chars.checked_sub(1)?)?.0;
    Some(term("end", &text[from..]))
}
