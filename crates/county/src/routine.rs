//! What the invented staff do on ordinary days: checks of every class, the day's notice of every village, the daily reports
//! of schools, villages, towns and the county. Most do it in time, a few late, a few not at all, always the same ones.
//!
//! Not here: what they do about the outbreaks (`replay`), which has its own sheets for its own classes.

use crate::{
    Timed, fact,
    places::{COUNTY, FLU_SCHOOL, MEASLES_CLASS_2, MEASLES_SCHOOL, Places},
    replay::{REPLAYED_FROM, is_school_day},
    zone,
};
use facts::{
    Date,
    time::{Time, add_days},
};
use serde_json::json;

/// The daily report of a school, and the ledger of signatures: who sends one asks the doors to sign, which fill in the
/// numbers.
const DAILY_REPORT: &str = "guiyang-school-spring/daily-zero";
/// The report of the day before that a village, a town and the county send every morning.
const MORNING_REPORT: [&str; 3] =
    ["daily-zero-report/village-daily", "daily-zero-report/town-daily", "daily-zero-report/county-daily"];
/// The ledger of signatures.
pub const SIGNED: &str = "report_signed";

/// What is sent on the last `days` days up to and including `last`, in order of sending.
/// `pupils` are those of the measles school, some of whom come back from far away.
pub fn routine(places: &Places, pupils: &[String], days: u16, last: Date) -> Vec<Timed> {
    let mut sent = Vec::new();
    if days > 0 {
        returnees(pupils, last, &mut sent);
    }
    for back in (0..i32::from(days)).rev() {
        let day = add_days(last, -back);
        villages(places, day, &mut sent);
        mornings(places, day, day == last, &mut sent);
        schools(places, day, &mut sent);
        if is_school_day(day) {
            classes(places, day, &mut sent);
        }
    }
    // On the last day the reports have come in, and the evening is still ahead.
    let end = zone().at(last, Time::constant(17, 0, 0, 0));
    sent.retain(|timed| timed.send < end);
    sent.sort_by_key(|timed| timed.send);
    sent
}

/// Whose turn it is to do a thing late, or not at all: the same ones in every demonstration.
fn forgets(n: usize, day: Date, one_in: usize) -> bool {
    let turn = usize::try_from(day.day()).unwrap_or(0) * 5 + n * 3;
    turn.is_multiple_of(one_in)
}

fn at(day: Date, hour: i8, minute: i8) -> String {
    format!("{day} {hour:02}:{minute:02}")
}

/// At the end of an hour, as replays do.
fn timed(account: String, day: Date, hour: i8, fact: facts::check::RawFact) -> Timed {
    Timed { send: zone().at(day, Time::constant(hour, 58, 0, 0)), account, fact }
}

/// The teacher on duty of each school enters the sheets of its classes.
fn classes(places: &Places, day: Date, sent: &mut Vec<Timed>) {
    for (n, class) in places.all_classes().iter().enumerate() {
        for (session, hour) in [("morning", 8), ("noon", 14), ("evening", 19)] {
            // Those of the replays enter mornings and noons themselves, from the day on which their outbreak begins.
            let own = REPLAYED_FROM.iter().any(|(school, from)| class.school == *school && day >= *from);
            if (own && session != "evening") || forgets(n, day, 23) {
                continue;
            }
            let late = if forgets(n, day, 17) { 2 } else { 0 };
            let body = json!({ "session": session, "expected": class.size, "present": class.size, "ill": 0 });
            let sheet = fact("class_check", &class.org, &at(day, hour + late, 10), &class.org, body);
            sent.push(timed(format!("week-{}", short(&class.school)), day, hour + late, sheet));
        }
    }
}

fn villages(places: &Places, day: Date, sent: &mut Vec<Timed>) {
    for (n, village) in places.villages().enumerate() {
        if forgets(n, day, 11) {
            continue;
        }
        let body = json!({ "topic": ["situation", "travel_risk", "care_seeking"], "channels": ["loudspeaker", "message"],
            "text": "今日本村无新增病例；外出请戴口罩，发热请到镇卫生院发热门诊就诊" });
        let notice = fact("bulletin", village, &at(day, 8, 20), village, body);
        sent.push(timed(format!("head-{}", short(village)), day, 8, notice));
    }
}

/// Days of the course on which returnees are tested.
const TEST_DAYS: [i32; 7] = [1, 2, 3, 4, 5, 7, 10];

/// Three pupils come back from regions of high risk; the school doctor takes samples on the days of the plan and enters the
/// results, and forgets one.
fn returnees(pupils: &[String], last: Date, sent: &mut Vec<Timed>) {
    for (pupil, back) in pupils.iter().step_by(20).skip(1).zip([11, 6, 2]) {
        let came = add_days(last, -back);
        let body = json!({ "arrival_date": came.to_string(), "origin_risk": "high", "origin_text": "外省高风险地区",
            "other_province": true, "to_school": false, "declared": true });
        let arrival = fact("arrival", pupil, &at(came, 9, 0), MEASLES_CLASS_2, body);
        sent.push(timed(format!("teacher-{}", short(MEASLES_CLASS_2)), came, 9, arrival));
        for test in TEST_DAYS.into_iter().filter(|test| *test <= back && *test != 7) {
            let day = add_days(came, test - 1);
            let doctor = format!("schooldoctor-{}", short(MEASLES_SCHOOL));
            let sample =
                fact("test_sample", pupil, &at(day, 10, 10), MEASLES_SCHOOL, json!({ "method": "nat" }));
            sent.push(timed(doctor.clone(), day, 10, sample));
            let body = json!({ "result": "negative", "method": "nat", "disease": "covid" });
            let result = fact("test_result", pupil, &at(day, 15, 20), MEASLES_SCHOOL, body);
            sent.push(timed(doctor, day, 15, result));
        }
    }
}

fn schools(places: &Places, day: Date, sent: &mut Vec<Timed>) {
    for (n, school) in places.schools().enumerate() {
        let replayed = [MEASLES_SCHOOL, FLU_SCHOOL].contains(&school);
        if !replayed && forgets(n, day, 7) {
            continue;
        }
        let hour = if !replayed && forgets(n, day, 5) { 17 } else { 16 };
        sent.push(signature(DAILY_REPORT, school, format!("reporter-{}", short(school)), day, hour));
    }
}

/// Villages by eight, towns by nine, the county by ten. What those send whose account a newcomer is given is left to the
/// newcomer on the last day.
fn mornings(places: &Places, day: Date, last: bool, sent: &mut Vec<Timed>) {
    let [of_village, of_town, of_county] = MORNING_REPORT;
    let theirs = |org: &str| last && places.accounts.iter().any(|a| a.org == org && a.org != COUNTY);
    for (n, village) in places.villages().enumerate().filter(|(_, org)| !theirs(org)) {
        if !forgets(n, day, 7) {
            let hour = if forgets(n, day, 5) { 8 } else { 7 };
            sent.push(signature(of_village, village, format!("head-{}", short(village)), day, hour));
        }
    }
    for (n, town) in places.towns().enumerate().filter(|(_, org)| !theirs(org)) {
        if !forgets(n, day, 11) {
            let hour = if forgets(n, day, 13) { 10 } else { 8 };
            sent.push(signature(of_town, town, format!("reporter-{}", short(town)), day, hour));
        }
    }
    sent.push(signature(of_county, COUNTY, format!("duty-{}", short(COUNTY)), day, 9));
}

/// The wish to sign the report of a day.
fn signature(report: &str, org: &str, account: String, day: Date, hour: i8) -> Timed {
    let body = json!({ "report": report, "period": day.to_string() });
    timed(account, day, hour, fact(SIGNED, org, &at(day, hour, 30), org, body))
}

fn short(org: &str) -> &str {
    org.trim_start_matches("org:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_is_done_and_something_is_not() {
        let places = Places::invent();
        let last = Date::constant(2025, 12, 4);
        let pupils: Vec<String> = (0..68).map(|n| format!("person:{n}")).collect();
        let sent = routine(&places, &pupils, 5, last);
        assert!(sent.is_sorted_by_key(|t| t.send));
        let of = |ledger: &str| sent.iter().filter(|t| t.fact.ledger.as_str() == ledger).count();
        let classes = places.all_classes().len();
        assert!(
            of("class_check") > classes * 3 * 4 * 7 / 10 && of("class_check") < classes * 3 * 4,
            "{}",
            of("class_check")
        );
        assert!((5 * 9..5 * 12).contains(&of("bulletin")), "{}", of("bulletin"));
        let signed = |report: &str| {
            let says = |t: &&Timed| t.fact.body.get("report").and_then(|v| v.as_str()) == Some(report);
            sent.iter().filter(says).count()
        };
        assert!((5 * 5..5 * 7).contains(&signed(DAILY_REPORT)), "{}", signed(DAILY_REPORT));
        let morning = MORNING_REPORT.map(signed);
        assert!((5 * 9..5 * 12).contains(&morning[0]) && (5 * 2..5 * 3).contains(&morning[1]), "{morning:?}");
        assert_eq!(morning[2], 5, "the county's own");
        let own = |org: &str, day: &str| {
            let of = |t: &&Timed| t.fact.ledger.as_str() == SIGNED && t.fact.subject.as_str() == org;
            sent.iter().filter(of).any(|t| t.fact.at.starts_with(day))
        };
        assert!(own("org:liuxi", "2025-12-03"), "an ordinary day");
        assert!(!own("org:liuxi", "2025-12-04") && !own("org:v06", "2025-12-04"), "left to the newcomer");
        let accounts: Vec<&str> =
            places.roles.iter().filter_map(|r| r.body.get("account").and_then(|v| v.as_str())).collect();
        assert!(
            sent.iter().all(|t| accounts.contains(&t.account.as_str())),
            "everybody who sends holds a role"
        );
        assert_eq!((of("arrival"), of("test_result")), (3, 6 + 5 + 2));
        assert!(routine(&places, &pupils, 0, last).is_empty());
    }
}
