//! What is done around every request: its id and its line in the log, security headers, panics, compression.
//!
//! The log holds method, route as declared, status, time and id of a request: never a path as sent, a query, a body, an
//! account or the name or id of a person.

use crate::{error::Fault, extract::BODY_BYTES_MAX, state::Doors};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header::CONTENT_LENGTH},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use std::{
    any::Any,
    sync::atomic::{AtomicU64, Ordering},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// Nothing from elsewhere; styles inline, as the desk's components write them; the evaluator is a compiled module.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
     font-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// Puts everything around a router.
pub fn around(router: Router<Doors>, doors: &Doors) -> Router<Doors> {
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(doors.clone(), request))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Fault::Broken("a handler panicked").into_response()
}

/// One request: id, headers, line in the log.
async fn request(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let id = format!("{:08x}", REQUESTS.fetch_add(1, Ordering::Relaxed));
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let api = request.uri().path().starts_with("/api/");
    let began = doors.wall.now();
    let mut response = match taken_in(request).await {
        Ok(request) => next.run(request).await,
        Err(fault) => fault.into_response(),
    };
    let millis = doors.wall.now().micros_since(began) / 1000;
    let status = response.status().as_u16();
    tracing::info!(%method, route, status, millis, request = id, "request");
    headers(&mut response, &id, api, doors.secure);
    response
}

/// Takes a small body in before anything is decided. Else a request that is turned away unread would cost its connection,
/// and with it the next request of the same phone.
async fn taken_in(request: Request) -> Result<Request, Fault> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if !length.is_some_and(|n| (1..=BODY_BYTES_MAX).contains(&n)) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes =
        axum::body::to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| Fault::Unreadable("body".into()))?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn headers(response: &mut Response<Body>, id: &str, api: bool, secure: bool) {
    let map = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        map.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    if secure {
        set("strict-transport-security", "max-age=31536000");
    }
    if api {
        set("cache-control", "no-store");
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        map.insert("x-request-id", value);
    }
}
