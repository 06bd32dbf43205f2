//! Whom the measured facts are about, and what they say: a mix such as a county has on an ordinary winter day.
//!
//! Of 1000 facts 100 are test results (1 positive). The others are temperatures of residents, one in 50 above the limit of
//! fever, and morning or noon checks of pupils, one in 15 ill, from the same few classes, so that clusters arise; there are
//! as many of each as if everybody's temperature were taken once a day and every pupil were checked twice. About 3 in 100
//! raise a status, a duty or an alert; the others are looked at and raise nothing. Everything is invented.

use facts::{FactId, Instant, check::RawFact};
use intake::Chance;
use serde_json::{Value, json};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Somebody, with the organisation that reports about them.
#[derive(Clone, Debug)]
struct Known {
    subject: SmolStr,
    org: SmolStr,
}

/// The people of the invented county.
#[derive(Clone, Debug, Default)]
pub struct People {
    residents: Vec<Known>,
    pupils: Vec<Known>,
}

impl People {
    /// Those that were registered.
    pub fn of(residents: &county::Residents) -> People {
        let text = |fact: &RawFact, field: &str| {
            SmolStr::new(fact.body.get(field).and_then(Value::as_str).unwrap_or_default())
        };
        let areas: BTreeMap<&str, SmolStr> =
            residents.households.iter().map(|h| (h.subject.as_str(), text(h, "area"))).collect();
        let resident = |p: &RawFact| {
            let org = areas.get(text(p, "household").as_str()).cloned()?;
            Some(Known { subject: p.subject.clone(), org })
        };
        let pupil = |e: &RawFact| Known { subject: e.subject.clone(), org: text(e, "class") };
        People {
            residents: residents.persons.iter().filter_map(resident).collect(),
            pupils: residents.enrolments.iter().map(pupil).collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.residents.len()
    }
}

/// Numbers that look like chance and are the same from the same seed (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let wide = u128::from(z ^ (z >> 31)) * n as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

impl Chance for Dice {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = u8::try_from(self.below(256)).unwrap_or(0);
        }
    }
}

/// Makes facts.
pub struct Mix<'a> {
    people: &'a People,
    dice: Dice,
    /// Facts happened up to so many minutes ago.
    minutes: usize,
    /// Of 1000 facts so many are checks of pupils.
    checks: usize,
}

/// Of 1000 facts so many are temperatures or checks.
const ORDINARY: usize = 900;

impl<'a> Mix<'a> {
    /// From a seed; two mixes of different seeds never make the same fact.
    pub fn new(people: &'a People, seed: u64, minutes: usize) -> Self {
        let twice = 2 * people.pupils.len();
        let checks = ORDINARY * twice / (twice + people.residents.len()).max(1);
        Mix { people, dice: Dice(seed.wrapping_mul(0xd134_2543_de82_ef95)), minutes, checks }
    }

    /// One fact as JSON. Its id is made by its writer, so that sending it twice would change nothing.
    pub fn fact(&mut self, now: Instant) -> String {
        let ago = i64::try_from(self.dice.below(self.minutes * 60)).unwrap_or(0);
        let at = now.plus_micros(-ago * 1_000_000);
        let id: FactId = self.dice.fact_id(now);
        let (ledger, known, body) = self.content(at);
        let Some(known) = known else { return String::new() };
        let fact = json!({
            "id": id.to_string(), "ledger": ledger, "subject": known.subject, "at": at.to_string(),
            "org": known.org, "body": body,
        });
        fact.to_string()
    }

    /// So many, one a line.
    pub fn lines(&mut self, now: Instant, size: usize) -> String {
        (0..size).map(|_| self.fact(now) + "\n").collect()
    }

    fn content(&mut self, at: Instant) -> (&'static str, Option<&'a Known>, Value) {
        let people = self.people;
        match self.dice.below(1000) {
            n if n < self.checks => self.check(at),
            0..ORDINARY => {
                let low = if self.dice.below(50) == 0 { 37.4 } else { 36.0 };
                let body = json!({ "celsius": self.celsius(low), "site": "armpit" });
                ("temperature", self.dice.one(&people.residents), body)
            }
            n => {
                let result = if n == 999 { "positive" } else { "negative" };
                let sample = format!("S{:012}", self.dice.below(1_000_000_000_000));
                let body =
                    json!({ "result": result, "sample_no": sample, "method": "nat", "disease": "covid" });
                ("test_result", self.dice.one(&people.residents), body)
            }
        }
    }

    fn check(&mut self, at: Instant) -> (&'static str, Option<&'a Known>, Value) {
        let pupils = &self.people.pupils;
        if self.dice.below(15) > 0 {
            let body =
                json!({ "session": self.session(), "has_symptom": false, "celsius": self.celsius(36.0) });
            return ("morning_noon_check", self.dice.one(pupils), body);
        }
        // The first tenth of the classes has most of the illness.
        let ill = pupils.get(..pupils.len().div_ceil(10)).unwrap_or_default();
        let symptoms = [json!(["fever", "cough"]), json!(["vomiting"]), json!(["fever", "rash"])];
        let body = json!({
            "session": self.session(), "has_symptom": true, "symptoms": self.dice.one(&symptoms),
            "celsius": self.celsius(37.4), "onset": facts::Zone::default().date_of(at).to_string(),
        });
        ("morning_noon_check", self.dice.one(ill), body)
    }

    fn session(&mut self) -> &'static str {
        if self.dice.below(2) == 0 { "morning" } else { "noon" }
    }

    /// From `low` upwards in tenths.
    fn celsius(&mut self, low: f64) -> Value {
        let more = u32::try_from(self.dice.below(12)).unwrap_or(0);
        json!((low * 10.0 + f64::from(more)).round() / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_is_the_same_from_the_same_seed_and_every_fact_is_another() {
        let places = county::Places::invent();
        let people = People::of(&county::Residents::invent(1, 500, &places));
        assert!(people.len() >= 500 && !people.pupils.is_empty());
        let now = Instant::parse("2026-09-12T10:00:00+08:00").expect("a time");
        let facts = |seed| {
            let mut mix = Mix::new(&people, seed, 60);
            (0..2000).map(|_| mix.fact(now)).collect::<Vec<_>>()
        };
        let (one, two) = (facts(1), facts(2));
        assert_eq!(one, facts(1));
        let ids: std::collections::BTreeSet<String> = one
            .iter()
            .chain(&two)
            .map(|f| RawFact::read(f).expect("a fact").id.expect("an id").to_string())
            .collect();
        assert_eq!(ids.len(), 4000);
        let count = |word: &str| one.iter().filter(|f| f.contains(word)).count();
        let checked = 900 * 2 * people.pupils.len() / (2 * people.pupils.len() + people.len());
        let checks = count("\"morning_noon_check\"");
        assert!(checks.abs_diff(2 * checked) < 120, "{checks} of 2000, and {checked} of 1000");
        assert!((150..250).contains(&count("\"test_result\"")), "{}", count("\"test_result\""));
    }
}
