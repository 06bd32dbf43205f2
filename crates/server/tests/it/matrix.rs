//! Who may ask what: every operation of the document, asked by nobody, by the other town, by a clerk without health data,
//! and by the own town.

use crate::world::{As, World, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the other town, the clerk and the own town are answered | operation | method, path, body.
const MATRIX: &str = r#"
    200 200 200 | show_session       | GET    /session
    200 200 200 | show_today         | GET    /today
    200 200 200 | list_duties        | GET    /duties
    404 200 200 | list_duties        | GET    /duties?org=org:town-1
    404 200 200 | export_duties      | GET    /duties/export?org=org:town-1
    404 200 200 | show_duty          | GET    /duties/{duty}
    404 200 200 | show_why           | GET    /why/{duty}
    404 404 200 | show_why           | GET    /why/{course}
    404 200 200 | show_why           | GET    /why/{alert}
    404 200 200 | list_facts         | GET    /facts?org=org:town-1
    200 200 200 | list_duties        | GET    /duties?text=%E8%B5%B0%E8%AE%BF
    404 404 200 | show_fact          | GET    /facts/{fact}
    404 403 200 | export_facts       | GET    /facts/export?ledger=temperature&org=org:town-1
    200 200 200 | list_ledgers       | GET    /ledgers
    200 404 200 | show_ledger        | GET    /ledgers/temperature
    200 404 200 | template_of_ledger | GET    /ledgers/temperature/template.xlsx
    404 404 404 | refused_of_import  | GET    /imports/none/refused.xlsx
    200 200 200 | show_mapping       | GET    /mappings/temperature
    404 200 200 | list_subjects      | GET    /subjects?org=org:town-1
    404 403 200 | list_subjects      | GET    /subjects?name=%E6%85%95&org=org:town-1
    404 200 200 | export_subjects    | GET    /subjects/export?org=org:town-1
    404 403 200 | export_subjects    | GET    /subjects/export?name=%E6%85%95&org=org:town-1
    404 403 200 | list_pairs         | GET    /subjects/pairs?org=org:town-1
    404 403 404 | identify_subject   | POST   /subjects/person:one/identify { "other": "person:two", "same": true, "reason": "同一身份证" }
    404 200 200 | show_subject       | GET    /subjects/person:one
    404 200 200 | show_timeline      | GET    /subjects/person:one/timeline
    404 200 200 | list_orgs          | GET    /orgs?under=org:town-1
    404 200 200 | show_org           | GET    /orgs/org:town-1
    404 200 200 | list_gaps          | GET    /orgs/gaps?under=org:town-1
    404 200 200 | export_gaps        | GET    /orgs/gaps/export?under=org:town-1
    200 200 200 | list_plans         | GET    /plans
    200 200 200 | show_plan          | GET    /plans/fever
    200 200 200 | diff_plans         | GET    /plans/fever/diff?with=ground
    404 200 200 | list_reports       | GET    /reports?org=org:town-1
    404 200 200 | show_report        | GET    /reports/fever%2Fdaily/org:town-1/2026-03-02
    404 200 200 | list_report_rows   | GET    /reports/fever%2Fdaily/org:town-1/2026-03-02/rows?indicator=fever/daily.fever
    404 200 200 | show_completion    | GET    /boards/completion?under=org:town-1
    404 403 200 | show_epicurve      | GET    /boards/epicurve?ledger=temperature&under=org:town-1
    404 200 200 | list_alerts        | GET    /alerts?org=org:town-1
    404 200 200 | export_alerts      | GET    /alerts/export?org=org:town-1
    404 200 200 | list_courses       | GET    /courses?org=org:town-1
    404 200 200 | export_courses     | GET    /courses/export?org=org:town-1
    404 200 200 | list_cases         | GET    /cases?org=org:town-1
    200 200 200 | list_case_columns  | GET    /cases/columns
    404 200 200 | export_cases       | GET    /cases/export?org=org:town-1
    404 200 200 | export_contacts    | GET    /cases/contacts/export?org=org:town-1
    404 200 200 | export_fhir        | GET    /cases/fhir?org=org:town-1
    404 404 404 | show_case          | GET    /cases/{fact}
    404 404 404 | print_card         | GET    /cases/{fact}/card?form=docx
    404 200 200 | show_chains        | GET    /chains?org=org:town-1
    200 200 200 | list_pictures      | GET    /chains/pictures
    404 200 200 | keep_picture       | POST   /chains/pictures?org=org:town-1 { "name": "会诊前" }
    404 404 404 | show_picture       | GET    /chains/pictures/none
    404 404 404 | drop_picture       | DELETE /chains/pictures/none
    200 200 200 | list_kept          | GET    /kept/cases
    200 200 200 | keep_view          | PUT    /kept/cases/one { "columns": [] }
    204 204 204 | drop_kept          | DELETE /kept/cases/one
    404 200 200 | show_areas         | GET    /analyses/areas?org=org:town-1
    404 200 200 | export_areas       | GET    /analyses/areas/export?org=org:town-1
    200 200 200 | show_area_map      | GET    /areas/map
    422 403 200 | keep_area_map      | PUT    /areas/map { "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": { "org": "org:village-1" }, "geometry": { "type": "Polygon", "coordinates": [[[1, 2], [2, 2], [2, 3], [1, 2]]] } }] }
    404 200 200 | show_spread        | GET    /analyses/spread?org=org:town-1
    404 200 200 | show_detection     | GET    /analyses/detection?method=ears-c1&org=org:town-1
    404 403 200 | show_detection     | GET    /analyses/detection?method=ears-c1&ledger=temperature&org=org:town-1
    404 403 200 | review_detection   | POST   /analyses/detection/reviews { "org": "org:town-1", "series": "cases day", "day": "2026-03-01", "finding": "event" }
    404 200 200 | list_followup      | GET    /followup?org=org:town-1
    404 200 200 | export_followup    | GET    /followup/export?org=org:town-1
    200 200 200 | list_messages      | GET    /messages
    403 403 403 | list_accounts      | GET    /accounts
    403 403 403 | export_accounts    | GET    /accounts/export
    200 200 200 | list_looks         | GET    /looks
    200 200 200 | export_looks       | GET    /looks/export
    200 200 200 | show_sync          | GET    /sync
    404 403 200 | claim_duty         | POST   /duties/{duty}/claim {}
    404 403 200 | delegate_duty      | POST   /duties/{duty}/delegate { "account": "clerk", "reason": "休假" }
    404 403 200 | acknowledge_alert  | POST   /alerts/{alert}/acknowledge {}
    422 422 200 | submit_facts       | POST   /facts { "id": "{id}", "ledger": "result", "subject": "person:one", "at": "2026-03-02 06:50", "body": { "result": "negative" } }
    200 403 200 | run_import         | POST   /imports?ledger=person&dry_run=1 "姓名"
    200 403 200 | import_line_list   | POST   /imports/linelist?list=x&dry_run=1 "date_onset"
    200 403 200 | keep_mapping       | PUT    /mappings/temperature { "columns": {} }
    404 403 200 | unmask_subject     | POST   /subjects/person:one/unmask { "reason": "核对身份", "fields": ["phone"] }
    404 200 200 | foresee_plan       | POST   /plans/fever/consequences { "scope": "org:town-1" }
    404 403 403 | adopt_plan         | POST   /plans/fever/adopt { "scope": "org:town-1" }
    404 403 200 | sign_report        | POST   /reports/fever%2Fdaily/org:town-1/2026-03-01/sign {}
    404 403 200 | waive_duty         | POST   /duties/{duty}/waive { "reason": "误报" }
    404 404 404 | read_message       | POST   /messages/none/read
    403 403 403 | create_account     | POST   /accounts { "account": "x", "name": "x" }
    404 404 404 | change_account     | PATCH  /accounts/boss { "name": "x" }
    404 404 404 | create_token       | POST   /tokens { "name": "x", "account": "boss" }
    404 404 404 | drop_token         | DELETE /tokens/0123456789abcdef
    403 403 403 | set_clock          | POST   /demo/clock { "to": "2026-03-02 07:00" }
    200 200 200 | list_purges        | GET    /purges
    200 200 200 | export_purges      | GET    /purges/export
    403 403 403 | list_due_purges    | GET    /purges/due
    403 403 403 | list_deliveries    | GET    /deliveries
    403 403 403 | export_deliveries  | GET    /deliveries/export
    403 403 403 | retry_delivery     | POST   /deliveries/none/retry
    204 204 204 | close_session      | DELETE /session
"#;

/// A line of the matrix.
pub struct Line {
    /// For the other town, the clerk and the own town.
    statuses: [u16; 3],
    pub operation: &'static str,
    method: &'static str,
    pub path: String,
    /// JSON; empty for none.
    pub body: String,
}

/// The matrix, `{duty}` and its like replaced by what they are called in a world.
pub fn lines(called: &[(&str, &str)]) -> Vec<Line> {
    let filled = |text: &str| {
        called.iter().fold(text.to_owned(), |text, (name, id)| text.replace(&format!("{{{name}}}"), id))
    };
    let line = |line: &'static str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [statuses, operation, call] = cells[..] else { panic!("{line}") };
        let statuses: Vec<u16> = statuses.split(' ').map(|s| s.parse().expect("a status")).collect();
        let (method, call) = call.split_once(' ').expect("method and path");
        let (path, body) = call.trim().split_once(' ').unwrap_or((call.trim(), ""));
        let statuses = statuses.try_into().expect("three statuses");
        Line { statuses, operation, method, path: filled(path), body: filled(body) }
    };
    MATRIX.lines().filter(|l| !l.is_empty()).map(line).collect()
}

#[test]
fn every_operation_asks_who_asks() {
    let world = World::new();
    let fact = world.fever();
    let key = |path: &str| {
        crate::world::encode(world.get("one", path).is(200).json()["rows"][0]["key"].as_str().expect("a key"))
    };
    let (duty, alert, course) = (world.duty(), key("/alerts"), key("/courses"));
    let mut asked = BTreeSet::from(["open_session", "show_health"].map(str::to_owned));
    let called = [("duty", &*duty), ("alert", &alert), ("course", &course), ("fact", &fact), ("id", &id(5))];
    for Line { statuses: [other, clerk, own], operation, method, path, body } in lines(&called) {
        let path = format!("/api/v1{path}");
        let kind = if body.is_empty() { "" } else { "application/json" };
        asked.insert(operation.to_owned());
        for (who, wanted) in [
            (As::Nobody, 401),
            (As::Session("two"), other),
            (As::Session("clerk"), clerk),
            (As::Session("one"), own),
        ] {
            let answer = world.ask(who, method, &path, kind, body.as_bytes());
            assert_eq!(answer.status, wanted, "{who:?} {method} {path}: {:.400}", answer.text);
        }
    }
    let document = serde_json::to_value(server::openapi()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths").values().filter_map(Value::as_object);
    let all: BTreeSet<String> =
        paths.flat_map(|m| m.values()).filter_map(|o| o["operationId"].as_str().map(str::to_owned)).collect();
    assert_eq!(
        all.difference(&asked).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "operations that the matrix leaves out"
    );
}

#[test]
fn lists_hold_nothing_of_the_other_town() {
    let world = World::new();
    world.fever();
    for path in [
        "/duties?subject=person:one",
        "/facts?ledger=temperature",
        "/alerts",
        "/courses",
        "/sync?ledgers=temperature",
        "/subjects?text=one",
        "/subjects/export",
        "/alerts/export",
        "/courses/export",
        "/duties/export",
        "/duties?text=one",
        "/duties?text=%E8%B5%B0%E8%AE%BF",
    ] {
        let text = world.get("two", path).is(200).text;
        assert!(!text.contains("person:one"), "{path}: {text}");
    }
    let facts = world.get("clerk", "/facts").is(200).text;
    assert!(!facts.contains("\"temperature\"") && !facts.contains("38.2"), "{facts}");
    let synced = world.get("one", "/sync").is(200).text;
    assert!(synced.contains("38.2") && !synced.contains("sealed:"), "{synced}");
    let why = world.get("clerk", &format!("/why/{}", world.duty())).is(200);
    assert_eq!(
        (&why.json()["hidden"], why.text.contains("38.2")),
        (&json!(1), false),
        "reasons are told in the viewer's rights"
    );
    // Two persons with the same telephone: each town finds its own.
    let found = world.get("two", &format!("/subjects?phone={}", crate::world::PHONE)).is(200).json();
    assert_eq!(
        found["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|r| r["subject"]["id"].as_str())
            .collect::<Vec<_>>(),
        [Some("person:two")]
    );
}

/// A pupil lives in town 1 and is in a class elsewhere: its teacher sees the pupil and what hangs on the pupil, no more
/// than the class allows, and nobody else of the town. When the pupil leaves the class, that ends.
#[test]
fn a_teacher_sees_the_class_and_nobody_else() {
    let world = World::new();
    let fact = world.fever();
    let seen = |path: &str| world.get("teacher", path).is(200).text.contains("person:one");
    let lists = [
        "/subjects",
        "/subjects?org=org:class",
        "/duties",
        "/duties?org=org:class",
        "/duties/export",
        "/facts?ledger=temperature",
        "/facts/export?ledger=temperature",
        "/alerts",
        "/alerts/export",
        "/courses",
        "/courses/export",
        "/subjects/export",
        "/duties?text=one",
        "/sync?ledgers=temperature",
    ];
    world.class();
    for path in lists {
        assert!(seen(path), "{path}");
        assert!(!world.get("teacher", path).text.contains("person:two"), "{path}");
    }
    let duty = world.duty();
    for path in [
        "/subjects/person:one".to_owned(),
        "/subjects/person:one/timeline".to_owned(),
        format!("/facts/{fact}"),
        format!("/duties/{duty}"),
        format!("/why/{duty}"),
    ] {
        let text = world.get("teacher", &path).is(200).text;
        assert!(!text.contains(crate::world::NAME) && !text.contains(crate::world::PHONE), "{path}: {text}");
    }
    assert!(world.get("teacher", "/subjects/person:one").text.contains("哮喘"), "health data of the class");
    world.get("teacher", "/subjects/person:two").is(404);
    world
        .post("teacher", "/subjects/person:one/unmask", json!({ "reason": "核对身份", "fields": [] }))
        .is(403);
    let visit = |n: u32, time: &str| {
        json!({ "id": id(n), "ledger": "visit", "subject": "person:one", "at": format!("2026-03-02 {time}"), "org": "org:class",
            "body": { "note": "已联系家长" } })
    };
    world.post("teacher", "/facts", visit(920, "06:50")).is(200);
    let left = json!({ "id": id(913), "ledger": "enrolment", "subject": "person:one", "at": "2026-03-02 06:55",
        "org": "org:county", "body": {} });
    world.post("boss", "/facts", left).is(200);
    world.settle();
    for path in lists {
        assert!(!seen(path), "{path}");
    }
    world.get("teacher", "/subjects/person:one").is(404);
    world.post("teacher", "/facts", visit(921, "06:58")).is(422);
    world.post("teacher", "/facts", visit(922, "06:52")).is(200);
}

#[test]
fn a_look_is_recorded_before_anything_is_shown() {
    let world = World::new();
    world.post("one", "/subjects/person:one/unmask", json!({ "reason": "x", "fields": [] })).is(400);
    assert_eq!(world.get("boss", "/looks").is(200).json()["rows"], json!([]));
    let seen = world
        .post("one", "/subjects/person:one/unmask", json!({ "reason": "通知隔离", "fields": ["phone"] }))
        .is(200)
        .json();
    assert_eq!(seen["fields"], json!({ "phone": crate::world::PHONE }));
    let looks = world.get("boss", "/looks").is(200).json();
    assert_eq!(
        looks["rows"],
        json!([{ "account": "one", "subject": "person:one", "fields": ["phone"], "reason": "通知隔离",
        "at": "2026-03-01T23:00:00.000000Z" }])
    );
    assert_eq!(world.get("two", "/looks").is(200).json()["rows"], json!([]));
}
