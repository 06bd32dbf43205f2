//! The OpenAPI document: the committed file is the one that the code gives.

use crate::world::{As, World};
use std::path::Path;

#[test]
fn the_committed_document_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/openapi.json");
    let fresh = server::openapi().to_pretty_json().expect("writes") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, fresh).expect("writes");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == fresh,
        "web/openapi.json is stale: run UPDATE=1 cargo test -p server the_committed_document"
    );
}

#[test]
fn document_reader_and_client_are_served() {
    let world = World::new();
    let get = |path: &str| world.ask(As::Nobody, "GET", path, "", b"");
    assert_eq!(get("/api/openapi.json").is(200).json()["openapi"], "3.1.0");
    let reader = get("/api/docs").is(200);
    assert!(
        reader.headers["content-security-policy"].to_str().expect("text").starts_with("default-src 'self'")
    );
    assert!(
        reader.text.contains("/api/docs/reader.js") && !reader.text.contains("http"),
        "nothing from elsewhere"
    );
    assert!(
        get("/api/docs/reader.js").is(200).headers["content-type"]
            .to_str()
            .expect("text")
            .starts_with("text/javascript")
    );
    // Whether the client was built or not, a page comes; also for paths that the client itself routes.
    for path in ["/", "/duties/today"] {
        assert!(get(path).is(200).text.contains("<html"), "{path}");
    }
    get("/assets/missing.js").is(404);
    assert_eq!(get("/api/v1/nothing").is(404).code(), "unknown");
    let health = get("/api/v1/health").is(200).json();
    assert_eq!((health["ok"].clone(), health["version"].clone()), (true.into(), "0.0.0-test".into()));
}

#[test]
fn the_served_document_says_what_each_ledger_in_force_takes() {
    let world = World::new();
    let document = world.ask(As::Nobody, "GET", "/api/openapi.json", "", b"").is(200).json();
    let schemas = &document["components"]["schemas"];
    let ledgers = world.get("one", "/ledgers").is(200).json();
    let seen: Vec<&str> =
        ledgers.as_array().expect("ledgers").iter().filter_map(|l| l["id"].as_str()).collect();
    assert!(seen.contains(&"temperature"));
    for ledger in seen {
        assert_eq!(schemas[format!("ledger.{ledger}")]["type"], "object", "{ledger}");
    }
    let temperature = &schemas["ledger.temperature"];
    assert_eq!(temperature["required"], serde_json::json!(["celsius"]));
    let celsius = &temperature["properties"]["celsius"];
    assert_eq!((&celsius["type"], &celsius["maximum"]), (&"number".into(), &43.into()), "{celsius}");
    assert!(celsius["description"].as_str().is_some_and(|d| d.contains("°C")), "{celsius}");
    let how = &temperature["properties"]["how"]["enum"];
    assert!(how.as_array().is_some_and(|codes| codes.contains(&"ear".into())), "{how}");
    let bodies = schemas["FactIn"]["properties"]["body"]["anyOf"].as_array().expect("bodies");
    let to_temperature = serde_json::json!({ "$ref": "#/components/schemas/ledger.temperature" });
    assert!(bodies.contains(&to_temperature));
}
