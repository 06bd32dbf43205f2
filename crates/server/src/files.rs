//! Files that are sent: their headers, and bodies that are written while they are sent.

use crate::error::Fault;
use axum::{
    body::{Body, Bytes},
    http::{HeaderName, header},
};
use std::io;
use tokio::sync::mpsc;

/// The kinds of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// CSV in UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
    /// Lines of JSON.
    Ndjson,
    /// A FHIR Bundle. Only lists of resources can be one, so it is no format that is asked for by its word.
    Fhir,
    /// A page to print. Only documents are, so it is no format of lists.
    Pdf,
    /// A document to go on editing.
    Docx,
}

impl Kind {
    /// By its word; CSV when there is none.
    pub fn named(word: Option<&str>) -> Option<Kind> {
        match word {
            None | Some("" | "csv") => Some(Kind::Csv),
            Some("xlsx") => Some(Kind::Xlsx),
            Some("ndjson") => Some(Kind::Ndjson),
            Some(_) => None,
        }
    }

    /// How the name of its files ends.
    pub fn end(self) -> &'static str {
        self.media().0
    }

    fn media(self) -> (&'static str, &'static str) {
        match self {
            Kind::Csv => ("csv", "text/csv; charset=utf-8"),
            Kind::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Kind::Ndjson => ("ndjson", "application/x-ndjson"),
            Kind::Fhir => ("fhir.json", "application/fhir+json"),
            Kind::Pdf => ("pdf", "application/pdf"),
            Kind::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        }
    }
}

/// The headers of a file to keep. The name holds only plain characters.
pub fn attachment(kind: Kind, name: &str) -> [(HeaderName, String); 2] {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
        .collect();
    let (end, media) = kind.media();
    [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}.{end}\"")),
    ]
}

/// A text that a spreadsheet program would run as a formula is kept from it.
pub fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// How many pieces may wait to be sent; the writer waits for the reader.
const PIECES: usize = 8;
/// How large a piece is.
const PIECE_BYTES: usize = 32 * 1024;

/// A body that `write` writes on a thread of its own while it is sent. When the reader goes away writing fails, and ends.
pub fn streamed(write: impl FnOnce(Piecewise) -> Result<(), Fault> + Send + 'static) -> Body {
    let (pieces, mut reader) = mpsc::channel::<io::Result<Bytes>>(PIECES);
    let broken = pieces.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(fault) = write(Piecewise { pieces, waiting: Vec::with_capacity(PIECE_BYTES) }) {
            tracing::warn!(code = fault.code(), "a file was not sent whole");
            // The connection breaks, so that nobody takes a part for the whole.
            let _ = broken.blocking_send(Err(io::Error::other("not sent whole")));
        }
    });
    Body::from_stream(futures_util::stream::poll_fn(move |context| reader.poll_recv(context)))
}

/// Writes piece by piece into a body.
pub struct Piecewise {
    pieces: mpsc::Sender<io::Result<Bytes>>,
    waiting: Vec<u8>,
}

impl Piecewise {
    fn send(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE_BYTES)));
        self.pieces.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl io::Write for Piecewise {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE_BYTES {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Drop for Piecewise {
    fn drop(&mut self) {
        let _ = self.send();
    }
}
