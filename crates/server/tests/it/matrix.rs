//! Who may ask what: every operation of the document, asked by nobody, by the other town, by a clerk without health data,
//! and by the own town.

use crate::world::{As, World, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A line of the matrix: operation, method, path, body, and the statuses for the other town, the clerk and the own town.
type Line = (&'static str, &'static str, String, Value, u16, u16, u16);

fn lines(duty: &str, alert: &str, course: &str, fact: &str) -> Vec<Line> {
    let none = Value::Null;
    let get = |op, path: String, other, clerk, own| (op, "GET", path, Value::Null, other, clerk, own);
    let p = |text: &str| text.to_owned();
    vec![
        get("show_session", p("/session"), 200, 200, 200),
        get("show_today", p("/today"), 200, 200, 200),
        get("list_duties", p("/duties"), 200, 200, 200),
        get("list_duties", p("/duties?org=org:town-1"), 404, 200, 200),
        get("export_duties", p("/duties/export?org=org:town-1"), 404, 200, 200),
        get("show_duty", format!("/duties/{duty}"), 404, 200, 200),
        get("show_why", format!("/why/{duty}"), 404, 200, 200),
        get("show_why", format!("/why/{course}"), 404, 404, 200),
        get("show_why", format!("/why/{alert}"), 404, 200, 200),
        get("list_facts", p("/facts?org=org:town-1"), 404, 200, 200),
        get("show_fact", format!("/facts/{fact}"), 404, 404, 200),
        get("export_facts", p("/facts/export?ledger=temperature&org=org:town-1"), 404, 403, 200),
        get("list_ledgers", p("/ledgers"), 200, 200, 200),
        get("show_ledger", p("/ledgers/temperature"), 200, 404, 200),
        get("template_of_ledger", p("/ledgers/temperature/template.xlsx"), 200, 404, 200),
        get("refused_of_import", p("/imports/none/refused.xlsx"), 404, 404, 404),
        get("show_mapping", p("/mappings/temperature"), 200, 200, 200),
        get("list_subjects", p("/subjects?org=org:town-1"), 404, 200, 200),
        get("list_subjects", p("/subjects?name=%E6%85%95&org=org:town-1"), 404, 403, 200),
        get("show_subject", p("/subjects/person:one"), 404, 200, 200),
        get("show_timeline", p("/subjects/person:one/timeline"), 404, 200, 200),
        get("list_orgs", p("/orgs?under=org:town-1"), 404, 200, 200),
        get("show_org", p("/orgs/org:town-1"), 404, 200, 200),
        get("list_gaps", p("/orgs/gaps?under=org:town-1"), 404, 200, 200),
        get("list_plans", p("/plans"), 200, 200, 200),
        get("show_plan", p("/plans/fever"), 200, 200, 200),
        get("diff_plans", p("/plans/fever/diff?with=ground"), 200, 200, 200),
        get("list_reports", p("/reports?org=org:town-1"), 404, 200, 200),
        get("show_report", p("/reports/fever%2Fdaily/org:town-1/2026-03-02"), 404, 200, 200),
        get(
            "list_report_rows",
            p("/reports/fever%2Fdaily/org:town-1/2026-03-02/rows?indicator=fever/daily.fever"),
            404,
            200,
            200,
        ),
        get("show_completion", p("/boards/completion?under=org:town-1"), 404, 200, 200),
        get("show_epicurve", p("/boards/epicurve?ledger=temperature&under=org:town-1"), 404, 403, 200),
        get("list_alerts", p("/alerts?org=org:town-1"), 404, 200, 200),
        get("list_courses", p("/courses?org=org:town-1"), 404, 200, 200),
        get("list_messages", p("/messages"), 200, 200, 200),
        get("list_accounts", p("/accounts"), 403, 403, 403),
        get("list_looks", p("/looks"), 200, 200, 200),
        get("show_sync", p("/sync"), 200, 200, 200),
        ("claim_duty", "POST", format!("/duties/{duty}/claim"), json!({}), 404, 403, 200),
        (
            "delegate_duty",
            "POST",
            format!("/duties/{duty}/delegate"),
            json!({ "account": "clerk", "reason": "休假" }),
            404,
            403,
            200,
        ),
        ("acknowledge_alert", "POST", format!("/alerts/{alert}/acknowledge"), json!({}), 404, 403, 200),
        (
            "submit_facts",
            "POST",
            p("/facts"),
            json!({ "id": id(5), "ledger": "result", "subject": "person:one", "at": "2026-03-02 06:50", "body": { "result": "negative" } }),
            422,
            422,
            200,
        ),
        ("run_import", "POST", p("/imports?ledger=person&dry_run=1"), json!("姓名"), 200, 403, 200),
        ("keep_mapping", "PUT", p("/mappings/temperature"), json!({ "columns": {} }), 200, 403, 200),
        (
            "unmask_subject",
            "POST",
            p("/subjects/person:one/unmask"),
            json!({ "reason": "核对身份", "fields": ["phone"] }),
            404,
            403,
            200,
        ),
        (
            "foresee_plan",
            "POST",
            p("/plans/fever/consequences"),
            json!({ "scope": "org:town-1" }),
            404,
            200,
            200,
        ),
        ("adopt_plan", "POST", p("/plans/fever/adopt"), json!({ "scope": "org:town-1" }), 404, 403, 403),
        (
            "sign_report",
            "POST",
            p("/reports/fever%2Fdaily/org:town-1/2026-03-01/sign"),
            json!({}),
            404,
            403,
            200,
        ),
        ("waive_duty", "POST", format!("/duties/{duty}/waive"), json!({ "reason": "误报" }), 404, 403, 200),
        ("read_message", "POST", p("/messages/none/read"), none.clone(), 404, 404, 404),
        ("create_account", "POST", p("/accounts"), json!({ "account": "x", "name": "x" }), 403, 403, 403),
        ("change_account", "PATCH", p("/accounts/boss"), json!({ "name": "x" }), 404, 404, 404),
        ("create_token", "POST", p("/tokens"), json!({ "name": "x", "account": "boss" }), 404, 404, 404),
        ("drop_token", "DELETE", p("/tokens/0123456789abcdef"), none.clone(), 404, 404, 404),
        ("set_clock", "POST", p("/demo/clock"), json!({ "to": "2026-03-02 07:00" }), 403, 403, 403),
        ("close_session", "DELETE", p("/session"), none, 204, 204, 204),
    ]
}

/// What the house does by itself and some may look at.
fn keeping_lines() -> Vec<Line> {
    let get = |op, path: &str, all: u16| (op, "GET", path.to_owned(), Value::Null, all, all, all);
    vec![
        get("list_purges", "/purges", 200),
        get("list_due_purges", "/purges/due", 403),
        get("list_deliveries", "/deliveries", 403),
        ("retry_delivery", "POST", "/deliveries/none/retry".to_owned(), Value::Null, 403, 403, 403),
    ]
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
    let lines = keeping_lines().into_iter().chain(lines(&duty, &alert, &course, &fact));
    for (operation, method, path, body, other, clerk, own) in lines {
        let path = format!("/api/v1{path}");
        let (kind, body) = if body.is_null() {
            ("", Vec::new())
        } else {
            ("application/json", body.to_string().into_bytes())
        };
        asked.insert(operation.to_owned());
        for (who, wanted) in [
            (As::Nobody, 401),
            (As::Session("two"), other),
            (As::Session("clerk"), clerk),
            (As::Session("one"), own),
        ] {
            let answer = world.ask(who, method, &path, kind, &body);
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
        "/courses",
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
