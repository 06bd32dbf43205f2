//! Lists as files: what they hold, for whom; and the search in the list of duties.

use crate::world::{Answer, ID_NUMBER, NAME, PHONE, World, encode, id};
use serde_json::json;

fn table(file: &Answer) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8"))
        .into_records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    assert!(!rows.is_empty(), "headings");
    rows.drain(1..).collect()
}

/// Rows of the list, asked as the file is.
fn listed(world: &World, who: &str, noun: &str, ask: &str) -> usize {
    world.get(who, &format!("/{noun}?limit=500&{ask}")).is(200).json()["rows"].as_array().expect("rows").len()
}

#[test]
fn alerts_people_and_courses_are_exported_as_they_are_listed() {
    let world = World::new();
    world.fever();
    for who in ["boss", "one", "two", "clerk", "nobody"] {
        for (noun, ask) in [
            ("alerts", ""),
            ("alerts", "open=1"),
            ("alerts", "subject=person:two"),
            ("alerts", "text=person:one"),
            ("alerts", "text=nothing-says-this"),
            ("alerts", "severity=1"),
            ("courses", "text=person:one"),
            ("courses", "running=1"),
            ("courses", "name=fever/none"),
            ("subjects", ""),
            ("subjects", "kind=org"),
            ("subjects", "text=one"),
            ("subjects", "kind=org&text=%E9%95%87"),
        ] {
            let file = world.get(who, &format!("/{noun}/export?{ask}")).is(200);
            assert_eq!(
                table(&file).len(),
                listed(&world, who, noun, ask),
                "{who} {noun} {ask}: {}",
                file.text
            );
            for secret in [NAME, ID_NUMBER, PHONE] {
                assert!(!file.text.contains(secret), "{who} {noun} {ask}: {}", file.text);
            }
            let lines = world.get(who, &format!("/{noun}/export?format=ndjson&{ask}")).is(200).text;
            assert_eq!(lines.lines().count(), table(&file).len(), "{who} {noun} {ask}");
        }
    }
    for noun in ["alerts", "courses", "subjects"] {
        assert!(world.get("one", &format!("/{noun}/export?format=xlsx")).is(200).bytes.starts_with(b"PK"));
        world.get("one", &format!("/{noun}/export?format=doc")).is(400);
    }
    world.get("one", "/alerts/export?subject=x").is(400);
    world.get("one", "/subjects/export?kind=x").is(400);
}

#[test]
fn the_cells_of_an_export_are_words_for_people() {
    let world = World::new();
    world.fever();
    let alerts = table(&world.get("one", "/alerts/export").is(200));
    let told =
        ["2026-03-02 06:30", "警告", "发现发热者", "person:one", "慕*", "镇专干（一镇）", "待签收", ""];
    assert_eq!(alerts[0][..8], told.map(str::to_owned), "{alerts:?}");
    let people = table(&world.get("one", "/subjects/export").is(200));
    assert_eq!(
        people[0][..4],
        ["person:one", "慕*", "org:village-1", "一村"].map(str::to_owned),
        "{people:?}"
    );
    assert!(people[0].contains(&"哮喘".to_owned()), "{people:?}");
    let hidden = table(&world.get("clerk", "/subjects/export").is(200));
    assert!(hidden[0].contains(&"●●●".to_owned()) && !hidden[0].contains(&"哮喘".to_owned()), "{hidden:?}");
    let courses = table(&world.get("one", "/courses/export").is(200));
    assert_eq!(courses[0][0], "person:one", "{courses:?}");
    assert_eq!(table(&world.get("clerk", "/courses/export").is(200)).len(), 0, "courses are health data");
}

#[test]
fn duties_are_found_by_their_title_and_by_whom_they_are_about() {
    let world = World::new();
    world.fever();
    let found = |who: &str, text: &str| {
        let mut rows = Vec::new();
        let mut after = String::new();
        loop {
            let ask = format!("/duties?text={}&limit=1{after}", encode(text));
            let page = world.get(who, &ask).is(200).json();
            for row in page["rows"].as_array().expect("rows") {
                let word = |part: &serde_json::Value| part.as_str().expect("a word").to_owned();
                rows.push((word(&row["name"]), word(&row["subject"]["id"])));
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", encode(next)),
                None => return rows,
            }
        }
    };
    let visit = ("fever/visit_fever".to_owned(), "person:one".to_owned());
    assert_eq!(found("one", "走访"), std::slice::from_ref(&visit), "by a part of its title");
    assert_eq!(found("one", "VISIT_fever"), std::slice::from_ref(&visit), "by its name, whatever the case");
    for about in ["person:one", " one ", NAME, PHONE, ID_NUMBER] {
        assert!(found("one", about).contains(&visit), "{about}");
        assert!(!found("two", about).contains(&visit), "{about}: another town");
    }
    assert!(found("clerk", "one").contains(&visit));
    assert!(found("clerk", NAME).is_empty(), "whoever sees no names finds nobody by them");
    assert!(found("one", "慕容").contains(&visit), "by characters of a name that stand together");
    assert!(found("clerk", "慕容").is_empty());
    assert!(found("one", "慕").is_empty(), "one character says too little");
    let reports = found("one", "一村");
    assert!(!reports.is_empty() && reports.iter().all(|(_, about)| about == "org:village-1"), "{reports:?}");
    assert!(found("one", "没有这样的任务").is_empty());
    let file = world.get("one", &format!("/duties/export?text={}", encode("走访"))).is(200);
    assert_eq!(table(&file).len(), 1, "{}", file.text);
}

/// Each subject that a text finds is work for every page: what finds very many is refused, and says so.
#[test]
fn a_text_that_finds_very_many_is_refused() {
    let world = World::new();
    for n in 0..101 {
        let org = json!({ "id": id(5000 + n), "ledger": "organisation", "subject": format!("org:many-{n}"),
            "at": "2026-03-01 08:00", "org": "org:county",
            "body": { "kind": "village", "name": format!("许多村{n}"), "parent": "org:county" } });
        world.post("boss", "/facts", org).is(200);
    }
    world.settle();
    let ask = |text: &str| world.get("boss", &format!("/duties?text={}", encode(text)));
    let refused = ask("许多村").is(422);
    assert_eq!(refused.json()["error"]["field"], "text", "{}", refused.text);
    ask("许多村10").is(200);
    assert_eq!(world.get("boss", &format!("/duties/export?text={}", encode("许多村"))).status, 422);
}

#[test]
fn alerts_and_courses_are_found_by_title_subject_and_severity() {
    let world = World::new();
    world.fever();
    let found = |path: &str| {
        let rows = world.get("one", path).is(200).json()["rows"].as_array().expect("rows").clone();
        rows.into_iter().map(|row| row["key"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    for noun in ["alerts", "courses"] {
        let all = found(&format!("/{noun}"));
        assert!(!all.is_empty(), "{noun}");
        let row = &world.get("one", &format!("/{noun}")).json()["rows"][0];
        for title in [&row["title"]["zh"], &row["title"]["en"]] {
            let title = crate::world::encode(title.as_str().expect("a title"));
            assert!(found(&format!("/{noun}?text={title}")).contains(&all[0]), "{noun}: {title}");
        }
        let subject = row["subject"]["id"].as_str().expect("an id");
        assert!(found(&format!("/{noun}?text={subject}")).contains(&all[0]), "{noun} of {subject}");
        assert_eq!(found(&format!("/{noun}?text=person:two")), [""; 0], "{noun} of somebody else");
        assert_eq!(found(&format!("/{noun}?text=nothing-says-this")), [""; 0]);
    }
    let row = &world.get("one", "/alerts").json()["rows"][0];
    let severity = row["severity"].as_u64().expect("a number");
    assert_eq!(found(&format!("/alerts?severity={severity}")), found("/alerts"));
    assert_eq!(found(&format!("/alerts?severity={}", severity % 3 + 1)), [""; 0]);
    world.get("one", "/alerts?severity=red").is(400);
}
