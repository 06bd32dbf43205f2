//! Reading of requests: path, query and JSON body, with our own errors in place of the framework's.
//!
//! Not here: who is asking (`caller`).

use crate::error::Fault;
use axum::{
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{header, request::Parts},
};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

/// The largest body of a single object, in bytes.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// Parts of the path.
pub struct Segment<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segment<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        Path::<T>::from_request_parts(parts, state)
            .await
            .map(|Path(v)| Segment(v))
            .map_err(|_| Fault::Unknown)
    }
}

/// Parameters of the query.
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Params<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        Query::<T>::from_request_parts(parts, state)
            .await
            .map(|Query(v)| Params(v))
            .map_err(|e| Fault::Unreadable(shorten(&e.body_text())))
    }
}

/// A JSON body of at most [`BODY_BYTES_MAX`] bytes. An empty body is read as `{}`.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|v| v.to_str().is_ok_and(|t| t.starts_with("application/json")));
        let bytes = whole(request, BODY_BYTES_MAX).await?;
        if bytes.is_empty() {
            return serde_json::from_slice(b"{}").map(Body).map_err(|_| Fault::Unreadable("空/empty".into()));
        }
        if !json {
            return Err(Fault::WrongType);
        }
        serde_json::from_slice(&bytes).map(Body).map_err(|e| Fault::Unreadable(shorten(&e.to_string())))
    }
}

/// The whole body, or too large. What is too large is read to its end, up to a bound, and thrown away: who is still
/// sending would not hear the answer.
pub async fn whole(request: Request, bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let mut stream = request.into_body().into_data_stream();
    let (mut bytes, mut seen) = (Vec::new(), 0usize);
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|_| Fault::Unreadable("body".into()))?;
        seen = seen.saturating_add(piece.len());
        if seen <= bytes_max {
            bytes.extend_from_slice(&piece);
        } else {
            bytes.clear();
        }
        if seen > bytes_max.saturating_add(THROWN_AWAY_BYTES_MAX) {
            break;
        }
    }
    if seen > bytes_max { Err(Fault::TooLarge) } else { Ok(bytes) }
}

/// How much of a body that is too large is read before the connection is given up.
const THROWN_AWAY_BYTES_MAX: usize = 64 * 1024 * 1024;

fn shorten(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}
