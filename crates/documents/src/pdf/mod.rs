//! PDFs by typst: `fonts` of the machine, the template beside this file, and the small world in which it is set.
//!
//! Not here: any reading of files other than fonts; what a document says reaches the template as data.

mod fonts;

use crate::{
    Block, Document, Printed, Typesetter, Unprinted,
    model::{Entry, rows},
};
use facts::Label;
use fonts::Fonts;
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    sync::{LazyLock, OnceLock},
};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

const TEMPLATE: &str = include_str!("template.typ");
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Makes PDFs with the fonts of this machine, which are looked for when the first one is asked for.
pub struct Printer {
    folder: Option<PathBuf>,
    system: bool,
    found: OnceLock<Result<Fonts, Unprinted>>,
}

impl Printer {
    /// With the fonts of a folder, if one is named, before those of the system.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Printer { folder, system: true, found: OnceLock::new() }
    }

    /// With the fonts of a folder alone.
    pub fn with_fonts_of(folder: PathBuf) -> Self {
        Printer { folder: Some(folder), system: false, found: OnceLock::new() }
    }
}

impl Typesetter for Printer {
    fn pdf(&self, document: &Document) -> Result<Printed, Unprinted> {
        let found = self.found.get_or_init(|| Fonts::search(self.folder.as_deref(), self.system));
        let fonts = found.as_ref().map_err(Clone::clone)?;
        let missing = fonts.lacking(document.characters());
        let bytes = set(fonts, &data(document, fonts.family(), &missing))?;
        Ok(Printed { bytes, missing })
    }
}

/// What the template is given.
fn data(document: &Document, family: &str, missing: &[char]) -> Value {
    let mut blocks: Vec<Value> = document.blocks.iter().map(block).collect();
    if !missing.is_empty() {
        let codes: Vec<String> = missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let text = format!("本机字体缺少下列字，文中显示为方框：{}", codes.join("、"));
        blocks.push(json!({ "kind": "note", "text": text }));
    }
    json!({ "title": document.title, "subtitle": document.subtitle, "as_of": document.as_of, "footer": document.footer,
        "fonts": [family], "blocks": blocks })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Card { entries } => {
            let row = |row: &Vec<&Entry>| row.iter().map(|e| json!(e)).collect::<Vec<_>>();
            json!({ "kind": "card", "rows": rows(entries).iter().map(row).collect::<Vec<_>>() })
        }
        other => json!(other),
    }
}

fn set(fonts: &Fonts, data: &Value) -> Result<Vec<u8>, Unprinted> {
    let room = Room {
        fonts,
        main: Source::new(file("main.typ"), TEMPLATE.to_owned()),
        data: Bytes::from_string(data.to_string()),
    };
    let pages =
        typst::compile::<PagedDocument>(&room).output.map_err(|problems| unset(&problems[0].message))?;
    let pdf = typst_pdf::pdf(&pages, &PdfOptions::default()).map_err(|problems| unset(&problems[0].message));
    // What typst remembers between runs would hold people's data for as long as the server runs.
    comemo::evict(0);
    pdf
}

fn unset(problem: &str) -> Unprinted {
    Unprinted {
        code: "not_set",
        says: Label::new(format!("排版失败：{problem}"), format!("the document was not set: {problem}")),
        hint: Label::new("请改用 Word 格式，并告知管理员", "take it as DOCX, and tell the administrator"),
    }
}

/// All that the template can reach: itself, its data, fonts. No files, no packages, no clock.
struct Room<'a> {
    fonts: &'a Fonts,
    main: Source,
    data: Bytes,
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("the names of this file are paths"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == file("data.json") { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.store.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
