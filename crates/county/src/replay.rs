//! Two real outbreaks as facts of the invented county: the measles of Hagelloch 1861 and the influenza of a boarding
//! school in 1978.
//!
//! Real: who fell ill on which day, of which class, household, age (1861); how many were in bed per day (1978).
//! Invented: names, identities, daily checks, reports of duty holders, test results. Dates are shifted by whole weeks.

use crate::{
    Timed, fact,
    people::{person, surname},
    places::{
        BOYS, COUNTY, FLU_CLASSES, FLU_SCHOOL, MEASLES_CLASS_1, MEASLES_CLASS_2, MEASLES_SCHOOL, SINCE,
    },
    residents::{Residents, occupation, today},
    zone,
};
use facts::{
    Date,
    check::RawFact,
    time::{Time, Weekday, add_days, days_between},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde_json::json;
use std::collections::BTreeMap;

const MEASLES: &str = include_str!("../data/measles_hagelloch_1861.csv");
const INFLUENZA: &str = include_str!("../data/influenza_england_1978_school.csv");

/// The first prodrome of 1861 (a Wednesday) becomes this Wednesday.
const MEASLES_FROM: (Date, Date) = (Date::constant(1861, 10, 30), Date::constant(2025, 10, 29));
/// The first Sunday of 1978 becomes this Sunday.
const INFLUENZA_FROM: (Date, Date) = (Date::constant(1978, 1, 22), Date::constant(2025, 11, 30));

/// A child of 1861.
struct Child {
    subject: String,
    class: u8,
    prodrome: Date,
    rash: Option<Date>,
}

/// The replays: their people, and what is sent day by day.
#[derive(Default)]
pub struct Replay {
    /// Households, persons and enrolments to register first.
    pub residents: Residents,
    /// Facts in order of sending.
    pub timeline: Vec<Timed>,
    /// How many pupils with symptoms the schools have had so far.
    cared: usize,
}

impl Replay {
    /// Both outbreaks, up to and including `last`. `serial` is the number of people already invented.
    pub fn new(seed: u64, serial: u32, last: Date) -> Replay {
        let mut replay = Replay::default();
        replay.residents.count = serial;
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let children = replay.children(&mut rng);
        replay.measles(&children, last);
        let boys = replay.boys(&mut rng);
        replay.influenza(&mut rng, &boys, last);
        replay.timeline.retain(|t| zone().date_of(t.send) <= last);
        replay.timeline.sort_by_key(|t| t.send);
        replay
    }

    fn children(&mut self, rng: &mut ChaCha12Rng) -> Vec<Child> {
        let mut families: BTreeMap<String, (String, &'static str)> = BTreeMap::new();
        let mut children = Vec::new();
        for row in rows(MEASLES) {
            let family = row["family_ID"].clone();
            let (household, surname) = families
                .entry(family.clone())
                .or_insert_with(|| (format!("household:hm{family}"), surname(rng)))
                .clone();
            let age: i32 = row["age"].parse().unwrap_or(5);
            let female = row["gender"] == "f";
            let address = format!("青禾县柳溪镇回放路{family}号");
            let new = person(rng, surname, female, age.clamp(1, 14), today(), self.residents.count);
            let subject = format!("person:hm{:0>3}", row["case_ID"]);
            self.residents.count += 1;
            let class: u8 = row["class"].parse().unwrap_or(0);
            // Who was in no class in 1861 went to no school.
            let work = if class == 0 { "child" } else { occupation(age) };
            self.residents.register(&subject, &new, &household, &address, work);
            match class {
                1 => self.residents.enrol_in(&subject, MEASLES_SCHOOL, MEASLES_CLASS_1, None),
                2 => self.residents.enrol_in(&subject, MEASLES_SCHOOL, MEASLES_CLASS_2, None),
                _ => {}
            }
            let shifted = |text: &str| text.parse::<Date>().ok().map(|d| shift(d, MEASLES_FROM));
            if let Some(prodrome) = shifted(&row["date_of_prodrome"]) {
                children.push(Child { subject, class, prodrome, rash: shifted(&row["date_of_rash"]) });
            }
        }
        for (n, (family, (household, _))) in families.iter().enumerate() {
            let grid = ["org:v06-g1", "org:v06-g2", "org:v06-g3"][n % 3];
            let body = json!({ "area": grid, "address": format!("青禾县柳溪镇回放路{family}号") });
            self.residents.households.push(fact("household_registration", household, SINCE, COUNTY, body));
        }
        children
    }

    /// Each child: found ill at the morning check of its day of prodrome (of its rash, if it does not go to school),
    /// absent from the next day on; the class sheets of every school day; what the duty holders do about it.
    fn measles(&mut self, children: &[Child], last: Date) {
        for child in children {
            let class = match child.class {
                1 => Some(MEASLES_CLASS_1),
                2 => Some(MEASLES_CLASS_2),
                _ => None,
            };
            match class {
                Some(class) => self.pupil_falls_ill(child, class),
                None => self.small_child_falls_ill(child),
            }
        }
        let mut day = add_days(MEASLES_FROM.1, -9);
        while day <= last {
            if is_school_day(day) {
                for (class, number, size) in [(MEASLES_CLASS_1, 1, 30), (MEASLES_CLASS_2, 2, 68)] {
                    let ill = children
                        .iter()
                        .filter(|c| c.class == number && c.prodrome <= day && day < add_days(c.prodrome, 14));
                    self.sheets(class, day, size, ill.count());
                }
            }
            day = add_days(day, 1);
        }
        self.school_answers(children);
    }

    fn pupil_falls_ill(&mut self, child: &Child, class: &str) {
        // A child that falls ill at a weekend is missed on Monday morning.
        let seen = next_school_day(child.prodrome);
        let symptoms =
            if seen == child.prodrome { json!(["fever", "cough"]) } else { json!(["fever", "rash"]) };
        let body = json!({ "session": "morning", "has_symptom": true, "symptoms": symptoms, "celsius": 38.4, "onset": child.prodrome.to_string(), "sent_to": "home" });
        self.send(
            "teacher",
            fact("morning_noon_check", &child.subject, &at(seen, 7, 50), class, body),
            seen,
            8,
        );
        self.school_cares(&child.subject, MEASLES_SCHOOL, class, seen, 8);
        let absent = next_school_day(add_days(seen, 1));
        let rash = child.rash.filter(|rash| *rash <= absent).is_some();
        let symptoms = if rash { json!(["fever", "rash"]) } else { json!(["fever", "cough"]) };
        let body = json!({ "from": absent.to_string(), "cause": "ill", "has_symptom": true, "symptoms": symptoms, "onset": child.prodrome.to_string(), "informant": "parent" });
        self.send("teacher", fact("absence", &child.subject, &at(absent, 7, 55), class, body), absent, 8);
        self.case_report(child);
    }

    fn small_child_falls_ill(&mut self, child: &Child) {
        let day = child.rash.unwrap_or(child.prodrome);
        let body = json!({ "found_by": "village_clinic", "symptoms": ["fever", "rash"], "onset": child.prodrome.to_string(), "disease": "measles", "kept": true });
        self.send(
            "clinic",
            fact("suspect_found", &child.subject, &at(day, 10, 20), "org:v06-clinic", body),
            day,
            10,
        );
        self.case_report(child);
    }

    /// The township hospital reports the case on the day after the rash: clinical measles.
    fn case_report(&mut self, child: &Child) {
        let Some(day) = child.rash.map(|rash| add_days(rash, 1)) else { return };
        let body = json!({ "disease": "measles", "classification": "clinical", "class": "b", "onset": child.prodrome.to_string(), "symptoms": ["fever", "rash"] });
        self.send(
            "hospital",
            fact("case_report", &child.subject, &at(day, 9, 40), "org:liuxi-hc", body),
            day,
            9,
        );
    }

    fn sheets(&mut self, class: &str, day: Date, expected: usize, ill: usize) {
        for (session, hour) in [("morning", 8), ("noon", 14)] {
            let body = json!({ "session": session, "expected": expected, "present": expected - ill.min(expected), "ill": ill.min(expected) });
            self.send("teacher", fact("class_check", class, &at(day, hour, 10), class, body), day, hour);
        }
    }

    /// The reporter of the measles school reports the cluster the same afternoon; the CDC answers the warning that day and looks into
    /// it two days later.
    fn school_answers(&mut self, children: &[Child]) {
        let mut by_day: BTreeMap<(u8, Date), usize> = BTreeMap::new();
        for child in children.iter().filter(|c| c.class > 0) {
            *by_day.entry((child.class, next_school_day(child.prodrome))).or_default() += 1;
        }
        for (class, org) in [(1, MEASLES_CLASS_1), (2, MEASLES_CLASS_2)] {
            let Some(((_, day), cases)) = by_day.iter().find(|((c, _), n)| *c == class && **n >= 3) else {
                continue;
            };
            let body = json!({ "kind": "cluster", "receivers": ["education", "cdc", "paired_institution"], "stage": "first", "cases": cases, "symptoms": ["fever", "cough"], "means": "phone" });
            self.send(
                "reporter",
                fact("outbreak_report", org, &at(*day, 15, 30), MEASLES_SCHOOL, body),
                *day,
                15,
            );
            self.cdc_answers(org, *day);
            let later = add_days(*day, 2);
            let body = json!({ "finished": true, "cause": "麻疹", "measures": ["case_management", "contact_screening", "vaccination"] });
            self.send("cdc", fact("outbreak_investigation", org, &at(later, 16, 0), COUNTY, body), later, 16);
        }
    }

    /// The warning is answered, and who else must know is told.
    fn cdc_answers(&mut self, class: &str, day: Date) {
        let answer = json!({ "warning_kind": "warning_notice", "finding": "event", "measures": ["verified", "reported"] });
        self.send("cdc", fact("alert_feedback", class, &at(day, 17, 20), COUNTY, answer), day, 17);
        let told = json!({ "kind": "warning", "receivers": ["education", "schools"] });
        self.send("cdc", fact("notice_circulated", class, &at(day, 18, 0), COUNTY, told), day, 18);
    }

    fn boys(&mut self, rng: &mut ChaCha12Rng) -> Vec<(String, String)> {
        let mut boys = Vec::new();
        for n in 0..BOYS {
            let class = format!("{FLU_SCHOOL}-{}", n % FLU_CLASSES + 1);
            let dormitory = format!("{class}-d{}", n / FLU_CLASSES % 2 + 1);
            let household = format!("household:hf{n:03}");
            let name = surname(rng);
            let age = rng.random_range(10..18);
            let new = person(rng, name, false, age, today(), self.residents.count);
            let subject = format!("person:flu{n:03}");
            self.residents.count += 1;
            let address = format!("青禾县城关镇学府路{}号", n + 1);
            let body = json!({ "area": "org:v02-g1", "address": address });
            self.residents.households.push(fact("household_registration", &household, SINCE, COUNTY, body));
            self.residents.register(&subject, &new, &household, &address, occupation(age));
            self.residents.enrol_in(&subject, FLU_SCHOOL, &class, Some(&dormitory));
            boys.push((subject, class));
        }
        boys
    }

    /// As many boys fall ill each day as the count in bed grows by, those who recover taken into account: boys leave
    /// the bed after about three days, so new cases = in bed today − in bed yesterday + those leaving today. Which boys
    /// is invented.
    fn influenza(&mut self, rng: &mut ChaCha12Rng, boys: &[(String, String)], last: Date) {
        let mut queue: Vec<usize> = (0..boys.len()).collect();
        for n in (1..queue.len()).rev() {
            queue.swap(n, rng.random_range(0..=n));
        }
        let mut in_bed: Vec<(Date, usize)> = Vec::new();
        for row in rows(INFLUENZA) {
            let Ok(date) = row["date"].parse::<Date>() else { continue };
            let day = shift(date, INFLUENZA_FROM);
            if day > last {
                break;
            }
            let wanted: usize = row["in_bed"].parse().unwrap_or(0);
            in_bed.retain(|(since, _)| days_between(*since, day) < 3 || wanted > 250);
            while in_bed.len() > wanted {
                in_bed.remove(0);
            }
            while in_bed.len() < wanted {
                let Some(boy) = queue.pop() else { break };
                self.boy_falls_ill(&boys[boy], day);
                in_bed.push((day, boy));
            }
            for n in 1..=FLU_CLASSES {
                let class = format!("{FLU_SCHOOL}-{n}");
                let ill = in_bed.iter().filter(|(_, boy)| boys[*boy].1 == class).count();
                let size = boys.iter().filter(|(_, c)| *c == class).count();
                if is_school_day(day) {
                    self.sheets(&class, day, size, ill);
                }
            }
        }
    }

    fn boy_falls_ill(&mut self, (subject, class): &(String, String), day: Date) {
        let body = json!({ "session": "morning", "has_symptom": true, "symptoms": ["fever", "headache"], "celsius": 38.8, "onset": day.to_string(), "sent_to": "school_doctor" });
        self.send("teacher", fact("morning_noon_check", subject, &at(day, 7, 40), class, body), day, 7);
        self.school_cares(subject, FLU_SCHOOL, class, day, 7);
    }

    /// What a school does about a pupil with symptoms: the teacher tells it, the school doctor takes the pupil aside and
    /// brings it to the hospital. One in nine is forgotten.
    fn school_cares(&mut self, subject: &str, school: &str, class: &str, day: Date, hour: i8) {
        self.cared += 1;
        if self.cared.is_multiple_of(9) {
            return;
        }
        let told = json!({ "kind": "symptom", "receivers": ["school"], "means": "phone" });
        self.send("teacher", fact("single_report", subject, &at(day, hour, 52), class, told), day, hour);
        let aside = json!({ "where": "school" });
        self.send(
            "schooldoctor",
            fact("isolation_start", subject, &at(day, hour, 54), school, aside),
            day,
            hour,
        );
        let there = json!({ "point_to_point": true });
        self.send(
            "schooldoctor",
            fact("hospital_visit", subject, &at(day, hour + 1, 10), school, there),
            day,
            hour + 1,
        );
    }

    /// Queues a fact to be sent at the end of its hour, by whoever holds this role where it is reported.
    fn send(&mut self, role: &str, fact: RawFact, day: Date, hour: i8) {
        let send = zone().at(day, Time::constant(hour, 58, 0, 0));
        let org = fact.org.as_deref().unwrap_or_default().trim_start_matches("org:");
        self.timeline.push(Timed { send, account: format!("{role}-{org}"), fact });
    }
}

fn at(day: Date, hour: i8, minute: i8) -> String {
    format!("{day} {hour:02}:{minute:02}")
}

fn shift(date: Date, (from, to): (Date, Date)) -> Date {
    add_days(to, days_between(from, date))
}

/// The replayed schools, and the day from which their own sheets come.
pub(crate) const REPLAYED_FROM: [(&str, Date); 2] =
    [(MEASLES_SCHOOL, Date::constant(2025, 10, 20)), (FLU_SCHOOL, INFLUENZA_FROM.1)];

pub(crate) fn is_school_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn next_school_day(mut day: Date) -> Date {
    while !is_school_day(day) {
        day = add_days(day, 1);
    }
    day
}

/// The rows of a small CSV file without line breaks in its cells.
fn rows(text: &'static str) -> Vec<BTreeMap<&'static str, String>> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').map(|h| h.trim_matches('"')).collect();
    let cells =
        |line: &str| -> Vec<String> { line.split(',').map(|c| c.trim_matches('"').to_owned()).collect() };
    lines.map(|line| head.iter().copied().zip(cells(line)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_replay_keeps_what_is_real() {
        let replay = Replay::new(1, 0, Date::constant(2026, 2, 1));
        let checks = |class: &str| {
            let ill = replay.timeline.iter().filter(|t| t.fact.ledger.as_str() == "morning_noon_check");
            ill.filter(|t| t.fact.org.as_deref() == Some(class)).count()
        };
        assert_eq!((checks(MEASLES_CLASS_1), checks(MEASLES_CLASS_2)), (30, 68));
        let reports = replay.timeline.iter().filter(|t| t.fact.ledger.as_str() == "case_report").count();
        assert_eq!(reports, 188);
        assert_eq!(MEASLES_FROM.0.weekday(), MEASLES_FROM.1.weekday());
        assert_eq!(INFLUENZA_FROM.0.weekday(), INFLUENZA_FROM.1.weekday());
    }

    #[test]
    fn as_many_boys_are_ill_as_were_in_bed_at_the_start() {
        let replay = Replay::new(1, 0, Date::constant(2026, 2, 1));
        let ill_on = |day: &str| {
            let checks = replay.timeline.iter().filter(|t| t.fact.ledger.as_str() == "morning_noon_check");
            let of_day = checks.filter(|t| t.fact.subject.starts_with("person:flu"));
            of_day.filter(|t| t.fact.at.starts_with(day)).count()
        };
        assert_eq!((ill_on("2025-11-30"), ill_on("2025-12-01"), ill_on("2025-12-02")), (3, 5, 18));
    }
}
