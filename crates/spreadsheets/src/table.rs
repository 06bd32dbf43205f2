//! `Table`: a header and rows of cells, as read from any kind of spreadsheet; and why a file cannot be read.

use facts::Label;

/// Most rows of one file.
pub const ROWS_MAX: usize = 200_000;
/// Most columns of one file.
pub const COLUMNS_MAX: usize = 256;
/// Most cells of one file: rows of twenty columns up to the limit of rows.
pub const CELLS_MAX: usize = 4_000_000;

/// A header and rows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// utf-8, utf-16, gbk, xlsx.
    pub encoding: &'static str,
    /// The headings.
    pub header: Vec<String>,
    /// The rows, empty ones left out.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Its number in the file; the header is row 1.
    pub n: u64,
    /// Its cells, as many as there are headings.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number; in a column of dates it is a serial day.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A date with a time of day, as the spreadsheet marks it: year, month, day, hour, minute, second.
    Moment([u16; 6]),
    /// What the spreadsheet could not compute (`#REF!`).
    Wrong(String),
}

impl Cell {
    /// Nothing, or only white space.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As a person would read it.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Wrong(text) => text.trim().to_owned(),
            Cell::Bool(b) => b.to_string(),
            Cell::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
            Cell::Number(n) => n.to_string(),
            Cell::Moment(parts) => moment(*parts),
        }
    }
}

/// `2026-09-12`, with the time of day when it is not midnight.
pub fn moment([y, mo, d, h, mi, s]: [u16; 6]) -> String {
    match (h, mi, s) {
        (0, 0, 0) => format!("{y:04}-{mo:02}-{d:02}"),
        (_, _, 0) => format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}"),
        _ => format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}"),
    }
}

/// Why a file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// A workbook of before 2007.
    OldWorkbook,
    /// Neither UTF-8 nor GBK.
    Encoding,
    /// More rows, columns or cells than are read at once.
    TooLarge,
    /// Two columns have the same heading.
    SameHeading(String),
    /// Not a spreadsheet.
    NotASpreadsheet,
}

impl Unreadable {
    /// What is wrong, and what to do.
    pub fn words(&self) -> (Label, Label) {
        let (says, hint) = match self {
            Unreadable::Empty => (
                ("文件为空", "the file is empty"),
                ("请选择有表头和数据的文件", "choose a file with a header and rows"),
            ),
            Unreadable::OldWorkbook => (
                ("不支持 .xls 旧格式", "the old .xls format is not read"),
                ("请另存为 .xlsx 或 CSV", "save it as .xlsx or CSV"),
            ),
            Unreadable::Encoding => (
                ("编码无法识别", "the encoding is not known"),
                ("请保存为 UTF-8 或 GBK 编码的 CSV", "save it as CSV in UTF-8 or GBK"),
            ),
            Unreadable::TooLarge => (
                ("行数或列数过多", "too many rows or columns"),
                (
                    "每个文件最多 200000 行、256 列，请拆分",
                    "at most 200,000 rows and 256 columns a file; split it",
                ),
            ),
            Unreadable::SameHeading(name) => {
                return (
                    Label::new(format!("表头“{name}”重复"), format!("the heading {name:?} occurs twice")),
                    Label::new("请修改或删除其中一列", "rename or remove one of the columns"),
                );
            }
            Unreadable::NotASpreadsheet => (
                ("不是可读取的表格文件", "not a spreadsheet that can be read"),
                (
                    "请使用本台账的模板，保存为 .xlsx 或 CSV",
                    "use the template of the ledger, as .xlsx or CSV",
                ),
            ),
        };
        (Label::new(says.0, says.1), Label::new(hint.0, hint.1))
    }
}

/// Takes raw rows: the first that is not empty is the header, the empty ones after it are left out.
pub(crate) struct Collector {
    table: Table,
    cells: usize,
}

impl Collector {
    pub(crate) fn new(encoding: &'static str) -> Self {
        Collector { table: Table { encoding, ..Table::default() }, cells: 0 }
    }

    /// Adds a row with its number in the file.
    pub(crate) fn add(&mut self, n: u64, mut cells: Vec<Cell>) -> Result<(), Unreadable> {
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > COLUMNS_MAX {
            return Err(Unreadable::TooLarge);
        }
        if self.table.header.is_empty() {
            return self.header(&cells);
        }
        self.cells += cells.len();
        if self.table.rows.len() >= ROWS_MAX || self.cells > CELLS_MAX {
            return Err(Unreadable::TooLarge);
        }
        // Cells to the right of the last heading have no meaning.
        cells.resize(self.table.header.len(), Cell::Empty);
        self.table.rows.push(Row { n, cells });
        Ok(())
    }

    fn header(&mut self, cells: &[Cell]) -> Result<(), Unreadable> {
        for name in cells.iter().map(Cell::text) {
            if !name.is_empty() && self.table.header.contains(&name) {
                return Err(Unreadable::SameHeading(name.chars().take(40).collect()));
            }
            self.table.header.push(name);
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Table, Unreadable> {
        if self.table.header.is_empty() { Err(Unreadable::Empty) } else { Ok(self.table) }
    }
}
