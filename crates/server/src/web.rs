//! The built web client inside of the binary, the reader of the API's document, and the document itself.
//!
//! Not here: any page of the desk; those are in `web/`.

use crate::{
    document,
    error::{Answer, Fault},
    state::Doors,
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Client;

/// Shown when the client was not built into this binary.
const NOT_BUILT: &str = include_str!("assets/not_built.html");
/// The reader of the API's document.
const READER: &str = include_str!("assets/reader.html");
const READER_SCRIPT: &str = include_str!("assets/reader.js");

/// Everything that is not the API: documents, client, and for other paths the client's first page.
pub fn routes(document: utoipa::openapi::OpenApi) -> Router<Doors> {
    let document = Arc::new(document);
    Router::new()
        .route("/api/openapi.json", get(move |State(doors): State<Doors>| given(document.clone(), doors)))
        .route("/api/docs", get(|| async { Html(READER) }))
        .route("/api/docs/reader.js", get(|| async { script(READER_SCRIPT) }))
        .fallback(client)
}

/// The document with the ledgers that are in force now.
async fn given(document: Arc<utoipa::openapi::OpenApi>, doors: Doors) -> Answer<Json<serde_json::Value>> {
    let given = document::with_ledgers(&document, &doors.book().ledgers);
    given.map(Json).map_err(|_| Fault::Broken("write the document"))
}

fn script(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text).into_response()
}

/// A file of the client; its first page for paths that the client itself routes.
async fn client(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Fault::Unknown.into_response();
    }
    if let Some(file) = Client::get(path) {
        return sent(path, &file, &headers);
    }
    // A missing asset is not a page.
    if path.starts_with("assets/") || path.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    let first = first_page(path);
    match Client::get(first) {
        Some(file) => sent(first, &file, &headers),
        None => Html(NOT_BUILT).into_response(),
    }
}

/// The field face has a first page of its own: it is small and works without network.
fn first_page(path: &str) -> &'static str {
    if path == "field" || path.starts_with("field/") { "field/field.html" } else { "index.html" }
}

fn sent(path: &str, file: &rust_embed::EmbeddedFile, asked: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let etag = hash.iter().take(16).fold(String::from("\""), |text, b| format!("{text}{b:02x}")) + "\"";
    // The names of built assets hold their hash.
    let built = path.trim_start_matches("field/").starts_with("assets/");
    let cache = if built { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == etag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        ([(header::CONTENT_TYPE, kind.to_string())], file.data.clone().into_owned()).into_response()
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(value) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}
