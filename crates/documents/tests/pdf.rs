//! PDFs read back: their text, their pages, what is said of characters that no font has.

mod samples;

use std::{
    io::Write,
    process::{Command, Stdio},
};

use documents::{Block, Document, Typesetter, pdf::Printer};

/// The text of each page without white space: where lines break is no matter of these tests. Read by poppler, because the
/// readers in Rust stumble over the character maps of these files.
fn pages(bytes: &[u8]) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext, of the package poppler-utils");
    reader.stdin.take().expect("its input").write_all(bytes).expect("it reads");
    let told = String::from_utf8(reader.wait_with_output().expect("it ends").stdout).expect("UTF-8");
    told.trim_end_matches('\u{c}').split('\u{c}').map(plain).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_pdf_says_what_the_document_says_sign_by_sign() {
    let (printer, document) = (Printer::new(None), samples::card());
    let printed = printer.pdf(&document).expect("a PDF");
    assert!(printed.bytes.starts_with(b"%PDF-"));
    assert_eq!(printed.bytes, Printer::new(None).pdf(&document).expect("a PDF").bytes, "the same bytes");
    let text = pages(&printed.bytes).concat();
    for told in [
        "传染病报告卡",
        "青禾县疾控中心",
        "截至 2026-03-01 08:00",
        "水痘",
        "死亡日期",
        "第二行",
        "第1页，共1页",
    ] {
        assert!(text.contains(&plain(told)), "{told:?} is not in {text}");
    }
    assert!(text.contains(&plain(samples::MARKUP)), "signs of markup are no markup: {text}");
    for rare in ['𠮷', '㛃'] {
        let named = text.contains(&format!("U+{:04X}", u32::from(rare)));
        assert_eq!(named, printed.missing.contains(&rare), "{rare} is named when no font has it");
        assert!(named || text.contains(rare), "{rare} vanished: {text}");
    }
}

#[test]
fn what_no_font_has_is_named() {
    let odd = '\u{10FFFD}';
    let document = Document { title: format!("卡{odd}"), ..Document::default() };
    let printed = Printer::new(None).pdf(&document).expect("a PDF");
    assert_eq!(printed.missing, [odd]);
    assert!(pages(&printed.bytes).concat().contains("U+10FFFD"));
}

#[test]
fn a_long_table_has_its_head_on_every_page() {
    let row = |n: usize| vec![format!("第{n}例"), "水痘".to_owned()];
    let table =
        Block::Table { head: vec!["病例".into(), "疾病".into()], rows: (0..120).map(row).collect() };
    let document = Document { title: "一览".into(), blocks: vec![table], ..Document::default() };
    let pages = pages(&Printer::new(None).pdf(&document).expect("a PDF").bytes);
    assert!(pages.len() > 2, "{} pages", pages.len());
    for (n, page) in pages.iter().enumerate() {
        assert!(page.contains("病例疾病"), "page {n} has no head: {page}");
    }
    assert!(pages.concat().contains("第119例"));
}

#[test]
fn without_a_chinese_font_it_is_said_what_to_do() {
    let empty = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let refused = Printer::with_fonts_of(empty).pdf(&samples::card()).expect_err("no fonts there");
    assert_eq!(refused.code, "no_chinese_font");
    assert!(refused.hint.zh.contains("fonts-noto-cjk") && refused.hint.en.contains("--fonts"), "{refused}");
}
