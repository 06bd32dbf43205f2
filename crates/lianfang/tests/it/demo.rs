//! The main job in the demonstration county, as it is served: an outbreak is seen on the day that the plan and the cases
//! give, it is reported in time, and a child that is away, ill, is asked after on every day of its course.
//!
//! Not here: what each rule does (the scenarios of the plans); how the county is invented (`county`).

use crate::house::{Folder, Server};
use facts::{
    Date, Instant,
    time::{Span, Weekday, add_days, days_between},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs");
const CASES: &str = include_str!("../../../county/data/measles_hagelloch_1861.csv");
/// The first case of 1861 falls ill on this day of the demonstration.
const FIRST: Date = Date::constant(2025, 10, 29);
/// The classes of 1861, as the county names them.
const CLASSES: [(&str, &str); 2] = [("1", "org:school-hm-c1"), ("2", "org:school-hm-c2")];

/// A parameter of a plan as it is shipped.
fn param(plan: &str, name: &str) -> toml::Value {
    let text = std::fs::read_to_string(format!("{PACKS}/{plan}/pack.toml")).expect("a plan");
    let plan: toml::Table = text.parse().expect("TOML");
    plan["params"][name]["value"].clone()
}

fn number(name: &str) -> usize {
    let n = param("school-infectious-disease", name).as_integer().expect("a number");
    usize::try_from(n).expect("not below zero")
}

fn school_day(mut day: Date) -> Date {
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = add_days(day, 1);
    }
    day
}

/// The first day on which so many of a class are ill within a day, or within three, as the plan asks. A child is seen ill
/// on the school day of its prodrome and is away, ill, on the next.
fn day_of_cluster(class: &str) -> Date {
    let cases: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(CASES.as_bytes()).deserialize().collect::<Result<_, _>>().expect("a table");
    let prodrome =
        |case: &BTreeMap<String, String>| case["date_of_prodrome"].parse::<Date>().expect("a date");
    let shift = days_between(cases.iter().map(prodrome).min().expect("cases"), FIRST);
    let mut ill: BTreeMap<Date, BTreeSet<&str>> = BTreeMap::new();
    for case in cases.iter().filter(|case| case["class"] == class) {
        let seen = school_day(add_days(prodrome(case), shift));
        for day in [seen, school_day(add_days(seen, 1))] {
            ill.entry(day).or_default().insert(&case["case_ID"]);
        }
    }
    let within = |last: Date, days: usize| {
        let days = i32::try_from(days).expect("few days");
        ill.range(add_days(last, 1 - days)..=last).flat_map(|(_, who)| who).collect::<BTreeSet<_>>().len()
    };
    let reached = |day: &Date| {
        within(*day, number("cluster_1d_days")) >= number("cluster_1d")
            || within(*day, number("cluster_3d_days")) >= number("cluster_3d")
    };
    *ill.keys().find(|day| reached(day)).expect("a cluster")
}

fn rows(server: &Server, path: &str) -> Vec<Value> {
    let page = server.get(path);
    assert!(page["next"].is_null(), "one page holds all of {path}");
    page["rows"].as_array().expect("rows").clone()
}

fn instant(value: &Value) -> Instant {
    value.as_str().and_then(Instant::parse).unwrap_or_else(|| panic!("an instant: {value}"))
}

#[test]
fn the_outbreak_is_seen_and_reported_as_the_plan_says() {
    let folder = Folder::new("demo");
    // Making the county fails when any of its facts is refused.
    let more = ["--people", "60", "--routine-days", "0", "--until", "2025-11-21"];
    let server = Server::demo(&folder.file("county"), &more);
    let expected: BTreeMap<&str, Date> =
        CLASSES.iter().map(|(class, org)| (*org, day_of_cluster(class))).collect();

    let mut raised: BTreeMap<String, Instant> = BTreeMap::new();
    let alerts = rows(&server, "/alerts?limit=500");
    for alert in alerts.iter().filter(|a| a["name"] == "school-infectious-disease/cluster") {
        let about = alert["subject"]["id"].as_str().expect("an id").to_owned();
        let first = raised.entry(about).or_insert_with(|| instant(&alert["raised"]));
        *first = instant(&alert["raised"]).min(*first);
    }
    let zone = county::zone();
    let days: BTreeMap<&str, Date> =
        raised.iter().map(|(about, at)| (about.as_str(), zone.date_of(*at))).collect();
    assert_eq!(days, expected, "each class on its day, no other class");

    let within = param("school-infectious-disease", "cluster_within");
    let within = within.as_str().and_then(Span::parse_iso).expect("a span");
    for (about, raised) in &raised {
        let ask = format!("/duties?name=school-infectious-disease/report_cluster&subject={about}&limit=500");
        let duties = rows(&server, &ask);
        // The numbers of a day and of three days see one cluster; it is reported once.
        let first: Vec<&Value> =
            duties.iter().filter(|d| instant(&d["due"]) == within.after(*raised, zone)).collect();
        let done: Vec<&&Value> = first.iter().filter(|d| d["state"] == "done").collect();
        let [done] = done.as_slice() else { panic!("reported once, in time: {about} {duties:#?}") };
        assert!(instant(&done["done"]["at"]) <= instant(&done["due"]), "{done}");
    }

    ill_child_is_followed(&server);
}

/// A child that is away, ill, is on a course on which its teacher asks after it every day up to now.
fn ill_child_is_followed(server: &Server) {
    let zone = county::zone();
    let courses = rows(server, "/courses?limit=500");
    let away = courses.iter().filter(|c| c["name"] == "school-infectious-disease/ill-absence");
    let first = away.min_by_key(|c| c["day_one"].as_str().map(str::to_owned)).expect("a child is away");
    let child = first["subject"]["id"].as_str().expect("an id");
    assert!(child.starts_with("person:hm"), "one of 1861: {first}");
    assert_eq!(json!(first["days"]), json!(number("absence_days")), "{first}");
    let day_one: Date = first["day_one"].as_str().and_then(|d| d.parse().ok()).expect("a date");
    let today = zone.date_of(instant(&server.get("/session")["clock"]));
    let wanted: Vec<Date> = (0..=days_between(day_one, today)).map(|days| add_days(day_one, days)).collect();
    let ask = format!("/duties?name=school-infectious-disease/absence_followup&subject={child}&limit=500");
    let mut asked: Vec<Date> =
        rows(server, &ask).iter().map(|d| zone.date_of(instant(&d["opens"]))).collect();
    asked.sort_unstable();
    assert_eq!(asked, wanted, "every day of the course: {first}");
}
