//! Analyses: what they count, for whom, and what they refuse. The formulas have their own tests, against reference results.

use crate::cases::{card, outbreak};
use crate::world::{World, id};
use serde_json::{Value, json};

/// Twenty days of two cases a day and one day of ten, each of a person of their own.
fn epidemic() -> World {
    let world = outbreak();
    let mut n = 0;
    for day in 1..=20 {
        for _ in 0..if day == 20 { 10 } else { 2 } {
            n += 1;
            let person = format!("person:p{n}");
            let fact = json!({ "id": id(2000 + n), "ledger": "person", "subject": person, "at": "2025-12-01 08:00",
                "org": "org:village-1", "body": { "home": "org:village-1" } });
            world.post("one", "/facts", fact).is(200);
            let body =
                json!({ "disease": "pox", "how_sure": "confirmed", "onset": format!("2026-01-{day:02}") });
            card(&world, "one", 3000 + n, &person, &format!("01-{:02} 08:00", day + 2), body);
        }
    }
    world
}

#[test]
fn a_detector_judges_cases_by_onset_where_they_may_be_seen() {
    let world = epidemic();
    let ask = "/analyses/detection?method=ears-c1&disease=pox&series_from=2026-01-01&series_until=2026-01-20\
               &judged_from=2026-01-19";
    let said = world.get("boss", ask).is(200).json();
    let steps = said["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 20);
    assert_eq!((&steps[0]["observed"], &steps[0]["alarm"]), (&json!(2.0), &Value::Null), "not judged");
    assert_eq!((&steps[18]["observed"], &steps[18]["alarm"]), (&json!(2.0), &json!(false)));
    assert_eq!(
        (&steps[19]["observed"], &steps[19]["expected"], &steps[19]["alarm"]),
        (&json!(10.0), &json!(2.0), &json!(true))
    );
    assert!(steps[19]["says"]["zh"].as_str().expect("why").contains("超过上限"), "{}", steps[19]);
    let other = world.get("two", ask).is(200).json();
    assert!(other["steps"].as_array().expect("steps").iter().all(|s| s["observed"] == json!(0.0)));
    let weeks = world
        .get("boss", "/analyses/detection?method=threshold&least=14&window=1&disease=pox&step=week&series_from=2026-01-05&series_until=2026-01-18&judged_from=2026-01-05")
        .is(200)
        .json();
    let alarms: Vec<_> = weeks["steps"].as_array().expect("steps").iter().map(|s| &s["alarm"]).collect();
    assert_eq!(alarms, [&json!(true), &json!(true)], "fourteen a week: {weeks}");
}

#[test]
fn an_alarm_is_judged_for_its_series_whatever_the_method() {
    let world = epidemic();
    let ask = |method: &str, of: &str| {
        format!(
            "/analyses/detection?method={method}&{of}&series_from=2026-01-01&series_until=2026-01-20&judged_from=2026-01-19"
        )
    };
    let last = |who: &str, method: &str, of: &str| {
        let said = world.get(who, &ask(method, of)).is(200).json();
        said["steps"].as_array().expect("steps").last().cloned().expect("a step")
    };
    let said = world.get("boss", &ask("ears-c1", "disease=pox")).is(200).json();
    assert_eq!((&said["series"], &said["org"]["id"]), (&json!("cases pox day"), &json!("org:county")));
    assert_eq!(said["findings"].as_array().expect("findings").len(), 5);
    assert_eq!(world.get("clerk", &ask("ears-c1", "ledger=patrol")).is(200).json()["findings"], json!([]));

    let review = |finding: &str, text: &str| {
        let body = json!({ "org": "org:county", "series": "cases pox day", "day": "2026-01-20", "finding": finding, "text": text });
        world.post("boss", "/analyses/detection/reviews", body)
    };
    review("no-such-finding", "").is(422);
    review("suspected_event", "已派人现场调查").is(200);
    world.forward("2026-03-02 08:00");
    review("event", "").is(200);
    for method in ["ears-c1", "cusum"] {
        let step = last("boss", method, "disease=pox");
        assert_eq!(
            (&step["review"]["finding"]["zh"], &step["review"]["by"]),
            (&json!("确认为事件"), &json!("boss")),
            "{step}"
        );
    }
    assert_eq!(last("boss", "ears-c1", "disease=flu")["review"], Value::Null, "another series");
    assert_eq!(
        last("one", "ears-c1", "disease=pox")["review"],
        Value::Null,
        "numbers of another organisation"
    );
    let other =
        json!({ "org": "org:county", "series": "cases pox day", "day": "2026-01-20", "finding": "event" });
    world.post("one", "/analyses/detection/reviews", other).is(404);
}

#[test]
fn facts_and_numbers_are_judged_too() {
    let world = World::new();
    world.fever();
    let ask =
        "/analyses/detection?method=threshold&least=1&window=1&series_from=2026-02-01&judged_from=2026-02-01";
    for (of, who, wanted) in [("ledger=temperature", "one", 1.0), ("ledger=temperature", "two", 0.0)] {
        let said = world.get(who, &format!("{ask}&{of}")).is(200).json();
        let last = said["steps"].as_array().expect("steps").last().cloned().expect("a step");
        assert_eq!((&last["day"], &last["observed"]), (&json!("2026-03-02"), &json!(wanted)), "{of} {who}");
    }
    for wrong in [
        "method=none",
        "method=threshold",
        "method=ears-c1&baseline=1",
        "method=ears-c1&alpha=2",
        "method=cusum&step=hour",
        "method=ears-c1&indicator=none",
        "method=ears-c1&series_from=1950-01-01",
    ] {
        world.get("one", &format!("/analyses/detection?{wrong}")).is(400);
    }
}

#[test]
fn spread_counts_days_and_tells_what_follows() {
    let world = epidemic();
    world.forward("2026-03-02 08:00");
    let said = world.get("boss", "/analyses/spread?disease=pox&si_mean=3&si_sd=1").is(200).json();
    let days = said["days"].as_array().expect("days");
    assert_eq!((days.len(), &days[19]["cases"]), (61, &json!(10)), "from the first onset to today");
    let told = said["reproduction"].as_array().expect("windows");
    let of = |until: &str| told.iter().find(|w| w["until"] == json!(until)).cloned().expect("a window");
    let steady = of("2026-01-17");
    assert!(
        (steady["mean"].as_f64().expect("a number") - 1.0).abs() < 0.25,
        "two a day, day after day: {steady}"
    );
    assert!(of("2026-01-20")["low"].as_f64() > steady["low"].as_f64(), "the day of ten");
    assert_eq!(said["delay"]["median"], json!(2.0));
    assert_eq!(said["complete_until"], json!("2026-02-28"), "everybody was reported after two days");
    assert_eq!(said["undated"], json!(1), "one suspicion has no onset");
    let flu = world.get("boss", "/analyses/spread?disease=flu").is(200).json();
    assert_eq!(flu["undated"], json!(0));
    assert_eq!(flu["reproduction"], json!([]), "without a serial interval there is none");
    assert_eq!(world.get("two", "/analyses/spread?disease=pox").is(200).json()["days"], json!([]));
    for wrong in
        ["si_sd=1", "si_mean=3", "si_mean=1&si_sd=1", "window=0", "delay_days_max=0", "growth_days=2"]
    {
        world.get("boss", &format!("/analyses/spread?{wrong}")).is(400);
    }
}
