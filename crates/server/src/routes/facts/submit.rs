//! Facts come in: one, several, or a stream of lines.

use crate::{
    caller::Caller,
    error::{Answer, ErrorBody, ErrorView, Fault},
    extract::{BODY_BYTES_MAX, Params, whole},
    incoming::{Incoming, LINE_BYTES_MAX, read_json},
    lists::yes,
    state::Doors,
    wire::{FactsAnswer, FactsIn},
};
use axum::{
    Json,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Most bytes of a batch in one JSON body. Larger ones come as lines, which are read one by one.
const BATCH_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Most bytes of a stream of lines.
const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How facts come in.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SubmitFacts {
    /// `1`: facts of the past; nothing is sent and nobody is reminded.
    pub history: Option<String>,
}

/// The answer to a single fact that was refused: the error, and the fact as in a batch.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RefusedAnswer {
    /// The error.
    pub error: ErrorView,
    /// What became of the fact.
    #[serde(flatten)]
    pub answer: FactsAnswer,
}

/// Facts come in: one, several (`{"facts": […]}`, up to 8 MiB), or lines of JSON with the content type
/// `application/x-ndjson` (up to 64 MiB). Every fact is named once in the answer; a bad one does not stop the others.
#[utoipa::path(
    post,
    path = "/facts",
    tag = "facts",
    params(SubmitFacts),
    request_body = FactsIn,
    security(("session" = []), ("token" = [])),
    responses(
        (status = 200, description = "what became of each", body = FactsAnswer),
        (status = 422, description = "a single fact was refused", body = RefusedAnswer),
        (status = "4XX", description = "refused", body = ErrorBody)
    )
)]
pub async fn submit_facts(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<SubmitFacts>,
    request: Request,
) -> Answer<Response> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("application/json");
    let lines = kind.starts_with("application/x-ndjson") || kind.starts_with("application/jsonl");
    if !lines && !kind.starts_with("application/json") {
        return Err(Fault::WrongType);
    }
    let mut incoming = Incoming::new(&doors, &caller, yes(ask.history.as_ref()));
    if lines {
        read_lines(&mut incoming, request).await?;
        return Ok(Json(incoming.finish().await?).into_response());
    }
    let bytes = whole(request, BATCH_BYTES_MAX).await?;
    match read_json(&bytes)? {
        serde_json::Value::Object(mut body) if body.get("facts").is_some_and(|f| f.is_array()) => {
            let Some(serde_json::Value::Array(facts)) = body.remove("facts") else {
                return Err(Fault::WrongType);
            };
            for fact in facts {
                incoming.json(fact).await?;
            }
            Ok(Json(incoming.finish().await?).into_response())
        }
        _ if bytes.len() > BODY_BYTES_MAX => Err(Fault::TooLarge),
        one => {
            incoming.json(one).await?;
            Ok(single(incoming.finish().await?))
        }
    }
}

fn single(answer: FactsAnswer) -> Response {
    let Some(refused) = answer.refused.first() else { return Json(answer).into_response() };
    let mut error = Fault::Refused(Vec::new()).body().error;
    error.field = refused.refusals.first().and_then(|r| r.field.clone());
    error.refusals = refused.refusals.clone();
    (StatusCode::UNPROCESSABLE_ENTITY, Json(RefusedAnswer { error, answer })).into_response()
}

/// Reads the body as it comes; never holds more of it than one part.
async fn read_lines(incoming: &mut Incoming<'_>, request: Request) -> Answer<()> {
    let mut stream = request.into_body().into_data_stream();
    let (mut rest, mut bytes): (Vec<u8>, usize) = (Vec::new(), 0);
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|_| Fault::Unreadable("stream".into()))?;
        bytes += piece.len();
        if bytes > STREAM_BYTES_MAX {
            return Err(Fault::TooLarge);
        }
        for part in piece.split_inclusive(|b| *b == b'\n') {
            // Of a line that is too long only so much is kept that it is seen to be too long.
            let room = (LINE_BYTES_MAX + 1).saturating_sub(rest.len());
            rest.extend(part.iter().take(room).filter(|b| **b != b'\n'));
            if part.ends_with(b"\n") {
                incoming.line(&std::mem::take(&mut rest)).await?;
            }
        }
    }
    incoming.line(&rest).await
}
