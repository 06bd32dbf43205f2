//! The residents of the invented county: households, persons, enrolments.

use crate::{
    fact,
    people::{Person, person, surname},
    places::{COUNTY, Class, Places, SINCE},
};
use facts::{Date, check::RawFact};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde_json::json;
use std::collections::BTreeMap;

/// Households, persons and enrolments, in the order in which they can be registered.
#[derive(Clone, Debug, Default)]
pub struct Residents {
    /// Household registrations.
    pub households: Vec<RawFact>,
    /// Person registrations.
    pub persons: Vec<RawFact>,
    /// Enrolments of children whose age fits a class with a free place.
    pub enrolments: Vec<RawFact>,
    /// Who is in which class.
    pub pupils: BTreeMap<String, Vec<String>>,
    /// How many people there are, for serial numbers of further ones.
    pub count: u32,
}

/// The day on which ages are reckoned.
pub(crate) fn today() -> Date {
    facts::time::Date::constant(2025, 9, 1)
}

impl Residents {
    /// About `people` residents (the last household is completed).
    pub fn invent(seed: u64, people: usize, places: &Places) -> Residents {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let mut free: Vec<(Class, usize)> = places.classes.iter().map(|c| (c.clone(), 0)).collect();
        let mut found = Residents::default();
        let mut household = 0usize;
        while found.persons.len() < people && !places.grids.is_empty() {
            let grid = &places.grids[household % places.grids.len()];
            household += 1;
            let id = format!("household:h{household:05}");
            found.household(&mut rng, &id, grid, household, &mut free);
        }
        found
    }

    fn household(
        &mut self,
        rng: &mut ChaCha12Rng,
        id: &str,
        grid: &str,
        number: usize,
        free: &mut [(Class, usize)],
    ) {
        let name = surname(rng);
        let size = [1, 2, 2, 3, 3, 3, 4, 4, 5][rng.random_range(0..9)];
        let address = format!("青禾县{}{}号", grid.trim_start_matches("org:"), number);
        let body = json!({ "area": grid, "address": address, "size": size });
        self.households.push(fact("household_registration", id, SINCE, COUNTY, body));
        let parent_age = rng.random_range(26..58);
        for member in 0..size {
            let age = match member {
                0 | 1 => parent_age + rng.random_range(-2..3),
                2 | 3 => (parent_age - 26 - rng.random_range(0..6)).clamp(1, 24),
                _ => parent_age + 26,
            };
            let female = member % 2 == 1;
            let family = if member == 1 { surname(rng) } else { name };
            let new = person(rng, family, female, age, today(), self.count);
            let subject = format!("person:p{:06}", self.count);
            self.count += 1;
            self.register(&subject, &new, id, &address, occupation(age));
            self.enrol(&subject, age, free);
        }
    }

    /// Registers a person in a household.
    pub(crate) fn register(
        &mut self,
        subject: &str,
        new: &Person,
        household: &str,
        address: &str,
        occupation: &str,
    ) {
        let body = json!({
            "name": new.name,
            "citizen_id": new.citizen_id,
            "sex": if new.female { "female" } else { "male" },
            "birth_date": new.birth.to_string(),
            "phone": new.phone,
            "address": address,
            "household": household,
            "occupation": occupation,
            "resident": true,
        });
        self.persons.push(fact("person_registration", subject, SINCE, COUNTY, body));
    }

    fn enrol(&mut self, subject: &str, age: i32, free: &mut [(Class, usize)]) {
        let place = free.iter_mut().find(|(class, taken)| class.age == age && *taken < class.size);
        let Some((class, taken)) = place else { return };
        let dormitory = (!class.dormitories.is_empty())
            .then(|| class.dormitories[*taken % class.dormitories.len()].clone());
        *taken += 1;
        let (school, class) = (class.school.clone(), class.org.clone());
        self.enrol_in(subject, &school, &class, dormitory.as_deref());
    }

    /// Enrols a person.
    pub(crate) fn enrol_in(&mut self, subject: &str, school: &str, class: &str, dormitory: Option<&str>) {
        let mut body =
            json!({ "school": school, "class": class, "part": "pupil", "boarding": dormitory.is_some() });
        if let Some(dormitory) = dormitory {
            body["dormitory"] = json!(dormitory);
        }
        self.enrolments.push(fact("enrolment", subject, SINCE, school, body));
        self.pupils.entry(class.to_owned()).or_default().push(subject.to_owned());
    }
}

/// What people of an age do.
pub(crate) fn occupation(age: i32) -> &'static str {
    match age {
        ..3 => "child",
        3..6 => "kindergarten_child",
        6..18 => "pupil",
        60.. => "retired",
        _ => "farmer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_invents_the_same_county_and_every_id_is_unique() {
        let places = Places::invent();
        let one = Residents::invent(7, 3000, &places);
        let two = Residents::invent(7, 3000, &places);
        let text =
            |r: &Residents| serde_json::to_string(&(&r.households, &r.persons, &r.enrolments)).expect("json");
        assert_eq!(text(&one), text(&two));
        let numbers: std::collections::BTreeSet<String> =
            one.persons.iter().map(|p| p.body["citizen_id"].to_string()).collect();
        assert_eq!(numbers.len(), one.persons.len());
        for person in &one.persons {
            let number = person.body["citizen_id"].as_str().expect("text");
            assert!(facts::china::citizen_id::read(number).is_ok(), "{number}");
        }
    }
}
