//! A document as DOCX. Fonts are named, not carried: whoever opens it has their own.

use crate::model::{Block, Document, Entry, rows};
use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, NumPages, PageMargin, PageNum, Paragraph, Run,
    RunFonts, Shading, Table, TableCell, TableRow, WidthType,
};
use std::io::Cursor;

/// Width of the text on A4 with its margins, in twentieths of a point.
const TEXT_WIDTH: usize = 9638;
/// Width of a label in a card.
const LABEL_WIDTH: usize = 1500;
/// Behind labels and heads.
const SHADE: &str = "F2F2F2";

/// The file.
pub fn write(document: &Document) -> Result<Vec<u8>, std::io::Error> {
    let margin = PageMargin::new().top(1134).bottom(1134).left(1134).right(1134);
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia("宋体");
    let mut file = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(21)
        .footer(footer(&document.footer))
        .add_paragraph(centred(&document.title, 36, true));
    for line in [&document.subtitle, &document.as_of].into_iter().filter(|line| !line.is_empty()) {
        file = file.add_paragraph(centred(line, 20, false));
    }
    for block in &document.blocks {
        file = add(file, block);
    }
    let mut bytes = Cursor::new(Vec::new());
    file.build().pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

fn add(file: Docx, block: &Block) -> Docx {
    match block {
        Block::Heading { text } => {
            file.add_paragraph(spaced(Paragraph::new().add_run(run(text).bold().size(24)).keep_next(true)))
        }
        Block::Paragraph { text } => file.add_paragraph(spaced(Paragraph::new().add_run(run(text)))),
        Block::Note { text } => file.add_paragraph(spaced(Paragraph::new().add_run(run(text).size(18)))),
        Block::Card { entries } => file.add_table(card(entries)),
        Block::Table { head, rows } => file.add_table(table(head, rows)),
        Block::Signatures { labels } => {
            let signed = |label: &String| format!("{label}：______________");
            let line = labels.iter().map(signed).collect::<Vec<_>>().join("    ");
            file.add_paragraph(spaced(Paragraph::new().add_run(run(&line))))
        }
    }
}

fn card(entries: &[Entry]) -> Table {
    let value_width = TEXT_WIDTH / 2 - LABEL_WIDTH;
    let rows = rows(entries).into_iter().map(|row| {
        let mut cells = Vec::new();
        let alone = row.len() == 1;
        for entry in row {
            cells.push(cell(&entry.label, LABEL_WIDTH, true));
            cells.push(match alone {
                true => cell(&entry.value, TEXT_WIDTH - LABEL_WIDTH, false).grid_span(3),
                false => cell(&entry.value, value_width, false),
            });
        }
        TableRow::new(cells).cant_split()
    });
    Table::new(rows.collect())
        .set_grid(vec![LABEL_WIDTH, value_width, LABEL_WIDTH, value_width])
        .width(TEXT_WIDTH, WidthType::Dxa)
}

fn table(head: &[String], rows: &[Vec<String>]) -> Table {
    let width = TEXT_WIDTH / head.len().max(1);
    let row = |texts: &[String], head: bool| {
        TableRow::new(texts.iter().map(|text| cell(text, width, head)).collect()).cant_split()
    };
    let all = std::iter::once(row(head, true)).chain(rows.iter().map(|texts| row(texts, false)));
    Table::new(all.collect()).set_grid(vec![width; head.len()]).width(TEXT_WIDTH, WidthType::Dxa)
}

fn cell(text: &str, width: usize, shaded: bool) -> TableCell {
    let cell =
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(Paragraph::new().add_run(run(text)));
    if shaded { cell.shading(Shading::new().fill(SHADE)) } else { cell }
}

fn centred(text: &str, size: usize, bold: bool) -> Paragraph {
    let run = run(text).size(size);
    Paragraph::new().align(AlignmentType::Center).add_run(if bold { run.bold() } else { run })
}

fn spaced(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().before(120).after(60))
}

/// Text as it was told, line by line.
fn run(text: &str) -> Run {
    let mut lines = text.lines().map(|line| line.chars().filter(|c| !c.is_control()).collect::<String>());
    let first = Run::new().add_text(lines.next().unwrap_or_default());
    lines.fold(first, |run, line| run.add_break(BreakType::TextWrapping).add_text(line))
}

fn footer(text: &str) -> Footer {
    let line = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run(&format!("{text}  第 ")).size(17))
        .add_page_num(PageNum::new())
        .add_run(run(" 页，共 ").size(17))
        .add_num_pages(NumPages::new())
        .add_run(run(" 页").size(17));
    Footer::new().add_paragraph(line)
}
