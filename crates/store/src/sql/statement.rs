//! `Statement`: a registered SQL text, built once from its table's columns.

use crate::{cell::Cell, stored::Table};
use std::sync::OnceLock;

/// How many values a list in a statement may have at once.
pub const WIDEST: usize = 64;

/// A text that both engines understand. `$1` is the shard.
pub struct Statement {
    about: Option<&'static Table>,
    alias: &'static str,
    tail: &'static str,
    built: OnceLock<String>,
}

impl Statement {
    /// All columns of the table's rows of this shard, with what follows `WHERE shard = $1`.
    pub const fn select(table: &'static Table, tail: &'static str) -> Self {
        Statement { about: Some(table), alias: "", tail, built: OnceLock::new() }
    }

    /// All columns of `table AS alias`, with all that follows `FROM`.
    pub const fn select_from(table: &'static Table, alias: &'static str, tail: &'static str) -> Self {
        Statement { about: Some(table), alias, tail, built: OnceLock::new() }
    }

    /// The whole text.
    pub const fn plain(text: &'static str) -> Self {
        Statement { about: None, alias: "", tail: text, built: OnceLock::new() }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.built.get_or_init(|| match (self.about, self.alias) {
            (None, _) => self.tail.to_owned(),
            (Some(table), "") => {
                let columns = table.columns.join(", ");
                format!("SELECT {columns} FROM {} WHERE shard = $1 {}", table.name, self.tail)
            }
            (Some(table), alias) => format!("SELECT {} FROM {}", table.select(alias), self.tail),
        })
    }

    /// What its rows are about, for errors.
    pub fn about(&self) -> &'static str {
        self.about.map_or("query", |table| table.name)
    }

    /// Its text and parameters for a list of values in the place of `$*`, after those that have their own numbers. The list
    /// is filled up with its last value to one of a few lengths, so that few texts are prepared.
    pub fn wide(&self, fixed: &[Cell], list: &[Cell]) -> (String, Vec<Cell>) {
        let width = [1, 4, 16].into_iter().find(|w| *w >= list.len()).unwrap_or(WIDEST);
        let first = fixed.len() + 2;
        let places: Vec<String> = (first..first + width).map(|n| format!("${n}")).collect();
        let mut params = [fixed, list].concat();
        if let Some(last) = list.last() {
            params.resize(fixed.len() + width, last.clone());
        }
        (self.text().replace("$*", &places.join(", ")), params)
    }

    /// The texts that it is prepared as.
    pub fn texts(&self) -> Vec<String> {
        if self.tail.contains("$*") {
            let numbered = (2..).take_while(|n| self.tail.contains(&format!("${n}"))).count();
            let fixed = vec![Cell::Null; numbered];
            [1, WIDEST].map(|n| self.wide(&fixed, &vec![Cell::Null; n]).0).into()
        } else {
            vec![self.text().to_owned()]
        }
    }
}

/// Declares the statements of a theme and registers them.
macro_rules! statements {
    ($($name:ident = $form:ident($($part:expr),+);)+) => {
        $(static $name: super::statement::Statement = super::statement::Statement::$form($($part),+);)+
        /// The statements of this theme.
        pub(super) static ALL: &[&super::statement::Statement] = &[$(&$name),+];
    };
}
pub(super) use statements;
