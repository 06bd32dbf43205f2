//! Reads a table of a Markdown page, by the heading above it.
//!
//! Not here: what the cells mean.

use super::tree::lines;

/// A row: its line, and its cells without back quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The line, from 1.
    pub line: usize,
    /// The cells.
    pub cells: Vec<String>,
}

impl Row {
    /// A cell, empty where there is none.
    pub fn cell(&self, n: usize) -> &str {
        self.cells.get(n).map_or("", String::as_str)
    }

    /// A cell that lists names with commas between.
    pub fn list(&self, n: usize) -> Vec<&str> {
        self.cell(n).split(',').map(str::trim).filter(|name| !matches!(*name, "" | "–" | "-")).collect()
    }
}

/// The rows of the first table under the heading that has exactly this text; header and rule are left out. Empty when
/// there is none.
pub fn rows(page: &str, heading: &str) -> Vec<Row> {
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').trim() == heading;
    lines(page)
        .skip_while(|(_, line)| !is_heading(line))
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('#'))
        .skip_while(|(_, line)| !line.starts_with('|'))
        .take_while(|(_, line)| line.starts_with('|'))
        .skip(2)
        .map(|(line, text)| {
            let inner = text.trim().trim_start_matches('|').trim_end_matches('|');
            Row { line, cells: inner.split('|').map(|cell| cell.trim().replace('`', "")).collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_heading_is_read() {
        let page = "# Top\n\n## One\n| a |\n|---|\n| 1 |\n\n## Two\ntext\n\n| a | b |\n|---|---|\n| `x` | y, `z` |\n| w | – |\n\n| c |\n";
        let two = rows(page, "Two");
        assert_eq!(two.len(), 2);
        assert_eq!((two[0].line, two[0].cell(0), two[0].list(1)), (13, "x", vec!["y", "z"]));
        assert!(two[1].list(1).is_empty());
        assert!(rows(page, "Three").is_empty());
        assert!(rows("## One\n## Two\n| a |\n|---|\n| 1 |\n", "One").is_empty());
    }
}
