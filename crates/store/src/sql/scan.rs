//! `Scan`: one stretch of an index in the order of a list, with its filters. A list is a few scans whose rows are
//! merged: so each has one index that gives its rows in order, and no list is ever sorted as a whole.

use crate::{cell::Cell, paging::end_of};
use smol_str::SmolStr;

/// A scan being put together.
#[derive(Clone)]
pub(super) struct Scan {
    from: &'static str,
    filters: String,
    params: Vec<Cell>,
}

/// How a list is ordered.
#[derive(Clone, Copy)]
pub(super) struct Order {
    /// The columns of its key, with their alias.
    pub columns: &'static [&'static str],
    /// Newest first.
    pub down: bool,
}

impl Scan {
    /// Rows of this shard from these tables; the listed table has the alias `t`.
    pub fn of(from: &'static str) -> Self {
        Scan { from, filters: "t.shard = $1".into(), params: Vec::new() }
    }

    /// Takes a parameter; its place in the text.
    pub fn arg(&mut self, value: impl Into<Cell>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len() + 1)
    }

    /// Adds a filter.
    pub fn and(&mut self, filter: &str) {
        self.filters.push_str(" AND ");
        self.filters.push_str(filter);
    }

    /// Adds a comparison with a value: `column operator value`.
    pub fn compare(&mut self, column_and_operator: &str, value: impl Into<Cell>) {
        let place = self.arg(value);
        self.and(&format!("{column_and_operator} {place}"));
    }

    /// The same, when there is a value.
    pub fn compare_if(&mut self, column_and_operator: &str, value: Option<impl Into<Cell>>) {
        if let Some(value) = value {
            self.compare(column_and_operator, value);
        }
    }

    /// Only rows one of whose paths lies in one of these subtrees.
    pub fn within(&mut self, columns: &[&str], paths: &[SmolStr]) {
        let mut ranges = Vec::new();
        for path in paths {
            let (first, end) = (self.arg(path.as_str()), self.arg(end_of(path)));
            ranges.extend(columns.iter().map(|c| format!("({c} >= {first} AND {c} < {end})")));
        }
        self.and(&format!("({})", ranges.join(" OR ")));
    }

    /// Only rows after this place.
    pub fn after(&mut self, order: Order, place: Vec<Cell>) {
        let places: Vec<String> = place.into_iter().map(|cell| self.arg(cell)).collect();
        let sign = if order.down { "<" } else { ">" };
        self.and(&format!("({}) {sign} ({})", order.columns.join(", "), places.join(", ")));
    }

    /// Text and parameters that give rows in order.
    pub fn rows(mut self, columns: &str, order: Order, limit: Cell) -> (String, Vec<Cell>) {
        let limit = self.arg(limit);
        let direction = if order.down { " DESC" } else { "" };
        let by: Vec<String> = order.columns.iter().map(|c| format!("{c}{direction}")).collect();
        let text = format!(
            "SELECT {columns} FROM {} WHERE {} ORDER BY {} LIMIT {limit}",
            self.from,
            self.filters,
            by.join(", ")
        );
        (text, self.params)
    }

    /// Text and parameters that count rows up to a limit.
    pub fn counted(mut self, limit: Cell) -> (String, Vec<Cell>) {
        let limit = self.arg(limit);
        let text = format!(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM {} WHERE {} LIMIT {limit}) AS counted",
            self.from, self.filters
        );
        (text, self.params)
    }
}
