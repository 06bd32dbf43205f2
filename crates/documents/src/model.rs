//! What a document is made of. All of it is text as it was told: no markup, in no language, is read in it.

use serde::Serialize;
use std::collections::BTreeSet;

/// A document.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Document {
    /// The title.
    pub title: String,
    /// The line below it; empty for none.
    pub subtitle: String,
    /// Until when what it says holds, in words; empty for none. No other time goes into the file.
    pub as_of: String,
    /// Its parts in order.
    pub blocks: Vec<Block>,
    /// At the foot of every page, beside the number of the page.
    pub footer: String,
}

/// A part of a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Block {
    /// A heading.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// Labels with their values, in two columns; a long value takes the whole width.
    Card {
        /// The entries in reading order.
        entries: Vec<Entry>,
    },
    /// A table; its head is repeated on every page.
    Table {
        /// The headings.
        head: Vec<String>,
        /// The rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// Lines to sign on.
    Signatures {
        /// What is signed as.
        labels: Vec<String>,
    },
    /// A note in small letters.
    Note {
        /// Its words.
        text: String,
    },
}

/// A label with its value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Entry {
    /// The label.
    pub label: String,
    /// The value; empty where nothing was told.
    pub value: String,
}

/// From how many characters on a value takes the whole width.
const WIDE_CHARS: usize = 20;

impl Entry {
    /// A value under its label.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Entry { label: label.into(), value: value.into() }
    }

    /// It takes the whole width.
    pub fn is_wide(&self) -> bool {
        self.value.chars().count() > WIDE_CHARS
    }
}

/// The entries of a card in rows of one or two.
pub fn rows(entries: &[Entry]) -> Vec<Vec<&Entry>> {
    let mut rows: Vec<Vec<&Entry>> = Vec::new();
    for entry in entries {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && !row[0].is_wide() && !entry.is_wide() => row.push(entry),
            _ => rows.push(vec![entry]),
        }
    }
    rows
}

impl Document {
    /// Every text of it.
    pub fn texts(&self) -> Vec<&str> {
        let mut all: Vec<&str> = vec![&self.title, &self.subtitle, &self.as_of, &self.footer];
        for block in &self.blocks {
            match block {
                Block::Heading { text } | Block::Paragraph { text } | Block::Note { text } => all.push(text),
                Block::Card { entries } => all.extend(entries.iter().flat_map(|e| [&*e.label, &*e.value])),
                Block::Table { head, rows } => {
                    all.extend(head.iter().chain(rows.iter().flatten()).map(String::as_str));
                }
                Block::Signatures { labels } => all.extend(labels.iter().map(String::as_str)),
            }
        }
        all
    }

    /// Every character of it that leaves a mark on paper.
    pub fn characters(&self) -> BTreeSet<char> {
        let marks = |c: &char| !c.is_whitespace() && !c.is_control();
        self.texts().into_iter().flat_map(str::chars).filter(marks).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_has_a_row_of_its_own() {
        let entries = [
            Entry::new("a", "1"),
            Entry::new("b", "字".repeat(21)),
            Entry::new("c", ""),
            Entry::new("d", "2"),
        ];
        let labels: Vec<Vec<&str>> =
            rows(&entries).iter().map(|row| row.iter().map(|e| &*e.label).collect()).collect();
        assert_eq!(labels, [vec!["a"], vec!["b"], vec!["c", "d"]]);
    }
}
