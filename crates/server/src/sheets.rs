//! A list as a file, streamed: CSV, a workbook or lines of JSON. What a list exports is what it shows: the same rights,
//! the same filters, the same masks.
//!
//! Not here: which rows, and what stands in their cells; each list says so beside itself, in its own `export`.

use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, Fault},
    files::{Kind, Piecewise, attachment, harmless, streamed},
    state::Doors,
};
use axum::response::{IntoResponse, Response};
use facts::{Instant, Zone};
use serde::{Deserialize, Serialize};
use spreadsheets::write::List;
use std::io::Write;
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

    /// The page after this key, as large as a page may be, and the key of the next.
    fn page(&self, desk: &mut Desk<'_>, after: Option<String>) -> Answer<(Vec<Self::Row>, Option<String>)>;
}

/// The answer to an export. Every page is read of a snapshot of its own, while the ones before it are being sent.
pub fn exported(doors: Doors, caller: Caller, kind: Kind, name: &str, sheet: impl Sheet) -> Response {
    let export = Export { doors, caller, sheet };
    let body = streamed(move |into| match kind {
        Kind::Csv => export.csv(into),
        Kind::Xlsx => export.xlsx(into),
        Kind::Ndjson => export.ndjson(into),
    });
    (attachment(kind, name), body).into_response()
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
}

const BROKEN: Fault = Fault::Broken("write an export");

impl<S: Sheet> Export<S> {
    fn csv(self, mut into: Piecewise) -> Result<(), Fault> {
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

    fn xlsx(self, into: Piecewise) -> Result<(), Fault> {
        let mut list = List::new(&self.sheet.header()).map_err(|_| BROKEN)?;
        self.each(|row| list.row(&self.cells(row)).map_err(|_| BROKEN))?;
        list.finish(into).map_err(|_| BROKEN)
    }

    fn ndjson(self, mut into: Piecewise) -> Result<(), Fault> {
        self.each(|row| {
            serde_json::to_writer(&mut into, row).map_err(|_| BROKEN)?;
            into.write_all(b"\n").map_err(|_| BROKEN)
        })
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
                Ok(self.sheet.page(&mut desk, after.clone()))
            })??;
            rows.iter().try_for_each(&mut write)?;
            after = next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}
