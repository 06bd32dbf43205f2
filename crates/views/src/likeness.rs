//! Likeness: how much two registered persons look like one, by what agrees and what differs. It says whom somebody should
//! look at; whether they are one person is judged by people.
//!
//! The points follow the practice of record linkage (I. P. Fellegi, A. B. Sunter, A theory for record linkage, Journal of the
//! American Statistical Association 1969;64:1183–1210): what seldom agrees by chance weighs much, what differs only by
//! mistake weighs against. They are rounded weights, not estimated ones: lists of cases are too short to estimate them.
//!
//! | what | agrees | differs |
//! |---|---|---|
//! | identity number | 10 | −8 |
//! | name | 4 | −4 |
//! | date of birth | 4 | −4 |
//! | telephone | 3 | 0 |
//! | sex | 0 | −6 |
//! | address | 2 | 0 |
//! | first organisation | 1 | 0 |
//!
//! Not here: finding whom to compare, and the comparing of sealed values (`server`).

use crate::{
    fact::FieldView,
    lens::Lens,
    subject::{Registered, SubjectRowView, identity_view, subject_row},
    words::Words,
};
use facts::{Field, FieldTerm, FieldType, Name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// From so many points on two persons are shown as perhaps the same: a name alone is not enough.
pub const POINTS_MIN: i32 = 5;

/// A pair of persons who may be one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PairView {
    /// The one who was registered first.
    pub one: PersonCard,
    /// The other.
    pub other: PersonCard,
    /// How much they look alike.
    pub points: i32,
    /// Fields that agree.
    pub agree: Vec<Words>,
    /// Fields that differ.
    pub differ: Vec<Words>,
}

/// Who a person is, as far as it may be shown without a reason.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonCard {
    /// The row of the list of persons.
    #[serde(flatten)]
    pub row: SubjectRowView,
    /// Since when they are registered.
    pub registered: String,
    /// Their identity, masked.
    pub identity: Vec<FieldView>,
}

/// What was compared, and whether it agrees: fields that both have.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Compared<'a> {
    /// Fields of the registration.
    pub fields: Vec<(&'a Field, bool)>,
    /// Whether both belong to the same organisation first of all.
    pub home: bool,
}

impl Compared<'_> {
    /// How much they look alike.
    pub fn points(&self) -> i32 {
        let of_fields: i32 = self.fields.iter().map(|(field, agree)| weight(field, *agree)).sum();
        of_fields + i32::from(self.home)
    }
}

/// True for fields that say something of who somebody is.
pub fn is_compared(field: &Field) -> bool {
    weight(field, true) != 0 || weight(field, false) != 0
}

fn weight(field: &Field, agree: bool) -> i32 {
    let (same, other) = match (&field.kind, field.term) {
        (FieldType::CitizenId, _) => (10, -8),
        (FieldType::PersonName, _) => (4, -4),
        (_, Some(FieldTerm::DateBirth)) => (4, -4),
        (FieldType::Phone, _) => (3, 0),
        (_, Some(FieldTerm::Sex)) => (0, -6),
        (FieldType::Address, _) => (2, 0),
        _ => (0, 0),
    };
    if agree { same } else { other }
}

/// A person in a pair.
pub fn person_card(lens: &Lens<'_>, of: &Registered, identity: &BTreeMap<Name, String>) -> PersonCard {
    PersonCard {
        row: subject_row(lens, of),
        registered: of.registered.to_string(),
        identity: identity_view(lens, of, identity),
    }
}

/// The pair as it is shown.
pub fn pair_view(one: PersonCard, other: PersonCard, compared: &Compared<'_>) -> PairView {
    let labels = |wanted: bool| {
        let fields = compared.fields.iter().filter(move |(_, agree)| *agree == wanted);
        fields.map(|(field, _)| Words::from(&field.label)).collect::<Vec<_>>()
    };
    PairView { one, other, points: compared.points(), agree: labels(true), differ: labels(false) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::{Label, Privacy};

    fn field(kind: FieldType, term: Option<FieldTerm>) -> Field {
        let (required, privacy, membership, help) = (false, Privacy::Internal, false, None);
        Field {
            id: Name::new("x"),
            label: Label::new("x", "x"),
            kind,
            required,
            privacy,
            membership,
            help,
            term,
        }
    }

    #[test]
    fn a_name_alone_is_not_enough_and_another_number_outweighs_it() {
        let name = field(FieldType::PersonName, None);
        let number = field(FieldType::CitizenId, None);
        let birth = field(FieldType::Date, Some(FieldTerm::DateBirth));
        let sex = field(FieldType::Code { codes: Vec::new() }, Some(FieldTerm::Sex));
        let points = |fields: Vec<(&Field, bool)>, home: bool| Compared { fields, home }.points();
        assert!(points(vec![(&name, true), (&sex, true)], false) < POINTS_MIN);
        assert!(points(vec![(&name, true)], true) >= POINTS_MIN);
        assert!(points(vec![(&name, true), (&birth, true)], false) >= POINTS_MIN);
        assert!(points(vec![(&name, true), (&birth, true), (&number, false)], true) < POINTS_MIN);
        assert!(points(vec![(&name, true), (&birth, true), (&sex, false)], false) < POINTS_MIN);
        assert!(points(vec![(&number, true), (&name, false)], false) >= POINTS_MIN);
        assert!(!is_compared(&field(FieldType::Bool, None)));
    }
}
