//! What is told of mended cells: each by row and column, how many of each sort, and which rows are refused.
//!
//! Not here: the mending itself.

use crate::columns::Column;
use facts::{Label, Refusal};
use std::collections::{BTreeMap, BTreeSet};

/// How many cells of one column and reason are kept by name. Of a column of a hundred thousand dates in another notation
/// the others would drown the one misspelt name.
const NAMED_OF_GROUP: usize = 200;

/// How many texts that nothing is known of are kept: a column of free text that was taken for codes has no end of them.
const UNKNOWN_MAX: usize = 200;

/// Why a cell was taken for what it was taken for; later ones are bolder.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// Another notation of the same date.
    Notation,
    /// The number of a day, as spreadsheets keep dates.
    Serial,
    /// Day, month, year: as the whole column allows nothing else, or as somebody said.
    DayFirst,
    /// Month, day, year: as the whole column allows nothing else, or as somebody said.
    MonthFirst,
    /// Full-width digits, or marks between thousands, or a comma before decimals.
    Digits,
    /// A unit that is the field's own, perhaps in other words.
    Unit,
    /// Other case, white space, width or marks.
    Spelling,
    /// Another word for the same.
    Synonym,
    /// The name of an organisation.
    Named,
    /// The beginning of one label only.
    Beginning,
    /// A label that is nearly the same, and no other is near.
    Likeness,
    /// A mark for "not known" where the field has no such value.
    Missing,
    /// Somebody said what it means.
    Said,
}

impl Why {
    /// Its stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Notation => "notation",
            Why::Serial => "serial",
            Why::DayFirst => "day_first",
            Why::MonthFirst => "month_first",
            Why::Digits => "digits",
            Why::Unit => "unit",
            Why::Spelling => "spelling",
            Why::Synonym => "synonym",
            Why::Named => "named",
            Why::Beginning => "beginning",
            Why::Likeness => "likeness",
            Why::Missing => "missing",
            Why::Said => "said",
        }
    }

    /// For people.
    pub fn words(self) -> Label {
        let (zh, en) = match self {
            Why::Notation => ("日期的另一种写法", "another notation of the date"),
            Why::Serial => ("表格软件的日期序号", "the serial number of a day"),
            Why::DayFirst => ("按日、月、年的顺序", "day, month, year"),
            Why::MonthFirst => ("按月、日、年的顺序", "month, day, year"),
            Why::Digits => ("全角数字、千分位或小数逗号", "full-width digits, or marks between them"),
            Why::Unit => ("数字后写有单位", "a unit stands with the number"),
            Why::Spelling => ("大小写、空格或标点不同", "other case, spaces or marks"),
            Why::Synonym => ("同义的另一个词", "another word for the same"),
            Why::Named => ("写的是单位名称", "an organisation by its name"),
            Why::Beginning => ("只有一个名称以此开头", "only one label begins so"),
            Why::Likeness => ("疑为误写，仅与此名称相近", "probably misspelt; only this label is near"),
            Why::Missing => ("表示不详的记号，按空白处理", "a mark for not known, taken as empty"),
            Why::Said => ("按导入者说明的含义", "as whoever imports said"),
        };
        Label::new(zh, en)
    }
}

/// A mended cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mended {
    /// Its row in the file.
    pub row: u64,
    /// The heading of its column.
    pub column: String,
    /// What was written.
    pub written: String,
    /// What it was taken for; empty for nothing.
    pub taken: String,
    /// Why.
    pub why: Why,
}

/// How many cells of a column were mended for one reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The heading of the column.
    pub column: String,
    /// Why.
    pub why: Why,
    /// How many cells.
    pub count: u64,
}

/// A text that is no code or organisation that is known here, and how often it stands in its column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// The heading of the column.
    pub column: String,
    /// What is written.
    pub written: String,
    /// How many cells.
    pub count: u64,
}

/// The cells of a group: the rows of all, and the first by name.
#[derive(Clone, Default, Debug)]
struct Cells {
    rows: Vec<u64>,
    named: Vec<Mended>,
    column: String,
}

/// What mending came to.
#[derive(Clone, Default, Debug)]
pub struct Mending {
    groups: BTreeMap<(usize, Why), Cells>,
    /// Rows that could mean two things.
    pub refused: BTreeMap<u64, Vec<Refusal>>,
    unknown: BTreeMap<(usize, String), Unknown>,
    /// Columns of dates that do not tell whether day or month comes first.
    pub undecided: BTreeSet<String>,
}

impl Mending {
    /// How many cells were mended.
    pub fn count(&self) -> u64 {
        self.groups.values().map(|cells| cells.rows.len() as u64).sum()
    }

    /// How many of each column and reason, in the order of the columns.
    pub fn groups(&self) -> Vec<Group> {
        let group = |((_, why), cells): (&(usize, Why), &Cells)| Group {
            column: cells.column.clone(),
            why: *why,
            count: cells.rows.len() as u64,
        };
        self.groups.iter().map(group).collect()
    }

    /// At most so many cells by row, of each group alike.
    pub fn named(&self, max: usize) -> Vec<Mended> {
        let all = || self.groups.values().map(|cells| &cells.named);
        let mut each = max;
        while each > 1 && all().map(|cells| cells.len().min(each)).sum::<usize>() > max {
            each -= 1;
        }
        let mut named: Vec<Mended> =
            all().flat_map(|cells| cells.iter().take(each)).take(max).cloned().collect();
        named.sort_by_key(|mended| mended.row);
        named
    }

    /// Without the rows that were refused in the end: of them nothing went in, mended or not.
    pub fn without(mut self, refused: &BTreeSet<u64>) -> Mending {
        for cells in self.groups.values_mut() {
            cells.rows.retain(|row| !refused.contains(row));
            cells.named.retain(|cell| !refused.contains(&cell.row));
        }
        self.groups.retain(|_, cells| !cells.rows.is_empty());
        self
    }

    /// Texts of which only somebody can say what is meant, the most frequent first.
    pub fn unknown(&self) -> Vec<Unknown> {
        let mut unknown: Vec<Unknown> = self.unknown.values().cloned().collect();
        unknown.sort_by_key(|one| std::cmp::Reverse(one.count));
        unknown
    }

    pub(super) fn leave(&mut self, n: usize, column: &Column, written: &str) {
        if self.unknown.len() < UNKNOWN_MAX {
            let new = || Unknown { column: column.name.clone(), written: written.to_owned(), count: 0 };
            self.unknown.entry((n, written.to_owned())).or_insert_with(new).count += 1;
        } else if let Some(known) = self.unknown.get_mut(&(n, written.to_owned())) {
            known.count += 1;
        }
    }

    pub(super) fn tell(&mut self, n: usize, mended: Mended) {
        let cells = self.groups.entry((n, mended.why)).or_default();
        cells.rows.push(mended.row);
        if cells.named.len() < NAMED_OF_GROUP {
            cells.column.clone_from(&mended.column);
            cells.named.push(mended);
        }
    }

    pub(super) fn refuse(&mut self, row: u64, refusal: Refusal) {
        self.refused.entry(row).or_default().push(refusal);
    }
}
