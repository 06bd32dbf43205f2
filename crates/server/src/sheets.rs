//! A list as a file, streamed: CSV, a workbook or lines of JSON. What a list exports is what it shows: the same rights,
//! the same filters, the same masks. Every export is recorded as a look.
//!
//! Not here: which rows, and what stands in their cells; each list says so beside itself, in its own `export`.

use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, Fault},
    files::{Kind, Piecewise, attachment, harmless, streamed},
    lists::ROWS_MAX,
    looks::{self, Listed},
    state::Doors,
};
use axum::response::{IntoResponse, Response};
use facts::{Instant, Zone};
use serde::{Deserialize, Serialize};
use spreadsheets::write::List;
use std::{cell::Cell, io::Write};
use utoipa::IntoParams;

/// As which kind of file.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Format {
    /// csv, xlsx, ndjson; default csv.
    pub format: Option<String>,
}

impl Format {
    /// The kind that is meant.
    pub fn kind(&self) -> Answer<Kind> {
        Kind::named(self.format.as_deref()).ok_or(Fault::BadParameter("format"))
    }
}

/// A list that can be a file: its columns, and its pages.
pub trait Sheet: Send + 'static {
    /// A row as the list shows it.
    type Row: Serialize;

    /// The headings.
    fn header(&self) -> Vec<String>;

    /// The cells of a row, as many as there are headings.
    fn cells(&self, row: &Self::Row, zone: Zone) -> Vec<String>;

    /// The page after this key, and the key of the next.
    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<Self::Row>, Option<String>)>;
}

/// The file of a list whose page says by itself what it refuses: that is refused before the file begins.
pub async fn export<S: Sheet + Clone>(
    doors: Doors,
    caller: Caller,
    format: &Format,
    of: Listed,
    sheet: S,
) -> Answer<Response> {
    let kind = format.kind()?;
    let first = sheet.clone();
    doors.desk(&caller, move |desk| first.page(desk, 1, None).map(drop)).await?;
    let file = of.name;
    exported(doors, caller, (kind, file), of, sheet).await
}

/// The answer to an export, which is a look: recorded before the first row leaves, and again when the file has ended.
/// Every page is read of a snapshot of its own, while the ones before it are being sent.
pub async fn exported(
    doors: Doors,
    caller: Caller,
    (kind, file): (Kind, &str),
    of: Listed,
    sheet: impl Sheet,
) -> Answer<Response> {
    let look = looks::at_list(&doors, &caller, of, kind);
    let key = looks::record(&doors, look.clone()).await?;
    let export = Export { doors, caller, sheet, rows: Cell::new(0) };
    let body = streamed(move |into| {
        let sent = match kind {
            Kind::Csv => export.csv(into),
            Kind::Xlsx => export.xlsx(into),
            Kind::Ndjson => export.ndjson(into),
            Kind::Fhir => export.bundle(into),
            // A list is no document.
            Kind::Pdf | Kind::Docx => Err(BROKEN),
        };
        looks::ended(&export.doors, &key, look, export.rows.get(), sent.is_ok());
        sent
    });
    Ok((attachment(kind, file), body).into_response())
}

/// An instant as people write it; other words as they are.
pub fn moment(text: &str, zone: Zone) -> String {
    Instant::parse(text).map_or_else(|| text.to_owned(), |at| zone.words(at))
}

/// An export under way.
struct Export<S> {
    doors: Doors,
    caller: Caller,
    sheet: S,
    /// Rows that went into the file so far.
    rows: Cell<u64>,
}

const BROKEN: Fault = Fault::Broken("write an export");

impl<S: Sheet> Export<S> {
    fn csv(&self, mut into: Piecewise) -> Result<(), Fault> {
        // Spreadsheet programs take it for UTF-8 by this mark.
        into.write_all("\u{feff}".as_bytes()).map_err(|_| BROKEN)?;
        let mut file = csv::Writer::from_writer(into);
        file.write_record(self.sheet.header()).map_err(|_| BROKEN)?;
        self.each(|row| {
            let cells = self.cells(row);
            file.write_record(cells.iter().map(|c| harmless(c))).map_err(|_| BROKEN)
        })?;
        file.flush().map_err(|_| BROKEN)
    }

    fn xlsx(&self, into: Piecewise) -> Result<(), Fault> {
        let mut list = List::new(&self.sheet.header()).map_err(|_| BROKEN)?;
        self.each(|row| list.row(&self.cells(row)).map_err(|_| BROKEN))?;
        list.finish(into).map_err(|_| BROKEN)
    }

    fn ndjson(&self, mut into: Piecewise) -> Result<(), Fault> {
        self.each(|row| {
            serde_json::to_writer(&mut into, row).map_err(|_| BROKEN)?;
            into.write_all(b"\n").map_err(|_| BROKEN)
        })
    }

    /// A Bundle of type `collection`, whose entries are the rows. FHIR knows no empty lists.
    fn bundle(&self, mut into: Piecewise) -> Result<(), Fault> {
        let head = r#"{"resourceType":"Bundle","type":"collection""#;
        into.write_all(head.as_bytes()).map_err(|_| BROKEN)?;
        self.each(|row| {
            let before: &[u8] = if self.rows.get() == 0 { br#","entry":["# } else { b",\n" };
            into.write_all(before).map_err(|_| BROKEN)?;
            serde_json::to_writer(&mut into, row).map_err(|_| BROKEN)
        })?;
        let end: &[u8] = if self.rows.get() == 0 { b"}" } else { b"]}" };
        into.write_all(end).map_err(|_| BROKEN)
    }

    fn cells(&self, row: &S::Row) -> Vec<String> {
        self.sheet.cells(row, self.doors.house.zone)
    }

    fn each(&self, mut write: impl FnMut(&S::Row) -> Result<(), Fault>) -> Result<(), Fault> {
        let book = self.doors.book();
        let mut after = None;
        loop {
            let (rows, next) = self.doors.house.read(|read| {
                let (house, now) = (&*self.doors.house, self.doors.now());
                let (scope, account) = (&*self.caller.scope, self.caller.account.as_str());
                let mut desk = Desk { read, house, book: &book, scope, account, now };
                Ok(self.sheet.page(&mut desk, ROWS_MAX, after.clone()))
            })??;
            for row in &rows {
                write(row)?;
                self.rows.set(self.rows.get() + 1);
            }
            after = next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}
