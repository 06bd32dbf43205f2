//! Sessions, tokens, accounts: who is let in.

use crate::world::{As, PASSWORD, World, id};
use serde_json::json;
use server::{
    Clock,
    accounts::{IDLE_MICROS, LOCK_MICROS},
};

fn sign_in(world: &World, account: &str, password: &str) -> crate::world::Answer {
    let body = json!({ "account": account, "password": password }).to_string();
    world.ask(As::Nobody, "POST", "/api/v1/session", "application/json", body.as_bytes())
}

#[test]
fn only_a_demonstration_offers_its_accounts() {
    let demo = World::new();
    let health = demo.ask(As::Nobody, "GET", "/api/v1/health", "", b"").is(200).json();
    let offered = json!([{ "account": "one", "name": "账号 one", "password": PASSWORD,
        "roles": { "zh": "镇专干 · 一镇", "en": "town officer · 一镇" } }]);
    assert_eq!(health["demo_accounts"], offered, "one that does not exist is not offered");
    let sign_in = json!({ "account": "one", "password": offered[0]["password"] }).to_string();
    demo.ask(As::Nobody, "POST", "/api/v1/session", "application/json", sign_in.as_bytes()).is(200);

    let real = World::of(None);
    let answer = real.ask(As::Nobody, "GET", "/api/v1/health", "", b"").is(200);
    assert!(answer.json().get("demo_accounts").is_none() && !answer.text.contains("one"), "{}", answer.text);
}

#[test]
fn five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour() {
    let world = World::new();
    for _ in 0..5 {
        assert_eq!(sign_in(&world, "one", "wrong").is(401).code(), "wrong_password");
    }
    assert_eq!(sign_in(&world, "one", PASSWORD).is(429).code(), "locked_out");
    sign_in(&world, "two", PASSWORD).is(200);
    world.wall.set(world.wall.now().plus_micros(LOCK_MICROS));
    let answer = sign_in(&world, "one", PASSWORD).is(200);
    let cookie = answer.headers["set-cookie"].to_str().expect("text").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert_eq!(answer.json()["grants"][0]["org_name"], "一镇");
    assert_eq!(sign_in(&world, "none-such", PASSWORD).is(401).code(), "wrong_password");
    assert_eq!(sign_in(&world, "x' or 1=1", PASSWORD).is(401).code(), "wrong_password");
}

#[test]
fn a_session_ends_by_idleness_and_by_signing_out() {
    let world = World::new();
    world.get("one", "/session").is(200);
    world.wall.set(world.wall.now().plus_micros(IDLE_MICROS / 2));
    world.get("one", "/session").is(200);
    // Using it has prolonged it.
    world.wall.set(world.wall.now().plus_micros(IDLE_MICROS / 2));
    world.get("one", "/session").is(200);
    world.ask(As::Session("one"), "DELETE", "/api/v1/session", "", b"").is(204);
    assert_eq!(world.get("one", "/session").is(401).code(), "sign_in");
    world.wall.set(world.wall.now().plus_micros(IDLE_MICROS));
    world.get("two", "/session").is(401);
}

#[test]
fn a_write_with_a_cookie_needs_the_header_that_other_sites_cannot_send() {
    let world = World::new();
    let fact = json!({ "ledger": "visit", "subject": "person:one", "at": "2026-03-02 06:00" }).to_string();
    let forged = world.ask(As::Bare("one"), "POST", "/api/v1/facts", "application/json", fact.as_bytes());
    assert_eq!(forged.is(403).code(), "no_header");
    world.ask(As::Bare("one"), "GET", "/api/v1/session", "", b"").is(200);
}

#[test]
fn a_token_works_until_it_is_dropped() {
    let world = World::new();
    let made = world.post("one", "/tokens", json!({ "name": "scanner" })).is(200).json();
    let token = made["token"].as_str().expect("a token");
    let fact = json!({ "id": id(1), "ledger": "visit", "subject": "person:one", "at": "2026-03-02 06:00" })
        .to_string();
    world.ask(As::Token(token), "POST", "/api/v1/facts", "application/json", fact.as_bytes()).is(200);
    let drop = format!("/api/v1/tokens/{}", made["id"].as_str().expect("an id"));
    world.ask(As::Session("two"), "DELETE", &drop, "", b"").is(404);
    world.ask(As::Session("one"), "DELETE", &drop, "", b"").is(204);
    world.ask(As::Token(token), "GET", "/api/v1/session", "", b"").is(401);
}

#[test]
fn accounts_are_made_and_changed_by_whoever_manages_users_there() {
    let world = World::new();
    let new = json!({ "account": "three", "name": "三", "password": "long enough password" });
    world.post("one", "/accounts", new.clone()).is(403);
    world.post("boss", "/accounts", new.clone()).is(200);
    assert_eq!(world.post("boss", "/accounts", new).is(409).code(), "conflict");
    sign_in(&world, "three", "long enough password").is(200);
    world.post("boss", "/accounts", json!({ "account": "four", "name": "四", "password": "short" })).is(422);
    let patch = |who, account: &str, body: serde_json::Value| {
        let path = format!("/api/v1/accounts/{account}");
        world.ask(As::Session(who), "PATCH", &path, "application/json", body.to_string().as_bytes())
    };
    patch("one", "boss", json!({ "password": "taken over now" })).is(404);
    patch("one", "one", json!({ "password": "another password" })).is(401);
    patch("boss", "one", json!({ "disabled": true })).is(200);
    world.get("one", "/session").is(401);
    assert_eq!(sign_in(&world, "one", PASSWORD).is(401).code(), "wrong_password");
    let list = world.get("boss", "/accounts").is(200).json();
    assert_eq!(list["rows"].as_array().expect("rows").len(), 7);
    world.get("one", "/accounts").is(401);
    world.get("two", "/accounts").is(403);
}

#[test]
fn a_role_given_or_taken_counts_at_once() {
    let world = World::new();
    world.get("nobody", "/subjects/person:one").is(404);
    let role = json!({ "ledger": "role_assignment", "subject": "org:town-1", "at": "2026-03-02 06:00",
        "body": { "role": "clerk", "account": "nobody" } });
    world.post("boss", "/facts", role).is(200);
    let file = world.get("nobody", "/subjects/person:one").is(200).json();
    assert_eq!(file["subject"]["label"], "●●● one");
    assert_eq!(
        file["profile"].as_array().expect("fields").iter().find(|f| f["id"] == "illness").expect("there")["shown"]
            ["zh"],
        "●●●"
    );
}
