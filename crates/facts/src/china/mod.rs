//! Chinese identifiers: citizen id, social credit code, division code, telephone. Each module reads text into its one
//! normal form or says which rule is broken; makers of check digits serve invented people and organisations.
//!
//! Not here: whether such a person, organisation or division exists. Only form and check digits are looked at.

pub mod citizen_id;
pub mod credit_code;
pub mod division;
pub mod phone;

use crate::label::Label;

/// Which rule an identifier breaks, and what to do. Never contains the identifier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// The rule that is broken.
    pub says: Label,
    /// What to do next.
    pub hint: Label,
}

impl Wrong {
    fn new(says: (&str, &str), hint: (&str, &str)) -> Self {
        Wrong { says: Label::new(says.0, says.1), hint: Label::new(hint.0, hint.1) }
    }
}

/// Full-width letters, digits and marks as half-width ones (`１３８` is common in typed spreadsheets).
pub fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// Half-width, without any white space, in capitals.
fn compact(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}
