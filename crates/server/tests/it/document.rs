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
