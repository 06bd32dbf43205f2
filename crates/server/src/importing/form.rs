//! What a file holds: facts of one ledger, a row each, or a line list, whose rows are several facts each.

use super::{OnTheWay, linelist, rows};
use crate::state::Doors;
use facts::{Field, Label, Ledger, Name};
use spreadsheets::{Column, Table, linelist::LineList, match_columns};
use std::collections::BTreeMap;
use views::words::Words;

/// What a file holds.
pub enum Form {
    /// Facts of one ledger.
    Ledger(Box<Ledger>),
    /// A line list.
    LineList {
        /// Its ledgers.
        list: Box<LineList>,
        /// Ledgers that would be its, and that whoever imports may not write.
        not_mine: Vec<Label>,
        /// Its name: numbers of cases are its own.
        name: String,
        /// What every row says: field to value.
        constants: BTreeMap<Name, String>,
        /// To which organisation persons belong who are registered by it.
        home: Option<facts::SubjectId>,
    },
}

impl Form {
    /// The ledger by which cells are read: of a line list all of its ledgers as one.
    pub fn ledger(&self) -> &Ledger {
        match self {
            Form::Ledger(ledger) => ledger,
            Form::LineList { list, .. } => list.all(),
        }
    }

    /// Under which key its mapping is remembered; no ledger can be called like that of line lists.
    pub fn mapping_key(&self) -> String {
        match self {
            Form::Ledger(ledger) => ledger.id.to_string(),
            Form::LineList { .. } => ":linelist".into(),
        }
    }

    /// Ledgers of a line list that whoever imports may not write: their columns are left out.
    pub fn not_mine(&self) -> &[Label] {
        match self {
            Form::Ledger(_) => &[],
            Form::LineList { not_mine, .. } => not_mine,
        }
    }

    /// One of its ledgers.
    pub fn ledger_of(&self, id: &str) -> Option<&Ledger> {
        self.ledgers().find(|ledger| ledger.id.as_str() == id)
    }

    /// Its ledgers.
    pub fn ledgers(&self) -> impl Iterator<Item = &Ledger> {
        let (one, several) = match self {
            Form::Ledger(ledger) => (Some(&**ledger), [].iter()),
            Form::LineList { list, .. } => (None, list.parts().iter()),
        };
        one.into_iter().chain(several.map(|part| &part.ledger))
    }

    /// What a column can be taken for: names with their words.
    pub fn fields(&self) -> Vec<(String, Words)> {
        let field = |field: &Field| {
            let holder =
                field.id.split_once('.').and_then(|(ledger, own)| Some((self.ledger_of(ledger)?, own)));
            let words = match holder {
                // The time of a fact is called after its ledger already.
                Some((ledger, own)) if ledger.field(own).is_some() => Words::new(
                    format!("{}：{}", ledger.title.zh, field.label.zh),
                    format!("{}: {}", ledger.title.en, field.label.en),
                ),
                _ => Words::from(&field.label),
            };
            (field.id.to_string(), words)
        };
        self.ledger().fields.iter().map(field).collect()
    }

    /// What each heading means.
    pub(super) fn columns(&self, header: &[String], remembered: &BTreeMap<String, String>) -> Vec<Column> {
        match self {
            Form::Ledger(ledger) => match_columns(ledger, header, remembered),
            Form::LineList { list, .. } => list.columns(header, remembered),
        }
    }

    /// The rows as facts.
    pub(super) fn rows(
        &self,
        doors: &Doors,
        columns: &[Column],
        table: &Table,
    ) -> Result<Vec<OnTheWay>, store::Error> {
        match self {
            Form::Ledger(ledger) => rows::of_ledger(doors, ledger, columns, table),
            Form::LineList { list, name, constants, home, .. } => {
                linelist::Cases { doors, list, name, constants, home: home.as_ref() }.rows(columns, table)
            }
        }
    }
}
