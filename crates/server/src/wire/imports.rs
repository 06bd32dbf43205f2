//! What an import answers: what was taken, mended, refused, doubted, and what each column was taken for.
//!
//! Not here: how it comes about (`importing`).

use super::FactIn;
use crate::error::RefusalView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use views::{ledger::CodeView, words::Words};

/// What an import corrected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ImportChanged {
    /// How many values.
    pub count: u64,
    /// The first 200; the others are in the file.
    pub cells: Vec<ImportChange>,
}

/// A value that an import corrected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportChange {
    /// The row.
    pub row: u64,
    /// The ledger.
    pub ledger: Words,
    /// The field, or the event time.
    pub field: Words,
    /// What was known; of an identity nothing is told.
    pub before: String,
    /// What the row says.
    pub now: String,
}

/// What an import did, or would do.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ImportAnswer {
    /// True when nothing was written.
    pub dry_run: bool,
    /// Rows read, the header not counted.
    pub rows: u64,
    /// utf-8, gbk, xlsx.
    pub encoding: String,
    /// The columns and what they were taken for.
    pub columns: Vec<ImportColumn>,
    /// What a column can be taken for, beside subject, time and organisation.
    pub fields: Vec<ImportField>,
    /// Of a line list: ledgers that you may not write; their columns are left out.
    pub not_yours: Vec<Words>,
    /// Columns of dates that do not tell whether day or month comes first; say it with `dates`.
    pub undecided: Vec<String>,
    /// Texts of which only somebody can say what is meant, the most frequent first; say it with `means`.
    pub unknown: Vec<ImportUnknown>,
    /// The first rows as they were understood.
    pub preview: Vec<ImportPreview>,
    /// Rows taken.
    pub accepted: u64,
    /// Rows received before.
    pub known: u64,
    /// Facts taken and known, by ledger.
    pub ledgers: Vec<ImportLedger>,
    /// Cells of rows that were not refused, which were not as they ought to be and were understood all the same.
    pub mended: ImportMended,
    /// What went in and looks wrong.
    pub doubts: ImportDoubts,
    /// What rows said otherwise than before, and became corrections (`changes=correct`).
    pub changed: ImportChanged,
    /// Rows refused; the first 200 with their reasons, the others are in the file.
    pub refused: Vec<ImportRefused>,
    /// How many rows were refused.
    pub refused_count: u64,
    /// The id of the spreadsheet with the refused rows, the mended cells and the doubts, kept for seven days:
    /// `GET /imports/{id}/refused.xlsx`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_file: Option<String>,
}

/// Facts of one ledger.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ImportLedger {
    /// The ledger.
    pub ledger: String,
    /// Its words.
    pub title: Words,
    /// Facts taken.
    pub accepted: u64,
    /// Facts received before.
    pub known: u64,
}

/// Mended cells.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ImportMended {
    /// How many.
    pub count: u64,
    /// How many of each column and reason.
    pub groups: Vec<MendedGroup>,
    /// The first, of each group alike; the file has more.
    pub cells: Vec<MendedCell>,
}

/// Cells of one column that were mended for one reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MendedGroup {
    /// The heading.
    pub column: String,
    /// notation, serial, day_first, month_first, digits, unit, spelling, synonym, named, beginning, likeness, missing,
    /// said.
    pub why: String,
    /// The same in words.
    pub says: Words,
    /// How many.
    pub count: u64,
}

/// A mended cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MendedCell {
    /// Its row in the spreadsheet.
    pub row: u64,
    /// The heading of its column.
    pub column: String,
    /// What is written.
    pub written: String,
    /// What it was taken for; empty for nothing.
    pub taken: String,
    /// Why, as in the groups.
    pub why: String,
}

/// A text that is no code of its list, or no organisation that whoever imports may see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportUnknown {
    /// The heading of its column.
    pub column: String,
    /// What is written.
    pub written: String,
    /// In how many cells.
    pub count: u64,
    /// The codes that can be meant; none where it is an organisation.
    pub codes: Vec<CodeView>,
}

/// Doubts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ImportDoubts {
    /// How many.
    pub count: u64,
    /// How many of each sort.
    pub groups: Vec<DoubtGroup>,
    /// The first, of each group alike; the file has all.
    pub rows: Vec<ImportDoubt>,
}

/// Doubts of one sort.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DoubtGroup {
    /// What is doubtful.
    pub says: Words,
    /// How many.
    pub count: u64,
}

/// Something in a row that went in and looks wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportDoubt {
    /// The row in the spreadsheet.
    pub row: u64,
    /// What is doubtful.
    pub says: Words,
    /// The values in doubt: of a broken order the one that ought to come first, then the other.
    pub values: Vec<DoubtValue>,
}

/// A value in doubt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DoubtValue {
    /// The ledger.
    pub ledger: String,
    /// The field, or `at`.
    pub field: String,
    /// What it is called.
    pub label: Words,
    /// What stands there.
    pub value: String,
}

/// A column of an import.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportColumn {
    /// Its heading.
    pub name: String,
    /// The field it was taken for; null when it is left out. Of a line list, `ledger.field`.
    pub field: Option<String>,
}

/// A field that a column can be taken for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportField {
    /// Its name in a mapping. Of a line list, `ledger.field`.
    pub field: String,
    /// Its words. Of a line list, with those of its ledger.
    pub label: Words,
}

/// A row as it was understood.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportPreview {
    /// Its row in the spreadsheet, the header being row 1.
    pub row: u64,
    /// The fact. Of a line list a row has several.
    pub fact: FactIn,
}

/// A refused row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportRefused {
    /// Its row in the spreadsheet, the header being row 1.
    pub row: u64,
    /// Why.
    pub refusals: Vec<RefusalView>,
}

/// Which heading means which field; remembered per ledger.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Mapping {
    /// Heading to field; an empty field leaves the column out.
    #[schema(example = json!({"体温(℃)": "celsius"}))]
    pub columns: BTreeMap<String, String>,
}
