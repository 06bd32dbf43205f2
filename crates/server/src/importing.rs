//! An import: a file is read, its headings are matched, its rows become facts that go the same way as all others, and
//! what was refused is kept as a spreadsheet that can be mended and sent again.
//!
//! Not here: reading of spreadsheets (`spreadsheets`), and the check of facts.

use crate::{
    accounts::{self, kind},
    caller::Caller,
    error::{Answer, Fault, RefusalView},
    extract::whole,
    incoming::Incoming,
    state::Doors,
    sweeper::blocking,
    wire::{FactIn, FactsAnswer, ImportAnswer, ImportColumn, ImportPreview, ImportRefused, Mapping},
};
use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use facts::{
    FieldType, Label, Ledger, Refusal, RefusalCode, SubjectId, SubjectKind,
    check::{CheckContext, RawFact, check_fact},
};
use spreadsheets::{Column, Reader, RowFact, Table, Target, match_columns};
use std::collections::{BTreeMap, BTreeSet};
use views::words::Words;

/// Most bytes of a file.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How many rows a preview shows.
const PREVIEW_ROWS: usize = 20;
/// How many refused rows the answer names; the file has them all.
const REFUSED_NAMED: usize = 200;
/// How long the refused rows are kept.
const KEPT_MICROS: i64 = 7 * 86_400 * 1_000_000;
/// Most bytes of a kept file. Beyond it the rows are named in the answer only.
const KEPT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The file.
pub struct Source(Bytes);

impl Source {
    /// From a raw body, or the first file of a form.
    pub async fn of(request: Request) -> Answer<Source> {
        let form = request.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"multipart/form-data"));
        if !form {
            return Ok(Source(whole(request, FILE_BYTES_MAX).await?));
        }
        let unreadable = |_| Fault::Unreadable("multipart/form-data".into());
        let limited = axum::extract::DefaultBodyLimit::max(FILE_BYTES_MAX);
        let request = tower::Layer::layer(&limited, tower::service_fn(|r: Request| async { Ok::<_, Fault>(r) }));
        let _ = request;
        Err(unreadable(()))
    }
}
