//! `Scan`: one stretch of an index in the order of a list, with its filters. A list is a few scans whose rows are
//! merged: so each has one index that gives its rows in order, and no list is ever sorted as a whole.

use crate::{cell::Cell, paging::end_of};
use facts::Instant;
use smol_str::SmolStr;

/// A scan being put together.
#[derive(Clone)]
pub(super) struct Scan {
    from: &'static str,
    filters: String,
    params: Vec<Cell>,
}

fn lies(column: &str, ranges: &str) -> String {
    format!("EXISTS (SELECT 1 FROM place p WHERE p.shard = $1 AND p.subject = {column} AND ({ranges}))")
}

/// How a list is ordered.
#[derive(Clone, Copy)]
pub(super) struct Order {
    /// The columns of its key, with their alias; a `+` before the first (of a text: something added to it) keeps the
    /// engine from an index in this order.
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

    /// Compares with each of these values: `column IN`, `column NOT IN`.
    pub fn compare_each(&mut self, column_and_operator: &str, values: impl Iterator<Item = Cell>) {
        let places: Vec<String> = values.map(|value| self.arg(value)).collect();
        self.and(&format!("{column_and_operator} ({})", places.join(", ")));
    }

    /// Only rows whose path, in this column, lies in one of these subtrees.
    pub fn within(&mut self, column: &str, paths: &[SmolStr]) {
        let ranges = self.ranges(column, paths);
        self.and(&format!("({ranges})"));
    }

    /// Only rows where the subject in one of these columns lies in one of these subtrees: looked up for each row.
    pub fn lies(&mut self, columns: &[&str], paths: &[SmolStr]) {
        let ranges = self.ranges("p.path", paths);
        let ways: Vec<String> = columns.iter().map(|column| lies(column, &ranges)).collect();
        // As a value: else SQLite turns it into a join, begins there, and sorts the whole list.
        self.and(&format!("({}) IS TRUE", ways.join(" OR ")));
    }

    /// The same, found from the few subjects that lie there: a scan for each column. A row that several of them would
    /// give is given by the first.
    pub fn of_few(&self, columns: &[&str], paths: &[SmolStr]) -> Vec<Scan> {
        let each = columns.iter().enumerate().map(|(n, column)| {
            let mut scan = self.clone();
            let ranges = scan.ranges("p.path", paths);
            scan.and(&format!(
                "{column} IN (SELECT p.subject FROM place p WHERE p.shard = $1 AND ({ranges}))"
            ));
            for before in &columns[..n] {
                scan.and(&format!("NOT {}", lies(before, &ranges)));
            }
            scan
        });
        each.collect()
    }

    fn ranges(&mut self, column: &str, paths: &[SmolStr]) -> String {
        let range = |path: &SmolStr| {
            let (first, end) = (self.arg(path.as_str()), self.arg(end_of(path)));
            format!("({column} >= {first} AND {column} < {end})")
        };
        paths.iter().map(range).collect::<Vec<_>>().join(" OR ")
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

    /// Text and parameters that count up to a limit of duties, by stretch between cuts, state, and whether they are held.
    pub fn tallied(mut self, cuts: &[Instant], limit: Cell) -> (String, Vec<Cell>) {
        let cuts: Vec<String> = cuts.iter().map(|cut| self.arg(*cut)).collect();
        let limit = self.arg(limit);
        let stretch = cuts.iter().map(|cut| format!("CASE WHEN due >= {cut} THEN 1 ELSE 0 END"));
        let stretch = std::iter::once("0".to_owned()).chain(stretch).collect::<Vec<_>>().join(" + ");
        let text = format!(
            "SELECT CAST({stretch} AS BIGINT) AS stretch, state, CAST(CASE WHEN holder IS NULL THEN 0 ELSE 1 END AS BIGINT)
             AS held, COUNT(*) FROM (SELECT t.due, t.state, t.holder FROM {} WHERE {} LIMIT {limit}) AS counted
             GROUP BY 1, 2, 3",
            self.from, self.filters
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
