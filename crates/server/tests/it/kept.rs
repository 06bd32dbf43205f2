//! What somebody keeps for themselves: views of a page and pictures of chains. Nobody else sees it, a picture does not
//! change, and it is gone when the right or its time is over.

use crate::cases::{card, outbreak};
use crate::world::{As, World, id};
use serde_json::{Value, json};
use server::Clock;

fn keep(world: &World, account: &str, path: &str, body: &Value) -> u16 {
    let text = body.to_string();
    world
        .ask(As::Session(account), "PUT", &format!("/api/v1{path}"), "application/json", text.as_bytes())
        .status
}

fn delete(world: &World, account: &str, path: &str) -> u16 {
    world.ask(As::Session(account), "DELETE", &format!("/api/v1{path}"), "", &[]).status
}

#[test]
fn a_view_is_its_keepers_own() {
    let world = World::new();
    let names = |account: &str| {
        let views = world.get(account, "/kept/cases").is(200).json();
        views
            .as_array()
            .expect("views")
            .iter()
            .map(|v| v["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(
        keep(&world, "one", "/kept/cases/%E4%BB%8A%E6%97%A5", &json!({ "columns": ["disease"] })),
        200
    );
    assert_eq!(keep(&world, "one", "/kept/cases/%E4%BB%8A%E6%97%A5", &json!({ "columns": ["sex"] })), 200);
    assert_eq!(keep(&world, "one", "/kept/chains/other", &json!({})), 200);
    let (own, others): (Vec<String>, Vec<String>) = (names("one"), names("two"));
    assert_eq!((own, others), (vec!["今日".to_owned()], vec![]));
    let views = world.get("one", "/kept/cases").is(200).json();
    assert_eq!(views[0]["view"], json!({ "columns": ["sex"] }));
    assert_eq!(delete(&world, "two", "/kept/cases/%E4%BB%8A%E6%97%A5"), 404);
    assert_eq!(delete(&world, "one", "/kept/cases/%E4%BB%8A%E6%97%A5"), 204);
    assert_eq!(world.get("one", "/kept/cases").is(200).json(), json!([]));
}

#[test]
fn a_view_that_is_no_view_is_refused() {
    let world = World::new();
    let large = json!({ "columns": ["x".repeat(17_000)] });
    let wrong = [
        ("/kept/Cases/x", json!({}), 400),
        ("/kept/cases/%20", json!({}), 400),
        ("/kept/cases/0123456789012345678901234567890", json!({}), 400),
        ("/kept/cases/x", large, 422),
        ("/kept/cases/x", json!([1]), 400),
    ];
    for (path, body, status) in wrong {
        assert_eq!(keep(&world, "one", path, &body), status, "{path}");
    }
    for n in 0..50 {
        assert_eq!(keep(&world, "one", &format!("/kept/cases/{n}"), &json!({})), 200);
    }
    assert_eq!(keep(&world, "one", "/kept/cases/more", &json!({})), 422);
    assert_eq!(
        keep(&world, "one", "/kept/cases/7", &json!({ "a": 1 })),
        200,
        "one that is there is replaced"
    );
}

#[test]
fn a_picture_of_chains_does_not_change() {
    let world = outbreak();
    let made =
        world.post("boss", "/chains/pictures?disease=flu&text=person:one", json!({ "name": "会诊前" }));
    let made = made.is(200).json();
    let path = format!("/chains/pictures/{}", made["id"].as_str().expect("an id"));
    let now = world.get("boss", "/chains?disease=flu&text=person:one").is(200).json();
    assert_eq!(
        (&made["name"], &made["cases"], &made["asked"]["disease"]),
        (&json!("会诊前"), &json!(1), &json!("flu"))
    );
    assert_ne!(made["asked"]["text"], json!("person:one"), "what is searched for is not kept in clear");

    let body = json!({ "disease": "flu", "how_sure": "suspected", "onset": "2026-02-07" });
    card(&world, "boss", 790, "person:one", "02-17 08:00", body);
    let later = world.get("boss", "/chains?disease=flu&text=person:one").is(200).json();
    let picture = world.get("boss", &path).is(200).json();
    assert_ne!(later["nodes"], now["nodes"], "the chains of today are others");
    assert_eq!(picture["chains"], now, "the picture shows what it showed");
    assert_eq!(world.get("boss", "/chains/pictures").is(200).json()[0]["id"], made["id"]);

    world.get("one", &path).is(404);
    assert_eq!(world.get("one", "/chains/pictures").is(200).json(), json!([]));
    assert_eq!(delete(&world, "boss", &path), 204);
    world.get("boss", &path).is(404);
    world.post("boss", "/chains/pictures", json!({ "name": " " })).is(400);
}

#[test]
fn a_picture_goes_with_the_right_to_see_it() {
    let world = outbreak();
    let made = world.post("one", "/chains/pictures", json!({ "name": "x" })).is(200).json();
    let path = format!("/chains/pictures/{}", made["id"].as_str().expect("an id"));
    let shown = world.get("one", &path).is(200);
    assert!(shown.text.contains("person:one") && !shown.text.contains("person:two"), "{}", shown.text);
    let over = json!({ "id": id(950), "ledger": "role_assignment", "subject": "org:town-1", "at": "2026-03-02 07:00",
        "org": "org:county", "corrects": id(100_021), "void": true, "body": {} });
    world.post("boss", "/facts", over).is(200);
    world.settle();
    world.get("one", &path).is(404);
    assert_eq!(world.get("one", "/chains/pictures").is(200).json(), json!([]));
}

#[test]
fn what_has_a_time_is_forgotten_when_it_is_over() {
    let world = outbreak();
    world.post("boss", "/chains/pictures?disease=flu", json!({ "name": "x" })).is(200);
    let notes =
        |kind: &str| world.doors().house.read(|read| read.notes(kind, "", None, 99)).expect("notes").len();
    let forget = |days: i64| {
        assert!(world.wall.set(world.wall.now().plus_micros(days * 86_400_000_000)));
        world.runtime().block_on(world.doors().sweeper.forget_notes()).expect("is forgotten");
    };
    let accounts = notes("account");
    assert!(notes("session") > 0 && accounts > 0);
    forget(3_600);
    assert_eq!((notes("picture"), notes("session")), (1, 0), "the first case is of three weeks ago");
    forget(40);
    assert_eq!((notes("picture"), notes("account")), (0, accounts));
}
