//! DOCX read back: it opens, and says what the document says.

mod samples;

use std::io::{Cursor, Read};

/// The text of the body, whatever it stands in.
fn text_of(bytes: Vec<u8>) -> String {
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut xml = String::new();
    file.by_name("word/document.xml").expect("a body").read_to_string(&mut xml).expect("UTF-8");
    let runs = xml.split("<w:t").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</w:t>"));
    let plain: String = runs.map(|(text, _)| text).collect();
    let plain =
        plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    plain.replace("&amp;", "&")
}

#[test]
fn a_docx_says_what_the_document_says() {
    let document = samples::card();
    let bytes = documents::docx::write(&document).expect("a file");
    assert_eq!(
        bytes,
        documents::docx::write(&document).expect("a file"),
        "the same document, the same bytes"
    );
    let text = text_of(bytes);
    let texts = document.texts();
    for told in texts.iter().filter(|told| **told != document.footer) {
        assert!(text.contains(&told.replace('\n', "")), "{told:?} is not in {text}");
    }
}
